"""The ground's raw files say what the ground is, with the faults that are written down and no others."""

from __future__ import annotations

import csv
import io
import sqlite3
import struct
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
import tiny_ground
from borough.book import Book
from borough.raw_osm import osm_of, write_older_osm
from borough.raw_streets import write_ground
from sample_faults import differences, entries, lines_of

from placewell.importing.coordinates import transform
from placewell.network.build import build
from placewell.work.bring_in import apply_plan, plan_import
from placewell.work.new import new_base
from placewell.work.opened import open_project
from placewell.work.progress import run

GROUND = tiny_ground.ground()
ROADS = [w for w in GROUND.ways if w.is_street]
BUILDINGS = [
    *(shapely.Point(*tiny_ground.at(i + 0.5, 1.5)).buffer(17) for i in range(4)),
    shapely.box(*tiny_ground.at(0.2, 0.2), *tiny_ground.at(0.8, 0.8)),
]
POSTCODES = [("ZQ12 3AB", 640_050.4, 185_050.6), ("ZQ1 2AB", 640_150.0, 185_250.0)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with raw/ and the book of its faults."""
    folder = tmp_path_factory.mktemp("ground")
    (folder / "raw").mkdir()
    book = Book("ground")
    write_ground(
        GROUND, folder / "raw", book, buildings=BUILDINGS, postcodes=POSTCODES,
        regeneration=shapely.Point(*tiny_ground.at(4.5, 4.5)).buffer(120), missing=tiny_ground.PATH,
    )  # fmt: skip
    book.save(folder)
    return folder


@pytest.fixture(scope="module")
def imported(made: Path) -> Any:
    """A project made of the folder."""
    target = made / "p.gpkg"
    run(new_base(target, made / "raw" / "larkhithe_boundary.geojson", margin_m=100))
    with open_project(target, "A tester") as opened:
        files = sorted(p for p in (made / "raw").iterdir() if "boundary" not in p.name)
        apply_plan(opened, run(plan_import(opened, files)))
        yield opened.file


def unpacked(path: Path, member: str, folder: Path) -> sqlite3.Connection:
    with zipfile.ZipFile(path) as archive:
        (folder / "unpacked.gpkg").write_bytes(archive.read(member))
    return sqlite3.connect(folder / "unpacked.gpkg")


def shape_in(blob: bytes) -> Any:
    """The shape of a GeoPackage's cell: a head of eight bytes, a box, then plain WKB."""
    box_bytes = {0: 0, 1: 32}[blob[3] >> 1 & 7]
    return shapely.from_wkb(blob[8 + box_bytes :])


def test_open_roads_has_the_publishers_columns_and_only_roads(made: Path, tmp_path: Path) -> None:
    db = unpacked(made / "raw" / "oproad_gpkg_larkhithe.zip", "Data/oproad_gb.gpkg", tmp_path)
    columns = [r[1] for r in db.execute("pragma table_info(road_link)")][2:]
    assert " ".join(columns) == (
        "id fictitious road_classification road_function form_of_way road_classification_number name_1 name_1_lang "
        "name_2 name_2_lang road_structure length length_uom loop primary_route trunk_road start_node end_node "
        "road_number_toid road_name_toid"
    )
    rows = db.execute(
        "select geom, start_node, end_node, road_function, name_1, length from road_link"
    ).fetchall()
    shapes = [shape_in(r[0]) for r in rows]
    assert sum(s.length for s in shapes) == pytest.approx(sum(w.line.length for w in ROADS), abs=0.5)
    assert len(rows) == len(ROADS) + 1
    assert {r[3] for r in rows} == {"A Road", "B Road", "Local Road", "Restricted Local Access Road"}
    assert sum(len(shapely.get_parts(s)) == 2 for s in shapes) == 4
    assert [s.length < 1 for s in shapes].count(True) == 1
    assert sum(r[4] is None for r in rows) == 25 + len(tiny_ground.CLOSES)
    nodes = {i: shape_in(g) for i, g in db.execute("select id, geom from road_node")}
    for (_, start, end, *_), shape in zip(rows, shapes, strict=True):
        parts = shapely.get_parts(shape)
        assert shapely.get_point(parts[0], 0).equals(nodes[start])
        assert shapely.get_point(parts[-1], -1).equals(nodes[end])
    db.close()


def test_made_up_road_numbers_are_given_to_every_a_and_b_road(made: Path, tmp_path: Path) -> None:
    db = unpacked(made / "raw" / "oproad_gpkg_larkhithe.zip", "Data/oproad_gb.gpkg", tmp_path)
    told = db.execute(
        "select distinct road_function, road_classification_number from road_link order by 1"
    ).fetchall()
    db.close()
    assert told == [
        ("A Road", "A9901"),
        ("B Road", "B9901"),
        ("Local Road", None),
        ("Restricted Local Access Road", None),
    ]


def test_volunteers_network_is_the_grounds(imported: Any) -> None:
    network = build(imported.read("street"), "paths")
    assert network is not None
    private = 1
    assert network.left_out == private
    closed = 60.25 * private
    assert network.edge_m.sum() == pytest.approx(sum(w.line.length for w in GROUND.ways) - closed, abs=0.5)
    ends = Counter(n for w in GROUND.ways for n in (w.a, w.b))
    degrees = np.bincount(np.concatenate([network.edge_from, network.edge_to]))
    # The bridge meets no street on its way; the private close is a dead end less.
    assert Counter(degrees.tolist())[1] == sum(n == 1 for n in ends.values()) - private
    assert len(network.node_xy) == len(ends) - private


def test_tags_say_what_each_way_is(imported: Any) -> None:
    streets = imported.read("street").where(
        np.array([n == "paths" for n in imported.read("street").column("network")])
    )
    assert set(streets.column("street_class")) == {
        "primary",
        "secondary",
        "residential",
        "service",
        "footway",
    }
    details = " ".join(str(d) for d in streets.column("details"))
    for tag in ("bridge", "layer", "lit", "compacted", "paving_stones", "private"):
        assert tag in details
    for name, shape in zip(streets.column("name"), streets.geometry, strict=True):
        assert not shape.is_closed
        if name:
            meant = shapely.union_all([w.line for w in GROUND.ways if w.name == name])
            assert (
                shapely.distance(
                    meant,
                    shapely.line_interpolate_point(shapely.get_geometry(shape, 0), 0.4, normalized=True),
                )
                < 0.02
            )


def test_only_dead_ends_are_private_and_none_where_it_would_matter() -> None:
    _, ways, of = osm_of(GROUND)
    private = {w.id for w in ways if w.tags.get("access") == "private"}
    closes = {of[c] for c in tiny_ground.CLOSES}
    assert private and private <= closes
    _, ways, _ = osm_of(GROUND, keep_open=GROUND.boundary)
    assert not [w for w in ways if "access" in w.tags]


def test_the_older_extract_lacks_one_path_and_what_lies_elsewhere(made: Path) -> None:
    root = ET.parse(made / "raw" / "regeneration-area-2023-06-13.osm").getroot()
    nodes = {n.get("id"): (float(n.get("lon") or 0), float(n.get("lat") or 0)) for n in root.iter("node")}
    lines = []
    for way in root.iter("way"):
        lon, lat = np.array([nodes[r.get("ref")] for r in way.iter("nd")]).T
        lines.append(shapely.linestrings(np.column_stack(transform(lon, lat, "EPSG:4326", "EPSG:27700"))))
    drawn = shapely.union_all(lines)
    area = shapely.Point(*tiny_ground.at(4.5, 4.5)).buffer(119)
    for way in GROUND.ways:
        within = shapely.intersection(way.line, area)
        if way.id == tiny_ground.PATH:
            assert shapely.intersection(way.line, drawn.buffer(0.05)).length < 0.5
        elif within.length > 1:
            assert shapely.difference(within, drawn.buffer(0.05)).is_empty
    assert len(lines) < len(osm_of(GROUND)[1]) / 2


def test_a_link_within_a_longer_way_cannot_be_the_missing_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="part of a longer way"):
        write_older_osm(osm_of(GROUND), tmp_path, GROUND.boundary, "W22e", Book("ground"))


