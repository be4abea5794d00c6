"""The packs that ship: each can be used, and says what its sources say."""

from __future__ import annotations

import re
from pathlib import Path

from placewell.guidance.load import load_packs
from placewell.guidance.model import Pack

FOLDER = Path(__file__).parents[2] / "resources" / "packs"
NEVER = ("pass", "fail", "score", "compliant", "breach", "approve", "refuse")


def packs() -> dict[str, Pack]:
    return {pack.id: pack for pack in load_packs(FOLDER)}


def test_every_pack_is_named_as_its_file() -> None:
    assert sorted(packs()) == sorted(path.stem for path in FOLDER.glob("*.toml")) != []


def test_ids_are_given_once_over_all_packs() -> None:
    ids = [c.id for pack in packs().values() for c in pack.criteria]
    assert len(ids) == len(set(ids))


def test_no_word_that_is_never_said_of_a_scheme() -> None:
    for pack in packs().values():
        for c in pack.criteria:
            said = f"{c.topic} {c.question} {c.usually_meets} {c.note} {c.otherwise} {c.awaits} {c.look}".casefold()
            assert not [word for word in NEVER if word in re.findall(r"\w+", said)], c.id


def test_a_verified_figure_says_where_it_was_read() -> None:
    for pack in packs().values():
        for c in pack.criteria:
            for value in c.values:
                assert value.source_status != "verified" or value.citation.url.startswith(
                    ("https://", "http://")
                ), c.id


def test_everyday_facilities_within_800_m_on_foot() -> None:
    (criterion,) = (c for c in packs()["walking-and-green-space"].criteria if c.id == "ATE-AMEN")
    (value,) = criterion.in_force("2026-11-22")
    assert (value.number, value.unit, criterion.comparison) == (800.0, "m", "at most")
    assert (criterion.standing, value.source_status) == ("good practice", "verified")
    assert value.citation.publisher == "Active Travel England"
    assert any("GP surgery" in kind for kind in criterion.inputs["kinds"])
