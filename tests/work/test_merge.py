"""Merging two copies: what is refused and in which words, how differences are decided, what a kill costs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from work_making import Command

from merge_making import LAND, Clock, content, copy_open, edit, make_case, run_merge
from placewell.domain.case import CASE_ID, Case
from placewell.domain.errors import Problem
from placewell.domain.project import PROJECT_ID, Project
from placewell.store.geopackage import GeoPackage
from placewell.work.differences import decide, differences
from placewell.work.opened import open_project


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_case(tmp_path_factory.mktemp("start") / "start.gpkg")


@pytest.fixture
def mine(start: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(start, tmp_path / "mine.gpkg"))


@pytest.fixture
def theirs(start: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(start, tmp_path / "theirs.gpkg"))


def does(path: Path, who: str, *edits: tuple[str, int]) -> None:
    with copy_open(path, who, Clock(0 if who == "Ann" else 1)) as opened:
        for what, n in edits:
            edit(opened, what, n)


def refused(mine: Path, theirs: Path) -> str:
    before = content(mine)
    with open_project(mine, "Ann") as opened, pytest.raises(Problem) as told:
        run_merge(opened, theirs)
    assert content(mine) == before
    return str(told.value)


def test_the_entry_names_both_heads_and_undo_and_redo_work(mine: Path, theirs: Path) -> None:
    does(mine, "Ann", ("homes changed", 1))
    does(theirs, "Ben", ("homes added", 2), ("action", 3))
    with GeoPackage.open(theirs) as file:
        their_head = file.head()
    was = content(mine)
    with open_project(mine, "Ann") as opened:
        our_head = opened.file.head()
        made = run_merge(opened, theirs)
        label = opened.session.history()[-1].label
        assert (made.our_head, made.their_head) == (our_head, their_head)
        for n, hash in (our_head, their_head):
            assert f"entry {n} ({hash[:12]})" in label
        assert [e.who for e in made.entries] == ["Ben", "Ben"]
        joined = content(mine)
        opened.session.undo()
        assert content(mine) == was
        opened.session.redo()
        assert content(mine) == joined
        head = opened.file.head()
        assert not run_merge(opened, theirs).changed
        assert opened.file.head() == head


def test_copies_of_different_files_are_refused_by_what_they_are(mine: Path, tmp_path: Path) -> None:
    words = refused(mine, make_other(tmp_path / "fresh.gpkg"))
    assert "'fresh.gpkg' and 'mine.gpkg' are not two copies of one file" in words
    assert "This file is of case 26/AP/0001, the other of case 26/AP/0777." in words


def make_other(path: Path, base: str = "") -> Path:
    GeoPackage.create(path, Project(PROJECT_ID, "Test town", LAND, base=base)).close()
    made = Case(CASE_ID, "" if base else "26/AP/0777", base or "Elsewhere", "full")
    with (
        open_project(path, "X", lambda: "2026-09-01T09:00:00+00:00") as opened,
        opened.session.transaction("What the case is") as t,
    ):
        t.put("case", made)
    return path


def test_cases_of_different_bases_are_refused_by_their_bases(tmp_path: Path) -> None:
    one = make_other(tmp_path / "one.gpkg", "Town, as at 2026-01-01")
    two = make_other(tmp_path / "two.gpkg", "Town, as at 2026-06-01")
    words = refused(one, two)
    assert (
        "This file was made from 'Town, as at 2026-01-01', the other from 'Town, as at 2026-06-01'." in words
    )


@pytest.mark.parametrize("whose", ["mine", "theirs"])
def test_a_history_that_was_tampered_with_is_refused(mine: Path, theirs: Path, whose: str) -> None:
    does(theirs, "Ben", ("homes changed", 1))
    path = {"mine": mine, "theirs": theirs}[whose]
    with sqlite3.connect(path) as conn:
        (table,) = [
            r[0]
            for r in conn.execute(
                "SELECT name FROM sqlite_master WHERE type='table' AND name LIKE '%history%'"
            )
        ]
        names = [r[1] for r in conn.execute(f'PRAGMA table_info("{table}")')]
        triggers = [
            r[0]
            for r in conn.execute(
                "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=?", (table,)
            )
        ]
        for name in triggers:
            conn.execute(f'DROP TRIGGER "{name}"')
        assert "who" in names
        conn.execute(f'UPDATE "{table}" SET who = ? WHERE seq = 2', ("Somebody else",))
    words = refused(mine, theirs)
    assert f"The history of '{whose}.gpkg' was altered outside Placewell, from entry 2 on." in words


@pytest.mark.parametrize("way", ["into", "from"])
def test_a_redacted_copy_is_not_merged_back(mine: Path, tmp_path: Path, way: str, placewell: Command) -> None:
    bare = tmp_path / "bare.gpkg"
    status, _, problem = placewell("hand-over", mine, bare, "--without-notes-and-names")
    assert status == 0, problem
    words = refused(bare, mine) if way == "into" else refused(mine, bare)
    assert "'bare.gpkg' is a copy without notes and names" in words
    assert "could not tell what was left out from what was deleted" in words


def test_itself_something_else_and_a_read_only_file_are_refused(
    mine: Path, theirs: Path, tmp_path: Path
) -> None:
    assert "'mine.gpkg' is the file that is open here" in refused(mine, mine)
    text = tmp_path / "text.gpkg"
    text.write_text("no project")
    assert "text.gpkg" in refused(mine, text)
    assert "none.gpkg" in refused(mine, tmp_path / "none.gpkg")
    does(theirs, "Ben", ("homes changed", 1))
    with open_project(mine, "Ann") as first, open_project(mine, "Ben") as second:
        assert second.file.read_only and not first.file.read_only
        with pytest.raises(Problem):
            run_merge(second, theirs)


# Decisions.


def both_change_homes(mine: Path, theirs: Path) -> None:
    does(mine, "Ann", ("homes changed", 0))
    with copy_open(theirs, "Ben", Clock(101)) as opened, opened.session.transaction("Homes") as t:
        t.put("homes", {**(opened.file.get("homes", "H0.0") or {}), "homes": 55})


@pytest.mark.parametrize(("choice", "left"), [("first", [100]), ("second", [55]), ("both", [55, 100]), ("as it stands", [55])])  # fmt: skip
def test_a_difference_is_decided(mine: Path, theirs: Path, choice: str, left: list[int]) -> None:
    both_change_homes(mine, theirs)
    with open_project(mine, "Ann") as opened:
        (d,) = run_merge(opened, theirs).differences
        assert (d.first_by, d.second_by) == ("Ann", "Ben")
        decide(opened, d.id, choice)
        assert not differences(opened)
        held = [n for n in opened.file.read("homes").column("homes") if n in (55, 100)]
        assert sorted(map(int, held)) == left
        with pytest.raises(Problem, match="was decided by Ann on"):
            decide(opened, d.id, choice)
        opened.session.undo()
        assert [x.id for x in differences(opened)] == [d.id]
        with pytest.raises(Problem, match="There is no difference 'x' in this file"):
            decide(opened, "x", choice)
        with pytest.raises(Problem, match="'third' is no way to decide"):
            decide(opened, d.id, "third")
    # A decision travels: the other copy takes it over.
    with open_project(mine, "Ann") as opened:
        decide(opened, d.id, choice)
    with open_project(theirs, "Ben") as opened:
        assert run_merge(opened, mine).changed
        assert not differences(opened)
    assert content(theirs) == content(mine)


@pytest.mark.parametrize("keep", [True, False])
def test_a_scheme_that_one_removed_while_the_other_worked_on_it_stays_until_decided(
    mine: Path, theirs: Path, keep: bool
) -> None:
    does(mine, "Ann", ("scheme removed", 0))
    does(theirs, "Ben", ("homes changed", 0))
    with open_project(mine, "Ann") as opened:
        (d,) = run_merge(opened, theirs).differences
        assert d.what == "scheme" and opened.file.get("scheme", "S0") is not None
        assert (opened.file.get("homes", "H0.0") or {})["homes"] == 100
        removed = "first" if d.first == "null" else "second"
        decide(opened, d.id, {"first": "second", "second": "first"}[removed] if keep else removed)
        there = [
            opened.file.get(k, i) is not None
            for k, i in (("scheme", "S0"), ("homes", "H0.0"), ("block", "B0"))
        ]
        assert there == [keep] * 3
        assert opened.file.get("scheme", "S1") is not None and opened.file.get("homes", "H1.0") is not None


def test_the_command_line_tells_lists_and_decides(mine: Path, theirs: Path, placewell: Command) -> None:
    both_change_homes(mine, theirs)
    status, said, _ = placewell("merge", mine, theirs, "--json")
    told = json.loads(said)
    assert status == 0 and told["changed"] and len(told["open"]) == 1
    assert told["heads"]["mine"]["entry"] and told["heads"]["theirs"]["hash"]
    (open_,) = told["open"]
    assert {f["field"]: (f["first"], f["second"]) for f in open_["fields"]} == {"homes": (100, 55)}
    status, said, _ = placewell("merge", mine, "--decide", open_["id"], "first")
    assert status == 0 and "Decided:" in said
    status, said, _ = placewell("merge", mine, theirs)
    assert status == 0 and "theirs.gpkg has nothing that this file has not. Nothing was changed." in said


# A kill.

_CHILD = """
import os, signal, sys
from pathlib import Path
from placewell.edit.transaction import Transaction
from placewell.work.merge import merge
from placewell.work.opened import open_project
after = int(sys.argv[3])
put, done = Transaction.put, [0]
def counting(self, kind, thing):
    put(self, kind, thing)
    done[0] += 1
    if done[0] == after:
        os.kill(os.getpid(), signal.SIGKILL)
