"""Tables of figures by area code, joined to the areas that the project holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from placewell.domain.asset import plural
from placewell.domain.rows import Rows
from placewell.importing.draft import Draft, Left
from placewell.importing.fields import Columns, Remark, date, fill, number, text
from placewell.importing.recognise import Recognised
from placewell.importing.source import FieldRule, Source

Codes = Mapping[str, frozenset[str]]
"""Area codes that the project holds (or the same import brings), by level."""

ENOUGH = 0.02
"""Under this share of a level's areas a table is about somewhere else."""


def interpret_statistics(known: Recognised, codes: Codes) -> Draft | Left:
    """A table of figures as a draft for the level whose codes it carries, or why it is left.

    The level a source states is checked against the codes themselves: LSOA 2011 and LSOA 2021
    share most codes, and a table joined to the wrong census loses or misplaces the rest.
    """
    source, table = known.source, known.table
    columns = Columns(table, known.columns)
    if "key" not in source.fields or not source.measures:
        source = _worked_out(source, columns, codes)
    filled = fill(columns, source, len(table))
    notes = [Remark(n.sort, n.text, n.row) for n in table.notes] + filled.remarks
    keys = [str(k) for k in filled.columns["key"]]
    level, remarks = _level(source, set(keys), codes)
    if not level:
        return Left(table.file, table.part, _no_areas(source, keys, codes), "left", tuple(notes + remarks))
    if not source.measures:
        reason = (
            f"{source.title}: no column beside the area codes holds numbers, so there are no figures to keep."
        )
        return Left(table.file, table.part, reason, "left", tuple(notes + remarks))
    rows, dropped = _tall(source, columns, keys, level, codes[level], table.rows)
    held = codes[level]
    found = {k for k in keys if k in held}
    remarks.append(
        Remark(
            "checked",
            f"Figures for {len(found):,} of the {len(held):,} areas of level {level} that the project holds; {len(set(keys) - held):,} codes in the file are of areas elsewhere.",
        )
    )
    missing = sorted(held - found)
    if missing:
        shown = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        remarks.append(Remark("checked", f"{len(missing):,} areas have no figures in this file: {shown}."))
    remarks += dropped
    return Draft(
        source=source,
        file=table.file,
        part=table.part,
        kind="statistic",
        role=f"{source.dataset} {source.date[:4]}, {level}",
        name=(source.name or source.title) + ("" if source.level else f" ({plural(level)})"),
        rows=rows,
        total=len(table),
        vintage=source.vintage or source.date,
        authority="derived" if known.added else source.authority,
        covers=len(found) / len(held),
        coverage="complete"
        if not missing and source.coverage == "complete"
        else ("partial" if missing else source.coverage),
        coverage_area=f"areas of level {level} in the project and its margin"
        if not missing
        else f"{len(found):,} of {len(held):,} areas",
        coverage_note=source.coverage_note,
        mapping={**filled.mapping, **_measured(source, columns)},
        parts=frozenset(source.measures),
        elsewhere=len(table) - sum(1 for k in keys if k in held),
        rejected=sum(1 for r in dropped if r.sort == "rejected"),
        remarks=notes + remarks,
    )


def _no_areas(source: Source, keys: Sequence[str], codes: Codes) -> str:
    """Why a table's codes join to nothing."""
    if source.level and not codes.get(source.level):
        return f"{source.title}: it is for areas of level {source.level}, of which the project has none; bring in their boundaries first."
    sample = next((k for k in keys if k), "none")
    return f"{source.title}: its codes (such as {sample}) match no areas in the project; bring in the boundaries they belong to first."


def _worked_out(source: Source, columns: Columns, codes: Codes) -> Source:
    """A table described by hand: its key is the column whose cells are area codes that the project
    holds, its measures all other columns that are mostly numbers."""
    held = frozenset().union(*codes.values())
    key = source.fields.get("key")
    if key is None:
        found = {c: sum(1 for v in cells if text(v) in held) for c, cells in columns.table.columns.items()}
        key = FieldRule((max(found, key=lambda c: found[c]),)) if found else FieldRule(value="")
    measures = {
        name: (name,)
        for name, cells in columns.table.columns.items()
        if name not in key.columns and _mostly_numbers(cells)
    }
    return replace(source, fields={**source.fields, "key": key}, measures=source.measures or measures)


def _mostly_numbers(cells: Sequence[object]) -> bool:
    filled = [v for v in cells if v not in (None, "")]
    return bool(filled) and sum(1 for v in filled if number(v) is not None) > len(filled) / 2


