"""Which streets people may walk along, and what is known of the way underfoot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from placewell.domain.rows import Rows
from placewell.network.model import NO_STEPS, NOT_KNOWN, STEPS

NOT_FOR_WALKING = {"motorway", "motorway_link", "motorway link"}
"""Street classes closed to people on foot, in OS Open Roads' and OpenStreetMap's words."""
NOT_YET_OR_NO_LONGER = {"construction", "proposed", "planned", "abandoned", "razed", "demolished"}
ON_FOOT = {"yes", "designated", "permissive"}
FOR_FEET = {"footway", "path", "pedestrian", "steps", "cycleway", "bridleway", "corridor", "living_street"}
"""OpenStreetMap's classes of ways that roads' products do not draw."""


@dataclass(frozen=True)
class WayTags:
    """What counts of one street. Surface and light are as the source says them, '' where it does not."""

    walked: bool
    steps: int
    surface: str
    lit: str


def way_tags(streets: Rows) -> list[WayTags]:
    """One a street. OpenStreetMap's tags are read from `details`; other sources have none."""
    classes = [str(c or "").strip().casefold() for c in streets.column("street_class")]
    details = streets.column("details")
    return [_of(c, _tags(str(d or ""))) for c, d in zip(classes, details, strict=True)]


def _of(street_class: str, tags: Mapping[str, Any]) -> WayTags:
    # A class tells that a way is not steps; a file without classes tells nothing.
    steps = STEPS if street_class == "steps" else NO_STEPS if street_class else NOT_KNOWN
    walked = _open(street_class, tags)
    return WayTags(walked, steps, _text(tags.get("surface")), _text(tags.get("lit")))


def _open(street_class: str, tags: Mapping[str, Any]) -> bool:
    if street_class in NOT_FOR_WALKING or street_class in NOT_YET_OR_NO_LONGER:
        return False
    foot = tags.get("foot")
    if foot == "no":
        return False
    return tags.get("access") not in ("private", "no") or foot in ON_FOOT


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


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
