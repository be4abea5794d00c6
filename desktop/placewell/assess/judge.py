"""Comparing what was found with a figure: the verdict, how firm it is, and how far it is from being met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placewell.assess.explain import amount
from placewell.domain.finding import Firmness, Part, Verdict

STEP = 0.001
"""The least movement of a figure that is told: millimetres, thousandths of a home."""


@dataclass(frozen=True)
class Test:
    """What was found, between two ends, against a figure."""

    __test__ = False
    least: float
    most: float
    figure: float
    comparison: str
    unit: str
    part: str = ""

    @property
    def verdict(self) -> Verdict:
        """Met or not met where both ends agree; else it depends, which cannot be told yet."""
        ends = holds(self.least, self.figure, self.comparison), holds(self.most, self.figure, self.comparison)
        return "met" if all(ends) else "cannot tell" if any(ends) else "not met"

    @property
    def worst(self) -> float:
        """The end that is harder to meet the figure with."""
        return self.most if self.comparison in ("at most", "less than") else self.least

    @property
    def best(self) -> float:
        """The end that is easier to meet the figure with."""
        return self.least if self.comparison in ("at most", "less than") else self.most

    @property
    def flip(self) -> float:
        """How far the figure must move to turn the verdict round, to `STEP`."""
        inclusive = self.comparison in ("at most", "at least")
        if self.verdict == "met":
            return round(abs(self.figure - self.worst) + (STEP if inclusive else 0.0), 3) or STEP
        return round(abs(self.figure - self.best) + (0.0 if inclusive else STEP), 3) or STEP

    @property
    def shown(self) -> Part:
        """As a finding shows it."""
        return Part(self.part, self.least, self.most, self.unit, self.comparison, self.figure, self.verdict)


def exact(value: float, figure: float, comparison: str, unit: str, part: str = "") -> Test:
    """A test of one value."""
    return Test(value, value, figure, comparison, unit, part)


def holds(value: float, figure: float, comparison: str) -> bool:
    """Whether a value is on the right side of a figure. Sums of shares are told apart to a billionth."""
    value, figure = round(value, 9), round(figure, 9)
    return {
        "at most": value <= figure,
        "at least": value >= figure,
        "less than": value < figure,
        "more than": value > figure,
    }[comparison]


def together(tests: Sequence[Test]) -> Verdict:
    """Every part must be met: one that is not decides; without one, one that cannot be told leaves it open."""
    found = {t.verdict for t in tests}
    return "not met" if "not met" in found else "cannot tell" if "cannot tell" in found else "met"


def deciding(tests: Sequence[Test]) -> Test:
    """The part that the verdict hangs on: the one that is farthest off, or that has least to spare."""
    verdict = together(tests)
    mine = [t for t in tests if t.verdict == verdict]
    return (
        max(mine, key=lambda t: _relative(t)) if verdict != "met" else min(mine, key=lambda t: _relative(t))
    )


def _relative(test: Test) -> float:
    return test.flip / (abs(test.figure) or 1.0)


def firmness(tests: Sequence[Test]) -> Firmness | None:
    """How far figures must move to turn the verdict round; None where it cannot be told."""
    verdict = together(tests)
    if verdict == "cannot tell":
        return None
    if verdict == "met":
        least = min(tests, key=lambda t: t.flip)
        of = f" ({least.part})" if least.part else ""
        spare = abs(least.figure - least.worst)
        said = f"{amount(spare, least.unit)} to spare{of}: it would change if the figure moved by more than that."
        if spare == 0:
            said = f"Nothing to spare{of}: what was found is the figure itself."
        return Firmness(least.flip, least.unit, (least.part,), said)
    off = [t for t in tests if t.verdict == "not met"]
    most = max(off, key=lambda t: t.flip)
    names = [t.part for t in off if t.part]
    of = f" ({' and '.join(names)})" if names else ""
    short = "over" if most.comparison in ("at most", "less than") else "short"
    said = f"{amount(abs(most.figure - most.best), most.unit)} {short}{of}: it would change if the figure moved by that."
    return Firmness(most.flip, most.unit, tuple(t.part for t in off), said)
