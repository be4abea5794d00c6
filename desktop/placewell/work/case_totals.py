"""What a scheme proposes, added up: one option as the machine-readable answer of `case show` has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from placewell.domain.scheme import HOMES_LOST, Homes, Loss, Scheme
from placewell.domain.tenure import AFFORDABLE, ROOMS, TENURES

NOT_GIVEN = "not given"
"""Stands for a tenure, number of bedrooms or phase that the schedule leaves out."""


def totals(scheme: Scheme, parts: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """One option added up. A figure is None where nothing, or not everything, that makes it up is given.

    Ranges are told at their upper end, both ends under 'ranges'. Rooms (of students, shared living, care) are
    not homes: they are counted by tenure and under 'rooms', and in nothing else.
    """
    every: Sequence[Homes] = parts.get("homes", ())
    homes = [h for h in every if h.tenure not in ROOMS]
    rooms = [h for h in every if h.tenure in ROOMS]
    losses: Sequence[Loss] = parts.get("loss", ())
    gone = [x for x in losses if x.what == HOMES_LOST and x.amount is not None]
    lost = [x for x in gone if x.tenure not in ROOMS]
    gia = _sum([None if h.gia_m2 is None else h.homes * h.gia_m2 for h in homes])
    blue = [x.geometry for x in parts.get("blue line", ())]
    return {
        "name": scheme.name,
        "option": scheme.option,
        "reference": scheme.reference,
        "site_ha": None if scheme.geometry is None else round(scheme.geometry.area / 10_000, 4),
        "blue_line_ha": round(sum(b.area for b in blue) / 10_000, 4) if blue else None,
        "homes": sum(h.homes for h in homes) if every else None,
        "rooms": sum(h.homes for h in rooms) if every else None,
        "bed_spaces": _each(homes, "bed_spaces"),
        "habitable_rooms": _each(homes, "habitable_rooms"),
        "gia_m2": None if gia is None else round(gia, 2),
        "by_tenure": counted([(h.tenure, h.homes) for h in every], TENURES),
        "by_bedrooms": counted([(_key(h.bedrooms), h.homes) for h in homes]),
        "by_phase": counted([(_key(h.phase), h.homes) for h in homes]),
        "habitable_rooms_by_tenure": _rooms_by_tenure(homes),
        "affordable_share": shares(homes),
        "ranges": _ranges(homes),
        "derived": _derived(every),
        "lost_homes": int(sum(x.amount or 0 for x in lost)) if losses else None,
        "lost_rooms": int(sum(x.amount or 0 for x in gone if x.tenure in ROOMS)) if losses else None,
        "lost_by_tenure": counted([(x.tenure, int(x.amount or 0)) for x in gone], TENURES),
        "net_homes": _net(homes, lost) if every else None,
        "phases": [_fields(p, "number", "name", "starts", "completes") for p in parts.get("phase", ())],
        "blocks": len(parts.get("block", ())),
        "gates": sum(not e.block for e in parts.get("entrance", ())),
        "doors": sum(bool(e.block) for e in parts.get("entrance", ())),
        "links": [
            {**_fields(x, "name", "change", "phase", "details"), "m": round(x.geometry.length, 1)}
            for x in parts.get("link", ())
        ],
        "floorspace": [
            _fields(f, "use", "state", "measure", "m2", "m2_least", "phase", "block", "what")
            for f in parts.get("floorspace", ())
        ],
        "quantities": [
            _fields(q, "what", "value", "value_least", "unit", "phase", "document")
            for q in parts.get("quantity", ())
        ],
        "provision": [
            {
                **_fields(p, "type", "name", "phase", "capacity", "capacity_unit", "area_m2", "certainty"),
                "capacity_least": p.capacity_least,
                "area_least_m2": p.area_least_m2,
                "placed": p.geometry is not None,
            }
            for p in parts.get("provision", ())
        ],
        "losses": [_fields(x, *_LOSS) for x in losses],
    }


_LOSS = (
    "what", "name", "asset", "tenure", "amount", "amount_least", "unit", "phase", "bedrooms", "habitable_rooms",
    "gia_m2", "occupied", "right_to_return", "decant_phase", "details",
)  # fmt: skip


def shares(homes: Sequence[Homes]) -> dict[str, float | None]:
    """Percentages of affordable homes as applicants state them, by home and by habitable room.

    None where a tenure, or a number of rooms, is not known. For comparing totals: which tenures a policy
    counts is said by its pack.
    """
    by_room = [(h, h.habitable_rooms) for h in homes]
    known = homes and all(h.tenure for h in homes)
    counts = sum(h.homes for h in homes)
    rooms = [h.homes * r for h, r in by_room if r is not None]
    of_rooms = [h.homes * r for h, r in by_room if r is not None and h.tenure in AFFORDABLE]
    by_home = (
        100 * sum(h.homes for h in homes if h.tenure in AFFORDABLE) / counts if known and counts else None
    )
    whole = known and len(rooms) == len(homes) and sum(rooms)
    return {
        "by_home": None if by_home is None else round(by_home, 2),
        "by_habitable_room": round(100 * sum(of_rooms) / sum(rooms), 2) if whole else None,
    }


def counted(pairs: Iterable[tuple[str, int]], order: Sequence[str] = ()) -> dict[str, int]:
    """Sums by key, in the order given (else by number), what is not given last."""
    found: dict[str, int] = defaultdict(int)
    for key, n in pairs:
        found[key or NOT_GIVEN] += n
    known = [k for k in order if k in found] or sorted((k for k in found if k != NOT_GIVEN), key=int)
    return {k: found[k] for k in (*known, *([NOT_GIVEN] if NOT_GIVEN in found else []))}


def _sum(values: Sequence[float | None]) -> float | None:
    """The sum; None for no values, or where one is missing: the rest would read as the whole."""
    known = [v for v in values if v is not None]
    return sum(known) if known and len(known) == len(values) else None


def _each(homes: Sequence[Homes], name: str) -> float | None:
    return _sum([None if (v := getattr(h, name)) is None else h.homes * v for h in homes])


def _rooms_by_tenure(homes: Sequence[Homes]) -> dict[str, int] | None:
    if _each(homes, "habitable_rooms") is None:
        return None
    return counted([(h.tenure, h.homes * (h.habitable_rooms or 0)) for h in homes], TENURES)


def _ranges(homes: Sequence[Homes]) -> dict[str, list[float]]:
    """Both ends of what is a range, by what it is of; nothing where every figure is exact."""
    if all(h.homes_least is None for h in homes):
        return {}
    found = {"homes": [float(sum(h.least for h in homes)), float(sum(h.homes for h in homes))]}
    for name in ("habitable_rooms", "gia_m2"):
        each = [getattr(h, name) for h in homes]
        if homes and None not in each:
            found[name] = [
                round(sum(h.least * v for h, v in zip(homes, each, strict=True)), 2),
                round(sum(h.homes * v for h, v in zip(homes, each, strict=True)), 2),
            ]
    return found


def _derived(homes: Sequence[Homes]) -> dict[str, int]:
    """How many homes have a figure that Placewell worked out, by what it is."""
    found: dict[str, int] = defaultdict(int)
    for h in homes:
        for name in filter(None, h.derived.split(",")):
            found[name] += h.homes
    return dict(sorted(found.items()))


def _net(homes: Sequence[Homes], lost: Sequence[Loss]) -> int:
    return sum(h.homes for h in homes) - int(sum(x.amount or 0 for x in lost))


def _key(value: int | None) -> str:
    return "" if value is None else str(value)


def _fields(noun: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(noun, name) for name in names}
