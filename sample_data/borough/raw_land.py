"""The borough's outline, its green spaces, the land as the national open map draws it, and postcodes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from borough.book import Book
from borough.faulty import one_crossed
from borough.ground import Green, Ground
from borough.write import Records, csv_file, geojson, gpkg, shapefiles_zip, zipped

OUTLINE = "larkhithe_boundary.geojson"
GREENSPACE = "opgrsp_gpkg_larkhithe.zip"
OPENMAP = "opmplc_essh_zq.zip"
POSTCODES = "zq.csv"
HEADINGS = "Code-Point_Open_Column_Headers.csv"
NAME, CODE = "Larkhithe", "E09990001"
FUNCTIONS = {
    "park": "Public Park Or Garden", "square": "Public Park Or Garden", "community garden": "Allotments Or Community Growing Spaces",
    "allotment": "Allotments Or Community Growing Spaces", "cemetery": "Cemetery", "playing field": "Playing Field",
}  # fmt: skip
"""What the publisher calls each sort of green that it lists; commons, woods and reserves it does not."""
BUILDING, WATER, TIDAL, WOOD, RAIL = 15014, 15609, 15608, 15999, 15300


def write_outline(ground: Ground, folder: Path) -> None:
    """Write the borough's outline on the National Grid, with the old-style note that says so."""
    geojson(folder / OUTLINE, [({"name": NAME, "code": CODE}, ground.boundary)], "EPSG:27700")


def write_greenspace(ground: Ground, folder: Path, book: Book) -> None:
    """Write OS Open Greenspace: sites and their gates, with one outline that crosses itself."""
    listed = [g for g in ground.greens if g.sort in FUNCTIONS]
    at = {g.id: f"99000000-0000-4000-A000-{i:012d}" for i, g in enumerate(listed, 1)}
    at_fault, crossed = one_crossed([g.shape for g in listed], ground.boundary, 4000.0)
    sites = [(_site(g, at[g.id]), crossed if i == at_fault else g.shape) for i, g in enumerate(listed)]
    book.add(
        GREENSPACE, "repaired", "it crossed or touched itself", "A green whose outline crosses itself.",
        part="greenspace_site", row=at_fault + 1,
    )  # fmt: skip
    book.add(
        GREENSPACE, "checked", "3 columns are empty throughout", "Columns for further names, which no site here has.",
        part="greenspace_site",
    )  # fmt: skip
    book.add(
        GREENSPACE, "left", "Gates of OS Open Greenspace", "The gates, which come with the sites.",
        part="access_point",
    )  # fmt: skip
    gates = [(g, p) for g in listed for p in g.entrances]
    points: Records = [
        (
            {
                "id": f"99000000-0000-4000-B000-{i:012d}",
                "access_type": "Pedestrian",
                "ref_to_greenspace_site": at[g.id],
            },
            p,
        )
        for i, (g, p) in enumerate(gates, 1)
    ]
    made = folder / "opgrsp_gb.gpkg"
    gpkg(made, {"greenspace_site": sites, "access_point": points}, title="OS Open Greenspace")
    zipped(folder / GREENSPACE, {"Data/opgrsp_gb.gpkg": made.read_bytes()})
    made.unlink()


def _site(green: Green, code: str) -> dict[str, object]:
    return {
        "id": code,
        "function": FUNCTIONS[green.sort],
        "distinctive_name_1": green.name or None,
        "distinctive_name_2": None,
        "distinctive_name_3": None,
        "distinctive_name_4": None,
    }


