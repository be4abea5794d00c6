"""People and children of a scheme, from the yield table that the council has loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from placewell.work.opened import Opened


def tables_of(opened: Opened) -> list[Any]:
    return []


def people_of(opened: Opened, parts: Mapping[str, Sequence[Any]], tables: Sequence[Any]) -> dict[str, Any]:
    return {
        "people": None,
        "children": None,
        "yield_table": None,
        "people_lines": [],
        "people_waiting_for": [],
    }
