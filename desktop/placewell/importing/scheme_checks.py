"""The tables of one option against each other and the red line: what does not fit is told, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import shapely

from placewell.domain.scheme import block_key
from placewell.importing.scheme_tables import SchemeTable, TidyRow

GATE_M = 10.0
"""A gate stands on the red line, give or take how exactly plans are drawn."""
DOOR_M = 5.0
"""A door stands on its block's outline, give or take a porch."""


@dataclass(frozen=True)
class Item:
    """One row with the table it came from."""

    table: SchemeTable
    row: TidyRow

    def with_values(self, **values: Any) -> Item:
        """The same row with other values."""
        return replace(self, row=replace(self.row, values={**self.row.values, **values}))


@dataclass(frozen=True)
class Doubt:
    """A line for a table's report; `row` None where it is about the table."""

    table: SchemeTable
    row: int | None
    sort: str
    text: str


@dataclass
class Checks:
    """One option's rows by kind, being checked. `held` are the values of rows that the project has
    already, of the kinds that these tables do not bring."""

    site: shapely.Geometry | None
    """The red line; None until it has come, and then nothing is checked against it."""
    items: dict[str, list[Item]]
    held: Mapping[str, Sequence[Mapping[str, Any]]]
    doubts: list[Doubt] = field(default_factory=list)
    amended: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By the id of a row that the project has: what the outlines of these tables say of it."""

    def run(self) -> None:
        """Check everything; `items` then holds what can be kept."""
        self._join_blocks()
        self._order_phases()
        blocks, phases = self._blocks(), {int(v["number"]) for v in self._all("phase")}
        self._spell_blocks(blocks)
        self._check_blocks()
        self._check_entrances(blocks)
        self._check_homes(blocks)
        self._check_held(blocks)
        self._check_phases(phases)
        self._check_provision()

    def _all(self, kind: str) -> list[Mapping[str, Any]]:
        brought = [{**i.row.values, "geometry": i.row.geometry} for i in self.items.get(kind, ())]
        return [*brought, *self.held.get(kind, ())]

    def _say(self, item: Item, sort: str, text: str) -> None:
        self.doubts.append(Doubt(item.table, item.row.row, sort, text))

    def _blocks(self) -> dict[str, Mapping[str, Any]]:
        return {block_key(str(v["name"])): v for v in self._all("block")}

    def _join_blocks(self) -> None:
        """Outlines of one name are one block in several parts."""
        joined: dict[str, Item] = {}
        for item in self.items.get("block", ()):
            key = block_key(item.row.values["name"])
            first = joined.setdefault(key, item)
            if first is item:
                continue
            both = shapely.union_all([first.row.geometry, item.row.geometry])
            whole = shapely.multipolygons(shapely.get_parts(both))
            joined[key] = replace(first, row=replace(first.row, geometry=whole))
            self._say(
                item, "duplicate", f"Another outline of the block of row {first.row.row}: kept as one block."
            )
        if joined:
            self.items["block"] = list(joined.values())

    def _order_phases(self) -> None:
        kept: dict[int, Item] = {}
        for item in self.items.get("phase", ()):
            number = item.row.values["number"]
            if kept.setdefault(number, item) is not item:
                first = kept[number].row.row
                self._say(item, "rejected", f"Phase {number} is in row {first} already; left out.")
        if not kept:
            return
        self.items["phase"] = [kept[n] for n in sorted(kept)]
        for item in self.items["phase"]:
            starts, completes = item.row.values["starts"], item.row.values["completes"]
            if _before(completes, starts):
                words = f"Phase {item.row.values['number']} is finished ({completes}) before it starts ({starts})."
                self._say(item, "checked", words)
        for earlier, later in pairwise(self.items["phase"]):
            one, two = earlier.row.values, later.row.values
            if _before(two["starts"], one["starts"]):
                words = f"Phase {two['number']} starts ({two['starts']}) before phase {one['number']} ({one['starts']})."
                self._say(later, "checked", words)

    def _spell_blocks(self, blocks: Mapping[str, Mapping[str, Any]]) -> None:
        """'Block A' and 'a' are the block that is outlined as 'A'."""
        for kind in ("homes", "entrance"):
            found = self.items.get(kind, [])
            for n, item in enumerate(found):
                outlined = blocks.get(block_key(item.row.values["block"]))
                if outlined is not None:
                    found[n] = item.with_values(block=outlined["name"])

    def _check_blocks(self) -> None:
        for item in self.items.get("block", ()) if self.site is not None else ():
            shape = item.row.geometry
            out = shapely.area(shapely.difference(shape, self.site)) / shapely.area(shape)
            name = item.row.values["name"]
            if out > 0.99:
                self._say(item, "checked", f"Block {name} lies outside the red line; kept as it is.")
            elif out > 0.01:
                words = f"{out:.0%} of block {name} lies outside the red line; kept as it is."
                self._say(item, "checked", words)

    def _check_entrances(self, blocks: Mapping[str, Mapping[str, Any]]) -> None:
        if self.site is None:
            return
        kept = []
        for item in self.items.get("entrance", ()):
            point, block = item.row.geometry, item.row.values["block"]
            off = float(shapely.distance(point, self.site))
            if off > GATE_M:
                words = f"It lies {off:,.0f} m outside the red line, so no walk from it would be from this site; left out."
                self._say(item, "rejected", words)
                continue
            kept.append(item)
            if block:
                self._check_door(item, blocks)
            elif (deep := float(shapely.distance(point, shapely.boundary(self.site)))) > GATE_M:
                words = f"It names no block, so it is a gate of the site, yet it lies {deep:,.0f} m from the red line: is it a door?"
                self._say(item, "checked", words)
        if "entrance" in self.items:
            self.items["entrance"] = kept

    def _check_door(self, item: Item, blocks: Mapping[str, Mapping[str, Any]]) -> None:
        block = item.row.values["block"]
        outlined = blocks.get(block_key(block))
        if outlined is None:
            if blocks:
                self._say(item, "checked", f"A door of block {block}, of which there is no outline; kept.")
            return
        off = float(shapely.distance(item.row.geometry, shapely.boundary(outlined["geometry"])))
        if off > DOOR_M:
            words = f"A door of block {block}, but {off:,.0f} m from its outline; kept where it is."
            self._say(item, "checked", words)

    def _check_homes(self, blocks: Mapping[str, Mapping[str, Any]]) -> None:
        found = self.items.get("homes", [])
        for n, item in enumerate(found):
            block, phase = item.row.values["block"], item.row.values["phase"]
            outlined = blocks.get(block_key(block)) if block else None
            if block and blocks and outlined is None:
                self._say(item, "checked", f"Homes of block {block}, of which there is no outline; kept.")
            of_block = outlined["phase"] if outlined is not None else None
            if of_block is None or phase == of_block:
                continue
            if phase is None:
                found[n] = item.with_values(phase=of_block)
            else:
                words = f"Phase {phase} here, but block {block} is of phase {of_block}; kept as it is here."
                self._say(item, "checked", words)

    def _check_held(self, blocks: Mapping[str, Mapping[str, Any]]) -> None:
        """Outlines that come after the homes and doors: do they cover the blocks that those name?"""
        if not self.items.get("block"):
            return
        named = {v["block"] for kind in ("homes", "entrance") for v in self.held.get(kind, ()) if v["block"]}
        missing = sorted(n for n in named if block_key(n) not in blocks)
        if missing:
            words = f"Homes or doors in the project are of blocks without an outline: {', '.join(missing)}."
            self._say_of_outlines(words)
        gained, differing = 0, []
        for kind in ("homes", "entrance"):
            for held in self.held.get(kind, ()):
                outlined = blocks.get(block_key(held["block"])) if held["block"] else None
                if outlined is None:
                    continue
                changed = {"block": outlined["name"]} if held["block"] != outlined["name"] else {}
                if kind == "homes" and outlined["phase"] not in (None, held["phase"]):
                    if held["phase"] is None:
                        changed["phase"] = outlined["phase"]
                        gained += 1
                    else:
                        differing.append(outlined["name"])
                if changed:
                    self.amended[held["id"]] = changed
        if gained:
            whose = "1 line" if gained == 1 else f"{gained:,} lines"
            self._say_of_outlines(
                f"{whose} of homes in the project gave no phase; now of the phase of their block."
            )
        if differing:
            shown = ", ".join(sorted(set(differing)))
            self._say_of_outlines(
                f"Homes in the project are of another phase than their blocks here ({shown}); kept as they are."
            )

    def _say_of_outlines(self, words: str) -> None:
        self.doubts.append(Doubt(self.items["block"][0].table, None, "checked", words))

    def _check_phases(self, phases: set[int]) -> None:
        if not phases:
            return
        known = ", ".join(str(n) for n in sorted(phases))
        for kind in ("block", "homes", "provision", "loss"):
            for item in self.items.get(kind, ()):
                phase = item.row.values["phase"]
                if phase is not None and phase not in phases:
                    self._say(item, "checked", f"Phase {phase} is not among the phases ({known}); kept.")

    def _check_provision(self) -> None:
        for item in self.items.get("provision", ()):
            if item.row.geometry is None or self.site is None:
                continue
            off = float(shapely.distance(item.row.geometry, self.site))
            if off > GATE_M:
                words = f"{item.row.values['name']} lies {off:,.0f} m outside the red line; kept there."
                self._say(item, "checked", words)


def _before(one: str, other: str) -> bool:
    """Whether one ISO date is surely before another, as far as the shorter says."""
    shorter = min(len(one), len(other))
    return bool(shorter) and one[:shorter] < other[:shorter]
