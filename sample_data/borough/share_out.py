"""Faces shared out into areas of about equal people, in one piece each and parted where it costs least."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ANGLES = 16


@dataclass(frozen=True)
class Evenness:
    """How much areas may differ: a cut that misses an even share by more than `slack` of it is thought
    worse by up to `price_m` metres of boundary, where it misses by the whole share."""

    slack: float
    price_m: float

    def of(self, held: float, share: float) -> float:
        """What a side costs that holds this share of the people, not the one it should."""
        off = abs(held - share) / min(share, 1 - share)
        return self.price_m * max(0.0, off - self.slack) ** 2


@dataclass(frozen=True)
class Map:
    """Faces as a cut sees them: people, middles and what a boundary between two neighbours costs."""

    people: npt.NDArray[np.float64]
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    beside: Sequence[dict[int, float]]

    def of(self, faces: Sequence[int]) -> float:
        """People of a set of faces."""
        return float(self.people[np.array(faces, dtype=int)].sum())


def share_out(ground: Map, faces: Sequence[int], parts: int, even: Evenness) -> list[list[int]]:
    """`faces` (in one piece) as `parts` sets, cut in two again and again."""
    if parts <= 1:
        return [sorted(faces)]
    left = parts // 2
    one, two = _halve(ground, sorted(faces), left / parts, even)
    return share_out(ground, one, left, even) + share_out(ground, two, parts - left, even)


def in_pieces(ground: Map, faces: Sequence[int]) -> list[list[int]]:
    """The connected pieces of a set of faces, the one with most people first."""
    left, found = set(faces), []
    for start in sorted(faces):
        if start not in left:
            continue
        left.discard(start)
        piece, todo = [start], [start]
        while todo:
            for other in sorted(ground.beside[todo.pop()]):
                if other in left:
                    left.discard(other)
                    piece.append(other)
                    todo.append(other)
        found.append(piece)
    return sorted(found, key=lambda p: (-float(ground.people[p].sum()), -len(p), p[0]))


def _halve(ground: Map, faces: list[int], share: float, even: Evenness) -> tuple[list[int], list[int]]:
    best: tuple[float, set[int]] | None = None
    total = float(ground.people[faces].sum()) or 1.0
    for k in range(ANGLES):
        one = _whole(ground, faces, _sweep(ground, faces, share, math.pi * k / ANGLES, total, even))
        _smooth(ground, faces, one, share, total, even)
        held = float(ground.people[sorted(one)].sum()) / total
        price = _cut(ground, faces, one) + even.of(held, share)
        if best is None or price < best[0] - 1e-9:
            best = (price, one)
    assert best is not None
    return sorted(best[1]), [f for f in faces if f not in best[1]]


def _sweep(
    ground: Map, faces: list[int], share: float, angle: float, total: float, even: Evenness
) -> set[int]:
    """The cheapest straight cut at an angle whose two sides are about the shares asked for."""
    key = ground.x[faces] * math.cos(angle) + ground.y[faces] * math.sin(angle)
    order = [faces[i] for i in np.lexsort((np.array(faces), key))]
    one: set[int] = set()
    whole = set(faces)
    held = cost = 0.0
    best: tuple[float, int] | None = None
    for n, face in enumerate(order[:-1], 1):
        one.add(face)
        held += float(ground.people[face])
        for other, price in ground.beside[face].items():
            if other in whole:
                cost += -price if other in one else price
        rank = cost + 3 * even.of(held / total, share)
        if best is None or rank < best[0]:
            best = (rank, n)
    assert best is not None
    return set(order[: best[1]])


def _whole(ground: Map, faces: list[int], one: set[int]) -> set[int]:
    """Pieces cut off from either side go to the other, until both are in one piece."""
    for _ in range(4):
        for piece in in_pieces(ground, sorted(one))[1:]:
            one -= set(piece)
        rest = in_pieces(ground, [f for f in faces if f not in one])
        if len(rest) < 2:
            break
        for piece in rest[1:]:
            one |= set(piece)
    return one


def _cut(ground: Map, faces: list[int], one: set[int]) -> float:
    whole = set(faces)
    return sum(p for f in sorted(one) for o, p in ground.beside[f].items() if o in whole and o not in one)


def _smooth(ground: Map, faces: list[int], one: set[int], share: float, total: float, even: Evenness) -> None:
    """Moves single faces over the cut while that shortens it or evens the sides, each side kept whole."""
    whole = set(faces)
    held = float(ground.people[sorted(one)].sum()) / total
    for _ in range(6):
        moved = False
        edge = [f for f in faces if any((o in one) != (f in one) for o in ground.beside[f] if o in whole)]
        for face in edge:
            mine = face in one
            gain = 0.0
            for other, price in ground.beside[face].items():
                if other in whole:
                    gain += -price if (other in one) == mine else price
            step = float(ground.people[face]) / total * (-1 if mine else 1)
            gain += even.of(held, share) - even.of(held + step, share)
            if gain <= 1e-6 or not _can_leave(ground, face, one if mine else whole - one):
                continue
            (one.discard if mine else one.add)(face)
            held += step
            moved = True
        if not moved:
            return


def _can_leave(ground: Map, face: int, side: set[int]) -> bool:
    """Whether a side stays in one piece without this face."""
    near = sorted(o for o in ground.beside[face] if o in side)
    if not near:
        return len(side) > 1
    if len(near) == 1:
        return True
    seen, todo = {face, near[0]}, [near[0]]
    missing = set(near[1:])
    while todo and missing:
        for other in ground.beside[todo.pop()]:
            if other in side and other not in seen:
                seen.add(other)
                missing.discard(other)
                todo.append(other)
    return not missing
