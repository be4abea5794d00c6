"""One scheme where it stands: where walks begin, and what lies round it. Made anew for each position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from placewell.assess.content import Content
from placewell.assess.coverage import mapped_m, room_in
from placewell.assess.fields import islands_of
from placewell.assess.ground import Ground
from placewell.assess.proposal import Proposal, Setting
from placewell.domain.rows import Geometries
from placewell.domain.scheme import Entrance
from placewell.network.access import meetings
from placewell.network.arrays import Floats, Ints
from placewell.network.model import Network
from placewell.network.snap import Attached, attach


@dataclass(frozen=True)
class Start:
    """Where walks from the scheme begin."""

    name: str
    point: shapely.Point


@dataclass(frozen=True, eq=False)
class Starts:
    """Some of them on the network; `attached` needs one."""

    starts: tuple[Start, ...]
    points: Geometries
    network: Network | None
    ground: Ground
    found: dict[Any, Any] = field(default_factory=dict)
    """Walks by sort of place, kept since several criteria ask for the same (`assess.ways`)."""

    @cached_property
    def attached(self) -> Attached:
        """Where each meets the network."""
        assert self.network is not None
        return attach(self.network, self.points)

    @cached_property
    def islands(self) -> Ints:
        """Which piece of the network each is on; -1 where it is not attached."""
        assert self.network is not None
        return islands_of(self.network, self.attached)

    @cached_property
    def mapped(self) -> Floats:
        """Metres round each within which every way on foot is mapped."""
        assert self.network is not None
        return mapped_m(self.network, self.points)

    @cached_property
    def _in_margin(self) -> Floats:
        return room_in(self.ground.margin, self.points)

    @cached_property
    def _in_boundary(self) -> Floats:
        return room_in(self.ground.project.geometry, self.points)

    def listed(self, types: Sequence[str]) -> Floats:
        """Metres round each within which all places of these types are listed."""
        lists = self.ground.lists(types)
        if lists.everywhere:
            return self._in_margin
        return self._in_boundary if lists.inside else np.zeros(len(self.points))

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, eq=False)
class Facts:
    """One scheme option in one project. `content` is what does not depend on where the scheme is."""

    ground: Ground
    proposal: Proposal
    setting: Setting
    content: Content
    routes: bool = True
    """Whether ways are followed as lines, which takes a search each; not while a scheme is dragged."""

    @property
    def network(self) -> Network | None:
        """The streets that are walked."""
        return self.ground.network

    @property
    def as_at(self) -> str:
        """The date of the assessment."""
        return self.ground.as_at

    @property
    def site(self) -> shapely.Geometry:
        """Within the red line."""
        assert self.proposal.scheme.geometry is not None, "a scheme is assessed once its red line has come"
        return self.proposal.scheme.geometry

    @cached_property
    def gates(self) -> Starts:
        """The scheme's gates; without any, where streets cross its red line, else pass it; maybe none."""
        given = [e for e in self.proposal.entrances if not e.block]
        if given:
            ordered = sorted(given, key=lambda e: (e.name, e.id))
            return self._starts([Start(e.name or e.id, e.geometry) for e in ordered])
        if self.network is None:
            return self._starts([])
        points = meetings(self.network, self.site)
        met = attach(self.network, points)
        names: list[str] = []
        seen: dict[str, int] = {}
        for edge, leg_m in zip(met.edge, met.leg_m, strict=True):
            street = self.network.street_name[int(self.network.edge_street[edge])] or "an unnamed street"
            name = f"where {street} {'meets' if leg_m < 0.1 else 'passes'} the red line"
            seen[name] = seen.get(name, 0) + 1
            names.append(f"{name} ({seen[name]})" if seen[name] > 1 else name)
        return self._starts([Start(n, p) for n, p in zip(names, points, strict=True)])

    @cached_property
    def doors(self) -> Starts:
        """Doors of the scheme's blocks, by block and name."""
        return self._starts([Start(d.name, d.geometry) for d in self.door_list])

    @cached_property
    def door_list(self) -> tuple[Entrance, ...]:
        """The doors themselves."""
        mine = [e for e in self.proposal.entrances if e.block]
        return tuple(sorted(mine, key=lambda e: (e.block, e.name, e.id)))

    @cached_property
    def corners(self) -> Starts:
        """For straight lines: doors, else gates that are given, else every corner of the red line."""
        if len(self.doors):
            return self.doors
        if any(not e.block for e in self.proposal.entrances):
            return self.gates
        return self.outline

    @cached_property
    def outline(self) -> Starts:
        """Every corner of the red line."""
        xy = np.unique(shapely.get_coordinates(shapely.boundary(self.site)), axis=0)
        return self._starts([Start("the red line", p) for p in shapely.points(xy)])

    def _starts(self, starts: Sequence[Start]) -> Starts:
        points = np.empty(len(starts), dtype=object)
        points[:] = [s.point for s in starts]
        return Starts(tuple(starts), points, self.network, self.ground)
