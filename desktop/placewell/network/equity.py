"""How evenly something is shared among people: averages, deciles, Gini, concentration, Palma (guidance EQY, ACC)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placewell.network.arrays import Floats, Ints


@dataclass(frozen=True)
class Average:
    """A mean over people; None where there is nobody whose value is known."""

    mean: float | None
    people: float
    """People whose value is known."""
    not_told: float
    """People whose value is not known; they are not in the mean."""
    places_not_told: int
    """Places whose number of people is not known."""


@dataclass(frozen=True)
class Within:
    """Of the people whose value is known, how many are within a limit (ACC-NEAREST)."""

    share: float | None
    """0 to 1; None where nobody's value is known."""
    people: float
    beyond: float
    not_told: float


@dataclass(frozen=True)
class Decile:
    """One decile of deprivation, 1 the most deprived; None for what is of no known decile."""

    decile: int | None
    average: Average
    within: Within | None
    """None if no limit was given."""


def average(values: Floats, people: Floats) -> Average:
    """Mean over people (ACC-PWMD for distances); NaN values and NaN people are told apart, not counted as 0.

    An infinite value (beyond reach) is a ValueError: a mean of it means nothing; use `within`, or give NaN.
    """
    values, people = checked_people(values, people)
    if np.isinf(values).any():
        raise ValueError("a mean needs finite values; what is beyond reach must be told apart first")
    known, some = ~np.isnan(values), ~np.isnan(people)
    both = known & some
    total = float(people[both].sum())
    mean = float(np.average(values[both], weights=people[both])) if total > 0 else None
    return Average(mean, total, float(people[~known & some].sum()), int((~some).sum()))


def within(values: Floats, people: Floats, limit: float) -> Within:
    """People whose value is at most a limit, and their share (ACC-NEAREST); infinite is beyond, NaN is not known."""
    values, people = checked_people(values, people)
    if np.isnan(limit):
        raise ValueError("the limit must be a number")
    known = ~np.isnan(values)
    near = float(np.nansum(people[known & (values <= limit)]))
    beyond = float(np.nansum(people[known & (values > limit)]))
    share = near / (near + beyond) if near + beyond > 0 else None
    return Within(share, near, beyond, float(np.nansum(people[~known])))


def by_decile(values: Floats, people: Floats, decile: Ints, limit: float | None = None) -> tuple[Decile, ...]:
    """The average, and the share within a limit, in each decile 1 to 10, then in places whose decile is not known.

    `decile` (n,) whole numbers 1 (most deprived) to 10; 0 is not known, ValueError otherwise.
    """
    values, people = checked_people(values, people)
    decile = checked_deciles(decile, len(values))
    return tuple(
        Decile(
            number or None,
            average(values[decile == number], people[decile == number]),
            None if limit is None else within(values[decile == number], people[decile == number], limit),
        )
        for number in groups(decile)
    )


def gini(values: Floats, people: Floats) -> float | None:
    """Gini coefficient over people, 0 equal to near 1 unequal (EQY-GINI); None without people or with a mean of 0.

    Only those whose value and number are known are counted. ValueError: values below 0 or not finite.
    """
    values, people = _shared(values, people)
    total = people.sum()
    held = values * people
    if not held.sum() > 0:
        return None
    order = np.argsort(values, kind="stable")
    values, people, held = values[order], people[order], held[order]
    # Sum over pairs of Pi Pj |Ai - Aj| in one pass: what is held above each, less what that would be if equal.
    before, held_before = np.cumsum(people) - people, np.cumsum(held) - held
    apart = float((people * (values * before - held_before)).sum())
    # Rounding may leave less than nothing where all are equal.
    return max(0.0, float(apart / (total * held.sum())))


def concentration(
    values: Floats, people: Floats, rank: Floats, bounds: tuple[float, float] | None = None
) -> float | None:
    """Concentration index, -1 to 1 (EQY-CI): below 0 where `rank` runs up from the worse off and these have more.

    People of the same rank share the middle of their ranks. With `bounds`, the least and greatest that the value can
    be, Erreygers' correction 4 x mean x C / (greatest - least). None without people or with a mean of 0.
    """
    values, people, rank = checked_people(values, people, rank)
    told = ~np.isnan(values) & ~np.isnan(rank) & (people > 0)
    values, people, rank = values[told], people[told], rank[told]
    _finite(values)
    total = people.sum()
    if not total > 0:
        return None
    mean = float((values * people).sum() / total)
    if mean == 0:
        return None
    _, group = np.unique(rank, return_inverse=True)
    crowd = np.bincount(group, weights=people)
    middle = ((np.cumsum(crowd) - crowd / 2) / total)[group]
    # The mean of the middles is exactly one half.
    index = 2.0 * float((people * (values - mean) * (middle - 0.5)).sum() / total) / mean
    if bounds is None:
        return index
    least, greatest = bounds
    if not (np.isfinite(least) and np.isfinite(greatest) and least < greatest):
        raise ValueError("the bounds must be two finite numbers, the least first")
    if (values < least).any() or (values > greatest).any():
        raise ValueError("a value is beyond the bounds given")
    return 4.0 * mean * index / (greatest - least)


def palma(values: Floats, people: Floats) -> float | None:
    """What the best-served tenth of people hold over what the worst-served four tenths hold; 0.25 when equal.

    A place at the border counts with the part of its people that is inside. None where the worst served hold nothing.
    """
    values, people = _shared(values, people)
    order = np.argsort(values, kind="stable")
    values, people = values[order], people[order]
    total = people.sum()
    upto = np.cumsum(people)
    worst = np.clip(0.4 * total - (upto - people), 0.0, people)
    best = np.clip(upto - 0.9 * total, 0.0, people)
    low = float((values * worst).sum())
    return float((values * best).sum() / low) if low > 0 else None


def checked_people(values: Floats, people: Floats, *more: Floats) -> tuple[Floats, ...]:
    """Columns of one length, people 0 or more or NaN; ValueError otherwise."""
    arrays = tuple(np.asarray(a, dtype=np.float64) for a in (values, people, *more))
    if any(a.shape != arrays[0].shape or a.ndim != 1 for a in arrays):
        raise ValueError("each place needs one value and one number of people")
    if (arrays[1] < 0).any() or np.isinf(arrays[1]).any():
        raise ValueError("people must be 0 or more and finite, or not known")
    return arrays


def _shared(values: Floats, people: Floats) -> tuple[Floats, Floats]:
    """Values and people of places where both are known and somebody is."""
    values, people = checked_people(values, people)
    told = ~np.isnan(values) & (people > 0)
    _finite(values[told])
    return values[told], people[told]


def _finite(values: Floats) -> None:
    if (values < 0).any() or np.isinf(values).any():
        raise ValueError("what is shared must be 0 or more and finite")


def checked_deciles(decile: Ints, count: int) -> Ints:
    """Whole numbers 1 to 10, 0 for not known; ValueError otherwise."""
    decile = np.asarray(decile)
    if decile.shape != (count,) or decile.dtype.kind not in "iu":
        raise ValueError("each place needs one decile, a whole number")
    if ((decile < 0) | (decile > 10)).any():
        raise ValueError("deciles run from 1 to 10; 0 is not known")
    return decile


def groups(decile: Ints) -> tuple[int, ...]:
    """1 to 10 always, so that an empty decile is seen to be empty; 0 only if something is of no known decile."""
    return (*range(1, 11), 0) if (decile == 0).any() else tuple(range(1, 11))
