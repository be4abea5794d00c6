"""The audit trail: chained, append-only in use, and honest about being tampered with."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import store_making as making

from placewell.domain.errors import Problem
from placewell.store import GeoPackage


@pytest.fixture
def edited(project: GeoPackage, path: Path) -> Path:
    session = making.session_of(project)
    making.fill(session)
    for i in range(30):
        with session.transaction(f"Edit {i}") as t:
            t.put("asset", making.surgery("A1", f"Name {i}"))
    session.undo()
    project.close()
    return path


def altered(path: Path, statement: str) -> tuple[int | None, str]:
    conn = sqlite3.connect(path)
    conn.execute(statement)
    conn.commit()
    conn.close()
    with GeoPackage.open(path) as opened:
        return opened.verify_history(), opened.warning


def test_the_chain_can_be_checked_by_hand(edited: Path) -> None:
    """The documented rule, computed here from the table alone."""
    conn = sqlite3.connect(edited)
    prev = "0" * 64
    rows = conn.execute(
        'SELECT seq, at, who, label, act, "of", changes, prev, hash FROM history ORDER BY seq'
    )
    for n, (seq, at, who, label, act, of, changes, before, own) in enumerate(rows, 1):
        body = {"seq": seq, "at": at, "who": who, "label": label, "act": act, "of": of}
        text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert (seq, before) == (n, prev)
        prev = hashlib.sha256(f"{text}\n{changes}\n{before}".encode()).hexdigest()
        assert own == prev
    conn.close()


@pytest.mark.parametrize(
    ("statement", "broken", "warned"),
    [
        ("UPDATE history SET label = label", None, False),
        ("UPDATE history SET who = 'Somebody else' WHERE seq = 5", 5, False),
        ("UPDATE history SET changes = replace(changes, 'Name 3', 'Name 4') WHERE seq = 6", 6, False),
        ("UPDATE history SET at = '2020-01-01' WHERE seq = 31", 31, True),
        ("DELETE FROM history WHERE seq = 12", 12, False),
        ("DELETE FROM history WHERE seq = 1", 1, False),
        ("DELETE FROM history WHERE seq > 30", 31, True),
        ("UPDATE history SET changes = 'not json' WHERE seq = 33", 33, True),
        ("UPDATE history SET act = 'gift' WHERE seq = 33", 33, True),
    ],
)
def test_tampering_is_found_where_it_was_done(
    edited: Path, statement: str, broken: int | None, warned: bool
) -> None:
    found, warning = altered(edited, statement)
    assert found == broken
    assert bool(warning) is warned
    if warned:
        assert f"from entry {broken} on" in warning and "Compare it with a copy" in warning


def test_undo_and_redo_survive_closing(edited: Path) -> None:
    with GeoPackage.open(edited) as opened:
        session = making.session_of(opened)
        assert (session.undo_label, session.redo_label) == ("Edit 28", "Edit 29")
        entry = session.redo()
        assert entry is not None and (entry.act, entry.of, entry.label) == ("redo", 32, "Edit 29")
        row = opened.get("asset", "A1")
        assert row is not None and row["name"] == "Name 29"
        assert session.redo() is None


def test_many_layers_in_one_transaction_are_one_entry(project: GeoPackage) -> None:
    session = making.session_of(project)
    making.fill(session)
    first, second = session.history()
    assert [c.id for c in first.changes] == ["L1", "L2", "L3", "L4", "L5"]
    assert all(c.kind == "layer" and c.after and len(str(c.after["digest"])) == 64 for c in first.changes)
    assert [c.kind for c in second.changes] == ["asset", "asset", "scheme", "entrance"]


def test_rows_altered_behind_the_history_are_not_mixed_with_old_ones(project: GeoPackage) -> None:
    """Taking an import back when its rows are not those of the import is refused, nothing half-done."""
    session = making.session_of(project)
    with session.transaction("Import") as t:
        t.add_layer(making.Layer("L1", "Stops", "stop"), making.stop_rows("L1", 5))
    project.begin()  # the flag is set, so the log says nothing
    project._conn.execute("UPDATE stops SET name = 'Altered' WHERE id = 'L1.2'")
    project.commit()
    with pytest.raises(Problem, match="not as the history says"):
        session.undo()
    assert project.counts()["stop"] == 5
    assert session.undo_label == "Import"


def swapped(packed: bytes) -> bytes:
    return zlib.compress(zlib.decompress(packed).replace(b"Stop 3", b"Stop X"))


@pytest.mark.parametrize(
    "harm",
    [
        lambda packed: b"",
        lambda packed: packed[:-9],
        lambda packed: zlib.compress(b"1 2 3\nnonsense"),
        lambda packed: zlib.compress(zlib.decompress(packed).replace(b"[1,", b'["",')),
        swapped,
    ],
)
def test_a_damaged_shelf_is_refused(project: GeoPackage, harm: Callable[[bytes], bytes]) -> None:
    session = making.session_of(project)
    with session.transaction("Import") as t:
        t.add_layer(making.Layer("L1", "Stops", "stop"), making.stop_rows("L1", 5))
    session.undo()
    (packed,) = project._conn.execute("SELECT value FROM placewell_shelf").fetchone()
    assert harm(packed) != packed
    project._conn.execute("UPDATE placewell_shelf SET value = ?", (harm(packed),))
    with pytest.raises(Problem, match="Import the file again"):
        session.redo()
    assert project.counts()["stop"] == 0 and session.redo_label == "Import"


def test_a_new_edit_lets_go_of_what_was_undone(project: GeoPackage) -> None:
    session = making.session_of(project)
    making.fill(session)
    session.undo()
    session.undo()
    shelved = "SELECT count(*) FROM placewell_shelf"
    assert project._conn.execute(shelved).fetchone() == (5,)
    with session.transaction("Else") as t:
        t.put("asset", making.surgery())
    assert project._conn.execute(shelved).fetchone() == (0,)
    assert session.redo_label == ""
