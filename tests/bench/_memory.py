"""As many streets as Great Britain's open road map has: memory to build and to search them, in a process of its own.

Streets are made up by one process and left as arrays; another builds the network from them and
searches it, and its memory at the highest is what is told.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))

import numpy as np
from _nets import BLOCK_M, scattered, town
from _report import Report, seconds, took

from placewell.network.build import build_from
from placewell.network.model import Network
from placewell.network.reach import reach
from placewell.network.snap import attach
from placewell.network.streets import Lines, Streets
from placewell.network.texts import Texts

SIDE = 1691
"""Junctions a side for 4,000,000 streets."""
AREAS, SITES, PLACES, LIMIT_M = 5, 12, 3000, 5000.0
MEMORY_GB, REACH_S = 4.0, 0.05


def measure(report: Report, room: Path, large: bool) -> None:
    """Only when the large are asked for: it takes minutes."""
    report.title(
        f"4,000,000 streets (aims: under {MEMORY_GB:.0f} GB at the highest, one site's reach under {took(REACH_S)})"
    )
    if not large:
        report.say("Left out: it takes minutes. Ask for it with --large.")
        return
    for step in ("make", "use"):
        done = subprocess.run(
            [sys.executable, __file__, step, str(room)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
    told = json.loads(done.stdout)
    report.keep(**told)
    report.say(
        f"{told['links']:,} links between {told['junctions']:,} junctions, {told['vertices']:,} points."
    )
    report.table(
        ("", "seconds", "memory now", "at the highest"),
        [
            [s["what"], f"{s['s']:.1f}", f"{s['now_gb']:.2f} GB", f"{s['peak_gb']:.2f} GB"]
            for s in told["steps"]
        ],
    )
    first, then = told["first_s"], told["reach_s"]
    report.say(
        f"One site to {PLACES:,} places within {LIMIT_M:,.0f} m, the site attached anew: median {took(then)}, "
        f"worst {took(told['worst_s'])}; the first in a new part of the country {took(first)}."
    )


def make(room: Path) -> None:
    """Leave the streets as arrays."""
    streets = town(SIDE)
    for name, value in _arrays(streets).items():
        np.save(room / f"{name}.npy", value)


def _arrays(streets: Streets) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for f in fields(Streets):
        value = getattr(streets, f.name)
        if isinstance(value, (Lines, Texts)):
            found |= {f"{f.name}.{p.name}": getattr(value, p.name) for p in fields(value)}
        elif f.name == "steps":
            found[f.name] = value
    return found


def _streets(room: Path) -> Streets:
    arrays = {p.stem: np.load(p) for p in room.glob("*.npy")}
    whole = {
        f.name: kind(**{p.name: arrays[f"{f.name}.{p.name}"] for p in fields(kind)})
        for f in fields(Streets)
        if (kind := {"Lines": Lines, "Texts": Texts}.get(str(f.type)))
    }
    return Streets(**whole, steps=arrays["steps"], closed=np.empty(0, dtype=object))


def use(room: Path) -> None:
    """Build, search, and print what it took."""
    steps: list[dict[str, Any]] = []

    def step(what: str, doing: Any) -> None:
        s = seconds(doing)
        steps.append({"what": what, "s": s, "now_gb": _now_gb(), "peak_gb": _peak_gb()})

    held: dict[str, Any] = {}
    step("arrays read", lambda: held.update(streets=_streets(room)))
    step("network built", lambda: held.update(network=build_from(held.pop("streets"))))
    network: Network = held["network"]
    first: list[float] = []
    then: list[float] = []
    step("made ready", lambda: (network.halves, network.blocks))
    step(f"searched in {AREAS} parts of the country", lambda: _search(network, first, then))
    told = {
        "links": len(network.edge_m), "junctions": len(network.node_xy), "vertices": len(network.line_xy), "steps": steps,
        "peak_gb": _peak_gb(), "first_s": statistics.median(first), "reach_s": statistics.median(then), "worst_s": max(then),
    }  # fmt: skip
    print(json.dumps(told))


def _search(network: Network, first: list[float], then: list[float]) -> None:
    """Some sites in each of some parts of the country, to the places there."""
    chance = np.random.default_rng(9)
    wide = SIDE * BLOCK_M
    for area in range(AREAS):
        low = network.node_xy.min(axis=0) + chance.uniform(0.1, 0.9, 2) * (wide - 12_000)
        inside = np.flatnonzero(((network.node_xy >= low) & (network.node_xy <= low + 8_000)).all(axis=1))
        places = attach(network, scattered(network.node_xy[inside], PLACES, area))
        for n, point in enumerate(scattered(network.node_xy[inside], SITES, 100 + area)):
            s = seconds(lambda: reach(network, attach(network, np.array([point])), places, LIMIT_M))  # noqa: B023
            (first if n == 0 else then).append(s)


def _now_gb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * 4096 / 1e9


def _peak_gb() -> float:
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e9 if sys.platform == "darwin" else most * 1024 / 1e9


if __name__ == "__main__":
    {"make": make, "use": use}[sys.argv[1]](Path(sys.argv[2]))
