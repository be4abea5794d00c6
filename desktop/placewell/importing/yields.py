"""Yield tables: how many people of each age live in a home, in long form or with a column for each age band."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from placewell.domain.kinds import KINDS
from placewell.domain.rows import Rows
from placewell.domain.tenure import TENURE_GROUPS, TENURES
from placewell.importing.draft import Draft, Left
from placewell.importing.fields import Columns, Remark, number, text
from placewell.importing.recognise import Recognised, plain
from placewell.importing.schedule.words import tenure as tenure_of

PTAL_BANDS = ("0", "1a", "1b", "2", "3", "4", "5", "6a", "6b")
_NAMES = {
    "Table": ("Table", "Table name"),
    "Tenure": ("Tenure", "Tenure type", "Tenure group"),
    "Bedrooms": ("Bedrooms", "Beds", "Bedroom", "Number of bedrooms", "No of bedrooms"),
    "Age from": ("Age from", "From age"),
    "Age to": ("Age to", "To age"),
    "Age": ("Age", "Ages", "Age band", "Age group"),
    "People per home": (
        "People per home",
        "People per dwelling",
        "People per household",
        "Persons per home",
        "Persons per dwelling",
        "Yield",
    ),
    "Note": ("Note", "Notes", "Comment"),
    "PTAL": ("PTAL", "PTAL band"),
    "Zone": ("Zone", "Area", "Borough", "Sub-region"),
}
"""Our headings, each with the words that tables have for it."""
_AGES = re.compile(r"(?:ages?\s*)?(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})(?:\s*years?)?", re.IGNORECASE)
_AND_OVER = re.compile(r"(?:ages?\s*)?(\d{1,3})\s*(?:\+|and over|and above|plus|or more)", re.IGNORECASE)
_ONE_AGE = re.compile(r"ages?\s*(\d{1,3})", re.IGNORECASE)
_ALL = re.compile(r"all(?: ages)?|people|persons|total(?: people| persons)?|population", re.IGNORECASE)
_BEDROOMS = re.compile(
    r"(\d)(?:\.0+)?\s*(\+|or more|and more|and over)?(?:\s*-?\s*b(?:ed(?:room)?s?)?)?(\s*(?:\+|or more))?",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"illustrat", re.IGNORECASE)
_SEVERAL = {"affordable": "social", "affordablehousing": "social"}
"""Words that some tables have for rented affordable homes only, others for all affordable homes."""
_WORDS = {plain(w): w for w in (*TENURES, *TENURE_GROUPS)} | {
    **_SEVERAL,
    "socialrented": "social",
    "private": "market",
    "marketandintermediate": "market",
    "marketintermediate": "market",
    "intermediateandmarket": "market",
}
ROUNDING = 0.05
"""A table's own total may differ by this from the sum of its ages, each of which it has rounded."""

Row = dict[str, Any]


def interpret_yields(known: Recognised) -> Draft | Left:
    """A yield table as a draft; rows that cannot be used are told one by one."""
    source, table = known.source, known.table
    columns = Columns(table, known.columns)
    remarks = [Remark(n.sort, n.text, n.row) for n in table.notes]
    found = bands(table.columns)
    long = _column(columns, "People per home") is not None
    whole = [n for n in table.columns if _ALL.fullmatch(n.strip()) and (found or "all" in plain(n))]
    if not long and not found and not whole:
        reason = (
            f"{source.title}: it has no column 'People per home', and none for an age band ('0-4', '65+')."
        )
        return Left(table.file, table.part, reason, "left", tuple(remarks))
    if not long:
        found |= {n: (0, None) for n in whole[:1]}
    rows, numbers = _usable(columns, found, long, remarks)
    rows, numbers = _without_totals(rows, numbers, remarks)
    remarks += _ages_told(rows, numbers)
    if not rows:
        return Left(
            table.file, table.part, f"{source.title}: none of its rows can be used.", "left", tuple(remarks)
        )
    fields = [f for f in KINDS["yield rate"].fields if f not in {"id", "layer"}]
    shown = any(r["illustrative"] for r in rows)
    if shown:
        rows = [{**r, "illustrative": "yes"} for r in rows]
    return Draft(
        source=source,
        file=table.file,
        part=table.part,
        kind="yield rate",
        role=source.role,
        name=_name(columns) or source.name,
        rows=Rows("yield rate", {f: [r[f] for r in rows] for f in fields}, None, numbers),
        total=len(rows),
        vintage=source.vintage,
        coverage=source.coverage,
        coverage_area="the kinds of home that it lists",
        coverage_note=source.coverage_note,
        # A table that only shows how the sums are done gives way to any other.
        authority="derived" if shown else source.authority,
        mapping={},
        parts=frozenset({source.role}),
        rejected=sum(1 for r in remarks if r.sort == "rejected"),
        remarks=remarks,
    )


