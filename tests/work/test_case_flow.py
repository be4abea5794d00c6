"""A case from its first file to amended plans: kept at once, compared, asked about, and looked at again."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import case_making as making
import pytest
import shapely
from work_making import Command, feature_collection

from placewell.work.opened import open_project

HEAD = ("Block", "Unit No.", "Type", "Tenure", "GIA", "Hab rooms", "Phase")
ROWS = [
    ("A", "A1", "1b2p", "Social rent", 50, 2, 1), ("A", "A2", "2b4p", "Social rent", 70, 3, 1), ("A", "A3", "3b5p", "Private", 86, 4, 1),
    ("B", "B1", "2b4p", "Private", 71, 3, 2), ("B", "B2", "2b4p", "Shared ownership", 70, 3, 2),
]  # fmt: skip


@pytest.fixture
def case(placewell: Command, project: Path, tmp_path: Path) -> Path:
    """A case file with a red line, a schedule of five homes and a statement of six."""
    path = tmp_path / "case.gpkg"
    assert placewell("new", path, "--from", project, "--name", "Cooper Yard")[0] == 0
    (tmp_path / "line.geojson").write_text(feature_collection([making.SITE]))
    files = [tmp_path / "line.geojson", making.table(tmp_path / "homes.csv", [HEAD, *ROWS]),
             making.table(tmp_path / "stated.csv", [("Document", "Page", "About", "Words", "Value", "Unit"), ("Application form", 4, "homes", "", 6, "")])]  # fmt: skip
    status, _, err = placewell("case", path, "import", *files)
    assert status == 0, err
    return path


def shown(placewell: Command, path: Path, *words: object) -> dict[str, Any]:
    status, out, err = placewell("case", path, "show", "--json", *words)
    assert status == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_an_empty_case_file_gets_submission_1_and_one_scheme(placewell: Command, case: Path) -> None:
    found = shown(placewell, case)
    assert (found["submission"]["number"], found["submissions"]) == (1, 1)
    assert [(s["name"], s["option"], s["homes"]) for s in found["schemes"]] == [("Cooper Yard", "", 5)]
    assert found["case"]["reference"] == ""


def test_what_is_stated_and_differs_is_a_query_that_blocks_nothing(placewell: Command, case: Path) -> None:
    found = shown(placewell, case)
    (query,) = found["queries"]
    assert (query["what"], query["read"], query["stated"], query["document"]) == (
        "homes",
        5,
        6.0,
        "Application form",
    )
    line = "Application form, page 4 gives homes as 6; what was sent makes 5. Which is right?"
    assert {"who": "the applicant", "what": line} in found["waiting_for"]
    # Answered, it stays on record and is no longer asked for.
    assert (
        placewell(
            "case", case, "answer", "query:homes", "the schedule is right", "--reason", "agent's e-mail"
        )[0]
        == 0
    )
    found = shown(placewell, case)
    assert found["queries"][0]["answer"] == "the schedule is right"
    assert not [w for w in found["waiting_for"] if "Which is right" in w["what"]]


def test_amended_plans(placewell: Command, case: Path, tmp_path: Path) -> None:
    assert placewell("case", case, "answer", "query:homes", "settled", "--rests-on", "homes")[0] == 0
    assert placewell("case", case, "answer", "trees", "kept", "--rests-on", "site")[0] == 0
    status, out, err = placewell(
        "case", case, "submission", "--received", "12 March 2026", "--note", "amended"
    )
    assert (status, "Submission 2 begins as a copy of the last" in out) == (0, True), err
    assert placewell("case", case, "changes")[1] == "Nothing differs from the submission before.\n"
    # The same schedule again touches nothing; one home less does.
    again = making.table(tmp_path / "again.csv", [HEAD, *ROWS])
    assert placewell("case", case, "import", again)[0] == 0
    assert [a["look_again"] for a in shown(placewell, case)["answers"]] == ["", ""]
    fewer = making.table(tmp_path / "fewer.csv", [HEAD, *ROWS[:-1]])
    assert placewell("case", case, "import", fewer)[0] == 0
    found = shown(placewell, case)
    assert found["submission"] == {"number": 2, "received": "2026-03-12", "name": "", "note": "amended"}
    assert {a["question"]: a["look_again"] for a in found["answers"]} == {
        "query:homes": "homes changed since it was given", "trees": "",
    }  # fmt: skip
    assert "Look again at the answer to 'query:homes': homes changed" in placewell("case", case, "todo")[1]
    # Answered again, it is settled.
    assert placewell("case", case, "answer", "query:homes", "still right", "--rests-on", "homes")[0] == 0
    assert [a["look_again"] for a in shown(placewell, case)["answers"]] == ["", ""]
    # The first submission is as it was.
    assert shown(placewell, case, "--submission", 1)["schemes"][0]["homes"] == 5
    changed = {
        c["what"]: (c["before"], c["after"], c["touches"])
        for c in json.loads(placewell("case", case, "changes", "--json")[1])
    }
    assert changed == {
        "homes": (5, 4, "homes"), "habitable rooms": (15, 12, "homes"), "GIA of homes, m²": (347.0, 277.0, "homes"),
        "homes of shared ownership, 2 bedrooms": (1, 0, "homes"), "homes of type 2b4p": (3, 2, "homes"),
        "bed spaces": (19, 15, "homes"), "net homes": (5, 4, "homes"), "homes, shared ownership": (1, 0, "homes"),
        "homes with 2 bedrooms": (3, 2, "homes"), "homes in phase 2": (2, 1, "homes"), "homes in block B": (2, 1, "homes"),
    }  # fmt: skip


def test_a_moved_red_line_and_block_are_changes(placewell: Command, case: Path, tmp_path: Path) -> None:
    assert placewell("case", case, "import", making.blocks(tmp_path / "blocks.geojson"))[0] == 0
    assert placewell("case", case, "submission")[0] == 0
    (tmp_path / "line.geojson").write_text(
        feature_collection([shapely.box(531_000, 181_000, 531_200, 181_150)])
    )
    assert placewell("case", case, "import", tmp_path / "line.geojson")[0] == 0
    out = placewell("case", case, "changes")[1]
    assert "the red line (ha; 10,000 m² gained or given up): 4 → 3" in out


def test_undo_takes_an_import_back_whole(placewell: Command, case: Path, tmp_path: Path) -> None:
    assert placewell("case", case, "answer", "query:homes", "settled")[0] == 0
    assert placewell("case", case, "import", making.table(tmp_path / "x.csv", [HEAD, *ROWS[:2]]))[0] == 0
    assert shown(placewell, case)["answers"][0]["look_again"]
    with open_project(case) as opened:
        opened.session.undo()
    found = shown(placewell, case)
    assert (found["schemes"][0]["homes"], found["answers"][0]["look_again"]) == (5, "")


def test_a_submission_before_the_last_one(placewell: Command, case: Path) -> None:
    assert placewell("case", case, "submission", "--received", "2026-03-12")[0] == 0
    status, _, err = placewell("case", case, "submission", "--received", "2026-02-01")
    assert (status, "The last submission came on 2026-03-12, after 2026-02-01." in err) == (1, True)
    status, _, err = placewell("case", case, "show", "--submission", 7)
    assert (status, "There is no submission 7." in err and "has: 1, 2." in err) == (1, True)
    status, _, err = placewell("case", case, "submission", "--received", "soon")
    assert (status, "'soon' cannot be read as the day when the submission was received." in err) == (1, True)


def test_a_submission_of_nothing(placewell: Command, project: Path) -> None:
    status, _, err = placewell("case", project, "submission")
    assert (status, "has no submission yet" in err) == (1, True)


def test_what_the_case_is(placewell: Command, case: Path) -> None:
    words = (
        "--reference",
        "26/AP/0417",
        "--type",
        "Full",
        "--target",
        "1 June 2026",
        "--officer",
        "A. Planner",
    )
    status, out, err = placewell("case", case, "set", *words)
    assert (status, out) == (0, "26/AP/0417 (full)\ndecision due 2026-06-01\nofficer A. Planner\n"), err
    assert placewell("case", case, "set", "--address", "Yard Lane")[1].startswith(
        "26/AP/0417 (full): Yard Lane\n"
    )
    assert shown(placewell, case)["case"]["target"] == "2026-06-01"
    status, _, err = placewell("case", case, "set", "--type", "huge")
    assert (status, "'huge' is not a type of application." in err and "section 73" in err) == (1, True)
    status, _, err = placewell("case", case, "set", "--target", "soon")
    assert (status, "'soon' cannot be read as the day when a decision is due." in err) == (1, True)


def test_consultations_by_hand_and_by_list(placewell: Command, case: Path, tmp_path: Path) -> None:
    assert (
        placewell(
            "case",
            case,
            "consult",
            "NHS",
            "--about",
            "surgeries",
            "--asked",
            "2026-03-01",
            "--due",
            "2026-03-22",
        )[0]
        == 0
    )
    line = {"who": "NHS", "what": "Your view on surgeries, asked on 2026-03-01, due by 2026-03-22."}
    assert line in shown(placewell, case)["waiting_for"]
    status, _, err = placewell(
        "case", case, "consult", "nhs", "--about", "surgeries", "--received", "2026-02-01"
    )
    assert (status, "nhs answered on 2026-02-01, before it was asked on 2026-03-01." in err) == (1, True)
    rows = [
        ("Body", "About", "Asked", "Due", "Received", "Outcome"),
        ("NHS", "surgeries", "2026-03-01", "2026-03-22", "2026-03-20", "no objection"),
    ]
    status, out, _ = placewell("case", case, "import", making.table(tmp_path / "c.csv", rows))
    assert (status, "1 of them took the place of what was there for the same." in out) == (0, True)
    found = shown(placewell, case)
    assert [(c["body"], c["outcome"]) for c in found["consultations"]] == [("NHS", "no objection")]
    assert not [w for w in found["waiting_for"] if w["who"] == "NHS"]


def test_the_official_ptal(placewell: Command, case: Path, tmp_path: Path) -> None:
    assert "The public transport access level (PTAL)" in placewell("case", case, "todo")[1]
    status, _, err = placewell("case", case, "ptal", "7")
    assert (status, "'7' is not a PTAL band." in err and "6a, 6b" in err) == (1, True)
    assert placewell("case", case, "ptal", "6A", "--year", "2021")[0] == 0
    export = making.table(
        tmp_path / "webcat.csv",
        [("ID", "Year", "PTAL", "Access Index"), (1, "2031", "6b", 41.2), (2, "2031", "9", 3)],
    )
    status, out, err = placewell("case", case, "import", export)
    assert (status, "row 3: '9' is not a PTAL band" in out) == (0, True), err
    found = shown(placewell, case)
    assert [(p["band"], p["year"], p["source"]) for p in found["official_ptal"]] == [
        ("6a", "2021", "typed"),
        ("6b", "2031", "WebCAT export"),
    ]
    assert "The public transport access level (PTAL)" not in placewell("case", case, "todo")[1]


def test_homes_pasted_from_a_spreadsheet(
    placewell: Command, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pasted.gpkg"
    assert placewell("new", path, "--from", project, "--name", "Mews")[0] == 0
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("Plot\tType\tTenure\tGIA\n1\t2b4p\tPrivate\t71\n2\tStudio\tSR\t37\n")
    )
    status, out, err = placewell("case", path, "import", "-")
    assert (status, "pasted table.txt: 2 of 2 rows brought in as lines of homes" in out) == (0, True), err
    # Before its red line, which is then waited for.
    found = shown(placewell, path)
    assert (found["schemes"][0]["site_ha"], found["schemes"][0]["homes"]) == (None, 2)
    assert any(w["what"].startswith("The red line of the site") for w in found["waiting_for"])
    assert found["schemes"][0]["derived"] == {"bed_spaces": 2, "bedrooms": 2, "habitable_rooms": 2}
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    status, _, err = placewell("case", path, "import", "-")
    assert (status, "Nothing was pasted in." in err) == (1, True)
    status, _, err = placewell("assess", path)
    assert (status, "The red line of Mews has not come yet." in err) == (1, True)


def test_a_summary_does_not_take_the_place_of_the_schedule(
    placewell: Command, case: Path, tmp_path: Path
) -> None:
    more = [("C", f"C{i}", "1b2p", "Private", 50, 2, 2) for i in range(8)]
    # Homes of other blocks are added.
    status, out, err = placewell("case", case, "import", making.table(tmp_path / "c.csv", [HEAD, *more]))
    assert (status, "Added to the 5 homes of other blocks (A, B) that are there" in out) == (0, True), err
    assert shown(placewell, case)["schemes"][0]["homes"] == 13
    summary = making.table(
        tmp_path / "sum.csv", [("Tenure", "Type", "No. of units"), ("Private", "1b2p", 12)]
    )
    status, out, _ = placewell("case", case, "import", summary)
    assert (
        status,
        "Only sums up homes (12, but the schedule that is there has 13: which is right?)" in out,
    ) == (0, True)
    assert shown(placewell, case)["schemes"][0]["homes"] == 13
    assert placewell("case", case, "import", summary, "--replace")[0] == 0
    assert shown(placewell, case)["schemes"][0]["homes"] == 12


def test_allocations_and_their_lists(placewell: Command, project: Path, tmp_path: Path) -> None:
    shapes = [
        shapely.box(530_900, 180_900, 531_100, 181_400),
        shapely.box(531_200, 181_000, 531_400, 181_200),
    ]
    areas = [
        {"reference": "AL1", "name": "Yard Lane", "designation": "site_allocation"},
        {"reference": "AL2", "name": "Next door", "designation": "site_allocation"},
    ]
    (tmp_path / "plan.geojson").write_text(feature_collection(shapes, areas))
    rows = [
        ("Allocation", "Duty", "Requirement", "Source"),
        ("AL1", "may", "Provide shops", ""),
        ("AL1", "must", "Provide homes", "Plan, AL1"),
        ("AL9", "must", "x", ""),
        ("AL1", "shall", "y", ""),
    ]
    lists = making.table(tmp_path / "lists.csv", rows)
    status, out, err = placewell("import", project, tmp_path / "plan.geojson", lists)
    assert status == 0, err
    assert "'shall' is none of must, should, may; left out." in out
    (tmp_path / "line.geojson").write_text(feature_collection([making.SITE]))
    assert placewell("case", project, "import", tmp_path / "line.geojson")[0] == 0
    (scheme,) = shown(placewell, project)["schemes"]
    (found,) = scheme["allocations"]  # the neighbour only touches
    # The site is 200 m by 200 m from 531,000, 181,000; the allocation covers its western half.
    assert (
        found["reference"],
        found["share_of_site"],
        found["overlap_m2"],
        found["share_of_allocation"],
    ) == ("AL1", 0.5, 20_000.0, 0.2)
    assert [(r["duty"], r["text"]) for r in found["requirements"]] == [
        ("must", "Provide homes"),
        ("may", "Provide shops"),
    ]


def test_what_every_option_lacks_is_asked_for_once(placewell: Command, case: Path, tmp_path: Path) -> None:
    bare = [("Tenure", "Type", "No. of units"), ("Private", "2b4p", 4), ("", "1b2p", 3)]
    assert (
        placewell(
            "case", case, "import", making.table(tmp_path / "a.csv", bare), "--option", "A", "--replace"
        )[0]
        == 0
    )
    assert (
        placewell("case", case, "import", making.table(tmp_path / "b.csv", bare[:2]), "--option", "B")[0] == 0
    )
    asked = [w["what"] for w in shown(placewell, case)["waiting_for"] if w["who"] == "the applicant"]
    assert asked.count("The internal floor area (GIA) of every home.") == 1
    assert "The tenure of 3 homes of option A." in asked
    assert not [a for a in asked if ("option B" in a or "options" in a) and "Which is right" not in a]


# -- what comes in pieces, again, or of one option -------------------------------------------------


def of_blocks(path: Path, *blocks: str, each: int = 3, tenure: str = "Private") -> Path:
    rows = [(b, f"{b}{n}", "2b4p", tenure, 70, 3, 1) for b in blocks for n in range(each)]
    return making.table(path, [HEAD, *rows])


def test_a_schedule_of_some_blocks_leaves_the_others(placewell: Command, case: Path, tmp_path: Path) -> None:
    assert placewell("case", case, "submission")[0] == 0
    status, out, _ = placewell("case", case, "import", of_blocks(tmp_path / "a.csv", "A", each=4))
    assert (status, "The 2 homes of other blocks (B) stay as they are" in out) == (0, True)
    assert shown(placewell, case)["schemes"][0]["homes"] == 6
    # With other blocks than those that were carried over, it is a whole new schedule, unless it is said to be more.
    assert placewell("case", case, "submission")[0] == 0
    status, out, _ = placewell("case", case, "import", of_blocks(tmp_path / "n.csv", "North", "South"))
    assert (status, "so it is taken for a whole new schedule: their 6 homes go" in out) == (0, True)
    assert shown(placewell, case)["schemes"][0]["homes"] == 6
    assert placewell("case", case, "import", of_blocks(tmp_path / "e.csv", "East"), "--add")[0] == 0
    assert shown(placewell, case)["schemes"][0]["homes"] == 9


def test_floorspace_and_provision_in_several_files(placewell: Command, case: Path, tmp_path: Path) -> None:
    head = ("Use class", "State", "Measure", "m2")
    files = [
        making.table(tmp_path / f"{n}.csv", [head, row])
        for n, row in enumerate(
            (
                ("E(a)", "proposed", "GIA", 500),
                ("B8", "existing", "GIA", 900),
                ("E(a)", "proposed", "GIA", 650),
            )
        )
    ]
    for file in files[:2]:
        assert placewell("case", case, "import", file)[0] == 0
    assert [(f["use"], f["m2"]) for f in shown(placewell, case)["schemes"][0]["floorspace"]] == [
        ("E(a)", 500.0),
        ("B8", 900.0),
    ]
    assert "Takes the place of 2" in placewell("case", case, "import", files[2])[1]
    for kind, name in (("nursery", "Tide"), ("pharmacy", "Well")):
        rows = [("Provision", "Name", "Certainty"), (kind, name, "offered")]
        assert placewell("case", case, "import", making.table(tmp_path / f"{kind}.csv", rows))[0] == 0
    assert [p["type"] for p in shown(placewell, case)["schemes"][0]["provision"]] == ["nursery", "pharmacy"]


def test_changes_that_sums_hide(placewell: Command, case: Path, tmp_path: Path) -> None:
    head = ("Block", "Unit No.", "Type", "Tenure", "Part M")
    rows = [("A", "1", "3b5p", "Social rent", "M4(3)"), ("A", "2", "2b4p", "Private", "M4(2)")]
    swapped = [("A", "1", "2b4p", "Social rent", "M4(2)"), ("A", "2", "3b5p", "Private", "M4(2)")]
    assert (
        placewell("case", case, "import", making.table(tmp_path / "1.csv", [head, *rows]), "--replace")[0]
        == 0
    )
    assert placewell("case", case, "submission")[0] == 0
    assert placewell("case", case, "import", making.table(tmp_path / "2.csv", [head, *swapped]))[0] == 0
    form = [
        ("Document", "Page", "About", "Words", "Value", "Unit"),
        ("Application form", 4, "homes", "", 2, ""),
    ]
    assert placewell("case", case, "import", making.table(tmp_path / "c.csv", form))[0] == 0
    out = placewell("case", case, "changes")[1]
    for line in (
        "homes of social rent, 3 bedrooms: 1 → 0",
        "homes built to M4(3): 1 → 0",
        "What is stated",
        "value 6.0, → value 2.0",
    ):
        assert line.replace(", →", " →") in out, out


def test_answers_are_of_an_option(placewell: Command, case: Path, tmp_path: Path) -> None:
    assert (
        placewell("case", case, "import", of_blocks(tmp_path / "a.csv", "A"), "--option", "A", "--replace")[0]
        == 0
    )
    assert (
        placewell("case", case, "answer", "mix", "fine", "--option", "a", "--rests-on", "homes,site")[0] == 0
    )
    assert (
        placewell("case", case, "import", of_blocks(tmp_path / "b.csv", "A", tenure="SR"), "--option", "B")[0]
        == 0
    )
    assert [(a["option"], a["look_again"]) for a in shown(placewell, case)["answers"]] == [("A", "")]
    assert (
        placewell("case", case, "import", of_blocks(tmp_path / "c.csv", "A", each=2), "--option", "A")[0] == 0
    )
    assert shown(placewell, case)["answers"][0]["look_again"] == "homes changed since it was given"
    for words, said in (
        (["query:hoomes", "x"], "There is no query 'query:hoomes'."),
        (["mix", "x", "--rests-on", "homes", "--option", "Z"], "There is no option called 'Z'."),
    ):
        status, _, err = placewell("case", case, "answer", *words)
        assert (status, said in err) == (1, True), err


def test_documents_that_contradict_each_other_are_each_asked_about(
    placewell: Command, case: Path, tmp_path: Path
) -> None:
    rows = [
        ("Document", "Page", "About", "Words", "Value", "Unit"),
        ("Planning statement", 9, "homes", "", 7, ""),
        ("Application form", 12, "homes", "", 8, ""),
    ]
    assert placewell("case", case, "import", making.table(tmp_path / "c.csv", rows))[0] == 0
    found = shown(placewell, case)["queries"]
    assert [(q["document"], q["page"], q["stated"]) for q in found] == [
        ("Application form", "4", 6.0),
        ("Planning statement", "9", 7.0),
        ("Application form", "12", 8.0),
    ]
    assert placewell("case", case, "answer", "query:homes", "form is old")[0] == 0
    open_ = [w["what"] for w in shown(placewell, case)["waiting_for"] if "Which is right" in w["what"]]
    assert open_ == ["Planning statement, page 9 gives homes as 7; what was sent makes 5. Which is right?"]
    # A new figure in a new submission is a new question.
    assert placewell("case", case, "submission")[0] == 0
    rows = [rows[0], ("Application form", 4, "homes", "", 9, "")]
    assert placewell("case", case, "import", making.table(tmp_path / "d.csv", rows))[0] == 0
    asked = " ".join(w["what"] for w in shown(placewell, case)["waiting_for"])
    assert "Application form, page 4 gives homes as 9" in asked


def test_a_body_is_consulted_again(placewell: Command, case: Path) -> None:
    assert placewell("case", case, "consult", "NE", "--asked", "2026-01-05")[0] == 0
    assert (
        placewell("case", case, "consult", "NE", "--received", "2026-01-20", "--outcome", "objects")[0] == 0
    )
    assert placewell("case", case, "consult", "NE", "--asked", "2026-03-05")[0] == 0
    found = [(c["asked"], c["received"], c["outcome"]) for c in shown(placewell, case)["consultations"]]
    assert found == [("2026-01-05", "2026-01-20", "objects"), ("2026-03-05", "", "")]


@pytest.mark.parametrize(
    ("about", "value", "asked"),
    [
        ("homes", 5, False), ("homes", 6, True), ("Total number of homes", 6, True), ("Density (homes per hectare)", 30, False),
        ("Wheelchair homes", 1, False), ("Dual aspect homes", 3, False), ("Largest home GIA", 90, False), ("Social rent homes", 3, True),
        ("Social rent 3 bed homes", 9, False), ("Social rent habitable rooms", 5, False), ("Social rent habitable rooms", 6, True),
        ("Children's play space", 240, False), ("Older people's homes", 4, True), ("2 bed homes", 3, False), ("2 bed homes", 4, True),
        ("affordable share", 0.6, False), ("affordable share", 0.5, True), ("site area", 4, False), ("site area", 4.2, True), ("homes lost", 3, False),
    ],
)  # fmt: skip
def test_what_a_statement_is_compared_with(
    placewell: Command, case: Path, tmp_path: Path, about: str, value: float, asked: bool
) -> None:
    rows = [("Document", "Page", "About", "Words", "Value", "Unit"), ("Statement", 1, about, "", value, "")]
    assert placewell("case", case, "import", making.table(tmp_path / "c.csv", rows))[0] == 0
    found = [q for q in shown(placewell, case)["queries"] if q["document"] == "Statement"]
    assert bool(found) is asked, found


def test_the_ptal_of_today_is_the_one_that_counts(placewell: Command, case: Path, tmp_path: Path) -> None:
    rows = [
        ("Table", "Tenure", "Bedrooms", "PTAL", "People per home"),
        *(("T", t, "1+", p, n) for t in ("market", "social") for p, n in (("0-3", 3), ("4-6", 2))),
    ]
    assert placewell("import", case, making.table(tmp_path / "y.csv", rows))[0] == 0
    assert shown(placewell, case)["schemes"][0]["people"] is None
    for band, year in (("5", "2031"), ("3", "2015"), ("4", "2021")):
        assert placewell("case", case, "ptal", band, "--year", year)[0] == 0
    (scheme,) = shown(placewell, case)["schemes"]
    assert (scheme["people"], scheme["yield_ptal"]) == (
        10,
        "4",
    )  # five homes at two each, by the band of 2021


def test_student_rooms_lost_are_no_homes_lost(placewell: Command, case: Path, tmp_path: Path) -> None:
    rows = [
        ("Loss", "Tenure", "Amount", "Unit", "Phase"),
        ("homes", "student", 20, "homes", 1),
        ("homes", "social rent", 10, "homes", 1),
    ]
    assert placewell("case", case, "import", making.table(tmp_path / "l.csv", rows))[0] == 0
    (scheme,) = shown(placewell, case)["schemes"]
    assert (scheme["lost_homes"], scheme["lost_rooms"], scheme["net_homes"]) == (10, 20, -5)
    assert scheme["dip"] == {"phase": 1, "homes": -10}
