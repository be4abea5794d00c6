"""Applicants' plans under the map: placed by known points, kept with the case, listed and taken away."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from placewell.domain.errors import Problem
from placewell.domain.plan import Plan, PlanImage
from placewell.domain.scheme import Scheme
from placewell.edit.transaction import Transaction
from placewell.work.opened import Opened
from placewell.work.submissions import fresh_ids, nouns
from placewell.work.traced import TRACED, traced_words

if TYPE_CHECKING:
    from placewell.importing.fit import Fit, Pair
    from placewell.importing.page import Page


def plans(opened: Opened) -> list[Plan]:
    """The plans of the case, in the order in which they came."""
    return sorted(nouns(opened, "plan"), key=lambda p: (p.added, p.id))


def plan_of(
    opened: Opened,
    page: Page,
    pairs: Sequence[Pair],
    fit: Fit,
    *,
    name: str = "",
    document: str = "",
    stated_scale: int | None = None,
) -> tuple[Plan, PlanImage]:
    """A page where the points put it, and its picture; nothing is written."""
    image = PlanImage(
        hashlib.sha256(page.png).hexdigest(),
        base64.b64encode(page.png).decode("ascii"),
        page.wide_px,
        page.high_px,
    )
    sheet = np.array([(0.0, 0.0), (page.wide_mm, 0.0), (page.wide_mm, page.high_mm), (0.0, page.high_mm)])
    made = placed(opened, document or page.name, sheet, pairs, fit)
    return (
        replace(
            made,
            name=name or made.name,
            image=image.id,
            page=page.page,
            wide_mm=page.wide_mm,
            high_mm=page.high_mm,
            stated_scale=stated_scale or _only(page.stated_scales),
        ),
        image,
    )


def as_held(opened: Opened, plan: Plan) -> Plan:
    """The plan of the case that is this one, placed by the same points; else the plan as given."""

    def told(p: Plan) -> tuple[object, ...]:
        return p.document, p.page, p.image, p.points

    return next((p for p in plans(opened) if told(p) == told(plan)), plan)


def placed(opened: Opened, document: str, outline: object, pairs: Sequence[Pair], fit: Fit) -> Plan:
    """A plan without a picture: a drawing, of which only the placing is kept. `outline` is of plan points."""
    return Plan(
        fresh_ids(opened).next("plan"),
        document,
        document,
        shapely.Polygon(fit.place(outline)),
        m_per_mm=fit.m_per_mm,
        turn_deg=fit.turn_deg,
        east=fit.east,
        north=fit.north,
        fit_m=fit.rms_m,
        points=json.dumps([[p.x, p.y, p.east, p.north] for p in pairs]),
        added=opened.clock(),
    )


def put_plan(t: Transaction, plan: Plan, image: PlanImage | None) -> None:
    """Keep a plan, and its picture once."""
    if image is not None and t.get("plan image", image.id) is None:
        t.put("plan image", image)
    t.put("plan", plan)


def keep_plan(
    opened: Opened, page: Page, pairs: Sequence[Pair], fit: Fit, stated_scale: int | None = None
) -> Plan:
    """Lay a page under the map, as one edit. Raises Problem."""
    plan, image = plan_of(opened, page, pairs, fit, stated_scale=stated_scale)
    with opened.session.transaction(f"Placed the plan {plan.name}") as t:
        put_plan(t, plan, image)
    return plan


def placement(plan: Plan) -> Fit:
    """How it lies on the ground, as it was kept."""
    from placewell.importing.fit import TRACING_MM, Fit

    hand = TRACING_MM * plan.m_per_mm if plan.image else 0.0
    return Fit(
        plan.m_per_mm, plan.turn_deg, plan.east, plan.north, plan.fit_m, (), max(plan.fit_m or 0.0, hand)
    )


def image_of(opened: Opened, plan: Plan) -> bytes:
    """The PNG of a plan's page; empty for a drawing, and where another program left something else there."""
    row = opened.file.get("plan image", plan.image) if plan.image else None
    try:
        return base64.b64decode(str(row["png"]), validate=True) if row else b""
    except ValueError:
        return b""


def remove_plan(opened: Opened, id: str) -> None:
    """Take a plan away. What was traced on it stays, and stays marked by how far it may be off. Raises Problem."""
    found = next((p for p in plans(opened) if p.id == id), None)
    if found is None:
        raise Problem(
            "That plan is no longer in this case.", "Nothing was changed.", "Look at the list again."
        )
    with opened.session.transaction(f"Took away the plan {found.name}") as t:
        t.remove("plan", id)
        if found.image and not any(p.image == found.image for p in plans(opened) if p.id != id):
            t.remove("plan image", found.image)


def told_plans(opened: Opened) -> list[str]:
    """The plans of the case in words: what sheet, at what scale, how well it fits, what was traced on it."""
    return [plan_words(p, _traced_on(opened, p)) for p in plans(opened)]


def plan_words(plan: Plan, traced: Sequence[str] = ()) -> str:
    """One plan in words."""
    fit = placement(plan)
    points = _many(plan.points)
    if plan.image:
        where = f"{plan.name}, page {plan.page}" if plan.page > 1 else plan.name
        stated = f" (stated 1:{plan.stated_scale:,})" if plan.stated_scale else ""
        said = f"{where}: placed by {points} points at 1:{plan.m_per_mm * 1000:,.0f}{stated}"
    else:
        said = f"{plan.name}: a drawing placed by {points} points"
    said += f", turned {plan.turn_deg:.1f}°" if abs(plan.turn_deg) >= 0.05 else ""
    said += f", ± {fit.accuracy_m:.1f} m" if fit.accuracy_m >= 0.05 else ", ± less than 0.1 m"
    return f"{said}; {', '.join(traced)} by it" if traced else said


def traced_of(opened: Opened, scheme: Scheme, parts: Mapping[str, Sequence[Any]]) -> list[str]:
    """What of a scheme was taken from which plan, and how far it may be off: 'the red line traced, ± 0.6 m (…)'."""
    names = {p.id: p.name for p in plans(opened)}
    found: dict[tuple[str, float | None, str], int] = {}
    for kind, word in TRACED.items():
        for each in (scheme,) if kind == "scheme" else parts.get(kind, ()):
            if each.plan:
                key = (word, each.traced_m, each.plan)
                found[key] = found.get(key, 0) + 1
    return [
        f"{word if n == 1 else f'{n} times {word}'} {traced_words(m)} ({names.get(plan, 'a plan since taken away')})"
        for (word, m, plan), n in found.items()
    ]


def _traced_on(opened: Opened, plan: Plan) -> list[str]:
    found = []
    for kind, word in TRACED.items():
        n = sum(1 for p in opened.file.read(kind).column("plan") if p == plan.id)
        if n:
            found.append(word if n == 1 else f"{n} times {word}")
    return found


def _many(points: str) -> int:
    """How many known points are kept; none where another program left something else there."""
    try:
        held = json.loads(points or "[]")
    except ValueError:
        return 0
    return len(held) if isinstance(held, list) else 0


def _only(scales: Sequence[int]) -> int | None:
    return scales[0] if len(set(scales)) == 1 else None
