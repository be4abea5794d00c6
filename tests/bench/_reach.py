"""From one site to every place, against one bare search of the graph by scipy with the same limit.

The site is attached anew each time, as it follows the mouse; places are attached once. The bare search
goes from the junction nearest to the site and gives metres to junctions only.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import numpy as np
import shapely
from _nets import scattered
from _opening import networks
from _report import Report, seconds, took

from placewell.network.model import Network
from placewell.network.reach import reach
from placewell.network.snap import attach

PLACES, SITES, AIM = 3000, 40, 4
LIMITS_M = (1200.0, 5000.0)


def measure(report: Report, room: Path, large: bool) -> None:
    """Each network and limit."""
    report.title(f"One site to {PLACES:,} places, against a bare scipy search (aim: under {AIM} times)")
    rows = []
    for name, network in networks(room):
        for limit in LIMITS_M:
            ours, bare = sites(network, limit)
            times = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
            a, b = statistics.median(ours), statistics.median(bare)
            rows.append([name, f"{limit:,.0f} m", took(a), took(b), f"{times:.2f}", took(max(ours))])
            report.keep(network=name, limit_m=limit, ours_s=a, bare_s=b, times=times, ours_worst_s=max(ours))
    report.table(("network", "limit", "ours", "bare scipy", "times", "ours at worst"), rows)


def sites(network: Network, limit_m: float, count: int = SITES) -> tuple[list[float], list[float]]:
    """Seconds of ours and of the bare search, site by site in turn."""
    from scipy.sparse.csgraph import dijkstra

    graph = network.graph
    places = attach(network, scattered(network.node_xy, PLACES, 3000))
    points = scattered(network.node_xy, count + 1, 7)
    ours, bare = [], []
    for point in points:
        node = int(np.hypot(*(network.node_xy - shapely.get_coordinates(point)).T).argmin())
        bare.append(seconds(lambda: dijkstra(graph, indices=node, limit=limit_m)))  # noqa: B023 (called at once)
        ours.append(seconds(lambda: reach(network, attach(network, np.array([point])), places, limit_m)))  # noqa: B023
    return ours[1:], bare[1:]  # The first makes ready what is then held.
