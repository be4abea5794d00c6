"""Any run of edits, undo, redo, closing and opening gives what a plain dictionary gives."""

from __future__ import annotations

import copy
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import shapely
import store_making as making
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from placewell.domain.layer import ImportNote, Layer
from placewell.domain.records import as_row
from placewell.store import GeoPackage

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
SMALL = st.integers(0, 4)
Content = dict[tuple[str, str], dict[str, Any]]


class ProjectMachine(RuleBasedStateMachine):
    @initialize()
    def make(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "model.gpkg")
        self.project = making.new_project(self.path)
        self.session = making.session_of(self.project)
        self.now: Content = {}
        self.past: list[Content] = []
        self.future: list[Content] = []
        self.layers = 0

    def teardown(self) -> None:
        if hasattr(self, "project"):
            assert self.project.verify_history() is None
            self.project.close()
            self.folder.cleanup()

    def edited(self, then: Content) -> None:
        if then != self.now:
            self.past.append(self.now)
            self.now = then
            self.future.clear()

    @rule(
        puts=st.lists(st.tuples(SMALL, NAMES, st.integers(0, 500), st.none() | st.floats(0, 1e6)), max_size=4)
    )
    def put_assets(self, puts: list[tuple[int, str, int, float | None]]) -> None:
        then = copy.deepcopy(self.now)
        with self.session.transaction("put") as t:
            for number, name, x, capacity in puts:
                asset = replace(making.surgery(f"A{number}", name, 530000 + x), capacity=capacity)
                t.put("asset", asset)
                then["asset", asset.id] = as_row("asset", asset)
        self.edited(then)

    @rule(number=SMALL, again=st.booleans())
    def remove_asset(self, number: int, again: bool) -> None:
        id = f"A{number}"
        if ("asset", id) not in self.now:
            return
        then = copy.deepcopy(self.now)
        with self.session.transaction("remove") as t:
            t.remove("asset", id)
            if again:  # Removed and put back as it was: no change at all.
                t.put("asset", self.now["asset", id])
            else:
                del then["asset", id]
        self.edited(then)

    @rule(counts=st.lists(st.integers(0, 6), min_size=1, max_size=2), change=st.booleans())
    def add_layers(self, counts: list[int], change: bool) -> None:
        then = copy.deepcopy(self.now)
        with self.session.transaction("import") as t:
            for count in counts:
                self.layers += 1
                layer = Layer(f"L{self.layers}", "Stops", "stop", count=count)
                stops = making.stop_rows(layer.id, count)
                note = ImportNote(f"{layer.id}.n", layer.id, "f.csv", "", None, "taken", "all of it")
                t.add_layer(layer, stops, making.rows_of("import note", [note]))
                then["layer", layer.id] = as_row("layer", layer)
                then["import note", note.id] = as_row("import note", note)
                for record in stops.records():
                    record["geometry"] = shapely.to_wkb(record["geometry"])
                    then["stop", record["id"]] = record
                if change and count:
                    row = {**then["stop", f"{layer.id}.0"], "name": "Renamed at once"}
                    t.put("stop", row)
                    then["stop", f"{layer.id}.0"] = row
        self.edited(then)

    @rule(pick=st.randoms(use_true_random=False), name=NAMES)
    def edit_within_a_layer(self, pick: Any, name: str) -> None:
        ids = sorted(id for kind, id in self.now if kind == "stop")
        if not ids:
            return
        id = pick.choice(ids)
        then = copy.deepcopy(self.now)
        with self.session.transaction("rename") as t:
            row = {**self.now["stop", id], "name": name}
            t.put("stop", row)
            then["stop", id] = row
        self.edited(then)

    @rule(pick=st.randoms(use_true_random=False))
    def remove_layer(self, pick: Any) -> None:
        ids = sorted(id for kind, id in self.now if kind == "layer")
        if not ids:
            return
        id = pick.choice(ids)
        with self.session.transaction("remove layer") as t:
            t.remove_layer(id)
        self.edited({k: v for k, v in self.now.items() if v.get("layer") != id and k != ("layer", id)})

    @rule(count=st.integers(1, 5))
    def add_notes(self, count: int) -> None:
        self.layers += 1
        notes = [
            ImportNote(f"N{self.layers}.{i}", "", "left.csv", "", i, "left", "known, not needed")
            for i in range(count)
        ]
        then = copy.deepcopy(self.now)
        with self.session.transaction("notes") as t:
            t.add_rows(making.rows_of("import note", notes))
        then |= {("import note", n.id): as_row("import note", n) for n in notes}
        self.edited(then)

    @rule()
    def fails_half_way(self) -> None:
        try:
            with self.session.transaction("fails") as t:
                t.put("asset", making.surgery("A0", "never kept"))
                t.add_layer(Layer("L999", "Never", "stop"), making.stop_rows("L999", 3))
                raise LookupError
        except LookupError:
            pass

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        assert self.session.undo() is not None
        self.future.append(self.now)
        self.now = self.past.pop()

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        assert self.session.redo() is not None
        self.past.append(self.now)
        self.now = self.future.pop()

    @rule()
    def close_and_open(self) -> None:
        self.project.close()
        self.project = GeoPackage.open(self.path)
        self.session = making.session_of(self.project)
        assert self.session.adopted is None

    @invariant()
    def same(self) -> None:
        if not hasattr(self, "project"):
            return
        kept: Content = {}
        for kind, things in making.snapshot(self.project).items():
            kept |= {(kind, id): row for id, row in things.items() if kind != "project"}
        assert kept == self.now
        assert bool(self.session.undo_label) == bool(self.past)
        assert bool(self.session.redo_label) == bool(self.future)


ProjectMachine.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestProjectMachine = ProjectMachine.TestCase