Transaction.put = counting
with open_project(Path(sys.argv[1]), "Ann", lambda: "2026-11-20T10:00:00+00:00") as opened:
    print("open", flush=True)
    for _ in merge(opened, Path(sys.argv[2])):
        pass
print("merged", flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system ends a process in another way")
@pytest.mark.parametrize("after", [1, 4, 7])
def test_killed_among_its_edits_it_has_done_nothing(
    mine: Path, theirs: Path, after: int, tmp_path: Path
) -> None:
    busy(mine, theirs)
    before, whole = content(mine), tmp_path / "whole.gpkg"
    shutil.copy(mine, whole)
    with child(mine, theirs, after) as done:
        assert done.wait(60) == -signal.SIGKILL
    assert content(mine) == before
    again(mine, theirs, whole)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system ends a process in another way")
def test_killed_at_any_moment_it_is_as_before_or_merged(mine: Path, theirs: Path, tmp_path: Path) -> None:
    busy(mine, theirs)
    whole = Path(shutil.copy(mine, tmp_path / "whole.gpkg"))
    before = content(mine)
    with child(Path(shutil.copy(mine, tmp_path / "timed.gpkg")), theirs, 0) as one:
        assert one.stdout is not None
        one.stdout.readline()
        begun = time.monotonic()
        assert one.wait(60) == 0
        lasts = time.monotonic() - begun
    merged = content(tmp_path / "timed.gpkg")
    for n in range(6):
        cut = Path(shutil.copy(whole, tmp_path / f"cut{n}.gpkg"))
        with child(cut, theirs, 0) as done:
            assert done.stdout is not None
            done.stdout.readline()
            time.sleep(lasts * n / 6)
            done.kill()
        assert content(cut) in (before, merged)
        again(cut, theirs, whole)


def busy(mine: Path, theirs: Path) -> None:
    does(mine, "Ann", ("homes changed", 0), ("answered", 1))
    does(
        theirs,
        "Ben",
        ("homes changed", 1),
        ("homes added", 0),
        ("action", 1),
        ("layer added", 2),
        ("case", 1),
        ("notes", 0),
    )


def child(mine: Path, theirs: Path, after: int) -> subprocess.Popen[str]:
    desktop = Path(__file__).resolve().parents[2] / "desktop"
    env = {**os.environ, "PYTHONPATH": str(desktop)}
    return subprocess.Popen([sys.executable, "-c", _CHILD, str(mine), str(theirs), str(after)], stdout=subprocess.PIPE, text=True, env=env)  # fmt: skip


def again(cut: Path, theirs: Path, whole: Path) -> None:
    """Merged after all, it is what an uninterrupted merge makes; its history is sound."""
    other = Path(shutil.copy(whole, whole.with_name(f"other {cut.name}")))
    for path in (cut, other):
        with open_project(path, "Ann", lambda: "2026-11-20T10:00:00+00:00") as opened:
            run_merge(opened, theirs)
            assert opened.file.verify_history() is None
    assert content(cut) == content(other)
