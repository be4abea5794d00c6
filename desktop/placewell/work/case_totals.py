"""What a scheme proposes, added up: the machine-readable answer of `case show`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from placewell.domain.scheme import HOMES_LOST, Homes, Loss, Phase, Provision, Scheme
from placewell.domain.tenure import TENURES
from placewell.work.case import find_scheme, parts_of, schemes
from placewell.work.opened import Opened

NOT_GIVEN = "not given"
"""Stands for a tenure, number of bedrooms or phase that the schedule leaves out."""


def case_shown(opened: Opened, name: str = "", option: str = "") -> dict[str, Any]:
    """All schemes and options, or those asked for, with their totals. Raises Problem for unknown ones."""
    chosen = schemes(opened)
    if name or option:
        first = find_scheme(opened, name, option)
        chosen = [s for s in chosen if s.name.casefold() == first.name.casefold()]
        chosen = [first] if option else chosen
    parts = parts_of(opened)
    return {"schemes": [totals(s, parts.get(s.id, {})) for s in chosen]}


def totals(scheme: Scheme, parts: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """One option added up. A figure is None where nothing, or not everything, that makes it up is given."""
    homes: Sequence[Homes] = parts.get("homes", ())
    losses: Sequence[Loss] = parts.get("loss", ())
    lost = [x.amount for x in losses if x.what == HOMES_LOST and x.amount is not None]
    gia = _sum([None if h.gia_m2 is None else h.homes * h.gia_m2 for h in homes])
    return {
        "name": scheme.name,
        "option": scheme.option,
        "reference": scheme.reference,
        "site_ha": round(scheme.geometry.area / 10_000, 4),
        "homes": sum(h.homes for h in homes) if homes else None,
        "habitable_rooms": _sum(
            [None if h.habitable_rooms is None else h.homes * h.habitable_rooms for h in homes]
        ),
        "gia_m2": None if gia is None else round(gia, 2),
        "by_tenure": _counted([(h.tenure, h.homes) for h in homes], TENURES),
        "by_bedrooms": _counted([(_key(h.bedrooms), h.homes) for h in homes]),
        "by_phase": _counted([(_key(h.phase), h.homes) for h in homes]),
        "lost_homes": int(sum(lost)) if losses else None,
        "lost_by_tenure": _counted(
            [(x.tenure, int(x.amount or 0)) for x in losses if x.what == HOMES_LOST], TENURES
        ),
        "phases": [_phase(p) for p in parts.get("phase", ())],
        "blocks": len(parts.get("block", ())),
        "gates": sum(not e.block for e in parts.get("entrance", ())),
        "doors": sum(bool(e.block) for e in parts.get("entrance", ())),
        "provision": [_provision(p) for p in parts.get("provision", ())],
        "losses": [_loss(x) for x in losses],
    }


def _sum(values: Sequence[float | None]) -> float | None:
    """The sum; None for no values, or where one is missing: the rest would read as the whole."""
    known = [v for v in values if v is not None]
    return sum(known) if known and len(known) == len(values) else None


def _counted(pairs: Sequence[tuple[str, int]], order: Sequence[str] = ()) -> dict[str, int]:
    """Sums by key, in the order given (else by number), what is not given last."""
    found: dict[str, int] = defaultdict(int)
    for key, n in pairs:
        found[key or NOT_GIVEN] += n
    known = [k for k in order if k in found] or sorted((k for k in found if k != NOT_GIVEN), key=int)
    return {k: found[k] for k in (*known, *([NOT_GIVEN] if NOT_GIVEN in found else []))}


def _key(value: int | None) -> str:
    return "" if value is None else str(value)


def _phase(phase: Phase) -> dict[str, Any]:
    names = ("number", "name", "starts", "completes")
    return {name: getattr(phase, name) for name in names}


def _provision(provision: Provision) -> dict[str, Any]:
    names = ("type", "name", "phase", "capacity", "capacity_unit", "area_m2", "certainty")
    return {**{name: getattr(provision, name) for name in names}, "placed": provision.geometry is not None}


def _loss(loss: Loss) -> dict[str, Any]:
    names = ("what", "name", "asset", "tenure", "amount", "unit", "phase", "details")
    return {name: getattr(loss, name) for name in names}