def test_greens_and_what_is_drawn_behind_the_map_arrive(imported: Any) -> None:
    behind = imported.read("backdrop")
    assert Counter(behind.column("cover")) == {"building": 5, "water": 2, "rail": 1, "green": 1}
    by = dict(zip(behind.column("cover"), behind.geometry, strict=True))
    assert by["rail"].length == pytest.approx(800, abs=0.1)
    assert by["green"].area == pytest.approx(GROUND.greens[1].shape.area, rel=0.01)
    (garden,) = imported.read("asset").geometry
    assert garden.is_valid
    assert shapely.area(shapely.symmetric_difference(garden, GROUND.greens[0].shape)) < 0.2 * garden.area


def test_postcodes_are_packed_as_published_and_arrive(made: Path, imported: Any) -> None:
    rows = list(csv.reader(io.StringIO((made / "raw" / "zq.csv").read_text())))
    assert [r[0] for r in rows] == ["ZQ1 2AB", "ZQ123AB", "ZQ999ZZ"]
    assert rows[1][1:5] == ["10", "640050", "185051", "E92000001"]
    arrived = imported.read("postcode")
    assert sorted(arrived.column("code")) == ["ZQ1 2AB", "ZQ12 3AB"]


def test_the_report_tells_of_every_planted_fault_and_no_other(made: Path, imported: Any) -> None:
    assert differences(entries(made), lines_of(imported)) == []


def test_the_same_ground_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    write_ground(
        tiny_ground.ground(), tmp_path, Book("ground"), buildings=BUILDINGS, postcodes=POSTCODES[::-1],
        regeneration=shapely.Point(*tiny_ground.at(4.5, 4.5)).buffer(120), missing=tiny_ground.PATH,
    )  # fmt: skip
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == sorted(p.name for p in (made / "raw").iterdir())
    assert [n for n in names if (tmp_path / n).read_bytes() != (made / "raw" / n).read_bytes()] == []


def test_the_pbf_says_what_day_it_is_of(made: Path) -> None:
    data = (made / "raw" / "larkhithe-2025-09-01.osm.pbf").read_bytes()
    import zlib

    start = 4 + struct.unpack(">I", data[:4])[0]
    head = zlib.decompress(data[data.index(b"\x78\xda", start) :])
    seconds, shift = 0, 0
    for byte in head[head.index(b"\x80\x02") + 2 :]:
        seconds |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    assert seconds == 1_756_684_800  # 1 September 2025, midnight UTC
