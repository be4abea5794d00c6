"""What comes of an applicant's files: sorted, read, written at once, and told step by step."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
import shapely

from placewell.domain.errors import Problem
from placewell.shipped import sample
from placewell.work.bring_in import apply_plan, as_stated
from placewell.work.case_edits import answer, set_case
from placewell.work.case_reading import Asked, CaseFiles
from placewell.work.case_shown import case_shown
from placewell.work.dropped import Dropped, is_project, read_at, sort_dropped, sort_pasted
from placewell.work.incoming import (
    choices,
    incoming,
    left_out,
    plan_incoming,
    preview_of,
    without,
    write_left,
)
from placewell.work.new import new_base, new_case
from placewell.work.opened import Opened, open_project
from placewell.work.plain_words import day_words, in_window, listed, month_words
from placewell.work.progress import run
from placewell.work.scheme_in import as_options, keep_scheme, only, option_names, read_scheme, unclear
from placewell.work.scheme_steps import SchemeState, scheme_state
from placewell.work.scheme_words import came_of, floor_rows, loss_lines, provision_line, quantity_line
from placewell.work.start import case_at, free_name, known_bases, remembered, sample_at, waits
from placewell.work.typed_homes import Typed, keep_typed

CASES = [
    "almond-estate", "coopers-yard-outline", "foundry-mews", "gantry-wharf", "lantern-tower", "pier-house-students",
]  # fmt: skip


def cases() -> Path:
    return sample("raw").parent / "cases"


@pytest.fixture(scope="module")
def blank(sample_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case file into which nothing has come. Not to be changed: copy it first."""
    return run(new_case(tmp_path_factory.mktemp("blank") / "blank.gpkg", sample_project, "Here"))


@pytest.fixture
def case_file(blank: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(blank, tmp_path / "case.gpkg"))


def came(opened: Opened, *paths: Path) -> Dropped:
    return run(sort_dropped(opened, list(paths)))


def brought(opened: Opened, *paths: Path) -> SchemeState:
    found = came(opened, *paths)
    asked = unclear(found.files)
    keep_scheme(opened, found.files if asked is None else as_options(found.files, asked.files))
    return scheme_state(opened)


@pytest.mark.parametrize("name", CASES)
def test_a_folder_as_the_applicant_sent_it(name: str, case_file: Path) -> None:
    """Every file is read or told; what comes of them is what they were made to hold."""
    truth = tomllib.loads((cases() / name / "truth.toml").read_text(encoding="utf-8"))
    with open_project(case_file, "tester") as opened:
        found = came(opened, cases() / name)
        there = {p.name for p in (cases() / name).iterdir()}
        assert {p.name for p in found.scheme} | {n for n, _ in found.left} == there
        assert not found.layers and not found.projects
        assert {f for f, role in truth["files"].items() if role} <= {p.name for p in found.scheme} | {
            n for n, _ in found.left if n.endswith((".pdf", "(site grid).dxf"))
        }
        asked = unclear(found.files)
        assert (asked is not None) == (name == "gantry-wharf")
        keep_scheme(opened, found.files if asked is None else as_options(found.files, asked.files))
        state = scheme_state(opened)
    options = [truth[o]["homes"] for o in ("option_a", "option_b") if o in truth]
    for first, homes in zip(state.shown["schemes"], options or [truth.get("homes")], strict=True):
        assert first["site_ha"] == pytest.approx(truth["site_ha"], abs=0.002)
        assert first["homes"] == homes
    if not options:
        differ = {c.what: (c.read, c.stated) for c in state.compared if c.agrees is False}
        assert differ == {
            d["about"]: (pytest.approx(d["read"], rel=1e-3), d["stated"]) for d in truth.get("differ", ())
        }
    assert state.step("red line").files and state.step("homes").files


