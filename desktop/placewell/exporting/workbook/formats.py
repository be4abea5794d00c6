"""The formats of cells, each made once: what a cell holds, whether it is typed in, whether its text is wrapped."""

from __future__ import annotations

from typing import Any

from placewell.exporting.verdict_style import VERDICT_STYLES
from placewell.exporting.workbook.look import ANSWER, LINE, PANEL, SECONDARY, TEXT, TYPED, Look

WHOLE_UNITS = (
    "m",
    "m2",
    "m²",
    "homes",
    "spaces",
    "people",
    "patients",
    "rooms",
    "people per GP",
    "count",
    "premises",
    "years",
)


def number_format(unit: str, value: float | None, kind: str) -> str:
    """How a number is shown: one decimal unless it is told in whole units or has more."""
    if kind == "whole" or unit in WHOLE_UNITS:
        return "#,##0"
    if unit == "%" or kind == "percent" or value is None:
        return "#,##0.0"
    if float(value).is_integer():
        return "#,##0"
    return "#,##0.0" if abs(value) >= 100 or round(value, 1) == round(value, 9) else "#,##0.00"


class Formats:
    """Hands out formats of an open workbook."""

    def __init__(self, book: Any, look: Look, locked: bool) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._cells: dict[tuple[str, bool, bool, str, bool], Any] = {}
        self._base = {"font_name": look.font, "font_size": 10, "font_color": TEXT, "valign": "top"}
        self._accent = look.accent
        self._locked = locked
        self.verdicts = {word: book.add_format({"font_color": s.text}) for word, s in VERDICT_STYLES.items()}
        self.loud = book.add_format({"bold": True, "font_color": look.accent})

    def of(self, **more: Any) -> Any:
        """A format with these properties."""
        key = tuple(sorted(more.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(self._base | more)
        return self._made[key]

    def title(self) -> Any:
        """A sheet's title."""
        return self.of(font_size=16, bold=True)

    def about(self) -> Any:
        """What a sheet is about."""
        return self.of(font_color=SECONDARY)

    def note(self) -> Any:
        """A paragraph in a cell of its own."""
        return self.of(text_wrap=True)

    def section(self) -> Any:
        """A table's title."""
        return self.of(font_size=12, bold=True, valign="bottom", font_color=self._accent)

    def head(self, right: bool, after: bool = False) -> Any:
        """A heading of a column; `after` a column of figures it is set off as its cells are."""
        return self.of(
            bold=True, bottom=1, bottom_color=TEXT, text_wrap=True, bg_color=PANEL, valign="bottom",
            align="right" if right else "left", indent=1 if after and not right else 0,
        )  # fmt: skip

    def cell(
        self, kind: str, *, typed: bool = False, answer: bool = False, number: str = "", after: bool = False
    ) -> Any:
        """A cell of a table."""
        known = kind, typed, answer, number, after
        if known not in self._cells:
            self._cells[known] = self._cell(*known)
        return self._cells[known]

    def _cell(self, kind: str, typed: bool, answer: bool, number: str, after: bool) -> Any:
        more: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
        if number:
            more |= {"num_format": number, "align": "left" if kind == "text" else "right"}
        elif kind == "date":
            more |= {"num_format": "d mmmm yyyy", "align": "left", "text_wrap": True}
        elif kind == "mark":
            more |= {"align": "center", "bold": True}
        else:
            more |= {"text_wrap": True, "align": "left"}
        if kind == "verdict":
            more["bold"] = True
        if after and more.get("align") == "left":
            # Set off from the figures that end where it begins.
            more["indent"] = 1
        if typed:
            more["bg_color"] = ANSWER if answer else TYPED
            if self._locked:
                more["locked"] = False
        return self.of(**more)
