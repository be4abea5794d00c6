"""What is worth knowing of a list, told without being asked: doubles, gaps, faults it is known for."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.rows import Rows
from placewell.importing.fields import Columns, Remark, text
from placewell.importing.recognise import Recognised, value_share


def repeated(rows: Rows) -> list[tuple[int, int]]:
    """Pairs (later, earlier) of rows alike in every field and place."""
    if rows.geometry is None or rows.kind in {"street", "backdrop"}:
        return []
    seen: dict[tuple[object, ...], int] = {}
    out = []
    wkb = shapely.to_wkb(rows.geometry)
    names = [n for n in rows.columns if n not in {"id", "layer"}]
    for i, values in enumerate(zip(*(rows.columns[n] for n in names), wkb, strict=True)):
        j = seen.setdefault(values, i)
        if j != i:
            out.append((i, j))
    return out


def _entries_repeat(count: int) -> str:
    return "1 entry repeats" if count == 1 else f"{count:,} entries repeat"


def worth_knowing(rows: Rows) -> list[Remark]:
    out = []
    count = len(rows)
    names = rows.columns.get("name")
    if names is not None and rows.kind not in {"street", "backdrop"}:
        unnamed = sum(1 for n in names if not n)
        if unnamed:
            out.append(Remark("checked", f"{unnamed:,} of {count:,} have no name."))
    if rows.kind == "site":
        at_address = Counter(str(n) for n in rows.columns["name"] if n)
        again = sum(n - 1 for n in at_address.values())
        if again:
            out.append(
                Remark(
                    "checked",
                    f"{_entries_repeat(again)} the address of another: the same site registered again, or its parts.",
                )
            )
    codes = [c for c in rows.columns.get("code", ()) if c]
    repeated = len(codes) - len(set(codes))
    if repeated:
        out.append(
            Remark(
                "checked",
                f"{_entries_repeat(repeated)} the reference of another; kept, being at different places or of different names.",
            )
        )
    if rows.kind in {"asset", "stop", "site"} and rows.geometry is not None:
        at: dict[bytes, int] = defaultdict(int)
        for w in shapely.to_wkb(rows.geometry):
            at[w] += 1
        shared = sum(n for n in at.values() if n > 1)
        if shared:
            out.append(Remark("checked", f"{shared:,} entries share exactly one place with another."))
    if rows.kind == "PTAL point":
        out += _bands_that_do_not_fit(rows)
    if rows.kind == "stop":
        idle = sum(1 for r in rows.columns["routes"] if not r)
        if idle:
            out.append(
                Remark(
                    "checked", f"{idle:,} of {count:,} list no routes: they count as stops, not as a service."
                )
            )
    return out


PTAL_TOPS = (
    ("0", 0.0), ("1a", 2.5), ("1b", 5.0), ("2", 10.0), ("3", 15.0), ("4", 20.0), ("5", 25.0), ("6a", 40.0),
)  # fmt: skip
"""The highest index of each band but the last, to two decimals: TfL, Assessing transport connectivity in
London (2015), table 2.2."""


def _bands_that_do_not_fit(rows: Rows) -> list[Remark]:
    """One line where published bands are not those of the published index beside them."""
    odd = []
    for i, (index, band) in enumerate(zip(rows.columns["index"], rows.columns["band"], strict=True)):
        if index is None:
            continue
        figure = round(float(index), 2)
        if band != next((name for name, top in PTAL_TOPS if figure <= top), "6b"):
            odd.append(rows.source_row[i])
    if not odd:
        return []
    shown = ", ".join(map(str, odd[:6])) + (" …" if len(odd) > 6 else "")
    words = f"{len(odd):,} points have a band that is not the one of their index (rows {shown}): both kept as published."
    return [Remark("checked", words)]


def source_checks(known: Recognised, keep: npt.NDArray[np.bool_]) -> list[Remark]:
    """Faults that a publisher's list is known for, told where this copy has them."""
    out = []
    source = known.source
    columns = Columns(known.table, known.columns)
    for test, words in zip(source.checks, source.check_texts, strict=True):
        if test.each_row:
            for i, cell in enumerate(columns.get(test.column) or ()):
                if keep[i] and test.pattern.search(text(cell)):
                    out.append(Remark("checked", words.replace("{value}", text(cell)), known.table.rows[i]))
            continue
        share = value_share(known.table, known.columns, test)
        if share and test.at_least < share <= test.at_most:
            out.append(Remark("checked", words))
    return out


def blank_columns(known: Recognised) -> list[Remark]:
    blank = [c for c, v in known.table.columns.items() if all(x is None or x == "" for x in v)]
    if not blank or not len(known.table):
        return []
    shown = ", ".join(blank[:6]) + (" …" if len(blank) > 6 else "")
    are = "column is" if len(blank) == 1 else "columns are"
    return [Remark("checked", f"{len(blank)} {are} empty throughout: {shown}.")]
