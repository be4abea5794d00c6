"""Editing where a scheme is: its red line, blocks, entrances, ways and what it brings, moved, drawn or taken out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from placewell.assess.proposal import Proposal
from placewell.domain.errors import Problem
from placewell.domain.scheme import Block, Entrance, Link, Provision, Scheme, block_key
from placewell.work.case import find_scheme
from placewell.work.look_again import mark
from placewell.work.opened import Opened
from placewell.work.submissions import fresh_ids
from placewell.work.traced import Traced, note_traced

Sort = Literal["scheme", "block", "entrance", "provision", "link"]
_LISTS: dict[str, str] = {
    "block": "blocks",
    "entrance": "entrances",
    "provision": "provision",
    "link": "links",
}
WORDS: dict[str, str] = {
    "scheme": "the red line", "block": "block", "entrance": "entrance", "provision": "provision", "link": "way",
}  # fmt: skip
LEAST_M2 = 1.0


@dataclass(frozen=True)
class Handle:
    """One thing of a scheme that has a place: what it is, and which."""

    sort: Sort
    id: str


def handles(proposal: Proposal) -> Iterator[tuple[Handle, str, BaseGeometry]]:
    """Everything of a proposal that can be taken hold of, with its name; what lies on top comes first."""
    for sort in ("entrance", "provision", "link", "block"):
        for each in getattr(proposal, _LISTS[sort]):
            if each.geometry is not None:
                yield Handle(sort, each.id), each.name or each.id, each.geometry
    if proposal.scheme.geometry is not None:
        yield Handle("scheme", proposal.scheme.id), proposal.scheme.name, proposal.scheme.geometry


def _with(proposal: Proposal, lists: dict[str, Any]) -> Proposal:
    return replace(proposal, **lists)


def moved(proposal: Proposal, handle: Handle, by_x_m: float, by_y_m: float) -> Proposal:
    """The proposal with one thing moved; a red line takes everything within the scheme along."""

    def shifted(thing: Any) -> Any:
        if thing.geometry is None:
            return thing
        by = np.array([by_x_m, by_y_m])
        return replace(thing, geometry=shapely.transform(thing.geometry, lambda xy: xy + by))

    if handle.sort == "scheme":
        lists = {name: tuple(map(shifted, getattr(proposal, name))) for name in _LISTS.values()}
        return _with(replace(proposal, scheme=shifted(proposal.scheme)), lists)
    name = _LISTS[handle.sort]
    found = tuple(shifted(t) if t.id == handle.id else t for t in getattr(proposal, name))
    return _with(proposal, {name: found})


def reshaped(proposal: Proposal, handle: Handle, geometry: BaseGeometry) -> Proposal:
    """The proposal with one thing drawn anew."""
    if handle.sort == "scheme":
        return replace(proposal, scheme=replace(proposal.scheme, geometry=geometry))
    name = _LISTS[handle.sort]
    found = tuple(replace(t, geometry=geometry) if t.id == handle.id else t for t in getattr(proposal, name))
    return _with(proposal, {name: found})


def without(proposal: Proposal, handle: Handle) -> Proposal:
    """The proposal with one thing taken out; a red line cannot be. Raises Problem."""
    if handle.sort == "scheme":
        raise Problem(
            "The red line cannot be taken out.",
            "Without it there is nothing to assess.",
            "Draw it anew, or move it.",
        )
    name = _LISTS[handle.sort]
    return _with(proposal, {name: tuple(t for t in getattr(proposal, name) if t.id != handle.id)})


def with_entrance(opened: Opened, proposal: Proposal, x: float, y: float, name: str = "") -> Proposal:
    """The proposal with one more entrance."""
    n = len(proposal.entrances) + 1
    made = Entrance(
        _fresh(opened, "entrance"), proposal.scheme.id, name or f"entrance {n}", shapely.Point(x, y)
    )
    return replace(proposal, entrances=(*proposal.entrances, made))


def with_block(opened: Opened, proposal: Proposal, shape: BaseGeometry) -> Proposal:
    """The proposal with one more block, drawn by its outline."""
    used = {block_key(b.name) for b in proposal.blocks}
    name = next(n for n in map(_letters, range(len(used) + 1)) if block_key(n) not in used)
    made = Block(_fresh(opened, "block"), proposal.scheme.id, name, shape)
    return replace(proposal, blocks=(*proposal.blocks, made))


def with_link(opened: Opened, proposal: Proposal, shape: BaseGeometry) -> Proposal:
    """The proposal with one more way that it opens."""
    made = Link(_fresh(opened, "link"), proposal.scheme.id, f"way {len(proposal.links) + 1}", shape)
    return replace(proposal, links=(*proposal.links, made))


def _letters(n: int) -> str:
    """Block A, Block B … Block Z, Block AA."""
    text = ""
    while n >= 0:
        n, rest = divmod(n, 26)
        text, n = chr(65 + rest) + text, n - 1
    return f"Block {text}"


def with_provision(
    opened: Opened, proposal: Proposal, type: str, x: float, y: float, name: str = ""
) -> Proposal:
    """The proposal with one more place that it offers; how certain it is, nobody has said yet."""
    made = Provision(
        _fresh(opened, "provision"),
        proposal.scheme.id,
        type,
        name or type,
        shapely.Point(x, y),
        certainty="offered",
    )
    return replace(proposal, provision=(*proposal.provision, made))


def _fresh(opened: Opened, kind: str) -> str:
    return fresh_ids(opened).next(kind)


def checked_red_line(opened: Opened, shape: BaseGeometry) -> BaseGeometry:
    """A red line that can be assessed: a sound polygon within reach of the project's data. Raises Problem."""
    if (
        shape.is_empty
        or shape.geom_type not in ("Polygon", "MultiPolygon")
        or shape.convex_hull.area < LEAST_M2
    ):
        raise Problem(
            "That line encloses no ground.",
            "A site is land within a red line.",
            "Mark at least three corners that do not lie in a row.",
        )
    if not shape.is_valid:
        raise Problem(
            "That line crosses itself.",
            "Nobody could say which side of it is the site.",
            "Move the corner back, or draw the line again without a crossing.",
        )
    if not shapely.intersects(opened.ground().reach, shape):
        raise Problem(
            f"That place lies outside the area of {opened.project.name}.",
            "The project holds no streets and no places there, so nothing could be told.",
            "Keep the red line within the boundary on the map.",
        )
    return shape


