"""Imports of a scheme and what it proposes, as plain lines of text for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from placewell.domain.scheme import Scheme
from placewell.importing.scheme_tables import SchemeTable
from placewell.work.case import CaseBrought

_MOST = 20
_TOLD = ("rejected", "duplicate", "repaired", "checked", "left")
"""Sorts of lines that are told at once, those that cost most first."""


def site_line(scheme: Scheme) -> str:
    """'Gantry Wharf, option A: a site of 5.00 ha.'"""
    way = f", option {scheme.option}" if scheme.option else ""
    return f"{scheme.name}{way}: a site of {scheme.geometry.area / 10_000:.2f} ha."


def brought_lines(brought: CaseBrought) -> list[str]:
    """What an import of a scheme's files did: a line a table, then what is to be asked about it."""
    lines = [site_line(scheme) for scheme in brought.made]
    for table in brought.tables:
        lines += _table(table)
    lines += [f"{where}: not brought in. {why}" for where, why in brought.left]
    return lines


def _table(table: SchemeTable) -> list[str]:
    ways: dict[str, list[str]] = {}
    for row in table.rows:
        options = ways.setdefault(row.scheme, [])
        if row.option and row.option not in options:
            options.append(row.option)
    whose = ", ".join(f"{name} ({', '.join(of)})" if of else name for name, of in ways.items())
    lines = [
        f"{table.where}: {len(table.rows):,} of {table.total:,} rows brought in as {table.what}"
        + (f", {whose}." if whose else ".")
    ]
    told = sorted(table.remarks, key=lambda r: (_TOLD.index(r.sort), r.row or 0))
    for remark in told[:_MOST]:
        at = f"row {remark.row}: " if remark.row is not None else ""
        lines.append(f"  {at}{remark.text}")
    if len(told) > _MOST:
        lines.append(f"  … and {len(told) - _MOST:,} more; all are in the import report (--report).")
    return lines


def shown_lines(shown: Mapping[str, Any]) -> list[str]:
    """Each option of `case_totals.case_shown` in a paragraph."""
    lines: list[str] = []
    for s in shown["schemes"]:
        way = f", option {s['option']}" if s["option"] else ""
        lines += ["", f"{s['name']}{way}: {s['site_ha']:.2f} ha"]
        lines += [f"  {line}" for line in _scheme(s)]
    return lines[1:] or ["The project has no scheme yet."]


def _scheme(s: Mapping[str, Any]) -> list[str]:
    lines = []
    if s["homes"] is None:
        lines.append("No homes brought in yet.")
    else:
        rooms = "" if s["habitable_rooms"] is None else f", {s['habitable_rooms']:,} habitable rooms"
        floor = "" if s["gia_m2"] is None else f", {s['gia_m2']:,.0f} m² GIA"
        lines.append(f"{s['homes']:,} homes{rooms}{floor}")
        for title, key in (
            ("By tenure", "by_tenure"),
            ("By bedrooms", "by_bedrooms"),
            ("By phase", "by_phase"),
        ):
            lines.append(f"{title}: " + ", ".join(f"{k} {n:,}" for k, n in s[key].items()))
    if s["blocks"] or s["gates"] or s["doors"]:
        counts = ((s["blocks"], "block"), (s["gates"], "gate"), (s["doors"], "door"))
        lines.append(", ".join(f"{n:,} {what}{'' if n == 1 else 's'}" for n, what in counts))
    for phase in s["phases"]:
        years = " to ".join(w for w in (phase["starts"], phase["completes"]) if w)
        name = f" ({phase['name']})" if phase["name"] else ""
        lines.append(f"Phase {phase['number']}{name}: {years or 'no dates given'}")
    lines += [f"Brings {_provision(p)}" for p in s["provision"]]
    lines += [f"Takes away {_loss(x)}" for x in s["losses"]]
    return lines


def _provision(p: Mapping[str, Any]) -> str:
    parts = [p["type"] if p["name"] == p["type"] else f"{p['name']} ({p['type']})"]
    if p["capacity"] is not None:
        parts.append(f"{p['capacity']:,g} {p['capacity_unit']}".strip())
    if p["area_m2"] is not None:
        parts.append(f"{p['area_m2']:,g} m²")
    if p["phase"] is not None:
        parts.append(f"phase {p['phase']}")
    if p["certainty"]:
        parts.append(p["certainty"])
    return ", ".join(parts)


def _loss(x: Mapping[str, Any]) -> str:
    unit = {"m2": "m²"}.get(x["unit"], x["unit"])
    if x["what"] == "homes":
        parts = [f"{x['amount']:,g} homes" + (f" ({x['tenure']})" if x["tenure"] else "")]
    else:
        parts = [f"{x['name']} ({x['what']})" if x["name"] else x["what"]]
        if x["amount"] is not None:
            parts.append(f"{x['amount']:,g} {unit}".strip())
    if x["phase"] is not None:
        parts.append(f"phase {x['phase']}")
    return ", ".join(parts)
