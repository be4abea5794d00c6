"""How far every junction is from the nearest of 100 places: ours against pandana's.

Places lie on junctions, so that both mean the same. Getting ready is not counted; both times are printed.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely
from _opening import networks
from _others import LeftOut, ask
from _report import Report, median, seconds, took

from placewell.network.model import Network
from placewell.network.reach import least
from placewell.network.snap import attach

PLACES, ROUNDS, AIM = 100, 9, 20
EQUAL_M = 0.1
HEADS = (
    "network",
    "ours",
    "made ready",
    "pandana made ready",
    "no limit",
    "least limit",
    "times faster",
    "times",
    "apart at most",
    "cut to mm",
)


def measure(report: Report, room: Path, large: bool) -> None:
    """Each network that is there."""
    report.title(f"Nearest of {PLACES} places for every junction (aim: {AIM} times faster than pandana)")
    rows, left, far = [], [], []
    for name, network in networks(room):
        places = np.random.default_rng(100).choice(len(network.node_xy), PLACES, replace=False)
        ready_s = seconds(lambda: (network.halves, network.tree))  # noqa: B023 (called at once)
        points = attach(network, shapely.points(network.node_xy[places]))
        ours_s = median(lambda: least(network, points), ROUNDS)  # noqa: B023
        ours = least(network, points)
        row = [name, took(ours_s), took(ready_s)]
        kept = {"network": name, "ours_s": ours_s, "ours_ready_s": ready_s}
        try:
            told, theirs = _pandana(room, network, places, _reached(ours))
        except LeftOut as why:
            left.append(str(why))
        else:
            apart, cut = _apart(ours, theirs), _apart(_in_millimetres(network, places), theirs)
            row += [took(told[n]) if n in told else "" for n in ("prepared_s", "unlimited_s", "search_s")]
            row += [f"{told[n] / ours_s:.0f}" if n in told else "" for n in ("unlimited_s", "search_s")]
            row += [f"{apart:.3f} m", f"{cut:.3f} m"]
            kept |= {f"pandana_{n}": value for n, value in told.items()} | {
                "apart_m": apart,
                "cut_apart_m": cut,
            }
            if max(apart, cut) > EQUAL_M:
                far.append(f"{name}: {max(apart, cut):.3f} m apart, more than {EQUAL_M:g} m.")
        rows.append(row + [""] * (len(HEADS) - len(row)))
        report.keep(**kept)
    report.table(HEADS, rows)
    for line in far:
        report.say(line)
    if len(left) < len(rows):
        report.say(
            "Ours is asked without a limit; pandana without one, then with the least that leaves all in."
        )
        report.say(
            "pandana cuts each link's length down to whole millimetres, which adds up over hundreds of links:"
        )
        report.say("'cut to mm' is how far it is from a scipy search of lengths so cut.")
    for reason in dict.fromkeys(left):
        report.say(reason)


def _apart(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The most that two differ where ours is within reach."""
    there = np.isfinite(ours)
    return float(np.abs(ours[there] - theirs[there]).max())


def _in_millimetres(network: Network, places: np.ndarray) -> np.ndarray:
    """A bare search with each link's length cut down to whole millimetres, as pandana does."""
    from scipy.sparse.csgraph import dijkstra

    cut = replace(network, edge_m=np.floor(network.edge_m * 1000) / 1000)
    metres: np.ndarray = dijkstra(cut.graph, indices=places, min_only=True)
    return metres


def _reached(metres: np.ndarray) -> float:
    """A limit for pandana that is no wider than it must be: what is far costs it more."""
    return float(np.ceil(metres[np.isfinite(metres)].max() / 1000 + 0.001) * 1000)


def _pandana(
    room: Path, network: Network, places: np.ndarray, limit: float
) -> tuple[dict[str, float], np.ndarray]:
    given, out = room / "given.npz", room / "found.npy"
    np.savez(
        given, xy=network.node_xy, begins=network.edge_from, ends=network.edge_to, metres=network.edge_m,
        places=places, limit=limit,
    )  # fmt: skip
    told = ask("pandana", str(given), str(out))
    found: np.ndarray = np.load(out)
    return told, found
