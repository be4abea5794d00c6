"""Where the planted places stand: searched for on the ground, so that each walk is as long as `truths.toml` says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from shapely import Point

from borough.ground import Ground, Way
from borough.on_foot import OnFoot, Reach
from borough.places import Place
from borough.scheme import Scheme

FILE = Path(__file__).resolve().parent.parent / "truths.toml"


@dataclass(frozen=True)
class Planted:
    """The places that tests rely on, and the footpath that the older extract lacks."""

    clinic: Point
    venue: Point
    surgery: Point
    footpath: str
    """Id of a way."""


def truths() -> dict[str, Any]:
    """The planted truths as written down."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def plant(ground: Ground, net: OnFoot, scheme: Scheme) -> Planted:
    """Find spots where everything that is to be true is. Raises ValueError where the ground has none."""
    wanted = truths()
    start = scheme.door(wanted["clinic"]["from_gate"]).point
    reach = net.from_(start)
    path, venue = _by_the_footpath(
        ground, net, scheme.door(wanted["footpath"]["from_gate"]).point, wanted["footpath"]
    )
    without = OnFoot([w for w in ground.ways if w.id != path]).from_(start)
    clinic = _spot(
        ground,
        net,
        [reach, without],
        wanted["clinic"]["walk_m"],
        lambda w: w.is_street and w.sort in ("Local Road", "Minor Road"),
    )
    surgery = _spot(ground, net, [reach], 715.0, lambda w: w.name == "Broadway")
    return Planted(clinic, venue, surgery, path)


def planted_places(planted: Planted) -> list[Place]:
    """The planted places as assets."""
    wanted = truths()
    full = wanted["surgery"]
    return [
        Place("clinic", wanted["clinic"]["name"], planted.clinic, "NHS", capacity=6, unit="consulting rooms", alone_m=300),
        Place("community centre", wanted["footpath"]["venue"], planted.venue, "voluntary", capacity=120, unit="people", alone_m=300),
        Place(
            "GP surgery", full["name"], planted.surgery, "NHS",
            capacity=full["capacity"], unit="patients", used=full["registered"], alone_m=700,
        ),
    ]  # fmt: skip


def _spot(ground: Ground, net: OnFoot, reaches: list[Reach], walk_m: float, fits: Any) -> Point:
    """A frontage of a fitting street that is exactly so far by every one of the walks."""
    for way in sorted(net.ways, key=lambda w: w.id):
        if (
            not fits(way)
            or way.line.length < 40
            or way.line.distance(ground.boundary.exterior) < 30
            or not ground.boundary.contains(way.line)
        ):
            continue
        found = _along(ground, net, way, reaches[0], walk_m)
        if found is not None and all(abs(r.to(found) - walk_m) < 0.02 for r in reaches):
            return found
    raise ValueError(f"no street has a frontage {walk_m} m away")


def _along(ground: Ground, net: OnFoot, way: Way, reach: Reach, walk_m: float) -> Point | None:
    """The point beside a way at which the walk is so long, in from its ends; None where there is none."""
    steps = np.linspace(12, way.line.length - 12, 60) if way.line.length > 30 else np.empty(0)
    for side in (1, -1):
        points = [_beside(way, s, side) for s in steps]
        walks = [reach.to(p) - walk_m for p in points]
        for (s0, w0), (s1, w1) in zip(
            zip(steps, walks, strict=True), list(zip(steps, walks, strict=True))[1:], strict=False
        ):
            if (w0 < 0) == (w1 < 0) or abs(w1 - w0) > 15:
                continue
            a, b = s0, s1
            for _ in range(40):
                m = (a + b) / 2
                if (reach.to(_beside(way, m, side)) < walk_m) == (w0 < 0):
                    a = m
                else:
                    b = m
            at = _beside(way, a, side)
            spot = Point(round(at.x, 2), round(at.y, 2))
            if (
                abs(reach.to(spot) - walk_m) < 0.02
                and net.foot(spot)[0].id == way.id
                and any(k.shape.contains(spot) for k in ground.blocks)
            ):
                return spot
    return None


def _beside(way: Way, at: float, side: int) -> Point:
    p, q = way.line.interpolate(max(at - 1, 0)), way.line.interpolate(min(at + 1, way.line.length))
    gap = way.width_m / 2 + 4
    d = max(p.distance(q), 1e-9)
    m = way.line.interpolate(at)
    return Point(m.x - side * gap * (q.y - p.y) / d, m.y + side * gap * (q.x - p.x) / d)


def _by_the_footpath(ground: Ground, net: OnFoot, start: Point, wanted: dict[str, Any]) -> tuple[str, Point]:
    """The named footpath, and a spot that is much farther from the gate without it."""
    path = max((w for w in net.ways if w.name == wanted["name"]), key=lambda w: w.line.length)
    reach = net.from_(start)
    without = OnFoot([w for w in net.ways if w.id != path.id]).from_(start)
    for way in sorted(
        (w for w in net.ways if w.id != path.id and w.line.distance(path.line) < 160), key=lambda w: w.id
    ):
        found = _along(ground, net, way, reach, wanted["walk_m"])
        if found is not None and without.to(found) >= wanted["without_at_least_m"]:
            return path.id, found
    raise ValueError(f"no frontage near {path.name} is so much nearer by it")
