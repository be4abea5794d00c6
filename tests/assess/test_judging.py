"""What the engine adds to measures: which criteria apply, which case it is, answers, altered figures, what needs whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import shapely

from drawn_streets import streets, surgeries
from made_packs import criterion, pack_of
from placewell.assess.engine import Assessor, moves
from placewell.assess.ground import Ground
from placewell.assess.needs import needs, topics
from placewell.assess.proposal import Proposal, Setting
from placewell.domain.case import Case, Claim, OfficialPtal
from placewell.domain.finding import Finding, Given, Mitigation
from placewell.domain.layer import Layer
from placewell.domain.project import Project
from placewell.domain.rows import Rows
from placewell.domain.scheme import Floorspace, Homes, Loss, Provision, Quantity, Scheme

SITE = shapely.box(0, 0, 100, 100)
NOTHING = Setting()
TOWN = shapely.box(-5000, -5000, 5000, 5000)
HOMES = (
    Homes("H1", "S", 60, tenure="market sale", bedrooms=1),
    Homes("H2", "S", 40, tenure="social rent", bedrooms=3),
)
SHARE = {
    "comparison": "at least",
    "inputs": {"by": ["homes"]},
    "groups": {"family": ["bedrooms: 3+"]},
}


def shares(*values: dict[str, Any], **more: Any) -> str:
    """A criterion of the share of homes with three or more bedrooms: 40 of 100 are."""
    return criterion(
        "share of homes", value=[{"unit": "%", "of": "family"} | v for v in values], **SHARE, **more
    )


def areas(*shapes: tuple[str, str, shapely.Geometry]) -> Rows:
    columns: dict[str, list[Any]] = {n: [] for n in ("id", "layer", "level", "code", "name", "details")}
    for i, (level, name, _) in enumerate(shapes):
        for key, value in zip(columns, (f"A{i}", "LA", level, "", name, ""), strict=True):
            columns[key].append(value)
    import numpy as np

    held = np.empty(len(shapes), dtype=object)
    held[:] = [s for _, _, s in shapes]
    return Rows("area", columns, held)


def judged(
    text: str, *, setting: Setting = NOTHING, as_at: str = "2026-11-22", ground: Rows | None = None, **parts: Any
) -> Finding:  # fmt: skip
    given: dict[str, Any] = {"homes": HOMES} | parts
    made = Ground(Project("project", "Town", TOWN), [], surgeries({}), None, as_at, areas=ground)
    proposal = Proposal(Scheme("S", "The yard", SITE), **given)
    (found,) = Assessor(made, proposal, setting, [pack_of(text)], {}).findings
    return found


# -- whether it applies ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("triggers", "verdict", "words"),
    [
        ({"least_homes": 100}, "met", ""),
        ({"least_homes": 101}, "not applicable", "It is for 101 homes or more; this has 100."),
        ({"most_homes": 100}, "met", ""),
        ({"most_homes": 99}, "not applicable", "It is for 99 homes or fewer; this has 100."),
        ({"major": True}, "met", ""),
        ({"case_types": ["full"]}, "cannot tell", "The type of application: this is for full only."),
        ({"brings": ["hot food takeaway"]}, "not applicable", "does not state that it brings any hot food takeaway"),
        ({"loses": ["homes"]}, "not applicable", "No loss of homes is stated."),
        ({"unless_loses": ["homes"]}, "met", ""),
        ({"stated": ["GLA funding"]}, "cannot tell", "GLA funding: whether it is part of the scheme has not been stated."),
        ({"unless_stated": ["public land"]}, "cannot tell", "Public land: whether"),
        ({"ptal": ["5"]}, "cannot tell", "a computed index never decides a policy"),
        ({"areas": ["regeneration area: The Marsh"]}, "cannot tell", "The outline of The Marsh"),
        ({"least_floorspace_m2": 500, "uses": ["E(g)"]}, "cannot tell", "it is for 500 m² or more of class E(g)"),
    ],
)  # fmt: skip
def test_a_trigger_that_is_not_known_waits_and_one_that_fails_says_why(
    triggers: dict[str, Any], verdict: str, words: str
) -> None:
    f = judged(shares({"number": 40}, triggers=triggers))
    assert f.verdict == verdict
    assert words in " ".join([f.reason, *(w.what for w in f.waiting_for)])


def test_triggers_that_are_known() -> None:
    text = shares({"number": 40}, triggers={"case_types": ["full"]})
    assert judged(text, setting=Setting(case=Case("case", type="full"))).verdict == "met"
    outline = judged(text, setting=Setting(case=Case("case", type="outline")))
    assert (outline.verdict, outline.reason) == ("not applicable", "It is for full only; this is outline.")
    lost = (Loss("L", "S", "homes", amount=3, tenure="social rent"),)
    assert judged(shares({"number": 40}, triggers={"loses": ["social homes"]}), losses=lost).verdict == "met"
    assert (
        judged(shares({"number": 40}, triggers={"unless_loses": ["homes"]}), losses=lost).verdict
        == "not applicable"
    )
    stated = (Quantity("Q", "S", "GLA funding", 1),), (Quantity("Q", "S", "GLA funding", 0),)
    asked = shares({"number": 40}, triggers={"stated": ["GLA funding"]})
    assert [judged(asked, quantities=q).verdict for q in stated] == ["met", "not applicable"]
    floor = [
        (Floorspace("F", "S", use, "proposed", "GIA", m2),)
        for use, m2 in (("E(g)(i)", 500), ("E(g)", 499), ("E", 900))
    ]
    offices = shares({"number": 40}, triggers={"least_floorspace_m2": 500, "uses": ["E(g)"]})
    assert [judged(offices, floorspace=f).verdict for f in floor] == [
        "met",
        "not applicable",
        "not applicable",
    ]


def test_an_area_trigger_looks_under_the_red_line() -> None:
    text = shares({"number": 40}, triggers={"areas": ["regeneration area: The Marsh"]})
    half = areas(("regeneration area", "The Marsh (core)", shapely.box(50, 0, 500, 500)))
    far = areas(("regeneration area", "The Marsh", shapely.box(500, 500, 900, 900)))
    other = areas(("regeneration area", "The Heath", SITE))
    assert [judged(text, ground=g).verdict for g in (half, far, other)] == [
        "met",
        "not applicable",
        "cannot tell",
    ]


def test_a_range_of_homes_across_a_trigger_waits_for_a_later_stage() -> None:
    homes = (Homes("H", "S", 120, bedrooms=3, homes_least=90),)
    f = judged(shares({"number": 40}, triggers={"least_homes": 100}), homes=homes)
    assert [(w.kind, "90 to 120" in w.what) for w in f.waiting_for] == [("later stage", True)]


# -- which figure ------------------------------------------------------------------------------------


def test_the_figure_of_the_date_is_taken() -> None:
    text = shares({"number": 30, "ends": "2024-12-31"}, {"number": 50, "starts": "2025"})
    assert [judged(text, as_at=d).threshold for d in ("2024-12-31", "2025-01-01")] == [30.0, 50.0]
    assert [judged(text, as_at=d).verdict for d in ("2024-12-31", "2025-01-01")] == ["met", "not met"]


CASES = shares(
    {"number": 20, "case": "in Central Activities Zone"},
    {"number": 30, "case": "urban zone"},
    {"number": 50, "case": "suburban zone"},
)


def test_a_case_that_is_not_known_waits_unless_all_agree() -> None:
    f = judged(CASES)
    assert f.verdict == "cannot tell"
    assert (
        f.waiting_for[0].what
        == "Which of these holds: in Central Activities Zone, urban zone, suburban zone."
    )
    agreed = judged(CASES, homes=(Homes("H", "S", 10, bedrooms=4),))
    assert agreed.verdict == "met"
    assert (
        "The same for each of: 'in Central Activities Zone', 'urban zone', 'suburban zone'." in agreed.working
    )


def test_a_case_is_known_from_the_map_or_because_somebody_says_so() -> None:
    inside = areas(("Central Activities Zone", "CAZ", shapely.box(-10, -10, 200, 200)))
    f = judged(CASES, ground=inside)
    assert (f.verdict, f.threshold) == ("met", 20.0)
    said = judged(CASES, quantities=(Quantity("Q", "S", "Suburban zone", 1),))
    assert (said.verdict, said.threshold) == ("not met", 50.0)


BANDS = shares({"number": 30, "case": "PTAL 0-3"}, {"number": 50, "case": "PTAL 4-6"})


@pytest.mark.parametrize(
    ("band", "verdict"), [("1b", "met"), ("3", "met"), ("4", "not met"), ("6a", "not met")]
)
def test_the_official_band_says_which_case_it_is(band: str, verdict: str) -> None:
    assert judged(BANDS, setting=Setting(ptal=OfficialPtal("o", band))).verdict == verdict


def test_a_computed_index_says_nothing() -> None:
    for style in (None, (0.1, "1a"), (80.0, "6b")):
        f = judged(BANDS, setting=Setting(ptal_style=style))
        assert f.verdict == "cannot tell"
        assert "a computed index never decides a policy" in f.waiting_for[0].what


def test_another_route_is_not_not_met() -> None:
    f = judged(shares({"number": 50}, otherwise="Another route applies."))
    assert (f.verdict, f.reason, f.value) == ("not applicable", "Another route applies.", 40.0)
    assert f.firmness is not None and f.would_meet is not None


def test_what_the_figure_alone_does_not_answer_is_asked() -> None:
    text = shares({"number": 50}, then_asked="Whether it matters.")
    f = judged(text)
    assert (f.verdict, [(w.kind, w.what) for w in f.waiting_for]) == (
        "cannot tell",
        [("officer", "Whether it matters.")],
    )
    assert judged(shares({"number": 40}, then_asked="Whether it matters.")).verdict == "met"
    answered = Setting(
        answers={"C-1": [Given("met or not met", "met", "It is not lost.", "A. Officer", "2026-11-22")]}
    )
    assert judged(text, setting=answered).verdict == "met"


def test_the_council_s_own_figure_is_waited_for() -> None:
    text = criterion(
        "spaces per home", inputs={"what": ["car parking spaces"]}, awaits="The council's own table."
    )
    f = judged(text)
    assert [(w.kind, w.what) for w in f.waiting_for] == [("officer", "The council's own table.")]


def test_a_figure_that_a_council_changed_says_from_what() -> None:
    published = {c.id: c for c in pack_of(shares({"number": 35})).criteria}
    made = Ground(Project("project", "Town", TOWN), [], surgeries({}), None, "2026-11-22")
    own = pack_of(shares({"number": 45}))
    proposal = Proposal(Scheme("S", "The yard", SITE), homes=HOMES)
    (f,) = Assessor(made, proposal, Setting(), [own], published).findings
    assert [(a.part, a.was, a.now, a.unit) for a in f.altered] == [("family", 35.0, 45.0, "%")]
    (same,) = Assessor(made, proposal, Setting(), [pack_of(shares({"number": 35}))], published).findings
    assert same.altered == ()


# -- answers -----------------------------------------------------------------------------------------


def given(value: str, part: str = "", scale: str = "met or not met") -> Given:
    return Given(scale, value, "Because.", "A. Officer", "2026-11-22", part)


def test_an_answer_on_the_verdict_s_own_scale_is_the_verdict() -> None:
    text = criterion("asked")
    assert judged(text).verdict == "cannot tell"
    for value in ("met", "partly met", "not met", "not applicable"):
        f = judged(text, setting=Setting(answers={"C-1": [given(value)]}))
        assert (f.verdict, f.waiting_for) == (value, ())


def test_an_answer_on_another_scale_is_never_translated() -> None:
    text = criterion("asked", answer_scale="impact")
    for value in ("positive", "negative"):
        f = judged(text, setting=Setting(answers={"C-1": [given(value, scale="impact")]}))
        assert (f.verdict, f.waiting_for, f.answers[0].value) == (None, (), value)


def test_parts_are_answered_each_and_never_put_together() -> None:
    text = criterion("asked", answer_scale="traffic light", answers_for=["streets", "homes"])
    one = judged(text, setting=Setting(answers={"C-1": [given("green", "streets", "traffic light")]}))
    assert (one.verdict, one.waiting_for[0].what) == ("cannot tell", "Not yet answered: homes.")
    both = [given("green", "streets", "traffic light"), given("red", "homes", "traffic light")]
    assert judged(text, setting=Setting(answers={"C-1": both})).verdict is None


def test_an_officer_s_view_stands_beside_a_computed_verdict() -> None:
    over = Given("met or not met", "met", "The layout was agreed.", "A. Officer", "2026-11-22", override=True)
    f = judged(shares({"number": 50}), setting=Setting(answers={"C-1": [over]}))
    assert (f.verdict, f.answers) == ("not met", (over,))


def test_what_the_applicant_states_stands_beside_too() -> None:
    claim = Claim("K", "", "Planning statement", "12", "A topic", "Family homes are at the heart of it.")
    f = judged(shares({"number": 50}), setting=Setting(claims=[claim]))
    assert f.applicant_states == "Family homes are at the heart of it. (Planning statement, page 12)"


# -- what needs whom ---------------------------------------------------------------------------------


def test_the_order_in_which_an_officer_takes_things_up() -> None:
    texts = [
        shares({"number": 40}, id="fragile"),
        shares({"number": 10}, id="firm"),
        criterion("asked", id="unanswered"),
        criterion("stated quantity", comparison="at least", inputs={"what": ["trees"]}, value=[{"number": 1, "unit": "count"}], id="applicant"),
        shares({"number": 50}, id="plan", standing="development plan"),
        shares({"number": 50}, id="mitigated", standing="development plan"),
        shares({"number": 90}, id="benchmark"),
    ]  # fmt: skip
    made = Ground(Project("project", "Town", TOWN), [], surgeries({}), None, "2026-11-22")
    setting = Setting(mitigation={"mitigated": [Mitigation("More homes", "condition", "", "", "agreed")]})
    found = Assessor(
        made, Proposal(Scheme("S", "Y", SITE), homes=HOMES), setting, [pack_of(*texts)], {}
    ).findings
    assert [(n.why, n.criterion) for n in needs(found)] == [
        ("development plan, not met, without mitigation", "plan"),
        ("ask the applicant", "applicant"),
        ("not yet answered", "unanswered"),
        ("fragile", "fragile"),
    ]
    (topic,) = topics(found)
    assert topic.title == "A topic, 1 source"
    dropped = replace(found[5], mitigation=(Mitigation("More homes", "condition", "", "", "dropped"),))
    assert [n.criterion for n in needs([dropped])] == ["mitigated"]


# -- where it is -------------------------------------------------------------------------------------


def test_what_does_not_depend_on_the_position_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    still = pack_of(shares({"number": 40})).criteria[0]
    cases = pack_of(CASES).criteria[0]
    plain = pack_of(criterion("asked")).criteria[0]
    near = pack_of(criterion("asked", inputs={"types": ["park"]})).criteria[0]
    assert [moves(c) for c in (still, cases, plain, near)] == [False, True, False, True]


def test_phases_are_told_where_what_is_brought_comes_later() -> None:
    drawing = streets([shapely.LineString([(0, -3000), (0, 3000)])], "roads")
    from placewell.network.build import build

    layers = [
        Layer("L2", "NHS", "asset", "GP surgery", coverage="complete"),
        Layer("L1", "Roads", "street", "roads"),
    ]
    made = Ground(
        Project("project", "Town", TOWN),
        layers,
        surgeries({"Far": (0, 2900)}),
        build(drawing, "roads"),
        "2026-11-22",
    )
    homes = tuple(Homes(f"H{p}", "S", 300, phase=p) for p in (1, 2))
    brought = (
        Provision("P", "S", "GP surgery", "The new surgery", shapely.Point(0, 60), 2, certainty="secured"),
    )
    text = criterion(
        "walk to nearest",
        comparison="at most",
        inputs={"types": ["GP surgery"]},
        value=[{"number": 800, "unit": "m"}],
    )
    site = shapely.box(-20, -50, 20, 100)
    (f,) = Assessor(
        made, Proposal(Scheme("S", "Y", site), homes=homes, provision=brought), Setting(), [pack_of(text)], {}
    ).findings
    assert f.verdict == "met"
    assert [(p.phase, p.verdict, p.homes) for p in f.by_phase] == [(1, "not met", 300), (2, "met", 600)]
    assert "At the end of phase 1, 300 homes are not within 800 m on foot." in f.working
    offered = (replace(brought[0], certainty="offered"),)
    (f,) = Assessor(
        made, Proposal(Scheme("S", "Y", site), homes=homes, provision=offered), Setting(), [pack_of(text)], {}
    ).findings
    assert (f.verdict, f.waiting_for[0].kind) == ("cannot tell", "applicant")
    assert [(o.verdict, o.what) for o in f.otherwise] == [("met", "The new surgery (offered)")]
