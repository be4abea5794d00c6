"""One station on two operators' lists made one, across lists and across imports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from placewell.importing.choose import alike
from placewell.importing.draft import Draft
from placewell.importing.fields import Remark
from placewell.importing.merge import unite

SAME_STATION_M = 400.0
_LISTS = ("modes", "routes")


def join_stations(drafts: Sequence[Draft], held: Sequence[Draft]) -> dict[str, dict[str, str]]:
    """A station on two operators' lists is one station: the first list keeps it, with all its modes.

    Returns the lists of stations that the project has already and that gained some.
    """
    gone = {old.held_as for d in drafts for old in d.replaces}
    have = [d for d in held if d.kind == "stop" and d.role == "station" and d.held_as not in gone]
    new = [d for d in drafts if d.kind == "stop" and d.role == "station"]
    joined: dict[str, dict[str, str]] = {}
    for i, later in enumerate(new):
        for earlier in (*have, *new[:i]):
            for at in _give_up_shared(earlier, later):
                if earlier.held_as:
                    joined[earlier.rows.columns["id"][at]] = {n: earlier.rows.columns[n][at] for n in _LISTS}
    return joined


def _give_up_shared(earlier: Draft, later: Draft) -> list[int]:
    """Take out of `later` what `earlier` has, adding its lists there; positions of `earlier` that gained."""
    assert earlier.rows.geometry is not None and later.rows.geometry is not None
    keep = np.ones(len(later.rows), dtype=bool)
    columns: dict[str, Any] = {n: list(v) for n, v in earlier.rows.columns.items()}
    gained = []
    tree = shapely.STRtree(earlier.rows.geometry)
    pairs = tree.query(later.rows.geometry, predicate="dwithin", distance=SAME_STATION_M)
    for i, j in zip(*(p.tolist() for p in pairs), strict=True):
        names = str(later.rows.columns["name"][i]), str(columns["name"][j])
        if not keep[i] or not alike(*names):
            continue
        keep[i] = False
        gained.append(j)
        for name in _LISTS:
            columns[name][j] = unite([columns[name][j], later.rows.columns[name][i]])
        later.remarks.append(
            Remark(
                "duplicate",
                f"{names[0]} is also {names[1]} on {earlier.source.title}: one station, with the modes of both.",
                later.rows.source_row[i],
            )
        )
    earlier.rows = replace(earlier.rows, columns=columns)
    later.rows = later.rows.where(keep)
    return gained
