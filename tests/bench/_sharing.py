"""Floating catchments (E2SFCA) of all small areas and all places of one type, and what a scheme's people change."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from _nets import PROJECT, scattered
from _opening import networks
from _report import Report, median, seconds, took

from placewell.network.decay import SLOW, Zones
from placewell.network.floating import floating
from placewell.network.model import Network
from placewell.network.reach import reach
from placewell.network.snap import attach
from placewell.work.opened import open_project

ZONES = Zones(tuple(80.0 * minutes for minutes in SLOW.limits), SLOW.each)
"""Three zones of ten minutes each, at 80 m a minute."""
AREAS, PLACES, ROUNDS = 5000, 500, 9
TYPE, AREA = "GP surgery", "LSOA 2021"


def measure(report: Report, room: Path, large: bool) -> None:
    """Each network, with real areas and places where it is real."""
    report.title("Enough for the people who share it: floating catchments in three zones up to 2,400 m")
    heads = ("network", "areas", "places", "pairs", "walks", "shares", "a scheme added", "its people changed")
    rows = []
    for name, network in networks(room):
        areas, places = _real(room) if name.startswith("real") else _made_up(network)
        told = _timed(network, areas, places)
        counts = [f"{int(told[n]):,}" for n in ("areas", "places", "pairs")]
        times = [took(told[n]) for n in ("walks_s", "shares_s", "added_s", "changed_s")]
        rows.append([name, *counts, *times])
        report.keep(network=name, **told)
    report.table(heads, rows)
    report.say(
        "Walks: from every place to every area. A scheme added: its walks to all places, and all that follows."
    )


def _timed(network: Network, areas: np.ndarray, places: np.ndarray) -> dict[str, float]:
    """Seconds of each step; people and capacities are made up."""
    chance = np.random.default_rng(2)
    at_areas, at_places = attach(network, areas), attach(network, places)
    people, capacity = (
        chance.integers(800, 3000, len(areas)).astype(float),
        chance.integers(1, 9, len(places)).astype(float),
    )
    far = ZONES.limits[-1]
    walks_s = median(lambda: reach(network, at_areas, at_places, far), 3)
    metres = reach(network, at_areas, at_places, far)
    place, asset = np.nonzero(np.isfinite(metres))
    held = floating(place, asset, metres[place, asset], people, capacity, ZONES)
    shares_s = median(lambda: floating(place, asset, metres[place, asset], people, capacity, ZONES), ROUNDS)

    def add(point: np.ndarray) -> None:
        walk = reach(network, attach(network, point), at_places, far)[0]
        there = np.flatnonzero(np.isfinite(walk))
        held.with_place(there, walk[there], 900.0)

    schemes = scattered(network.node_xy, 2 * ROUNDS, 5)
    added = [seconds(lambda: add(schemes[i : i + 1])) for i in range(2 * ROUNDS)]  # noqa: B023 (called at once)
    busiest = int(np.bincount(place, minlength=len(areas)).argmax())
    changed_s = median(lambda: held.with_people(busiest, 950.0), ROUNDS)
    return {
        "areas": len(areas), "places": len(places), "pairs": len(place), "walks_s": walks_s, "shares_s": shares_s,
        "added_s": float(np.median(added)), "changed_s": changed_s,
    }  # fmt: skip


def _real(room: Path) -> tuple[np.ndarray, np.ndarray]:
    with open_project(room / PROJECT) as opened:
        areas, assets = opened.file.read("area"), opened.file.read("asset")
    picked = np.array([t == AREA for t in areas.column("level")], dtype=bool)
    kept = np.array([t == TYPE for t in assets.column("type")], dtype=bool)
    inside = [
        shapely.point_on_surface(np.asarray(r.geometry, dtype=object)[m])
        for r, m in ((areas, picked), (assets, kept))
    ]
    return inside[0], inside[1]


def _made_up(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """As many as a large borough might have, whatever the size of the town."""
    return scattered(network.node_xy, AREAS, 1), scattered(network.node_xy, PLACES, 2)
