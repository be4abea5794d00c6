"""From publishers' columns to fields: what is changed is told, what is left out is counted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from placewell.domain.errors import Problem
from placewell.importing.fields import TRANSFORM, Columns, date, fill, number, text
from placewell.importing.raw import RawTable
from placewell.importing.recognise import column_index
from placewell.importing.source import DropRule, FieldRule, Source, load_sources


def table(columns: dict[str, list[Any]]) -> Columns:
    count = len(next(iter(columns.values())))
    raw = RawTable("list.csv", "", "CSV", columns, None, "", True, range(2, count + 2))
    return Columns(raw, column_index(raw))


def source(**fields: FieldRule) -> Source:
    return Source("s", "A source", "A body", "A licence", "asset", fields=fields)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2022-11-27", "2022-11-27"),
        ("11/27/2022", "2022-11-27"),
        ("27/11/2022", "2022-11-27"),
        ("20220101", "2022-01-01"),
        ("2021-04-09T00:00:00Z", "2021-04-09"),
        ("2017", "2017"),
        ("soon", ""),
        ("99/99/2022", ""),
        ("2024-13-45", ""),
        ("01-09-2011", "2011-09-01"),
        ("12 March 2024", "2024-03-12"),
    ],
)
def test_dates_in_the_forms_that_publishers_use(written: str, meant: str) -> None:
    assert date(written) == meant


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,200", 1200.0),
        ("1,234,567.5", 1234567.5),
        ("531000,5", 531000.5),
        ("-0.5", -0.5),
        ("c", None),
        ("", None),
        (None, None),
        (True, None),
        (3, 3.0),
        ("1e3", 1000.0),
        ("nan", None),
        (10**400, None),
        ("1e999", None),
    ],
)
def test_numbers_are_numbers_and_nothing_else(cell: object, value: float | None) -> None:
    assert number(cell) == value


def test_whole_numbers_stay_ids() -> None:
    assert text(200003000001.0) == "200003000001"
    assert text("007") == "007"
    assert text(" two  words ") == "two words"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ELM LODGE SURGERY", "Elm Lodge Surgery"),
        ("DR RS DURSTON'S PRACTICE", "Dr RS Durston's Practice"),
        ("ST GILES NHS SURGERY", "St Giles NHS Surgery"),
        ("Already Said", "Already Said"),
    ],
)
def test_names_in_capitals_are_said_as_names(written: str, meant: str) -> None:
    assert TRANSFORM["title"](written) == meant


def test_routes_are_sorted_as_people_count() -> None:
    assert TRANSFORM["list"]("78, 188, 42, N1, 188") == "42, 78, 188, N1"
    assert TRANSFORM["list"]("['tube', 'bus']") == "bus, tube"


def test_rows_left_out_are_counted_with_the_reason() -> None:
    rule = DropRule("status", re.compile("^open$"), "the place is closed", keep=True)
    made = Source("s", "t", "p", "l", "asset", drops=(rule,), fields={"name": FieldRule(("name",))})
    filled = fill(table({"name": ["a", "b", "c"], "status": ["open", "shut", "open"]}), made, 3)
    assert filled.keep.tolist() == [True, False, True]
    assert [r.text for r in filled.remarks] == ["1 row left out: the place is closed."]


def test_values_of_no_known_type_are_left_out_by_name() -> None:
    made = source(type=FieldRule(("kind",), lookup={"gp": "GP surgery"}))
    filled = fill(table({"kind": ["GP", "castle", "castle", "gp"]}), made, 4)
    assert filled.columns["type"] == ["GP surgery", "", "", "GP surgery"]
    assert "castle (2)" in filled.remarks[0].text


def test_only_the_newest_return_of_a_register_is_taken() -> None:
    made = Source(
        "s", "t", "p", "l", "site", only_newest="resource-date", fields={"name": FieldRule(("site",))}
    )
    filled = fill(table({"site": ["a", "b"], "resource-date": ["2018-05-22", "2020-01-02"]}), made, 2)
    assert filled.keep.tolist() == [False, True]
    assert "earlier returns" in filled.remarks[0].text


def test_stand_in_codes_are_not_codes() -> None:
    made = source(
        code=FieldRule(("uprn",), blank=re.compile("^0+$|0{6}$"), blank_why="a UPRN that is 0 or was rounded")
    )
    filled = fill(table({"uprn": ["0", "200003000000", "100023022302", ""]}), made, 4)
    assert filled.columns["code"] == ["", "", "100023022302", ""]
    assert filled.remarks[0].text.startswith("2 rows with a UPRN that is 0 or was rounded")


def test_every_shipped_source_is_sound() -> None:
    root = Path(__file__).resolve().parents[2] / "resources" / "sources"
    sources = load_sources(root)
    assert len({(s.id, s.variant) for s in sources}) == len(sources) > 40


def test_all_faults_of_a_source_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(
        """
        [source]
        id = "bad"
        title = "Bad"
        publisher = "Nobody"
        licence = "None"
        kind = "asset"
        authority = "hearsay"
        colour = "red"
        [fields]
        type = { value = "castle" }
        height = "h"
        name = { columns = ["n"], pattern = "(" }
        [place]
        upwards = "z"
        [[drop]]
        column = "x"
        pattern = "y"
        """
    )
    with pytest.raises(Problem) as caught:
        load_sources(tmp_path)
    said = str(caught.value)
    for fault in (
        "'colour'",
        "'hearsay'",
        "'castle'",
        "'height'",
        "not a usable pattern",
        "'upwards'",
        "'reason' is missing",
    ):
        assert fault in said
