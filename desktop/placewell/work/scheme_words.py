"""What a scheme brings and takes away, as rows and lines for a narrow panel."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from placewell.work.case import CaseBrought


@dataclass(frozen=True)
class FloorRow:
    """One use class: figures as text, '' where there is none."""

    use: str
    existing: str
    lost: str
    proposed: str
    measure: str


@dataclass(frozen=True)
class Came:
    """One file of an import: what was taken from it in a line, and what was noted."""

    file: str
    told: str
    notes: tuple[str, ...]


def floor_rows(floorspace: Sequence[Mapping[str, Any]]) -> list[FloorRow]:
    """Floorspace by use in the measure in which most of it is given; other measures say theirs."""
    if not floorspace:
        return []
    main = Counter(f["measure"] for f in floorspace).most_common(1)[0][0]
    measures = sorted({f["measure"] for f in floorspace}, key=lambda m: m != main)
    found: list[FloorRow] = []
    for use in dict.fromkeys(f["use"] for f in floorspace):
        mine = [f for f in floorspace if f["use"] == use]
        measure = next(m for m in measures if any(f["measure"] == m for f in mine))
        cells = {}
        for state in ("existing", "lost", "proposed"):
            of = [f for f in mine if f["state"] == state and f["measure"] == measure]
            most = sum(f["m2"] for f in of)
            least = sum(f["m2"] if f["m2_least"] is None else f["m2_least"] for f in of)
            cells[state] = span(most, None if least == most else least) if of else ""
        shown = use if measure == main else f"{use} ({measure})"
        found.append(FloorRow(shown, cells["existing"], cells["lost"], cells["proposed"], main))
    return found


def quantity_line(q: Mapping[str, Any]) -> str:
    """'Cycle spaces: up to 780 (CY-PP-08)'."""
    what = str(q["what"])
    where = f" ({q['document']})" if q["document"] else ""
    return (
        f"{what[:1].upper()}{what[1:]}: {span(q['value'], q['value_least'])} {_unit(q['unit'])}".strip()
        + where
    )


def loss_lines(losses: Sequence[Mapping[str, Any]]) -> list[str]:
    """What goes, homes of one tenure together."""
    homes: dict[tuple[str, str], float] = defaultdict(float)
    lines: list[str] = []
    for x in losses:
        if x["what"] == "homes":
            homes[(x["tenure"], x["occupied"])] += x["amount"] or 0
            continue
        amount = (
            ""
            if x["amount"] is None
            else f", {span(x['amount'], x['amount_least'])} {_unit(x['unit'])}".rstrip()
        )
        lines.append((f"{x['name']} ({x['what']})" if x["name"] else str(x["what"])) + amount)
    said = [
        f"{n:,.0f} {'home' if n == 1 else 'homes'}, {', '.join(w for w in (tenure or 'tenure not given', lived) if w)}"
        for (tenure, lived), n in homes.items()
    ]
    return said + lines


def provision_line(p: Mapping[str, Any]) -> str:
    """'Dock nursery (nursery): 52 places, 400 m², secured; not on the map yet'."""
    name = p["type"] if p["name"] in ("", p["type"]) else f"{p['name']} ({p['type']})"
    facts = [
        ""
        if p["capacity"] is None
        else f"{span(p['capacity'], p['capacity_least'])} {p['capacity_unit']}".strip(),
        "" if p["area_m2"] is None else f"{span(p['area_m2'], p['area_least_m2'])} m²",
        "" if p["phase"] is None else f"phase {p['phase']}",
        str(p["certainty"]),
        "" if p["placed"] else "not on the map yet",
    ]
    told = ", ".join(f for f in facts if f)
    return f"{name}: {told}" if told else str(name)


def ways_line(s: Mapping[str, Any]) -> str:
    """'3 gates, 12 doors, 4 blocks'; '' for none."""
    counts = ((s["gates"], "gate"), (s["doors"], "door"), (s["blocks"], "block"))
    return ", ".join(f"{n:,} {word}{'' if n == 1 else 's'}" for n, word in counts if n)


def came_of(brought: CaseBrought) -> list[Came]:
    """An import file by file: sheets of one workbook together, its notes once each."""
    counts: dict[str, dict[str, list[int]]] = defaultdict(dict)
    notes: dict[str, list[str]] = defaultdict(list)
    for t in brought.tables:
        mine = counts[t.file].setdefault(t.what, [0, 0])
        mine[0] += len(t.rows)
        mine[1] += t.total
        for r in t.remarks:
            row = f"row {r.row}: " if r.row is not None else ""
            notes[t.file].append(f"{row}{r.text}")
    found = []
    for file, of in counts.items():
        told = ", ".join(
            f"{taken:,} {_one(what) if taken == 1 else what}"
            + (f" of {whole:,} rows" if taken != whole else "")
            for what, (taken, whole) in of.items()
        )
        found.append(Came(file, told, tuple(dict.fromkeys(notes[file]))))
    return found


def span(most: float, least: float | None) -> str:
    """'6,500 to 7,200', 'up to 780', '52'."""
    if least is None:
        return f"{most:,.10g}"
    return f"up to {most:,.10g}" if least == 0 else f"{least:,.10g} to {most:,.10g}"


def _one(what: str) -> str:
    """A table's plural in the singular."""
    known = {
        "losses": "loss", "quantities": "quantity", "entrances": "entrance", "areas of other land": "area of other land",
        "ways for walking": "way for walking", "outlines of blocks": "outline of a block", "red lines": "red line",
        "lines of homes": "line of homes", "lines of floorspace": "line of floorspace", "official PTAL": "official PTAL",
        "places that the scheme brings": "place that the scheme brings",
    }  # fmt: skip
    return known.get(what, what[:-1] if what.endswith("s") else what)


def _unit(unit: str) -> str:
    return {"m2": "m²", "sqm": "m²"}.get(unit, unit)
