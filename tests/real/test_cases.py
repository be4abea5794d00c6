"""A case on a real site allocation each at Old Kent Road, Canada Water and Elephant, by command line alone."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import shapely

from placewell.cli import main

CASES = Path(__file__).parents[2] / "sample_data" / "cases"
PLAN = Path("sites") / "southwark_plan_2022_designations.gpkg"
PLACES = {
    # reference, words of its name, the sample schedule put on it, people by its homes times the illustrative rates by hand
    "Old Kent Road": ("NSP66", "Glengall", "gantry-wharf/GW-PLA-SCH-A Accommodation Schedule P04.xlsx"),
    "Canada Water": ("NSP81", "Harmsworth", "almond-estate/AE proposed homes.xlsx"),
    "Elephant": ("NSP48", "Elephant", "lantern-tower/LT unit mix rev06.xlsx"),
}
MARKET = {"0": 1.0, "1": 1.4, "2": 1.9, "3": 2.6, "4": 3.15}
"""People in a home by the illustrative table, summed by hand over its ages."""


def outlines(data: Path, reference: str) -> list[tuple[str, Any]]:
    """Allocations of a reference, read by SQLite and shapely alone."""
    conn = sqlite3.connect(f"file:{data / PLAN}?mode=ro&immutable=1", uri=True)
    (name,) = conn.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'").fetchone()
    (column,) = conn.execute("SELECT column_name FROM gpkg_geometry_columns").fetchone()
    found = []
    for label, blob in conn.execute(
        f'SELECT name, "{column}" FROM "{name}" WHERE reference = ?', (reference,)
    ):
        envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
        found.append((label, shapely.make_valid(shapely.from_wkb(blob[8 + envelope :]))))
    conn.close()
    return found


@pytest.fixture(scope="module")
def base(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("southwark") / "base.gpkg"
    files = [real_data / PLAN, CASES / "illustrative_yields.csv"]
    assert (
        main(["new", str(path), "--boundary", str(real_data / "boundaries" / "southwark_boundary.gpkg")]) == 0
    )
    assert main(["import", str(path), *map(str, files)]) == 0
    return path


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("place", PLACES)
def test_a_case_on_a_real_allocation(
    base: Path, real_data: Path, tmp_path: Path, place: str, half: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    reference, word, schedule = PLACES[place]
    (site,) = (shape for name, shape in outlines(real_data, reference) if word in name)
    whole = site
    if half:
        # The western half of the site, and as much of its neighbour's land to the west.
        west, south, east, north = site.bounds
        middle = (west + east) / 2
        site = shapely.union(
            site.intersection(shapely.box(west, south, middle, north)),
            shapely.box(west - 30, south, west, north),
        )
    feature = {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(site))}
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    line = tmp_path / "line.geojson"
    line.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    case = tmp_path / "case.gpkg"
    assert main(["new", str(case), "--from", str(base), "--name", place]) == 0
    assert main(["case", str(case), "import", str(line)]) == 0
    assert main(["case", str(case), "import", str(CASES / schedule)]) == 0
    capfd.readouterr()
    assert main(["case", str(case), "show", "--json"]) == 0
    (scheme,) = json.loads(capfd.readouterr().out)["schemes"]
    assert scheme["name"] == place
    assert scheme["site_ha"] == pytest.approx(site.area / 1e4, abs=2e-4)
    first = next(a for a in scheme["allocations"] if a["reference"] == reference and word in a["name"])
    shared = site.intersection(whole).area
    assert first["overlap_m2"] == pytest.approx(shared, abs=1)
    assert first["share_of_site"] == pytest.approx(shared / site.area, abs=2e-4)
    assert first["share_of_allocation"] == pytest.approx(shared / whole.area, abs=2e-4)
    assert first["requirements"] is None
    if place == "Elephant":
        # Every tenure of this one is of the table's market group: 26 + 99 × 1.4 + 132 × 1.9 + 23 × 2.6.
        assert scheme["people"] == pytest.approx(475.2)
        assert scheme["people"] == pytest.approx(sum(n * MARKET[k] for k, n in scheme["by_bedrooms"].items()))
    assert scheme["yield_table_illustrative"] is True


def test_a_real_case_is_assessed_against_every_pack(
    base: Path, real_data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from placewell.guidance.load import load_packs
    from placewell.shipped import resource

    reference, word, schedule = PLACES["Elephant"]
    (site,) = (shape for name, shape in outlines(real_data, reference) if word in name)
    feature = {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(site))}
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    line = tmp_path / "line.geojson"
    line.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    case = tmp_path / "case.gpkg"
    assert main(["new", str(case), "--from", str(base), "--name", "Elephant"]) == 0
    deprivation = sorted(str(p) for p in (real_data / "deprivation").iterdir())
    assert main(["import", str(case), str(real_data / "boundaries"), *deprivation]) == 0
    assert main(["case", str(case), "import", str(line), str(CASES / schedule)]) == 0
    assert main(["case", str(case), "ptal", "6b"]) == 0
    capfd.readouterr()
    assert main(["assess", str(case), "--pack", "all", "--as-at", "2026-11-23", "--json", "-"]) == 0
    answer = json.loads(capfd.readouterr().out)
    found = {f["criterion"]: f for f in answer["findings"]}
    assert sorted(found) == sorted(c.id for p in load_packs(resource("packs")) for c in p.criteria)
    # 26 studios, 99, 132 and 23 homes of one to three bedrooms.
    parts = {p["name"]: p["most"] for p in found["SWK-P2"]["parts"]}
    assert parts == pytest.approx(
        {"2 or more bedrooms": 15500 / 280, "3 or more bedrooms": 2300 / 280, "studios": 2600 / 280}
    )
    assert found["SWK-P2"]["verdict"] == "not met"
    assert found["SWK-P53-high"]["threshold"] == 26 + 99 * 2 + 132 * 3 + 23 * 4
    assert found["SWK-P53-low"]["verdict"] == "not applicable"
    # No streets and no lists of places were brought in: no walk is judged.
    assert [k for k, f in found.items() if f["ways_in"] and f["verdict"] in ("met", "not met")] == []
    conn = sqlite3.connect(f"file:{case}?mode=ro", uri=True)
    shapes = conn.execute("SELECT code, geom FROM areas WHERE level = 'LSOA 2021'").fetchall()
    most = max(shapes, key=lambda row: shapely.area(shapely.intersection(outline(row[1]), site)))[0]
    (decile,) = conn.execute(
        "SELECT value FROM statistics WHERE code = ? AND measure = 'decile' AND date = '2025'", (most,)
    ).fetchone()
    conn.close()
    assert found["EQ-IMD"]["value"] == decile


def outline(blob: bytes) -> Any:
    """The shape in a GeoPackage's cell."""
    return shapely.from_wkb(blob[8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7] :])


