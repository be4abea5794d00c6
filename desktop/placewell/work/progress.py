"""How long work tells how far it is: a generator of steps that returns its result at the end."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Progress:
    """One step: what is being done, and how much of how much is behind."""

    what: str
    done: int = 0
    total: int = 0


Work = Generator[Progress, None, T]
"""Closing it cancels: nothing half-done stays."""


def run(work: Work[T], told: Callable[[Progress], None] | None = None) -> T:
    """Drive work to its end and return its result; `told` hears of each step."""
    while True:
        try:
            step = next(work)
        except StopIteration as end:
            result: T = end.value
            return result
        if told is not None:
            told(step)
