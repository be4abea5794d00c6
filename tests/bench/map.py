"""The live map against matplotlib and, where it is installed, QGIS: the same shapes, extents, sizes and styles.

    python tests/bench/map.py                     a made-up borough
    python tests/bench/map.py --project F.gpkg    a project of one's own

All are ratios in one run. Pans are measured on tiles that are there while the thread draws others.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import shapely
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from placewell.cartography.ground import draw_ground
from placewell.cartography.scene import Scene, SceneLayer, scene_of
from placewell.cartography.tiles import tiles_of
from placewell.cartography.view import View
from placewell.domain import style
from placewell.domain.rows import Rows
from placewell.ui.canvas.widget import MapWidget

WIDE, HIGH, ROUNDS, ZOOMS = 1366, 768, 5, (1, 4, 16, 64)
LAYERS = {
    "Streets": ("street", "#B9B2A6", 1.0),
    "Places": ("asset", "#0072B2", 4.0),
    "Areas": ("area", "#52606D", 1.0),
}
HERE = Path(__file__).resolve().parent


def of_project(path: Path) -> tuple[Scene, dict[str, np.ndarray]]:
    """A project's streets, places and areas, each in one plain style."""
    from placewell.work.opened import open_project

    with open_project(path) as opened:
        rows = {kind: opened.file.read(kind) for kind in ("area", "street", "asset")}
        box = opened.project.geometry.bounds
    return _plain(rows, box)


def made_up(homes: int = 0) -> tuple[Scene, dict[str, np.ndarray]]:
    """20,000 streets, 5,000 places, 600 areas and, where asked for, so many buildings, the same on every run."""
    draw, side = np.random.default_rng(7), 9_000.0
    starts = draw.uniform(0, side, (20_000, 1, 2))
    lines = shapely.linestrings(starts + np.cumsum(draw.normal(0, 25, (20_000, 5, 2)), axis=1))
    at = draw.uniform(0, side, (homes, 2))
    boxes = (
        shapely.box(at[:, 0], at[:, 1], at[:, 0] + 9, at[:, 1] + 7) if homes else np.empty(0, dtype=object)
    )
    grid = np.array(
        [
            shapely.box(x, y, x + 370, y + 370)
            for x in np.arange(0, side, 370)
            for y in np.arange(0, side, 370)
        ]
    )
    n = len(lines)
    rows = {
        "area": Rows("area", {"id": [str(i) for i in range(len(grid))], "level": ["ward"] * len(grid)}, grid),
        "street": Rows("street", {"id": [str(i) for i in range(n)], "name": [""] * n, "network": ["roads"] * n, "street_class": ["Local Road"] * n}, lines),
        "asset": Rows("asset", {"id": [str(i) for i in range(5_000)], "theme": ["health"] * 5_000, "status": ["open"] * 5_000}, shapely.points(draw.uniform(0, side, (5_000, 2)))),
    }  # fmt: skip
    scene, shapes = _plain(rows, (0, 0, side, side))
    if homes:
        buildings = Rows(
            "backdrop", {"id": [str(i) for i in range(homes)], "cover": ["building"] * homes}, boxes
        )
        scene = scene.with_layers([SceneLayer("buildings", "Buildings", buildings, style.BACKDROP, until_m_px=5.0, sort="backdrop"), *scene.layers])  # fmt: skip
    return scene, shapes


def _plain(rows: dict[str, Rows], box: tuple[float, ...]) -> tuple[Scene, dict[str, np.ndarray]]:
    assets = rows["asset"]
    assert assets.geometry is not None
    points = assets.where(shapely.get_type_id(assets.geometry) == 0)
    shapes = {"Areas": rows["area"].geometry, "Streets": rows["street"].geometry, "Places": points.geometry}
    line = style.Styling(style.Style(line="#B9B2A6", line_px=1.0))
    dot = style.Styling(style.Style("#0072B2", shape="circle", size_px=4.0))
    edge = style.Styling(style.Style(line="#52606D", line_px=1.0))
    layers = [
        SceneLayer("streets", "Streets", rows["street"], line),
        SceneLayer("places", "Places", points, dot),
        SceneLayer("areas", "Areas", rows["area"], edge),
    ]
    return scene_of(layers, [], box), shapes  # type: ignore[arg-type, return-value]


