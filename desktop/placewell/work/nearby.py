"""Other schemes that the council knows of, by how far they lie from a site."""

from __future__ import annotations

from typing import Any

import shapely

from placewell.work.opened import Opened


def commitments_near(opened: Opened, site: shapely.Geometry | None) -> list[dict[str, Any]]:
    """Every commitment in the project, nearest first, with metres in a straight line from the site (0 on it)."""
    if site is None:
        return []
    found = []
    for record in opened.file.read("commitment").records():
        away = float(shapely.distance(record["geometry"], site))
        names = ("code", "name", "homes", "people", "provision", "status", "year")
        found.append({**{n: record[n] for n in names}, "away_m": round(away, 1)})
    return sorted(found, key=lambda f: (f["away_m"], f["code"]))
