"""Plans, projects and findings as plain lines of text, for the command line."""

from __future__ import annotations

from typing import Any

from placewell.importing.draft import Draft
from placewell.importing.plan import Plan
from placewell.work.bring_in import Brought
from placewell.work.differences import differences
from placewell.work.opened import Opened

_MOST = 12


def opening_lines(opened: Opened) -> list[str]:
    """What was met on opening: read-only, and changes made in another program."""
    lines = []
    if opened.file.read_only:
        lines.append(opened.file.read_only_why)
    if opened.file.warning:
        lines.append(opened.file.warning)
    if opened.project.redacted:
        lines.append(f"Notes and names were taken out of this copy on {opened.project.redacted}.")
    if waiting := len(differences(opened)):
        many = "1 thing was" if waiting == 1 else f"{waiting:,} things were"
        lines.append(f"{many} changed in both of two copies that were merged, and wait for a decision.")
    if opened.session.adopted is not None:
        changes = opened.session.adopted.changes
        lines.append(f"Changed in another program since it was last open here ({len(changes):,}):")
        lines += [f"  {_change(c)}" for c in changes[:_MOST]]
        if len(changes) > _MOST:
            lines.append(f"  … and {len(changes) - _MOST:,} more; all are in the project's history.")
    return lines


def _change(change: Any) -> str:
    row = change.after or change.before
    if row is None:
        return f"{change.kind}: the whole list was replaced"
    name = row.get("name") or change.id
    if change.before is None:
        return f"{change.kind} added: {name}"
    if change.after is None:
        return f"{change.kind} removed: {name}"
    fields = [f for f in change.after if change.after[f] != change.before.get(f)]
    told = [
        "moved or redrawn" if f == "geometry" else f"{f}: {change.before[f]} → {change.after[f]}"
        for f in fields
    ]
    return f"{change.kind} {name}: " + "; ".join(told)


def plan_lines(plan: Plan) -> list[str]:
    """What an import brings, what it leaves, and why."""
    lines = [f"{'Layer':44} {'Entries':>8}  {'As at':10}  {'Coverage':9}  From"]
    for d in plan.drafts:
        lines.append(
            f"{d.name[:44]:44} {len(d.rows):>8,}  {d.vintage or 'undated':10}  {d.coverage:9}  {d.where}"
        )
    for d in plan.drafts:
        lines += [f"{'':4}takes the place of {old.name} ({old.vintage or 'undated'})" for old in d.replaces]
    worth = [line for d in plan.drafts for line in _worth_a_look(d)]
    if worth:
        lines += ["", "Worth a look (every row of it is in the report):", *worth]
    if plan.left:
        lines += ["", "Not brought in:"]
        for item in plan.left:
            part = f", {item.part}" if item.part and item.part != item.file else ""
            more = f" [{len(item.remarks):,} lines in the report]" if item.remarks else ""
            lines.append(f"  {item.file}{part}: {item.reason}{more}")
    return lines


def brought_line(brought: Brought) -> str:
    """What an import did, in a sentence."""
    if not brought.layers:
        return "Nothing new was brought in; the project is as it was."
    count = len(brought.layers)
    told = ", ".join(f"{sort} {n:,}" for sort, n in sorted(brought.notes.items()))
    return f"{count:,} layer{'' if count == 1 else 's'} brought in. The import report is in the project ({told})."


_SORTS = {
    "rejected": "could not be used",
    "duplicate": "doubles",
    "repaired": "outlines mended",
}
_ROWS = 3


def _worth_a_look(draft: Draft) -> list[str]:
    """A layer's rejected, doubled and mended rows: the first few of each, and how many there are."""
    lines = []
    for sort, words in _SORTS.items():
        of = [r for r in draft.remarks if r.sort == sort]
        if not of:
            continue
        lines.append(f"  {draft.name}, {words} ({len(of):,}):")
        for remark in of[:_ROWS]:
            row = f"row {remark.row}: " if remark.row is not None else ""
            lines.append(f"    {row}{remark.text}")
        if len(of) > _ROWS:
            lines.append(f"    … and {len(of) - _ROWS:,} more.")
    return lines


def info_lines(info: dict[str, Any]) -> list[str]:
    """A project in a page."""
    lines = [f"{info['project']} ({info['crs']}, layers reach {info['margin_m']:,.0f} m past the boundary)"]
    if info["base"]:
        lines.append(f"Made from {info['base']}")
    if info["population"] is not None:
        lines.append(f"{info['population']:,} people")
    for title, key in (("Areas", "areas"), ("Assets", "assets")):
        if info[key]:
            lines += ["", f"{title:44} {'inside':>8} {'in all':>8}"]
            lines += [f"{name[:44]:44} {n['inside']:>8,} {n['held']:>8,}" for name, n in info[key].items()]
    lines += _about_lines(info)
    if info["layers"]:
        lines += ["", f"{'Layer':44} {'Entries':>8}  {'As at':10}  {'Coverage':9}  Publisher"]
        for la in info["layers"]:
            lines.append(
                f"{la['name'][:44]:44} {la['count']:>8,}  {la['vintage'] or 'undated':10}  {la['coverage']:9}  {la['publisher']}"
            )
    else:
        lines += ["", "No layers yet. Bring some in with: placewell import PROJECT FOLDER"]
    if info["network"]:
        lines += ["", *_network_lines(info["network"])]
    history = info["history"]
    sound = "unbroken" if history["sound"] else "BROKEN: somebody has altered it outside Placewell"
    lines += ["", f"History: {history['entries']:,} entries, chain {sound}"]
    return lines


def _network_lines(n: dict[str, Any]) -> list[str]:
    """The walking network, and where its streets come from."""
    lines = [
        f"Walking network: {n['nodes']:,} junctions, {n['edges']:,} links, {n['length_km']:,.0f} km, {n['islands']:,} separate pieces"
    ]
    if n["adrift_km"]:
        lines.append(f"Not joined to the largest piece: {n['adrift_km']:,.1f} km.")
    if n["paths_mapped_ha"]:
        lines.append(f"Paths as well as roads are mapped on {n['paths_mapped_ha']:,} ha.")
    else:
        lines.append("Only roads are mapped: footpaths, park paths and estate walkways are not.")
    if n["seam_links"]:
        km = n["length_km_by_body"]
        lines.append(
            f"Streets and paths ({km.get('paths', 0):,.0f} km) where they are mapped, roads ({km.get('roads', 0):,.0f} km)"
            f" elsewhere, joined at {n['seam_links']:,} places."
        )
    if n["open_ends"]:
        lines.append(f"Roads that end there with no path or street near: {n['open_ends']:,}.")
    if n["left_out"]:
        lines.append(f"Left out, since nobody may walk there (motorways, private ways): {n['left_out']:,}.")
    return lines


def _about_lines(info: dict[str, Any]) -> list[str]:
    """What runs at assets and stops, and what is planned nearby, a line each where there is any."""
    told = (
        ("Activities by who runs them", [f"{n:,} {who}" for who, n in info["activities"].items()]),
        (
            "Services in the morning peak",
            [
                f"{mode}: {n['routes']:,} routes at {n['stops']:,} stops"
                for mode, n in info["services"].items()
            ],
        ),
        ("Points with a PTAL", [f"{n['held']:,} of band {band}" for band, n in info["ptal"].items()]),
        (
            "Commitments nearby",
            [f"{n['held']:,} {status} ({n['homes']:,} homes)" for status, n in info["commitments"].items()],
        ),
    )
    lines = [f"{title}: {'; '.join(parts)}" for title, parts in told if parts]
    return ["", *lines] if lines else []
