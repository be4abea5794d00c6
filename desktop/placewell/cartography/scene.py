"""What the live map shows: layers in drawing order, prepared once for each level of detail, and found by place."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely

from placewell.cartography.classes import Classes
from placewell.cartography.content import Name
from placewell.cartography.paths import Shapes, shapes_of
from placewell.cartography.streets import sorts_of
from placewell.cartography.view import Box
from placewell.domain.rows import Geometries, Rows
from placewell.domain.style import Style, Styling

Sort = Literal["backdrop", "streets", "areas", "grounds", "places", "stops", "other"]

BANDS_M_PX = (0.0, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0, 22.0, 32.0)
"""From these many metres a pixel on, shapes are drawn with less detail: half a pixel at the band's nearest."""


@dataclass(frozen=True)
class SceneLayer:
    """Rows in a style under a key; hidden outside the scales given (metres a pixel)."""

    key: str
    title: str
    rows: Rows
    styling: Styling
    visible: bool = True
    opacity: float = 1.0
    until_m_px: float = float("inf")
    from_m_px: float = 0.0
    sort: Sort = "other"
    classed: Classes | None = None

    def shown(self, m_px: float) -> bool:
        """Whether it is drawn at a scale."""
        return self.visible and self.opacity > 0 and self.from_m_px <= m_px <= self.until_m_px


@dataclass(frozen=True)
class Group:
    """Shapes of a layer that are drawn alike. `name` is the value that tells them apart (a theme, a class)."""

    name: str
    style: Style
    shapes: Shapes
    state: str = "open"


@dataclass(frozen=True)
class Hit:
    """A thing found at a place: its layer, its row there, and how far off it is."""

    key: str
    row: int
    distance_m: float


@dataclass(eq=False)
class _Kept:
    """What was prepared of some rows, shared by every scene that shows them."""

    groups: dict[tuple[str, int], tuple[Group, ...]] = field(default_factory=dict)
    trees: dict[str, shapely.STRtree] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


@dataclass(frozen=True, eq=False, repr=False)
class Scene:
    """Immutable: another order, opacity or visibility makes another scene, which shares what was prepared."""

    layers: tuple[SceneLayer, ...]
    names: tuple[Name, ...]
    box: Box
    credits: str = ""
    _kept: _Kept = field(default_factory=_Kept)

    def layer(self, key: str) -> SceneLayer:
        """A layer by its key. Raises KeyError."""
        for layer in self.layers:
            if layer.key == key:
                return layer
        raise KeyError(key)

    def with_layers(self, layers: Sequence[SceneLayer]) -> Scene:
        """The same things with these layers; what of them is as it was need not be prepared again."""
        before = {la.key: la for la in self.layers}
        fresh = {
            la.key for la in layers
            if la.key in before and not (
                before[la.key].rows is la.rows and before[la.key].styling == la.styling and before[la.key].classed == la.classed
            )
        }  # fmt: skip
        if not fresh:
            return replace(self, layers=tuple(layers))
        kept = _Kept(
            {k: v for k, v in self._kept.groups.items() if k[0] not in fresh},
            {k: v for k, v in self._kept.trees.items() if k not in fresh},
        )
        return replace(self, layers=tuple(layers), _kept=kept)

    def changed(self, changes: Mapping[str, Mapping[str, object]]) -> Scene:
        """The same with some fields of some layers changed."""
        return self.with_layers([replace(la, **changes.get(la.key, {})) for la in self.layers])  # type: ignore[arg-type]

    def groups(self, layer: SceneLayer, m_px: float) -> tuple[Group, ...]:
        """A layer prepared for a scale; made on first use, from whichever thread asks."""
        band = band_of(m_px)
        with self._kept.lock:
            held = self._kept.groups.get((layer.key, band))
            if held is None:
                held = tuple(_groups(layer, BANDS_M_PX[band]))
                self._kept.groups[layer.key, band] = held
            return held

    def at(self, x: float, y: float, within_m: float, m_px: float = 0.0) -> list[Hit]:
        """Everything drawn within so many metres of a place, nearest first, the layer on top first of equals."""
        return self._found(shapely.Point(x, y), within_m, m_px)

    def within(self, ground: shapely.Geometry, m_px: float = 0.0) -> list[Hit]:
        """Everything drawn that a ground touches."""
        return self._found(ground, 0.0, m_px)

    def _found(self, ground: shapely.Geometry, within_m: float, m_px: float) -> list[Hit]:
        hits: list[tuple[float, int, Hit]] = []
        for order, layer in enumerate(reversed(self.layers)):
            if not layer.shown(m_px) or layer.rows.geometry is None or not len(layer.rows):
                continue
            rows = self._tree(layer).query(ground, predicate="dwithin", distance=within_m)
            far = shapely.distance(layer.rows.geometry[rows], ground)
            hits += [
                (float(d), order, Hit(layer.key, int(r), float(d))) for r, d in zip(rows, far, strict=True)
            ]
        return [h for *_, h in sorted(hits, key=lambda h: (h[0], h[1], h[2].row))]

    def _tree(self, layer: SceneLayer) -> shapely.STRtree:
        with self._kept.lock:
            tree = self._kept.trees.get(layer.key)
            if tree is None:
                tree = self._kept.trees[layer.key] = shapely.STRtree(layer.rows.geometry)
            return tree


