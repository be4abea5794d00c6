"""Small projects for the window, made through the store as the program makes them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from placewell.domain.layer import Layer
from placewell.domain.project import PROJECT_ID, Project
from placewell.domain.records import as_row
from placewell.domain.rows import Rows
from placewell.edit.session import Session
from placewell.store.geopackage import GeoPackage
from placewell.ui.settings import Kept
from placewell.ui.window import Window

Make = Callable[..., Path]


@pytest.fixture
def make_project(tmp_path: Path) -> Make:
    """A square kilometre; `assets` is a list of (name, type's theme, type, point)."""

    def make(
        name: str = "Elmbridge Cross", assets: list[tuple[str, str, str, shapely.Point]] | None = None
    ) -> Path:
        path = tmp_path / "town.gpkg"
        boundary = shapely.MultiPolygon([shapely.box(530000, 180000, 531000, 181000)])
        file = GeoPackage.create(path, Project(PROJECT_ID, name, boundary))
        if assets:
            layer = Layer(
                "l1", "GP surgeries", "asset", "GP surgery", publisher="NHS England",
                vintage="2026-04-30", coverage="complete", attribution="Contains NHS data; Contains OS data",
            )  # fmt: skip
            columns: dict[str, list[object]] = {}
            for i, (label, theme, type_, _) in enumerate(assets):
                row = as_row("asset", _asset(f"a{i}", label, theme, type_, assets[i][3]))
                row.pop("geometry")
                for key, value in row.items():
                    columns.setdefault(key, []).append(value)
            points = np.array([a[3] for a in assets], dtype=object)
            with Session(file, "tester").transaction("Brought in surgeries") as t:
                t.add_layer(layer, Rows("asset", columns, points))
        file.close()
        return path

    return make


def _asset(id_: str, name: str, theme: str, type_: str, at: shapely.Point) -> object:
    from placewell.domain.asset import Asset

    return Asset(id_, "l1", theme, type_, name, at)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    """The real window, with settings of its own that nothing else reads."""
    made = Window(Kept(None))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    made.jobs.wait()
    made.close()


@pytest.fixture
def case_open(window: Window, sample_case: Callable[[str], Path], tmp_path: Path) -> Callable[[str], Window]:
    """Opens a copy of one of the sample's cases and waits for its findings."""

    def make(name: str) -> Window:
        path = tmp_path / f"{name}.gpkg"
        shutil.copy(sample_case(name), path)
        assert window.open(path)
        window.jobs.wait()
        QCoreApplication.processEvents()
        return window

    return make
