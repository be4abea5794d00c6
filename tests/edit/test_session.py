"""Transactions, undo, redo, events and the trail, over a ledger in memory."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
import shapely
from memory_ledger import MemoryLedger

from placewell.domain.asset import Asset
from placewell.domain.errors import Problem
from placewell.domain.history import START, Change, Entry, Step, changes_from_json, changes_to_json
from placewell.domain.layer import Layer
from placewell.domain.rows import Rows
from placewell.edit import Ledger, Session
from placewell.edit.stacks import Stacks

SURGERY = Asset("A1", "", "health", "GP surgery", "Bridge surgery", shapely.Point(1, 2))


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def session(ledger: MemoryLedger) -> Session:
    held: Ledger = ledger
    return Session(held, "A. Planner", clock=lambda: "2026-11-22T09:30:00+00:00")


def name(ledger: MemoryLedger) -> object:
    row = ledger.get("asset", "A1")
    return row and row["name"]


def edit(session: Session, label: str) -> None:
    with session.transaction(label) as t:
        t.put("asset", replace(SURGERY, name=label))


def test_an_edit_is_one_commit_one_entry_one_event(ledger: MemoryLedger, session: Session) -> None:
    heard: list[Entry] = []
    stop = session.subscribe(heard.append)
    with session.transaction("Draw two") as t:
        t.put("asset", SURGERY)
        t.put("asset", replace(SURGERY, id="A2"))
    assert ledger.commits == 1
    assert session.history() == heard and len(heard) == 1
    assert (heard[0].seq, heard[0].who, heard[0].prev) == (1, "A. Planner", START)
    assert [(c.id, c.before is None) for c in heard[0].changes] == [("A1", True), ("A2", True)]
    stop()
    stop()
    session.undo()
    assert len(heard) == 1


def test_nothing_is_written_when_the_body_raises_or_changes_nothing(
    ledger: MemoryLedger, session: Session
) -> None:
    heard: list[Entry] = []
    session.subscribe(heard.append)
    with pytest.raises(LookupError), session.transaction("Fails") as t:
        t.put("asset", SURGERY)
        raise LookupError
    with session.transaction("Nothing"):
        pass
    with session.transaction("There and back") as t:
        t.put("asset", SURGERY)
        t.remove("asset", "A1")
    edit(session, "Once")
    with session.transaction("The same again") as t:
        t.put("asset", replace(SURGERY, name="Once"))
    assert [e.label for e in heard] == ["Once"] and ledger.commits == 1


def test_the_row_before_is_read_from_the_ledger_and_a_thing_is_listed_once(session: Session) -> None:
    edit(session, "One")
    with session.transaction("Two steps") as t:
        t.put("asset", replace(SURGERY, name="Two"))
        t.put("asset", replace(SURGERY, name="Three"))
    (change,) = session.history()[-1].changes
    assert change.before and change.after
    assert (change.before["name"], change.after["name"]) == ("One", "Three")


def test_undo_and_redo_append_and_a_new_edit_clears_redo(ledger: MemoryLedger, session: Session) -> None:
    for label in ("One", "Two", "Three"):
        edit(session, label)
    assert session.undo_label == "Three" and session.redo_label == ""
    session.undo()
    session.undo()
    assert (name(ledger), session.undo_label, session.redo_label) == ("One", "One", "Two")
    session.redo()
    assert (name(ledger), session.redo_label) == ("Two", "Three")
    edit(session, "Four")
    assert session.redo_label == "" and session.redo() is None
    acts = [(e.act, e.of) for e in session.history()]
    assert acts == [("edit", None)] * 3 + [("undo", 3), ("undo", 2), ("redo", 2), ("edit", None)]
    for expected in ("Two", "One", None):
        session.undo()
        assert name(ledger) == expected
    assert session.undo() is None
    again = Session(ledger, "Another")
    assert (again.undo_label, again.redo_label) == ("", "One")


def test_a_failed_commit_changes_neither_rows_nor_stacks(ledger: MemoryLedger, session: Session) -> None:
    edit(session, "One")
    edit(session, "Two")
    ledger.full = True
    for attempt in (session.undo, lambda: edit(session, "Three")):
        with pytest.raises(Problem):
            attempt()
        assert (name(ledger), session.undo_label, session.redo_label) == ("Two", "Two", "")
    ledger.full = False
    session.undo()
    assert name(ledger) == "One"


def test_a_failing_listener_undoes_nothing(
    ledger: MemoryLedger, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []

    def fails(_: Entry) -> None:
        raise ZeroDivisionError

    session.subscribe(fails)
    session.subscribe(lambda e: heard.append(e.label))
    with caplog.at_level(logging.ERROR, logger="placewell"):
        edit(session, "Kept")
    assert heard == ["Kept"] and name(ledger) == "Kept"
    assert "a listener failed after 'Kept'" in caplog.text
    caplog.clear()


def test_a_listener_may_edit_in_turn_but_a_transaction_is_not_opened_within_another(session: Session) -> None:
    def follow(entry: Entry) -> None:
        if entry.label == "First":
            edit(session, "Follows")

    session.subscribe(follow)
    edit(session, "First")
    assert [e.label for e in session.history()] == ["First", "Follows"]
    with pytest.raises(RuntimeError, match="open already"), session.transaction("Outer"):
        edit(session, "Inner")
    with session.transaction("Later") as t:
        pass
    with pytest.raises(RuntimeError, match="over"):
        t.put("asset", SURGERY)


def test_what_was_moved_since_is_not_overwritten_by_undo(ledger: MemoryLedger, session: Session) -> None:
    edit(session, "One")
    edit(session, "Two")
    ledger.kept["rows"]["asset", "A1"]["name"] = "Behind our back"
    with pytest.raises(Problem) as caught:
        session.undo()
    for words in ("'Two' cannot be undone", "not as that edit left it", "by hand"):
        assert words in str(caught.value)
    assert name(ledger) == "Behind our back" and session.undo_label == "Two"


def test_edits_made_elsewhere_are_an_entry_of_their_own_that_can_be_undone(
    ledger: MemoryLedger, session: Session
) -> None:
    edit(session, "Here")
    row = ledger.get("asset", "A1")
    assert row is not None
    ledger.waiting = [Change("asset", "A1", row, {**row, "name": "There"})]
    edit(session, "Here again")
    entries = session.history()
    assert [(e.act, e.label) for e in entries[1:]] == [
        ("elsewhere", "Changed in another program"),
        ("edit", "Here again"),
    ]
    session.undo()
    assert name(ledger) == "There"
    session.undo()
    assert name(ledger) == "Here"
    ledger.waiting = [Change("asset", "A1", row, {**row, "name": "Found"})]
    assert Session(ledger, "x", read_only=True).adopted is None
    adopted = Session(ledger, "x").adopted
    assert adopted is not None and adopted.act == "elsewhere"


def test_layers_are_one_change_however_many_their_rows(ledger: MemoryLedger, session: Session) -> None:
    columns = {n: ["x"] * 3 for n in ("file", "part", "sort", "text")}
    notes = Rows("import note", {"id": ["1", "2", "3"], "layer": ["L1"] * 3, "row": [None] * 3, **columns})
    layer = Layer("L1", "Stops", "stop")
    with session.transaction("Import") as t:
        t.add_layer(layer, notes)
    (change,) = session.history()[0].changes
    assert (change.kind, change.id, change.bulk) == ("layer", "L1", True)
    session.undo()
    assert ("layer", "L1") in ledger.kept["shelf"]
    edit(session, "Else")
    assert not ledger.kept["shelf"]
    with pytest.raises(ValueError, match="another layer"), session.transaction("x") as t:
        t.add_layer(replace(layer, id="L2"), notes)
    projects = Rows("project", {"id": ["p"], "layer": ["L1"]})
    with pytest.raises(ValueError, match="cannot be part"), session.transaction("x") as t:
        t.add_layer(layer, projects)
    for wrong in (
        lambda t: t.remove("asset", "none"),
        lambda t: t.remove("layer", "none"),
        lambda t: t.get("cow", "1"),
    ):
        with pytest.raises(KeyError), session.transaction("x") as t:
            wrong(t)
    with session.transaction("Left") as t:
        t.add_rows(replace(notes, columns={**notes.columns, "layer": [""] * 3}))
    (change,) = session.history()[-1].changes
    assert (change.kind, change.after and change.after["count"]) == ("rows", 3)


def test_changes_survive_json_and_hashes_notice_every_field() -> None:
    changes = (
        Change(
            "asset", "A", None, {"id": "A", "geometry": b"\x00\xff", "n": 1, "x": 0.1, "s": "é", "z": None}
        ),
    )
    assert changes_from_json(changes_to_json(changes)) == changes
    assert changes[0].inverse().inverse() == changes[0]
    with pytest.raises(ValueError, match="JSON"):
        changes_to_json((Change("a", "b", None, {"x": float("nan")}),))
    for text in ("{}", "[1]", "[[1,2,3]]", "nonsense", '[["a","b",{"x":{"hex":"zz"}},null]]', "3"):
        with pytest.raises(ValueError):
            changes_from_json(text)
    entry = Entry(1, "t", "w", "l", "edit", None, changes, START).sealed()
    others = {
        "seq": 2,
        "at": "u",
        "who": "x",
        "label": "m",
        "act": "undo",
        "of": 1,
        "changes": (),
        "prev": "1" * 64,
    }
    assert all(replace(entry, **{k: v}).expected_hash() != entry.hash for k, v in others.items())


def test_steps_that_do_not_fit_are_passed_over() -> None:
    stacks = Stacks(
        [Step(1, "undo", 7, ""), Step(2, "edit", None, "a"), Step(3, "redo", 2, ""), Step(4, "odd", None, "")]
    )
    assert (stacks.undo, stacks.redo) == ([2], [])
    stacks.take(5, "elsewhere", 0, "replaced")
    assert (stacks.undo, stacks.redo) == ([], [])
