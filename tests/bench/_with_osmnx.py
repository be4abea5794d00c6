"""A walking graph from an OpenStreetMap file by osmnx: run by its own Python, beside nothing of Placewell."""

from __future__ import annotations

import json
import statistics
import sys
import time
import warnings

ROUNDS = 3


def main(path: str) -> None:
    """Print the seconds to read the file and make a graph of it in metres of the national grid."""
    warnings.simplefilter("ignore")
    import osmnx

    rounds = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        graph = osmnx.graph_from_xml(path, bidirectional=True, simplify=True, retain_all=True)
        graph = osmnx.project_graph(graph, to_crs=27700)
        rounds.append(time.perf_counter() - begun)
    told = {
        "version": osmnx.__version__, "s": statistics.median(rounds[1:]), "nodes": graph.number_of_nodes(),
        "edges": graph.number_of_edges() // 2,
    }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