@pytest.mark.parametrize("place", PLACES)
def test_the_workbook_of_a_real_case_works_out_again(
    base: Path, real_data: Path, tmp_path: Path, place: str
) -> None:
    """LibreOffice comes to every stored value, and the sheet of findings to Placewell's own answer."""
    import sys

    sys.path.insert(0, str(Path(__file__).parents[1] / "exporting"))
    from office import office
    from test_recalculates import agrees, differing

    from placewell.assess.live.model import model_of
    from placewell.work.assess import assessed
    from placewell.work.opened import open_project
    from placewell.work.packs import shipped_packs
    from placewell.work.progress import run
    from placewell.work.workbooks import write_workbook

    if office() is None:
        pytest.skip("no LibreOffice on this machine to reckon with")
    reference, word, schedule = PLACES[place]
    (site,) = (shape for name, shape in outlines(real_data, reference) if word in name)
    outline, case = tmp_path / "site.geojson", tmp_path / "case.gpkg"
    outline.write_text(
        json.dumps({
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
            "features": [{"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(site)}],
        })
    )  # fmt: skip
    assert main(["new", str(case), "--from", str(base), "--name", place]) == 0
    assert main(["case", str(case), "import", str(outline), str(CASES / schedule)]) == 0
    with open_project(case) as opened:
        packs = [k.pack for k in shipped_packs()]
        assessor, assessment = run(assessed(opened, packs, as_at="2026-11-22"))
        assert model_of(assessor).differs == ()
        path = run(write_workbook(opened, assessor, assessment, tmp_path / "book.xlsx"))
    count, wrong = differing(path, tmp_path)
    assert count > 2_500
    assert wrong == []
    agrees(tmp_path / "xlsx" / "book.xlsx", assessment.findings)
