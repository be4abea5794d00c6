"""Which homes a criterion counts: lines such as 'tenure: social rent, shared ownership', each of one field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placewell.domain.scheme import Homes
from placewell.domain.tenure import TENURES

CHOICES: dict[str, tuple[str, ...]] = {
    "tenure": TENURES,
    "access": ("M4(1)", "M4(2)", "M4(3)"),
    "aspect": ("single", "dual", "triple"),
    "faces": ("north", "east", "south", "west", "north-east", "north-west", "south-east", "south-west"),
}
"""Fields that are one of some words. Beside them there is 'bedrooms': '0', '2', '3+'."""


@dataclass(frozen=True)
class Rule:
    """One line: the home's field is one of the values."""

    field: str
    values: tuple[str, ...]

    def holds(self, home: Homes) -> bool | None:
        """Whether it holds of this home; None where the home does not say."""
        if self.field == "bedrooms":
            return None if home.bedrooms is None else any(_fits(home.bedrooms, v) for v in self.values)
        said = str(getattr(home, self.field))
        return said in self.values if said else None


def rule(line: str) -> Rule:
    """A line as a rule; raises ValueError that says what is wrong with it."""
    name, colon, rest = line.partition(":")
    name, values = name.strip(), tuple(v.strip() for v in rest.split(","))
    if not colon or (name != "bedrooms" and name not in CHOICES):
        raise ValueError(f"'{line}' is not like 'tenure: social rent' ({', '.join([*CHOICES, 'bedrooms'])})")
    for value in values:
        if name == "bedrooms":
            if not value.removesuffix("+").isdecimal():
                raise ValueError(f"'{value}' is not a number of bedrooms such as 2 or 3+")
        elif value not in CHOICES[name]:
            raise ValueError(f"'{value}' is none of: {', '.join(CHOICES[name])}")
    return Rule(name, values)


def holds(rules: Sequence[Rule], home: Homes) -> bool | None:
    """Whether all of them hold; None where that hangs on what the home does not say."""
    found = [r.holds(home) for r in rules]
    return False if False in found else None if None in found else True


def _fits(bedrooms: int, value: str) -> bool:
    least = int(value.removesuffix("+"))
    return bedrooms >= least if value.endswith("+") else bedrooms == least
