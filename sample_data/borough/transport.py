"""Public transport of the sample borough: buses, trains and boats, how often they run, and what that is worth."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from borough.book import Book
from borough.ground import Ground
from borough.transport_brownfield import write_brownfield
from borough.transport_calls import Stop
from borough.transport_commitments import write_commitments
from borough.transport_gtfs import write_feed
from borough.transport_lists import write_stations, write_stops
from borough.transport_naptan import write_naptan
from borough.transport_net import Streets
from borough.transport_ptal import GridPoint, ptal_of
from borough.transport_rail import Rail, rail_of
from borough.transport_routes import Trace, plot
from borough.transport_stops import stops_of
from borough.write import csv_file

SEED = "larkhithe transport"
FEED = "gtfs.zip"
GRID = "ptal_grid.csv"


@dataclass(frozen=True)
class Transport:
    """All of it, ready to be written."""

    ground: Ground
    streets: Streets
    routes: tuple[Trace, ...]
    stops: tuple[Stop, ...]
    rail: Rail
    ptal: tuple[GridPoint, ...]
    unmet: tuple[str, ...]
    """Junctions that the text of the routes names and the ground has not."""


def transport_of(ground: Ground) -> Transport:
    """Run the buses over the ground, place their stops, and work out what each spot can reach."""
    streets = Streets(ground)
    plotted = plot(ground, streets)
    stops = stops_of(ground, streets, plotted, random.Random(f"{SEED} stops"))
    rail = rail_of(ground)
    ptal = ptal_of(ground, streets, stops, plotted.traces, rail)
    return Transport(ground, streets, plotted.traces, tuple(stops), rail, tuple(ptal), plotted.unmet)


def write_transport(transport: Transport, folder: Path, book: Book) -> None:
    """Write every raw file of this part into a folder, and the faults planted in them into the book."""
    t = transport
    inside = t.ground.boundary
    write_stops(t.stops, t.streets, inside, folder, book, random.Random(f"{SEED} list"))
    write_stations(t.rail, folder, book)
    write_naptan(t.stops, inside, folder, book, random.Random(f"{SEED} naptan"))
    write_feed(folder / FEED, t.stops, t.routes, t.streets, t.rail, book)
    rows: list[list[object]] = [["ID", "X", "Y", "AI2015", "PTAL"]]
    rows += [[p.number, p.x, p.y, f"{p.index:.5f}", p.band] for p in t.ptal]
    csv_file(folder / GRID, rows)
    book.add(
        GRID,
        "checked",
        "The file does not say which map coordinates it uses",
        "Eastings and northings, without a word.",
    )
    write_brownfield(t.ground, t.streets, folder, book, random.Random(f"{SEED} brownfield"))
    write_commitments(t.ground, t.streets, folder, book)
