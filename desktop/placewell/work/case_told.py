"""Imports of a scheme and what it proposes, as plain lines of text for the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from placewell.domain.scheme import Scheme
from placewell.importing.scheme_tables import SchemeTable
from placewell.work.case import CaseBrought
from placewell.work.plans import plan_words

_MOST = 20
_TOLD = ("rejected", "duplicate", "repaired", "checked", "left")
"""Sorts of lines that are told at once, those that cost most first."""


def site_line(scheme: Scheme) -> str:
    """'Gantry Wharf, option A: a site of 5.00 ha.'"""
    way = f", option {scheme.option}" if scheme.option else ""
    if scheme.geometry is None:
        return f"{scheme.name}{way}: its red line is still to come."
    return f"{scheme.name}{way}: a site of {round(scheme.geometry.area / 10_000, 4):.2f} ha."


def brought_lines(brought: CaseBrought) -> list[str]:
    """What an import of a scheme's files did: a line a table, then what is to be asked about it."""
    lines = [site_line(scheme) for scheme in brought.made]
    if brought.placed is not None:
        lines = [f"{plan_words(brought.placed.plan)}.", *(f"  {x}" for x in brought.placed.remarks), *lines]
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


def case_lines(case: Mapping[str, Any]) -> list[str]:
    """'26/AP/0417 (full): Dock Road'; a line a group of facts, only what is known."""
    head = case["reference"] + (f" ({case['type']})" if case["type"] else "")
    first = ": ".join(w for w in (head.strip(), case["address"]) if w)
    dates = [
        f"{word} {case[name]}"
        for name, word in (("valid", "valid"), ("target", "decision due"), ("committee", "committee"))
        if case[name]
    ]
    people = [
        f"{word} {case[name]}"
        for name, word in (("applicant", "applicant"), ("agent", "agent"), ("officer", "officer"))
        if case[name]
    ]
    closed = f"Confidential until {case['confidential_until']}" if case["confidential_until"] else ""
    return [
        w for w in (first, case["proposal"], case["stage"], ", ".join(dates), ", ".join(people), closed) if w
    ]


def shown_lines(shown: Mapping[str, Any]) -> list[str]:
    """The answer of `case_shown.case_shown` in paragraphs: the case, each option, queries, what is to come."""
    lines = case_lines(shown["case"])
    submission = shown["submission"]
    if submission is not None and (shown["submissions"] > 1 or submission["received"]):
        day = f", received {submission['received']}" if submission["received"] else ""
        lines.append(f"Submission {submission['number']}{day}")
    for s in shown["schemes"]:
        way = f", option {s['option']}" if s["option"] else ""
        blue = "" if s["blue_line_ha"] is None else f" (and {s['blue_line_ha']:.2f} ha in the blue line)"
        site = "no red line yet" if s["site_ha"] is None else f"{s['site_ha']:.2f} ha"
        lines += ["", f"{s['name']}{way}: {site}{blue}"]
        lines += [f"  {line}" for line in _scheme(s)]
    if not shown["schemes"]:
        lines += ["", "The project has no scheme yet."]
    if shown["plans"]:
        lines += ["", "Plans:", *(f"  {words}" for words in shown["plans"])]
    for ptal in shown["official_ptal"]:
        year = f" ({ptal['year']})" if ptal["year"] else ""
        lines += ["", f"Official PTAL {ptal['band']}{year}, {ptal['source']}"]
    if shown["queries"]:
        lines += ["", "Stated figures that differ from what was read:"]
        lines += [f"  {query_line(q)}" for q in shown["queries"]]
    if shown["waiting_for"]:
        lines += ["", f"Still to come: {len(shown['waiting_for'])} things (placewell case PROJECT todo)"]
    return lines[1:] if lines and not lines[0] else lines


def query_line(q: Mapping[str, Any]) -> str:
    """'homes: 1,204 stated (Application form, page 3), 1,200 read'."""
    where = ", ".join(w for w in (q["document"], f"page {q['page']}" if q["page"] else "") if w)
    way = f", option {q['option']}" if q["option"] else ""
    settled = f"; answered: {q['answer']}" if q["answer"] else ""
    return f"{q['what']}: {q['stated']:,.10g} stated ({where}), {q['read']:,.10g} read{way}{settled} [{q['question']}]"


