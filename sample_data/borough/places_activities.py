"""What runs at the places of the sample: for whom, when, at what cost and by whom."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from borough.book import Book
from borough.places import Place
from borough.write import csv_file

FILE = "what_runs_where.csv"
WORDS = Path(__file__).resolve().parent / "words" / "activities.toml"
WANTED = 258
UNNUMBERED = frozenset(("park", "allotment", "pitch"))
"""Venues that the council's lists have no number for."""
HEAD = ["Activity", "Venue", "Venue code", "For whom", "When", "Cost", "Run by", "Sector", "Notes"]


def write_activities(places: Sequence[Place], folder: Path, book: Book) -> None:
    """Write the council's list of activities, each once at a venue."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    rng = random.Random("larkhithe activities")
    venues = [p for p in places if p.inside and p.status in ("open", "closing") and p.name]
    rows: list[list[object]] = []
    taken: set[tuple[str, str]] = set()
    slots: dict[str, int] = {}
    while len(rows) < WANTED:
        for activity in words["activity"]:
            fits = [v for v in venues if v.type in activity["at"] and (activity["name"], v.code) not in taken]
            if not fits or len(rows) == WANTED:
                continue
            venue = rng.choice(fits)
            taken.add((activity["name"], venue.code))
            slots[venue.code] = slots.get(venue.code, rng.randrange(7)) + 3
            rows.append(_row(activity, venue, slots[venue.code], words, rng))
    rows.append(["Lunch club", "Old Dairy Hall", "990000999993", "over 60s", "Fridays 12 to 2", "£4", "Saltcote Settlement", "voluntary", "moved while the hall is closed"])  # fmt: skip
    rows.sort(key=lambda r: (str(r[1]), str(r[0]), str(r[2])))
    csv_file(folder / FILE, [HEAD, *rows])
    at = next(i for i, r in enumerate(rows, 2) if r[1] == "Old Dairy Hall")
    book.add(
        FILE, "checked", "is no asset that the project has", "A venue that no list of places has.", row=at
    )
    bare = sum(not r[2] for r in rows)
    book.add(
        FILE,
        "checked",
        f"{bare} of {len(rows)} venues were known by their name alone",
        "Parks and pitches, for which the council has no number.",
    )


def _row(
    activity: dict[str, Any], venue: Place, slot: int, words: dict[str, Any], rng: random.Random
) -> list[object]:
    sector = rng.choice(activity["sectors"])
    partner = rng.choice([name for name, s in words["partners"] if s == sector])
    if activity["name"] == "Tenants' meeting":
        partner, when = (
            f"{venue.address} tenants and residents association",
            "first Tuesday of the month, 7 to 9",
        )
    elif activity["name"] == "Community play day":
        when = "school holidays"
    else:
        when = f"{words['days'][slot % 7]} {words['times'][slot * 2 % len(words['times'])]}"
    notes = rng.choice(("", "", "", "term time only", "booking needed", "step-free entrance at the side"))
    code = "" if venue.type in UNNUMBERED else venue.code
    return [
        activity["name"],
        venue.name,
        code,
        activity["audience"],
        when,
        activity["cost"],
        partner,
        sector,
        notes,
    ]
