"""Renewing the base of a case file: what is newer in the council's base takes the place of what was taken over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from placewell.domain.errors import Problem
from placewell.domain.history import BULK, Change
from placewell.domain.kinds import KINDS
from placewell.domain.layer import Layer
from placewell.domain.project import Project
from placewell.domain.records import as_row
from placewell.domain.rows import Rows
from placewell.edit.transaction import Transaction
from placewell.store.geopackage import GeoPackage
from placewell.work.assess_inputs import ASKED
from placewell.work.base import digests, sum_of
from placewell.work.causes import uses_layer
from placewell.work.look_again import mark
from placewell.work.opened import Opened, open_project
from placewell.work.packs import known_packs
from placewell.work.progress import Progress, Work
from placewell.work.renew_edits import Edits, Taken, edits_of, put_back, taken_over
from placewell.work.seen import RENEWED, keep_before_base
from placewell.work.verdicts import assessors_of, verdicts_of

_LEAST_SHARE = 0.1
"""Of the smaller boundary: less of it in common is a neighbour whose line was drawn by another hand."""


@dataclass(frozen=True)
class Renewed:
    """What a renewal did, by the names of layers; all empty where the base has nothing new."""

    base: str
    replaced: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """Sentences on what this case keeps although the base differs."""
    look_again: int = 0
    """Answers that were marked."""


@dataclass(frozen=True)
class _Plan:
    replace: Sequence[tuple[Layer, Layer]]
    """The case's own layer, and the base's in its place."""
    restate: Sequence[Layer]
    """Layers with the same rows of which the base says something else (how complete, what date)."""
    add: Sequence[Layer]
    remove: Sequence[Layer]
    kept: Sequence[str]


def renew(opened: Opened, base: Path) -> Work[Renewed]:
    """Take over, in one edit, what of a base is newer than what the case has of it. Raises Problem; changes nothing then.

    What was edited in this case is put back on top of the renewed list; a list that this case has for itself stays.
    """
    opened.check_writable()
    _check_path(opened, base)
    with open_project(base, clock=opened.clock) as source:
        _check_base(opened, source)
        yield Progress(f"Comparing with {source.project.name}")
        taken = taken_over(opened)
        edits = edits_of(opened, taken)
        plan = _plan(opened, source, taken, edits)
        title = f"{source.project.name}, as at {_as_at(source)}"
        if not (plan.replace or plan.restate or plan.add or plan.remove):
            return Renewed(title, kept=tuple(plan.kept))
        # What stood before is worked out first: afterwards the lists of then are gone.
        verdicts = verdicts_of((yield from assessors_of(opened)))
        seq, head = opened.file.head()
        said = list(plan.kept)
        with opened.session.transaction(f"{RENEWED}{title}") as t:
            steps = [*plan.replace, *((None, la) for la in plan.add)]
            for n, (own, theirs) in enumerate(steps):
                yield Progress(theirs.name, n, len(steps) + 1)
                rows = _rows_of(source.file, theirs)
                if own is not None:
                    t.remove_layer(own.id)
                t.add_layer(theirs, *rows)
                said += put_back(t, edits.get(own.id) if own is not None else None, theirs, rows)
            for layer in plan.restate:
                t.put("layer", layer)
            for layer in plan.remove:
                t.remove_layer(layer.id)
            gone = {*(own.id for own, _ in plan.replace), *(la.id for la in plan.remove)}
            came = {id: was.digest for id, was in taken.items() if id not in gone} | digests(t.changes)
            t.put("project", replace(opened.project, base=title, base_sum=sum_of(came)))
            marked = mark(opened, t, _questions(opened, t))
    keep_before_base(opened, verdicts, seq, head)
    return Renewed(
        title,
        tuple(theirs.name for _, theirs in plan.replace) + tuple(la.name for la in plan.restate),
        tuple(la.name for la in plan.add),
        tuple(la.name for la in plan.remove),
        tuple(said),
        len(marked),
    )


def _check_path(opened: Opened, base: Path) -> None:
    if base.exists() and base.samefile(opened.path):
        raise Problem(
            f"{base.name} is this case itself.",
            "A case is renewed from the council's base that it was made from.",
            "Name the base's file.",
        )


def _check_base(opened: Opened, source: Opened) -> None:
    mine, theirs = opened.project, source.project
    if not mine.base:
        raise Problem(
            f"{mine.name} was not made from a base.",
            "There is nothing in it that a base could renew.",
            "Make a case file from a base with: placewell new CASE --from BASE.",
        )
    if theirs.base:
        raise Problem(
            f"{source.path.name} is a case file, made from {theirs.base}.",
            "Its lists may have been edited for that case only.",
            "Name the council's base itself.",
        )
    if mine.crs != theirs.crs:
        raise Problem(
            f"{theirs.name} uses other map coordinates ({theirs.crs}) than this case ({mine.crs}).",
            "It is another council's base, or another one of this council: nothing of it would lie where it belongs.",
            "Name the base that this case was made from.",
        )
    if not _overlap(mine, theirs):
        raise Problem(
            f"{theirs.name} is another place: its boundary does not overlap that of this case.",
            "Its lists say nothing of what is near this site.",
            f"Name the base that this case was made from: {mine.base}.",
        )


def _overlap(mine: Project, theirs: Project) -> bool:
    least = min(shapely.area(mine.geometry), shapely.area(theirs.geometry))
    shared = shapely.area(shapely.intersection(mine.geometry, theirs.geometry))
    return bool(shared >= _LEAST_SHARE * least and shared > 0)


def _plan(opened: Opened, source: Opened, taken: Mapping[str, Taken], edits: Mapping[str, Edits]) -> _Plan:
    mine, theirs = ({la.id: la for la in o.file.layers()} for o in (opened, source))
    replaced: list[tuple[Layer, Layer]] = []
    restated, added, removed, kept = [], [], [], []
    gone = {id: la for id, la in mine.items() if id in taken and id not in theirs}
    for id, layer in theirs.items():
        if id in mine and id in taken:
            if _digest(source.file, layer) != taken[id].digest:
                replaced.append((mine[id], layer))
            elif layer != mine[id] and id not in edits:
                restated.append(layer)
            continue
        if id in taken:
            # The case has taken it out, or has a list of its own in its place.
            kept.append(f"{layer.name}: this case no longer has the base's list, so it was not brought back.")
            continue
        if id in mine:
            kept.append(f"{layer.name}: this case has a list of its own under that number, which was kept.")
            continue
        old = next((g for g in gone.values() if _like(g) == _like(layer)), None)
        if old is not None:
            gone.pop(old.id)
            replaced.append((old, layer))
        elif own := next(
            (la for la in mine.values() if la.id not in taken and _like(la) == _like(layer)), None
        ):
            kept.append(
                f"{layer.name}: this case has its own list ({own.vintage or 'undated'}), which was kept."
            )
        else:
            added.append(layer)
    for layer in gone.values():
        if layer.id in edits:
            kept.append(f"{layer.name}: no longer in the base, but edited in this case, so it was kept.")
        else:
            removed.append(layer)
    return _Plan(replaced, restated, added, removed, kept)


def _like(layer: Layer) -> tuple[str, str, str]:
    return layer.kind, layer.role, layer.name


def _digest(file: GeoPackage, layer: Layer) -> str:
    change = file.digested(Change("layer", layer.id, as_row("layer", layer), None))
    return str((change.before or {})[BULK])


def _rows_of(file: GeoPackage, layer: Layer) -> list[Rows]:
    kinds = dict.fromkeys((layer.kind, "import note"))
    rows = [file.read(kind, layer=layer.id) for kind in kinds if kind in KINDS and KINDS[kind].layered]
    return [r for r in rows if len(r)]


def _as_at(base: Opened) -> str:
    """The day of the base's last change."""
    entries = base.file.read_since(base.file.head()[0] - 1)
    return (entries[-1].at if entries else base.project.created)[:10]


