"""What a criterion can ask for: the measures that exist in code, with the inputs each needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class MeasureForm:
    """The unit a measure answers in, and its inputs: name to what the input is ('asset types')."""

    unit: str
    inputs: Mapping[str, str]
    comparisons: tuple[str, ...]
    """Those of `model.COMPARISONS` that the measure can judge."""


MEASURES: Mapping[str, MeasureForm] = {
    "walk to nearest": MeasureForm("m", {"types": "asset types"}, ("at most",)),
}
