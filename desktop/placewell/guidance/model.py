"""A pack of dated, cited criteria, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STANDINGS = (
    "statute",
    "development plan",
    "guidance",
    "national policy",
    "emerging",
    "council corporate",
    "good practice",
    "context",
)
ADDRESSEES = ("proposal", "plan-making", "decision-maker", "borough")
COMPARISONS = ("at most", "at least")
"""Both include the figure itself: 'within 400 m' includes 400."""
SOURCE_STATUSES = ("verified", "secondary", "to be checked")
ANSWER_SCALES = ("met or not met",)
"""Grows with the packs that bring their own scales."""
WHO_ANSWERS = ("planning", "public health", "education", "housing", "transport", "parks", "NHS")


@dataclass(frozen=True)
class Citation:
    """Where a figure is printed."""

    publisher: str
    document: str
    paragraph: str = ""
    date: str = ""
    url: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.publisher, self.document, self.paragraph, self.date) if part)


@dataclass(frozen=True)
class Value:
    """A figure with its unit, in force from and to these dates (ISO, both included; '' is open)."""

    number: float
    unit: str
    source_status: str
    citation: Citation
    starts: str = ""
    ends: str = ""

    def in_force(self, as_at: str) -> bool:
        """Whether it holds at an ISO date."""
        return (not self.starts or self.starts <= as_at) and (not self.ends or as_at <= self.ends)


@dataclass(frozen=True)
class Triggers:
    """Which cases a criterion is for; empty or zero means all."""

    case_types: tuple[str, ...] = ()
    least_homes: int = 0
    phases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Serves:
    """What of the social regeneration framework a criterion serves; labels, never a judgement."""

    objective: str = ""
    feature: str = ""
    outcome: str = ""
    way_to_wellbeing: str = ""


@dataclass(frozen=True)
class Criterion:
    """One thing that guidance asks. `inputs` are those its measure declares."""

    id: str
    theme: str
    topic: str
    question: str
    standing: str
    addressee: str
    answer_scale: str
    measure: str
    comparison: str
    values: tuple[Value, ...]
    inputs: Mapping[str, Any] = field(default_factory=dict)
    triggers: Triggers = Triggers()
    serves: Serves = Serves()
    attach: str = ""
    look: str = ""
    who_answers: str = ""
    usually_meets: str = ""
    same_as: tuple[str, ...] = ()
    note: str = ""

    def value_at(self, as_at: str) -> Value | None:
        """The figure in force at an ISO date; of several the one that started last; else None."""
        held = [v for v in self.values if v.in_force(as_at)]
        return max(held, key=lambda v: v.starts, default=None)


@dataclass(frozen=True)
class Pack:
    """A published set of criteria."""

    id: str
    title: str
    publisher: str
    edition: str
    in_force: str
    licence: str
    criteria: tuple[Criterion, ...]
