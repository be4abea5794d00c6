"""The ground's own raw files, all of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from borough.book import Book
from borough.ground import Ground
from borough.raw_land import write_greenspace, write_openmap, write_outline, write_postcodes
from borough.raw_osm import osm_of, write_older_osm, write_osm
from borough.raw_roads import write_open_roads


def write_ground(
    ground: Ground,
    folder: Path,
    book: Book,
    *,
    buildings: Sequence[Polygon],
    postcodes: Sequence[tuple[str, float, float]],
    regeneration: BaseGeometry,
    missing: str,
    keep_open: BaseGeometry | None = None,
) -> None:
    """Write the outline, streets twice and a part of them thrice, greens, the open map and postcodes.

    `missing` is the link that the older extract of the `regeneration` area lacks; no close that
    touches `keep_open` is marked private. Planted faults go into `book`.
    """
    write_outline(ground, folder)
    write_open_roads(ground, folder, book)
    osm = osm_of(ground, {missing}, keep_open)
    write_osm(osm, folder, book)
    write_older_osm(osm, folder, regeneration, missing, book)
    write_greenspace(ground, folder, book)
    write_openmap(ground, buildings, folder, book)
    write_postcodes(postcodes, folder, book)
