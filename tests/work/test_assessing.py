"""Assessing, comparing and saying what a list is worth, through the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from work_making import Command


@pytest.fixture
def case(sample_project: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_project, tmp_path / "case.gpkg"))


def findings(placewell: Command, project: Path, *words: object) -> dict[str, dict[str, object]]:
    status, out, err = placewell("assess", project, "--as-at", "2026-11-22", "--json", "-", *words)
    assert status == 0, err
    return {f["criterion"]: f for f in json.loads(out)["findings"]}


def problem(placewell: Command, *words: object) -> str:
    status, out, err = placewell(*words)
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1 and "Traceback" not in err
    return err


def test_without_a_pack_the_default_three_are_taken(placewell: Command, case: Path) -> None:
    packs = {f["pack"] for f in findings(placewell, case).values()}
    assert packs == {"london-plan-2021", "southwark-plan-2022", "southwark-social-regeneration"}


def test_every_criterion_of_every_pack_has_a_finding(placewell: Command, case: Path) -> None:
    from placewell.guidance.load import load_packs
    from placewell.shipped import resource

    packs = load_packs(resource("packs"))
    found = findings(placewell, case, "--pack", "all")
    assert sorted(found) == sorted(c.id for p in packs for c in p.criteria)
    for f in found.values():
        assert (f["verdict"] == "cannot tell") == bool(f["waiting_for"]), f["criterion"]
        assert f["verdict"] != "not applicable" or f["reason"], f["criterion"]
        assert f["citation"] and f["source_status"] and f["standing"]
        assert f["working"], f["criterion"]


def test_topics_and_what_needs_somebody_stand_in_the_answer(placewell: Command, case: Path) -> None:
    status, out, _ = placewell("assess", case, "--pack", "all", "--json", "-")
    assert status == 0
    answer = json.loads(out)
    assert len(answer["topics"]) <= 60
    assert sorted(c for t in answer["topics"] for c in t["criteria"]) == sorted(
        f["criterion"] for f in answer["findings"]
    )
    order = [n["why"] for n in answer["needs_you"]]
    wanted = [
        "development plan, not met, without mitigation",
        "ask the applicant",
        "not yet answered",
        "with a consultee",
        "fragile",
    ]
    assert list(dict.fromkeys(order)) == [w for w in wanted if w in order]
    by_id = {f["criterion"]: f for f in answer["findings"]}
    first = [by_id[n["criterion"]] for n in answer["needs_you"] if n["why"] == wanted[0]]
    assert first and all((f["standing"], f["verdict"]) == ("development plan", "not met") for f in first)


def test_no_scheme(placewell: Command, project: Path) -> None:
    assert "has no scheme yet" in problem(placewell, "assess", project)


def test_no_such_pack(placewell: Command, case: Path) -> None:
    said = problem(placewell, "assess", case, "--pack", "paris-plan")
    assert "There is no guidance pack called 'paris-plan'" in said and "london-plan-2021" in said


def test_a_date_before_all_guidance(placewell: Command, case: Path) -> None:
    said = problem(placewell, "assess", case, "--as-at", "1999-05-01")
    assert "None of the chosen guidance is in force on 1999-05-01." in said and "later date" in said
    assert "is not a date" in problem(placewell, "assess", case, "--as-at", "May")


def test_a_date_between_the_plans_leaves_the_later_one_out_with_its_reason(
    placewell: Command, case: Path
) -> None:
    status, out, err = placewell("assess", case, "--pack", "all", "--as-at", "2021-06-01", "--json", "-")
    assert status == 0, err
    found = {f["criterion"]: f for f in json.loads(out)["findings"]}
    assert found["SWK-P1-10"]["verdict"] == "not applicable"
    assert "2021-06-01" in found["SWK-P1-10"]["reason"]
    assert found["LP-H6"]["verdict"] in ("met", "not met")


def test_no_homes_and_no_layers(placewell: Command, project: Path, tmp_path: Path) -> None:
    line = tmp_path / "line.geojson"
    box = [[[530000, 180000], [530100, 180000], [530100, 180100], [530000, 180100], [530000, 180000]]]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    whole = {"type": "FeatureCollection", "crs": crs, "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": box}}
    ]}  # fmt: skip
    line.write_text(json.dumps(whole))
    status, _, err = placewell("case", project, "import", line)
    assert status == 0, err
    found = findings(placewell, project, "--pack", "all")
    judged = {k for k, f in found.items() if f["verdict"] in ("met", "not met", "partly met")}
    assert judged == set()
    homes = found["LP-H6"]["waiting_for"]
    assert homes == [
        {
            "kind": "applicant",
            "what": "The schedule of accommodation: without it nothing can be said of homes.",
        }
    ]
    walk = found["LP-PLAY-5-11"]["waiting_for"]
    assert [w["kind"] for w in walk] == ["layer"] and "Streets" in walk[0]["what"]  # type: ignore[index,attr-defined]


def test_two_options_differ_where_their_homes_do(placewell: Command, case: Path) -> None:
    status, out, err = placewell("compare", case, "--option", "A", "--option", "B", "--json")
    assert status == 0, err
    answer = json.loads(out)
    assert answer["options"] == ["A", "B"]
    different = {f["criterion"] for f in answer["findings"] if f["different"]}
    assert different
    walks = {f["criterion"] for f in answer["findings"] if f["by_option"]["A"]["ways_in"]}
    status, out, _ = placewell("compare", case, "--option", "A", "--option", "B")
    assert f"{len(different)} of {len(answer['findings'])} findings differ." in out
    assert walks


def test_beside_no_scheme_there_is_nobody(placewell: Command, case: Path) -> None:
    status, out, err = placewell("compare", case, "--option", "A", "--option", "no scheme", "--json")
    assert status == 0, err
    by_id = {f["criterion"]: f["by_option"] for f in json.loads(out)["findings"]}
    assert by_id["LP-H6"]["no scheme"]["verdict"] == "not applicable"
    assert by_id["LP-H6"]["no scheme"]["reason"] == "The scheme has no homes."
    assert by_id["LP-H6"]["A"]["verdict"] in ("met", "not met")


@pytest.mark.parametrize("options", [(), ("A",), ("A", "a"), ("A", "B", "A")])
def test_two_different_options_are_needed(placewell: Command, case: Path, options: tuple[str, ...]) -> None:
    words = [w for o in options for w in ("--option", o)]
    assert "Two different options are needed" in problem(placewell, "compare", case, *words)


def test_an_officer_says_that_a_list_is_complete_and_findings_follow(placewell: Command, case: Path) -> None:
    assert "only be called complete with a word on how" in problem(
        placewell, "layer", case, "Pubs", "--coverage", "complete"
    )
    assert "no layer called 'Nonsense'" in problem(
        placewell, "layer", case, "Nonsense", "--coverage", "partial"
    )
    assert "'spring' is not a date" in problem(placewell, "layer", case, "Pubs", "--vintage", "spring")
    assert findings(placewell, case, "--pack", "all")["CIHT-BUS"]["verdict"] == "met"
    for words, verdict in (
        (("--coverage", "partial", "--note", "two are missing"), "cannot tell"),
        (("--coverage", "complete", "--note", "checked in May", "--vintage", "2019"), "cannot tell"),
        (("--coverage", "complete", "--note", "checked in May", "--vintage", "2026-05"), "met"),
    ):
        status, out, err = placewell("layer", case, "Bus stops", *words)
        assert status == 0, err
        assert f"Bus stops: {words[1]}" in out and f"{words[3]} (stated by" in out
        f = findings(placewell, case, "--pack", "walking-and-green-space")["CIHT-BUS"]
        assert (f["verdict"], f["value"]) == (verdict, f["value"])
        assert ("list of bus stops" in str(f["waiting_for"])) == (verdict == "cannot tell")


def test_moving_a_scheme_nowhere_changes_nothing(sample_project: Path) -> None:
    from placewell.work.assess import assessor_of
    from placewell.work.opened import open_project
    from placewell.work.packs import shipped_packs
    from placewell.work.progress import run

    with open_project(sample_project) as opened:
        assessor, _ = run(assessor_of(opened, [k.pack for k in shipped_packs()], as_at="2026-11-22"))
        again = assessor.moved(assessor.proposal)
        for was, now in zip(assessor.findings, again, strict=True):
            assert (was.criterion, was.verdict, was.value, was.firmness) == (
                now.criterion, now.verdict, now.value, now.firmness
            )  # fmt: skip
