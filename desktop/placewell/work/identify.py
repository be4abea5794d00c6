"""What is known of one thing on the map, in lines for a card: what it is, whose, how much it holds, how far it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from placewell.assess.engine import Assessor
from placewell.assess.explain import metres, walk
from placewell.assess.facts import Facts
from placewell.domain.layer import Layer
from placewell.domain.rows import Rows
from placewell.network.access import access_points
from placewell.network.reach import reach
from placewell.network.snap import attach

SEARCHED_M = 5_000.0
POINTS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
_SAID = (("theme", "Theme"), ("owner", "Owner"), ("status", "Status"), ("hours", "Opening"), ("price", "Price"), ("step_free", "Step-free"), ("level", "Level"), ("code", "Code"), ("cover", "Cover"), ("street_class", "Class"))  # fmt: skip


@dataclass(frozen=True)
class Card:
    """One thing: its name, what it is, and everything else as pairs of word and value."""

    title: str
    type: str
    lines: tuple[tuple[str, str], ...]


def card_of(rows: Rows, row: int, layers: dict[str, Layer], assessor: Assessor | None, as_at: str) -> Card:
    """The card of a row; distances from the scheme where there is one."""
    columns = rows.columns

    def said(name: str) -> str:
        value = columns[name][row] if name in columns else None
        return "" if value in (None, "") or value != value else str(value)

    lines = [(word, said(name)) for name, word in _SAID if said(name)]
    if said("capacity"):
        lines.append(("Capacity", f"{float(said('capacity')):,.0f} {said('capacity_unit') or 'places'}"))
    if rows.geometry is not None and shapely.get_dimensions(rows.geometry[row]) == 2:
        lines.append(("Area", f"{rows.geometry[row].area / 10_000:,.2f} ha"))
    if assessor is not None and rows.geometry is not None:
        lines += distances(assessor, rows.geometry[row])
    layer = layers.get(said("layer"))
    if layer is not None:
        lines.append(
            ("Source", f"{layer.name}, {layer.publisher or 'unknown publisher'}, {age(layer.vintage, as_at)}")
        )
    source = rows.source_row[row] if len(rows.source_row) > row else 0
    if source:
        lines.append(("Row at its source", f"{source:,}"))
    return Card(
        said("name") or said("code") or said("type") or "Unnamed",
        said("type") or said("level") or rows.kind,
        tuple(lines),
    )


def distances(assessor: Assessor, place: shapely.Geometry) -> list[tuple[str, str]]:
    """How far a place is from the scheme, on foot and in a straight line; why, where it cannot be told."""
    site = assessor.proposal.scheme.geometry
    if site is None:
        return []
    straight = float(shapely.distance(site, place))
    if straight == 0:
        return [("From the scheme", "within the red line")]
    found = [("In a straight line", f"{metres(straight)} {direction(site, place)} of the red line")]
    facts = Facts(assessor.ground, assessor.proposal, assessor.setting, assessor.content, routes=False)
    if facts.network is None:
        return [("On foot", "cannot be told: no streets have been brought in"), *found]
    on_foot = _on_foot(facts, place)
    if on_foot is None:
        return [("On foot", f"more than {SEARCHED_M:,.0f} m, or not joined to these streets"), *found]
    name, far = on_foot
    return [("On foot", f"{walk(far)}, from {name}"), *found]


def _on_foot(facts: Facts, place: shapely.Geometry) -> tuple[str, float] | None:
    """The gate with the shortest walk to a place and its length in metres; None where there is none."""
    assert facts.network is not None
    if not len(facts.gates):
        return None
    points, _ = access_points(facts.network, np.array([place], dtype=object))
    if not len(points):
        return None
    walks = reach(facts.network, facts.gates.attached, attach(facts.network, points), SEARCHED_M)
    gate, _ = np.unravel_index(int(np.argmin(walks)), walks.shape)
    far = float(walks.min())
    return (facts.gates.starts[int(gate)].name, round(far, 3)) if np.isfinite(far) else None


def direction(start: shapely.Geometry, end: shapely.Geometry) -> str:
    """'north-east': where one thing lies from another."""
    a, b = shapely.point_on_surface(start), shapely.point_on_surface(end)
    turn = math.degrees(math.atan2(b.x - a.x, b.y - a.y)) % 360
    return POINTS[round(turn / 45) % 8]


def age(vintage: str, as_at: str) -> str:
    """'7 months old', '3 years old', 'undated'."""
    try:
        months = (int(as_at[:4]) - int(vintage[:4])) * 12 + int(as_at[5:7]) - int(vintage[5:7] or "1")
    except ValueError:
        return "undated" if not vintage else f"of {vintage}"
    if months < 1:
        return "this month's"
    return (
        f"{months} {'month' if months == 1 else 'months'} old" if months < 24 else f"{months // 12} years old"
    )


def straight_columns(rows: Rows, site: shapely.Geometry | None) -> tuple[list[float | None], list[str]]:
    """For a table: metres in a straight line from the site, and the direction; nothing without a site."""
    if site is None or rows.geometry is None:
        return [None] * len(rows), [""] * len(rows)
    far = shapely.distance(rows.geometry, site)
    middle = shapely.point_on_surface(site)
    at = (
        shapely.get_coordinates(shapely.point_on_surface(rows.geometry))
        if len(rows) and not shapely.is_missing(rows.geometry).any()
        else None
    )
    if at is None or len(at) != len(rows):
        return [None if v != v else float(v) for v in far], [""] * len(rows)
    turn = np.degrees(np.arctan2(at[:, 0] - middle.x, at[:, 1] - middle.y)) % 360
    words = [POINTS[int(i)] for i in np.round(turn / 45).astype(int) % 8]
    return [float(v) for v in far], words
