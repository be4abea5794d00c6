"""Cells of a scheme's tables as values: whole numbers, figures and closed words, each doubt told."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from placewell.domain.asset import TYPES
from placewell.domain.scheme import CERTAINTIES, HOMES_LOST
from placewell.domain.tenure import TENURES
from placewell.importing.fields import Columns, Remark, date, number, text
from placewell.importing.recognise import plain

_BETWEEN = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|—|to|and)\s*(\d+(?:\.\d+)?)(?:\s*[a-z²2]*)?", re.IGNORECASE)
_AT_MOST = re.compile(
    r"(?:up to|max(?:imum)?\.?(?: of)?|no more than|not more than|≤|<=)\s*(\d+(?:\.\d+)?)(?:\s*[a-z²2]*)?",
    re.IGNORECASE,
)
_ACCESS = {word: word for word in ("M4(1)", "M4(2)", "M4(3)")}
_ASPECT = {word: word for word in ("single", "dual", "triple")}
_LIVED_IN = {
    **dict.fromkeys(("occupied", "lived in", "let", "tenanted", "yes"), "occupied"),
    **dict.fromkeys(("empty", "vacant", "void", "no"), "empty"),
}
_YES_NO = {**dict.fromkeys(("yes", "y", "true"), "yes"), **dict.fromkeys(("no", "n", "false"), "no")}


class Unusable(Exception):
    """A row of which nothing sensible can be kept; its text says why."""


@dataclass
class Cells:
    """One row's cells. Doubts are added to `remarks`, as queries for whoever sent the table."""

    columns: Columns
    at: int
    row: int
    remarks: list[Remark] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The cell's text; '' where it is blank or there is no such column."""
        cells = self.columns.get(name)
        return "" if cells is None else text(cells[self.at])

    def query(self, words: str) -> None:
        """Note a doubt about this row, which is kept."""
        self.remarks.append(Remark("checked", words, self.row))

    def need(self, name: str, what: str) -> str:
        """A cell without which the row means nothing."""
        found = self.text(name)
        if not found:
            raise Unusable(f"It does not say {what}, so it cannot be used.")
        return found

    def homes(self, name: str) -> tuple[int, int | None]:
        """How many homes, and the least where it is a range ('350-410', 'up to 410').

        Raises Unusable for anything but whole numbers, the greater of 1 or more.
        """
        said = self.need(name, "how many homes")
        ends = self._range(name)
        if ends is not None:
            least, most = ends
            if not (least.is_integer() and most.is_integer()) or most < 1:
                raise Unusable(f"'{said}' cannot be a number of homes (whole, and not below 0); left out.")
            return int(most), int(least)
        figure = self._number(name)
        if figure is None:
            raise Unusable(f"'{said}' is no number of homes, so the row was left out.")
        if figure < 0 or not figure.is_integer():
            raise Unusable(f"'{said}' cannot be a number of homes (whole, and not below 0); left out.")
        if figure == 0:
            raise Unusable("It is of 0 homes, so there is nothing to keep.")
        return int(figure), None

    def whole(self, name: str, what: str) -> int | None:
        """A whole number of 0 or more, or None with a query."""
        figure = self.figure(name, what)
        if figure is None:
            return None
        if not figure.is_integer():
            self.query(f"'{self.text(name)}' cannot be {what}, which is a whole number; kept without it.")
            return None
        return int(figure)

    def figure(self, name: str, what: str) -> float | None:
        """A number of 0 or more, or None with a query."""
        said, figure = self.text(name), self._number(name)
        if not said:
            return None
        if figure is None:
            self.query(f"'{said}' cannot be read as {what}; kept without it.")
            return None
        if figure < 0:
            self.query(f"'{said}' cannot be {what}: it is below 0; kept without it.")
            return None
        return figure

    def span(self, name: str, what: str) -> tuple[float | None, float | None]:
        """A number of 0 or more and the least of its range, where it is one; None with a query."""
        ends = self._range(name)
        if ends is not None:
            return ends[1], ends[0]
        return self.figure(name, what), None

    def choice(self, name: str, words: Mapping[str, str], what: str) -> str:
        """One of the values of `words`, by what the cell says in lower case; '' with a query where it is none."""
        said = self.text(name)
        found = {plain(word): value for word, value in words.items()}.get(plain(said), "")
        if said and not found:
            options = ", ".join(dict.fromkeys(words.values()))
            self.query(f"'{said}' does not say {what} ({options}); kept without that.")
        return found

    def bedrooms(self, name: str) -> int | None:
        """As `whole`; a studio has none."""
        return 0 if plain(self.text(name)) == "studio" else self.whole(name, "a number of bedrooms")

    def phase(self, name: str = "phase") -> int | None:
        """A phase by its number ('2' or 'Phase 2'), or None with a query."""
        said = self.text(name)
        number_of = re.fullmatch(r"(?:ph(?:ase)?\.?\s*)?0*(\d{1,3})", said, re.IGNORECASE)
        if number_of and int(number_of[1]):
            return int(number_of[1])
        if said:
            self.query(f"'{said}' is no number of a phase (1, 2, 3 …); kept without a phase.")
        return None

    def date(self, name: str, what: str) -> str:
        """A day, month or year as ISO text, or '' with a query."""
        said = self.text(name)
        found = date(said)
        if said and not found:
            self.query(f"'{said}' cannot be read as {what} (2031, 2031-03 or 2031-03-31); kept without it.")
        return found

    def tenure(self, whose: str) -> str:
        """One of `TENURES`, or '' with a query; `whose` says what is kept without one ('12 homes')."""
        said = self.text("tenure")
        found = _word(said, TENURES)
        if not found:
            named = f"'{said}' is not a tenure that Placewell knows" if said else "No tenure is given"
            self.query(f"{named}{_meant(said, TENURES)}; {whose} kept without one.")
        return found

    def asset_type(self, name: str, more: Sequence[str] = ()) -> str:
        """A type of asset; raises Unusable for another word, since nothing could be measured to it."""
        said = self.need(name, "what it is")
        found = _word(said, (*TYPES, *more))
        if not found:
            meant = _meant(said, TYPES)
            raise Unusable(f"'{said}' is not a type of place that Placewell knows{meant}; left out.")
        return found

    def certainty(self) -> str:
        """One of `CERTAINTIES`, or '' with a query."""
        said = self.text("certainty")
        found = _word(said, CERTAINTIES)
        if not found:
            named = f"'{said}' does not say how sure it is" if said else "It does not say how sure it is"
            self.query(f"{named} ({', '.join(CERTAINTIES)}); kept without that.")
        return found

    def _range(self, name: str) -> tuple[float, float] | None:
        """Both ends of '350-410', '350 to 410', 'up to 410' or 'max 410', lowest first; None for anything else."""
        said = self.text(name).replace(",", "")
        between = _BETWEEN.fullmatch(said)
        if between:
            ends = float(between[1]), float(between[2])
            return min(ends), max(ends)
        most = _AT_MOST.fullmatch(said)
        return None if most is None else (0.0, float(most[1]))

    def _number(self, name: str) -> float | None:
        cells = self.columns.get(name)
        return None if cells is None else number(cells[self.at])


