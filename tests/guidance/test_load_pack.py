"""A pack is read whole or not at all, and every fault is told with its place."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from made_packs import HEAD, criterion, pack_of
from placewell.domain.errors import Problem
from placewell.guidance.load import load_pack, load_packs, parse_pack
from placewell.guidance.measures import COUNTED_BY, FACTS, MEASURES, MeasureForm
from placewell.guidance.model import FORMAT

GOOD = f"""
[pack]
format = {FORMAT}
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
source_status = "verified"

[criterion.inputs]
types = ["GP surgery"]

[criterion.citation]
publisher = "A council"
document = "A plan"
paragraph = "3.4"
date = "2026-01"
url = "https://example.org"

[[criterion.value]]
number = 800
unit = "m"
"""
SHARES = criterion(
    "share of homes",
    comparison="at least",
    inputs={"by": ["homes"]},
    groups={"family": ["bedrooms: 3+"]},
    value=[{"number": 20, "unit": "%", "of": "family"}],
    id="C-2",
)


def told(text: str) -> str:
    with pytest.raises(Problem) as caught:
        parse_pack(text, "pack.toml")
    assert caught.value.what and caught.value.why and caught.value.todo
    assert "pack.toml" in caught.value.what
    return str(caught.value)


def test_a_good_pack_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    # As Notepad saves it.
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    pack = load_pack(path)
    (found,) = pack.criteria
    (value,) = found.values
    assert (pack.id, pack.in_force, found.id, value.number) == ("p", "2026-01-31", "C-1", 800.0)
    assert found.inputs == {"types": ("GP surgery",)}
    assert (str(value.citation), value.source_status) == ("A council, A plan, 3.4, 2026-01", "verified")


CHANGED = [
    # What is there and what stands in its place, then words of the message.
    ("[pack]", "[other]\n[pack]", ["pack, other", "is not a key that can stand here"]),
    ('licence = "OGL"', 'licence = "OGL"\nhue = 1', ["pack, hue", "not a key"]),
    ('licence = "OGL"', "", ["pack, licence: is missing"]),
    ("in_force = 2026-01-31", 'in_force = "spring"', ["pack, in_force", "a year, month or day like 2026"]),
    ("in_force = 2026-01-31", "", ["pack, in_force: is missing"]),
    (f"format = {FORMAT}", f"format = {FORMAT + 1}", [f"is written in form {FORMAT + 1}", f"up to form {FORMAT}", "newer Placewell"]),
    (f"format = {FORMAT}", 'format = "two"', ["pack, format: is to be a whole number"]),
    (f"format = {FORMAT}", "format = -1", ["pack, format: is to be a whole number of at least 0"]),
    ('id = "C-1"', "", ["criterion number 1, id: is missing"]),
    ('id = "C-1"', "id = 7", ["criterion number 1, id: is to be text"]),
    ('theme = "health"', 'theme = "health"\ncolour = "red"', ["criterion C-1, colour", "not a key"]),
    ('topic = "Surgeries"', "", ["criterion C-1, topic: is missing"]),
    ('topic = "Surgeries"', "topic = 3", ["criterion C-1, topic: is to be text"]),
    ('topic = "Surgeries"', 'topic = " "', ["criterion C-1, topic: is to be text"]),
    ('topic = "Surgeries"', "topic = true", ["criterion C-1, topic: is to be text"]),
    ('"Is a surgery near?"', f'"{"word " * 17}"', ["question", "more than 16 words"]),
    ('"good practice"', '"advice"', ["standing", "'advice' is none of", "development plan"]),
    ('"good practice"', '"emerging"', ["stage", "an emerging document says how far it has come"]),
    ('"proposal"', '"everyone"', ["addressee", "'everyone'"]),
    ('"met or not met"', '"stars"', ["answer_scale", "'stars' is none of", "traffic light"]),
    ('"walk to nearest"', '"drive to nearest"', ["measure", "'drive to nearest' is none of", "walk to nearest"]),
    ('"at most"', '"under"', ["comparison", "'under' is none of"]),
    ('"at most"', '"at least"', ["comparison", "'at least' is not one this measure judges (at most, less than)"]),
    ('comparison = "at most"', "", ["comparison", "is missing (one of: at most, less than)"]),
    ('source_status = "verified"', "", ["source_status: is missing"]),
    ('source_status = "verified"', 'source_status = "sure"', ["source_status", "'sure' is none of"]),
    ('source_status = "verified"', 'source_status = "verified"\ntags = ["Marmot: wealth"]', ["tags", "'Marmot: wealth' is not a label"]),
    ('source_status = "verified"', 'source_status = "verified"\nwho_answers = "the cat"', ["who_answers", "'the cat'"]),
    ('["GP surgery"]', '["surgery"]', ["inputs, types", "'surgery' is not a type of asset"]),
    ('["GP surgery"]', "[]", ["inputs, types", "list of texts"]),
    ('["GP surgery"]', '"GP surgery"', ["inputs, types", "list of texts"]),
    ('["GP surgery"]', '[["GP surgery"]]', ["inputs, types", "list of texts"]),
    ('types = ["GP surgery"]', 'kinds = ["GP surgery"]', ["types: is missing", "kinds: is not a key"]),
    ("[criterion.inputs]", "[criterion.outputs]", ["inputs: is missing", "outputs", "not a key"]),
    ("[criterion.inputs]", "inputs = 3\n[criterion.other]", ["inputs: is to be a table"]),
    ("[criterion.citation]", "[criterion.cited]", ["citation: is missing", "cited"]),
    ('document = "A plan"', "", ["citation, document: is missing"]),
    ('date = "2026-01"', 'date = "2026-13"', ["citation, date", "a year, month or day"]),
    ('date = "2026-01"', "", ["value 1, starts: is missing: from when the figure holds"]),
    ("number = 800", 'number = "800"', ["value 1, number: is to be a number"]),
    ("number = 800", "number = nan", ["value 1, number: is to be a number"]),
    ("number = 800", "number = -inf", ["value 1, number: is to be a number"]),
    ("number = 800", "number = true", ["value 1, number: is to be a number"]),
    ("number = 800", "number = 0", ["value 1, number: is to be more than 0"]),
    ("number = 800", "number = -5", ["value 1, number: is to be more than 0"]),
    ("number = 800", "", ["value 1, number: is missing"]),
    ('unit = "m"', 'unit = "furlongs"', ["value 1, unit", "'furlongs' is not what this measure gives (m, km, miles, ha)"]),
    ('unit = "m"', 'unit = "m"\nof = "width"', ["value 1, of", "'width' is not a part of this measure"]),
    ('unit = "m"', 'unit = "ha"\nof = "least size"', ["value: has no figure without 'of'"]),
    ('unit = "m"', 'unit = "m"\ncomparison = "at least"', ["value 1, comparison", "not one this measure judges"]),
    ('unit = "m"', 'unit = "m"\nstarts = 2026-05-01\nends = 2026-04-01', ["value 1, ends", "before the day it starts"]),
    ('unit = "m"', 'unit = "m"\nstarts = 2026-02-30', ["not written as a pack should be"]),
    ("[[criterion.value]]", "[criterion.value]", ["value: is to be one or more [[value]] tables"]),
    ("[[criterion.value]]\nnumber = 800\nunit = \"m\"", "", ["value", "is missing: a figure, or 'awaits'"]),
    ("[[criterion]]", "[criterion]", ["criterion: is to be one or more [[criterion]] tables"]),
    ("[criterion.inputs]", "[criterion.groups]\nall = [\"bedrooms: 2\"]\n[criterion.inputs]", ["groups", "counts no homes by kind"]),
    ("[criterion.inputs]", '[criterion.triggers]\ncase_types = ["big"]\n[criterion.inputs]', ["triggers, case_types", "'big' is none of", "outline"]),
    ("[criterion.inputs]", '[criterion.triggers]\nbrings = ["castle"]\n[criterion.inputs]', ["triggers", "'castle' is not a type of asset"]),
    ("[criterion.inputs]", '[criterion.triggers]\nunless_loses = ["castle"]\n[criterion.inputs]', ["triggers", "'castle'"]),
    ("[criterion.inputs]", '[criterion.triggers]\nareas = ["Peckham"]\n[criterion.inputs]', ["triggers, areas", "like 'ward: Peckham'"]),
    ("[criterion.inputs]", "[criterion.triggers]\nleast_homes = 10\nmost_homes = 9\n[criterion.inputs]", ["most_homes", "less than least_homes"]),
    ("[criterion.inputs]", "[criterion.triggers]\nleast_homes = 1.5\n[criterion.inputs]", ["least_homes: is to be a whole number"]),
    ("[criterion.inputs]", '[criterion.triggers]\nmajor = "yes"\n[criterion.inputs]', ["major: is to be true or false"]),
    ("[criterion.inputs]", "[criterion.triggers]\nweather = 1\n[criterion.inputs]", ["triggers, weather", "not a key"]),
    ('topic = "Surgeries"', 'topic = "Surgeries', ["not written as a pack should be"]),
    ('topic = "Surgeries"', 'topic = "Surgeries"\ntopic = "Twice"', ["not written as a pack should be"]),
]  # fmt: skip


@pytest.mark.parametrize(("was", "now", "words"), CHANGED)
def test_a_broken_pack_says_what_is_wrong_and_where(was: str, now: str, words: list[str]) -> None:
    assert was in GOOD
    said = told(GOOD.replace(was, now, 1))
    for word in words:
        assert word in said


SECOND = '\n[[criterion.value]]\nnumber = 900\nunit = "m"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["pack: is missing", "criterion: is missing"]),
        (HEAD, ["criterion: is missing"]),
        (GOOD + SECOND, ["criterion C-1, value: two figures are in force on the same day"]),
        (GOOD + SECOND + "starts = 2026-02-01\n", ["two figures are in force on the same day"]),
        (GOOD + GOOD[GOOD.index("[[criterion]]") :], ["criterion C-1, id: is given to 2 criteria"]),
        (HEAD + SHARES.replace("bedrooms: 3+", "rooms: 3+"), ["groups, family", "'rooms: 3+' is not like 'tenure: social rent'"]),
        (HEAD + SHARES.replace("bedrooms: 3+", "bedrooms: many"), ["'many' is not a number of bedrooms such as 2 or 3+"]),
        (HEAD + SHARES.replace("bedrooms: 3+", "tenure: free"), ["'free' is none of: social rent"]),
        (HEAD + SHARES.replace('of" = "family"', 'of" = "large"'), ["does not say which homes 'large' are"]),
        (HEAD + SHARES.replace('["homes"]', '["doors"]'), ["inputs, by", "'doors' is not one of: homes, habitable rooms"]),
        (HEAD + criterion("asked", inputs={"facts": ["gossip"]}), ["inputs, facts", "'gossip' is not one of"]),
        (HEAD + criterion("asked", comparison="at most"), ["comparison: cannot stand here"]),
        (HEAD + criterion("asked", value=[{"number": 1, "unit": "m"}]), ["value: cannot stand here"]),
        (HEAD + criterion("record complete", inputs={"record": ["who"]}, awaits="A table."), ["awaits: cannot stand here"]),
        (HEAD + criterion("walk to each", inputs={"kinds": ["park | castle"]}, comparison="at most", value=[{"number": 1, "unit": "m"}]), ["inputs, kinds", "'castle'"]),
        (HEAD + criterion("overlap", inputs={"levels": ["moor"]}, comparison="at most", value=[{"number": 0, "unit": "m2"}]), ["inputs, levels", "'moor' is not a level of area"]),
        (HEAD + criterion("private outdoor space", comparison="at least", value=[{"number": 5, "unit": "m2", "of": "first"}]), ["value: has none of 'each extra'"]),
        ("[" * 3000, ["not written as a pack should be"]),
        ("a = " + "[" * 3000, ["not written as a pack should be"]),
        ("\x00", ["not written as a pack should be"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_told(text: str, words: list[str]) -> None:
    said = told(text)
    for word in words:
        assert word in said


def test_every_fault_is_told_at_once() -> None:
    text = GOOD.replace('"good practice"', '"advice"').replace("number = 800", "number = nan").replace('["GP surgery"]', '["x"]')  # fmt: skip
    said = told(text)
    assert "3 things are wrong with it" in said
    assert all(w in said for w in ("'advice'", "is to be a number", "'x' is not a type of asset"))


def test_figures_that_follow_each_other_are_not_in_force_on_one_day() -> None:
    first = GOOD + "starts = 2026-01-01\nends = 2026-03-31\n"
    assert len(parse_pack(first + SECOND + "starts = 2026-04-01\n", "p.toml").criteria[0].values) == 2


def test_a_figure_for_each_case_is_not_two_on_one_day() -> None:
    text = GOOD + 'case = "PTAL 0-3"\n' + SECOND + 'case = "PTAL 4-6"\n'
    assert [v.case for v in parse_pack(text, "p.toml").criteria[0].values] == ["PTAL 0-3", "PTAL 4-6"]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda p: p.write_bytes(b"\xff\xfe\x00"), ["not written as a pack should be"]),
        (lambda p: p.write_bytes(b"#" * 2_000_001), ["too large to be one"]),
        (lambda p: p.mkdir(), ["cannot be read"]),
        (lambda p: None, ["cannot be read"]),
    ],
)
def test_a_file_that_is_no_text_is_told(tmp_path: Path, made: Any, words: list[str]) -> None:
    path = tmp_path / "pack.toml"
    made(path)
    with pytest.raises(Problem) as caught:
        load_pack(path)
    assert all(w in str(caught.value) for w in words)


def test_packs_of_a_folder_come_by_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.toml").write_text(GOOD.replace('id = "p"', f'id = "{name}"'), encoding="utf-8")
    assert [p.id for p in load_packs(tmp_path)] == ["a", "b"]


# -- every measure -----------------------------------------------------------------------------------

TEXTS = {
    "asset types": ["park"],
    "kinds": ["park | square"],
    "area levels": ["ward"],
    "facts": [FACTS[0]],
    "counted by": [COUNTED_BY[0]],
    "texts": ["something"],
}


def least(name: str, form: MeasureForm) -> dict[str, Any]:
    """The least that a criterion with this measure must say."""
    given: dict[str, Any] = {}
    if inputs := {k: TEXTS[i.kind] for k, i in form.inputs.items() if i.needed}:
        given["inputs"] = inputs
    parts = (
        ["all" if name == "replacement of homes" else "park"]
        if form.needed == ("*",) and "*" in form.parts
        else []
    )
    parts = parts or [form.parts[0]] if form.needed == ("*",) else list(form.needed)
    if parts:
        given["value"] = [{"number": 5, "unit": form.units[0]} | ({"of": p} if p else {}) for p in parts]
        if form.comparisons:
            given["comparison"] = form.comparisons[0]
    if form.groups and name == "share of homes":
        given["groups"] = {p: ["bedrooms: 2"] for p in parts}
    return given


@pytest.mark.parametrize("name", MEASURES)
def test_the_least_that_each_measure_needs_is_enough_and_nothing_less(name: str) -> None:
    form = MEASURES[name]
    given = least(name, form)
    assert pack_of(criterion(name, **given)).criteria[0].measure == name
    for key in given.get("inputs", {}):
        less = {k: v for k, v in given["inputs"].items() if k != key}
        bare = {k: v for k, v in given.items() if k != "inputs"} | ({"inputs": less} if less else {})
        assert "is missing" in told(HEAD + criterion(name, **bare))
    if given.get("value"):
        bare = {k: v for k, v in given.items() if k not in ("value", "comparison")}
        assert "'awaits'" in told(HEAD + criterion(name, **bare))
        assert pack_of(criterion(name, **bare, awaits="The council's own table.")).criteria[0].awaits


# -- whatever is in the file -------------------------------------------------------------------------


def test_whatever_is_changed_in_a_pack_it_is_read_or_told() -> None:
    chance = random.Random(20261123)
    whole = HEAD + SHARES + GOOD[GOOD.index("[[criterion]]") :]
    odd = ['"', "'", "[", "]", "{", "}", "=", "\n", "\\", "0", "-1", "nan", "true", "é", "\u0000", '"""', "[[criterion]]", "2026-02-30"]  # fmt: skip
    read = 0
    for _ in range(1500):
        text = whole
        for _ in range(chance.randint(1, 3)):
            at, end = sorted(chance.sample(range(len(text)), 2))
            kind = chance.randrange(3)
            put = chance.choice(odd) if kind else ""
            text = text[:at] + put + text[min(end, at + chance.randint(0, 12)) :]
        try:
            parse_pack(text, "pack.toml")
            read += 1
        except Problem as problem:
            assert "pack.toml" in problem.what
    assert 0 < read < 1500
