"""The nearest surgery on foot: every verdict, on streets that a person can measure by eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import shapely

from drawn_streets import drawn, streets, surgeries
from made_packs import pack_of, walk
from placewell.assess.engine import MEASURES, assess
from placewell.assess.ground import Ground
from placewell.assess.proposal import Proposal, Setting
from placewell.domain.assessment import Assessment
from placewell.domain.finding import Finding
from placewell.domain.layer import Layer
from placewell.domain.project import Project
from placewell.domain.rows import Rows
from placewell.domain.scheme import Entrance, Scheme
from placewell.guidance import measures as declared
from placewell.guidance.model import Pack
from placewell.network.build import build

GP = "GP-800"
PACKS = (pack_of(walk(["GP surgery"], 800, id=GP)),)
ROAD = "A" + "-" * 199 + "B"
"""2,000 m from (0, 0) to the east."""
LIST = Layer("L2", "NHS practices", "asset", "GP surgery", coverage="complete", vintage="2026-06")
ROADS = Layer("L1", "Roads", "street", "roads")
SITE = shapely.box(-40, -10, 40, 10)
"""Crossed once, at (40, 0)."""


def judged(
    at: dict[str, tuple[float, float]],
    *,
    body: str = "roads",
    drawing: Rows | None = None,
    entrances: Sequence[tuple[float, float]] = (),
    layer: Layer | None = LIST,
    site: shapely.Geometry = SITE,
    packs: Sequence[Pack] = PACKS,
    as_at: str = "2026-11-22",
    boundary: shapely.Geometry | None = None,
    **columns: Any,
) -> Assessment:
    made = drawing if drawing is not None else drawn(ROAD, body, name="Long Lane")
    project = Project(
        "project", "Town", boundary if boundary is not None else shapely.box(-5000, -5000, 5000, 5000)
    )
    layers = [la for la in (layer, replace(ROADS, role=body)) if la is not None]
    network = build(made, body) if len(made) else None
    gates = [Entrance(f"E{i}", "S1", f"gate {i}", shapely.Point(p)) for i, p in enumerate(entrances)]
    return assess(
        Ground(project, layers, surgeries(at, **columns), network, as_at),
        Proposal(Scheme("S1", "The yard", site), gates),
        Setting(),
        packs,
        {"placewell": "test"},
    )


def finding(at: dict[str, tuple[float, float]], **more: Any) -> Finding:
    (found,) = (f for f in judged(at, **more).findings if f.criterion == GP)
    return found


# -- met -----------------------------------------------------------------------------------------


def test_a_surgery_within_the_figure_is_met_and_named() -> None:
    f = finding({"Dr Grey": (780, 0), "Dr Black": (1500, 0)})
    assert (f.verdict, f.value, f.threshold, f.unit) == ("met", 740.0, 800.0, "m")
    assert f.working.startswith(
        "740 m on foot, 9 min at 80 m/min, from where Long Lane meets the red line to Dr Grey."
    )
    assert f.firmness is not None
    assert (f.firmness.number, f.firmness.unit) == (60.001, "m")
    assert f.firmness.words.startswith("60 m to spare")
    (evidence,) = f.evidence
    assert (evidence.layer, evidence.id, evidence.name) == ("NHS practices", "L2.0", "Dr Grey")
    assert (evidence.reach_m, evidence.minutes) == (740.0, 9.25)
    assert evidence.route is not None
    assert evidence.route.equals(shapely.LineString([(40, 0), (780, 0)]))


@pytest.mark.parametrize(("x", "verdict"), [(840.0, "met"), (840.001, "not met")])
def test_the_figure_itself_is_within(x: float, verdict: str) -> None:
    f = finding({"Dr Grey": (x, 0)})
    assert f.verdict == verdict
    # Never '800 m' beside 'not met'.
    assert f.value_text == ("800 m" if verdict == "met" else "800.001 m")


def test_the_leg_from_the_street_counts() -> None:
    assert finding({"Dr Grey": (780, 60)}).value == 800.0
    assert finding({"Dr Grey": (780, 61)}).verdict != "met"


@pytest.mark.parametrize("coverage", ["partial", "unknown"])
def test_what_is_found_in_a_list_that_may_miss_others_is_shown_and_not_judged(coverage: str) -> None:
    f = finding({"Dr Grey": (780, 0)}, layer=replace(LIST, coverage=coverage))
    waits(f, "layer", "A list of GP surgeries that is complete", "The nearest in it is 740 m on foot.")
    assert f.value == 740.0


@pytest.mark.parametrize(
    ("vintage", "verdict"), [("2021-11", "met"), ("2021-10", "cannot tell"), ("", "met")]
)
def test_a_list_of_more_than_five_years_ago_is_too_old(vintage: str, verdict: str) -> None:
    f = finding({"Dr Grey": (780, 0)}, layer=replace(LIST, vintage=vintage))
    assert f.verdict == verdict
    if verdict == "cannot tell":
        waits(f, "layer", "A newer list of GP surgeries", "as at 2021-10, more than 5 years before")


def test_the_farthest_entrance_decides_and_the_nearest_is_shown_beside() -> None:
    f = finding({"Dr Grey": (500, 0)}, entrances=[(0, 0), (300, 0)])
    assert (f.verdict, f.value) == ("met", 500.0)
    assert [(e.start, e.reach_m) for e in f.evidence] == [("gate 0", 500.0), ("gate 1", 200.0)]
    assert "Nearest way in: 200 m, from gate 1 to Dr Grey." in f.working


# -- not met -------------------------------------------------------------------------------------


def test_nothing_near_in_a_complete_list_is_not_met() -> None:
    f = finding({"Dr Grey": (1240, 0)})
    assert (f.verdict, f.value, f.waiting_for) == ("not met", 1200.0, ())
    assert f.firmness is not None
    assert (f.firmness.number, f.firmness.unit) == (400.0, "m")
    said = f.firmness.words
    assert said.startswith("400 m over: it would change if the figure were 1,200 m or more")
    assert "No new path alone would change it: the nearest is 1,200 m away in a straight line." in said
    assert f.would_meet is not None
    assert (f.would_meet.number, f.would_meet.unit) == (400.0, "m")
    assert (
        f.would_meet.words
        == "A GP surgery within 800 m on foot of where Long Lane meets the red line would meet it."
    )


def test_an_empty_complete_list_is_not_met_without_a_value() -> None:
    f = finding({})
    assert (f.verdict, f.value, f.value_text, f.evidence) == ("not met", None, "more than 10,000 m", ())
    assert f.working.startswith("No way to a GP surgery within 10,000 m on foot")


def test_one_entrance_beyond_is_enough() -> None:
    f = finding({"Dr Grey": (1200, 0)}, entrances=[(0, 0), (600, 0)])
    assert (f.verdict, f.value) == ("not met", 1200.0)
    assert [w.verdict(800) for w in f.ways_in] == ["not met", "met"]


DETOUR = streets([shapely.LineString([(0, 0), (0, 500), (600, 500), (600, 0)])], "paths")
AROUND = [shapely.box(-3000, -3000, 3000, 3000).exterior]


def detour(body: str) -> Rows:
    """1,600 m round between two points 600 m apart; other streets far out, so that it is not at the edge."""
    shapes = [shapely.LineString([(0, 0), (0, 500), (600, 500), (600, 0)]), *AROUND]
    return streets(shapes, body)


def test_a_long_way_round_on_mapped_paths_is_not_met() -> None:
    f = finding({"Dr Grey": (600, 0)}, drawing=detour("paths"), body="paths", entrances=[(0, 0)])
    assert (f.verdict, f.value) == ("not met", 1600.0)
    assert f.would_meet is not None
    assert f.would_meet.words.endswith(
        "or a link that makes the walk to Dr Grey 800 m shorter, would meet it."
    )


# -- cannot tell ---------------------------------------------------------------------------------


def waits(f: Finding, kind: str, *words: str) -> None:
    assert f.verdict == "cannot tell"
    assert {w.kind for w in f.waiting_for} == {kind}
    assert all(word in " ".join(w.what for w in f.waiting_for) for word in words)
    assert (f.would_meet, f.firmness) == (None, None)


@pytest.mark.parametrize("coverage", ["partial", "unknown"])
def test_nothing_near_in_a_list_that_may_miss_some(coverage: str) -> None:
    f = finding({"Dr Grey": (1240, 0)}, layer=replace(LIST, coverage=coverage))
    waits(f, "layer", "GP surgeries", "that is complete")


def test_nothing_near_beyond_what_the_list_covers() -> None:
    # The project ends 100 m from the entrance; its margin reaches 600 m further, short of 800 m.
    boundary = shapely.box(-5000, -5000, 140, 5000)
    project = {"boundary": boundary}
    near_edge = replace(
        LIST, coverage_area="inside the project's boundary; the margin belongs to other councils"
    )
    waits(finding({"Dr Grey": (1240, 0)}, layer=near_edge, **project), "layer", "complete within")
    # A list that covers the 2,000 m margin too can be read.
    assert finding({"Dr Grey": (1240, 0)}, **project).verdict == "not met"


def test_a_scheme_outside_the_project() -> None:
    far_off = shapely.box(90_000, 90_000, 91_000, 91_000)
    waits(finding({"Dr Grey": (1240, 0)}, boundary=far_off), "layer", "complete within")


def test_no_streets() -> None:
    waits(finding({"Dr Grey": (100, 0)}, drawing=streets([])), "layer", "Streets")


def test_no_list_of_surgeries() -> None:
    waits(finding({}, layer=None), "layer", "GP surgeries: the project holds no list")


def test_no_entrances_and_no_street_near_the_red_line() -> None:
    away = shapely.box(10, 10.1, 40, 30)
    waits(finding({"Dr Grey": (100, 0)}, site=away), "scheme input", "Entrances", "within 10 m of the red")


def test_a_street_that_passes_the_red_line_is_its_way_in() -> None:
    f = finding({"Dr Grey": (100, 0)}, site=shapely.box(10, 10, 40, 30))
    assert (f.verdict, [w.name for w in f.ways_in]) == ("met", ["where Long Lane passes the red line"])


def test_an_entrance_away_from_all_streets() -> None:
    f = finding({"Dr Grey": (100, 0)}, entrances=[(0, 0), (0, 251)])
    waits(f, "scheme input", "gate 1", "no mapped street is within 250 m")
    assert (f.value, f.value_text) == (None, "not measured")


def test_a_long_way_round_on_roads_alone_may_have_a_short_cut() -> None:
    f = finding({"Dr Grey": (600, 0)}, drawing=detour("roads"), entrances=[(0, 0)])
    waits(f, "layer", "Paths not mapped near gate 0", "600 m away in a straight line")
    assert f.value == 1600.0


def test_a_long_way_round_at_the_edge_of_the_mapped_paths() -> None:
    f = finding({"Dr Grey": (600, 0)}, drawing=DETOUR, body="paths", entrances=[(0, 0)])
    waits(f, "layer", "Paths not mapped near gate 0")


def test_paths_all_in_one_line_cover_no_ground() -> None:
    # 740 m along and 180 m aside, 762 m in a straight line.
    f = finding({"Dr Grey": (780, 180)}, body="paths")
    waits(f, "layer", "not all ways on foot here are mapped")
    assert f.value == 920.0


def test_a_near_surgery_on_streets_that_are_not_joined() -> None:
    shapes = [shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(300, 0), (400, 0)]), *AROUND]
    f = finding({"Dr Grey": (300, 0)}, drawing=streets(shapes, "paths"), body="paths", entrances=[(0, 0)])
    waits(f, "layer", "300 m away in a straight line", "not all ways on foot here are mapped and joined")


def test_a_near_surgery_away_from_all_streets() -> None:
    shapes = [shapely.LineString([(0, 0), (100, 0)]), *AROUND]
    f = finding({"Dr Grey": (0, 400)}, drawing=streets(shapes, "paths"), body="paths", entrances=[(0, 0)])
    waits(f, "layer", "400 m away in a straight line")


# -- which surgeries count -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "counts"),
    [
        ({"status": "open"}, True),
        ({"status": "closing"}, True),
        ({"status": "closing", "closes": "2026-11-21"}, False),
        ({"status": "closing", "closes": "2026-11-22"}, True),
        ({"status": "closing", "closes": "2026-11"}, True),
        ({"status": "planned"}, False),
        ({"status": "closed"}, False),
        ({"status": "open", "opens": "2026-11-23"}, False),
        ({"status": "open", "opens": "2026"}, True),
        ({"type": "pharmacy"}, False),
    ],
)
def test_only_what_is_open_at_the_date_counts(columns: dict[str, str], counts: bool) -> None:
    assert (finding({"Dr Grey": (140, 0)}, **columns).verdict == "met") == counts


# -- the whole -----------------------------------------------------------------------------------


def test_declared_measures_are_the_ones_in_code() -> None:
    assert set(MEASURES) == set(declared.MEASURES)


def test_the_same_input_gives_the_same_assessment() -> None:
    assert judged({"Dr Grey": (780, 0)}) == judged({"Dr Grey": (780, 0)})


def changed(**fields: Any) -> list[Pack]:
    (pack,) = PACKS
    return [replace(pack, criteria=tuple(replace(c, **fields) for c in pack.criteria))]


@pytest.mark.parametrize(
    "fields", [{"standing": "context"}, {"standing": "emerging"}, {"addressee": "borough"}]
)
def test_what_is_not_asked_of_a_proposal_has_no_verdict(fields: dict[str, str]) -> None:
    for at in ({"Dr Grey": (780.0, 0.0)}, {"Dr Grey": (1240.0, 0.0)}):
        f = finding(at, packs=changed(**fields))
        assert (f.verdict, f.waiting_for) == (None, ())
        assert f.value == at["Dr Grey"][0] - 40


def test_a_figure_not_in_force_is_not_applicable_with_its_reason() -> None:
    (value,) = PACKS[0].criteria[0].values
    f = finding({"Dr Grey": (780, 0)}, packs=changed(values=(replace(value, starts="2027-01-01"),)))
    assert (f.verdict, f.threshold) == ("not applicable", None)
    assert f.reason == "No figure of this guidance is in force on 2026-11-22. The first is of 2027-01-01."


def test_the_words_never_judge() -> None:
    for at in ({"Dr Grey": (780.0, 0.0)}, {"Dr Grey": (1240.0, 0.0)}, {}):
        f = finding(at)
        words = [x.words for x in (f.firmness, f.would_meet) if x is not None]
        said = " ".join((f.working, *words)).casefold().split()
        assert not {"pass", "fail", "score", "compliant", "breach", "error", "invalid", "null"} & set(said)


def test_a_route_over_a_restricted_road_says_so() -> None:
    made = drawn(ROAD, name="Mews", street_class="Restricted Local Access Road")
    assert "restricted local access road (Mews)" in finding({"Dr Grey": (140, 0)}, drawing=made).working