def write_openmap(ground: Ground, buildings: Sequence[Polygon], folder: Path, book: Book) -> None:
    """Write OS OpenMap Local as the publisher's shapefiles of one tile, zipped."""
    tidal = [shape for name, shape in ground.water.items() if name.startswith("River")]
    still = [shape for name, shape in ground.water.items() if not name.startswith("River")]
    woods = [g.shape for g in ground.greens if g.sort in ("woodland", "nature reserve")]
    drawn = [_coarse(shape) for shape in buildings]
    if drawn:
        # As where a machine has made a drawing simpler.
        at, drawn[at] = one_crossed(drawn, ground.boundary, 900.0)
        book.add(
            OPENMAP, "repaired", "it crossed or touched itself", "A building whose outline crosses itself.",
            part="ZQ_Building.shp", row=at + 1,
        )  # fmt: skip
    layers: dict[str, Records] = {
        "ZQ_Building": _plain(drawn, BUILDING),
        "ZQ_RailwayTrack": [
            ({"ID": _number(RAIL, i), "CLASSIFICA": "Multi Track", "FEATCODE": RAIL}, line)
            for i, line in enumerate(ground.rails.values(), 1)
        ],
        "ZQ_SurfaceWater_Area": _plain(_coarsely(still), WATER),
        "ZQ_TidalWater": _plain(_coarsely(tidal), TIDAL),
        "ZQ_Woodland": _plain(_coarsely(woods), WOOD),
    }
    shapefiles_zip(folder / OPENMAP, {name: rows for name, rows in layers.items() if rows})


def _coarsely(shapes: Sequence[BaseGeometry]) -> list[Polygon]:
    return [_coarse(part) for shape in shapes for part in getattr(shape, "geoms", [shape])]


def _plain(shapes: Sequence[Polygon], code: int) -> Records:
    return [({"ID": _number(code, i), "FEATCODE": code}, shape) for i, shape in enumerate(shapes, 1)]


def _coarse(shape: Polygon) -> Polygon:
    """An outline to 10 cm, where that leaves it sound."""
    rounded = shapely.transform(shape, lambda xy: xy.round(1))
    return rounded if rounded.is_valid else shape


def _number(code: int, i: int) -> str:
    return f"99000000-0000-4000-C{code % 1000:03d}-{i:012d}"


def write_postcodes(postcodes: Sequence[tuple[str, float, float]], folder: Path, book: Book) -> None:
    """Write Code-Point Open for the made-up area, and beside it the two rows that name its columns.

    `postcodes` are 'ZQ1 2AB' with a place in metres. Faults: one without a place, one of an area elsewhere.
    """
    tail = ["E92000001", "", "", "", CODE, ""]
    rows: list[list[object]] = [
        [_packed(code), 10, round(x), round(y), *tail] for code, x, y in sorted(postcodes)
    ]
    rows.append([_packed("ZQ99 9ZZ"), 90, 0, 0, *tail])
    book.add(POSTCODES, "left", "1 row left out: the postcode has no place", "A postcode without a place.")
    book.add(
        POSTCODES, "checked", "4 columns are empty throughout", "Columns for the NHS, counties and wards."
    )
    book.add(
        POSTCODES, "checked", "does not say which map coordinates it uses", "Eastings and northings as published: without a word on what they are.",
    )  # fmt: skip
    csv_file(folder / POSTCODES, rows, newline="\n")
    book.add(POSTCODES, "checked", "no row of headings", "The list comes without headings, as published.")
    short = ["PC", "PQ", "EA", "NO", "CY", "RH", "LH", "CC", "DC", "WC"]
    long = [
        "Postcode", "Positional_quality_indicator", "Eastings", "Northings", "Country_code", "NHS_regional_HA_code",
        "NHS_HA_code", "Admin_county_code", "Admin_district_code", "Admin_ward_code",
    ]  # fmt: skip
    csv_file(folder / HEADINGS, [short, long])
    book.add(HEADINGS, "left", "Headings of Code-Point Open", "The columns' names, in a file of their own.")


def _packed(code: str) -> str:
    """A postcode in the publisher's seven letters: 'ZQ1 2AB' stays, 'ZQ12 3AB' loses its space."""
    start, end = code.split(" ")
    return f"{start:<{7 - len(end)}}{end}"
