"""A plan fitted to the ground by known points: shifted, turned and scaled alike in all directions, never bent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from placewell.domain.errors import Problem

Points = npt.NDArray[np.float64]
"""Pairs of coordinates, shape (n, 2)."""

TRACING_MM = 0.5
"""How far off a hand is that traces a line on paper."""
_MOST_MM, _MOST_M = 2.0, 1.0
"""Points that lie further off than a line's own breadth on paper, or than a metre, are not the same points."""
_STRETCH = 0.01
_NEAR_MM = 30.0
_STATED = 0.01


@dataclass(frozen=True)
class Pair:
    """A point known on both: on the plan (mm from the lower left corner, or drawing units), and on the ground (m)."""

    x: float
    y: float
    east: float
    north: float


@dataclass(frozen=True)
class Fit:
    """How a plan lies on the ground: its zero point, its turn against the clock, metres for each of its units.

    `residuals_m` is how far each point lies from where it was said to be; `rms_m` their root mean square,
    None for two points, which always fit. `accuracy_m` is what a line traced on the plan may be off by.
    """

    m_per_mm: float
    turn_deg: float
    east: float
    north: float
    rms_m: float | None = None
    residuals_m: tuple[float, ...] = ()
    accuracy_m: float = 0.0
    remarks: tuple[str, ...] = ()

    def place(self, xy: Any) -> Points:
        """Points of the plan on the ground, metres."""
        z = _complex(xy) * self._factor + complex(self.east, self.north)
        return np.column_stack([z.real, z.imag])

    def back(self, en: Any) -> Points:
        """Points of the ground on the plan."""
        z = (_complex(en) - complex(self.east, self.north)) / self._factor
        return np.column_stack([z.real, z.imag])

    @property
    def _factor(self) -> complex:
        turn = math.radians(self.turn_deg)
        return complex(self.m_per_mm * math.cos(turn), self.m_per_mm * math.sin(turn))


def fit(pairs: Sequence[Pair], *, stated_scale: int | None = None, paper: bool = True) -> Fit:
    """The fit with the least squared distances. `stated_scale` is n of 1:n; `paper` is False for a drawing,
    whose points are exact and whose unit is no millimetre of paper.

    Raises Problem where the points do not say where the plan lies.
    """
    _check(pairs)
    page = _complex([(p.x, p.y) for p in pairs])
    ground = _complex([(p.east, p.north) for p in pairs])
    turn, shift, off = _similar(page, ground)
    rms = None if len(pairs) == 2 else _rms(off)
    size = abs(turn)
    if rms is not None and rms > max(_MOST_M, (_MOST_MM * size if paper else 0.0)):
        raise _unfit(page, ground, off, rms)
    said = [*_about_scale(size, stated_scale)] if paper else []
    if paper and _spread(page) < _NEAR_MM:
        said.append("The points lie close together on the plan: far from them, it may be off by much more.")
    if rms is None:
        said.append("Two points always fit: a third would show whether they are right.")
        if abs(math.degrees(np.angle(turn))) > 45:
            said.append("By them the plan lies turned by more than 45°; check that they are not mixed up.")
    hand = TRACING_MM * size if paper else 0.0
    return Fit(
        size,
        math.degrees(float(np.angle(turn))),
        float(shift.real),
        float(shift.imag),
        rms,
        tuple(float(d) for d in abs(off)),
        max(rms or 0.0, hand),
        tuple(said),
    )


def _check(pairs: Sequence[Pair]) -> None:
    if len(pairs) < 2:
        raise Problem(
            f"{len(pairs) or 'No'} known {'point is' if len(pairs) == 1 else 'points are'} not enough to place a plan.",
            "One point says where it lies, but not how it is turned or how large it is.",
            "Give two to four points, far apart: corners of buildings, or the crosses of the map grid.",
        )
    numbers = [(p.x, p.y, p.east, p.north) for p in pairs]
    for n, each in enumerate(numbers, 1):
        if not all(math.isfinite(v) for v in each):
            raise Problem(
                f"Point {n} is not all numbers.", "It cannot be placed.", "Give its four figures again."
            )
    if all(abs(p.east) <= 180 and abs(p.north) <= 90 for p in pairs):
        raise Problem(
            "The points' eastings and northings look like degrees.",
            "A plan is placed in metres; degrees of longitude and of latitude are not of one length.",
            "Give them as National Grid eastings and northings, such as 532480, 179350.",
        )
    for n, one in enumerate(pairs):
        for m, other in enumerate(pairs[:n]):
            page = math.hypot(one.x - other.x, one.y - other.y) < 1e-6
            ground = math.hypot(one.east - other.east, one.north - other.north) < 1e-3
            if page or ground:
                raise Problem(
                    f"Points {m + 1} and {n + 1} are one and the same {'on the plan' if page else 'on the ground'}.",
                    "A plan is placed by points that are apart on both.",
                    "Take one of them out, or give its place anew.",
                )


