"""Walks from homes to real parks with both ends at the nearest point of a street, against the nearest junction."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from _nets import PROJECT, along_streets
from _opening import networks
from _report import Report

from placewell.network.access import access_points
from placewell.network.model import Network
from placewell.network.reach import per_group, reach
from placewell.network.snap import Attached, attach
from placewell.work.opened import open_project

HOMES, LIMIT_M = 2000, 1200.0


def measure(report: Report, room: Path, large: bool) -> None:
    """Each real network."""
    report.title(
        f"Walks of up to {LIMIT_M:,.0f} m from homes to parks: nearest junction against nearest point of a street"
    )
    if not room.joinpath(PROJECT).is_file():
        report.say("Left out, because there is no folder of real data beside the checkout.")
        return
    with open_project(room / PROJECT) as opened:
        assets = opened.file.read("asset")
    shapes = np.asarray(assets.geometry, dtype=object)
    kind = np.array(assets.column("type"), dtype=object)
    parks = shapes[
        (shapely.get_dimensions(shapes) == 2) & np.isin(kind, ("park", "recreation ground", "playing field"))
    ]
    rows = []
    for name, network in networks(room):
        if not name.startswith("real"):
            continue
        exact, bare, legs = walks(network, parks)
        for how, other in (("junctions, legs not counted", bare), ("junctions, legs counted", legs)):
            both = np.isfinite(exact) & np.isfinite(other) & (exact <= LIMIT_M) & (exact > 0)
            metres = other[both] - exact[both]
            share = 100 * metres / exact[both]
            wrong = int(((exact <= LIMIT_M) != (other <= LIMIT_M)).sum())
            rows.append([
                f"{name}: {how}", f"{int(both.sum()):,}", f"{share.mean():+.1f} %", f"{np.median(share):+.1f} %",
                f"{np.abs(share).mean():.1f} %", f"{np.median(np.abs(share)):.1f} %", f"{np.abs(metres).mean():.0f} m", f"{wrong:,}",
            ])  # fmt: skip
            report.keep(
                network=name, how=how, walks=int(both.sum()), parks=len(parks), mean_percent=float(share.mean()),
                median_percent=float(np.median(share)), mean_absolute_percent=float(np.abs(share).mean()),
                median_absolute_percent=float(np.median(np.abs(share))), mean_absolute_m=float(np.abs(metres).mean()),
                other_side_of_limit=wrong,
            )  # fmt: skip
    heads = (
        "snapped to",
        "walks",
        "mean",
        "median",
        "mean either way",
        "median",
        "mean",
        "within or not differs",
    )
    report.table(heads, rows)
    report.say(f"{HOMES:,} homes along the streets, {len(parks)} real parks and their access points.")


def walks(network: Network, parks: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(homes, parks) metres with both ends on edges; at junctions without the legs; at junctions with them."""
    points, of = access_points(network, parks)
    # What is not attached at all is another matter: the nearest junction may be anywhere.
    gates = attach(network, points)
    points, of, gates = points[gates.ok], of[gates.ok], gates.take(np.flatnonzero(gates.ok))
    homes = along_streets(network, HOMES, 12)
    far = LIMIT_M * 2
    exact = reach(network, attach(network, homes), gates, far)
    (home_at, home_leg), (gate_at, gate_leg) = _at_junctions(network, homes), _at_junctions(network, points)
    bare = reach(network, home_at, gate_at, far)
    legs = bare + home_leg[:, None] + gate_leg[None, :]
    exact, bare, legs = (per_group(m, of, len(parks)) for m in (exact, bare, legs))
    return exact, bare, legs


def _at_junctions(network: Network, points: np.ndarray) -> tuple[Attached, np.ndarray]:
    """Points moved to their nearest junction, and how far that is."""
    from scipy.spatial import KDTree

    metres, node = KDTree(network.node_xy).query(shapely.get_coordinates(points))
    return attach(network, shapely.points(network.node_xy[node])), metres
