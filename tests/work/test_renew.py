"""Renewing the base of a case: what is newer comes, what was edited here stays, and what it moved is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from placewell.cli import main
from placewell.domain.errors import Problem
from placewell.work.answers import answer_criterion
from placewell.work.assess import assess_project
from placewell.work.layers import state
from placewell.work.new import new_base, new_case
from placewell.work.opened import Opened, open_project
from placewell.work.packs import criterion_of, known_packs
from placewell.work.progress import run
from placewell.work.renew import renew
from placewell.work.scope import choose_packs
from placewell.work.seen import RENEWED, TAKEN_OVER, renewal
from placewell.work.since import since
from placewell.work.since_told import change_words
from placewell.work.submissions import nouns
from placewell.work.topics import line_of

CASE = "gantry-wharf"


@pytest.fixture
def opened(made_copy: Callable[[str], Opened]) -> Opened:
    return made_copy(CASE)


@pytest.fixture
def base(sample_project: Path, tmp_path: Path) -> Iterator[Opened]:
    """A copy of the base that the case was made from, to be changed at will."""
    path = tmp_path / "base.gpkg"
    shutil.copy(sample_project, path)
    with open_project(path, "GIS team") as held:
        yield held


def row(opened: Opened, name: str, type_: str = "") -> dict[str, Any]:
    held = opened.file.read("asset").records()
    id = next(str(r["id"]) for r in held if r["name"] == name and type_ in ("", r["type"]))
    return dict(opened.file.get("asset", id) or {})


def shift(opened: Opened, name: str, by_m: float) -> None:
    """Move a place of the base."""
    it = row(opened, name)
    place = shapely.transform(shapely.from_wkb(it["geometry"]), lambda xy: xy + np.array([by_m, 0.0]))
    with opened.session.transaction(f"Moved {name}") as t:
        t.put("asset", {**it, "geometry": shapely.to_wkb(place)})


def everything(opened: Opened) -> None:
    choose_packs(opened, list(known_packs(opened).by_id))


def station_of(opened: Opened) -> tuple[str, str]:
    """A criterion on walking to a station, and the station that it found."""
    for f in run(assess_project(opened, option="A")).findings:
        for e in f.evidence:
            if e.layer == "Stations" and e.reach_m is not None and f.value == e.reach_m:
                return f.criterion, e.name
    raise AssertionError("no walk to a station")


def test_the_label_of_a_new_case_is_the_one_that_renewing_goes_by(opened: Opened) -> None:
    assert opened.session.history()[0].label.startswith(TAKEN_OVER)


def test_a_base_with_nothing_new_renews_nothing(
    sample_case: Callable[[str], Path],
    sample_project: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "case.gpkg"
    shutil.copy(sample_case(CASE), path)
    with open_project(path) as opened:
        head = opened.file.head()
    assert main(["renew", str(path), "--base", str(sample_project)]) == 0
    assert "Nothing to renew" in capfd.readouterr().out
    with open_project(path) as opened:
        assert opened.file.head() == head
        assert run(since(opened, "base")).moved == ()


def test_a_surgery_that_moved_in_the_base_moves_the_walks_and_only_they(opened: Opened, base: Opened) -> None:
    everything(opened)
    was = {f.criterion: f for f in run(assess_project(opened, option="A")).findings}
    name = was["SE-AD"].evidence[0].name
    shift(base, name, 700.0)
    made = run(renew(opened, base.path))
    assert (made.replaced, made.added, made.removed) == (("GP surgeries",), (), ())
    now = {f.criterion: f for f in run(assess_project(opened, option="A")).findings}
    view = run(since(opened, "base"))
    layer = [m for m in view.moved if m.what.startswith("Layer")]
    assert [m.what for m in layer] == ['Layer "GP surgeries" renewed']
    assert layer[0].detail == f"1 moved ({name}, 700 m)"
    moved = {f.criterion for f in layer[0].findings if f.option == "A"}
    # What reads the same, to the figures that are shown, has not moved for a reader.
    differ = {
        c
        for c in now
        if was[c].verdict != now[c].verdict or line_of(was[c]).against != line_of(now[c]).against
    }
    assert "SE-AD" in moved
    assert moved == differ
    assert opened.session.history()[-1].label.startswith(RENEWED)
    assert opened.project.base == made.base


def test_it_can_be_undone_and_redone(opened: Opened, base: Opened, tmp_path: Path) -> None:
    before, project = opened.file.layers(), opened.project
    shift(base, "Gantry Dock Surgery", 500.0)
    with base.session.transaction("Took out") as t:
        t.remove("asset", row(base, "Amery Group Practice")["id"])
    run(renew(opened, base.path))
    # The same checksum as that of a case made from the renewed base.
    with open_project(run(new_case(tmp_path / "fresh.gpkg", base.path))) as fresh:
        assert opened.project.base_sum == fresh.project.base_sum != project.base_sum
    assert len(run(since(opened, "base")).moved) >= 1
    opened.session.undo()
    assert {la.id: la for la in opened.file.layers()} == {la.id: la for la in before}
    assert opened.project.base == project.base
    assert row(opened, "Amery Group Practice")
    assert renewal(opened) is None
    assert run(since(opened, "base")).moved == ()
    opened.session.redo()
    assert renewal(opened) is not None
    assert "1 gone (Amery Group Practice), 1 moved (Gantry Dock Surgery, 500 m)" in change_words(
        next(m for m in run(since(opened, "base")).moved if m.what.startswith("Layer"))
    )


def test_edits_of_the_case_stay_on_top_of_the_newer_list(opened: Opened, base: Opened) -> None:
    mine = row(opened, "Amery Group Practice")
    with opened.session.transaction("Closed") as t:
        t.put("asset", {**mine, "status": "closed"})
    shift(base, "Amery Group Practice", 250.0)
    made = run(renew(opened, base.path))
    now = row(opened, "Amery Group Practice")
    assert now["status"] == "closed"
    assert now["geometry"] == row(base, "Amery Group Practice")["geometry"]
    assert any("1 edit made in this case was kept" in k for k in made.kept)
    # And it still counts as this case's own when the base comes again.
    shift(base, "Amery Group Practice", 250.0)
    run(renew(opened, base.path))
    assert row(opened, "Amery Group Practice")["status"] == "closed"


def test_what_the_base_did_not_change_is_left_as_the_case_has_it(opened: Opened, base: Opened) -> None:
    with opened.session.transaction("Closed") as t:
        t.put("asset", {**row(opened, "Amery Group Practice"), "status": "closed"})
    state(opened, "Parks", coverage="partial", note="seen on site")
    made = run(renew(opened, base.path))
    assert not made.replaced
    assert row(opened, "Amery Group Practice")["status"] == "closed"
    assert next(la for la in opened.file.layers() if la.name == "Parks").coverage == "partial"


def test_layers_gone_from_the_base_go_unless_edited_here_and_new_ones_come(
    opened: Opened, base: Opened
) -> None:
    def id_of(held: Opened, name: str) -> str:
        return next(la.id for la in held.file.layers() if la.name == name)

    museum = next(r for r in opened.file.read("asset").records() if r["type"] == "museum")
    with opened.session.transaction("Closed") as t:
        t.put("asset", {**(opened.file.get("asset", museum["id"]) or {}), "status": "closed"})
    pubs = base.file.read("asset", layer=id_of(base, "Pubs"))
    layer = next(la for la in base.file.layers() if la.name == "Pubs")
    with base.session.transaction("Changed") as t:
        t.remove_layer(id_of(base, "Museums"))
        t.remove_layer(id_of(base, "Cinemas"))
        few = pubs.take(range(3))  # type: ignore[arg-type]
        columns = {**few.columns, "id": ["X1.1", "X1.2", "X1.3"], "layer": ["X1"] * 3}
        t.add_layer(
            replace(layer, id="X1", name="Public houses, 2026", count=3), replace(few, columns=columns)
        )
    made = run(renew(opened, base.path))
    assert made.removed == ("Cinemas",)
    assert made.added == ("Public houses, 2026",)
    assert any(k.startswith("Museums: no longer in the base, but edited") for k in made.kept)
    names = {la.name for la in opened.file.layers()}
    assert "Museums" in names
    assert "Cinemas" not in names


def test_answers_that_rest_on_a_renewed_list_are_marked_and_others_are_not(
    opened: Opened, base: Opened
) -> None:
    everything(opened)
    answer_criterion(opened, criterion_of(opened, "SE-AD"), "met", reason="A new surgery is coming")
    answer_criterion(opened, criterion_of(opened, "LP-D5"), "met", reason="Step-free throughout")
    shift(base, "Gantry Dock Surgery", 500.0)
    assert run(renew(opened, base.path)).look_again == 1
    marked = {
        a.question: a.look_again for a in nouns(opened, "answer") if a.question.startswith("criterion:")
    }
    assert marked == {"criterion:SE-AD": "layers changed since it was given", "criterion:LP-D5": ""}


def test_what_is_no_base_of_this_case_is_refused(
    opened: Opened, base: Opened, tmp_path: Path, sample_case: Callable[[str], Path]
) -> None:
    head = opened.file.head()
    outline = tmp_path / "far.geojson"
    outline.write_text(
        '{"type":"Polygon","coordinates":[[[400000,300000],[401000,300000],[401000,301000],[400000,301000],[400000,300000]]]}'
    )
    run(new_base(tmp_path / "far.gpkg", outline, "Faraway", boundary_crs="EPSG:27700"))
    run(new_base(tmp_path / "abroad.gpkg", outline, "Abroad", crs="EPSG:25831", boundary_crs="EPSG:25831"))
    for path, words in (
        (opened.path, "is this case itself"),
        (sample_case("almond-estate"), "is a case file, made from"),
        (tmp_path / "far.gpkg", "does not overlap"),
        (tmp_path / "abroad.gpkg", "other map coordinates"),
        (tmp_path / "none.gpkg", "There is no file"),
    ):
        with pytest.raises(Problem, match=words):
            run(renew(opened, path))
    with pytest.raises(Problem, match="was not made from a base"):
        run(renew(base, opened.path))
    assert opened.file.head() == head


def test_a_station_that_moved_is_told_with_the_walks_that_it_moved(opened: Opened, base: Opened) -> None:
    everything(opened)
    criterion, name = station_of(opened)
    stop = next(r for r in base.file.read("stop").records() if r["name"] == name)
    kept = dict(base.file.get("stop", stop["id"]) or {})
    place = shapely.transform(stop["geometry"], lambda xy: xy + np.array([0.0, 900.0]))
    with base.session.transaction("Station moved") as t:
        t.put("stop", {**kept, "geometry": shapely.to_wkb(place)})
    run(renew(opened, base.path))
    line = next(m for m in run(since(opened, "base")).moved if m.what == 'Layer "Stations" renewed')
    assert f"1 moved ({name}, 900 m)" in line.detail
    assert criterion in {f.criterion for f in line.findings}
