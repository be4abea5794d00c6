"""A walking network from the streets of a project."""

from __future__ import annotations

import numpy as np
import shapely

from placewell.domain.rows import Rows
from placewell.network.junctions import join
from placewell.network.model import Network
from placewell.network.pieces import cut_at_shared_points, ends, single_lines
from placewell.network.walkable import walkable

CUT_AT_POINTS = "paths"
"""OpenStreetMap's ways join wherever they share a point; OS Open Roads' links at their ends only."""


def build(streets: Rows, body: str) -> Network | None:
    """The network of one body of streets ('roads' or 'paths'); None where nothing of it can be walked.

    `streets` are rows of kind 'street', in metres. Lines are measured as drawn.
    """
    of_body = streets.where(np.array([n == body for n in streets.column("network")], dtype=bool))
    use = of_body.where(walkable(of_body)) if len(of_body) else of_body
    if use.geometry is None or not len(use):
        return None
    start, end = ([str(v or "") for v in use.column(name)] for name in ("start_node", "end_node"))
    pieces = single_lines(use.geometry)
    if body == CUT_AT_POINTS:
        whole = np.array([not (a or b) for a, b in zip(start, end, strict=True)], dtype=bool)
        pieces = cut_at_shared_points(pieces, whole[pieces.row])
    if not len(pieces.lines):
        return None
    tips = ends(pieces.lines)
    node_xy, node = join(tips, pieces.row, start, end)
    xy, line = shapely.get_coordinates(pieces.lines, return_index=True)
    return Network(
        body=body,
        node_xy=node_xy,
        edge_from=node[:, 0].copy(),
        edge_to=node[:, 1].copy(),
        edge_m=np.asarray(shapely.length(pieces.lines), dtype=np.float64),
        edge_street=pieces.row,
        line_xy=np.asarray(xy, dtype=np.float64),
        line_start=np.searchsorted(line, np.arange(len(pieces.lines) + 1)).astype(np.int64),
        street_id=_texts(use, "id"),
        street_name=_texts(use, "name"),
        street_class=_texts(use, "street_class"),
        left_out=len(of_body) - len(use),
    )


def _texts(rows: Rows, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.str_]]:
    return np.array([str(v or "") for v in rows.column(name)], dtype=np.str_)
