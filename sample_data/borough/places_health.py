"""Health: the national list of practices, and the local health service's own register of premises."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from borough.book import Book
from borough.places import Place
from borough.places_files import far_away, only, unsaid
from borough.write import csv_file, xlsx
from borough.write_sheets import Cell

PRACTICES, PREMISES = "epraccur.csv", "primary_care_premises.xlsx"
OTHERS = ("health centre", "hospital", "clinic", "pharmacy", "dentist", "optician", "care home")
HEAD: list[Cell] = ["Premises", "Premises type", "ODS code", "Owned by", "Capacity", "Unit", "In use", "Step-free", "Status", "Opens", "Closes", "Address", "Postcode", "Easting", "Northing"]  # fmt: skip


def write_health(places: Sequence[Place], folder: Path, book: Book) -> None:
    """Write both."""
    _practices(places, folder, book)
    _premises(places, folder, book)


def _practices(places: Sequence[Place], folder: Path, book: Book) -> None:
    """The national list: no headings, capitals, closed practices and other prescribers among them."""
    rng = random.Random("larkhithe practices")
    rows: list[list[str]] = []
    open_ = [p for p in only(places, ("GP surgery",)) if p.status == "open"]
    for p in open_:
        rows.append(_line(p.code, p.name.upper(), p.address.upper(), p.postcode, "A", "4"))
    closed, other = 11, 14
    for n in range(closed):
        near = open_[n * 3 % len(open_)]
        rows.append(
            _line(
                f"Z97{n + 1:03d}",
                f"{near.district.upper()} SURGERY",
                near.address.upper(),
                near.postcode,
                rng.choice("CCD"),
                "4",
            )
        )
    for n in range(other):
        near = open_[n * 2 % len(open_)]
        what, setting = rng.choice(
            (
                ("COMMUNITY NURSING", "8"),
                ("URGENT CARE CENTRE", "1"),
                ("HOSPICE", "9"),
                ("WALK IN CENTRE", "3"),
            )
        )
        rows.append(
            _line(
                f"Z96{n + 1:03d}",
                f"{near.district.upper()} {what}",
                near.address.upper(),
                near.postcode,
                "A",
                setting,
            )
        )
    rows.sort()
    csv_file(folder / PRACTICES, rows, quote_all=True)
    book.add(
        PRACTICES,
        "checked",
        "10 columns are empty throughout",
        "Columns of the list that are not filled here.",
    )
    book.add(PRACTICES, "checked", "no row of headings", "The list comes without headings, as published.")
    book.add(
        PRACTICES,
        "left",
        f"{closed} rows left out: the practice is closed, dormant or proposed",
        "Practices that closed, as the list keeps them.",
    )
    book.add(
        PRACTICES,
        "left",
        f"{other} rows left out: the prescriber is not a GP practice",
        "Prescribers that are not surgeries.",
    )
    book.add(
        PRACTICES,
        "left",
        "Not brought in for GP surgeries",
        "The local register of premises has the same surgeries, with rooms and patients.",
    )


def _line(code: str, name: str, street: str, postcode: str, status: str, setting: str) -> list[str]:
    return [
        code, name, "Y99", "Q99", name if setting == "4" else street, street, "LARKHITHE", "", "", postcode, "20101001", "20230331" if status != "A" else "", status, "B",
        "Z9Z", "20130401", "", "", "", "", "", "0", "", "Z9Z", "", setting, "",
    ]  # fmt: skip


def _premises(places: Sequence[Place], folder: Path, book: Book) -> None:
    """The local register: a sheet of surgeries with their patients, a sheet of everything else."""
    first = [
        *_titles("General practice premises", "Patients as at 1 July 2025"),
        HEAD,
        *[_premise(p) for p in only(places, ("GP surgery",))],
    ]
    for n, (town, x, y) in enumerate(far_away("surgeries")):
        first.append(
            [
                f"{town} Surgery {n % 2 + 1}",
                "GP surgery",
                f"Z98{n + 1:03d}",
                "NHS",
                8750,
                "patients",
                8200 + 97 * n,
                "yes",
                "open",
                None,
                None,
                None,
                None,
                x,
                y,
            ]
        )
    others = only(places, OTHERS)
    second = [*_titles("Other premises", "Compiled July 2025"), HEAD, *[_premise(p) for p in others]]
    for n, (town, x, y) in enumerate(far_away("premises")):
        kind = OTHERS[n % len(OTHERS)]
        second.append(
            [
                f"{town} {kind} {n + 1}",
                kind,
                f"Z95{n + 1:03d}",
                "private",
                None,
                None,
                None,
                "yes",
                "open",
                None,
                None,
                None,
                None,
                x,
                y,
            ]
        )
    xlsx(folder / PREMISES, {"General practice": first, "Other premises": second})
    for sheet in ("General practice", "Other premises"):
        book.add(
            PREMISES,
            "checked",
            "Lines above the headings",
            "A title and a date stand above the headings.",
            part=sheet,
        )
        unsaid(PREMISES, book, sheet)
        if any(
            p.status == "closed"
            for p in only(places, ("GP surgery",) if sheet == "General practice" else OTHERS)
        ):
            book.add(
                PREMISES,
                "left",
                "left out: the premises have closed",
                "Premises that closed and are still listed.",
                part=sheet,
            )


def _titles(what: str, when: str) -> list[list[Cell]]:
    return [[f"Larkhithe and Harnett: {what}"], [when], []]


def _premise(p: Place) -> list[Cell]:
    return [
        p.name, p.type, p.code, p.owner, p.capacity, p.unit or None, p.used, p.step_free or None, p.status, p.opens or None, p.closes or None,
        p.address or None, p.postcode, p.point.x, p.point.y,
    ]  # fmt: skip
