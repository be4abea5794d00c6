"""What a benchmark prints, and the same as figures for programs."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any


def seconds(what: Callable[[], object]) -> float:
    """How long one call takes."""
    begun = time.perf_counter()
    what()
    return time.perf_counter() - begun


def median(what: Callable[[], object], rounds: int) -> float:
    """The median seconds of some calls."""
    return statistics.median(seconds(what) for _ in range(rounds))


def took(s: float) -> str:
    """Seconds in words that are easy to compare."""
    if s < 0.0995:
        return f"{1000 * s:.2f} ms"
    return f"{1000 * s:.0f} ms" if s < 0.9995 else f"{s:.1f} s"


def machine() -> dict[str, Any]:
    """What it was measured on."""
    names = ("numpy", "scipy", "shapely", "pandana", "osmnx", "pyrosm")
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "cores": os.cpu_count(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        **found,
    }


class Report:
    """Prints as it is told, and keeps the figures."""

    def __init__(self) -> None:
        self.figures: list[dict[str, Any]] = []

    def title(self, text: str) -> None:
        """A line above what follows."""
        print(f"\n{text}", flush=True)

    def say(self, text: str) -> None:
        """A line."""
        print(f"  {text}", flush=True)

    def keep(self, **figures: Any) -> None:
        """Figures of one measurement."""
        self.figures.append(figures)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Columns, the first to the left and the others to the right."""
        wide = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
        for row in (heads, *rows):
            cells = [
                c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, wide, strict=True))
            ]
            self.say("  ".join(cells).rstrip())

    def save(self, path: Path) -> None:
        """The figures as JSON."""
        path.write_text(json.dumps(self.figures), encoding="utf-8")
