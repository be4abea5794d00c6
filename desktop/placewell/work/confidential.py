"""Whether a case is confidential today, and the words with which the screen and every output say so."""

from __future__ import annotations

from datetime import date

from placewell.work.case_shown import case_of
from placewell.work.opened import Opened


def still(day: str, today: str) -> bool:
    """Whether what is confidential until an ISO day is so on another; that day is the last."""
    return bool(day) and day >= today[:10]


def until(opened: Opened) -> str:
    """The ISO day until which this case is confidential; '' where it is not, or no longer."""
    day = case_of(opened).confidential_until
    return day if still(day, opened.clock()) else ""


def words(opened: Opened) -> str:
    """'confidential until 3 March 2027'; '' where it is not."""
    return said(until(opened))


def sentence(opened: Opened) -> str:
    """'This case is confidential until 3 March 2027.'; '' where it is not."""
    told = words(opened)
    return f"This case is {told}." if told else ""


def said(day: str) -> str:
    """The words for an ISO day; '' for none."""
    if not day:
        return ""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return f"confidential until {day}"
    return f"confidential until {found.day} {found:%B} {found.year}"
