"""The sentences that several readers share, so that the same fault reads the same everywhere."""

from __future__ import annotations

from placewell.domain.errors import Problem

OLD_LETTERS = "Its letters are in the older Windows code page; accented ones may differ."
_WHOLE = "Without the whole file nothing in it can be relied on, so nothing was read."
_AGAIN = "Download it again, or ask whoever sent it for a fresh copy."


def damaged(name: str, how: str = "") -> Problem:
    """The file is of a known format but does not follow it."""
    detail = f" ({how})" if how else ""
    return Problem(f"{name} is damaged or was cut short{detail}.", _WHOLE, _AGAIN)


def unknown(name: str) -> Problem:
    """Nothing about the content is familiar."""
    return Problem(
        f"{name} is not a kind of file that Placewell can read.",
        "What is in it decides, not its name, and nothing in it looks like a map layer or a table.",
        "Save it from the program it came from as a GeoPackage, GeoJSON, CSV or Excel file and try again.",
    )


def empty(name: str) -> Problem:
    """Nothing at all, or nothing but blanks."""
    return Problem(f"{name} is empty.", "There is nothing in it to bring in.", _AGAIN)


def pointing_elsewhere(name: str, what: str) -> Problem:
    """The content leads to another file or the internet instead of holding data."""
    return Problem(
        f"{name} {what}.",
        "Placewell reads only what is in the file it is given, never another file or the internet.",
        "Open it in the program it came from, save the data itself as a GeoPackage, and bring that in.",
    )


def wanted(name: str, what: str, how: str) -> Problem:
    """A known kind of file that holds no layer or table Placewell could use."""
    return Problem(f"{name} is {what}.", "Placewell cannot take areas or places from it.", how)


def too_big(name: str, what: str) -> Problem:
    """More than is safe to unpack or hold."""
    return Problem(
        f"{name} {what}.",
        "Reading it could fill this computer's memory or disk, so nothing was read.",
        "Unpack it or cut it to your area first, and bring in the files you need one by one.",
    )


def locked(name: str) -> Problem:
    """Protected by a password."""
    return Problem(
        f"{name} is protected by a password.",
        "Its content is scrambled, so nothing in it can be read.",
        "Open it with the password, save a copy without one, and bring in that copy.",
    )