def keep(opened: Opened, was: Proposal, now: Proposal, label: str, traced: Traced | None = None) -> bool:
    """Write what differs between two forms of a proposal, as one edit; whether anything did. Raises Problem.

    `traced` is the plan that it was drawn on. Answers that rest on what changed are marked to be looked at again.
    """
    if now.scheme.geometry is not None and now.scheme.geometry != was.scheme.geometry:
        checked_red_line(opened, now.scheme.geometry)
    _check_finite(now)
    changed = list(_differing(was, now))
    if not changed:
        return False
    with opened.session.transaction(label) as t:
        for kind, id, thing in changed:
            if thing is None:
                t.remove(kind, id)
            else:
                t.put(kind, thing)
        note_traced(t, traced)
        mark(opened, t)
    return True


def draw_red_line(
    opened: Opened, shape: BaseGeometry, name: str = "", traced: Traced | None = None
) -> Scheme:
    """Keep a red line drawn by hand: of the scheme that is there, else of a new one. Raises Problem.

    `traced` is the plan that it was drawn on.
    """
    checked_red_line(opened, shape)
    try:
        found: Scheme | None = find_scheme(opened, name)
    except Problem:
        found = None
    if found is not None:
        fresh = replace(found, geometry=shape)
        with opened.session.transaction("Drew the red line") as t:
            t.put("scheme", fresh)
            note_traced(t, traced)
            mark(opened, t)
        return find_scheme(opened, fresh.name, fresh.option)
    from placewell.domain.case import Submission
    from placewell.work.submissions import latest

    ids, now = fresh_ids(opened), latest(opened)
    submission = now or Submission(ids.next("submission"), 1)
    made = Scheme(
        ids.next("scheme"),
        name or opened.project.name,
        shape,
        created=opened.clock(),
        submission=submission.id,
    )
    with opened.session.transaction("Drew the red line") as t:
        if now is None:
            t.put("submission", submission)
        t.put("scheme", made)
        note_traced(t, traced)
    return find_scheme(opened, made.name)


def _differing(was: Proposal, now: Proposal) -> Iterator[tuple[str, str, Any]]:
    if was.scheme != now.scheme:
        yield "scheme", now.scheme.id, now.scheme
    for kind, name in _LISTS.items():
        before: dict[str, Any] = {t.id: t for t in getattr(was, name)}
        after: dict[str, Any] = {t.id: t for t in getattr(now, name)}
        for id in dict.fromkeys((*before, *after)):
            if before.get(id) != after.get(id):
                yield kind, id, after.get(id)


def _check_finite(proposal: Proposal) -> None:
    for _, name, shape in handles(proposal):
        if not all(math.isfinite(v) for v in shape.bounds):
            raise Problem(
                f"{name} has no place.", "It could not be drawn or walked to.", "Put it on the map again."
            )


def what_moved(was: Proposal, now: Proposal) -> str:
    """What an edit did to a proposal, in words for the history: 'Moved the red line'."""
    found = list(_differing(was, now))
    sorts: Sequence[str] = [kind for kind, *_ in found]
    if "scheme" in sorts:
        return "Moved the red line"
    kind, id, thing = found[0]
    name = next((n for h, n, _ in handles(now if thing is not None else was) if h.id == id), "")
    act = "Took out" if thing is None else "Moved" if any(h.id == id for h, *_ in handles(was)) else "Added"
    # An entrance is called 'entrance 3' where nobody named it.
    return f"{act} {name if name.startswith(WORDS[kind]) else f'{WORDS[kind]} {name}'}".strip()


assert {f.name for f in fields(Proposal)} >= set(_LISTS.values())
