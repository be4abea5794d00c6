"""How walks and supply are shared among the areas of the borough: context, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from placewell.assess.explain import WALKING_M_PER_MIN, amount, many, metres
from placewell.assess.facts import Facts
from placewell.assess.figures import Figures
from placewell.assess.ground import Ground, Sort
from placewell.assess.measured import Measured, waits
from placewell.domain.finding import Fact
from placewell.guidance.model import Criterion
from placewell.network.arrays import Floats
from placewell.network.decay import Zones
from placewell.network.equity import concentration, gini, within
from placewell.network.floating import floating
from placewell.network.reach import reach
from placewell.network.snap import Attached, attach

LEVELS = (("LSOA 2021", "population, all ages"), ("LSOA 2011", "population, all ages"))
DECILE = "deprivation, decile"
ZONES = {"E2SFCA": Zones((10.0, 20.0, 30.0), (1.0, 0.68, 0.22))}
"""Guidance ACC-E2SFCA: minutes and weights of slow decay."""


@dataclass(frozen=True, eq=False)
class Neighbourhoods:
    """Small areas inside the boundary: where each is, how many people, how deprived."""

    level: str
    attached: Attached
    people: Floats
    decile: Floats


def neighbourhoods(ground: Ground) -> Neighbourhoods | None:
    """The areas of the borough that the project has people for; None without any."""
    if ground.network is None:
        return None
    for level, people in LEVELS:
        held = ground.levels.get(level)
        if held is None:
            continue
        rows, _ = held
        assert rows.geometry is not None
        points = shapely.point_on_surface(rows.geometry)
        mine = np.flatnonzero(shapely.intersects(ground.project.geometry, points))
        codes = [str(rows.column("code")[int(i)]) for i in mine]
        count = np.array([_figure(ground, level, c, people) for c in codes], dtype=np.float64)
        if len(mine) and not np.isnan(count).all():
            decile = np.array([_figure(ground, level, c, DECILE) for c in codes], dtype=np.float64)
            return Neighbourhoods(level, attach(ground.network, points[mine]), count, decile)
    return None


def _figure(ground: Ground, level: str, code: str, measure: str) -> float:
    found = ground.figures.get((level, code, measure))
    return float("nan") if found is None or found.value is None else found.value


def fairness_of_access(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Walks from every small area to the nearest of these places, as a mean, a share, or an index."""
    types = criterion.inputs["types"]
    areas = neighbourhoods(facts.ground)
    if areas is None:
        return waits(
            "layer", "Small areas (LSOAs) with their people, inside the boundary, and streets to walk on."
        )
    if not facts.ground.layers_of(types):
        return waits("layer", f"A list of {many(types)}: the project holds none.")
    walks, _ = facts.ground.field(Sort(tuple(types))).from_points(areas.attached)
    known = np.isfinite(walks)
    far = np.where(known, walks, np.nan)
    found: list[Fact] = []
    said = [
        f"{int(known.sum())} of {len(walks)} areas ({areas.level}), {float(np.nansum(areas.people)):,.0f} people, to the nearest of {many(types)}."
    ]
    for shown in criterion.inputs["shown"]:
        value, unit, words = _shown(shown, far, areas, figures)
        found.append(Fact(shown, value, unit))
        said.append(words)
    if facts.ground.lists(types).wanting:
        said.append("The list is partial, old, or not known to be complete.")
    return Measured(None, found[0].value if found else None, facts=tuple(found), working=" ".join(said))


def _shown(name: str, far: Floats, areas: Neighbourhoods, figures: Figures) -> tuple[float | None, str, str]:
    people = areas.people
    if name == "mean distance":
        ok = ~np.isnan(far) & ~np.isnan(people)
        mean = float(np.average(far[ok], weights=people[ok])) if people[ok].sum() > 0 else None
        return _rounded(mean), "m", "Mean walk: " + (metres(mean) if mean is not None else "not known") + "."
    if name == "share within":
        limits = [v.number for v in figures.values if v.unit == "m"] or [800.0]
        share = within(far, people, limits[0]).share
        value = None if share is None else 100 * share
        return _rounded(value), "%", f"Within {metres(limits[0])}: {amount(value or 0.0, '%')} of people."
    if name == "Gini":
        value = gini(far, people)
        return _rounded(value), "index", f"Gini: {_three(value)} (0 is equal)."
    value = concentration(far, people, areas.decile)
    return (
        _rounded(value),
        "index",
        f"Concentration index: {_three(value)} (above 0: walks are longer for the less deprived).",
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _three(value: float | None) -> str:
    return "not known" if value is None else f"{value:.3f}"


def floating_catchment(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Supply for each person in reach, by a floating catchment; needs the capacity of places."""
    types, method = criterion.inputs["types"], criterion.inputs["method"][0]
    areas = neighbourhoods(facts.ground)
    if areas is None or facts.network is None:
        return waits(
            "layer", "Small areas (LSOAs) with their people, inside the boundary, and streets to walk on."
        )
    index = facts.ground.in_use(Sort(tuple(types)))
    if not len(index):
        return waits("layer", f"A list of {many(types)}: the project holds none.")
    capacity = [facts.ground.places.column("capacity")[i] for i in index]
    if all(c is None for c in capacity):
        return waits("layer", f"The capacity of {many(types)}: the lists in the project do not say.")
    limits = [v.number for v in figures.values if not v.of]
    by = ZONES.get(method) or (Zones((limits[0],)) if limits else None)
    if by is None:
        return waits(
            "officer", "How far people are taken to go: the method leaves the catchment's distance open."
        )
    points = attach(
        facts.network,
        np.array([shapely.point_on_surface(g) for g in facts.ground.shapes[index]], dtype=object),
    )
    walks = (
        reach(facts.network, areas.attached, points, by.limits[-1] * WALKING_M_PER_MIN) / WALKING_M_PER_MIN
    )
    place, asset = np.nonzero(np.isfinite(walks))
    shared = floating(place, asset, walks[place, asset], areas.people, capacity, by)
    ok = ~np.isnan(shared.access) & ~np.isnan(areas.people)
    mean = (
        float(np.average(shared.access[ok], weights=areas.people[ok])) if areas.people[ok].sum() > 0 else None
    )
    found = (
        Fact(f"{method}, mean supply for each person", _rounded(mean), "for each person"),
        Fact("supply that is shared out", shared.reachable_supply, "places"),
    )
    unknown = sum(c is None for c in capacity)
    told = f"{unknown} of {len(capacity)} places have no stated capacity." if unknown else ""
    return Measured(
        None,
        _rounded(mean),
        facts=found,
        working=f"{method} by minutes on foot over {len(areas.people)} areas. {told}".strip(),
    )
