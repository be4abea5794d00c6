"""Officers' answers, mitigation, sign-off and kept assessments, through the command line."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from work_making import Command

DAY = ("--as-at", "2026-11-22")
PACK_OF = {"LP-": "london-plan-2021", "CIHT-": "walking-and-green-space", "IM-": "walking-and-green-space"}


@pytest.fixture
def case(sample_project: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_project, tmp_path / "case.gpkg"))


def done(placewell: Command, *words: object) -> str:
    status, out, err = placewell(*words)
    assert status == 0, err
    return out


def problem(placewell: Command, *words: object) -> str:
    status, out, err = placewell(*words)
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1 and "Traceback" not in err
    return err


def finding(placewell: Command, project: Path, name: str) -> dict[str, Any]:
    pack = next((p for start, p in PACK_OF.items() if name.startswith(start)), "all")
    out = done(placewell, "assess", project, *DAY, "--pack", pack, "--json", "-")
    return next(f for f in json.loads(out)["findings"] if f["criterion"] == name)


# -- answers -----------------------------------------------------------------------------------------


def test_an_answer_is_kept_with_reason_evidence_name_and_time(placewell: Command, case: Path) -> None:
    assert finding(placewell, case, "LP-D5")["verdict"] == "cannot tell"
    words = ("--reason", "Step-free throughout.", "--by", "A. Officer", "--document", "Access statement")
    done(placewell, "case", case, "answer", "lp-d5", "Met", *words, "--revision", "B", "--page", "12")
    f = finding(placewell, case, "LP-D5")
    answer = f["answer"]
    assert (f["verdict"], f["waiting_for"]) == ("met", [])
    assert (answer["value"], answer["reason"], answer["by"]) == ("met", "Step-free throughout.", "A. Officer")
    assert (answer["document"], answer["revision"], answer["page"]) == ("Access statement", "B", "12")
    assert answer["at"][:2] == "20" and answer["override"] is False


def test_an_answer_takes_the_place_of_an_earlier_one_and_can_be_undone(
    placewell: Command, case: Path
) -> None:
    from placewell.work.opened import open_project

    for value in ("met", "not met"):
        done(placewell, "case", case, "answer", "LP-D5", value, "--by", "A. Officer")
    f = finding(placewell, case, "LP-D5")
    assert (f["verdict"], len(f["answers"])) == ("not met", 1)
    with open_project(case) as opened:
        opened.session.undo()
    assert finding(placewell, case, "LP-D5")["verdict"] == "met"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("LP-D5", "green"), ["'green' is not an answer to LP-D5", "met, partly met, not met"]),
        (("LP-D5", "not applicable"), ["Why LP-D5 does not apply is not said"]),
        (("LP-D5", "met", "--part", "doors"), ["LP-D5 has no part 'doors'"]),
        (("CIL-122", "yes"), ["CIL-122 is answered part by part", "Name one with --part"]),
        (("LP-H6", "met"), ["LP-H6 is computed; another answer beside it needs its reason"]),
        (("XX-1", "met"), ["There is no criterion 'XX-1'"]),
    ],
)
def test_what_is_no_answer_is_told(
    placewell: Command, case: Path, words: tuple[str, ...], said: list[str]
) -> None:
    told = problem(placewell, "case", case, "answer", *words, "--by", "A. Officer")
    assert all(s in told for s in said)


def test_an_answer_by_nobody(case: Path) -> None:
    from placewell.domain.errors import Problem
    from placewell.work.answers import answer_criterion
    from placewell.work.opened import open_project
    from placewell.work.packs import criterion_of

    with open_project(case, "") as opened, pytest.raises(Problem) as caught:
        answer_criterion(opened, criterion_of(opened, "LP-D5"), "met", by="  ")
    assert "An answer needs the name of who gives it." in str(caught.value)


def test_an_override_stands_beside_what_is_computed(placewell: Command, case: Path) -> None:
    before = finding(placewell, case, "LP-H6")
    assert before["verdict"] == "not met"
    out = done(placewell, "case", case, "answer", "LP-H6", "met", "--reason", "The borough's 40 % is intermediate.", "--by", "A. Officer")  # fmt: skip
    assert "beside what is computed" in out
    after = finding(placewell, case, "LP-H6")
    assert (after["verdict"], after["value"]) == ("not met", before["value"])
    assert (after["answer"]["value"], after["answer"]["override"]) == ("met", True)


def test_the_same_question_is_answered_once_on_confirmation(placewell: Command, case: Path) -> None:
    from placewell.work.answers import same_questions
    from placewell.work.packs import shipped_packs

    packs = [k.pack for k in shipped_packs()]
    every = {c.id: c for p in packs for c in p.criteria}
    # Three documents ask for a bus stop within 400 m.
    name = "CIHT-BUS"
    others = [c.id for c in same_questions(every[name], packs)]
    assert others
    words = ("--reason", "As agreed.", "--by", "A. Officer")
    out = done(placewell, "case", case, "answer", name, "met", *words)
    assert f"The same question stands in {', '.join(others)}: say --also" in out
    assert finding(placewell, case, others[0])["answer"] is None
    done(placewell, "case", case, "answer", name, "met", *words, "--also")
    assert [finding(placewell, case, o)["answer"]["value"] for o in others] == ["met"] * len(others)


def test_parts_are_answered_one_by_one(placewell: Command, case: Path) -> None:
    from placewell.work.packs import shipped_packs

    (criterion,) = (c for k in shipped_packs() for c in k.pack.criteria if c.id == "SWK-CHARTER")
    value = {"yes or no": "yes", "words": "Some words"}.get(criterion.answer_scale, "met")
    first, *rest = criterion.answers_for
    done(placewell, "case", case, "answer", "SWK-CHARTER", value, "--part", first, "--by", "A. Officer")
    with sqlite3.connect(case) as conn:
        (kept,) = conn.execute("SELECT part, value, by FROM answers").fetchall()
    assert kept == (first, value, "A. Officer")
    assert rest


def test_an_answer_is_looked_at_again_when_what_it_rests_on_changes(placewell: Command, case: Path) -> None:
    from placewell.domain.scheme import Homes
    from placewell.work.look_again import mark
    from placewell.work.opened import open_project

    done(placewell, "case", case, "answer", "LP-H6", "met", "--reason", "As agreed.", "--by", "A. Officer")
    with open_project(case) as opened:
        (scheme, *_) = (s["id"] for s in opened.file.read("scheme").records())
        with opened.session.transaction("One home more") as t:
            t.put("homes", Homes("new", scheme, 1, tenure="social rent", bedrooms=2))
            mark(opened, t)
    assert "homes changed" in finding(placewell, case, "LP-H6")["answer"]["look_again"]


# -- mitigation --------------------------------------------------------------------------------------


def test_mitigation_says_what_section_106_still_needs(placewell: Command, case: Path) -> None:
    add = ("case", case, "action", "add", "LP-S4", "A play area off site")
    out = done(placewell, *add, "--by-way-of", "section 106", "--owner", "council", "--by", "A. Officer")
    assert "LP-S4: A play area off site (section 106, proposed, council)" in out
    assert "once it is shown to be necessary" in out
    out = done(placewell, "case", case, "action", "change", 1, "--necessary", "yes", "--reasonable", "no")
    assert (
        "Cannot be secured by section 106: it is not fairly and reasonably related in scale and kind." in out
    )
    out = done(placewell, "case", case, "action", "change", 1, "--directly-related", "yes", "--reasonable", "yes", "--status", "agreed")  # fmt: skip
    assert "agreed" in out and "The three tests for section 106 are answered yes." in out
    (shown,) = finding(placewell, case, "LP-S4")["mitigation"]
    assert (shown["what"], shown["status"]) == ("A play area off site", "agreed")
    answer = json.loads(done(placewell, "assess", case, *DAY, "--json", "-"))
    assert "LP-S4" not in [
        n["criterion"] for n in answer["needs_you"] if n["why"].startswith("development plan")
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("LP-S4", "Trees", "--by-way-of", "magic"), "'magic' is no way to secure an action"),
        (
            ("LP-S4", "Trees", "--by-way-of", "condition", "--necessary", "yes"),
            "The three tests are for section 106",
        ),
        (("LP-S4", "  ", "--by-way-of", "condition"), "An action needs words"),
        (("XX-1", "Trees", "--by-way-of", "condition"), "There is no criterion 'XX-1'"),
    ],
)
def test_what_is_no_action_is_told(placewell: Command, case: Path, words: tuple[str, ...], said: str) -> None:
    assert said in problem(placewell, "case", case, "action", "add", *words, "--by", "A. Officer")


# -- kept assessments --------------------------------------------------------------------------------


def test_a_kept_assessment_is_made_again_to_the_same_bytes(placewell: Command, case: Path) -> None:
    assert "No assessment of this project has been kept yet" in problem(placewell, "assess", case, "--replay")
    kept = done(placewell, "assess", case, *DAY, "--pack", "all", "--keep", "--json", "-")
    assert done(placewell, "assess", case, "--replay") == "Made again to the same bytes.\n"
    # Whatever happens to the case afterwards.
    done(placewell, "case", case, "answer", "LP-D5", "met", "--by", "A. Officer")
    done(placewell, "layer", case, "Bus stops", "--coverage", "partial", "--note", "two are missing")
    done(placewell, "case", case, "set", "--target", "2027-03-01")
    changed = done(placewell, "assess", case, *DAY, "--pack", "all", "--json", "-")
    assert json.loads(changed)["findings"] != json.loads(kept)["findings"]
    assert done(placewell, "assess", case, "--replay", 1) == "Made again to the same bytes.\n"
    with sqlite3.connect(case) as conn:
        (text,) = conn.execute("SELECT answer FROM assessments").fetchone()
    # Until when the case is confidential is of the day on which findings leave it, and so is not kept with them.
    plain = json.loads(kept)
    assert plain.pop("confidential_until") == ""
    assert text == json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True)


def test_a_kept_assessment_is_made_again_on_the_streets_of_its_day(placewell: Command, case: Path) -> None:
    """Streets taken out since, and a network of what is left kept in the file, are not walked in its place."""
    from placewell.work.assess import again
    from placewell.work.opened import open_project
    from placewell.work.snapshots import replay, snapshot_of
    from placewell.work.streets import network_of

    kept = json.loads(done(placewell, "assess", case, *DAY, "--pack", "all", "--keep", "--json", "-"))
    with open_project(case) as opened:
        streets = opened.file.read("street")
        with opened.session.transaction("Streets closed") as t:
            for i in streets.column("id")[::2]:
                t.remove("street", i)
        network_of(opened)
        assert replay(opened, snapshot_of(opened), again).words == "Made again to the same bytes."
    now = json.loads(done(placewell, "assess", case, *DAY, "--pack", "all", "--json", "-"))
    assert [f["value"] for f in now["findings"]] != [f["value"] for f in kept["findings"]]


def test_the_order_of_rows_in_the_file_changes_nothing(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that was taken out and put back stands in another order."""
    import numpy as np

    from placewell.store.geopackage import GeoPackage
    from placewell.work.assess import as_json, assess_project
    from placewell.work.opened import open_project
    from placewell.work.progress import run

    read = GeoPackage.read

    def shuffled(self: GeoPackage, kind: str, layer: str | None = None) -> Any:
        rows = read(self, kind, layer)
        if kind not in ("asset", "stop", "area", "statistic", "street"):
            return rows
        return rows.take(np.random.default_rng(1).permutation(len(rows)))

    with open_project(case) as opened:
        first = as_json(run(assess_project(opened, wanted=["all"], as_at=DAY[1])))
        monkeypatch.setattr(GeoPackage, "read", shuffled)
        opened.file.cache_put("walking network", b"")
        assert as_json(run(assess_project(opened, wanted=["all"], as_at=DAY[1]))) == first