def _level(source: Source, keys: set[str], codes: Codes) -> tuple[str, list[Remark]]:
    """The level whose areas the table's codes fit, preferring the one the source states."""
    shares = {level: len(keys & held) / len(held) for level, held in codes.items() if held}
    if not shares:
        return "", []
    fit = max(sorted(shares), key=lambda name: shares[name])
    if not source.level:
        return (fit, []) if shares[fit] > ENOUGH else ("", [])
    stated = shares.get(source.level, 0.0)
    if stated >= 0.999 or (stated > ENOUGH and stated >= shares[fit]):
        return source.level, []
    if stated > ENOUGH:
        only = len(keys & codes[fit]) - len(keys & codes[fit] & codes[source.level])
        return source.level, [
            Remark(
                "checked",
                f"The file says {source.level}, but its codes fit {fit} better ({shares[fit]:.1%} against {stated:.1%} of the areas; {only:,} of its codes exist only there): check which census it was made for.",
            )
        ]
    return ("", [])


def _tall(
    source: Source, columns: Columns, keys: list[str], level: str, held: frozenset[str], rows: object
) -> tuple[Rows, list[Remark]]:
    at = [i for i, k in enumerate(keys) if k in held]
    source_rows = list(rows)  # type: ignore[call-overload]
    code: list[str] = []
    measure: list[str] = []
    value: list[float | None] = []
    words: list[str] = []
    origin: list[int] = []
    remarks: list[Remark] = []
    seen: set[str] = set()
    for i in at:
        if keys[i] in seen:
            remarks.append(
                Remark(
                    "rejected",
                    f"{keys[i]} stands twice in this table; the first row was used.",
                    source_rows[i],
                )
            )
            continue
        seen.add(keys[i])
        for name, names in source.measures.items():
            figure, shown = _figure(columns, names, i)
            if figure is None and not shown:
                continue
            code.append(keys[i])
            measure.append(name)
            value.append(figure)
            words.append(shown)
            origin.append(source_rows[i])
    n = len(code)
    made = Rows(
        "statistic",
        {
            "level": [level] * n,
            "code": code,
            "dataset": [source.dataset] * n,
            "measure": measure,
            "date": [date(source.date) or source.date] * n,
            "value": value,
            "text": words,
        },
        None,
        origin,
    )
    return made, remarks


def _figure(columns: Columns, names: Sequence[str], row: int) -> tuple[float | None, str]:
    """What a row's cells say: the number they add up to, or else the words of one that is no number.

    A sum of which one part is missing is no figure: the rest of it would read as the whole.
    """
    found = [cells[row] for name in names if (cells := columns.get(name)) is not None]
    figures = [n for cell in found if (n := number(cell)) is not None]
    if len(figures) == len(names):
        return sum(figures), ""
    return None, next((shown for cell in found if number(cell) is None and (shown := text(cell))), "")


def _measured(source: Source, columns: Columns) -> dict[str, str]:
    """Which of the table's columns each measure was taken from."""
    return {m: " + ".join(columns.own_name(c) for c in names) for m, names in source.measures.items()}


def interpret_links(known: Recognised, codes: Codes) -> Draft | Left:
    """A look-up between two vintages of codes, kept where it touches the project's areas."""
    source, table = known.source, known.table
    filled = fill(Columns(table, known.columns), source, len(table))
    held = {c for level in codes.values() for c in level}
    pairs = list(zip(filled.columns["from_code"], filled.columns["to_code"], strict=True))
    keep = np.array([a in held or b in held for a, b in pairs], dtype=bool)
    if not keep.any():
        return Left(
            table.file,
            table.part,
            f"{source.title}: none of its codes are of areas in the project.",
            "elsewhere",
        )
    names = ("from_level", "from_code", "to_level", "to_code")
    rows = Rows("code link", {n: list(filled.columns[n]) for n in names}, None, list(table.rows)).where(keep)
    return Draft(
        source=source,
        file=table.file,
        part=table.part,
        kind="code link",
        role=source.role or "code link",
        name=source.name or source.title,
        rows=rows,
        total=len(table),
        vintage=source.vintage,
        authority="derived" if known.added else source.authority,
        covers=1.0,
        coverage=source.coverage,
        coverage_note=source.coverage_note,
        mapping=filled.mapping,
        parts=frozenset({source.role or "code link"}),
        elsewhere=int((~keep).sum()),
        remarks=[Remark(n.sort, n.text, n.row) for n in table.notes] + filled.remarks,
    )