def views(scene: Scene) -> dict[int, View]:
    """The whole of it, and nearer and nearer about a place where there is something."""
    whole = View.of(scene.box, WIDE, HIGH)
    middle = QPointF(WIDE / 2, HIGH / 2)
    return {z: whole.zoomed(z, middle) for z in ZOOMS}


def median(what: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds, after one round that prepares."""
    what()
    took = []
    for _ in range(rounds):
        begun = time.perf_counter()
        what()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def ours(view: View, scene: Scene) -> None:
    """A full redraw into a picture."""
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw_ground(painter, view, scene)
    painter.end()


def with_matplotlib(view: View, shapes: dict[str, np.ndarray]) -> Callable[[], None]:
    """The same in matplotlib: collections made once, drawn each time."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import LineCollection
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE / 96, HIGH / 96), dpi=96)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    for name in ("Streets", "Areas"):
        parts = shapely.get_parts(shapes[name])
        rings = shapely.get_rings(parts) if name == "Areas" else parts
        _, colour, px = LAYERS[name]
        lines = [shapely.get_coordinates(r) for r in rings]
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=px * 72 / 96))
    xy = shapely.get_coordinates(shapes["Places"])
    axes.scatter(xy[:, 0], xy[:, 1], s=(4 * 72 / 96) ** 2, c="#0072B2", linewidths=0)
    x0, y0, x1, y1 = view.box
    axes.set_xlim(x0, x1)
    axes.set_ylim(y0, y1)
    return canvas.draw


QGIS = """
import json, sys, time, statistics
from qgis.core import *
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
job = json.load(sys.stdin)
app = QgsApplication([], False); app.initQgis()
layers = []
for path, kind, colour, px in job["layers"]:
    layer = QgsVectorLayer(path, kind, "ogr")
    assert layer.isValid(), path
    if kind == "point":
        symbol = QgsMarkerSymbol.createSimple({"name": "circle", "color": colour, "size": str(px), "size_unit": "Pixel", "outline_style": "no"})
    elif kind == "line":
        symbol = QgsLineSymbol.createSimple({"color": colour, "width": str(px), "width_unit": "Pixel"})
    else:
        symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": colour, "outline_width": str(px), "outline_width_unit": "Pixel"})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    layers.append(layer)
out = []
for box in job["boxes"]:
    settings = QgsMapSettings()
    settings.setLayers(layers); settings.setOutputSize(QSize(*job["size"])); settings.setOutputDpi(96)
    settings.setExtent(QgsRectangle(*box)); settings.setFlag(QgsMapSettings.Antialiasing, True)
    settings.setFlag(QgsMapSettings.UseRenderingOptimization, True)
    took = []
    for _ in range(job["rounds"] + 1):
        begun = time.perf_counter()
        one = QgsMapRendererParallelJob(settings); one.start(); one.waitForFinished(); image = one.renderedImage()
        took.append((time.perf_counter() - begun) * 1000)
    out.append(statistics.median(took[1:]))
print("RESULT " + json.dumps([Qgis.QGIS_VERSION, out]))
"""


def with_qgis(
    shapes: dict[str, np.ndarray], boxes: list[tuple[float, ...]], folder: Path
) -> tuple[str, list[float]] | str:
    """QGIS's own parallel renderer on the same shapes in one file, with a spatial index; else why not."""
    import geopandas

    layers = []
    for name, sort in (("Areas", "polygon"), ("Streets", "line"), ("Places", "point")):
        path = folder / f"{name}.gpkg"
        geopandas.GeoDataFrame(geometry=shapes[name][~shapely.is_missing(shapes[name])], crs=27700).to_file(
            path, driver="GPKG"
        )
        _, colour, px = LAYERS[name]
        layers.append((str(path), sort, colour, px))
    job = json.dumps({"layers": layers[::-1], "boxes": boxes, "size": [WIDE, HIGH], "rounds": ROUNDS})
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QT_PLUGIN"))}
    try:
        done = subprocess.run(["/usr/bin/python3", "-c", QGIS], input=job, capture_output=True, text=True, timeout=300, env=bare, check=False)  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as fault:
        return f"QGIS did not run ({fault.__class__.__name__})"
    said = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if not said:
        return "QGIS is not installed for /usr/bin/python3 (on Debian: apt-get install python3-qgis)"
    version, took = json.loads(said[0][7:])
    return version, took


