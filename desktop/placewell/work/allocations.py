"""Site allocations that a red line overlaps, with what each asks of its redevelopment."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import shapely

from placewell.domain.case import DUTIES
from placewell.importing.recognise import plain
from placewell.work.opened import Opened

LEVEL = "site allocation"
SLIVER = 0.005
"""Lines drawn by two hands never quite meet: a smaller share of both site and allocation is no overlap."""


def overlaps(opened: Opened, site: shapely.Geometry | None) -> list[dict[str, Any]]:
    """Allocations under a site, the largest overlap first: shares of the site and of the allocation.

    References are not unique in plans (one site in several pieces, two sites of one number): pieces of one
    reference and name are one allocation. `requirements` is None where no list has been brought in for it.
    """
    if site is None:
        return []
    areas = opened.file.read("area")
    pieces: dict[tuple[str, str], list[Any]] = defaultdict(list)
    lists: dict[str, list[dict[str, str]]] = defaultdict(list)
    for record in areas.records():
        if record["level"] == LEVEL:
            pieces[(record["code"], record["name"])].append(record["geometry"])
            lists[plain(record["code"])] += _beside(record["details"])
    for r in opened.file.read("requirement").records():
        lists[plain(r["allocation"])].append({"duty": r["duty"], "text": r["text"], "source": r["source"]})
    found = []
    for (code, name), shapes in pieces.items():
        near = [s for s in shapes if shapely.intersects(s, site)]
        if not near:
            continue
        whole = shapely.union_all(shapely.make_valid(shapes))
        shared = shapely.area(shapely.intersection(whole, site))
        if shared < SLIVER * min(site.area, whole.area):
            continue
        asked = (lists.get(plain(code)) or None) if code else None
        found.append(
            {
                "reference": code,
                "name": name,
                "label": name if code in name else f"{code} {name}".strip(),
                "overlap_m2": round(float(shared), 1),
                "share_of_site": round(float(shared / site.area), 4),
                "share_of_allocation": round(float(shared / whole.area), 4),
                "requirements": None
                if asked is None
                else sorted(asked, key=lambda a: DUTIES.index(a["duty"])),
            }
        )
    return sorted(found, key=lambda f: -f["overlap_m2"])


def _beside(details: str) -> list[dict[str, str]]:
    """The lists that a plan's own layer has beside its outlines, in columns of these names."""
    try:
        columns = json.loads(details) if details else {}
    except ValueError:
        return []
    found = []
    for name, said in columns.items() if isinstance(columns, dict) else ():
        if name.casefold() in DUTIES and said:
            lines = [line.strip() for line in str(said).split(";")]
            found += [
                {"duty": name.casefold(), "text": line, "source": "the plan's layer"}
                for line in lines
                if line
            ]
    return found
