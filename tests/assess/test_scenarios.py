"""Situations that a planner can read, each with the verdict and value worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from situations import Scenario, scenarios

from placewell.assess.judge import holds
from placewell.guidance.measures import MEASURES
from placewell.guidance.model import Pack

ALL = scenarios()
JUDGED = ("met", "not met")
NO_FIGURE = {"record complete", "asked", "official PTAL", "fairness of access", "floating catchment"}
"""Measures that compare with no figure of the guidance, or that are only ever shown."""
OF_SPACES = {"cycle spaces", "visitor cycle spaces", "cycle spaces by floorspace"}
"""What is asked is worked out from the scheme, in spaces: what is stated moves instead of the figure."""


def named(scenario: Scenario) -> str:
    return f"{scenario.measure}: {scenario.name}"


@pytest.mark.parametrize("scenario", ALL, ids=named)
def test_the_verdict_is_the_one_worked_out_by_hand(scenario: Scenario) -> None:
    found, expect = scenario.finding(), scenario.expect
    assert (found.verdict or "none") == expect["verdict"]
    if "value" in expect:
        assert found.value == pytest.approx(expect["value"], abs=1e-6)
    if "figure" in expect:
        assert found.threshold == pytest.approx(expect["figure"])
    if "waiting" in expect:
        assert {w.kind for w in found.waiting_for} == {expect["waiting"]}
    if "words" in expect:
        said = " ".join([found.working, found.reason, *(w.what for w in found.waiting_for)])
        assert expect["words"] in said
    if "change" in expect:
        assert found.would_meet is not None
        assert found.would_meet.number == pytest.approx(expect["change"], abs=1e-6)


def test_there_is_one_for_every_measure_and_both_sides_of_every_figure() -> None:
    verdicts: dict[str, set[str]] = {}
    for scenario in ALL:
        verdicts.setdefault(scenario.measure, set()).add(scenario.expect["verdict"])
    assert set(verdicts) == set(MEASURES)
    for name in MEASURES:
        if name not in NO_FIGURE:
            assert set(JUDGED) <= verdicts[name], name
    for name, form in MEASURES.items():
        used = {s.told.get("comparison") for s in ALL if s.measure == name}
        both = set(form.comparisons) - used
        # Where a measure judges all four, they are judged by the same comparison (`judge.holds`), tested below.
        assert not both or len(form.comparisons) == 4 or len(form.comparisons) == 2, (name, both)


@pytest.mark.parametrize("scenario", [s for s in ALL if "mended" in s.told], ids=named)
def test_the_change_that_would_meet_it_does(scenario: Scenario) -> None:
    assert scenario.finding().would_meet is not None or scenario.measure == "record complete"
    assert scenario.mended().finding().verdict == "met"


def test_every_measure_that_can_be_not_met_has_such_a_change() -> None:
    mended = {s.measure for s in ALL if "mended" in s.told}
    # A figure by area is not the scheme's to change, and PTAL or walk is never asked of a scheme.
    assert set(MEASURES) - NO_FIGURE - mended == {"statistic here", "PTAL or walk"}


def moved(pack: Pack, parts: tuple[str, ...], by: float, verdict: str) -> Pack:
    """The pack with the figures of these parts moved by so much towards what turns the verdict round."""
    (criterion,) = pack.criteria
    values = []
    for v in criterion.values:
        if v.of in parts:
            up = (v.comparison or criterion.comparison) in ("at least", "more than")
            harder = by if up else -by
            v = replace(v, number=v.number + (harder if verdict == "met" else -harder))
        values.append(v)
    return replace(pack, criteria=(replace(criterion, values=tuple(values)),))


FIRM = [
    s for s in ALL if s.expect["verdict"] in JUDGED and s.measure not in ("record complete", "PTAL or walk")
]


@pytest.mark.parametrize("scenario", FIRM, ids=named)
def test_firmness_applied_turns_the_verdict_round_and_a_hundredth_less_does_not(scenario: Scenario) -> None:
    found = scenario.finding()
    assert found.firmness is not None and found.firmness.unit
    number, verdict = found.firmness.number, found.verdict
    assert verdict is not None and number > 0
    if scenario.measure in OF_SPACES:
        sign = -1 if verdict == "met" else 1
        assert scenario.with_quantity(sign * number).finding().verdict != verdict
        assert scenario.with_quantity(sign * (number - 0.01)).finding().verdict == verdict
        return
    parts = found.firmness.parts
    assert {v.of for v in scenario.pack.criteria[0].values} >= set(parts)
    assert scenario.finding(moved(scenario.pack, parts, number, verdict)).verdict != verdict
    assert scenario.finding(moved(scenario.pack, parts, number - 0.01, verdict)).verdict == verdict


def test_firmness_is_proven_for_every_measure_with_a_figure() -> None:
    proven = {(s.measure, s.expect["verdict"]) for s in FIRM}
    wanted = {(m, v) for m in MEASURES for v in JUDGED if m not in NO_FIGURE | {"PTAL or walk"}}
    assert wanted <= proven


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [
        ("at most", True, True, False),
        ("less than", True, False, False),
        ("at least", False, True, True),
        ("more than", False, False, True),
    ],
)
def test_which_comparisons_include_the_figure(comparison: str, below: bool, at: bool, above: bool) -> None:
    assert [holds(v, 35.0, comparison) for v in (34.999, 35.0, 35.001)] == [below, at, above]
    # 35 of 100 is 35 %, however the sum is rounded.
    assert holds(100 * 0.35 * 3 / 3, 35.0, "at least") and holds(100 * (0.1 + 0.25), 35.0, "at most")
