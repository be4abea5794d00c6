"""The places people use in the sample borough: more than two thousand, of every type, where such places stand."""

from __future__ import annotations

import math
import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from shapely import Point
from shapely.geometry.base import BaseGeometry

from borough.ground import Ground
from borough.people import People
from borough.places_fill import Known, known_of
from borough.places_lay import Town, pick
from borough.places_names import Around, Namer
from borough.places_spots import Spots
from borough.postcodes import Postcodes, finder, postcodes_of

WORDS = Path(__file__).resolve().parent / "words" / "places.toml"
BLOCKS = {"school": (0.0, 2.6), "large school": (2.0, 99.0)}
"""Hectares of the school sites that take a type."""

HOSTS: dict[str, tuple[tuple[str, float, int, str], ...]] = {
    "leisure centre": (("swimming pool", 0.8, 325, "m² of water"), ("sports hall", 0.9, 6, "courts"), ("gym", 1.0, 80, "stations")),
    "sports centre": (("sports hall", 0.8, 4, "courts"), ("swimming pool", 0.2, 160, "m² of water")),
    "secondary school": (("sports hall", 0.75, 4, "courts"), ("swimming pool", 0.08, 160, "m² of water")),
}  # fmt: skip
"""What is part of other places: its type, in what share of them, and how much room it has."""
SCHOOLS = frozenset(("primary school", "secondary school", "all-through school", "special school", "independent school", "school", "college", "university"))  # fmt: skip
SURGERIES = frozenset(("GP surgery", "health centre", "clinic", "hospital"))


@dataclass(frozen=True)
class Place:
    """A place people use. `shape` is a point, or a green's outline; metres on the National Grid.

    `sort` is a finer type (a faith, a school's kind). `inside` says whether it is the borough's own.
    No other place of its type stands within `alone_m` of a planted one.
    """

    type: str
    name: str
    shape: BaseGeometry
    owner: str
    sort: str = ""
    capacity: int | None = None
    unit: str = ""
    used: int | None = None
    price_band: str = ""
    step_free: str = ""
    status: str = "open"
    opens: str = ""
    closes: str = ""
    valued: str = ""
    code: str = ""
    address: str = ""
    postcode: str = ""
    district: str = ""
    inside: bool = True
    alone_m: float = 0.0

    @property
    def point(self) -> Point:
        """Where it is, as one point."""
        return self.shape if isinstance(self.shape, Point) else self.shape.representative_point()


