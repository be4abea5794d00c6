"""How far a file's things spread over the project, and single ones that lie oddly far from the rest."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from placewell.domain.crs import GREAT_BRITAIN_M
from placewell.importing.coordinates import Floats, Frame, transform

FAR_M = 50_000.0
"""A row this far from the project, in a list that is otherwise nearly all in it, is worth a line."""


def covers(boxes: Floats, crs: str, frame: Frame) -> float:
    """How much of the box of boundary and margin the box of all the file's things covers, 0 to 1."""
    # Single strays (a wrong coordinate) must not make a local list look national.
    if len(boxes) > 100:
        low, high = np.percentile(boxes[:, :2], 0.5, axis=0), np.percentile(boxes[:, 2:], 99.5, axis=0)
        spread = max(high[0] - low[0], high[1] - low[1])
        low, high = low - 0.02 * spread, high + 0.02 * spread
    else:
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    xs, ys = np.array([low[0], high[0], low[0], high[0]]), np.array([low[1], high[1], high[1], low[1]])
    tx, ty = transform(xs, ys, crs, frame.crs)
    if not np.isfinite(tx).all() or not np.isfinite(ty).all():
        return 1.0
    x0, y0, x1, y1 = frame.box
    w = max(0.0, min(x1, tx.max()) - max(x0, tx.min()))
    h = max(0.0, min(y1, ty.max()) - max(y0, ty.min()))
    return float(w * h / ((x1 - x0) * (y1 - y0)))


def strays(boxes: Floats, near: npt.NDArray[np.bool_], crs: str, frame: Frame) -> list[tuple[int, str]]:
    """Positions of boxes far away where nearly all are near, and where they are: a slip, not a region."""
    far = np.flatnonzero(~near)
    if not len(far) or near.mean() < 0.9 or len(far) > 50:
        return []
    cx, cy = (boxes[far, 0] + boxes[far, 2]) / 2, (boxes[far, 1] + boxes[far, 3]) / 2
    e, n = transform(cx, cy, crs, frame.crs)
    x0, y0, x1, y1 = frame.box
    found = []
    for i, ei, ni in zip(far.tolist(), e, n, strict=True):
        away = float(np.hypot(max(x0 - ei, 0, ei - x1), max(y0 - ni, 0, ni - y1)))
        if not np.isfinite(away) or away < FAR_M:
            continue
        x_min, y_min, x_max, y_max = GREAT_BRITAIN_M
        outside = not (x_min <= ei <= x_max and y_min <= ni <= y_max)
        found.append((i, "outside Great Britain" if outside else f"{away / 1000:,.0f} km from the project"))
    return found
