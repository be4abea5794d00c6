"""A pack is read whole or not at all, and every fault is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from placewell.domain.errors import Problem
from placewell.guidance.load import load_pack, load_packs

GOOD = """
[pack]
id = "p"
title = "A pack"
publisher = "A council"
edition = "2026"
in_force = 2026-01-31
licence = "OGL"

[[criterion]]
id = "C-1"
theme = "health"
topic = "Surgeries"
question = "Is a surgery near?"
standing = "good practice"
addressee = "proposal"
answer_scale = "met or not met"
measure = "walk to nearest"
comparison = "at most"

[criterion.inputs]
types = ["GP surgery"]

[[criterion.value]]
number = 800
unit = "m"
source_status = "verified"

[criterion.value.citation]
publisher = "A council"
document = "A plan"
paragraph = "3.4"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "pack.toml"
    path.write_text(text, encoding="utf-8")
    return path


def told(folder: Path, text: str) -> str:
    with pytest.raises(Problem) as caught:
        load_pack(written(folder, text))
    assert caught.value.what and caught.value.why and caught.value.todo
    return str(caught.value)


def test_a_good_pack_is_read(tmp_path: Path) -> None:
    pack = load_pack(written(tmp_path, GOOD))
    (criterion,) = pack.criteria
    (value,) = criterion.values
    assert (pack.id, pack.in_force, criterion.id, value.number) == ("p", "2026-01-31", "C-1", 800.0)
    assert criterion.inputs == {"types": ("GP surgery",)}
    assert str(value.citation) == "A council, A plan, 3.4"


BROKEN = [
    ('theme = "health"', 'theme = "health"\ncolour = "red"', ["criterion C-1, colour", "not a key"]),
    ('licence = "OGL"', 'licence = "OGL"\nhue = 1', ["pack, hue", "not a key"]),
    ("[pack]", "[other]\n[pack]", ["pack, other", "not a key"]),
    ('topic = "Surgeries"', "", ["criterion C-1, topic: is missing"]),
    ('topic = "Surgeries"', "topic = 3", ["criterion C-1, topic: is to be text"]),
    ('topic = "Surgeries"', 'topic = " "', ["criterion C-1, topic: is to be text"]),
    ('id = "C-1"', "", ["criterion number 1, id: is missing"]),
    ('"good practice"', '"advice"', ["standing", "'advice' is none of", "development plan"]),
    ('"proposal"', '"everyone"', ["addressee", "'everyone'"]),
    (
        '"walk to nearest"',
        '"drive to nearest"',
        ["measure", "'drive to nearest' is none of", "walk to nearest"],
    ),
    ('"at most"', '"under"', ["comparison", "'under' is none of"]),
    ('"at most"', '"at least"', ["comparison", "'at least' is not one this measure judges (at most)"]),
    ('["GP surgery"]', '["surgery"]', ["inputs, types", "'surgery' is not a type of asset"]),
    ('["GP surgery"]', "[]", ["inputs, types", "list of texts"]),
    ('["GP surgery"]', '"GP surgery"', ["inputs, types", "list of texts"]),
    ('types = ["GP surgery"]', 'kinds = ["GP surgery"]', ["types: is missing", "kinds: is not a key"]),
    ("number = 800", 'number = "800"', ["value 1, number: is to be a number"]),
    ("number = 800", "number = nan", ["value 1, number: is to be a number"]),
    ("number = 800", "number = true", ["value 1, number: is to be a number"]),
    ("number = 800", "number = 0", ["value 1, number: is to be more than 0"]),
    ('unit = "m"', 'unit = "km"', ["value 1, unit", "'km' is not what this measure gives (m)"]),
    ('"verified"', '"sure"', ["source_status", "'sure' is none of"]),
    ('document = "A plan"', "", ["citation, document: is missing"]),
    ("in_force = 2026-01-31", 'in_force = "spring"', ["in_force", "a day like 2026-11-22"]),
    (
        "number = 800",
        "number = 800\nstarts = 2026-05-01\nends = 2026-04-01",
        ["ends", "before the day it starts"],
    ),
    (
        '"Is a surgery near?"',
        '"' + "very " * 16 + 'long?"',
        ["question", "more than 16 words"],
    ),
]


@pytest.mark.parametrize(("old", "new", "words"), BROKEN)
def test_each_fault_is_told_with_file_criterion_and_key(
    tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    assert old in GOOD
    said = told(tmp_path, GOOD.replace(old, new, 1))
    assert "pack.toml" in said
    for word in words:
        assert word in said


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace('"proposal"', '"everyone"')
        .replace("number = 800", "number = -1")
        .replace('"verified"', '"sure"')
    )
    said = told(tmp_path, text)
    assert "3 things are wrong" in said
    assert all(word in said for word in ("addressee", "number", "source_status"))


def test_two_criteria_of_one_id(tmp_path: Path) -> None:
    said = told(tmp_path, GOOD + GOOD[GOOD.index("[[criterion]]") :])
    assert "criterion C-1, id: is given to 2 criteria" in said


def second_value(first: str, second: str) -> str:
    value = GOOD[GOOD.index("[[criterion.value]]") :]
    return GOOD.replace("number = 800", f"number = 800\n{first}") + value.replace(
        "number = 800", f"number = 400\n{second}"
    )


def test_figures_follow_one_another(tmp_path: Path) -> None:
    pack = load_pack(written(tmp_path, second_value("ends = 2026-03-31", "starts = 2026-04-01")))
    found = {day: pack.criteria[0].value_at(day) for day in ("2026-03-31", "2026-04-01")}
    assert {day: v.number for day, v in found.items() if v} == {"2026-03-31": 800.0, "2026-04-01": 400.0}


def test_two_figures_on_one_day(tmp_path: Path) -> None:
    assert "in force on the same day" in told(tmp_path, second_value("", "starts = 2026-04-01"))


def test_no_criterion_no_pack(tmp_path: Path) -> None:
    assert "criterion: is missing" in told(tmp_path, GOOD[: GOOD.index("[[criterion]]")])


@pytest.mark.parametrize("text", ["[pack", "x = ", "\x00", "[" * 5000])
def test_what_is_not_toml_says_where(tmp_path: Path, text: str) -> None:
    said = told(tmp_path, text)
    assert "pack.toml is not written as a pack should be" in said
    assert "Traceback" not in said


def test_other_bytes(tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Problem, match="not written as a pack should be"):
        load_pack(path)


def test_a_missing_pack(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"none\.toml cannot be read .*Check that the file is there"):
        load_pack(tmp_path / "none.toml")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(Problem, match="too large"):
        load_pack(path)


def test_packs_of_a_folder_stand_in_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.toml").write_text(GOOD.replace('id = "p"', f'id = "{name}"'), encoding="utf-8")
    assert [p.id for p in load_packs(tmp_path)] == ["a", "b"]
