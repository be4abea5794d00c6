"""Each thing once: which of several lists is taken, and what the others have beside."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from placewell.domain.rows import Rows
from placewell.importing.choose import alike, choose
from placewell.importing.draft import Draft
from placewell.importing.merge import merge_named, unite
from placewell.importing.source import Source


def draft(title: str, places: dict[str, tuple[float, float]], **kwargs: Any) -> Draft:
    names = list(places)
    rows = Rows(
        "asset",
        {"name": names, "code": [""] * len(names), "type": ["library"] * len(names)},
        shapely.points(np.array(list(places.values()), dtype=float)),
        list(range(2, len(names) + 2)),
    )
    source = Source(
        title.casefold(), title, "A body", "A licence", "asset", authority=kwargs.get("authority", "official")
    )
    return Draft(
        source, f"{title}.csv", "", "asset", "library", "Libraries", rows, len(names),
        **{"covers": 1.0, "parts": frozenset({"library"}), **kwargs},
    )  # fmt: skip


THREE = {"North Library": (0.0, 0.0), "South Library": (1000.0, 0.0), "West Library": (0.0, 1000.0)}
FOUR = {**THREE, "East Library": (1000.0, 1000.0)}


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("better", "worse", "why"),
    [
        (
            {"authority": "register"},
            {"authority": "official", "vintage": "2026"},
            "the responsible body's own register",
        ),
        (
            {"authority": "official"},
            {"authority": "volunteered", "vintage": "2026"},
            "published by a public body",
        ),
        ({"authority": "volunteered"}, {"authority": "derived"}, "a copy or cut of another list"),
        ({"covers": 1.0}, {"covers": 0.3, "vintage": "2026"}, "it covers 100% of the project"),
        ({"vintage": "2022-11"}, {"vintage": "2016"}, "it is newer (2022-11; this is 2016)"),
        ({"vintage": "2016"}, {"vintage": ""}, "it is newer (2016; this is undated)"),
    ],
)
def test_the_better_list_is_taken_whatever_the_order(
    better: dict[str, Any], worse: dict[str, Any], why: str, order: int
) -> None:
    lists = [draft("Good", THREE, **better), draft("Less", FOUR, **worse)][::order]
    taken, left = choose(lists)
    assert [d.source.title for d in taken] == ["Good"]
    assert why in left[0].reason


def test_what_only_the_other_list_has_is_listed_and_not_merged() -> None:
    taken, left = choose(
        [draft("Register", THREE, authority="register"), draft("Volunteers", FOUR, authority="volunteered")]
    )
    assert [len(d.rows) for d in taken] == [3]
    only = [r for r in left[0].remarks if r.sort == "only here"]
    assert len(only) == 1
    assert only[0].text.startswith("East Library")
    assert only[0].row == 5


def test_the_same_place_under_another_name_or_a_little_off_is_the_same() -> None:
    other = {
        "The Northern Library Building": (10.0, 10.0),
        "South Library (Branch)": (1100.0, 0.0),
        "West Library": (0.0, 990.0),
    }
    _, left = choose([draft("Register", THREE, authority="register"), draft("Other", other)])
    assert [r for r in left[0].remarks if r.sort == "only here"] == []


def test_lists_of_equal_standing_about_different_places_complete_each_other() -> None:
    far = {"Neighbour's Library": (9000.0, 9000.0), "Other Library": (9500.0, 9000.0)}
    taken, left = choose([draft("Ours", THREE), draft("Theirs", far)])
    assert (len(taken), left) == (2, [])


def test_lists_of_different_parts_complete_each_other() -> None:
    tube = draft("Tube", THREE, authority="register", parts=frozenset({"TfL"}))
    rails = {"North Library": (0.0, 0.0), "Rail Library": (500.0, 0.0), "West Library": (0.0, 1000.0)}
    rail = draft("Rail", rails, authority="register", parts=frozenset({"National Rail"}))
    both = draft("Both", FOUR, authority="derived", parts=frozenset({"TfL", "National Rail"}))
    taken, left = choose([both, rail, tube])
    assert sorted(d.source.title for d in taken) == ["Rail", "Tube"]
    assert len(left) == 1


def test_what_the_project_has_already_wins_against_its_equal() -> None:
    taken, left = choose([draft("Again", THREE)], held=[draft("Already", THREE, held_as="L1_1")])
    assert taken == []
    assert "the project has Already already; the two say the same" in left[0].reason


def test_a_newer_list_takes_the_place_of_the_one_the_project_has() -> None:
    old = draft("Old", THREE, vintage="2016", held_as="L1_1")
    taken, left = choose([draft("New", FOUR, vintage="2024")], held=[old])
    assert [d.source.title for d in taken] == ["New"]
    assert [d.held_as for d in taken[0].replaces] == ["L1_1"]
    assert left == []


def test_an_older_list_does_not() -> None:
    new = draft("New", THREE, vintage="2024", held_as="L1_1")
    taken, left = choose([draft("Old", FOUR, vintage="2016")], held=[new])
    assert taken == []
    assert "it is newer (2024; this is 2016)" in left[0].reason


def test_a_list_edited_by_hand_stays_unless_told_otherwise() -> None:
    old = draft("Old", THREE, vintage="2016", held_as="L1_1", kept="it has been edited by hand here")
    taken, left = choose([draft("New", FOUR, vintage="2024")], held=[old])
    assert taken == []
    assert "because it has been edited by hand here" in left[0].reason
    assert "--replace" in left[0].reason
    taken, _ = choose([draft("New", FOUR, vintage="2024")], held=[old], replace_all=True)
    assert [d.held_as for d in taken[0].replaces] == ["L1_1"]


def test_a_newer_list_that_lacks_much_of_the_old_one_does_not_replace_it() -> None:
    old = draft("Old", FOUR, vintage="2016", held_as="L1_1")
    two = {name: FOUR[name] for name in list(FOUR)[:2]}
    taken, left = choose([draft("New", two, vintage="2024")], held=[old])
    assert taken == []
    assert "2 of its 4 entries are not in this one" in left[0].reason


def test_what_a_replaced_list_had_beside_is_listed() -> None:
    ten = {f"Library {i}": (1000.0 * i, 0.0) for i in range(10)}
    nine = {name: ten[name] for name in list(ten)[1:]}
    old = draft("Old", ten, vintage="2016", held_as="L1_1")
    taken, _ = choose([draft("New", nine, vintage="2024")], held=[old])
    assert [d.held_as for d in taken[0].replaces] == ["L1_1"]
    assert [r.text.split(":")[0] for r in taken[0].remarks if r.sort == "only here"] == ["Library 0"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Elephant & Castle", "Elephant and Castle Underground Station", True),
        ("Queen's Road Peckham", "Queens Road Peckham Rail Station", True),
        ("Canada Water (Rail)", "Canada Water", True),
        ("North Library", "South Library", False),
        ("Library", "Library", True),
        ("", "", False),
        ("Peckham Rye", "East Dulwich", False),
    ],
)
def test_names_of_one_place(a: str, b: str, same: bool) -> None:
    assert alike(a, b) is same


def test_a_station_written_once_for_each_line_is_one_station() -> None:
    rows = Rows(
        "stop",
        {
            "name": [
                "London Bridge",
                "London Bridge",
                "London Bridge Rail Station",
                "Borough",
                "London Bridge",
            ],
            "code": ["A", "A", "B", "C", "FAR"],
            "modes": ["tube", "tube", "national-rail", "tube", "tube"],
            "routes": ["Jubilee", "Northern", "Southern", "Northern", "Other"],
        },
        shapely.points(np.array([(0, 0), (0, 0), (120, 0), (700, 0), (5000, 0)], dtype=float)),
        [2, 3, 4, 5, 6],
    )
    merged, remarks = merge_named(rows, "code", 400.0)
    assert list(merged.columns["name"]) == ["London Bridge", "Borough", "London Bridge"]
    assert merged.columns["routes"][0] == "Jubilee, Northern, Southern"
    assert merged.columns["modes"][0] == "national-rail, tube"
    assert [r.row for r in remarks] == [2]
    assert "rows 3, 4" in remarks[0].text


def test_lists_unite_without_repeats() -> None:
    assert unite(["b, a", "", "a, c"]) == "a, b, c"


def listed(title: str, kind: str, columns: dict[str, list[str]], **kwargs: Any) -> Draft:
    """A list of things without a place of their own."""
    count = len(next(iter(columns.values())))
    source = Source(title.casefold(), title, "A body", "A licence", kind, authority="official")
    rows = Rows(kind, columns, None, list(range(2, count + 2)))
    return Draft(
        source, f"{title}.csv", "", kind, kind, title, rows, count, parts=frozenset({kind}), **kwargs
    )


def test_services_are_the_same_by_stop_and_route_whatever_the_direction_is_called() -> None:
    buses = {"stop": list("AABBC"), "route": ["1", "2", "1", "2", "1"], "direction": ["out"] * 5}
    again = {**buses, "direction": ["north"] * 5}
    trains = {"stop": ["R", "R"], "route": ["1", "2"], "direction": ["", ""]}
    feed, copy = listed("Feed", "service", buses, vintage="2026"), listed("Copy", "service", again)
    taken, left = choose([feed, copy, listed("Rail", "service", trains)])
    assert [d.name for d in taken] == ["Feed", "Rail"]
    assert [item.file for item in left] == ["Copy.csv"] and left[0].remarks == ()


def test_activities_that_only_the_other_list_has_are_named() -> None:
    whole = {"name": ["Yoga", "Chess", "Choir"], "place": ["Hall", "Hall", "Church"]}
    more = {"name": ["Yoga", "Chess", "Choir", "Boxing"], "place": ["Hall", "Hall", "Church", "Gym"]}
    taken, left = choose(
        [listed("New", "activity", whole, vintage="2026"), listed("Old", "activity", more, vintage="2020")]
    )
    assert [d.name for d in taken] == ["New"]
    assert [(r.row, r.text) for r in left[0].remarks] == [
        (5, "Boxing: activity that New, which was taken, does not list there.")
    ]