def test_two_schedules_are_asked_about_and_become_options(case_file: Path) -> None:
    with open_project(case_file, "tester") as opened:
        found = came(opened, cases() / "gantry-wharf")
        asked = unclear(found.files)
        assert asked is not None and asked.about == "homes"
        assert option_names(asked.files) == ["A", "B"]
        assert unclear(found.files, {"homes"}) is None
        keep_scheme(opened, as_options(found.files, asked.files))
        state = scheme_state(opened)
    assert [(s["option"], s["homes"]) for s in state.shown["schemes"]] == [("A", 1200), ("B", 1200)]
    assert state.step("homes").told == "1,200 homes"
    assert len(state.sites) == 2


def test_only_one_of_two_schedules(case_file: Path) -> None:
    with open_project(case_file, "tester") as opened:
        found = came(opened, cases() / "gantry-wharf")
        asked = unclear(found.files)
        assert asked is not None
        one = only(found.files, "homes", asked.files[0])
        assert any("was taken in its place" in why for _, why in one.left)
        keep_scheme(opened, one)
        assert [s["homes"] for s in case_shown(opened)["schemes"]] == [1200]


def test_option_names_without_anything_to_tell_them_apart() -> None:
    assert option_names(["plan.xlsx", "a longer plan.xlsx"]) == ["A", "B"]
    assert option_names(["Option 1.xlsx", "Option 2.xlsx"]) == ["1", "2"]


def test_everything_undone_at_once(case_file: Path) -> None:
    with open_project(case_file, "tester") as opened:
        brought(opened, cases() / "lantern-tower")
        assert scheme_state(opened).step("homes").state == "some missing"
        opened.session.undo()
        state = scheme_state(opened)
    assert [s.state for s in state.steps] == ["nothing yet"] * 6
    assert not any(s.files for s in state.steps)


def test_steps_tell_what_came_from_which_file_and_what_is_missing(case_file: Path) -> None:
    with open_project(case_file, "tester") as opened:
        state = brought(opened, cases() / "lantern-tower")
        red, homes, check = (state.step(k) for k in ("red line", "homes", "check"))
        assert (red.state, red.told, red.files) == ("complete", "0.60 ha", ("LT-A-0100 location plan.dxf",))
        assert homes.told == "280 homes" and homes.missing == (
            "The internal floor area (GIA) of every home.",
        )
        assert homes.remarks and check.state == "to answer"
        assert state.places and "Lantern Point" in state.places[0]
        (mix,) = state.mixes
        assert (mix.homes, mix.rooms, mix.sizes) == (280, 0, ("Studio", "1 bed", "2 bed", "3 bed"))
        assert sum(mix.totals) == 280
        every = [m for s in state.steps for m in s.missing]
        assert sorted(every) == sorted(x["what"] for x in state.shown["waiting_for"])


def test_mismatches_come_first_and_an_answer_settles_one(case_file: Path) -> None:
    with open_project(case_file, "tester") as opened:
        state = brought(opened, cases() / "lantern-tower")
        first = state.compared[0]
        assert (first.agrees, first.read, first.stated) == (False, 56, 52.0)
        assert [c.agrees for c in state.compared[1:]] == [True, True]
        answer(opened, first.question, "the form is right", "by telephone", first.option)
        after = scheme_state(opened)
    assert after.step("check").state == "complete"
    assert (after.compared[0].answer, after.compared[0].reason) == ("the form is right", "by telephone")


def test_the_application_is_complete_when_nothing_of_it_is_waited_for(case_file: Path) -> None:
    from placewell.work.case_edits import set_ptal

    with open_project(case_file, "tester") as opened:
        assert scheme_state(opened).step("application").state == "nothing yet"
        set_case(opened, {"reference": "26/AP/0417", "type": "full"})
        assert scheme_state(opened).step("application").state == "some missing"
        set_case(opened, {"target": "22 November 2026"})
        brought(opened, cases() / "foundry-mews")
        set_ptal(opened, "4")
        step = scheme_state(opened).step("application")
    assert (step.state, step.told) == ("complete", "26/AP/0417")


