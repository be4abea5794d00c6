"""Rows of houses and shops along the runs of a block: terraces, pairs of villas, parades."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import shapely

from borough.buildings_runs import Run, runs_of
from borough.buildings_site import Site, Span

MAIN = ("A Road", "B Road")


@dataclass(frozen=True)
class Kind:
    """How one street was built up: metres, but for `rear_share` (of the row that has additions)."""

    house: float
    front: float
    deep: float
    rear: float
    rear_share: float
    garden: float
    group: tuple[int, int]
    gap: tuple[float, float]
    storeys: int
    stagger: float = 0.0
    pub: float = 0.0
    """Chance of a pub or shop at a corner."""
    rebuilt: float = 0.0
    """Chance that some houses of a row were replaced, after the war, by flats."""


def kind_of(run: Run, style: str) -> Kind:
    """The same for both sides of a street and all its blocks: streets were built one at a time."""
    rng = random.Random(f"larkhithe street {run.street} {style}")
    main = run.sort in MAIN
    if style == "georgian":
        return Kind(
            house=rng.uniform(5.8, 7.2), front=rng.choice((0.4, 1.8, 2.4, 3.0)), deep=rng.uniform(10.5, 13.0),
            rear=rng.uniform(2.0, 4.5), rear_share=rng.uniform(0.35, 0.5), garden=6, group=(9, 22), gap=(0.4, 1.4),
            storeys=rng.choice((3, 4, 4, 5)), pub=0.3, rebuilt=0.12,
        )  # fmt: skip
    if style == "villa":
        four = rng.random() < 0.22
        return Kind(
            house=rng.uniform(6.4, 8.0), front=rng.uniform(5.0, 8.0), deep=rng.uniform(8.4, 10.4),
            rear=rng.uniform(2.0, 4.5), rear_share=rng.choice((0.0, 0.5, 0.56)), garden=8, group=(4, 6) if four else (2, 2),
            gap=(2.4, 4.4), storeys=2, stagger=0.3,
        )  # fmt: skip
    if style == "docks":
        return Kind(
            house=rng.uniform(4.6, 5.6), front=rng.uniform(3.0, 5.5), deep=rng.uniform(7.6, 9.0), rear=0.0, rear_share=0.0,
            garden=5, group=(3, 7), gap=(1.6, 7.0), storeys=rng.choice((2, 2, 3)), stagger=1.4,
        )  # fmt: skip
    if main:
        return Kind(
            house=rng.uniform(5.2, 6.4), front=rng.choice((0.4, 0.6, 3.5, 5.5)), deep=rng.uniform(9.5, 11.5),
            rear=rng.uniform(4.0, 7.5), rear_share=rng.uniform(0.45, 0.56), garden=5, group=(6, 18), gap=(0.4, 2.2),
            storeys=3, pub=0.7, rebuilt=0.25,
        )  # fmt: skip
    small = rng.random() < 0.22
    return Kind(
        house=rng.uniform(4.0, 4.6) if small else rng.uniform(4.7, 5.9), front=0.5 if small else rng.uniform(1.6, 4.0),
        deep=rng.uniform(7.4, 8.4) if small else rng.uniform(8.2, 9.4), rear=rng.uniform(2.0, 3.5) if small else rng.uniform(3.8, 6.8),
        rear_share=rng.uniform(0.46, 0.56), garden=rng.uniform(3.5, 5.5), group=(10, 26), gap=(0.4, 1.6),
        storeys=2 if small else rng.choice((2, 2, 3)), pub=0.45, rebuilt=0.2,
    )  # fmt: skip


def build_rows(site: Site, style: str) -> None:
    """Rows along every run that faces a street: first the longer, which keep the corners."""
    fronts = [r for r in site.runs if r.street]
    for run in sorted(fronts, key=lambda r: (-r.length * (1.6 if r.sort in MAIN else 1.0), *r.line[0])):
        kind = kind_of(run, style)
        slim = replace(kind, rear=0.0, deep=min(kind.deep, 8.6), garden=max(kind.garden - 2, 2.5))
        tight = replace(slim, front=min(kind.front, 1.0), deep=6.4, garden=1.5)
        left: list[Span] = [(0.0, run.length)]
        for k in (kind, slim, tight):
            back = k.front + k.deep + k.rear
            done = [
                found
                for part in left
                for found in site.spans(run, part, k.front, back, k.garden, 2 * k.house)
            ]
            for a, b in done:
                _stretch(site, run, k, a, b)
            ends = [0.0, *(x for span in done for x in span), run.length]
            left = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if b - a > 2 * k.house + 2]


def _stretch(site: Site, run: Run, kind: Kind, a: float, b: float) -> None:
    """One unbroken stretch of a run: rows with breaks, corner buildings, and what was rebuilt."""
    rng = site.rng
    side = rng.uniform(0.0, 1.2)
    a, b = a + (side if a < 3 else 0.6), b - (side if b > run.length - 3 else 0.6)
    for at_start in (True, False):
        corner = a < 4 if at_start else b > run.length - 4
        if corner and b - a > 4 * kind.house and rng.random() < kind.pub:
            wide = kind.house * rng.uniform(1.3, 1.9)
            s0, s1 = (a, a + wide) if at_start else (b - wide, b)
            deep = kind.front + kind.deep + rng.uniform(0.0, min(kind.rear, 4.0))
            if site.put(run.band(s0, s1, 0.4, deep), "shops", kind.storeys, kind.garden):
                a, b = (s1, b) if at_start else (a, s0)
    count = int((b - a) / kind.house)
    while count > 0:
        most = rng.randint(*kind.group)
        take = count if count - most < kind.group[0] else most
        gap = rng.uniform(*kind.gap) if take < count or (len(kind.group) > 1 and kind.group[1] <= 7) else 0.0
        wide = (b - a) / count if kind.gap[1] < 3 else kind.house
        end = a + take * wide
        if take < count:
            end -= gap * (1 if kind.gap[1] < 3 else 0)
        if end > b + 0.1:
            take = int((b - a) / wide)
            end = a + take * wide
        if take < 1:
            break
        if take > 7 and rng.random() < kind.rebuilt:
            _with_flats(site, run, kind, a, end, take)
        else:
            _row(site, run, kind, a, end, take)
        a = end + gap
        count = int((b - a) / kind.house + 0.05)


def _with_flats(site: Site, run: Run, kind: Kind, a: float, b: float, count: int) -> None:
    """A row of which a few houses gave way to a plain block of flats, deeper and a little back."""
    rng = site.rng
    wide = (b - a) / count
    first = rng.randint(1, max(1, count - 5))
    many = rng.randint(3, min(5, count - first))
    s0, s1 = a + first * wide, a + (first + many) * wide
    _row(site, run, kind, a, s0, first)
    back = min(kind.front + kind.deep + kind.rear * 0.6, kind.front + 13.0)
    site.put(run.band(s0 + 1.5, s1 - 1.5, kind.front + rng.uniform(-0.4, 1.8), back), "homes", 4, kind.garden)
    if count - first - many > 0:
        _row(site, run, kind, s1, b, count - first - many)


def _row(site: Site, run: Run, kind: Kind, a: float, b: float, count: int) -> None:
    """One row: a straight front, and a back with the additions of neighbours in pairs."""
    rng = site.rng
    wide = (b - a) / count
    shift = rng.uniform(-kind.stagger, kind.stagger)
    front, back = kind.front + shift, kind.front + kind.deep + shift
    outline = [(a, front), (b, front)]
    backs: list[tuple[float, float]] = []
    for n in range(0, count, 2):
        if kind.rear < 1.0 or kind.rear_share == 0.0:
            break
        long = kind.rear * rng.choice((1.0, 1.0, 1.0, 1.0, 0.7, 1.25))
        half = kind.rear_share * wide
        mid = a + (n + 1) * wide
        low, high = (mid - half, mid + half) if n + 1 < count else (mid - wide, mid - wide + half)
        backs += [(low, back), (low, back + long), (high, back + long), (high, back)]
    if kind.stagger > 1 and count >= 4 and rng.random() < 0.5:
        # The houses of one half stand forward of the other's.
        mid, step = a + (count // 2) * wide, rng.choice((-1.2, 1.2))
        outline = [
            (a, front),
            (mid, front),
            (mid, front + step),
            (b, front + step),
            (b, back + step),
            (mid, back + step),
        ]
        outline += [(mid, back), (a, back)]
    else:
        outline += [(b, back), *reversed(backs), (a, back)]
    site.put(run.polygon(outline), "homes", kind.storeys, kind.garden)


def build_mews(site: Site, lane_m: float = 6.0) -> None:
    """Low rows at the far end of the gardens, facing a lane inside the block."""
    inner = site.free(9.0)
    for piece in sorted(
        (p for p in shapely.get_parts(inner) if p.geom_type == "Polygon" and p.area > 300),
        key=lambda p: p.bounds,
    ):
        for run in runs_of(piece, 18.0)[:4]:
            deep = 5.6
            for a, b in site.spans(run, (0.0, run.length), 0.0, deep, 0.5, 12.0):
                at = a + 1
                while b - at > 9:
                    long = min(site.rng.uniform(16, 40), b - 1 - at)
                    site.put(
                        run.band(at, at + long, 0.0, deep),
                        "homes" if site.rng.random() < 0.7 else "work",
                        2,
                        lane_m,
                    )
                    at += long + site.rng.uniform(1.0, 5.0)
