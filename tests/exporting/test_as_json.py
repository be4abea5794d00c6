"""The machine-readable answer keeps its keys."""

from __future__ import annotations

import json

from made_assessment import made
from placewell.domain.finding import VERDICTS
from placewell.exporting.as_json import assessment_json

WHOLE = {"placewell", "project", "scheme", "option", "packs", "as_at", "findings"}
FINDING = {
    "criterion", "pack", "topic", "theme", "standing", "addressee", "phase", "verdict", "value", "unit",
    "comparison", "threshold", "citation", "source_status", "firmness", "waiting_for", "evidence",
    "working", "would_meet", "applicant_states", "answer",
}  # fmt: skip
EVIDENCE = {"layer", "id", "name", "reach_m", "minutes"}


def test_the_documented_keys_are_there() -> None:
    plain = json.loads(assessment_json(made({"gate": (700, 0)})))
    assert set(plain) >= WHOLE
    (finding,) = plain["findings"]
    assert set(finding) >= FINDING
    assert set(finding["evidence"][0]) >= EVIDENCE
    assert plain["packs"] == [{"id": "p", "edition": "2020"}]


def test_the_figures_are_those_of_the_assessment() -> None:
    (finding,) = json.loads(assessment_json(made({"gate": (700, 0)})))["findings"]
    assert (finding["verdict"], finding["value"], finding["threshold"]) == ("met", 700.0, 800.0)
    assert finding["evidence"][0]["minutes"] == 8.75
    assert (finding["waiting_for"], finding["answer"], finding["applicant_states"]) == ([], None, None)


def test_what_it_waits_for_is_filled_exactly_when_it_cannot_be_told() -> None:
    for assessment in (
        made({"gate": (700, 0)}),
        made({"g": (900, 0)}),
        made({"g": (900, 0)}, coverage="partial"),
    ):
        for finding in json.loads(assessment_json(assessment))["findings"]:
            assert finding["verdict"] in VERDICTS
            assert bool(finding["waiting_for"]) == (finding["verdict"] == "cannot tell")
            assert all(set(w) == {"kind", "what"} for w in finding["waiting_for"])


def test_the_same_assessment_gives_the_same_bytes_with_sorted_keys() -> None:
    one, two = (assessment_json(made({"gate": (700, 0)})) for _ in range(2))
    assert one == two
    assert json.dumps(json.loads(one), sort_keys=True, indent=2, ensure_ascii=False) == one


def test_no_walk_is_null_not_infinity() -> None:
    text = assessment_json(made({"far": (11900, 0)}))
    assert "Infinity" not in text
    (finding,) = json.loads(text)["findings"]
    assert (finding["value"], finding["value_text"]) == (None, "more than 10,000 m")
