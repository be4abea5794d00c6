"""Each thing once: where a folder holds several lists of one thing, which is taken and why.

The responsible body's own register comes before a compilation, that before volunteers' lists, and
any copy last; then the list that covers the project; then the newest; then the fullest. What the
other lists have and the taken one lacks is listed for the planner, never merged silently.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import shapely

from placewell.domain.asset import plural
from placewell.importing.draft import Draft, Left
from placewell.importing.fields import Remark
from placewell.importing.source import AUTHORITIES

SAME_M = 30.0
"""Two entries this close are the same thing whatever they are called."""
SAME_NAME_M = 150.0
"""Two entries of one name this close are the same thing: a gate and a centre, two corners of a park."""
SAME_CODE_M = 500.0
"""Two entries of one reference this close are the same thing, differently drawn."""
COMPLEMENT = 0.2
"""A list of equal standing of which less than this share is in the taken one adds to it."""
MOSTLY = 0.8
"""A better list must hold this share of the one it takes the place of, unless the user says otherwise."""
_WORDS = {
    "register": "the responsible body's own register",
    "official": "published by a public body",
    "volunteered": "kept by volunteers",
    "derived": "a copy or cut of another list",
}


def choose(
    drafts: Sequence[Draft], held: Sequence[Draft] = (), replace_all: bool = False
) -> tuple[list[Draft], list[Left]]:
    """The drafts to bring in and those to leave, each with its reason.

    `held` are layers that the project has already, as drafts (`held_as` filled). One that a better
    list beats is named in that one's `replaces`; of equals, what is held stays. What was edited by
    hand stays too, and what the better list lacks much of, unless `replace_all`.
    """
    taken: list[Draft] = []
    left: list[Left] = []
    groups: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in (*held, *drafts):
        groups[(draft.kind, draft.role)].append(draft)
    for key in sorted(groups):
        winners: list[Draft] = []
        if replace_all:
            for draft in groups[key]:
                draft.kept = ""
        else:
            _keep_what_would_be_lost(groups[key])
        for draft in sorted(groups[key], key=partial(_rank, insist=replace_all)):
            against = [w for w in winners if not w.held_as] if draft.held_as else winners
            best, reason = _beaten_by(draft, against)
            if best is None or reason is None:
                winners.append(draft)
            elif draft.held_as:
                best.replaces.append(draft)
                best.remarks += [r for r in reason.remarks if r.sort == "only here"]
            else:
                left.append(reason)
        taken.extend(w for w in winners if not w.held_as)
    return taken, left


def _keep_what_would_be_lost(group: Sequence[Draft]) -> None:
    """Layers of the project that a list of equal standing would replace although it lacks much of them."""
    for old in group:
        if not old.held_as or old.kept or not len(old.rows):
            continue
        for new in group:
            if new.held_as or new.authority != old.authority or not (new.parts & old.parts):
                continue
            if _rank(new) > _rank(old):
                continue
            found = in_any(old, [new])
            if COMPLEMENT <= found.mean() < MOSTLY:
                old.kept = f"{int((~found).sum()):,} of its {len(old.rows):,} entries are not in this one"
                break


def _rank(draft: Draft, insist: bool = False) -> tuple[object, ...]:
    """Best first. `insist`: of equal standing, what comes in goes before what the project has."""
    return (
        not draft.kept,
        AUTHORITIES.index(draft.authority),
        insist and bool(draft.held_as),
        -round(draft.covers, 1),
        _newest_first(draft.vintage),
        -len(draft.parts),
        # A list of stations is shorter in the project than in its file: another operator's keeps some.
        0 if draft.role == "station" else -len(draft.rows),
        # What the project has no longer knows how long its whole file was.
        not draft.held_as,
        -draft.total,
        not draft.named_crs,
        draft.digest(),
    )


def _newest_first(vintage: str) -> int:
    digits = re.sub(r"\D", "", vintage)[:8].ljust(8, "0")
    return -int(digits)


def _beaten_by(draft: Draft, winners: Sequence[Draft]) -> tuple[Draft | None, Left | None]:
    """Which winner has this draft's things already and why it is left; None twice where it adds some."""
    if not winners:
        return None, None
    twin = next((w for w in winners if len(w.rows) == len(draft.rows) and w.digest() == draft.digest()), None)
    if twin is not None:
        return twin, Left(draft.file, draft.part, _reason(draft, twin, 1.0))
    covered = frozenset().union(*(w.parts for w in winners))
    if draft.parts - covered:
        return None, None
    best = next((w for w in winners if w.parts & draft.parts), winners[0])
    found = in_any(draft, winners)
    share = float(found.mean()) if len(found) else 1.0
    if share < COMPLEMENT and draft.authority == best.authority and _can_add(draft, best):
        return None, None
    remarks = [r for r in draft.remarks if r.row is None] + _only_here(draft, best, found)
    return best, Left(draft.file, draft.part, _reason(draft, best, share), "left", tuple(remarks))


