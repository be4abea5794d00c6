"""A walking graph from an OpenStreetMap extract by pyrosm: run by its own Python, beside nothing of Placewell."""

from __future__ import annotations

import json
import statistics
import sys
import time
import warnings

ROUNDS = 3


def main(path: str) -> None:
    """Print the seconds to read the extract and make a graph of it."""
    warnings.simplefilter("ignore")
    import pyrosm

    rounds = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        extract = pyrosm.OSM(path)
        nodes, edges = extract.get_network("walking", nodes=True)
        graph = extract.to_graph(nodes, edges, graph_type="networkx", network_type="walking")
        rounds.append(time.perf_counter() - begun)
    # The first compiles and loads as well.
    told = {
        "version": pyrosm.__version__, "s": statistics.median(rounds[1:]), "nodes": graph.number_of_nodes(),
        "edges": graph.number_of_edges() // 2,
    }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
