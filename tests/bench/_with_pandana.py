"""Nearest of some places for every node by pandana: run by its own Python, beside nothing of Placewell.

_with_pandana.py IN.npz OUT.npy. IN holds xy, begins, ends, metres, places (nodes) and limit: a limit in
metres that leaves nothing out and is no wider than it must be, as what is far costs pandana time.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from importlib.metadata import version

import numpy as np
import pandana
import pandas as pd

ROUNDS, ENOUGH_S, FAR_M = 7, 20.0, 1_000_000.0
"""Rounds at most, seconds after which no other is begun, and a limit that is none."""
MANY = 300_000
"""Nodes above which it is not asked without a limit: one round then takes many minutes."""


def main(given: str, out: str) -> None:
    """Print the seconds, write the metres."""
    with np.load(given) as kept:
        xy, begins, ends, metres, places = (kept[n] for n in ("xy", "begins", "ends", "metres", "places"))
        limit = float(kept["limit"])
    x, y = pd.Series(xy[:, 0]), pd.Series(xy[:, 1])
    begun = time.perf_counter()
    network = pandana.Network(x, y, pd.Series(begins), pd.Series(ends), pd.DataFrame({"metres": metres}))
    prepared = time.perf_counter() - begun
    told: dict[str, object] = {"version": version("pandana"), "prepared_s": prepared}
    for name, within in (("unlimited_s", FAR_M), ("search_s", limit)):
        if within == FAR_M and len(xy) > MANY:
            continue
        network.set_pois(name, within, 1, x[places], y[places])
        rounds: list[float] = []
        while len(rounds) < ROUNDS and sum(rounds) < ENOUGH_S:
            begun = time.perf_counter()
            found = network.nearest_pois(within, name, num_pois=1)
            rounds.append(time.perf_counter() - begun)
        told[name] = statistics.median(rounds)
    np.save(out, found[1].to_numpy(dtype=np.float64))
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
