"""The walking network as arrays, and what follows from them (lines, spatial index, graph)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from placewell.network.arrays import Floats, Ints, Numbers, Positions, Shapes, spread
from placewell.network.halves import Halves, halves
from placewell.network.order import Blocks, blocks
from placewell.network.starts import Starts
from placewell.network.texts import Texts

if TYPE_CHECKING:
    from placewell.network.profile import Profile

SEAM = "seam"
"""What a link is that joins streets of two publishers; it is drawn by nobody."""
STEPS, NO_STEPS, NOT_KNOWN = 1, 0, -1
CELL_M = 100
"""Side of the squares by which it is known where paths are mapped."""


@dataclass(frozen=True, eq=False)
class Network:
    """Streets joined at their junctions. `m` edges between `n` nodes, drawn from `s` streets.

    A street gives several edges where it is cut at junctions. Coordinates and lengths in metres of
    the project's map coordinates. Frozen: whoever wants another network builds another.
    """

    node_xy: Floats
    """(n, 2) in the order of a curve, so that near nodes have near numbers."""
    island: Numbers
    """(n,) which separate piece each node is in; 0 is the piece with most nodes, then 1 …"""
    edge_from: Numbers
    edge_to: Numbers
    edge_m: Floats
    edge_street: Numbers
    """(m,) position of the edge's street in the columns below."""
    line_xy: Floats
    """(k, 2) vertices of all edges one after another, each from its `edge_from` to its `edge_to`."""
    line_start: Ints
    """(m + 1,) where each edge's vertices begin in `line_xy`."""
    street_id: Texts
    street_name: Texts
    street_class: Texts
    street_body: Texts
    """'roads' (no paths are mapped with them), 'paths' (streets and paths), or 'seam'."""
    street_steps: Numbers
    """(s,) `STEPS`, `NO_STEPS` or `NOT_KNOWN`."""
    street_surface: Texts
    street_lit: Texts
    """As the source says it; '' where it does not."""
    mapped: Numbers
    """(c, 2) squares of `CELL_M` metres in which paths are mapped: column and row from the grid's origin."""
    left_out: int = 0
    """Streets that nobody may walk along (motorways, private ways), and so are not in it."""
    open_ends: int = 0
    """Ends of roads at the seam with no mapped path near, left as they are."""

    @property
    def body(self) -> str:
        """Whose streets these are: 'roads', 'paths' or 'both'."""
        bodies = set(self.street_body.take(np.unique(self.edge_street))) - {SEAM}
        return bodies.pop() if len(bodies) == 1 else "both"

    @property
    def islands(self) -> Numbers:
        """The same as `island`."""
        return self.island

    @cached_property
    def lines(self) -> Shapes:
        """(m,) each edge as a shapely line."""
        return self.lines_of(np.arange(len(self.edge_m)))

    def lines_of(self, edges: Positions) -> Shapes:
        """Some of the edges as shapely lines."""
        counts = np.diff(self.line_start)[edges]
        made: Any = shapely.linestrings(
            self.line_xy[spread(self.line_start[edges], counts)],
            indices=np.repeat(np.arange(len(edges)), counts),
        )
        return np.asarray(made, dtype=object)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Spatial index over `lines`."""
        return shapely.STRtree(self.lines)

    @cached_property
    def blocks(self) -> Blocks:
        """A coarse spatial index over edges, small enough for a whole country's."""
        return blocks(self.line_xy, self.line_start)

    @cached_property
    def mapped_ground(self) -> shapely.Geometry:
        """The ground where paths as well as roads are mapped; empty where only roads are."""
        x, y = (self.mapped * float(CELL_M)).T
        return shapely.union_all(shapely.box(x, y, x + CELL_M, y + CELL_M))

    @cached_property
    def halves(self) -> Halves:
        """The network as a search walks it."""
        return halves(len(self.node_xy), self.edge_from, self.edge_to, self.edge_m)

    @cached_property
    def starts(self) -> Starts:
        """Where searches begin."""
        return Starts(self)

    @property
    def graph(self) -> Any:
        """Lengths in metres as a symmetric scipy CSR array (n, n)."""
        return self.halves.graph

    def edge_between(self, u: int, v: int) -> int:
        """The shortest edge that joins two neighbouring nodes; raises KeyError where none does."""
        return self.halves.edge_between(u, v)

    def for_profile(self, profile: Profile) -> Network:
        """The network without what this walker is known not to be able to use. May have no edge left."""
        from placewell.network.cut import only_edges

        if profile.steps:
            return self
        barred = self.street_steps[self.edge_street] == STEPS
        return only_edges(self, np.flatnonzero(~barred)) if barred.any() else self

    def stats(self) -> dict[str, Any]:
        """Counts for the project's page: nodes, edges, islands, length in km, which streets, the seam."""
        bodies = np.array(list(self.street_body), dtype=object)[self.edge_street]
        km = {b: round(float(self.edge_m[bodies == b].sum()) / 1000, 3) for b in sorted(set(bodies) - {SEAM})}
        return {
            "body": self.body,
            "nodes": len(self.node_xy),
            "edges": len(self.edge_m),
            "islands": int(self.island.max(initial=-1)) + 1,
            "adrift_km": round(float(self.edge_m[self.island[self.edge_from] > 0].sum()) / 1000, 3),
            "length_km": round(float(self.edge_m[bodies != SEAM].sum()) / 1000, 3),
            "length_km_by_body": km,
            "seam_links": int((bodies == SEAM).sum()),
            "open_ends": self.open_ends,
            "steps": int((self.street_steps == STEPS).sum()),
            "paths_mapped_ha": len(self.mapped) * CELL_M * CELL_M // 10_000,
            "left_out": self.left_out,
        }
