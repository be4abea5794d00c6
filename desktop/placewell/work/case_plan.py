"""What an import of a scheme's tables would write: options, their parts, and the lines of its report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import shapely

from placewell.domain.kinds import KINDS
from placewell.domain.scheme import Scheme
from placewell.importing.fields import Remark
from placewell.importing.scheme_checks import Checks, Doubt, Item
from placewell.importing.scheme_tables import SchemeTable
from placewell.work.case_options import Target, targets_of
from placewell.work.homes_meet import meet
from placewell.work.submissions import PARTS, Parts


@dataclass(frozen=True)
class How:
    """How new rows meet those that are there: `insist` has them alone, `add` beside; `option` is one that the
    user named; `carried` where what is there came with the submission before."""

    insist: bool = False
    add: bool = False
    option: str = ""
    carried: bool = False


AS_IT_COMES = How()


@dataclass
class CasePlan:
    """What to remove and to put (kind and noun), and which options are new or touched."""

    puts: list[tuple[str, Any]] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)
    schemes: list[Scheme] = field(default_factory=list)
    made: list[Scheme] = field(default_factory=list)


def plan_case(
    tables: Sequence[SchemeTable],
    held: Sequence[Scheme],
    parts: Parts,
    number: str,
    today: str,
    submission: str = "",
    how: How = AS_IT_COMES,
) -> CasePlan:
    """All that follows from tables whose rows say their scheme; adds to the tables' remarks.

    `number` tells the entry that this will be from all others (`Ids`), and ids are made from it; `submission` the id of the
    one that new options are of. Raises Problem.
    """
    plan = CasePlan()
    ids = (f"S{number}" if n == 1 else f"S{number}_{n}" for n in count(1))
    numbers = count(1)
    for name in dict.fromkeys(row.scheme for table in tables for row in table.rows):
        targets = [
            replace(t, scheme=replace(t.scheme, submission=submission)) if t.new else t
            for t in targets_of(name, tables, held, ids, today, how.option)
        ]
        doubts: dict[tuple[int, int | None, str, str], list[str]] = {}
        replaced: dict[str, int] = {}
        for target in targets:
            items = _items_of(tables, name, target.scheme.option)
            for d in _option(plan, target, items, parts, number, numbers, replaced, how):
                at = next(i for i, table in enumerate(tables) if table is d.table)
                doubts.setdefault((at, d.row, d.sort, d.text), []).append(target.scheme.option)
        _tell(tables, doubts, targets, name)
        for kind, n in replaced.items():
            table = next(t for t in tables if t.kind == kind)
            words = f"Takes the place of {n:,} {table.what} of {name} that the project had; undoing brings them back."
            table.remarks.append(Remark("checked", words))
        _tell_unused_line(tables, name, targets)
        _tell_redrawn(tables, held, targets)
    return plan


def _items_of(tables: Sequence[SchemeTable], name: str, option: str) -> dict[str, list[Item]]:
    """The rows of one option by kind; rows that name no option are of every one."""
    found: dict[str, list[Item]] = {}
    for table in tables:
        for row in table.rows:
            if (
                table.kind != "scheme"
                and row.scheme == name
                and row.option.casefold() in ("", option.casefold())
            ):
                found.setdefault(table.kind, []).append(Item(table, row))
    return found


def _option(
    plan: CasePlan,
    target: Target,
    items: dict[str, list[Item]],
    parts: Parts,
    number: str,
    numbers: Iterator[int],
    replaced: dict[str, int],
    how: How,
) -> list[Doubt]:
    """Add one option to the plan; returns what its checks had to say."""
    scheme = target.scheme
    mine = parts.get(target.copy_of or scheme.id, {})
    values = {k: [_values(n) for n in mine.get(k, ())] for k in PARTS if k not in items}
    checks = Checks(scheme.geometry, items, values)
    checks.run()
    plan.schemes.append(scheme)
    plan.puts.append(("scheme", scheme))
    if target.new:
        plan.made.append(scheme)
    for kind in PARTS:
        there = mine.get(kind, ())
        nouns = _of_kind(plan, kind, target, there, checks, replaced, how)
        for noun in nouns:
            id = f"{kind[0].upper()}{number}_{next(numbers)}"
            plan.puts.append((kind, replace(noun, id=id, scheme=scheme.id)))
    return checks.doubts


def _of_kind(
    plan: CasePlan,
    kind: str,
    target: Target,
    there: Sequence[Any],
    checks: Checks,
    replaced: dict[str, int],
    how: How,
) -> list[Any]:
    """What is to be written anew of one kind, with no ids yet; what goes is added to the plan."""
    fresh, gone = checks.items.get(kind, []), list(there)
    if fresh and there and kind == "homes" and not (how.insist or target.new):
        if how.add:
            gone = []
        else:
            meeting = meet(there, fresh, how.carried)
            checks.doubts += meeting.doubts
            fresh, gone = meeting.fresh, meeting.gone
    elif fresh and there and kind in _LISTS and not (how.insist or target.new):
        gone, doubts = _of_the_same(kind, there, fresh, how.add)
        checks.doubts += doubts
    if not fresh:
        held = [replace(n, **checks.amended.get(n.id, {})) for n in there]
        if target.copy_of:
            return held
        # Outlines that come after the homes and doors say the same of them as outlines before.
        plan.puts += [(kind, n) for n in held if n.id in checks.amended]
        return []
    nouns = [_noun(kind, item) for item in fresh]
    if target.new:
        return nouns
    if [_bare(n) for n in gone] == [_bare(n) for n in nouns]:
        return []  # the same again: what rests on them stays as it is
    plan.removed += [(kind, n.id) for n in gone]
    if gone:
        replaced[kind] = replaced.get(kind, 0) + len(gone)
    return nouns


_LISTS: Mapping[str, tuple[str, ...]] = {
    "floorspace": ("use", "state", "measure"),
    "quantity": ("what",),
    "provision": ("type", "name"),
    "loss": ("what", "name", "tenure"),
    "link": ("name",),
    "blue line": ("name",),
}
"""Lists that come in several files, each with what tells its rows apart."""


def _of_the_same(
    kind: str, there: Sequence[Any], fresh: Sequence[Item], add: bool
) -> tuple[list[Any], list[Doubt]]:
    """Which rows of a list make way: all of them for a list of the same things, none for one of others."""
    names = _LISTS[kind]
    had = {tuple(str(getattr(n, x)).casefold() for x in names) for n in there}
    come = {tuple(str(i.row.values.get(x, "")).casefold() for x in names) for i in fresh}
    table = fresh[0].table
    if add or not had & come:
        words = f"Added to the {len(there):,} {table.what} that are there; to have these alone, bring them in with --replace."
        return [], [Doubt(table, None, "checked", words)]
    return list(there), []


def _bare(noun: Any) -> dict[str, Any]:
    """A noun without the fields in which a copy differs from what it is a copy of."""
    return {k: v for k, v in vars(noun).items() if k not in ("id", "scheme")}


def _noun(kind: str, item: Item) -> Any:
    values = dict(item.row.values)
    if KINDS[kind].geometry:
        values["geometry"] = item.row.geometry
    return KINDS[kind].noun(id="", scheme="", **values)


def _values(noun: Any) -> dict[str, Any]:
    return dict(vars(noun))


def _tell(
    tables: Sequence[SchemeTable],
    doubts: Mapping[tuple[int, int | None, str, str], Sequence[str]],
    targets: Sequence[Target],
    name: str,
) -> None:
    """Each doubt once; with the option where it is not about all that the row is of."""
    for (at, row, sort, text), ways in doubts.items():
        table = tables[at]
        only = [r.option for r in table.rows if r.row == row and r.scheme == name and r.option]
        of_all = len(ways) == (len(only) or len(targets))
        said = text if of_all else f"{text} (Option {', '.join(ways)}.)"
        table.remarks.append(Remark(sort, said, row))
        if sort == "rejected" and of_all:
            table.rows = [r for r in table.rows if r.row != row]


def _tell_redrawn(tables: Sequence[SchemeTable], held: Sequence[Scheme], targets: Sequence[Target]) -> None:
    """Which red lines took the place of others, and what that changed."""
    before = {s.id: s for s in held}
    told = set()
    for target in targets:
        if target.line is None or target.line.row in told:
            continue
        told.add(target.line.row)
        old, new = before[target.scheme.id].geometry, target.scheme.geometry
        if old is None or new is None:
            continue
        moved = shapely.area(shapely.symmetric_difference(old, new))
        words = (
            f"Takes the place of the red line of {target.scheme.name} ({old.area / 1e4:.2f} ha; now {new.area / 1e4:.2f} ha,"
            f" {moved:,.0f} m² gained or given up)."
        )
        table = next(t for t in tables if any(r is target.line for r in t.rows))
        table.remarks.append(Remark("checked", words, target.line.row))


def _tell_unused_line(tables: Sequence[SchemeTable], name: str, targets: Sequence[Target]) -> None:
    lines = [(t, r) for t in tables if t.kind == "scheme" for r in t.rows if r.scheme == name]
    own = {r.option for _, r in lines}
    if "" in own and all(t.scheme.option in own for t in targets if t.new) and own != {""}:
        table, row = next((t, r) for t, r in lines if not r.option)
        words = "This red line is of no option: every option has one of its own."
        table.remarks.append(Remark("left", words, row.row))
