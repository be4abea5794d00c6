"""People and children of a scheme as the case shows them, from the yield table that the council has loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import shapely

from placewell.assess.people import People, YieldTable, by_phase, dip, label, people
from placewell.domain.case import YieldRate
from placewell.domain.tenure import ROOMS
from placewell.work.opened import Opened
from placewell.work.submissions import nouns

NO_TABLE = (
    "The table of people per home by tenure and bedrooms (population yields) that the council uses: without it"
    " no people or children can be worked out."
)


def tables_of(opened: Opened) -> list[YieldTable]:
    """The yield tables of the project, the one to use first: one that is not illustrative, then the newest."""
    layers = [x for x in opened.file.layers() if x.kind == "yield rate"]
    made = []
    for layer in layers:
        rates = tuple(YieldRate(**r) for r in opened.file.read("yield rate", layer=layer.id).records())
        made.append((layer, YieldTable(layer.name, rates, any(r.illustrative for r in rates))))
    made.sort(key=lambda m: (m[1].illustrative, "" if not m[0].vintage else _backwards(m[0].vintage)))
    return [table for _, table in made]


def people_of(
    opened: Opened,
    parts: Mapping[str, Sequence[Any]],
    tables: Sequence[YieldTable],
    site: shapely.Geometry | None,
) -> dict[str, Any]:
    """The keys of `case show` about people: totals None where anything that makes them up is not known."""
    homes, losses = parts.get("homes", ()), parts.get("loss", ())
    table = tables[0] if tables else None
    own = [h for h in homes if h.tenure not in ROOMS]
    ptal = _ptal(opened)
    zone = zone_of(opened, site, table)
    found = None if table is None or not own else people(homes, table, ptal, zone)
    rows = by_phase(homes, losses, table, ptal, zone)
    low = dip(rows)
    made: dict[str, Any] = {
        "people": _most(found.total if found else None),
        "children": _most(found.children if found else None),
        "people_least": _least(found),
        "people_by_age": {label(b): round(v[1], 2) for b, v in found.by_age.items()}
        if found and found.total
        else {},
        "people_by_phase": _by_phase(homes, table, ptal, zone) if own else [],
        "people_known": None if found is None else round(found.known[1], 2),
        "people_missing": [asdict(m) for m in found.missing] if found else [],
        "people_working": found.working if found else [],
        "yield_table": None if table is None else table.name,
        "yield_ptal": ptal if table is not None and any(r.ptal for r in table.rates) else "",
        "yield_table_illustrative": table is not None and table.illustrative,
        "by_phase_net": [asdict(r) for r in rows],
        "dip": None if low is None else {"phase": low.phase, "homes": low.lowest},
    }
    return {**made, "people_lines": _lines(made, own), "people_waiting_for": _waiting(made, own)}


def _ptal(opened: Opened) -> str:
    """The official band of today: that of the latest year that is not to come, else of the earliest."""
    known = sorted(nouns(opened, "official PTAL"), key=lambda p: p.year)
    now = [p for p in known if p.year <= opened.clock()[:4]]
    return next((p.band for p in (*reversed(now), *known)), "")


def _by_phase(homes: Sequence[Any], table: YieldTable | None, ptal: str, zone: str) -> list[dict[str, Any]]:
    """People and children of the homes of each phase, by age; None where they cannot be told."""
    if table is None:
        return []
    phases = sorted({h.phase for h in homes if h.phase is not None}) + (
        [None] if any(h.phase is None for h in homes) else []
    )
    made = []
    for phase in phases:
        found = people([h for h in homes if h.phase == phase], table, ptal, zone)
        made.append(
            {
                "phase": phase,
                "people": _most(found.total),
                "children": _most(found.children),
                "by_age": {label(b): round(v[1], 2) for b, v in found.by_age.items()} if found.total else {},
            }
        )
    return made


def _most(span: tuple[float, float] | None) -> float | None:
    return None if span is None else round(span[1], 2)


def _least(found: People | None) -> float | None:
    """The lower end where it is another; None for an exact figure."""
    if found is None or found.total is None or found.total[0] == found.total[1]:
        return None
    return round(found.total[0], 2)


def zone_of(opened: Opened, site: shapely.Geometry | None, table: YieldTable | None) -> str:
    """The zone of the table that is the name of an area round the site, or of the project; '' for none."""
    if table is None or not table.zones or site is None:
        return ""
    inside = shapely.point_on_surface(site)
    names = {opened.project.name.casefold()}
    for record in opened.file.read("area").records():
        if shapely.contains(record["geometry"], inside):
            names.add(str(record["name"]).casefold())
    return next((z for z in table.zones if z.casefold() in names), "")


def _lines(made: Mapping[str, Any], homes: Sequence[Any]) -> list[str]:
    if not homes:
        return []
    lines = []
    by = f" at PTAL {made['yield_ptal']}" if made["yield_ptal"] else ""
    shown = by + " (illustrative table: not for use)" if made["yield_table_illustrative"] else by
    if made["people"] is not None:
        least = "" if made["people_least"] is None else f"{made['people_least']:,.0f} to "
        children = (
            "" if made["children"] is None else f", {made['children']:,.0f} of them children (under 18)"
        )
        lines.append(f"{least}{made['people']:,.0f} people{children}, by {made['yield_table']}{shown}")
        ages = ", ".join(f"{k} {v:,.0f}" for k, v in made["people_by_age"].items())
        lines.append(f"By age: {ages}")
        if len(made["people_by_phase"]) > 1:
            each = [
                f"phase {p['phase']} {p['people']:,.0f}"
                + (f" ({p['children']:,.0f} children)" if p["children"] is not None else "")
                for p in made["people_by_phase"]
                if p["phase"] is not None and p["people"] is not None
            ]
            lines += [f"People by phase: {', '.join(each)}"] if each else []
    elif made["yield_table"] is None:
        lines.append("People and children: cannot tell, no yield table has been loaded.")
    else:
        reasons: dict[str, int] = {}
        for m in made["people_missing"]:
            reasons[m["why"]] = reasons.get(m["why"], 0) + m["homes"]
        why = "; ".join(f"{n:,} {'home' if n == 1 else 'homes'}, {reason}" for reason, n in reasons.items())
        lines.append(
            f"People and children: cannot tell ({why}). At least {made['people_known']:,.0f}, by {made['yield_table']}{shown}."
        )
    if any(r["lost"] for r in made["by_phase_net"]):
        for r in made["by_phase_net"]:
            phase = "No phase given" if r["phase"] is None else f"Phase {r['phase']}"
            lines.append(
                f"{phase}: {r['gross']:,} homes built, {r['lost']:,} lost, net {r['net']:+,}; {r['cumulative']:+,} by its end"
            )
    if made["dip"] is not None:
        lines.append(
            f"Before replacement: {-made['dip']['homes']:,} homes fewer than today during phase {made['dip']['phase']}"
        )
    return lines


def _waiting(made: Mapping[str, Any], homes: Sequence[Any]) -> list[str]:
    """What the council is asked for, in words to send."""
    if not homes:
        return []
    if made["yield_table"] is None:
        return [NO_TABLE]
    said = []
    for m in made["people_missing"]:
        if m["why"].startswith("the table goes by"):
            continue  # what it goes by is asked for by itself
        if m["why"] == "the table has no such home":
            said.append(
                f"The yield of {m['bedrooms']}-bed homes for {m['tenure']}, which {made['yield_table']} does not have."
            )
        elif m["why"].startswith(("the table", "its ages")):
            kind = f"{m['bedrooms']}-bed homes for {m['tenure']}"
            said.append(f"{made['yield_table']} again, or its gaps filled, for {kind}: {m['why']}.")
    if made["yield_table_illustrative"]:
        said.append(
            "The council's own yield table: the one in use only illustrates how people are worked out."
        )
    return list(dict.fromkeys(said))


def _backwards(vintage: str) -> str:
    """A date so that the newest sorts first."""
    return "".join(chr(ord("9") - ord(c) + ord("0")) if c.isdigit() else c for c in vintage)