def pans(scene: Scene, zoom: int, steps: int = 90) -> tuple[list[float], float]:
    """Milliseconds of each step's paint on tiles that are there while others are drawn, and the share missing."""
    widget = MapWidget(scene)
    widget.resize(WIDE, HIGH)
    widget.show()
    widget.zoom(zoom)
    widget.settle()
    home = widget.view
    took, missing = [], 0
    for n in range(steps):
        # Back and forth within a tile's width: what is seen stays cached, what lies beyond is being drawn.
        by = QPointF(6, 3) if n % 40 < 20 else QPointF(-6, -3)
        keys = tiles_of(widget.view.moved(by), widget._version)
        missing += sum(k not in widget.kept for k in keys)
        far = tiles_of(home.moved(QPointF(4_000 + 300 * n, 0)), widget._version)
        assert widget._thread is not None
        begun = time.perf_counter()
        widget.look_at(widget.view.moved(by))
        widget._thread.want(far)
        widget.repaint()
        took.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.004)
    widget.stop()
    widget.deleteLater()
    QApplication.processEvents()
    return took, missing / (steps * max(len(keys), 1))


def longest_call(scene: Scene, view: View) -> tuple[float, str]:
    """The single longest call of a painter in one full redraw, and which."""
    worst = [0.0, ""]

    class Timed(QPainter):
        pass

    def timed(name: str) -> Callable[..., object]:
        bare = getattr(QPainter, name)

        def call(self: QPainter, *args: object) -> object:
            begun = time.perf_counter()
            found = bare(self, *args)
            took = (time.perf_counter() - begun) * 1000
            if took > worst[0]:
                worst[:] = [took, name]
            return found

        return call

    for name in ("drawPath", "fillPath", "drawImage", "fillRect"):
        setattr(Timed, name, timed(name))
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    for _ in range(3):
        worst[:] = [0.0, ""]
        painter = Timed(image)
        draw_ground(painter, view, scene)
        painter.end()
    return float(worst[0]), str(worst[1])


def main(args: list[str]) -> int:
    """Print what was measured."""
    import tempfile

    app = QApplication.instance() or QApplication([])
    project = Path(args[args.index("--project") + 1]) if "--project" in args else None
    scene, shapes = of_project(project) if project else made_up()
    print(
        f"{project.name if project else 'a made-up borough'}: {', '.join(f'{len(v):,} {k.lower()}' for k, v in shapes.items())}; {WIDE}×{HIGH}"
    )
    at = views(scene)
    mine = {z: median(lambda v=v: ours(v, scene)) for z, v in at.items()}
    theirs = {z: median(with_matplotlib(v, shapes), 3) for z, v in at.items()}
    with tempfile.TemporaryDirectory() as folder:
        qgis = with_qgis(shapes, [v.box for v in at.values()], Path(folder))
    if isinstance(qgis, str):
        print(qgis)
    else:
        print(f"QGIS {qgis[0]}, its parallel renderer")
    for n, z in enumerate(ZOOMS):
        beside = (
            ""
            if isinstance(qgis, str)
            else f"; QGIS {qgis[1][n]:.0f} ms, {qgis[1][n] / mine[z]:.1f} times as long"
        )
        print(
            f"full redraw at ×{z}: {mine[z]:.1f} ms; matplotlib {theirs[z]:.0f} ms, {theirs[z] / mine[z]:.1f} times as long{beside}"
        )
    for z in ZOOMS:
        took, missing = pans(scene, z)
        took.sort()
        print(
            f"pan at ×{z}, others being drawn: median {took[len(took) // 2]:.1f} ms, 95th {took[int(len(took) * 0.95)]:.1f}, longest {took[-1]:.1f}; tiles missing {missing:.0%}"
        )
    call = max((longest_call(scene, v) for v in at.values()), key=lambda c: c[0])
    print(f"longest single painter call: {call[0]:.1f} ms ({call[1]})")
    large, _ = made_up(300_000)
    for z in (4, 16, 64):
        took, _ = pans(large, z)
        took.sort()
        print(
            f"325,600 features, pan at ×{z}: median {took[len(took) // 2]:.1f} ms, 95th {took[int(len(took) * 0.95)]:.1f}, longest {took[-1]:.1f}"
        )
    call = max((longest_call(large, v) for v in views(large).values()), key=lambda c: c[0])
    print(f"325,600 features, longest single painter call: {call[0]:.1f} ms ({call[1]})")
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
