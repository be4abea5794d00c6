"""Counts of a small area's people and households as the Census publishes them, consistent with each other."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borough import rates

Counts = dict[str, int]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Home:
    """What an area is like: who lives there follows from it.

    `styles` is the share of people by style of block; `hardship`, `central` (close to a station) and
    `student` (close to the college) run from 0 to 1; `drift` is the area's place on fields that only
    drift over the ground, about 0.
    """

    population: int
    styles: Mapping[str, float]
    hardship: float
    central: float
    student: float
    drift: tuple[float, float, float]


def count(home: Home, rng: random.Random) -> dict[str, Counts]:
    """Tables by their number; headings are the publisher's, without what they all begin with."""
    ages = _ages(home, rng)
    held = np.array([ages[a] for a in rates.AGES], float)
    households = round(home.population / (_mix(rates.HOUSEHOLD, home) * rng.gauss(1, 0.03)))
    return {
        "TS007B": {"Total": home.population, **ages},
        "TS037": _health(home, held, rng),
        "TS038": _disability(home, held, rng),
        "TS021": _ethnic(home, rng),
        "TS045": _cars(home, households, rng),
        "TS054": _tenure(home, households, rng),
        "TS003": _households(home, held, households, rng),
    }


def part(total: int, weights: Sequence[float] | Floats, rng: random.Random, rough: float = 0.1) -> list[int]:
    """Whole numbers that add up to `total`, near these weights: the largest remainders are rounded up."""
    given = np.array([w * max(0.2, rng.gauss(1, rough)) for w in np.maximum(weights, 0.0)])
    wanted = total * given / given.sum()
    whole = np.floor(wanted).astype(int)
    for i in np.lexsort((np.arange(len(whole)), whole - wanted))[: total - int(whole.sum())]:
        whole[i] += 1
    return [int(n) for n in whole]


def _mix(by_style: Mapping[str, float], home: Home, other: float = 0.0) -> float:
    return sum(share * by_style.get(style, other) for style, share in sorted(home.styles.items()))


def _rows(by_style: Mapping[str, Sequence[float]], home: Home) -> Floats:
    rows = [share * np.array(by_style[style], float) for style, share in sorted(home.styles.items())]
    return np.asarray(np.sum(rows, axis=0))


def _ages(home: Home, rng: random.Random) -> Counts:
    weights = _rows(rates.AGE, home)
    weights[:3] *= 0.82 + 0.4 * home.hardship
    weights[3:5] *= 1 + 3.0 * home.student
    weights[8:] *= 1.1 - 0.25 * home.hardship + 0.1 * home.drift[0]
    return dict(zip(rates.AGES, part(home.population, weights, rng, 0.09), strict=True))


def _health(home: Home, ages: Floats, rng: random.Random) -> Counts:
    bad = ages * np.minimum(0.6, np.array(rates.BAD_HEALTH) * (0.4 + 1.25 * home.hardship))
    fair = ages * np.minimum(0.5, np.array(rates.FAIR_HEALTH) * (0.7 + 0.65 * home.hardship))
    well = ages - bad - fair
    very = well * np.minimum(0.95, np.array(rates.VERY_GOOD) * (1.09 - 0.2 * home.hardship))
    weights = [very.sum(), (well - very).sum(), fair.sum(), 0.76 * bad.sum(), 0.24 * bad.sum()]
    names = ("Very good health", "Good health", "Fair health", "Bad health", "Very bad health")
    counts = part(home.population, weights, rng, 0.05)
    return {"Total: All usual residents": home.population, **dict(zip(names, counts, strict=True))}


def _disability(home: Home, ages: Floats, rng: random.Random) -> Counts:
    disabled = float((ages * np.minimum(0.85, np.array(rates.DISABLED) * (0.62 + 0.8 * home.hardship))).sum())
    lot = 0.36 + 0.12 * home.hardship
    rest = home.population - disabled
    parts = part(
        home.population, [disabled * lot, disabled * (1 - lot), rest * 0.075, rest * 0.925], rng, 0.05
    )
    yes, no = "Disabled under the Equality Act", "Not disabled under the Equality Act"
    return {
        "Total: All usual residents": home.population,
        yes: parts[0] + parts[1],
        f"{yes}: Day-to-day activities limited a lot": parts[0],
        f"{yes}: Day-to-day activities limited a little": parts[1],
        no: parts[2] + parts[3],
        f"{no}: Has long term physical or mental health condition but day-to-day activities are not limited": parts[
            2
        ],
        f"{no}: No long term physical or mental health conditions": parts[3],
    }