def _can_add(draft: Draft, best: Draft) -> bool:
    """Streets of two products name their junctions differently and would not join; tiles of one do."""
    return draft.kind != "street" or draft.source.id == best.source.id


def _reason(draft: Draft, best: Draft, share: float) -> str:
    what = plural(draft.role)
    if best.held_as:
        return f"Not brought in for {what}: the project has {best.source.title} already; {_why(draft, best, share)}."
    other = f"{best.source.title} ({best.where})"
    return f"Not brought in for {what}: {other} was taken; {_why(draft, best, share)}."


def _why(draft: Draft, best: Draft, share: float) -> str:
    if len(best.rows) == len(draft.rows) and best.digest() == draft.digest():
        return "the two say the same"
    if best.kept:
        return f"that stays, because {best.kept} (--replace takes this one all the same)"
    if AUTHORITIES.index(best.authority) < AUTHORITIES.index(draft.authority):
        return f"that is {_WORDS[best.authority]}, this is {_WORDS[draft.authority]}"
    if round(best.covers, 1) > round(draft.covers, 1):
        return f"it covers {best.covers:.0%} of the project and its margin, this {draft.covers:.0%}"
    if _newest_first(best.vintage) < _newest_first(draft.vintage):
        return f"it is newer ({best.vintage}; this is {draft.vintage or 'undated'})"
    said = f"it lists {len(best.rows):,} in reach of the project, this {len(draft.rows):,}"
    if share >= 1.0:
        said = "it lists the same entries, some with other particulars"
    if best.held_as:
        said += "; if this is the newer one, say so with --vintage, or use --replace"
    return said


def _only_here(draft: Draft, best: Draft, found: npt.NDArray[np.bool_]) -> list[Remark]:
    missing = np.flatnonzero(~found)
    if not len(missing):
        return []
    if draft.kind in {"street", "statistic", "postcode", "backdrop", "code link", "service", "PTAL point"}:
        return [
            Remark(
                "only here",
                f"{len(missing):,} of {len(draft.rows):,} entries are not in {best.source.title}, which was taken.",
            )
        ]
    names = draft.rows.columns.get("name") or [""] * len(draft.rows)
    codes = draft.rows.columns.get("code") or [""] * len(draft.rows)
    rows = draft.rows.source_row
    lines = []
    for i in missing.tolist():
        name = str(names[i]) or f"unnamed {draft.role}"
        code = f" ({codes[i]})" if codes[i] else ""
        lines.append(
            Remark(
                "only here",
                f"{name}{code}: {draft.role} that {best.source.title}, which was taken, does not list there.",
                rows[i] if rows else None,
            )
        )
    return lines


def in_any(draft: Draft, winners: Sequence[Draft]) -> npt.NDArray[np.bool_]:
    """Which rows of a draft stand in one of the winners too: by code, or by place and name."""
    found = np.zeros(len(draft.rows), dtype=bool)
    for other in winners:
        found |= _in(draft, other)
    return found


def _in(draft: Draft, other: Draft) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(draft.rows), dtype=bool)
    if draft.kind == "statistic":
        return _by_key(draft, other, ("code", "measure"))
    if draft.kind == "code link":
        return _by_key(draft, other, ("from_code", "to_code"))
    if draft.kind == "postcode":
        return _by_key(draft, other, ("code",))
    if draft.kind == "service":
        return _by_key(draft, other, ("stop", "route"))
    if draft.kind == "activity":
        return _by_key(draft, other, ("name", "place"))
    if (
        draft.rows.geometry is None
        or other.rows.geometry is None
        or not len(draft.rows)
        or not len(other.rows)
    ):
        return found
    found = _same_code_near(draft, other)
    if draft.kind in {"street", "backdrop"}:
        return found | _near(_middles(draft.rows.geometry), other.rows.geometry, SAME_M / 2)
    if draft.kind == "area":
        return found | _same_ground(draft.rows.geometry, other.rows.geometry)
    return found | _near_or_named(draft, other)


