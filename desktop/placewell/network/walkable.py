"""Which streets people may walk along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from placewell.domain.rows import Rows

NOT_FOR_WALKING = {"motorway", "motorway_link", "motorway link"}
"""Street classes closed to people on foot, in OS Open Roads' and OpenStreetMap's words."""
NOT_YET_OR_NO_LONGER = {"construction", "proposed", "planned", "abandoned", "razed", "demolished"}
ON_FOOT = {"yes", "designated", "permissive"}


def walkable(streets: Rows) -> npt.NDArray[np.bool_]:
    """One bool a street. OpenStreetMap's tags are read from `details`; other sources have none."""
    classes = [str(c).strip().casefold() for c in streets.column("street_class")]
    details = streets.column("details")
    return np.array([_open(c, _tags(str(d))) for c, d in zip(classes, details, strict=True)], dtype=bool)


def _open(street_class: str, tags: Mapping[str, Any]) -> bool:
    if street_class in NOT_FOR_WALKING or street_class in NOT_YET_OR_NO_LONGER:
        return False
    foot = tags.get("foot")
    if foot == "no":
        return False
    return tags.get("access") not in ("private", "no") or foot in ON_FOOT


def _tags(details: str) -> Mapping[str, Any]:
    """The tags of an OpenStreetMap way; empty where the source has none or they cannot be read."""
    if '"tags"' not in details:
        return {}
    try:
        tags = json.loads(details).get("tags", {})
        tags = json.loads(tags) if isinstance(tags, str) else tags
    except (ValueError, AttributeError, RecursionError):
        return {}
    return tags if isinstance(tags, dict) else {}
