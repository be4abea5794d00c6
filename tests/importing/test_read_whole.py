"""Half a file never passes for a whole one, wherever the format says how long it is."""

from __future__ import annotations

import math
import sqlite3
import struct
from pathlib import Path

import files
import pytest
import shapely

from placewell.domain.errors import Problem
from placewell.importing.reader import Reader

TOLD = {**files.SINGLE, **files.SEVERAL}
TOLD.pop("CSV")  # nothing in a text table says how many rows there should be; see below


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("format", TOLD)
def test_a_file_cut_short_is_refused(format: str, share: float, tmp_path: Path, reader: Reader) -> None:
    path = TOLD[format](tmp_path)
    data = path.read_bytes()
    if format == "MapInfo TAB":
        path = path.with_suffix(".dat" if path.with_suffix(".dat").exists() else ".DAT")
        data, main = path.read_bytes(), tmp_path / "wards.tab"
    else:
        main = path
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(
        Problem, match=r"is damaged or was cut short.*nothing was read|is not a kind of file|came without"
    ):
        reader.read(main)


def test_a_text_table_that_stops_mid_line_says_so(tmp_path: Path, reader: Reader) -> None:
    whole = files.delimited(tmp_path / "t.csv").read_text(encoding="utf-8")
    cut = whole[: whole.rindex(",") - 3]
    (table,) = reader.read(files.text(tmp_path / "t.csv", cut))
    assert [(n.row, "may have been cut short" in n.text) for n in table.notes if n.row == 4] == [(4, True)]
    (table,) = reader.read(files.text(tmp_path / "t.csv", whole))
    assert not [n for n in table.notes if "cut short" in n.text]


@pytest.mark.parametrize("ending", [".shp", ".shx", ".dbf"])
def test_each_part_of_a_shapefile_is_measured(ending: str, tmp_path: Path, reader: Reader) -> None:
    path = files.shapefile(tmp_path)
    part = path.with_suffix(ending)
    part.write_bytes(part.read_bytes()[:-8])
    with pytest.raises(Problem, match="ends before the end that it announces"):
        reader.read(path)


def test_curves_become_straight_pieces_and_a_note(tmp_path: Path, reader: Reader) -> None:
    """A half circle of radius 1 has length pi; no writer at hand writes curves, so its bytes are put in."""
    import geopandas as gpd

    path = tmp_path / "curve.gpkg"
    gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.LineString([(0, 0), (2, 0)])], crs="EPSG:27700").to_file(
        path
    )
    arc = struct.pack("<BII6d", 1, 8, 3, 0, 0, 1, 1, 2, 0)
    db = sqlite3.connect(path)
    try:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("UPDATE curve SET geom = ?", (b"GP\x00\x01" + struct.pack("<i", 27700) + arc,))
        db.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'CIRCULARSTRING'")
        db.commit()
    finally:
        db.close()
    (table,) = reader.read(path)
    assert table.geometry is not None
    assert table.geometry[0].length == pytest.approx(math.pi, rel=0.001)
    assert [n.text for n in table.notes] == ["The curves of 1 rows are read as many short straight lines."]


def test_heights_are_dropped_with_a_note(tmp_path: Path, reader: Reader) -> None:
    data = files.frame([shapely.force_3d(s, 7.0) for s in files.SQUARES])
    data.to_file(tmp_path / "h.gpkg")
    (table,) = reader.read(tmp_path / "h.gpkg")
    assert not shapely.has_z(table.geometry).any()
    assert [n.text for n in table.notes] == ["3 rows also give heights, which are not used."]
