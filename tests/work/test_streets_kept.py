"""The walking network is kept in the project, and built again only when streets change."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import shapely
from work_making import Command, feature_collection

from placewell.network.build import build
from placewell.work import streets
from placewell.work.opened import open_project

ROADS = [
    shapely.LineString([(531_000, 181_000), (532_000, 181_000)]),
    shapely.LineString([(532_000, 181_000), (532_000, 182_000)]),
]


@pytest.fixture
def walked(placewell: Command, project: Path, tmp_path: Path) -> Path:
    path = tmp_path / "roads.geojson"
    path.write_text(feature_collection(ROADS))
    status, _, err = placewell("import", project, path, "--as", "street:roads")
    assert (status, err) == (0, "")
    return project


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many streets each building was given."""
    seen: list[int] = []

    def counted(rows: object, body: str = "") -> object:
        seen.append(len(rows))  # type: ignore[arg-type]
        return build(rows, body)  # type: ignore[arg-type]

    monkeypatch.setattr(streets, "build", counted)
    return seen


def edges(project: Path) -> int:
    with open_project(project) as opened:
        network = streets.network_of(opened)
        return 0 if network is None else len(network.edge_m)


def test_it_is_built_once(walked: Path, builds: list[int]) -> None:
    assert [edges(walked) for _ in range(3)] == [2, 2, 2]
    assert builds == [2]


def test_other_edits_leave_it(placewell: Command, walked: Path, builds: list[int], tmp_path: Path) -> None:
    edges(walked)
    path = tmp_path / "halls.csv"
    path.write_text("name,easting,northing\nHall,531000,181000\n")
    assert placewell("import", walked, path, "--as", "asset:community centre")[0] == 0
    assert edges(walked) == 2
    assert builds == [2]


def test_new_streets_undo_and_redo_build_it_again(
    placewell: Command, walked: Path, builds: list[int], tmp_path: Path
) -> None:
    edges(walked)
    path = tmp_path / "more.geojson"
    path.write_text(feature_collection([shapely.LineString([(532_000, 182_000), (533_000, 183_000)])]))
    assert placewell("import", walked, path, "--as", "street:roads", "--all")[0] == 0
    assert edges(walked) == 3
    for step in ("undo", "redo"):
        with open_project(walked) as opened:
            getattr(opened.session, step)()
        assert edges(walked) == (2 if step == "undo" else 3)
    assert builds == [2, 3, 2, 3]


def test_a_street_changed_in_another_program_builds_it_again(walked: Path, builds: list[int]) -> None:
    edges(walked)
    with sqlite3.connect(walked) as conn:
        conn.execute("DELETE FROM streets WHERE fid = (SELECT max(fid) FROM streets)")
    conn.close()
    assert edges(walked) == 1
    assert builds == [2, 1]


def test_a_damaged_or_older_one_is_built_again(walked: Path, builds: list[int]) -> None:
    edges(walked)
    with open_project(walked) as opened:
        kept = opened.file.cache_get("walking network")
        assert kept is not None
        opened.file.cache_put("walking network", kept[:-40])
    assert edges(walked) == 2
    with open_project(walked) as opened:
        opened.file.cache_put("walking network", b"1 " + kept)
    assert edges(walked) == 2
    assert builds == [2, 2, 2]
