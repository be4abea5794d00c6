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

PTAL_BANDS = ("0", "1a", "1b", "2", "3", "4", "5", "6a", "6b")
_AGES = re.compile(r"(?:ages?\s*)?(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})(?:\s*years?)?", re.IGNORECASE)
_AND_OVER = re.compile(r"(?:ages?\s*)?(\d{1,3})\s*(?:\+|and over|and above|plus|or more)", re.IGNORECASE)
_ONE_AGE = re.compile(r"ages?\s*(\d{1,3})", re.IGNORECASE)
_ALL = re.compile(r"all ages|people|persons|total|population", re.IGNORECASE)
_BEDROOMS = re.compile(
    r"(\d)\s*(\+|or more|and more|and over)?(?:\s*-?\s*bed(?:room)?s?)?(\s*(?:\+|or more))?", re.IGNORECASE
)
_SHOWN = re.compile(r"illustrat", re.IGNORECASE)
_WORDS = {plain(w): w for w in (*TENURES, *TENURE_GROUPS)} | {
    "affordable": "social",
    "socialrented": "social",
    "private": "market",
    "marketandintermediate": "market",
    "intermediateandmarket": "market",
}

Row = dict[str, Any]


def interpret_yields(known: Recognised) -> Draft | Left:
    """A yield table as a draft; rows that cannot be used are told one by one."""
    source, table = known.source, known.table
    columns = Columns(table, known.columns)
    remarks = [Remark(n.sort, n.text, n.row) for n in table.notes]
    found = bands(table.columns)
    long = columns.get("People per home") is not None
    if not long and not found:
        reason = (
            f"{source.title}: it has no column 'People per home', and none for an age band ('0-4', '65+')."
        )
        return Left(table.file, table.part, reason, "left", tuple(remarks))
    rows: list[Row] = []
    numbers: list[int] = []
    seen: dict[tuple[Any, ...], tuple[float, int]] = {}
    for at, row in enumerate(table.rows):
        for made in _rows(columns, at, row, found, long, remarks):
            key = tuple(made[k] for k in ("tenure", "bedrooms", "ptal", "zone", "age_from", "age_to"))
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
    remarks += _ages_told(rows)
    if not rows:
        return Left(
            table.file, table.part, f"{source.title}: none of its rows can be used.", "left", tuple(remarks)
        )
    fields = [f for f in KINDS["yield rate"].fields if f not in {"id", "layer"}]
    shown = any(r["illustrative"] for r in rows)
    name = _name(columns) or source.name
    return Draft(
        source=source,
        file=table.file,
        part=table.part,
        kind="yield rate",
        role=source.role,
        name=name,
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


def _name(columns: Columns) -> str:
    cells = columns.get("Table")
    return next((t for c in cells or () if (t := text(c))), "")


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


def _rows(
    columns: Columns,
    at: int,
    row: int,
    bands: Mapping[str, tuple[int, int | None]],
    long: bool,
    remarks: list[Remark],
) -> list[Row]:
    """The rates of one row; doubts and refusals are added to `remarks`."""

    def said(*names: str) -> str:
        return next((t for n in names if (c := columns.get(n)) is not None and (t := text(c[at]))), "")

    def refuse(words: str) -> list[Row]:
        remarks.append(Remark("rejected", words, row))
        return []

    if not any(said(n) for n in ("Tenure", "Bedrooms")):
        return refuse("It names neither a tenure nor bedrooms; left out.")
    tenure = _WORDS.get(plain(said("Tenure")), "")
    if not tenure:
        return refuse(f"'{said('Tenure')}' is not a tenure, nor 'market' or 'social'; left out.")
    note = said("Note", "Notes")
    rooms = _BEDROOMS.fullmatch(said("Bedrooms", "Beds"))
    if plain(said("Bedrooms", "Beds")) == "studio":
        beds = "0"
    elif rooms:
        more = (
            rooms[2]
            or rooms[3]
            or re.search(rf"\b{rooms[1]}\s*(=|means|is)\s*{rooms[1]} (or|and) more", note)
        )
        beds = rooms[1] + ("+" if more else "")
    else:
        return refuse(f"'{said('Bedrooms', 'Beds')}' is no number of bedrooms (0, 1, 2, 3, 4+); left out.")
    ptal = said("PTAL", "PTAL band")
    if ptal and not _ptal(ptal):
        return refuse(f"'{ptal}' is no PTAL band, nor a span of them (0-2, 5-6); left out.")
    base = {
        "tenure": tenure,
        "bedrooms": beds,
        "ptal": ptal,
        "zone": said("Zone", "Area"),
        "illustrative": "yes" if _SHOWN.search(f"{note} {said('Table')}") else "",
    }
    if long:
        ages = _ages(said("Age from", "From age"), said("Age to", "To age"), said("Age", "Ages", "Age band"))
        if ages is None:
            return refuse("Its ages cannot be read; left out.")
        cells = [(ages, said("People per home"))]
    else:
        cells = [(ages, said(name)) for name, ages in bands.items()]
    made = []
    for (start, end), figure in cells:
        people = number(figure)
        if people is None or people < 0:
            label = f"{start}" + ("+" if end is None else f"-{end}")
            refuse(f"'{figure}' cannot be people of age {label} in a home (0 or more); left out.")
        else:
            made.append({**base, "people": people, "age_from": start, "age_to": end})
    return made


def _ages(start: str, end: str, both: str) -> tuple[int, int | None] | None:
    """Whole years from and to, the last None for 'and over'; None where they cannot be read."""
    if both:
        if span := _AGES.fullmatch(both):
            return int(span[1]), int(span[2])
        if over := _AND_OVER.fullmatch(both):
            return int(over[1]), None
        return (0, None) if _ALL.fullmatch(both) else None
    if not start and not end:
        return 0, None
    first, last = number(start or "0"), number(end) if end else None
    if first is None or (end and last is None) or (last is not None and last < first):
        return None
    return int(first), None if last is None else int(last)


def _ptal(said: str) -> bool:
    return bool(re.fullmatch(r"[0-6][ab]?(\s*(-|–|to)\s*[0-6][ab]?)?", said))


def _ages_told(rows: Sequence[Row]) -> list[Remark]:
    """Age bands of one kind of home that overlap or leave gaps, told once for the table."""
    by_home: dict[tuple[Any, ...], list[tuple[int, int | None]]] = {}
    for r in rows:
        key = (r["tenure"], r["bedrooms"], r["ptal"], r["zone"])
        by_home.setdefault(key, []).append((r["age_from"], r["age_to"]))
    overlap: list[str] = []
    gaps: list[str] = []
    for key, spans in by_home.items():
        spans.sort(key=lambda s: s[0])
        label = f"{key[0]}, {key[1]} bedrooms"
        for (_, end), (start, _) in itertools.pairwise(spans):
            if end is None or start <= end:
                overlap.append(label)
            elif start > end + 1:
                gaps.append(label)
        if spans[0][0] > 0 or spans[-1][1] is not None:
            gaps.append(label)
    said = []
    if overlap:
        said.append(
            Remark(
                "checked",
                f"Ages overlap, so that people would be counted twice: {'; '.join(dict.fromkeys(overlap))}.",
            )
        )
    if gaps:
        said.append(
            Remark(
                "checked",
                f"Some ages are in no band, so that people of them are not counted: {'; '.join(dict.fromkeys(gaps))}.",
            )
        )
    return said
