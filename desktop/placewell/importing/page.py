"""One page of a PDF, or a picture, as an image with its size on paper."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path

from placewell.domain.errors import Problem
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader


@dataclass(frozen=True)
class Page:
    """A page as it is displayed. `x`, `y` on it are millimetres from its lower left corner.

    A picture that does not say its size on paper counts a millimetre for each pixel (`sized` is False).
    """

    name: str
    png: bytes
    wide_px: int
    high_px: int
    wide_mm: float
    high_mm: float
    page: int = 1
    pages: int = 1
    stated_scales: tuple[int, ...] = ()
    """1250 for a page that says 1:1250 somewhere, in the order of the text."""
    sized: bool = True
    remarks: tuple[str, ...] = ()


def read_page(path: Path, page: int | None = None) -> Page:
    """Read one page, in the reader's own process. Raises Problem: several pages and none chosen, locked, damaged."""
    with Reader() as reader:
        (table,) = reader.page(path, page)
    return page_of(table)


def page_of(table: RawTable) -> Page:
    """What the reading process handed over, checked. Raises Problem."""

    def number(name: str) -> float:
        value = table.columns[name][0]
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e6:
            raise ValueError(name)
        return float(value)

    try:
        png = base64.b64decode(str(table.columns["png"][0]), validate=True)
        if not png.startswith(b"\x89PNG"):
            raise ValueError("png")
        scales = tuple(int(s) for s in str(table.columns["scales"][0] or "").split())
        return Page(
            table.file,
            png,
            int(number("wide_px")),
            int(number("high_px")),
            number("wide_mm"),
            number("high_mm"),
            int(number("page")),
            int(number("pages")),
            scales,
            table.columns["sized"][0] is True,
            tuple(n.text for n in table.notes),
        )
    except (KeyError, IndexError, ValueError, binascii.Error) as fault:
        raise Problem(
            f"{table.file} could not be read as a page.",
            "What was read of it makes no sense.",
            "Ask whoever sent it for a fresh copy.",
        ) from fault
