"""Findings as they are gone through, scope with its reasons, charts, cards and search: what the window asks `work` for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shapely

from placewell.domain.errors import Problem
from placewell.domain.finding import Finding
from placewell.exporting.figures import Bars, alt_of, figure_of, png_of
from placewell.work.answer_run import keep_answer, questions
from placewell.work.assess import assessed, assessor_of
from placewell.work.before_export import cautions
from placewell.work.charts import charts_of, homes_chart
from placewell.work.identify import age, direction, distances
from placewell.work.on_map import on_map, where_of
from placewell.work.opened import Opened
from placewell.work.packs import known_packs, wanted
from placewell.work.progress import run
from placewell.work.scope import by_pack, by_theme, choose_packs, leave_out, left_out, take_in
from placewell.work.search import folded, grid_place, index_of
from placewell.work.submissions import nouns
from placewell.work.topics import WHYS, Chosen, changed, cited, listed


@pytest.fixture
def opened(made_copy: Callable[[str], Opened]) -> Opened:
    return made_copy("gantry-wharf")


def findings(opened: Opened, packs: str = "all") -> tuple[Finding, ...]:
    chosen = [k.pack for k in wanted([packs] if packs else [], opened)]
    assessor, _ = run(assessor_of(opened, chosen))
    return assessor.findings


def test_every_finding_is_listed_once_under_what_presses_most(opened: Opened) -> None:
    found = findings(opened)
    held = listed(found)
    lines = [x.finding.criterion for _, headings in held.groups for h in headings for x in h.lines]
    assert sorted(lines) == sorted(f.criterion for f in found)
    names = [name for name, _ in held.groups]
    order = [*WHYS, "not met", "partly met", "cannot tell", "met", "not applicable", "for information"]
    assert names == [n for n in order if n in names]
    assert sum(len(h) for _, h in held.groups) <= 60, "topics"
    for name, headings in held.groups:
        if name == "met":
            assert {x.mark for h in headings for x in h.lines} <= {"met", "not applicable", None}
    # Numbers and units count as words, which makes thirteen of a few.
    assert all(len(x.question.split()) <= 13 for _, hs in held.groups for h in hs for x in h.lines)


def test_chips_choose_by_theme_standing_team_and_words(opened: Opened) -> None:
    found = findings(opened)
    for chosen, holds in (
        (Chosen(themes=frozenset({"play"})), lambda f: f.theme == "play"),
        (Chosen(standings=frozenset({"statute"})), lambda f: f.standing == "statute"),
        (Chosen(teams=frozenset({"NHS"})), lambda f: f.who_answers == "NHS"),
        (Chosen(without=frozenset({"housing"})), lambda f: f.theme != "housing"),
        (Chosen(words="play space"), lambda f: "play" in str(vars(f)).casefold()),
    ):
        lines = [x.finding for _, hs in listed(found, chosen).groups for h in hs for x in h.lines]
        assert lines and all(map(holds, lines))


def test_a_sentence_with_its_citation_holds_question_verdict_and_source(opened: Opened) -> None:
    for f in findings(opened, ""):
        said = cited(f)
        assert f.question in said and f.citation in said and ".." not in said


def test_only_verdicts_that_differ_are_told_as_changed(opened: Opened) -> None:
    found = findings(opened, "")
    assert changed(found, found) == ()


def test_a_theme_is_left_out_with_a_reason_that_the_record_prints(opened: Opened) -> None:
    with pytest.raises(Problem, match="Why 'play' is left out is not said"):
        leave_out(opened, "play", "  ")
    leave_out(opened, "play", "Assessed in the outline permission.")
    assert left_out(opened)["play"].words == "Theme left out: play. Assessed in the outline permission."
    leave_out(opened, "play", "Another reason.")
    assert len([a for a in nouns(opened, "answer") if a.question.startswith("scope")]) == 1
    from placewell.exporting.report.record import method
    from placewell.work.workbooks import given_of

    chosen = [k.pack for k in wanted((), opened)]
    given = run(given_of(opened, *run(assessed(opened, chosen))))
    assert any(
        "Theme left out: play. Another reason." in str(row) for b in method(given).blocks for row in b.rows
    )
    take_in(opened, "play")
    assert left_out(opened) == {}


def test_the_packs_of_a_case_are_kept_with_it(opened: Opened) -> None:
    usual = [k.pack.id for k in wanted((), opened)]
    choose_packs(opened, [usual[0]])
    assert [k.pack.id for k in wanted((), opened)] == [usual[0]]
    assert [k.pack.id for k in wanted([usual[1]], opened)] == [usual[1]], "what is asked for comes first"
    with pytest.raises(Problem, match="No guidance pack was chosen"):
        choose_packs(opened, [])
    opened.session.undo()
    assert [k.pack.id for k in wanted((), opened)] == usual


def test_counts_add_up_and_say_why_some_do_not_apply(opened: Opened) -> None:
    found = findings(opened, "")
    themes = by_theme(found)
    assert sum(c.questions for c in themes) == len(found)
    assert sum(c.apply for c in themes) == sum(f.verdict != "not applicable" for f in found)
    packs = by_pack(found, list(known_packs(opened).by_id.values()))
    assert {c.name for c in packs if c.apply} == {k.pack.id for k in wanted((), opened)}
    assert any("not for this scheme" in c.why for c in themes)


def test_questions_wait_until_they_are_answered_and_evidence_is_read_apart(opened: Opened) -> None:
    chosen = [k.pack for k in wanted((), opened)]
    todo = questions(findings(opened, ""), chosen)
    one = next(q for q in todo if not q.choices and not q.part)
    keep_answer(opened, one, "It does.", "", "Design and access statement, rev. C, page 41")
    kept = nouns(opened, "answer")[-1]
    assert (kept.document, kept.revision, kept.page) == ("Design and access statement", "C", "41")
    again = questions(findings(opened, ""), chosen)
    assert len(again) == len(todo) - 1 and one.key not in {q.key for q in again}


def test_routes_and_places_of_a_finding_lie_where_its_evidence_does(opened: Opened) -> None:
    assessor, _ = run(assessor_of(opened, [k.pack for k in wanted(["all"], opened)]))
    where = where_of(assessor.ground)
    seen = 0
    for f in assessor.findings:
        shown = on_map(where, f)
        for walk in shown.walks:
            assert any(e.route is walk.line for e in (*f.evidence, *(x for c in f.facts for x in c.evidence)))
            assert walk.line.length > 0
        for spot in shown.spots:
            seen += 1
            x0, y0, x1, y1 = shown.box
            assert x0 <= spot.x <= x1 and y0 <= spot.y <= y1
        assert [s.number for s in shown.spots] == list(range(1, len(shown.spots) + 1))
    assert seen > 50


def test_charts_show_every_home_once_and_say_so_in_words(opened: Opened) -> None:
    assessor, _ = run(assessor_of(opened, [k.pack for k in wanted(["all"], opened)]))
    chart = homes_chart(assessor.proposal, "2026-11-24")
    assert isinstance(chart, Bars)
    whole = sum(h.homes for h in assessor.proposal.homes)
    assert sum(sum(v) for _, v in chart.rows) == whole
    sums = [sum(v) for _, v in chart.rows]
    assert sums == sorted(sums, reverse=True)
    for made in run(charts_of(assessor)):
        assert png_of(made, 380)[:4] == b"\x89PNG"
        assert all(name in alt_of(made) for name, *_ in made.rows)
        figure = figure_of(made, 4.0)
        texts = [t.get_text() for t in (*figure.texts, *figure.axes[0].texts)]
        assert not any(v in " ".join(texts).split() for v in ("met", "verdict"))


def test_whoever_exports_is_told_what_is_unanswered_unverified_and_confidential(opened: Opened) -> None:
    from placewell.work.case_edits import set_case

    set_case(opened, {"confidential_until": "2030-01-01"})
    made = run(assessed(opened, [k.pack for k in wanted((), opened)], "", "2026-11-22"))
    said = {c.what: c for c in cautions(*made)}
    assert next(iter(said)) == "case, confidential until 1 January 2030"
    waits = [f.criterion for f in made[1].findings if any(w.kind == "officer" for w in f.waiting_for)]
    assert said["questions are not yet answered"].which == tuple(waits)
    second = sum(f.source_status != "verified" for f in made[1].findings)
    assert said["figures were read at second hand or are to be checked"].count == second


# -- finding things


def test_names_are_found_whatever_their_capitals_and_accents_best_first(opened: Opened) -> None:
    index = index_of(opened)
    assert folded("Côte d’Or St. John's") == "cote dor st johns"
    assert next(iter(index.find("gantry wharf"))).kind == "scheme"
    streets = [f for f in index.find("dock road") if f.kind == "street"]
    assert streets and len({(f.name, f.type) for f in streets}) == len(streets), "a street is told once"
    assert shapely.length(streets[0].geometry) > 0
    names = [folded(f.name) for f in index.find("park")]
    ranks = [0 if n == "park" else 1 if n.startswith("park") else 2 if " park" in n else 3 for n in names]
    assert ranks == sorted(ranks) and len(names) > 3
    assert index.find("") == index.find("   ") == []
    assert index.find("'; DROP TABLE assets; --") == []
    assert index.find("%" * 5_000) == []


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("TQ 334 783", 533450.0, 178350.0), ("tq3340078300", 533400.5, 178300.5), ("533400 178300", 533400.0, 178300.0),
        ("SU 00 00", 400500.0, 100500.0), ("533400.5, 178300", 533400.5, 178300.0),
    ],
)  # fmt: skip
def test_grid_references_are_places(text: str, x: float, y: float) -> None:
    found = grid_place(text)
    assert found is not None
    assert (found.geometry.x, found.geometry.y) == (x, y)


@pytest.mark.parametrize("text", ["TQ 33 783", "II 334 783", "hello", "", "12 34", "ZZ 999 999"])
def test_what_is_no_grid_reference_is_none(text: str) -> None:
    assert grid_place(text) is None


def test_a_card_says_how_far_a_place_is_on_foot_and_from_which_gate(opened: Opened) -> None:
    assessor, _ = run(assessor_of(opened, [k.pack for k in wanted((), opened)]))
    site = assessor.proposal.scheme.geometry
    assert distances(assessor, shapely.point_on_surface(site)) == [("From the scheme", "within the red line")]
    f = next(f for f in assessor.findings for e in f.evidence if e.reach_m and e.reach_m > 200)
    e = next(e for e in f.evidence if e.reach_m and e.reach_m > 200)
    at = where_of(assessor.ground)[e.id][0]
    said = dict(distances(assessor, at))
    metres = float(said["On foot"].split(" m on foot")[0].replace(",", ""))
    assert metres <= e.reach_m + 1, "the nearest gate is no farther than any other"
    assert metres >= shapely.distance(site, at) - 30
    assert said["In a straight line"].endswith("of the red line")


@pytest.mark.parametrize(("x", "y", "word"), [(0, 9, "north"), (9, 9, "north-east"), (9, 0, "east"), (0, -9, "south"), (-9, 0, "west")])  # fmt: skip
def test_directions(x: float, y: float, word: str) -> None:
    assert direction(shapely.Point(0, 0), shapely.Point(x, y)) == word


@pytest.mark.parametrize(
    ("vintage", "said"),
    [("2026-11-01", "this month's"), ("2026-10", "1 month old"), ("2025-11", "12 months old"), ("2021", "5 years old"), ("", "undated"), ("spring", "of spring")],
)  # fmt: skip
def test_ages(vintage: str, said: str) -> None:
    assert age(vintage, "2026-11-24") == said