def bands(columns: Mapping[str, Any]) -> dict[str, tuple[int, int | None]]:
    """Columns that are of an age band, by their headings: first and last age, None for 'and over'."""
    found: dict[str, tuple[int, int | None]] = {}
    for name in columns:
        if span := _AGES.fullmatch(name.strip()):
            found[name] = int(span[1]), int(span[2])
        elif over := _AND_OVER.fullmatch(name.strip()):
            found[name] = int(over[1]), None
        elif one := _ONE_AGE.fullmatch(name.strip()):
            found[name] = int(one[1]), int(one[1])
    return found


def _column(columns: Columns, name: str) -> Sequence[Any] | None:
    return next((c for n in _NAMES[name] if (c := columns.get(n)) is not None), None)


def _name(columns: Columns) -> str:
    return next((t for c in _column(columns, "Table") or () if (t := text(c))), "")


def _usable(
    columns: Columns, bands: Mapping[str, tuple[int, int | None]], long: bool, remarks: list[Remark]
) -> tuple[list[Row], list[int]]:
    """Every rate that can be used, once, with the row that it is from."""
    rows: list[Row] = []
    numbers: list[int] = []
    seen: dict[tuple[Any, ...], tuple[float, int]] = {}
    several: dict[str, str] = {}
    for at, row in enumerate(columns.table.rows):
        for made in _rows(columns, at, row, bands, long, remarks, several):
            key = (*_home(made), made["age_from"], made["age_to"])
            if key in seen:
                first, where = seen[key]
                same = first == made["people"]
                words = f"The same home and age as row {where}" + (
                    "." if same else ", with another figure; left out."
                )
                remarks.append(Remark("duplicate" if same else "rejected", words, row))
                continue
            seen[key] = made["people"], row
            rows.append(made)
            numbers.append(row)
    remarks += [
        Remark(
            "checked",
            f"'{word}' is read as {group} ({', '.join(TENURE_GROUPS[group])}); if it holds other tenures too, name them in the table.",
        )
        for word, group in several.items()
    ]
    return rows, numbers


def _rows(
    columns: Columns,
    at: int,
    row: int,
    bands: Mapping[str, tuple[int, int | None]],
    long: bool,
    remarks: list[Remark],
    several: dict[str, str],
) -> list[Row]:
    """The rates of one row; doubts and refusals are added to `remarks`."""

    def said(name: str) -> str:
        return next((t for n in _NAMES[name] if (c := columns.get(n)) is not None and (t := text(c[at]))), "")

    def refuse(words: str) -> list[Row]:
        remarks.append(Remark("rejected", words, row))
        return []

    if not said("Tenure") and not said("Bedrooms"):
        return refuse("It names neither a tenure nor bedrooms; left out.")
    if said("Table") and plain(said("Table")) != plain(_name(columns)):
        return refuse(
            f"It is of another table ('{said('Table')}') than the first row ('{_name(columns)}'): bring each table"
            " in as a file of its own; left out."
        )
    word = plain(said("Tenure"))
    tenure = _WORDS.get(word) or tenure_of(said("Tenure"))
    if not tenure:
        return refuse(f"'{said('Tenure')}' is not a tenure, nor 'market' or 'social'; left out.")
    if word in _SEVERAL:
        several[said("Tenure")] = tenure
    beds = _bedrooms(said("Bedrooms"), said("Note"))
    if not beds:
        return refuse(f"'{said('Bedrooms')}' is no number of bedrooms (0, 1, 2, 3, 4+); left out.")
    ptal = said("PTAL").casefold().removeprefix("ptal").strip()
    if ptal and not _ptal(ptal):
        return refuse(f"'{said('PTAL')}' is no PTAL band, nor a span of them (0-2, 5-6); left out.")
    base = {
        "tenure": tenure,
        "bedrooms": beds,
        "ptal": ptal,
        "zone": said("Zone"),
        "illustrative": "yes" if _SHOWN.search(f"{said('Note')} {said('Table')}") else "",
    }
    if long:
        ages = _ages(said("Age from"), said("Age to"), said("Age"))
        if ages is None:
            return refuse("Its ages cannot be read (whole years, the first not above the last); left out.")
        cells = [(ages, said("People per home"))]
    else:
        # A column of totals may stay blank beside columns of ages.
        cells = [
            (ages, figure)
            for name, ages in bands.items()
            if (figure := text(columns.table.columns[name][at])) or ages != (0, None) or len(bands) == 1
        ]
    made = []
    for (start, end), figure in cells:
        people = number(figure)
        if people is None or people < 0:
            label = f"{start}" + ("+" if end is None else f"-{end}")
            refuse(f"'{figure}' cannot be people of age {label} in a home (0 or more); left out.")
        else:
            made.append({**base, "people": people, "age_from": start, "age_to": end})
    return made


