"""Two copies edited at random give the same project, whoever merges whom and however often; no edit is lost."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from merge_making import (
    EDITS,
    Clock,
    content,
    copy_open,
    edit,
    kept_somewhere,
    make_case,
    run_merge,
)

from placewell.store.geopackage import GeoPackage
from placewell.work.merge_news import TAKEN, known, news

Edits = list[tuple[str, int]]
SOME = st.lists(st.tuples(st.sampled_from((*EDITS, "undo", "redo")), st.integers(0, 11)), max_size=5)
EXAMPLES = int(os.environ.get("PLACEWELL_EXAMPLES", "25"))
CLOCKS = {"A": 0, "B": 1}
settings.register_profile(
    "merge",
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_case(tmp_path_factory.mktemp("start") / "start.gpkg")


class Officers:
    """Two copies of one file, A's and B's."""

    def __init__(self, start: Path, folder: Path) -> None:
        self.folder = folder
        self.clocks = {who: Clock(odd) for who, odd in CLOCKS.items()}
        self.paths = {who: folder / f"{who}.gpkg" for who in CLOCKS}
        for path in self.paths.values():
            path.write_bytes(start.read_bytes())

    def edit(self, who: str, edits: Edits) -> None:
        with copy_open(self.paths[who], f"Officer {who}", self.clocks[who]) as opened:
            for what, n in edits:
                if what == "undo":
                    if opened.session.undo_label not in ("The scheme", "Bring in", ""):
                        opened.session.undo()
                elif what == "redo":
                    opened.session.redo()
                else:
                    edit(opened, what, n)

    def merge(self, who: str, other: str) -> bool:
        with copy_open(self.paths[who], f"Officer {who}", self.clocks[who]) as opened:
            changed = run_merge(opened, self.paths[other]).changed
            assert opened.file.verify_history() is None
        return changed

    def twin(self, name: str) -> Officers:
        (self.folder / name).mkdir()
        made = object.__new__(Officers)
        made.folder = self.folder / name
        made.clocks = {who: Clock(clock.at) for who, clock in self.clocks.items()}
        made.paths = {who: Path(shutil.copy(p, made.folder)) for who, p in self.paths.items()}
        return made


@given(a=SOME, b=SOME, then_a=SOME, then_b=SOME, first=st.sampled_from(["none", "AB", "BA", "both"]))
@settings(settings.get_profile("merge"))
def test_either_order_and_any_number_of_times_give_one_project(
    start: Path, a: Edits, b: Edits, then_a: Edits, then_b: Edits, first: str
) -> None:
    with TemporaryDirectory() as folder:
        two = Officers(start, Path(folder))
        two.edit("A", a)
        two.edit("B", b)
        if first == "both":  # each merges the other's copy as it was before
            other = two.twin("before")
            two.merge("A", "B")
            other.merge("B", "A")
            two.paths["B"] = other.paths["B"]
        elif first != "none":
            two.merge(first[0], first[1])
        two.edit("A", then_a)
        two.edit("B", then_b)
        one, two = two.twin("one"), two.twin("two")
        one.merge("A", "B")
        two.merge("B", "A")
        assert content(one.paths["A"]) == content(two.paths["B"])
        # And on, until each has the other's: nothing more changes, however often.
        one.merge("B", "A")
        two.merge("A", "B")
        for pair in (one, two):
            assert content(pair.paths["A"]) == content(pair.paths["B"]) == content(one.paths["A"])
            assert not pair.merge("A", "B") and not pair.merge("B", "A")


@given(a=SOME, b=SOME)
@settings(settings.get_profile("merge"))
def test_no_edit_of_either_is_lost_and_undo_takes_the_merge_back(start: Path, a: Edits, b: Edits) -> None:
    with TemporaryDirectory() as folder:
        two = Officers(start, Path(folder))
        with GeoPackage.open(start) as file:
            both = known(file)
        two.edit("A", a)
        two.edit("B", b)
        before = content(two.paths["A"])
        told, hashes = [], set()
        for path in two.paths.values():
            with GeoPackage.open(path) as file:
                hashes |= known(file)
                for key, was in news(file, both).before.items():
                    row = file.get(*key)
                    if key[0] != TAKEN and row != was:
                        told.append((key, row, was if isinstance(was, dict) else None))
        changed = two.merge("A", "B")
        after = content(two.paths["A"])
        for key, row, was in told:
            assert kept_somewhere(key, row, was, after), (key, row, was)
        with copy_open(two.paths["A"], "Officer A", two.clocks["A"]) as opened:
            if changed:
                assert hashes <= known(opened.file)
                entry = opened.session.undo()
                assert entry is not None and "Merged with B.gpkg" in entry.label
        assert content(two.paths["A"]) == before
