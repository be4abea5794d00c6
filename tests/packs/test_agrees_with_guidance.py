"""The shipped packs against the guidance reference: every entry once, every figure as it stands there."""

from __future__ import annotations

import re

import pytest
from guidance_table import SHARED, Entry, entries, floor_areas

from placewell.guidance.load import load_packs
from placewell.guidance.model import Criterion, Pack
from placewell.shipped import resource

PACKS = (
    "building-for-a-healthy-life",
    "capacity",
    "context",
    "equality-duty",
    "healthy-streets",
    "hudu-rapid-hia-2019",
    "london-plan-2021",
    "national-policy",
    "southwark-consultation-and-charters",
    "southwark-plan-2022",
    "southwark-social-regeneration",
    "walking-and-green-space",
)
LABELS = {"EQ-MARMOT", "EQ-5WAYS", "EQ-WHO", "QOL-6", "SPH-5"}
"""Frameworks that tag and ask nothing."""
OWN = "SRF-"
"""Criteria made from the draft framework itself, which the reference has in prose."""
NO_VERDICT = {
    "LP-H4", "LP-GG4", "SWK-SP1", "LP-H1-800", "AGS-CAP", "FIT-SIX", "LP-T1", "LP-T4-ATZ", "SCH-WALK", "EQ-IMD",
    "PTAL-AI", "PTAL-BAND", "SWK-P60",
}  # fmt: skip
"""Section M: not judged on a scheme; with every LP-G4, ACC- and EQY- entry."""


@pytest.fixture(scope="module")
def reference() -> dict[str, Entry]:
    if not SHARED.exists():
        pytest.skip(f"the guidance reference is not here ({SHARED.name})")
    return entries(SHARED.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def packs() -> tuple[Pack, ...]:
    return load_packs(resource("packs"))


@pytest.fixture(scope="module")
def criteria(packs: tuple[Pack, ...]) -> list[Criterion]:
    return [c for pack in packs for c in pack.criteria]


def test_the_packs_are_these(packs: tuple[Pack, ...]) -> None:
    assert tuple(sorted(p.id for p in packs)) == PACKS


def test_every_entry_stands_in_exactly_one_pack(
    reference: dict[str, Entry], criteria: list[Criterion]
) -> None:
    wanted = {e.id for e in reference.values() if e.mode in ("automatic", "calculated", "manual")} - LABELS
    given = [c.id for c in criteria if not c.id.startswith(OWN)]
    assert sorted(given) == sorted(wanted)
    assert len(wanted) == 242


def test_the_source_status_is_the_reference_s(reference: dict[str, Entry], criteria: list[Criterion]) -> None:
    wrong = {
        c.id: (c.source_status, reference[c.id].source_status)
        for c in criteria
        if c.id in reference and c.source_status != reference[c.id].source_status
    }
    assert wrong == {}


def test_every_figure_is_the_reference_s(reference: dict[str, Entry], criteria: list[Criterion]) -> None:
    areas = floor_areas(SHARED.read_text(encoding="utf-8"))
    unknown = []
    for c in criteria:
        if c.id == "LP-D6-GIA":
            given = {v.of: v.number for v in c.values if v.case != "shower room"}
            assert given == areas
            assert {v.number for v in c.values if v.case == "shower room"} == {37.0}
            continue
        if c.values and c.id in reference:
            unknown += [(c.id, v.of, v.number) for v in c.values if v.number not in figures(reference[c.id])]
    assert unknown == []


SPELT = {"two": 2.0, "three": 3.0}


def figures(entry: Entry) -> set[float]:
    """Its figures, and nothing for 'no net loss' and 'none' where it says so in words."""
    words = f"{entry.measured} {entry.threshold}".casefold()
    spelt = {n for w, n in SPELT.items() if re.search(rf"\b{w}\b", words)}
    none = {0.0} if any(w in words for w in ("no net loss", "no loss", "≥ existing", "excluded")) else set()
    return entry.figures | none | spelt


def test_every_figure_has_a_citation_a_date_and_a_source_status(criteria: list[Criterion]) -> None:
    for c in criteria:
        assert c.citation.publisher and c.citation.document and c.citation.date, c.id
        for v in c.values:
            assert v.citation.document and (v.starts or v.citation.date) and v.source_status, c.id


def test_a_verified_figure_says_where_it_was_read(criteria: list[Criterion]) -> None:
    bare = [
        c.id
        for c in criteria
        if c.source_status == "verified" and not c.citation.url.startswith(("https://", "http://"))
    ]
    # Read on a publisher's page without its address, or made from the draft framework itself.
    assert [i for i in bare if not i.startswith(OWN)] == []


def test_what_section_m_keeps_from_a_scheme_is_not_judged_on_one(criteria: list[Criterion]) -> None:
    judged = [
        c.id
        for c in criteria
        if (c.id in NO_VERDICT or c.id.startswith(("LP-G4-", "ACC-", "EQY-")))
        and c.addressee == "proposal"
        and c.standing not in ("context", "emerging")
    ]
    assert judged == []


@pytest.mark.parametrize(
    ("prefix", "scale"),
    [("HUDU-", "impact"), ("BHL-12", "traffic light"), ("EQ-CHAR", "equality"), ("PS-14", "1 to 7")],
)
def test_a_framework_keeps_its_own_scale(prefix: str, scale: str, criteria: list[Criterion]) -> None:
    found = {c.answer_scale for c in criteria if c.id.startswith(prefix)}
    assert found == {scale}


def test_the_framework_is_council_corporate_and_says_that_it_was_replaced(packs: tuple[Pack, ...]) -> None:
    (pack,) = (p for p in packs if p.id == "southwark-social-regeneration")
    assert pack.edition == "draft of 2017, later replaced"
    assert {c.standing for c in pack.criteria} == {"council corporate"}


def test_good_practice_is_never_called_the_plan(criteria: list[Criterion]) -> None:
    starts = ("FIT-", "AGS-", "WT-", "WHO-", "R3", "CIHT-", "HUDU-", "CAP-", "HS-", "BHL-", "ATE-")
    wrong = [c.id for c in criteria if c.id.startswith(starts) and c.standing == "development plan"]
    assert wrong == []


def test_at_most_sixty_topics(criteria: list[Criterion]) -> None:
    assert 40 <= len({c.topic for c in criteria}) <= 60


def test_same_as_names_criteria_that_are_there_on_the_same_scale(criteria: list[Criterion]) -> None:
    known = {c.id: c for c in criteria}
    for c in criteria:
        for other in c.same_as:
            assert other in known and other != c.id, (c.id, other)
