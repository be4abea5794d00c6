"""What changed since the last submission and since somebody last looked: planted changes, and exactly what they move."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from placewell.cli import main
from placewell.domain.errors import Problem
from placewell.domain.finding import Finding
from placewell.work.answers import answer_criterion
from placewell.work.assess import assess_project
from placewell.work.case import find_scheme
from placewell.work.net import entries_since, net
from placewell.work.opened import Opened, open_project
from placewell.work.packs import criterion_of
from placewell.work.progress import run
from placewell.work.scope import choose_packs
from placewell.work.seen import keep_seen, last_seen
from placewell.work.since import NOT_KNOWN, Moved, View, since
from placewell.work.since_told import change_words, since_json, since_lines
from placewell.work.submissions import new_submission, parts_of
from placewell.work.verdicts import from_bytes

CASE = "gantry-wharf"


@pytest.fixture
def opened(made_copy: Callable[[str], Opened]) -> Opened:
    return made_copy(CASE)


def look(opened: Opened) -> View:
    """Look, and mark it as seen."""
    view = run(since(opened, "looked"))
    assert keep_seen(opened, view.now).startswith("Noted")
    return view


def sell(opened: Opened, many: int = 40) -> list[str]:
    """Make social rented homes of option A market sale; gives their ids."""
    scheme = find_scheme(opened, "", "A")
    mine = [h for h in parts_of(opened)[scheme.id]["homes"] if h.tenure == "social rent"][:many]
    with opened.session.transaction("Schedule amended") as t:
        for h in mine:
            t.put("homes", replace(h, tenure="market sale"))
    return [h.id for h in mine]


def close(opened: Opened, name: str) -> None:
    """Close a place."""
    row = next(r for r in opened.file.read("asset").records() if r["name"] == name)
    kept = dict(opened.file.get("asset", str(row["id"])) or {})
    with opened.session.transaction(f"Closed {name}") as t:
        t.put("asset", {**kept, "status": "closed"})


def findings(opened: Opened, option: str = "A") -> dict[str, Finding]:
    return {f.criterion: f for f in run(assess_project(opened, option=option)).findings}


def differing(was: dict[str, Finding], now: dict[str, Finding]) -> set[str]:
    """Criteria that differ by verdict or figure, worked out without the list under test."""

    def short(f: Finding) -> object:
        parts = [(p.name, p.verdict, p.least, p.most) for p in f.parts]
        return (
            f.verdict,
            f.value,
            f.value_least,
            f.value_text,
            parts,
            [(p.phase, p.verdict, p.value) for p in f.by_phase],
        )

    return {c for c in now if short(was[c]) != short(now[c])}


def moved(lines: tuple[Moved, ...] | list[Moved]) -> set[str]:
    return {f.criterion for m in lines for f in m.findings}


def test_homes_that_change_tenure_move_exactly_the_findings_that_differ(opened: Opened) -> None:
    look(opened)
    was = findings(opened)
    sell(opened)
    view = run(since(opened, "looked"))
    differ = differing(was, findings(opened))
    assert "SWK-P1-10" in differ
    assert moved(view.moved) == differ
    assert {m.touches for m in view.moved} == {("homes",)}
    assert {m.option for m in view.moved} == {"A"}
    assert {m.who for m in view.moved} == {"A. Tester"}
    told = {change_words(m) for m in view.moved}
    assert "Homes, social rent: 323 → 283" in told
    assert "Homes, market sale: 752 → 792" in told
    one = next(f for m in view.moved for f in m.findings if f.criterion == "SWK-P1-10")
    assert one.was.said != one.now.said


def test_undone_or_changed_back_leaves_nothing_in_the_list(opened: Opened) -> None:
    look(opened)
    ids = sell(opened)
    opened.session.undo()
    assert run(since(opened, "looked")).moved == ()
    opened.session.redo()
    with opened.session.transaction("Back again") as t:
        for id in ids:
            t.put("homes", {**(opened.file.get("homes", id) or {}), "tenure": "social rent"})
    view = run(since(opened, "looked"))
    assert view.moved == ()
    assert "Nothing has changed since you last looked." in since_lines(view)


def test_two_sorts_of_change_each_have_only_what_they_moved(opened: Opened) -> None:
    look(opened)
    sell(opened)
    answer_criterion(opened, criterion_of(opened, "LP-D5"), "met", reason="Step-free throughout")
    view = run(since(opened, "looked"))
    answered = [m for m in view.moved if m.what.startswith("Answer to LP-D5")]
    assert len(answered) == 1
    assert answered[0].about == ("LP-D5",)
    assert {(f.criterion, f.option) for f in answered[0].findings} == {("LP-D5", "A"), ("LP-D5", "B")}
    assert {f.now.verdict for f in answered[0].findings} == {"met"}
    assert "LP-D5" not in moved([m for m in view.moved if m.touches == ("homes",)])


def test_a_surgery_that_closes_moves_the_walks_to_it(opened: Opened) -> None:
    from placewell.work.packs import known_packs

    choose_packs(opened, list(known_packs(opened).by_id))
    look(opened)
    was = findings(opened)
    nearest = "SE-AD", was["SE-AD"].evidence[0].name
    assert was["SE-AD"].evidence[0].layer == "GP surgeries"
    close(opened, nearest[1])
    view = run(since(opened, "looked"))
    assert len(view.moved) == 1
    assert view.moved[0].what.endswith(f'"{nearest[1]}" closed')
    assert (view.moved[0].before, view.moved[0].after, view.moved[0].touches) == (
        "open",
        "closed",
        ("layers",),
    )
    assert nearest[0] in moved(view.moved)
    here = {f.criterion for f in view.moved[0].findings if f.option == "A"}
    assert here == differing(was, findings(opened))


def test_between_two_submissions_each_finding_stands_under_what_moved_it(opened: Opened) -> None:
    assert run(since(opened, "submission")).notes[0] == "There is one submission so far."
    was = findings(opened)
    new_submission(opened, "2026-11-20")
    assert run(since(opened, "submission")).moved == ()
    sell(opened)
    scheme = find_scheme(opened, "", "A")
    with opened.session.transaction("Red line moved") as t:
        t.put(
            "scheme",
            replace(
                scheme, geometry=shapely.transform(scheme.geometry, lambda xy: xy + np.array([150.0, 0.0]))
            ),
        )
    view = run(since(opened, "submission"))
    assert moved([m for m in view.moved if m.option == "A"]) == differing(was, findings(opened))
    site = [m for m in view.moved if m.touches == ("site",)]
    homes = [m for m in view.moved if m.touches == ("homes",)]
    assert "SWK-P1-10" in moved(homes)
    assert "SWK-P1-10" not in moved(site)
    assert all(m.when for m in view.moved)


def test_the_first_look_offers_all_and_says_that_findings_are_not_known(opened: Opened) -> None:
    view = run(since(opened, "looked"))
    assert "not said yet" in view.notes[0]
    assert view.moved
    assert {m.words for m in view.moved} == {NOT_KNOWN}
    assert not any("Layer" in m.what for m in view.moved), "what was taken over with the base is not told"


def test_looking_is_no_edit_and_is_kept_by_person(opened: Opened) -> None:
    head = opened.file.head()
    run(since(opened, "looked"))
    assert last_seen(opened) is None, "never noted silently"
    look(opened)
    assert opened.file.head() == head
    kept = last_seen(opened)
    assert kept is not None
    assert (kept.seq, kept.head) == head
    path = opened.path
    opened.close()
    with open_project(path, "B. Other") as other:
        assert last_seen(other) is None
    with open_project(path, "A. Tester") as same:
        assert last_seen(same) is not None


def test_a_copy_without_that_entry_says_so_and_offers_all(opened: Opened, tmp_path: Path) -> None:
    other = tmp_path / "other.gpkg"
    opened.file.save_copy(other)
    sell(opened, 3)
    view = look(opened)
    with open_project(other, "A. Tester") as copy:
        sell(copy, 5)
        assert keep_seen(copy, view.now).startswith("Noted")
        again = run(since(copy, "looked"))
        assert "another copy" in again.notes[0]
        assert {m.words for m in again.moved} == {NOT_KNOWN}


def test_a_file_that_can_only_be_read_keeps_nothing_and_says_so(opened: Opened) -> None:
    path = opened.path
    with open_project(path, "A. Tester") as second:
        assert second.file.read_only
        said = keep_seen(second, run(since(second, "looked")).now)
        assert "reading only" in said
        assert last_seen(second) is None


def test_what_was_kept_is_read_with_suspicion(opened: Opened) -> None:
    for bad in (None, b"", b"[]", b"{", b'{"form": 1}', b'{"form":1,"seq":"x","of":[[1]]}', b"\xff\xfe"):
        assert from_bytes(bad) is None
    opened.file.cache_put("seen by A. Tester", b'{"form": 1, "seq": {}}')
    assert "not said yet" in run(since(opened, "looked")).notes[0]


def test_a_wrong_word_is_told_plainly(opened: Opened) -> None:
    with pytest.raises(Problem, match="Use one of: submission, looked, base"):
        run(since(opened, "yesterday"))


def test_the_net_of_a_history_joins_edits_of_one_thing(opened: Opened) -> None:
    seq = opened.file.head()[0]
    ids = sell(opened, 2)
    for tenure in ("shared ownership", "London Living Rent"):
        with opened.session.transaction("Again") as t:
            t.put("homes", {**(opened.file.get("homes", ids[0]) or {}), "tenure": tenure})
    found = {n.id: n for n in net(entries_since(opened, seq), opened.file.get)}
    assert set(found) == set(ids)
    first = found[ids[0]]
    assert (first.before or {})["tenure"] == "social rent"
    assert (first.after or {})["tenure"] == "London Living Rent"


def test_the_command_line_tells_and_marks(
    sample_case: Callable[[str], Path],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PLACEWELL_NAME", "A. Tester")
    path = tmp_path / "case.gpkg"
    shutil.copy(sample_case(CASE), path)
    assert main(["changes", str(path), "--since", "looked", "--seen"]) == 0
    assert "Noted: A. Tester saw everything" in capfd.readouterr().err
    with open_project(path, "B. Other") as opened:
        sell(opened)
    assert main(["changes", str(path), "--since", "looked", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["since"] == "looked"
    assert set(told["changes"][0]) == {
        "when", "who", "scheme", "option", "what", "before", "after", "detail", "touches", "about", "findings", "words",
    }  # fmt: skip
    assert {"from", "to", "criterion"} <= set(told["changes"][0]["findings"][0])
    assert main(["changes", str(path), "--since", "looked"]) == 0
    text = capfd.readouterr().out
    assert "B. Other, gantry-wharf, option A" in text
    # Fewer homes at social rent: its share falls, and each part that moved has a line of its own.
    found = re.search(r"moved SWK-P1-10, social rented: [\w ]+, ([\d.]+) % → ([\d.]+) %", text)
    assert found is not None and float(found[1]) > float(found[2])
    assert len(text.splitlines()) < 60


def test_the_machine_readable_answer_is_plain_json(opened: Opened) -> None:
    look(opened)
    sell(opened, 5)
    json.dumps(since_json(run(since(opened, "looked"))), allow_nan=False)