def words() -> dict[str, Any]:
    """How many places of each type, where, and what they are called."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def places_of(ground: Ground, people: People | None = None, planted: Sequence[Place] = ()) -> list[Place]:
    """Every place, in the borough and some beyond, by type and name. `planted` ones are kept as they are given.

    Patients are registered by who lives near: in `people`'s small areas, else by the ground's blocks.
    """
    from borough.places_demand import with_patients
    from borough.places_learning import with_pupils

    plan = words()
    town = Town(ground)
    maker = _Maker(ground, town, plan, finder(postcodes_of(ground)), list(planted))
    for place in planted:
        town.stand(place.type, np.array([place.point.x, place.point.y]))
        maker.namer.keep(place.type, place.name)
    made = [maker.completed(p) for p in planted]
    # The rare first: what there are hundreds of finds room beside them.
    for type_, rule in sorted(plan["type"].items(), key=lambda t: (t[1]["n"], t[0])):
        made += maker.type(type_, rule)
    made += maker.within_others(made)
    made += maker.greens()
    made = with_pupils(with_patients(made, ground, people))
    made.sort(key=lambda p: (p.type, not p.inside, p.name, p.point.x, p.point.y))
    return _coded(made)


def _coded(places: Sequence[Place]) -> list[Place]:
    """With a number each: the school register's, the health service's, or one like a national property number."""
    out, schools, surgeries = [], 990_001, 99_001
    for i, place in enumerate(places):
        code = place.code
        if not code and place.type in SCHOOLS:
            code, schools = str(schools), schools + 1
        elif not code and place.type in SURGERIES:
            code, surgeries = f"Z{surgeries}", surgeries + 1
        out.append(replace(place, code=code or str(990_000_000_001 + i * 7)))
    return out


class _Maker:
    """Makes the places of one type after another."""

    def __init__(
        self, ground: Ground, town: Town, plan: Mapping[str, Any], post: Postcodes, planted: list[Place]
    ) -> None:
        self.ground, self.town, self.plan, self.post, self.planted = ground, town, plan, post, planted
        self.rng = random.Random("larkhithe places")
        self.namer = Namer(plan["parts"], random.Random("larkhithe names of places"))

    def type(self, type_: str, rule: Mapping[str, Any]) -> list[Place]:
        """All places of a type, in the borough and beyond."""
        alone = [(p.point, p.alone_m) for p in self.planted if p.type == type_]
        n = max(0, rule["n"] - len(alone))
        made = []
        for inside, wanted in ((True, n), (False, rule.get("beyond", 0))):
            if rule["on"] in BLOCKS:
                found, wanted = self._on_sites(type_, rule, inside, wanted, alone)
                made += found
            if not wanted:
                continue
            on = "street" if rule["on"] in BLOCKS else rule["on"]
            choices = self.town.weighed(on, self.plan["gaps"].get(type_, {}))
            weights = [np.where(s.inside == inside, w, 0.0) for s, w in choices]
            total = sum(float(w.sum()) for w in weights) or 1.0
            for (spots, _), weight in zip(choices, weights, strict=True):
                share = round(wanted * float(weight.sum()) / total)
                for i in pick(self.town, spots, weight, share, rule["apart_m"], type_, alone):
                    made.append(self._at(type_, rule, spots, i))
        return made

    def _on_sites(
        self, type_: str, rule: Mapping[str, Any], inside: bool, n: int, alone: Sequence[tuple[Point, float]]
    ) -> tuple[list[Place], int]:
        """Schools on the sites laid out for them, and how many are left to find a place in a street."""
        low, high = BLOCKS[rule["on"]]
        made: list[Place] = []
        sites = [b for b in self.ground.blocks if b.style == "school" and low <= b.shape.area / 10_000 < high]
        self.rng.shuffle(sites)
        there = self.town.stood.setdefault("any school", [])
        for block in sites:
            spot = block.shape.representative_point()
            spot = Point(round(spot.x, 2), round(spot.y, 2))
            at = np.array([spot.x, spot.y])
            if (
                len(made) == n
                or self.ground.boundary.contains(spot) != inside
                or self.ground.viaducts.intersects(spot)
            ):
                continue
            if any(np.hypot(*(at - o)) < 40 for o in there) or any(spot.distance(p) <= r for p, r in alone):
                continue
            there.append(at)
            self.town.stand(type_, at)
            near = int(np.hypot(*(self.town.fronts.xy - at).T).argmin())
            around, address = self._around(self.town.fronts, near)
            made.append(self._place(type_, rule, spot, around, address, "school", block.district))
        return made, n - len(made)

    def _at(self, type_: str, rule: Mapping[str, Any], spots: Spots, i: int) -> Place:
        around, address = self._around(spots, i)
        spot = Point(*spots.xy[i].tolist())
        return self._place(type_, rule, spot, around, address, str(spots.style[i]), str(spots.district[i]))

    def _around(self, spots: Spots, i: int) -> tuple[Around, str]:
        district = str(spots.district[i])
        if spots is self.town.lawns:
            green = self.ground.greens[spots.near[i]]
            return Around(district=district, green=green.name), green.name
        if spots is self.town.yards:
            estate = self.ground.blocks[spots.near[i]].estate
            return Around(district=district, estate=estate), estate
        way = self.ground.ways[spots.near[i]]
        block = self.ground.blocks[spots.block[i]] if spots.block[i] >= 0 else None
        number = int(spots.number[i])
        around = Around(way.name, district, block.estate if block else "", "", number)
        return around, f"{number} {way.name}" if way.name else ""

    def _place(
        self,
        type_: str,
        rule: Mapping[str, Any],
        spot: Point,
        around: Around,
        address: str,
        style: str,
        district: str,
    ) -> Place:
        sort, templates = "", list(rule["names"])
        if templates == ["[faith]"]:
            faith = self.rng.choices(self.plan["faith"], [f["n"] for f in self.plan["faith"]])[0]
            sort, templates = faith["sort"], faith["names"]
        name = self.namer.name(type_, templates, around)
        known = known_of(type_, style, self.rng)
        return self.completed(
            _with(Place(type_, name, spot, known.owner, sort, address=address, district=district), known)
        )

    def completed(self, place: Place) -> Place:
        """With a postcode, a district and an address where it has none, and whether it is the borough's."""
        spot = place.point
        if not place.district:
            fronts = self.town.fronts
            near = int(np.hypot(*(fronts.xy - np.array([spot.x, spot.y])).T).argmin())
            _, address = self._around(fronts, near)
            place = replace(place, district=str(fronts.district[near]), address=place.address or address)
        postcode = place.postcode or self.post.at(spot)
        return replace(place, postcode=postcode, inside=bool(self.ground.boundary.contains(spot)))

    def within_others(self, places: Sequence[Place]) -> list[Place]:
        """Pools, halls and gyms that are part of a leisure centre or a school."""
        made = []
        for host in [p for p in places if p.type in HOSTS and p.inside]:
            for n, (type_, share, capacity, unit) in enumerate(HOSTS[host.type]):
                if self.rng.random() < share:
                    self.namer.keep(type_, host.name)
                    owner = host.owner if host.type != "secondary school" else "council"
                    part = replace(
                        host, type=type_, shape=self._beside(host.point, 4.0 * (n + 1)), owner=owner, capacity=capacity, unit=unit,
                        used=None, sort=host.type, price_band="low" if owner == "council" else "medium", valued="", code="",
                    )  # fmt: skip
                    made.append(part)
        return made

    def _beside(self, spot: Point, metres: float) -> Point:
        """A spot some metres off, in the same block and clear of its fence; nearer where it is narrow."""
        block = next(b.shape for b in self.ground.blocks if b.shape.contains(spot))
        for away in (metres, metres * 0.6, metres * 0.3, metres * 0.1):
            for turn in range(12):
                x, y = (
                    spot.x + away * math.cos(turn * math.pi / 6),
                    spot.y + away * math.sin(turn * math.pi / 6),
                )
                found = Point(round(x, 2), round(y, 2))
                if block.contains(found) and block.exterior.distance(found) > min(1.0, away / 4):
                    return found
        return spot

    def greens(self) -> list[Place]:
        """Greens that national lists leave out or call something else."""
        made = []
        for green in self.ground.greens:
            type_ = "recreation ground" if "Recreation" in green.name else green.sort
            spot = green.shape.representative_point()
            district = min(self.ground.districts, key=lambda d: (d.shape.distance(spot), d.name)).name
            owner = "voluntary" if type_ == "community garden" else "council"
            ha = round(green.shape.area / 10_000, 2)
            step_free = "yes" if type_ in ("square", "recreation ground", "park") else "partly"
            place = Place(
                type_,
                green.name,
                green.shape,
                owner,
                price_band="free",
                step_free=step_free,
                address=district,
                district=district,
                sort=f"{ha} ha",
            )
            made.append(self.completed(place))
        return made


def _with(place: Place, known: Known) -> Place:
    return replace(
        place, capacity=known.capacity, unit=known.unit, used=known.used, price_band=known.price_band,
        step_free=known.step_free, status=known.status, opens=known.opens, closes=known.closes, valued=known.valued,
    )  # fmt: skip


def write_places(places: Sequence[Place], folder: Path, book: Any = None) -> None:
    """Write every raw file that lists places, and note its planted faults in `book`."""
    from borough.book import Book
    from borough.places_files import write_all

    write_all(list(places), folder, book if book is not None else Book("places"))