def change_lines(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """What changed between submissions, a line a change."""
    lines: list[str] = []
    for key in dict.fromkeys((c["scheme"], c["option"]) for c in found):
        lines += ["", (key[0] or "What is stated") + (f", option {key[1]}" if key[1] else "")]
        lines += [
            f"  {c['what']}: {_value(c['before'])} → {_value(c['after'])}"
            for c in found
            if (c["scheme"], c["option"]) == key
        ]
    return lines[1:] or ["Nothing differs from the submission before."]


def _value(value: Any) -> str:
    if value is None:
        return "not there"
    return value if isinstance(value, str) else f"{value:,.10g}"


def _scheme(s: Mapping[str, Any]) -> list[str]:
    lines = [f"{words[:1].upper()}{words[1:]}" for words in s["traced"]]
    if s["homes"] is None:
        lines.append("No homes brought in yet.")
    else:
        lines += _homes(s)
    if s["blocks"] or s["gates"] or s["doors"]:
        counts = ((s["blocks"], "block"), (s["gates"], "gate"), (s["doors"], "door"))
        lines.append(", ".join(f"{n:,} {what}{'' if n == 1 else 's'}" for n, what in counts))
    for phase in s["phases"]:
        years = " to ".join(w for w in (phase["starts"], phase["completes"]) if w)
        name = f" ({phase['name']})" if phase["name"] else ""
        lines.append(f"Phase {phase['number']}{name}: {years or 'no dates given'}")
    lines += [f"Floorspace {_floor(f)}" for f in s["floorspace"]]
    lines += [
        f"{q['what']}: {_span(q['value'], q['value_least'])} {q['unit']}".strip() for q in s["quantities"]
    ]
    lines += [f"Brings {_provision(p)}" for p in s["provision"]]
    lines += [f"Takes away {_loss(x)}" for x in _together(s["losses"])]
    lines += [
        f"{'Opens' if x['change'] == 'new' else 'Closes'} {x['name'] or 'a way'} ({x['m']:,.0f} m)"
        for x in s["links"]
    ]
    lines += s["people_lines"]
    if near := s["commitments"]:
        first = near[0]
        lines.append(
            f"{len(near):,} commitments in the project, the nearest {first['name'] or first['code']} ({first['away_m']:,.0f} m)"
        )
    for a in s["allocations"]:
        asks = (
            "its list is not in the project"
            if a["requirements"] is None
            else f"{len(a['requirements'])} requirements"
        )
        lines.append(f"In {a['label']}: {a['share_of_site']:.0%} of the site; {asks}")
    return lines


def _homes(s: Mapping[str, Any]) -> list[str]:
    ends = s["ranges"].get("homes")
    count = f"{ends[0]:,.0f} to {ends[1]:,.0f} homes" if ends else f"{s['homes']:,} homes"
    rooms = "" if s["habitable_rooms"] is None else f", {s['habitable_rooms']:,} habitable rooms"
    floor = "" if s["gia_m2"] is None else f", {s['gia_m2']:,.0f} m² GIA"
    aside = f"; {s['rooms']:,} rooms that are no homes" if s["rooms"] else ""
    lines = [f"{count}{rooms}{floor}{aside}"]
    for title, key in (("By tenure", "by_tenure"), ("By bedrooms", "by_bedrooms"), ("By phase", "by_phase")):
        if s[key].keys() - {"not given"}:
            lines.append(f"{title}: " + ", ".join(f"{k} {n:,}" for k, n in s[key].items()))
    share = s["affordable_share"]
    if share["by_home"]:
        by_room = (
            ""
            if share["by_habitable_room"] is None
            else f", {share['by_habitable_room']:.1f}% by habitable room"
        )
        lines.append(f"Affordable tenures: {share['by_home']:.1f}% of homes{by_room}")
    if s["derived"]:
        said = ", ".join(
            f"{k.replace('_', ' ').replace('m2', 'm²')} of {n:,}" for k, n in s["derived"].items()
        )
        lines.append(f"Worked out from what the schedule says: {said}")
    return lines


def _span(most: float, least: float | None) -> str:
    if least is None:
        return f"{most:,g}"
    return f"up to {most:,g}" if least == 0 else f"{least:,g} to {most:,g}"


def _floor(f: Mapping[str, Any]) -> str:
    parts = [f"{f['use']} {f['state']}: {_span(f['m2'], f['m2_least'])} m² {f['measure']}".strip()]
    if f["what"]:
        parts.append(f["what"])
    if f["phase"] is not None:
        parts.append(f"phase {f['phase']}")
    return ", ".join(parts)


def _provision(p: Mapping[str, Any]) -> str:
    parts = [p["type"] if p["name"] == p["type"] else f"{p['name']} ({p['type']})"]
    if p["capacity"] is not None:
        parts.append(f"{_span(p['capacity'], p['capacity_least'])} {p['capacity_unit']}".strip())
    if p["area_m2"] is not None:
        parts.append(f"{_span(p['area_m2'], p['area_least_m2'])} m²")
    if p["phase"] is not None:
        parts.append(f"phase {p['phase']}")
    if p["certainty"]:
        parts.append(p["certainty"])
    return ", ".join(parts)


def _together(losses: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Homes lost of one tenure, phase and state as one line; everything else as it is."""
    found: dict[Any, dict[str, Any]] = {}
    for n, x in enumerate(losses):
        homes = x["what"] == "homes"
        key = tuple(x[k] for k in ("tenure", "phase", "occupied", "right_to_return")) if homes else n
        if key in found:
            found[key]["amount"] += x["amount"]
        else:
            found[key] = dict(x)
    return list(found.values())


def _loss(x: Mapping[str, Any]) -> str:
    unit = {"m2": "m²"}.get(x["unit"], x["unit"])
    if x["what"] == "homes":
        parts = [
            f"{x['amount']:,g} {'home' if x['amount'] == 1 else 'homes'}"
            + (f" ({x['tenure']})" if x["tenure"] else "")
        ]
    else:
        parts = [f"{x['name']} ({x['what']})" if x["name"] else x["what"]]
        if x["amount"] is not None:
            parts.append(f"{x['amount']:,g} {unit}".strip())
    if x["phase"] is not None:
        parts.append(f"phase {x['phase']}")
    if x["occupied"]:
        parts.append(x["occupied"])
    if x["right_to_return"]:
        parts.append("right to return" if x["right_to_return"] == "yes" else "no right to return")
    return ", ".join(parts)
