"""What the measures of one assessment share, computed once: starts of walks, assets in use, walks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from placewell.assess.places import Places
from placewell.domain.layer import Layer
from placewell.domain.project import Project
from placewell.domain.rows import Geometries, Rows
from placewell.domain.scheme import Entrance, Homes, Scheme
from placewell.network.access import meetings
from placewell.network.arrays import Bools, Floats, Ints
from placewell.network.model import Network
from placewell.network.reach import per_group, reach_of
from placewell.network.route import route_of
from placewell.network.search import Searched, search
from placewell.network.snap import Attached, attach

SEARCH_M = 5_000.0
"""How far walks are followed. Beyond it they are told as 'more than 5,000 m'."""


@dataclass(frozen=True)
class Start:
    """Where walks from the scheme begin."""

    name: str
    point: shapely.Point


@dataclass(frozen=True, eq=False)
class Walks:
    """Walks from every start to every asset of some types. `s` starts, `a` assets."""

    assets: Rows
    reach_m: Floats
    """(s, a) to the millimetre; infinity beyond `SEARCH_M` or where no way is known."""
    straight_m: Floats
    """(s, a)"""
    joined: Bools
    """(s, a) whether both ends are on one piece of the network, so that the walk can be known."""
    targets: Attached
    of_asset: Ints
    """Which asset each target (an access point) is of."""
    target_m: Floats
    """(s, targets)"""
    searched: Searched
    """The search that they come from, which knows the ways."""

    def found(self, start: int) -> bool:
        """Whether any asset is within the search of this start."""
        return bool(np.isfinite(self.reach_m[start]).any())

    def nearest(self, start: int) -> int:
        """The nearest asset on foot; the first of equally near ones, 0 where none is found."""
        return int(np.argmin(self.reach_m[start])) if self.reach_m.shape[1] else 0


@dataclass(frozen=True, eq=False)
class Facts:
    """One scheme option in one project, as at an ISO date."""

    project: Project
    scheme: Scheme
    entrances: Sequence[Entrance]
    layers: Sequence[Layer]
    assets: Rows
    network: Network | None
    as_at: str
    homes: Sequence[Homes] = ()

    @cached_property
    def places(self) -> Places:
        """All assets on the network; needs a network."""
        assert self.network is not None
        return Places.on(self.network, self.assets)

    @cached_property
    def starts(self) -> tuple[Start, ...]:
        """The scheme's gates; without any, where streets cross its red line, else pass it; maybe none."""
        given = [e for e in self.entrances if e.scheme == self.scheme.id and not e.block]
        if given:
            return tuple(
                Start(e.name or e.id, e.geometry) for e in sorted(given, key=lambda e: (e.name, e.id))
            )
        if self.network is None:
            return ()
        assert self.scheme.geometry is not None, "a scheme is assessed once its red line has come"
        points = meetings(self.network, self.scheme.geometry)
        met = attach(self.network, points)
        names: list[str] = []
        for edge, leg_m in zip(met.edge, met.leg_m, strict=True):
            street = self.network.street_name[int(self.network.edge_street[edge])] or "an unnamed street"
            name = f"where {street} {'meets' if leg_m < 0.1 else 'passes'} the red line"
            repeats = sum(n == name or n.startswith(f"{name} (") for n in names)
            names.append(f"{name} ({repeats + 1})" if repeats else name)
        return tuple(Start(n, p) for n, p in zip(names, points, strict=True))

    @cached_property
    def attached(self) -> Attached:
        """The starts on the network; needs a network."""
        assert self.network is not None
        return attach(self.network, self.start_points)

    @cached_property
    def start_points(self) -> Geometries:
        """The starts as an array of points."""
        return _array([s.point for s in self.starts])

    def layers_of(self, types: Sequence[str]) -> tuple[Layer, ...]:
        """Layers that list assets of these types."""
        kinds = zip(self.assets.column("layer"), self.assets.column("type"), strict=True)
        held = {layer for layer, kind in kinds if kind in types}
        return tuple(la for la in self.layers if la.kind == "asset" and (la.role in types or la.id in held))

    @cached_property
    def street_layers(self) -> tuple[Layer, ...]:
        """Layers of the body of streets that is walked."""
        body = self.network.body if self.network else None
        return tuple(la for la in self.layers if la.kind == "street" and body in (la.role, "both"))

    def in_use(self, types: Sequence[str]) -> Bools:
        """Which assets are of these types and open at the date; planned and closed ones are not."""
        names = ("type", "status", "opens", "closes")
        columns = zip(*(self.assets.column(n) for n in names), strict=True)
        keep = [
            kind in types
            and status in ("open", "closing")
            and (not opens or opens <= self.as_at[: len(opens)])
            and (not closes or closes >= self.as_at[: len(closes)])
            for kind, status, opens, closes in columns
        ]
        shapes = self.assets.geometry
        if shapes is None:
            return np.zeros(len(self.assets), dtype=bool)
        there: Bools = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes)) & np.array(keep, dtype=bool)
        return there

    @cached_property
    def doors(self) -> tuple[Entrance, ...]:
        """Doors of the scheme's blocks, by block and name."""
        mine = [e for e in self.entrances if e.scheme == self.scheme.id and e.block]
        return tuple(sorted(mine, key=lambda e: (e.block, e.name, e.id)))

    @cached_property
    def door_points(self) -> Geometries:
        """The doors as an array of points."""
        return _array([d.geometry for d in self.doors])

    @cached_property
    def doors_attached(self) -> Attached:
        """The doors on the network; needs a network."""
        assert self.network is not None
        return attach(self.network, self.door_points)

    @cached_property
    def homes_by_block(self) -> dict[str, int]:
        """How many homes each block of the scheme has; '' for those of no block."""
        found: dict[str, int] = {}
        for line in self.homes:
            if line.scheme == self.scheme.id:
                found[line.block] = found.get(line.block, 0) + line.homes
        return found

    def walks(self, types: Sequence[str]) -> Walks:
        """Walks from every start to every asset of these types that is in use; needs a network."""
        return self._walks_from(self.start_points, self._from_starts, types)

    def walks_from_doors(self, types: Sequence[str]) -> Walks:
        """The same from the doors of blocks."""
        return self._walks_from(self.door_points, self._from_doors, types)

    @cached_property
    def _from_starts(self) -> Searched:
        """One search gives every walk from the scheme."""
        assert self.network is not None
        return search(self.network, self.attached, SEARCH_M)

    @cached_property
    def _from_doors(self) -> Searched:
        assert self.network is not None
        return search(self.network, self.doors_attached, SEARCH_M)

    def _walks_from(self, starts: Geometries, searched: Searched, types: Sequence[str]) -> Walks:
        places = self.places.where(self.in_use(types))
        shapes = places.assets.geometry if places.assets.geometry is not None else _array([])
        target_m = np.round(reach_of(searched, places.targets), 3)
        nearest = per_group(target_m, places.of_asset, len(shapes))
        together = _together(searched.network, searched.origins, places.targets)
        joined = np.isfinite(per_group(np.where(together, 0.0, np.inf), places.of_asset, len(shapes)))
        straight = np.round(shapely.distance(starts[:, None], shapes[None, :]), 3)
        return Walks(
            places.assets, nearest, straight, joined, places.targets, places.of_asset, target_m, searched
        )

    def way(self, walks: Walks, start: int, asset: int) -> tuple[shapely.LineString | None, tuple[int, ...]]:
        """The shortest way from a start to an asset as a line, and the streets it uses."""
        options = np.flatnonzero(walks.of_asset == asset)
        target = int(options[np.argmin(walks.target_m[start, options])])
        found = route_of(walks.searched, start, walks.targets, target)
        return (found.line, found.streets) if found else (None, ())


def _array(shapes: Sequence[shapely.Geometry]) -> Geometries:
    made = np.empty(len(shapes), dtype=object)
    made[:] = list(shapes)
    return made


def _together(network: Network, starts: Attached, targets: Attached) -> Bools:
    """(s, t) whether both are attached to one piece of the network."""
    one, other = (network.island[network.edge_from[points.edge]] for points in (starts, targets))
    together: Bools = one[:, None] == other[None, :]
    return together & starts.ok[:, None] & targets.ok[None, :]
