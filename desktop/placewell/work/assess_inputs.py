"""What an assessment is made from: the project's ground, the scheme with its parts, and what the case says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from placewell.assess.ground import Ground
from placewell.assess.proposal import Allocation, Proposal, Setting
from placewell.domain.case import Answer, OfficialPtal
from placewell.domain.finding import Given
from placewell.domain.place import Commitment
from placewell.domain.rows import Rows
from placewell.domain.scheme import Scheme
from placewell.work.actions import mitigation_of
from placewell.work.allocations import overlaps
from placewell.work.case_people import tables_of, zone_of
from placewell.work.case_shown import case_of
from placewell.work.opened import Opened
from placewell.work.streets import network_of
from placewell.work.submissions import nouns, parts_of

ASKED = "criterion:"
"""What the question of an answer to a criterion begins with."""


def ground_of(opened: Opened, as_at: str) -> Ground:
    """The project as at an ISO date. A list that was taken out and put back stands in another order in the file."""

    def read(kind: str) -> Rows:
        return opened.file.read(kind).in_order()

    return Ground(
        project=opened.project,
        layers=opened.file.layers(),
        assets=read("asset"),
        network=network_of(opened),
        as_at=as_at,
        stops=read("stop"),
        areas=read("area"),
        statistics=read("statistic"),
    )


def proposal_of(opened: Opened, scheme: Scheme) -> Proposal:
    """One scheme option with everything that belongs to it."""
    parts: dict[str, list[Any]] = parts_of(opened).get(scheme.id, {})
    return Proposal(
        scheme=scheme,
        entrances=parts.get("entrance", ()),
        blocks=parts.get("block", ()),
        phases=parts.get("phase", ()),
        homes=parts.get("homes", ()),
        floorspace=parts.get("floorspace", ()),
        quantities=parts.get("quantity", ()),
        provision=parts.get("provision", ()),
        losses=parts.get("loss", ()),
        links=parts.get("link", ()),
    )


def setting_of(opened: Opened, scheme: Scheme, as_at: str) -> Setting:
    """What of the case findings on this option rest on."""
    tables = tables_of(opened)
    table = tables[0] if tables else None
    claims = [
        c for c in nouns(opened, "claim")
        if c.submission in (scheme.submission, "") and c.option.casefold() in ("", scheme.option.casefold())
    ]  # fmt: skip
    found = overlaps(opened, scheme.geometry)
    return Setting(
        case=case_of(opened),
        claims=claims,
        consultations=nouns(opened, "consultation"),
        ptal=official_ptal(nouns(opened, "official PTAL"), as_at),
        ptal_style=style_of(opened, scheme),
        yields=table,
        zone=zone_of(opened, scheme.geometry, table),
        commitments=[Commitment(**r) for r in opened.file.read("commitment").records()],
        allocations=[_allocation(a) for a in found],
        answers=answers_of(nouns(opened, "answer"), scheme.option),
        mitigation=mitigation_of(nouns(opened, "action"), scheme.option),
    )


def _allocation(found: dict[str, Any]) -> Allocation:
    asked = found["requirements"]
    lines = None if asked is None else tuple((a["duty"], a["text"]) for a in asked)
    return Allocation(found["label"], found["share_of_site"], lines)


def official_ptal(known: Sequence[OfficialPtal], as_at: str) -> OfficialPtal | None:
    """The one of the latest year that is not to come at the date, else of the earliest."""
    ordered = sorted(known, key=lambda p: p.year)
    now = [p for p in ordered if p.year <= as_at[:4]]
    return next((p for p in (*reversed(now), *ordered)), None)


def style_of(opened: Opened, scheme: Scheme) -> tuple[float, str] | None:
    """The PTAL-style index at a point inside the red line; None where it cannot be told."""
    import numpy as np
    import shapely

    from placewell.network.calls import indices, stops_of
    from placewell.network.snap import attach

    network, services = network_of(opened), opened.file.read("service")
    if network is None or not len(services) or scheme.geometry is None:
        return None
    point = np.array([shapely.point_on_surface(scheme.geometry)], dtype=object)
    index = indices(network, attach(network, point), stops_of(opened.file.read("stop"), services))[0].index
    return None if index is None else (round(index.value, 2), index.band)


def answers_of(held: Sequence[Answer], option: str) -> dict[str, list[Given]]:
    """Officers' answers to criteria that are for this option or for every one, by criterion."""
    found: dict[str, list[Given]] = {}
    for a in held:
        if a.question.startswith(ASKED) and a.option.casefold() in ("", option.casefold()):
            found.setdefault(a.question.removeprefix(ASKED), []).append(
                Given(
                    a.scale,
                    a.value,
                    a.reason,
                    a.by,
                    a.at,
                    a.part,
                    a.mark == "override",
                    a.document,
                    a.revision,
                    a.page,
                    a.look_again,
                )
            )
    return found
