"""One station written as five points, or once for each line: made one thing, with all it offers."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely

from placewell.domain.rows import Rows
from placewell.importing.choose import bare
from placewell.importing.fields import Remark

_LISTS = ("modes", "routes")


def merge_named(rows: Rows, group_by: str, within_m: float) -> tuple[Rows, list[Remark]]:
    """Rows with equal `group_by`, and rows of one bare name within `within_m`, as one row each.

    The first row stays; lists (modes, routes) are united. The place is the first row's.
    """
    parent = list(range(len(rows)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    if group_by:
        first: dict[object, int] = {}
        for i, key in enumerate(rows.columns[group_by]):
            if key:
                parent[root(i)] = root(first.setdefault(key, i))
    if within_m and rows.geometry is not None:
        by_name: dict[str, list[int]] = defaultdict(list)
        for i, name in enumerate(rows.columns["name"]):
            if name:
                by_name[bare(str(name))].append(i)
        for members in by_name.values():
            for a, i in enumerate(members):
                for j in members[a + 1 :]:
                    if shapely.distance(rows.geometry[i], rows.geometry[j]) <= within_m:
                        low, high = sorted((root(i), root(j)))
                        parent[high] = low
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(rows)):
        groups[root(i)].append(i)
    keep = np.array(sorted(groups), dtype=np.intp)
    out = rows.take(keep)
    remarks = []
    columns = {n: list(v) for n, v in out.columns.items()}
    for at, head in enumerate(int(k) for k in keep):
        members = groups[head]
        if len(members) == 1:
            continue
        for name in _LISTS:
            if name in columns:
                columns[name][at] = unite(str(rows.columns[name][m]) for m in members)
        others = sorted(rows.source_row[m] for m in members if m != head) if rows.source_row else []
        shown = ("row " if len(others) == 1 else "rows ") + ", ".join(str(r) for r in others)
        remarks.append(
            Remark(
                "duplicate",
                f"{rows.columns['name'][head]}: the same place as {shown}, joined here.",
                rows.source_row[head] if rows.source_row else None,
            )
        )
    return Rows(out.kind, columns, out.geometry, out.source_row), remarks


def unite(lists: object) -> str:
    """Several comma-separated lists as one, sorted, each entry once."""
    entries = {e.strip() for text in lists for e in str(text).split(",") if e.strip()}  # type: ignore[attr-defined]
    return ", ".join(sorted(entries))
