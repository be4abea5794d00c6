"""The sample's raw files about areas and people, read as anybody would, without the generator."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

RAW = Path(__file__).resolve().parents[2] / "sample_data" / "raw"
OWN = "Larkhithe "
Areas = dict[str, tuple[str, shapely.Geometry]]
Table = dict[str, dict[str, str]]


def areas(name: str, code: str, title: str) -> Areas:
    """Outlines by code, with their names; those without an outline are left out."""
    meta, _, shapes, fields = pyogrio.raw.read(RAW / name)
    columns = dict(zip(meta["fields"], fields, strict=True))
    rows = zip(columns[code], columns[title], shapely.from_wkb(shapes), strict=True)
    return {str(c): (str(n), s) for c, n, s in rows if s is not None}


def table(name: str, key: str) -> Table:
    """Rows by area code; a repeated row counts once."""
    with (RAW / name).open(encoding="utf-8-sig", newline="") as lines:
        return {row[key]: row for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def lsoas() -> Areas:
    return areas("LSOA_2021_EW_BFC_V10.gpkg", "LSOA21CD", "LSOA21NM")


@pytest.fixture(scope="module")
def ages() -> Table:
    return table("TS007B_age_broad_bands_lsoa_2021.csv", "LSOA21CD")


def own_codes(found: Areas) -> list[str]:
    return sorted(code for code, (name, _) in found.items() if name.startswith(OWN))


def test_three_hundred_thousand_people_in_about_170_areas(lsoas: Areas, ages: Table) -> None:
    counts = [int(ages[c]["Total"]) for c in own_codes(lsoas)]
    assert sum(counts) == 300_000
    assert 160 <= len(counts) <= 180
    assert min(counts) >= 1000 and max(counts) <= 3000
    for row in ages.values():
        assert sum(int(n) for band, n in row.items() if band.startswith("Aged")) == int(row["Total"])


def test_areas_meet_without_gap_or_overlap(lsoas: Areas) -> None:
    assert shapely.coverage_is_valid([s for _, s in lsoas.values()])
    whole = shapely.union_all([lsoas[c][1] for c in own_codes(lsoas)])
    assert whole.geom_type == "Polygon" and not whole.interiors
    assert 24e6 < whole.area < 38e6


def test_wards_are_made_of_whole_areas(lsoas: Areas) -> None:
    wards = areas("WD_DEC_2022_UK_BFC.zip", "WD22CD", "WD22NM")
    shapes = [s for _, s in wards.values()]
    tree = shapely.STRtree(shapes)
    points = shapely.point_on_surface([s for _, s in lsoas.values()])
    at, of = tree.query(points, predicate="within")
    assert sorted(at.tolist()) == list(range(len(points))), "an area lies in no ward or in two"
    area = np.zeros(len(shapes))
    np.add.at(area, of, [s.area for _, s in lsoas.values()])
    assert np.abs(area - shapely.area(shapes)).max() < 1.0
    assert max(Counter(name for name, _ in wards.values()).values()) == 1
    inside = {int(w) for a, w in zip(at, of, strict=True) if list(lsoas)[a] in set(own_codes(lsoas))}
    assert 19 <= len(inside) <= 21


@pytest.mark.parametrize(
    ("file", "total", "people"),
    [
        ("census2021-ts037-lsoa.csv", "General health: Total: All usual residents", True),
        ("census2021-ts038-lsoa.csv", "Disability: Total: All usual residents", True),
        ("census2021-ts021-lsoa.csv", "Ethnic group: Total: All usual residents", True),
        ("census2021-ts045-lsoa.csv", "Number of cars or vans: Total: All households", False),
        ("census2021-ts054-lsoa.csv", "Tenure of household: Total: All households", False),
    ],
)
def test_tables_agree_with_each_other(ages: Table, file: str, total: str, people: bool) -> None:
    counts = {code: int(row[total]) for code, row in table(file, "geography code").items()}
    homes = table("census2021-ts003-lsoa.csv", "geography code")
    wanted = {c: int(r["Total"]) for c, r in ages.items()} if people else {
        c: int(r["Household composition: Total; measures: Value"]) for c, r in homes.items()
    }  # fmt: skip
    assert counts == wanted


def test_deprivation_has_a_gradient_and_no_checkerboard(lsoas: Areas) -> None:
    """Neighbours are alike, as a real borough's are (Moran's I there is 0.4), but not the same."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(RAW / "File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx", read_only=True)
    rows = list(book["IMD25"].iter_rows(values_only=True, min_row=2))
    ranks = {str(r[0]): int(r[4]) for r in rows}
    assert all(int(r[5]) == min(10, (int(r[4]) - 1) * 10 // 33_755 + 1) for r in rows)
    assert len(set(ranks.values())) == len(ranks) and set(ranks) == set(lsoas)
    codes = own_codes(lsoas)
    assert {int(r[5]) for r in rows if str(r[0]) in codes} >= set(range(1, 10))
    shapes = [lsoas[c][1] for c in codes]
    one, two = shapely.STRtree(shapes).query(shapes, predicate="touches")
    z = np.array([ranks[c] for c in codes], float)
    z = (z - z.mean()) / z.std()
    assert 0.35 < float((z[one] * z[two]).mean()) < 0.8


def test_no_boundary_of_2011_is_lost_on_the_way_to_2021(lsoas: Areas) -> None:
    with (RAW / "LSOA11_LSOA21_LAD22_EW_bestfit_v2.csv").open(encoding="utf-8-sig", newline="") as lines:
        pairs = [(r["LSOA11CD"], r["LSOA21CD"]) for r in csv.DictReader(lines)]
    assert {now for _, now in pairs} == set(lsoas)
    then = Counter(old for old, _ in pairs)
    now = Counter(new for _, new in pairs)
    assert sorted(then.values())[-4:] == [2, 2, 2, 2] and sorted(now.values())[-2:] == [2, 2]
    assert {old for old, _ in pairs} == set(
        table("IMD2019_Index_of_Multiple_Deprivation.csv", "LSOA code (2011)")
    )


def test_air_is_within_what_inner_london_had() -> None:
    rows = table("lsoa21-2019-NO2.csv", "LSOA21CD").values()
    for row in rows:
        least, mean, most = (float(row[f"NO2-2019-{k}"]) for k in ("min", "mean", "max"))
        assert 20 < least <= mean <= most < 120
    assert 26 < float(np.mean([float(r["NO2-2019-mean"]) for r in rows])) < 40