def test_kept_findings_that_were_altered_are_told(placewell: Command, case: Path) -> None:
    from dataclasses import replace

    from placewell.work.assess import again
    from placewell.work.opened import open_project
    from placewell.work.snapshots import replay, snapshot_of

    done(placewell, "assess", case, *DAY, "--keep")
    with open_project(case) as opened:
        kept = snapshot_of(opened)
        assert replay(opened, kept, again).same
        changed = replace(kept, answer=kept.answer.replace('"not met"', '"met"'))
        told = replay(opened, changed, again)
        assert (told.same, "not those whose checksum was kept" in told.words) == (False, True)
        other = replay(opened, kept, lambda then, was: was.answer.replace('"not met"', '"met"', 1))
    assert not other.same
    assert 'differs: it was "verdict": "not met"' in other.words and 'it is "verdict": "met"' in other.words


def test_a_kept_assessment_is_signed(placewell: Command, case: Path) -> None:
    assert "No assessment of this project has been kept yet" in problem(
        placewell, "case", case, "sign", "prepared", "A. Officer"
    )
    done(placewell, "assess", case, *DAY, "--keep")
    assert done(placewell, "case", case, "sign", "prepared", "A. Officer") == "Prepared by A. Officer.\n"
    out = done(placewell, "case", case, "sign", "checked", "a. officer")
    assert "has also prepared it: a second pair of eyes is usual" in out
    done(placewell, "case", case, "sign", "agreed", "B. Manager", "--note", "for issue")
    told = done(placewell, "case", case, "kept")
    assert "Prepared by A. Officer" in told and "Agreed by B. Manager" in told and "for issue" in told
    assert "There is no kept assessment 7" in problem(
        placewell, "case", case, "sign", "agreed", "B. Manager", "--assessment", 7
    )