def _bedrooms(said: str, note: str) -> str:
    """'2', or '4+' for that and more; '' where it is no number of bedrooms."""
    if plain(said) in {"studio", "bedsit"}:
        return "0"
    rooms = _BEDROOMS.fullmatch(said)
    if rooms is None:
        return ""
    in_note = re.search(rf"\b{rooms[1]}\s*(=|means|is)\s*{rooms[1]} (or|and) more", note)
    return rooms[1] + ("+" if rooms[2] or rooms[3] or in_note else "")


def _ages(start: str, end: str, both: str) -> tuple[int, int | None] | None:
    """Whole years from and to, the last None for 'and over'; None where they cannot be read."""
    if both:
        if span := _AGES.fullmatch(both):
            first, last = int(span[1]), int(span[2])
            return (first, last) if first <= last else None
        if over := _AND_OVER.fullmatch(both):
            return int(over[1]), None
        return (0, None) if _ALL.fullmatch(both) else None
    if _ALL.fullmatch(start) and not end:
        return 0, None
    from_, to = number(start or "0"), number(end) if end else None
    if from_ is None or (end and to is None):
        return None
    if from_ < 0 or not from_.is_integer() or (to is not None and (to < from_ or not to.is_integer())):
        return None
    return int(from_), None if to is None else int(to)


def _ptal(said: str) -> bool:
    """Whether it is a band or a span of them, the lower first; a bare 1 or 6 holds both of its halves."""
    ends = re.split(r"\s*(?:-|–|to)\s*", said)
    halves = [[b for b in PTAL_BANDS if e in (b, b[0])] for e in ends]
    return len(ends) <= 2 and all(halves) and halves[0][0] <= halves[-1][-1]


def _home(row: Row) -> tuple[str, str, str, str]:
    return row["tenure"], row["bedrooms"], row["ptal"], row["zone"]


def _grouped(rows: Sequence[Row]) -> dict[tuple[str, str, str, str], list[int]]:
    """Where the rows of each kind of home are."""
    by_home: dict[tuple[str, str, str, str], list[int]] = {}
    for i, r in enumerate(rows):
        by_home.setdefault(_home(r), []).append(i)
    return by_home


def _without_totals(
    rows: Sequence[Row], numbers: Sequence[int], remarks: list[Remark]
) -> tuple[list[Row], list[int]]:
    """The rates without totals of all ages, where the ages are there one by one; the two are compared."""
    out: set[int] = set()
    for of in _grouped(rows).values():
        totals = [i for i in of if (rows[i]["age_from"], rows[i]["age_to"]) == (0, None)]
        ages = sum(rows[i]["people"] for i in of if i not in totals)
        if not totals or len(of) == 1:
            continue
        out.update(totals)
        for i in totals:
            if abs(rows[i]["people"] - ages) > ROUNDING:
                words = f"{_label(_home(rows[i]))}: the ages add up to {ages:g} people, the table's own total is {rows[i]['people']:g}."
                remarks.append(Remark("checked", words, numbers[i]))
    if out:
        many = "total" if len(out) == 1 else "totals"
        words = f"{len(out):,} {many} of all ages not kept: people are worked out from the ages themselves."
        remarks.append(Remark("checked", words))
    kept = [i for i in range(len(rows)) if i not in out]
    return [rows[i] for i in kept], [numbers[i] for i in kept]


def _label(home: tuple[str, str, str, str]) -> str:
    tenure, beds, ptal, zone = home
    size = f"{beds} bedroom" + ("" if beds == "1" else "s")
    return ", ".join(w for w in (tenure, size, f"PTAL {ptal}" if ptal else "", zone) if w)


def _ages_told(rows: Sequence[Row], numbers: Sequence[int]) -> list[Remark]:
    """Age bands of one kind of home that overlap or leave gaps, told once for the table."""
    overlap: list[str] = []
    gaps: list[str] = []
    for home, of in _grouped(rows).items():
        spans = sorted((rows[i]["age_from"], rows[i]["age_to"] or 999) for i in of)
        label = f"{_label(home)} (row {numbers[of[0]]})"
        pairs = list(itertools.pairwise(spans))
        if any(after <= end for (_, end), (after, _) in pairs):
            overlap.append(label)
        if spans[0][0] > 0 or spans[-1][1] < 99 or any(after > end + 1 for (_, end), (after, _) in pairs):
            gaps.append(label)
    said = []
    if overlap:
        words = f"Ages overlap, so that people would be counted twice and none are worked out: {'; '.join(overlap)}."
        said.append(Remark("checked", words))
    if gaps:
        words = f"Some ages are in no band, so that the people of such homes are not all known: {'; '.join(gaps)}."
        said.append(Remark("checked", words))
    return said