def _questions(opened: Opened, t: Transaction) -> set[str]:
    """Questions of criteria that make use of a layer which this edit changed."""
    layers: list[tuple[str, frozenset[str]]] = []
    for c in t.changes:
        row = c.after or c.before or {}
        if c.kind == "layer":
            types = frozenset({str(row.get("role"))})
            if row.get("kind") == "asset" and c.after is not None:
                types |= frozenset(map(str, opened.file.read("asset", layer=c.id).column("type")))
            layers.append((str(row.get("kind")), types))
    packs = known_packs(opened).by_id.values()
    return {
        f"{ASKED}{c.id}"
        for known in packs
        for c in known.pack.criteria
        if any(uses_layer(c, kind, types) for kind, types in layers)
    }


def renewed_lines(made: Renewed) -> list[str]:
    """What a renewal did, for the command line."""
    if not (made.replaced or made.added or made.removed):
        return [f"Nothing to renew: this case has everything of {made.base}.", *made.kept]
    lines = [f"Base renewed: {made.base}."]
    for word, names in (
        ("Newer", made.replaced),
        ("New", made.added),
        ("No longer in the base", made.removed),
    ):
        if names:
            lines.append(f"{word}: {_names(names)}.")
    lines += made.kept
    if made.look_again:
        lines.append(f"{made.look_again:,} answers rest on these lists and are marked to be looked at again.")
    lines.append("What it moved: placewell changes CASE --since base. It can be undone.")
    return lines


def _names(names: Iterable[str]) -> str:
    held = list(dict.fromkeys(names))
    return ", ".join(held[:12]) + (f" and {len(held) - 12:,} more" if len(held) > 12 else "")
