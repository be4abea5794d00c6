"""A council's own folder of downloads becomes one project, with the counts that its makers give."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from shuffled import shuffled_copy

from placewell.cli import main
from placewell.work.bring_in import plan_import
from placewell.work.info import project_info
from placewell.work.opened import open_project
from placewell.work.progress import run

INSIDE = {
    ("areas", "ward"): 23,
    ("areas", "LSOA 2021"): 173,
    ("areas", "LSOA 2011"): 166,
    ("areas", "site allocation"): 90,
    ("assets", "community centre"): 30,
    ("assets", "library"): 12,
    ("assets", "GP surgery"): 33,
    ("groups", "state school"): 87,
    # 632 by the seven-parameter shift; 633 by OSTN15, which brings one stop on Crystal Palace Parade
    # from 0.3 m outside the boundary to 1.3 m inside it.
    ("assets", "bus stop"): 633,
    # 28 entries of the two operators, of which 11 are the second or third entry of one station.
    ("assets", "station"): 17,
}
HELD = {
    ("assets", "bus stop"): 2274,
    ("areas", "conservation area"): 53,
    ("areas", "LSOA 2021"): 646,
    ("areas", "LSOA 2011"): 609,
    ("areas", "ward"): 120,
}
LAYERS = {"roads": 6029, "paths": 12054}


def _import(folder: Path, project: Path, boundary: Path, report: Path) -> dict[str, Any]:
    assert main(["new", str(project), "--boundary", str(boundary)]) == 0
    assert main(["import", str(project), str(folder), "--report", str(report)]) == 0
    with open_project(project) as opened:
        return project_info(opened)


@pytest.fixture(scope="module")
def southwark(
    real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, dict[str, Any], str]]:
    """The project from the folder as it is, what it holds, and the import report."""
    room = tmp_path_factory.mktemp("southwark")
    boundary = real_data / "boundaries" / "southwark_boundary.gpkg"
    info = _import(real_data, room / "southwark.gpkg", boundary, room / "report.csv")
    yield room / "southwark.gpkg", info, (room / "report.csv").read_text("utf-8-sig")


def test_counts_inside_are_those_of_the_publishers(southwark: tuple[Path, dict[str, Any], str]) -> None:
    info = southwark[1]
    assert {k: info[k[0]][k[1]]["inside"] for k in INSIDE} == INSIDE


def test_counts_held_reach_two_kilometres_past_the_boundary(
    southwark: tuple[Path, dict[str, Any], str],
) -> None:
    info = southwark[1]
    assert {k: info[k[0]][k[1]]["held"] for k in HELD} == HELD
    streets = [(la["role"], la["count"]) for la in info["layers"] if la["kind"] == "street"]
    assert sorted(streets) == sorted(LAYERS.items())


def test_population_is_the_census_total(southwark: tuple[Path, dict[str, Any], str]) -> None:
    assert southwark[1]["population"] == 307_640


def test_every_lsoa_inside_has_its_2025_decile(
    southwark: tuple[Path, dict[str, Any], str], real_data: Path
) -> None:
    import pandas as pd

    wanted = pd.read_csv(real_data / "deprivation" / "iod2025_lsoa2021_southwark_2km.csv")
    wanted = dict(zip(wanted.iloc[:, 0], wanted.iloc[:, 5], strict=True))
    with open_project(southwark[0]) as opened:
        rows = opened.file.read("statistic")
    got = {
        r["code"]: r["value"]
        for r in rows.records()
        if (r["dataset"], r["date"], r["measure"]) == ("deprivation", "2025", "decile")
    }
    assert len(got) == 646
    assert got == {code: float(decile) for code, decile in wanted.items()}


def test_each_thing_is_there_once(southwark: tuple[Path, dict[str, Any], str]) -> None:
    roles = [(la["kind"], la["role"]) for la in southwark[1]["layers"]]
    # Lists that complete each other: two operators' stations, orders of several types and
    # directions, and what a drawn extract has beyond a list of points.
    several = {r for r in roles if roles.count(r) > 1}
    assert several <= {
        ("area", "Article 4 direction"), ("area", "tree preservation order"), ("stop", "station"),
        ("asset", "park"), ("asset", "pitch"), ("asset", "place of worship"),
    }  # fmt: skip


FAULTS = [
    # (the fault as the data's own notes list it, a file that has it, words of the line that tells it)
    ("Web Mercator beside National Grid", "Class MA", "168 brought in as Article 4 directions"),
    ("invalid polygons in Class MA", "Class MA", "The outline was mended"),
    ("invalid polygons in Class ZA", "Class ZA", "The outline was mended"),
    ("an invalid polygon in Public Houses", "Public Houses", "The outline was mended"),
    ("null geometries in the tree orders", "TPO zones - Individual", "This row has no place on the map"),
    ("site references repeat", "southwark_plan_2022_designations", "repeat the reference of another"),
    ("a name with spare spaces", "southwark_plan_2022_designations", "spare spaces round their text"),
    ("a row without coordinates", "brownfield", "This row has no coordinates"),
    ("a row in the English Channel", "brownfield", "its coordinates look mistaken"),
    ("79.768 hectares for one shop", "brownfield", "79.768 ha is unlikely"),
    ("rows of an earlier return", "brownfield", "from earlier returns of the same register"),
    ("repeated addresses", "brownfield", "repeat the address of another"),
    ("empty columns", "brownfield", "are empty throughout"),
    ("ages turned into dates", "all_schools_xy_2016", "turned into dates by a spreadsheet"),
    ("closed schools", "all_schools_xy_2016", "the school is closed or proposed"),
    ("repeated schools", "all_schools_xy_2016", "taken once"),
    ("UPRN blank or 0", "gla_cim_Skate_Parks", "a UPRN that is 0 or was rounded"),
    ("UPRN rounded", "gla_cim_Music_venues", "a UPRN that is 0 or was rounded"),
    ("NA in address lines", "gla_cim_Community_centres", "hold the text 'NA'"),
    ("spare spaces in names", "gla_cim_Arts_centres", "spare spaces round their text"),
    ("ward codes of before 2018", "gla_cim_Community_centres", "wards from before 2018"),
    ("no heading row", "epraccur", "no row of headings"),
    ("no heading row", "codepoint_open_2014-08_se", "no row of headings"),
    ("closed or dormant practices", "epraccur", "the practice is closed, dormant or proposed"),
    ("prescribers that are not GP practices", "epraccur", "not a GP practice"),
    ("a practice that could not be placed", "epraccur", "Tessa Jowell GP Surgery: its postcode SE22 8EY"),
    ("stop groups", "tfl_bus_stops_2025", "a group of stops"),
    ("stops without routes", "tfl_bus_stops_2025", "list no routes"),
    ("exactly repeated coordinates", "tfl_bus_stops_2025", "share exactly one place"),
    ("unnamed features", "osm_green_space_parks", "have no name"),
    ("one station on several rows", "tfl_line_stations", "the same place as row"),
    ("one station on two operators' lists", "stations", "one station, with the modes of both"),
    ("no calendar_dates", "newport-20230613_gtfs", "calendar_dates"),
    ("first sheet empty", "File_1_IoD2025", "Nothing is in sheet 'Notes'"),
    ("coordinates not stated", "topo_oa_2011", "does not say which map coordinates"),
    ("a register with no places", "lambeth-southwark-conservation", "has no boundaries"),
    ("figures of 2011 joined to 2011", "IMD2019", "609 of the 609 areas of level LSOA 2011"),
    ("figures of 2021 joined to 2021", "IoD2025", "646 of the 646 areas of level LSOA 2021"),
    ("Newport lies elsewhere", "newport-2023-06-13.osm.pbf", "lie outside the project and its margin"),
    ("libraries that closed", "libraries_2016", "the library had closed by 2016"),
    ("an older, wider line in the Thames", "southwark_democracyclub", "Not brought in for boroughs"),
]


@pytest.mark.parametrize(("fault", "file", "words"), FAULTS, ids=[f"{f[0]}, {f[1]}" for f in FAULTS])
def test_known_fault_has_a_line_in_the_report(
    southwark: tuple[Path, dict[str, Any], str], fault: str, file: str, words: str
) -> None:
    lines = [r["text"] for r in csv.DictReader(io.StringIO(southwark[2])) if file in r["file"]]
    assert any(words in line for line in lines), (
        f"{fault}: of {len(lines)} lines about {file}, none says '{words}'"
    )


def test_the_same_folder_again_brings_nothing_in(
    southwark: tuple[Path, dict[str, Any], str], real_data: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.gpkg"
    again.write_bytes(southwark[0].read_bytes())
    with open_project(again) as opened:
        plan = run(plan_import(opened, [real_data]))
    assert [d.name for d in plan.drafts] == []


def test_nothing_is_dropped_silently(southwark: tuple[Path, dict[str, Any], str], real_data: Path) -> None:
    """Every file of the folder has at least one line: what became of it, or why nothing did."""
    with open_project(southwark[0]) as opened:
        told = {str(f) for f in opened.file.read("import note").columns["file"]}
    assert {p.name for p in real_data.rglob("*") if p.is_file()} <= told


def test_the_file_is_a_geopackage_any_program_can_read(southwark: tuple[Path, dict[str, Any], str]) -> None:
    import pyogrio

    path = southwark[0]
    with sqlite3.connect(path) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    areas = pyogrio.read_dataframe(path, layer="areas")
    assert areas.crs.to_epsg() == 27700
    assert (areas["level"] == "LSOA 2021").sum() == 646
    assert areas.geometry.is_valid.all()


def test_renamed_and_shuffled_files_give_the_same_project(
    southwark: tuple[Path, dict[str, Any], str], real_data: Path, tmp_path: Path
) -> None:
    names = shuffled_copy(real_data, tmp_path / "downloads", seed=20)
    boundary = tmp_path / "downloads" / names["boundaries/southwark_boundary.gpkg"]
    info = _import(tmp_path / "downloads", tmp_path / "again.gpkg", boundary, tmp_path / "again.csv")
    assert _plain(info) == _plain(southwark[1])
    assert _contents(tmp_path / "again.gpkg") == _contents(southwark[0])


def _contents(project: Path) -> list[tuple[str, str, str]]:
    """Kind, name and a digest of all rows of each layer, whatever their order and numbering."""
    found = []
    with open_project(project) as opened:
        for layer in opened.file.layers():
            rows = opened.file.read(layer.kind, layer=layer.id)
            names = sorted(set(rows.columns) - {"id", "layer"})
            # Millimetres: a copy written by another program may round the last bits.
            shapes = [""] * len(rows) if rows.geometry is None else shapely.to_wkt(rows.geometry, 3)
            lines = sorted(repr(([rows.columns[n][i] for n in names], shapes[i])) for i in range(len(rows)))
            found.append((layer.kind, layer.name, hashlib.sha256("\n".join(lines).encode()).hexdigest()))
    return sorted(found)


def _plain(info: dict[str, Any]) -> Any:
    """What a project holds, without the names of files and the ids that follow from their order."""
    kept = {k: v for k, v in info.items() if k not in {"layers", "report", "history", "project"}}
    layers = [{k: v for k, v in la.items() if k not in {"file", "id", "imported"}} for la in info["layers"]]
    kept["layers"] = sorted(layers, key=lambda la: json.dumps(la, sort_keys=True))
    return json.loads(json.dumps(kept, sort_keys=True))