def is_total(cells: Cells) -> bool:
    """Whether a row sums up others: counted again, its homes would be there twice."""
    words = (cells.text(name) for name in ("scheme", "option", "block", "tenure", "type", "phase"))
    if any(re.match(r"(grand|sub)?[\s-]*totals?\b", w, re.IGNORECASE) for w in words):
        return True
    # The word may stand in a column that fills no field (a plot, a note), but then it stands alone.
    others = (text(column[cells.at]) for column in cells.columns.table.columns.values())
    return any(re.fullmatch(r"(grand|sub)?[\s-]*totals?:?", w, re.IGNORECASE) for w in others)


def values_of(kind: str, cells: Cells) -> dict[str, Any]:
    """A row's values by the fields of its noun; raises Unusable."""
    from placewell.importing.case_cells import OF_CASE

    return (OF_CASE | _OF)[kind](cells)


def _word(said: str, words: Sequence[str]) -> str:
    return next((w for w in words if plain(w) == plain(said)), "") if plain(said) else ""


def _meant(said: str, words: Sequence[str] | dict[str, str]) -> str:
    by_fold = {w.casefold(): w for w in words}
    close = difflib.get_close_matches(said.casefold(), by_fold, 1, 0.6)
    return f" (is '{by_fold[close[0]]}' meant?)" if close else ""


def _scheme(cells: Cells) -> dict[str, Any]:
    return {"reference": cells.text("reference")}


def _block(cells: Cells) -> dict[str, Any]:
    name = cells.need("name", "which block it is")
    return {"name": name, "phase": cells.phase(), "storeys": cells.whole("storeys", "a number of storeys")}


