"""A walking network from the streets of a project."""

from __future__ import annotations

import numpy as np

from placewell.domain.rows import Rows
from placewell.network.arrays import spread
from placewell.network.islands import island_of
from placewell.network.junctions import join
from placewell.network.mapped import mapped_squares
from placewell.network.model import Network
from placewell.network.order import along_curve
from placewell.network.pieces import cut_at_shared_points
from placewell.network.seam import joined
from placewell.network.streets import Streets, streets_of


def build(streets: Rows, body: str = "") -> Network | None:
    """The network of one body of streets ('roads' or 'paths'), or of all; None where nothing can be walked.

    `streets` are rows of kind 'street', in metres. Lines are measured as drawn. Where there are both
    bodies, paths are walked where they are mapped and roads elsewhere (`seam.joined`).
    """
    if body:
        streets = streets.where(np.array([n == body for n in streets.column("network")], dtype=bool))
    if streets.geometry is None or not len(streets):
        return None
    return build_from(streets_of(streets))


def build_from(streets: Streets) -> Network | None:
    """The same from arrays: what a whole country's streets are built from."""
    streets, squares, open_ends = _one_body(streets)
    whole = streets.is_paths()[streets.lines.street] & (streets.lines.code < 0).all(axis=1)
    lines = cut_at_shared_points(streets.lines, whole)
    metres = lines.metres
    lines, metres = lines.where(metres > 0), metres[metres > 0]
    if not len(lines):
        return None
    node_xy, node = join(lines.ends, lines.code)
    place = along_curve(node_xy)
    rank = np.empty(len(place), dtype=np.int32)
    rank[place] = np.arange(len(place), dtype=np.int32)
    middle = lines.ends.mean(axis=1)
    order = along_curve(middle)
    edge_from, edge_to = rank[node[order]].T
    counts = np.diff(lines.start)[order]
    line_start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Network(
        node_xy=node_xy[place],
        island=island_of(len(place), edge_from, edge_to),
        edge_from=np.ascontiguousarray(edge_from),
        edge_to=np.ascontiguousarray(edge_to),
        edge_m=metres[order],
        edge_street=lines.street[order],
        line_xy=lines.xy[spread(lines.start[order], counts)],
        line_start=line_start,
        street_id=streets.id,
        street_name=streets.name,
        street_class=streets.street_class,
        street_body=streets.body,
        street_steps=streets.steps,
        street_surface=streets.surface,
        street_lit=streets.lit,
        mapped=squares,
        left_out=streets.left_out,
        open_ends=open_ends,
    )


def _one_body(streets: Streets) -> tuple[Streets, np.ndarray[tuple[int, ...], np.dtype[np.int32]], int]:
    """Streets that are each walked once, where paths are mapped, and how many roads end open at the seam."""
    paths = streets.is_paths()
    if not paths.any():
        return streets, np.zeros((0, 2), dtype=np.int32), 0
    squares = mapped_squares(streets)
    if paths.all():
        return streets, squares, 0
    found = joined(streets)
    return found.streets, squares, found.open_ends
