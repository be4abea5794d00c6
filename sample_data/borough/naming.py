"""Names for streets and estates: one name to a street that runs on, the kind of name by where and how it runs."""

from __future__ import annotations

import math
import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from borough.knit import Edge, Node

WORDS = Path(__file__).resolve().parent / "words" / "streets.toml"


def words() -> dict[str, list[str]]:
    """The lists of `words/streets.toml`."""
    return {k: list(v) for k, v in tomllib.loads(WORDS.read_text(encoding="utf-8")).items()}


def estate_names(rng: random.Random) -> list[str]:
    """Names for estates, enough for all."""
    lists = words()
    stems = list(lists["estate"])
    rng.shuffle(stems)
    kinds = ("Estate", "Estate", "Estate", "Gardens", "Buildings", "Court")
    first = [f"{s} {rng.choice(kinds)}" for s in stems]
    more = [f"{s} {k}" for s in stems for k in ("House", "Lodge", "Heights", "Place")]
    return [*first, *more]


def strokes(edges: Sequence[Edge]) -> list[list[int]]:
    """Edges that run on into each other without a turn, as one street each."""
    at: dict[Node, list[int]] = defaultdict(list)
    for i, e in enumerate(edges):
        for n in e.ends:
            at[n].append(i)
    onward: dict[tuple[int, Node], int] = {}
    for node, ids in sorted(at.items()):
        pairs = []
        for k, i in enumerate(ids):
            for j in ids[k + 1 :]:
                if i != j and _sort(edges[i]) == _sort(edges[j]):
                    bend = abs(math.pi - _between(_bearing(edges[i], node), _bearing(edges[j], node)))
                    if bend < 0.7:
                        pairs.append((bend, i, j))
        used: set[int] = set()
        for _, i, j in sorted(pairs):
            if i not in used and j not in used:
                used |= {i, j}
                onward[i, node], onward[j, node] = j, i
    seen: set[int] = set()
    out = []
    for i in range(len(edges)):
        if i in seen:
            continue
        chain = [i]
        seen.add(i)
        for first in edges[i].ends:
            now, node = i, first
            while (now, node) in onward and onward[now, node] not in seen:
                now = onward[now, node]
                seen.add(now)
                chain.append(now)
                a, b = edges[now].ends
                node = b if a == node else a
        out.append(chain)
    return out


def _sort(e: Edge) -> tuple[bool, str]:
    return e.street, e.what.name


def _bearing(e: Edge, node: Node) -> float:
    c = np.asarray(e.line.coords)
    if e.ends[0] != node:
        c = c[::-1]
    # A little way along, so that a kink at the very junction does not count.
    k = min(len(c) - 1, 2)
    return math.atan2(c[k][1] - c[0][1], c[k][0] - c[0][0])


def _between(a: float, b: float) -> float:
    d = abs(a - b) % (2 * math.pi)
    return min(d, 2 * math.pi - d)


class Namer:
    """Gives each street a name that no other has."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.lists = rng, words()
        self.taken: set[str] = set()
        self.stems = {k: self._shuffled(k) for k in self.lists}

    def _shuffled(self, key: str) -> Iterator[str]:
        while True:
            round_ = list(self.lists[key])
            self.rng.shuffle(round_)
            yield from round_

    def name(self, style: str, length_m: float, dead_end: bool, street: bool) -> str:
        """A name that fits: closes and yards end blind, lanes are old, groves are leafy."""
        kinds = self._kinds(style, length_m, dead_end, street)
        group = self.rng.choices(("common", style if style in self.stems else "common"), (0.45, 0.55))[0]
        others = sorted(self.stems)
        for turn in range(2000):
            name = f"{next(self.stems[group])} {self.rng.choice(kinds)}"
            if name not in self.taken:
                self.taken.add(name)
                return name
            group = "common" if turn < 60 else self.rng.choice(others)
        raise ValueError("the list of street names is too short")

    def _kinds(self, style: str, length_m: float, dead_end: bool, street: bool) -> tuple[str, ...]:
        if not street:
            return (
                ("Passage", "Alley", "Walk", "Court", "Steps")
                if style == "core"
                else ("Walk", "Path", "Passage")
            )
        if dead_end and length_m < 150:
            by_style = {
                "core": ("Yard", "Court", "Place", "Inn Yard"),
                "docks": ("Close", "Mews", "Reach", "Close"),
                "industrial": ("Yard", "Works Road", "Way"),
                "villa": ("Close", "Gardens", "Close", "Grove"),
                "estate": ("Close", "Court", "Way"),
            }
            return by_style.get(style, ("Mews", "Place", "Close", "Cottages", "Yard"))
        by_style = {
            "core": ("Street", "Street", "Lane", "Row", "Street", "Hill"),
            "georgian": ("Street", "Street", "Place", "Row", "Terrace", "Crescent"),
            "terrace": ("Road", "Street", "Road", "Street", "Grove", "Terrace"),
            "villa": ("Road", "Avenue", "Road", "Gardens", "Grove", "Drive", "Rise"),
            "estate": ("Road", "Street", "Way", "Walk"),
            "docks": ("Street", "Way", "Road", "Quay", "Drive"),
            "quay": ("Street", "Way", "Square"),
            "industrial": ("Road", "Street", "Lane", "Way"),
        }
        return by_style.get(style, ("Road", "Street", "Road", "Lane"))