def _ethnic(home: Home, rng: random.Random) -> Counts:
    new = _mix({"quay": 1.0, "docks": 0.4, "core": 0.3}, home)
    black = 0.07 + 0.27 * home.hardship + 0.035 * home.drift[1]
    asian = 0.085 + 0.1 * new + 0.045 * home.drift[2] + 0.03 * home.student
    shares = [
        max(0.03, asian),
        max(0.02, black),
        0.06 + 0.015 * home.hardship,
        0.0,
        0.035 + 0.03 * home.hardship,
    ]
    shares[3] = max(0.2, 1 - sum(shares))
    groups = part(home.population, shares, rng, 0.07)
    counts: Counts = {"Total: All usual residents": home.population}
    for (group, parts), number in zip(rates.ETHNIC.items(), groups, strict=True):
        weights = [w * (1 + 1.2 * new if name == "Chinese" else 1.0) for name, w in parts]
        counts[group] = number
        counts |= {
            f"{group}: {n}": c for (n, _), c in zip(parts, part(number, weights, rng, 0.25), strict=True)
        }
    return counts


def _cars(home: Home, households: int, rng: random.Random) -> Counts:
    none = _mix(rates.NO_CAR, home) + 0.1 * (home.central - 0.4) + 0.22 * (home.hardship - 0.45)
    none = min(0.88, max(0.18, none))
    more = _mix(rates.MORE_CARS, home, 0.07) + 0.06
    shares = [none, (1 - none) * (1 - more), (1 - none) * more * 0.8, (1 - none) * more * 0.2]
    names = ("No cars or vans in household", "1 car or van in household", "2 cars or vans in household", "3 or more cars or vans in household")  # fmt: skip
    return {
        "Total: All households": households,
        **dict(zip(names, part(households, shares, rng, 0.05), strict=True)),
    }


def _tenure(home: Home, households: int, rng: random.Random) -> Counts:
    weights = _rows(rates.TENURE, home)
    weights[3:5] *= 0.55 + 0.9 * home.hardship
    weights[:2] *= 1.25 - 0.5 * home.hardship
    counts: Counts = {"Total: All households": households}
    for name, number in zip(rates.TENURES, part(households, weights, rng, 0.12), strict=True):
        group = name.partition(":")[0]
        if group != name:
            counts[group] = counts.get(group, 0) + number
        counts[name] = number
    return counts


def _households(home: Home, ages: Floats, households: int, rng: random.Random) -> Counts:
    old = float(ages[8:].sum()) / home.population
    young = float(ages[:3].sum()) / home.population
    alone, together = _mix(rates.ALONE, home), 0.09 + 0.07 * home.central + 0.1 * home.student
    one, family, other = part(households, [alone, 1 - alone - together, together], rng, 0.05)
    alone_old = min(0.7, 0.05 + 2.6 * old)
    ones = part(one, [alone_old, 1 - alone_old], rng, 0.05)
    weights = [w * _likely(name, old, young, home.hardship) for name, w in rates.FAMILIES]
    families = part(family, weights, rng, 0.12)
    others = part(other, [0.1 + 0.5 * young, 0.9], rng, 0.1)
    counts: Counts = {"Total": households, "One person household": one}
    counts |= {
        "One person household: Aged 66 years and over": ones[0],
        "One person household: Other": ones[1],
    }
    counts["Single family household"] = family
    for (name, _), number in zip(rates.FAMILIES, families, strict=True):
        group = f"Single family household: {name.partition(':')[0]}"
        if ":" in name:
            counts[group] = counts.get(group, 0) + number
        counts[f"Single family household: {name}"] = number
    counts["Other household types"] = other
    counts["Other household types: With dependent children"] = others[0]
    counts[
        "Other household types: Other, including all full-time students and all aged 66 years and over"
    ] = others[1]
    return counts


def _likely(name: str, old: float, young: float, hardship: float) -> float:
    if "66" in name:
        return old / 0.08
    if "ependent children" in name and "All" not in name:
        return (young / 0.165) * ((0.5 + 1.1 * hardship) if "Lone" in name else 1.0)
    return (0.6 + 0.9 * hardship) if "Lone" in name else 1.0