def _same_code_near(draft: Draft, other: Draft) -> npt.NDArray[np.bool_]:
    """Rows whose reference stands in the other list, near by: councils number their areas alike."""
    found = np.zeros(len(draft.rows), dtype=bool)
    mine, theirs = draft.rows.columns.get("code"), other.rows.columns.get("code")
    if not mine or not theirs:
        return found
    at: dict[str, list[int]] = defaultdict(list)
    for j, code in enumerate(theirs):
        if code:
            at[str(code)].append(j)
    pairs = [(i, j) for i, code in enumerate(mine) if code for j in at.get(str(code), ())]
    if pairs:
        a, b = np.array(pairs).T
        assert draft.rows.geometry is not None and other.rows.geometry is not None
        near = shapely.dwithin(draft.rows.geometry[a], other.rows.geometry[b], SAME_CODE_M)
        found[a[near]] = True
    return found


def _by_key(draft: Draft, other: Draft, fields: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    known = set(zip(*(other.rows.columns[f] for f in fields), strict=True))
    keys = zip(*(draft.rows.columns[f] for f in fields), strict=True)
    return np.fromiter((k in known for k in keys), dtype=bool, count=len(draft.rows))


def _middles(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """A point half-way along each line, and one inside each area."""
    points = np.asarray(shapely.get_geometry(shapes, 0), dtype=object)
    lines, areas = (shapely.get_dimensions(points) == dimension for dimension in (1, 2))
    points[lines] = shapely.line_interpolate_point(points[lines], 0.5, normalized=True)
    points[areas] = shapely.point_on_surface(points[areas])
    return points


def _near(
    points: npt.NDArray[np.object_], shapes: npt.NDArray[np.object_], within: float
) -> npt.NDArray[np.bool_]:
    out = np.zeros(len(points), dtype=bool)
    out[shapely.STRtree(shapes).query(points, predicate="dwithin", distance=within)[0]] = True
    return out


def _same_ground(mine: npt.NDArray[np.object_], theirs: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Areas that share most of their ground (intersection over union above 0.6)."""
    a, b = shapely.STRtree(theirs).query(mine, predicate="intersects")
    out = np.zeros(len(mine), dtype=bool)
    if len(a):
        both = shapely.area(shapely.intersection(mine[a], theirs[b]))
        union = shapely.area(mine[a]) + shapely.area(theirs[b]) - both
        out[a[both / np.maximum(union, 1e-9) > 0.6]] = True
    return out


def _near_or_named(draft: Draft, other: Draft) -> npt.NDArray[np.bool_]:
    assert draft.rows.geometry is not None and other.rows.geometry is not None
    out = _near(draft.rows.geometry, other.rows.geometry, SAME_M)
    mine, theirs = draft.rows.columns.get("name"), other.rows.columns.get("name")
    if mine and theirs:
        pairs = shapely.STRtree(other.rows.geometry).query(
            draft.rows.geometry, predicate="dwithin", distance=SAME_NAME_M
        )
        for i, j in zip(*pairs, strict=True):
            if not out[i] and alike(str(mine[i]), str(theirs[j])):
                out[i] = True
    return out


_COMMON = frozenset(["the", "of", "and", "at", "st", "saint", "centre", "center", "surgery", "practice", "medical", "library", "school", "primary", "secondary", "academy", "station", "rail", "underground", "dlr", "park", "gp", "doctors", "dr", "group", "health"])  # fmt: skip


def alike(a: str, b: str) -> bool:
    """Whether two names mean one place: the telling words of the shorter are all in the longer."""
    one, two = _telling(a), _telling(b)
    if not one or not two:
        return bool(a) and bare(a) == bare(b)
    small, large = sorted((one, two), key=len)
    return small <= large


def _telling(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", bare(name))) - _COMMON


def bare(name: str) -> str:
    """A name without case, accents of punctuation, brackets and the words that say what it is."""
    name = re.sub(r"\(.*?\)", " ", name.casefold()).replace("&", " and ").replace("'", "").replace("’", "")
    name = re.sub(r"\b(underground|rail|dlr|tram|overground|railway)?\s*station\b", " ", name)
    return " ".join(re.sub(r"[^a-z0-9 ]+", " ", name).split())