def scene_of(layers: Sequence[SceneLayer], names: Sequence[Name], box: Box, credits: str = "") -> Scene:
    """A scene; nothing of it is prepared before it is drawn."""
    return Scene(tuple(layers), tuple(names), box, credits)


def band_of(m_px: float) -> int:
    """The level of detail for a scale."""
    return max(n for n, least in enumerate(BANDS_M_PX) if m_px >= least)


def simplified(shapes: Geometries, m_px: float) -> Geometries:
    """Shapes with what cannot be seen left out: no line moves by more than half a pixel, no ground under one is kept."""
    if m_px <= 0 or not len(shapes):
        return shapes
    area = shapely.get_dimensions(shapes) == 2
    with np.errstate(invalid="ignore"):
        x0, y0, x1, y1 = shapely.bounds(shapes).T
        tiny = area & (np.maximum(x1 - x0, y1 - y0) < m_px)
    made: Geometries = shapely.simplify(shapes, m_px / 2, preserve_topology=False)
    # A polygon that would collapse keeps its corners.
    lost = (shapely.is_empty(made) | shapely.is_missing(made)) & ~tiny
    made[lost] = shapes[lost]
    made[tiny] = None
    return made


def _groups(layer: SceneLayer, m_px: float) -> list[Group]:
    rows = layer.rows
    if rows.geometry is None or not len(rows):
        return []
    shapes = simplified(rows.geometry, m_px)
    if layer.sort == "streets":
        sorts = sorts_of(rows)
        return [Group(s, layer.styling.plain, shapes_of(shapes[sorts == s])) for s in ("path", "street", "main") if (sorts == s).any()]  # fmt: skip
    if layer.classed is not None:
        return [
            Group(str(n), Style(fill=colour, line="#FFFFFF", line_px=0.75), shapes_of(shapes[layer.classed.of == n]))
            for n, colour in enumerate(layer.classed.colours) if (layer.classed.of == n).any()
        ] + ([Group("no data", Style(line="#8793A0", line_px=0.75), shapes_of(shapes[layer.classed.of < 0]))] if (layer.classed.of < 0).any() else [])  # fmt: skip
    values = _values(layer)
    states = _states(layer) if layer.sort == "places" else np.full(len(rows), "open", dtype=object)
    order = [v for v in layer.styling.each if v in set(values)]
    order += sorted(set(values) - set(order))
    made = []
    for value in order:
        for state in dict.fromkeys(states[values == value]):
            mask = (values == value) & (states == state)
            made.append(
                Group(
                    value,
                    layer.styling.each.get(value, layer.styling.plain),
                    shapes_of(shapes[mask]),
                    str(state),
                )
            )
    return made


def _values(layer: SceneLayer) -> npt.NDArray[np.object_]:
    by = layer.styling.by
    if not by:
        return np.full(len(layer.rows), "", dtype=object)
    return np.array([str(v) for v in layer.rows.column(by)], dtype=object)


def _states(layer: SceneLayer) -> npt.NDArray[np.object_]:
    """'planned', 'lost' or 'open', by what the list says of each place."""
    if "status" not in layer.rows.columns:
        return np.full(len(layer.rows), "open", dtype=object)
    words = {"planned": "planned", "closing": "lost", "closed": "lost"}
    return np.array([words.get(str(s or "open"), "open") for s in layer.rows.column("status")], dtype=object)
