"""Areas shaded by a value: into how many classes, where they part, and what the legend says of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

How = Literal["quantiles", "equal steps", "natural breaks"]
USUAL, MOST = 5, 7
SEQUENTIAL = ("#E3EEF0", "#B5D3D9", "#7FB3BD", "#438C9A", "#00657A", "#004A5A", "#00323D")
"""One hue from light to dark: light means little."""
LOW_SIDE, MIDDLE, HIGH_SIDE = ("#6A3D9A", "#B39CD0"), "#F2F2F2", ("#A6D3A0", "#2E7D32")
"""Differences: purple to green round a neutral middle at zero."""


@dataclass(frozen=True, eq=False)
class Classes:
    """`of` says each area's class (-1: no data); `edges` are one more than `colours`."""

    how: How | Literal["differences"]
    edges: tuple[float, ...]
    colours: tuple[str, ...]
    of: npt.NDArray[np.intp]
    unit: str = ""
    year: str = ""

    @property
    def counts(self) -> tuple[int, ...]:
        """How many areas each class has."""
        return tuple(int((self.of == n).sum()) for n in range(len(self.colours)))

    @property
    def no_data(self) -> int:
        """How many areas have no value."""
        return int((self.of < 0).sum())

    @property
    def heading(self) -> str:
        """Unit and year, as a legend begins."""
        return ", ".join(x for x in (self.unit, self.year) if x)

    def lines(self) -> list[str]:
        """Each class from its least to its most, with how many areas are in it."""
        pairs = zip(self.edges[:-1], self.edges[1:], strict=True)
        said = [f"{_number(a)} to {_number(b)}  ({n} {'area' if n == 1 else 'areas'})" for (a, b), n in zip(pairs, self.counts, strict=True)]  # fmt: skip
        return said + (
            [f"no data  ({self.no_data} {'area' if self.no_data == 1 else 'areas'})"] if self.no_data else []
        )


def classed(
    values: Sequence[float | None],
    how: How = "quantiles",
    classes: int = USUAL,
    unit: str = "",
    year: str = "",
) -> Classes:
    """Values put into classes; equal values always share one, so that there may be fewer than asked for."""
    held = np.array([np.nan if v is None else float(v) for v in values])
    known = held[np.isfinite(held)]
    wanted = min(max(classes, 1), MOST, len(np.unique(known)) or 1)
    edges = _edges(known, how, wanted)
    of = np.where(
        np.isfinite(held), np.clip(np.searchsorted(edges[1:-1], held, side="left"), 0, len(edges) - 2), -1
    )
    colours = _ramp(len(edges) - 1)
    return Classes(how, tuple(float(e) for e in edges), colours, of.astype(np.intp), unit, year)


def differences(values: Sequence[float | None], unit: str = "", year: str = "") -> Classes:
    """Gains and losses in five classes round zero; the middle one is what hardly differs."""
    held = np.array([np.nan if v is None else float(v) for v in values])
    known = np.abs(held[np.isfinite(held)])
    most = float(known.max()) if len(known) and known.max() > 0 else 1.0
    edges = np.array([-most, -most / 2, -most / 20, most / 20, most / 2, most])
    of = np.where(np.isfinite(held), np.clip(np.searchsorted(edges[1:-1], held, side="left"), 0, 4), -1)
    return Classes(
        "differences", tuple(edges.tolist()), (*LOW_SIDE, MIDDLE, *HIGH_SIDE), of.astype(np.intp), unit, year
    )


def _edges(known: npt.NDArray[np.float64], how: How, classes: int) -> npt.NDArray[np.float64]:
    if not len(known):
        return np.array([0.0, 0.0])
    if how == "quantiles":
        edges = np.quantile(known, np.linspace(0, 1, classes + 1))
    elif how == "equal steps":
        edges = np.linspace(known.min(), known.max(), classes + 1)
    else:
        import jenkspy

        edges = (
            np.array(jenkspy.jenks_breaks(known, n_classes=classes))
            if classes > 1
            else np.array([known.min(), known.max()])
        )
    inner = np.unique(edges[1:-1])
    return np.array([edges[0], *inner[(inner > edges[0]) & (inner < edges[-1])], edges[-1]])


def _ramp(classes: int) -> tuple[str, ...]:
    """Evenly from the lightest to the fifth, or on to the darkest where there are more."""
    span = SEQUENTIAL[: max(USUAL, classes)]
    at = (
        np.linspace(0, len(span) - 1, classes).round().astype(int)
        if classes > 1
        else np.array([len(span) // 2])
    )
    return tuple(span[i] for i in at)


def _number(value: float) -> str:
    return (
        f"{value:,.0f}"
        if abs(value) >= 100 or float(value).is_integer()
        else f"{value:,.1f}"
        if abs(value) >= 1
        else f"{value:,.2g}"
    )