def _entrance(cells: Cells) -> dict[str, Any]:
    name = cells.text("name")
    if not name:
        cells.query("This entrance has no name; findings will call it by a number.")
    return {"name": name, "block": cells.text("block")}


def _phase(cells: Cells) -> dict[str, Any]:
    cells.need("number", "which phase it is")
    number_of = cells.phase("number")
    if number_of is None:
        cells.remarks.pop()
        raise Unusable(f"'{cells.text('number')}' is no number of a phase (1, 2, 3 …), so it was left out.")
    return {
        "number": number_of,
        "name": cells.text("name"),
        "starts": cells.date("starts", "when it starts"),
        "completes": cells.date("completes", "when it is finished"),
    }


def _homes(cells: Cells) -> dict[str, Any]:
    homes, least = cells.homes("homes")
    stated = cells.text("stated_tenure")
    return {
        "homes": homes,
        "homes_least": least,
        "block": cells.text("block"),
        "phase": cells.phase(),
        # What the applicant calls it is kept; the reader has asked about it already.
        "tenure": ""
        if stated and not cells.text("tenure")
        else cells.tenure(f"{homes:,} home{' is' if homes == 1 else 's are'}"),
        "stated_tenure": stated,
        "type": cells.text("type"),
        "bedrooms": cells.bedrooms("bedrooms"),
        "bed_spaces": cells.whole("bed_spaces", "a number of bed spaces"),
        "habitable_rooms": cells.whole("habitable_rooms", "a number of habitable rooms"),
        "gia_m2": cells.figure("gia_m2", "the floor area of a home (GIA, in m²)"),
        "core": cells.text("core"),
        "level": cells.text("level"),
        "home": cells.text("home"),
        "amenity_m2": cells.figure("amenity_m2", "the private outdoor space of a home (m²)"),
        "access": cells.choice("access", _ACCESS, "which standard of access it is built to"),
        "aspect": cells.choice("aspect", _ASPECT, "how many sides have windows"),
        "faces": cells.text("faces"),
        "derived": cells.text("derived"),
    }


def _provision(cells: Cells) -> dict[str, Any]:
    type_ = cells.asset_type("type")
    capacity, capacity_least = cells.span("capacity", "a capacity")
    area, area_least = cells.span("area_m2", "an area in m²")
    return {
        "type": type_,
        "name": cells.text("name") or type_,
        "phase": cells.phase(),
        "capacity": capacity,
        "capacity_unit": cells.text("capacity_unit"),
        "area_m2": area,
        "certainty": cells.certainty(),
        "capacity_least": capacity_least,
        "area_least_m2": area_least,
    }


def _loss(cells: Cells) -> dict[str, Any]:
    what = cells.asset_type("what", (HOMES_LOST,))
    homes = what == HOMES_LOST
    amount, least = cells.homes("amount") if homes else cells.span("amount", "an amount")
    lost = f"{amount:,.0f} home{' is' if amount == 1 else 's are'}" if homes else ""
    unit = cells.text("unit").replace("m²", "m2") or ("homes" if homes else "")
    if homes and unit.casefold() != "homes":
        raise Unusable(f"Homes are counted, but this row gives them in '{unit}', so it was left out.")
    made: dict[str, Any] = {
        "what": what,
        "name": cells.text("name"),
        "asset": cells.text("asset"),
        "amount": None if amount is None else float(amount),
        "amount_least": None if least is None else float(least),
        "unit": unit,
        "phase": cells.phase(),
        "details": cells.text("details"),
    }
    if homes:
        made |= {
            "tenure": cells.tenure(lost),
            "bedrooms": cells.bedrooms("bedrooms"),
            "habitable_rooms": cells.whole("habitable_rooms", "a number of habitable rooms"),
            "gia_m2": cells.figure("gia_m2", "the floor area of a home (GIA, in m²)"),
            "occupied": cells.choice("occupied", _LIVED_IN, "whether they are lived in"),
            "right_to_return": cells.choice("right_to_return", _YES_NO, "whether residents may return"),
            "decant_phase": cells.phase("decant_phase"),
        }
    return made


_OF = {
    "scheme": _scheme,
    "block": _block,
    "entrance": _entrance,
    "phase": _phase,
    "homes": _homes,
    "provision": _provision,
    "loss": _loss,
}
