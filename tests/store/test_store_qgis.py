"""QGIS opens a project as it is, draws it in Placewell's styles, and its edits come back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import store_making as making

from placewell.domain import style
from placewell.domain.asset import THEMES
from placewell.store import GeoPackage

SCRIPT = Path(__file__).with_name("qgis_script.py")


def qgis_python() -> str | None:
    """A Python that has QGIS's own modules: the system's, on Debian."""
    for name in ("/usr/bin/python3", shutil.which("python3-qgis")):
        if name and Path(name).exists():
            asked = subprocess.run([name, "-c", "import qgis.core"], capture_output=True, check=False)
            if asked.returncode == 0:
                return name
    return None


@pytest.fixture(scope="module")
def python() -> str:
    found = qgis_python()
    if found is None:
        pytest.skip("QGIS is not installed here (Debian: apt install python3-qgis), so it cannot be asked")
    return found


def test_qgis_opens_draws_and_edits_the_project(project: GeoPackage, path: Path, python: str) -> None:
    making.fill(making.session_of(project))
    before = making.snapshot(project)
    project.close()
    picture = path.with_name("drawn.png")
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [python, str(SCRIPT), str(path), str(picture)],
        capture_output=True,
        text=True,
        check=False,
        env={**env, "QT_QPA_PLATFORM": "offscreen"},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)

    assert len(found["valid"]) == 16 and all(found["valid"].values()), found["valid"]
    # Each layer's default style came from the file's own layer_styles table.
    assert len(found["layers"]) == 10 and all(loaded for _, loaded in found["layers"]), found["layers"]
    assert all(r[2] == "EPSG:27700" for r in found["renderer"].values() if len(r) == 3)
    assert found["renderer"]["assets Point"][:2] == ["categorizedSymbol", [*THEMES, ""]]
    assert "publisher" in found["renderer"]["layers"]
    # Its picture holds the colours that Placewell's styles name.
    for colour in (
        style.RED_LINE,
        style.WATER,
        style.BUILDING,
        style.ROAD,
        style.TEXT,
        style.THEME_MARKS["health"][0],
        style.THEME_MARKS["library"][0],
        style.THEME_MARKS["open space"][0],
    ):
        assert found["colours"].get(colour, 0) > 3, (colour, "not in the picture")

    assert found["committed"], found["faults"]
    with GeoPackage.open(path) as opened:
        assert not opened.read_only and opened.verify_history() is None
        session = making.session_of(opened)
        assert session.adopted is not None
        changes = {c.id: c for c in session.adopted.changes}
        new = next(id for id in changes if id not in ("A1", "A2"))
        assert len(changes) == 3
        moved, renamed, added = changes["A1"], changes["A2"], changes[new]
        assert moved.before and moved.after and renamed.after and added.after and added.before is None
        assert {k for k in moved.after if moved.after[k] != moved.before[k]} == {"geometry"}
        assert renamed.after["name"] == "Library, renamed in QGIS"
        assert (added.after["name"], added.after["theme"]) == ("Added in QGIS", "health")
        assets = opened.read("asset")
        assert assets.geometry is not None
        at = dict(zip(assets.column("id"), assets.geometry, strict=True))
        assert (at["A1"].x, at["A1"].y) == (530100, 178100) and (at[new].x, at[new].y) == (533900, 181900)
        session.undo()
        assert making.snapshot(opened) == before
