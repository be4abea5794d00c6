"""What the project holds, as the measures read it. It stays while schemes are moved about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from placewell.assess.coverage import reliable, wanting, with_margin
from placewell.assess.explain import many
from placewell.assess.fields import Field
from placewell.assess.places import Places
from placewell.domain.area import Statistic
from placewell.domain.asset import role_of
from placewell.domain.layer import INSIDE_ONLY, Layer
from placewell.domain.project import Project
from placewell.domain.rows import Geometries, Rows
from placewell.network.arrays import Bools, Ints
from placewell.network.model import Network

SEARCH_M = 10_000.0
"""How far walks are followed: the longest that a guidance asks about. Beyond it they are told as 'more than'."""
PLACED = ("id", "layer", "type", "name", "status", "opens", "closes", "capacity", "capacity_unit", "used")


@dataclass(frozen=True)
class Sort:
    """Which places count: of these types, at least and less than so many hectares (0 and infinity: any)."""

    types: tuple[str, ...]
    least_ha: float = 0.0
    most_ha: float = np.inf


@dataclass(frozen=True)
class Lists:
    """Layers that list some types. Of the types that are `sure` it can be relied on that what is listed is there.

    Where every type is, nothing listed means nothing there: with the margin (`everywhere`) or in the boundary.
    """

    layers: tuple[Layer, ...]
    sure: tuple[str, ...]
    everywhere: bool
    inside: bool
    wanting: str
    """Which lists are partial, old or not there, asking for them; '' where nothing is wanting."""


@dataclass(frozen=True, eq=False)
class Ground:
    """One project as at an ISO date. `stops` are places too: of the types 'bus stop', 'station', 'pier'."""

    project: Project
    layers: Sequence[Layer]
    assets: Rows
    network: Network | None
    as_at: str
    stops: Rows | None = None
    areas: Rows | None = None
    statistics: Rows | None = None
    fields: dict[Sort, Field] = field(default_factory=dict)
    """Filled as they are asked for, like those below."""
    _in_use: dict[Sort, Ints] = field(default_factory=dict)
    _as_points: dict[Sort, bool] = field(default_factory=dict)
    _lists: dict[tuple[str, ...], Lists] = field(default_factory=dict)

    @cached_property
    def places(self) -> Rows:
        """Assets and stops together, with what measures ask of them."""
        parts = [self.assets] + ([self.stops] if self.stops is not None and len(self.stops) else [])
        columns: dict[str, list[Any]] = {}
        for name in PLACED:
            columns[name] = []
            for rows in parts:
                empty: Any = "open" if name == "status" else None if name in ("capacity", "used") else ""
                columns[name] += list(rows.columns[name]) if name in rows.columns else [empty] * len(rows)
        shapes = [r.geometry if r.geometry is not None else np.empty(len(r), dtype=object) for r in parts]
        return Rows("asset", columns, np.concatenate(shapes))

    @cached_property
    def walked(self) -> Places:
        """All of them on the network; needs a network."""
        assert self.network is not None
        return Places.on(self.network, self.places)

    @cached_property
    def shapes(self) -> Geometries:
        """Where each place is."""
        assert self.places.geometry is not None
        return self.places.geometry

    @cached_property
    def hectares(self) -> np.ndarray[Any, Any]:
        """The ground of each place; 0 for points."""
        return np.asarray(shapely.area(self.shapes), dtype=np.float64) / 10_000.0

    @cached_property
    def _open(self) -> Bools:
        """Which places are there at the date: not planned, not closed."""
        columns = zip(*(self.places.column(n) for n in ("status", "opens", "closes")), strict=True)
        keep = [
            (status or "open") in ("open", "closing")
            and (not opens or opens <= self.as_at[: len(opens)])
            and (not closes or closes >= self.as_at[: len(closes)])
            for status, opens, closes in columns
        ]
        there: Bools = ~(shapely.is_missing(self.shapes) | shapely.is_empty(self.shapes))
        there &= np.array(keep, dtype=bool)
        return there

    @cached_property
    def _types(self) -> np.ndarray[Any, Any]:
        return np.array(self.places.column("type"), dtype=object)

    def in_use(self, sort: Sort) -> Ints:
        """Positions of the places of a sort that are there at the date."""
        if sort not in self._in_use:
            self._in_use[sort] = self._found(sort)
        return self._in_use[sort]

    def _found(self, sort: Sort) -> Ints:
        mask = self._open & np.isin(self._types, sort.types)
        if sort.least_ha or np.isfinite(sort.most_ha):
            mask &= (self.hectares >= sort.least_ha) & (self.hectares < sort.most_ha)
        return np.flatnonzero(mask)

    def unsized(self, sort: Sort) -> bool:
        """Whether places of these types are on the map as points, so that their size is not known."""
        if not sort.least_ha:
            return False
        any_size = Sort(sort.types)
        if any_size not in self._as_points:
            flat = shapely.get_dimensions(self.shapes[self.in_use(any_size)])
            self._as_points[any_size] = bool((flat == 0).any())
        return self._as_points[any_size]

    def field(self, sort: Sort) -> Field:
        """Walks to the nearest of a sort, worked out when first asked for; needs a network."""
        if sort not in self.fields:
            assert self.network is not None
            index = self.in_use(sort)
            mask = np.zeros(len(self.places), dtype=bool)
            mask[index] = True
            some = self.walked.where(mask)
            self.fields[sort] = Field.of(
                self.network, some.targets, some.of_asset, self.shapes[index], SEARCH_M
            )
        return self.fields[sort]

    def lists(self, types: Sequence[str]) -> Lists:
        """The layers that list places of these types, and what they can be relied on for."""
        key = tuple(types)
        if key not in self._lists:
            self._lists[key] = self._looked_up(key)
        return self._lists[key]

    def _looked_up(self, types: tuple[str, ...]) -> Lists:
        of_type = {t: self._listing(t) for t in types}
        complete = {t: reliable(layers, self.as_at) for t, layers in of_type.items()}
        sure = tuple(t for t in types if complete[t])
        within = [all(la.coverage_area.startswith(INSIDE_ONLY) for la in complete[t]) for t in sure]
        missing = [t for t in types if not of_type[t]]
        old = [t for t in types if of_type[t] and not complete[t]]
        whys = []
        if old:
            layers = [la for t in old for la in of_type[t]]
            whys.append(wanting(layers, self.as_at, many(old)))
        if missing:
            whys.append(f"A list of {many(missing)}: the project holds none.")
        every = tuple(dict.fromkeys(la for t in types for la in of_type[t]))
        whole = len(sure) == len(types)
        return Lists(every, sure, whole and not any(within), whole, " ".join(whys))

    def _listing(self, type_: str) -> list[Layer]:
        """Layers that list a type, though it may be that they hold none of it."""
        held = set(np.array(self.places.column("layer"), dtype=object)[self._types == type_])
        return [
            la
            for la in self.layers
            if la.kind in ("asset", "stop") and (la.role in (type_, role_of(type_)) or la.id in held)
        ]

    def layers_of(self, types: Sequence[str]) -> tuple[Layer, ...]:
        """Layers that list places of these types."""
        return self.lists(types).layers

    @cached_property
    def margin(self) -> shapely.Geometry:
        """The boundary with the margin that layers reach to."""
        return with_margin(self.project)

    @cached_property
    def body(self) -> str:
        """Which streets are walked; '' without any."""
        return self.network.body if self.network is not None else ""

    @cached_property
    def street_layers(self) -> tuple[Layer, ...]:
        """Layers of the body of streets that is walked."""
        body = self.network.body if self.network else None
        return tuple(
            la for la in self.layers if la.kind == "street" and body is not None and body in (la.role, "both")
        )

    @cached_property
    def layer_names(self) -> dict[str, str]:
        """Layers' names by id."""
        return {la.id: la.name for la in self.layers}

    @cached_property
    def levels(self) -> dict[str, tuple[Rows, shapely.STRtree]]:
        """Areas by level, each with an index of where they are."""
        if self.areas is None or not len(self.areas):
            return {}
        level = np.array(self.areas.column("level"), dtype=object)
        found = {}
        for name in dict.fromkeys(level):
            rows = self.areas.where(level == name)
            assert rows.geometry is not None
            found[str(name)] = (rows, shapely.STRtree(rows.geometry))
        return found

    @cached_property
    def figures(self) -> dict[tuple[str, str, str], Statistic]:
        """The newest figure of each measure by level, code and 'dataset, measure'."""
        if self.statistics is None:
            return {}
        found: dict[tuple[str, str, str], Statistic] = {}
        for record in self.statistics.records():
            figure = Statistic(**record)
            key = (figure.level, figure.code, f"{figure.dataset}, {figure.measure}")
            if key not in found or found[key].date < figure.date:
                found[key] = figure
        return found