def test_a_second_drawing_of_the_same_line_is_told_and_left(case_file: Path, tmp_path: Path) -> None:
    source = cases() / "foundry-mews" / "foundry_mews.geojson"
    twin = Path(shutil.copy(source, tmp_path / "location plan.geojson"))
    with open_project(case_file, "tester") as opened:
        found = came(opened, source, twin)
        assert unclear(found.files) is None
        assert any("same red line" in why for _, why in found.left)
        keep_scheme(opened, found.files)
        assert len(case_shown(opened)["schemes"]) == 1


def test_a_mixture_is_sorted(case_file: Path, sample_project: Path, tmp_path: Path) -> None:
    raw = sample_project.parent / "raw"
    folder = tmp_path / "a mixture"
    folder.mkdir()
    for path in (
        raw / "Pubs.csv",
        raw / "gantry_wharf_red_line.geojson",
        raw / "larkhithe_boundary.geojson",
        sample_project,
    ):
        shutil.copy(path, folder / path.name)
    (folder / "empty.csv").touch()
    (folder / "letter.txt").write_text("Dear officer,\nplease find enclosed our plans.\n", encoding="utf-8")
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with open_project(case_file, "tester") as opened:
        found = came(opened, folder, tmp_path / "not there.csv")
    assert [p.name for p in found.projects] == ["sample.gpkg"]
    assert [p.name for p in found.layers] == ["Pubs.csv"]
    assert [p.name for p in found.scheme] == ["gantry_wharf_red_line.geojson"]
    assert {n for n, _ in found.left} == {
        "empty.csv", "letter.txt", "picture.csv", "larkhithe_boundary.geojson", "not there.csv",
    }  # fmt: skip
    assert all(why.endswith(".") for _, why in found.left)


