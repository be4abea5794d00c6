"""What a schedule leaves out and its types of home say: bedrooms, people, habitable rooms; each marked derived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from placewell.domain.tenure import ROOMS
from placewell.importing.fields import Remark
from placewell.importing.schedule.kinds_of_home import kind_of_home
from placewell.importing.scheme_tables import SchemeTable, TidyRow

_WORDS = {
    "bedrooms": "bedrooms, from the type of home",
    "bed_spaces": "bed spaces, from the type of home",
    "habitable_rooms": "habitable rooms, as bedrooms and one living room (a studio has one in all)",
}


def derive(tables: Sequence[SchemeTable]) -> None:
    """Fill blanks of tables of homes from their types; what was filled is named in each row and told once."""
    counts: dict[str, int] = {}
    for table in tables:
        rows = []
        for row in table.rows:
            found = derived(row.values)
            _compare(table, row)
            made = [f for f in str(row.values.get("derived") or "").split(",") if f]
            for name in found:
                counts[name] = counts.get(name, 0) + int(row.values["homes"])
            named = ",".join([*made, *(n for n in found if n not in made)])
            rows.append(replace(row, values={**row.values, **found, "derived": named}))
        table.rows = rows
    for name, n in counts.items():
        whose = "1 home" if n == 1 else f"{n:,} homes"
        words = f"Worked out for {whose}, which the schedule does not say: {_WORDS[name]}."
        tables[0].remarks.append(Remark("checked", words))


def _compare(table: SchemeTable, row: TidyRow) -> None:
    """A type and a column that say different numbers: the column is kept, and asked about."""
    kind = kind_of_home(str(row.values.get("type") or ""))
    if kind is None:
        return
    for name, said in (("bedrooms", kind.bedrooms), ("bed_spaces", kind.people)):
        own = row.values.get(name)
        if own is not None and said is not None and own != said:
            what = name.replace("_", " ")
            words = (
                f"Its type '{row.values['type']}' says {said} {what}, its own column {own}: which is right?"
            )
            table.remarks.append(Remark("checked", words, row.row))


def derived(values: dict[str, Any]) -> dict[str, int]:
    """The fields that follow from the others of a row of homes, where they are blank."""
    found: dict[str, int] = {}
    if values.get("tenure") in ROOMS:
        return found
    kind = kind_of_home(str(values.get("type") or ""))
    beds = values.get("bedrooms")
    if beds is None and kind is not None:
        beds = found["bedrooms"] = kind.bedrooms
    if values.get("bed_spaces") is None and kind is not None and kind.people is not None:
        found["bed_spaces"] = kind.people
    if values.get("habitable_rooms") is None and beds is not None:
        found["habitable_rooms"] = 1 if beds == 0 else int(beds) + 1
    return found