def _similar(page: Any, ground: Any) -> tuple[complex, complex, Any]:
    """The factor and shift that bring `page` nearest to `ground`, and what is left, as complex numbers."""
    middle, there = page.mean(), ground.mean()
    z, w = page - middle, ground - there
    turn = complex((z.conj() * w).sum() / (abs(z) ** 2).sum())
    shift = complex(there - turn * middle)
    return turn, shift, ground - (page * turn + shift)


def _about_scale(size: float, stated: int | None) -> list[str]:
    if not stated or abs(size * 1000 / stated - 1) <= _STATED:
        return []
    return [
        f"The sheet says 1:{stated:,} but measures 1:{size * 1000:,.0f} by these points: it was printed or saved"
        " to fit another page, or a point is wrong. The points were followed."
    ]


def _unfit(page: Any, ground: Any, off: Any, rms: float) -> Problem:
    mirrored = _rms(_similar(page.conj(), ground)[2])
    worst, by = _worst(page, ground, off)
    what = (
        f"The points do not fit: they are off by {rms:,.1f} m on average, point {worst + 1} by {by:,.1f} m."
    )
    if mirrored < rms / 5:
        return Problem(
            what,
            "They fit if the plan is mirrored: page_y is counted down from the top, or eastings and northings are"
            " swapped.",
            "Count page_y up from the lower edge, and give the easting before the northing.",
        )
    stretch = _stretch(page, ground)
    if stretch is not None:
        return Problem(
            what,
            f"They fit if the plan is stretched by {stretch:.1%} in one direction: it was printed or scanned out of shape.",
            "Ask for the sheet as the drawing program saved it, or place it by points near the site alone.",
        )
    return Problem(
        what,
        "At least one of them is not the same place on the plan and on the ground, or has a slip in a figure.",
        f"Check point {worst + 1} first; then take it out or give it anew.",
    )


def _worst(page: Any, ground: Any, off: Any) -> tuple[int, float]:
    """The point to blame, and how far it lies from where the others put it."""
    if len(page) < 4:
        n = int(np.argmax(abs(off)))
        return n, float(abs(off[n]))
    left = []
    for n in range(len(page)):
        rest = np.arange(len(page)) != n
        turn, shift, others = _similar(page[rest], ground[rest])
        left.append((_rms(others), n, float(abs(ground[n] - (page[n] * turn + shift)))))
    _, n, by = min(left)
    return n, by


def _stretch(page: Any, ground: Any) -> float | None:
    """How much longer one direction is than the other, where that explains what is off; None where not."""
    if len(page) < 4:
        return None
    known = np.column_stack([page.real, page.imag, np.ones(len(page))])
    found, *_ = np.linalg.lstsq(known, np.column_stack([ground.real, ground.imag]), rcond=None)
    left = known @ found - np.column_stack([ground.real, ground.imag])
    sizes = np.linalg.svd(found[:2], compute_uv=False)
    fits = math.sqrt(float((left**2).sum(axis=1).mean())) < _MOST_M / 2
    if not fits or sizes[1] <= 0 or sizes[0] / sizes[1] < 1 + _STRETCH:
        return None
    return float(sizes[0] / sizes[1] - 1)


def _rms(off: Any) -> float:
    return math.sqrt(float((abs(off) ** 2).mean()))


def _spread(page: Any) -> float:
    return float(abs(page[:, None] - page[None, :]).max())


def _complex(xy: Any) -> Any:
    pairs = np.asarray(xy, dtype=float).reshape(-1, 2)
    return pairs[:, 0] + 1j * pairs[:, 1]