def test_names_that_are_hostile_and_links(case_file: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "<b>a; rm -rf \u202e 'x'.csv"
    hostile.write_bytes(b"\x00\x01\x02")
    link = tmp_path / "link.geojson"
    link.symlink_to(cases() / "foundry-mews" / "foundry_mews.geojson")
    loop = tmp_path / "loop"
    loop.mkdir()
    (loop / "again").symlink_to(loop)
    with open_project(case_file, "tester") as opened:
        found = came(opened, hostile, link, loop, Path("a\x00b"), Path("https://example.org/x.csv"))
        assert not (found.scheme or found.layers or found.projects)
        assert len(found.left) == 5
        assert dict(found.left)["link.geojson"].startswith("It only leads to a file elsewhere")
        with pytest.raises(Problem):
            keep_scheme(opened, found.files)
        assert opened.session.undo_label == "" or "Brought" not in opened.session.undo_label


def test_projects_are_told_by_content_not_by_name(sample_project: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(sample_project, tmp_path / "renamed.bin"))
    layer = sample_project.parent / "raw" / "LSOA_2021_EW_BFC_V10.gpkg"
    assert is_project(other)
    assert not is_project(layer) and not is_project(tmp_path) and not is_project(tmp_path / "none")


def test_a_pasted_schedule(case_file: Path) -> None:
    text = "Tenure\tBedrooms\tHomes\nSocial rent\t2\t10\nMarket sale\t1\t20\n"
    with open_project(case_file, "tester") as opened:
        found = run(sort_pasted(case_file, text, "homes"))
        keep_scheme(opened, found.files)
        assert scheme_state(opened).step("homes").told == "30 homes"


def test_a_drawing_that_needs_help_is_read_with_it(case_file: Path) -> None:
    path = cases() / "gantry-wharf" / "GW-PLA-001 Site Location Plan.dxf"
    found = run(read_at(case_file, [path], Asked("redline", "", "A-SITE-REDL")))
    assert [t.kind for t in found.files.tables] == ["scheme"]
    wrong = run(read_at(case_file, [path], Asked("redline", "", "NOWHERE")))
    assert not wrong.files.tables and wrong.left


def test_one_broken_file_stops_no_other(case_file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and then nothing")
    good = cases() / "foundry-mews" / "foundry_mews.geojson"
    with open_project(case_file, "tester") as opened:
        files = run(read_scheme(opened, [broken, good]))
    assert [t.file for t in files.tables] == ["foundry_mews.geojson"]
    assert [w for w, _ in files.left] == ["broken.xlsx"]


def test_a_typed_summary_and_a_schedule_after_it(case_file: Path) -> None:
    with open_project(case_file, "tester") as opened:
        keep_typed(opened, [Typed(10, 2, "social rent"), Typed(0, 1, ""), Typed(5, None, "")])
        state = scheme_state(opened)
        assert state.step("homes").told == "15 homes" and state.step("homes").files == ("typed by hand",)
        assert state.mixes[0].rows == (("social rent", (10, 0), 10), ("not given", (0, 5), 5))
        keep_typed(opened, [Typed(7, 1, "market sale")])
        assert scheme_state(opened).step("homes").told == "7 homes"
        with pytest.raises(Problem, match="No homes were typed"):
            keep_typed(opened, [Typed(0, 1, "")])
        with pytest.raises(Problem, match="no option called"):
            keep_typed(opened, [Typed(1, 1, "")], "Z")


def test_nothing_to_write_is_a_problem(case_file: Path) -> None:
    with open_project(case_file, "tester") as opened, pytest.raises(Problem, match="Nothing"):
        keep_scheme(opened, CaseFiles())


def test_rows_and_lines_for_a_narrow_panel(case_file: Path) -> None:
    with open_project(case_file, "tester") as opened:
        first = brought(opened, cases() / "coopers-yard-outline").shown["schemes"][0]
    rows = {r.use: (r.existing, r.lost, r.proposed) for r in floor_rows(first["floorspace"])}
    assert rows["B8"] == ("5,200", "5,200", "") and rows["E(a)"] == ("", "", "up to 1,500")
    assert quantity_line(first["quantities"][1]) == "Public open space: 6,500 to 7,200 m² (CY-PP-06)"
    loss = {"what": "homes", "tenure": "social rent", "occupied": "empty", "amount": 1, "name": ""}
    assert loss_lines([loss]) == ["1 home, social rent, empty"]
    bring = {
        "type": "nursery", "name": "Dock nursery", "capacity": 52, "capacity_least": None, "capacity_unit": "places",
        "area_m2": 400, "area_least_m2": None, "phase": 1, "certainty": "secured", "placed": False,
    }  # fmt: skip
    assert (
        provision_line(bring)
        == "Dock nursery (nursery): 52 places, 400 m², phase 1, secured, not on the map yet"
    )


def test_sheets_of_one_workbook_are_told_together(case_file: Path) -> None:
    with open_project(case_file, "tester") as opened:
        found = came(opened, cases() / "gantry-wharf")
        told = came_of(keep_scheme(opened, only(found.files, "homes", found.files.tables[1].file)))
    assert "1,200 lines of homes" in [c.told for c in told]
    assert len({c.file for c in told}) == len(told)


def test_downloads_before_they_come_in(sample_project: Path, tmp_path: Path) -> None:
    raw = sample_project.parent / "raw"
    base = tmp_path / "base.gpkg"
    run(new_base(base, raw / "larkhithe_boundary.geojson", margin_m=400))
    mine = tmp_path / "my list.csv"
    mine.write_text("name,easting,northing\nHall,641900,184400\nHut,642000,184500\n", encoding="utf-8")
    files = [raw / "Pubs.csv", raw / "naptan.csv", raw / "Skate_Parks.csv", mine]
    with open_project(base, "tester") as opened:
        plan = run(plan_incoming(opened, files, {}))
        rows = incoming(plan)
        assert {r.file for r in rows} == {"Pubs.csv", "naptan.csv", "Skate_Parks.csv"}
        assert all(any("Licence" in f for f in r.facts) for r in rows)
        (unknown,) = [x for x in left_out(plan) if x.unknown]
        assert unknown.file == "my list.csv" and "--" not in unknown.reason
        assert len(preview_of(plan)) == sum(r.rows for r in rows)
        assert all(isinstance(g, shapely.Geometry) for g in preview_of(plan, {0}))
        told = run(plan_incoming(opened, files, {"my list.csv": choices()["Places: Community centres"]}))
        assert "my list.csv" in {r.file for r in incoming(told)} | {x.file for x in left_out(told)}
        assert not [x for x in left_out(told) if x.unknown]
        lines = write_left(told, tmp_path / "left.csv")
        assert len((tmp_path / "left.csv").read_text(encoding="utf-8-sig").splitlines()) >= lines + 1
        with pytest.raises(Problem, match="there already"):
            write_left(told, tmp_path / "left.csv")
        some = without(told, {0})
        assert len(apply_plan(opened, some).layers) == len(told.drafts) - 1


def test_what_can_be_said_of_a_file_is_understood() -> None:
    for words in choices().values():
        assert as_stated(words).source is not None, words


def test_no_words_of_the_command_line_are_left_in_messages() -> None:
    """Every message in the sources of `importing` and `work` that names an option reads well in the window."""
    root = Path(__file__).resolve().parents[2] / "desktop" / "placewell"
    found = 0
    for part in ("importing", "work"):
        for path in sorted((root / part).rglob("*.py")):
            if path.stem == "plain_words":
                continue
            for text in re.findall(r'"([^"\n]* --[a-z][^"\n]*)"', path.read_text(encoding="utf-8")):
                found += 1
                assert "--" not in in_window(text), (path.name, text, in_window(text))
    assert found > 30


def test_words_for_days_and_lists() -> None:
    assert day_words("2026-11-22") == "22 November 2026"
    assert day_words("2026-11-22T09:00:00+00:00") == "22 November 2026"
    assert (day_words("2026-11"), day_words("2026"), day_words("soon")) == ("November 2026", "2026", "soon")
    assert (month_words("2026-11-22"), month_words("2022"), month_words("")) == ("Nov 2026", "2022", "")
    assert in_window("due by 2026-02-23.") == "due by 23 February 2026."
    assert in_window("larkhithe-2025-09-01.osm.pbf") == "larkhithe-2025-09-01.osm.pbf"
    assert (listed(["a", "b"]), listed(["a"]), listed(list("abcde"))) == (
        "a and b",
        "a",
        "a, b, c and 2 more",
    )


def test_what_is_remembered_of_a_project(case_file: Path, sample_project: Path) -> None:
    with open_project(case_file, "tester") as opened:
        assert waits(opened) == "Waits for the red line"
        set_case(opened, {"reference": "26/AP/1", "address": "1 Dock Road"})
        brought(opened, cases() / "foundry-mews")
        found = remembered(opened)
    assert (found.reference, found.address, found.case) == ("26/AP/1", "1 Dock Road", True)
    assert re.fullmatch(r"\d things to come(, \d from the applicant)?", found.waits)


def test_a_case_where_the_base_has_gone(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no longer where it was"):
        run(case_at(tmp_path / "c.gpkg", tmp_path / "gone.gpkg"))
    assert not (tmp_path / "c.gpkg").exists()


def test_the_sample_is_made_once_and_beside_what_broke_off(tmp_path: Path, sample_project: Path) -> None:
    folder = tmp_path / "sample"
    folder.mkdir()
    shutil.copy(sample_project, folder / "sample.gpkg")
    assert run(sample_at(folder)) == folder / "sample.gpkg"
    (folder / "sample.gpkg").unlink()
    (folder / "raw").mkdir()
    second = tmp_path / "sample 2"
    second.mkdir()
    shutil.copy(sample_project, second / "sample.gpkg")
    assert run(sample_at(folder)) == second / "sample.gpkg"


def test_free_names_and_known_bases(tmp_path: Path) -> None:
    assert free_name(tmp_path, "Case") == tmp_path / "Case.gpkg"
    (tmp_path / "Case.gpkg").touch()
    assert free_name(tmp_path, "Case") == tmp_path / "Case 2.gpkg"
    assert known_bases([str(tmp_path / "Case.gpkg"), str(tmp_path / "x"), "a\x00b"]) == [
        tmp_path / "Case.gpkg"
    ]
