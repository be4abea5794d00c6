"""The share of homes within a walk, on a road along which a person can measure by eye."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import shapely

from drawn_streets import drawn, surgeries
from made_packs import pack_of, walk
from placewell.assess.engine import assess
from placewell.assess.ground import Ground
from placewell.assess.measures.homes_within import share
from placewell.assess.proposal import Proposal, Setting
from placewell.domain.finding import Finding
from placewell.domain.layer import Layer
from placewell.domain.project import Project
from placewell.domain.scheme import Entrance, Homes, Scheme
from placewell.network.build import build

PACKS = (pack_of(walk(["GP surgery"], 800, id="GP-800")),)
ROAD = "A" + "-" * 199 + "B"
"""2,000 m from (0, 0) to the east; the surgery is at its start, the figure is 800 m."""


def found(
    doors: Mapping[str, tuple[str, float, float]],
    homes: Mapping[str, int],
    *,
    gate: float = 500,
    coverage: str = "complete",
    of: str = "S1",
) -> Finding:
    """Doors by name: block, east, north; homes by block."""
    entrances = [Entrance("E0", "S1", "the gate", shapely.Point(gate, 0))]
    entrances += [
        Entrance(f"D{n}", of, name, shapely.Point(x, y), block) for name, (block, x, y) in doors.items()
        for n in [len(entrances)]
    ]  # fmt: skip
    layer = Layer("L2", "NHS practices", "asset", "GP surgery", coverage=coverage, vintage="2026-06")
    ground = Ground(
        Project("project", "Town", shapely.box(-5000, -5000, 5000, 5000)),
        [layer, Layer("L1", "Roads", "street", "roads")],
        surgeries({"Dr Grey": (0, 0)}),
        build(drawn(ROAD), "roads"),
        "2026-11-22",
    )
    proposal = Proposal(
        Scheme("S1", "The yard", shapely.box(400, -50, 1600, 50)),
        entrances,
        homes=[Homes(f"H{n}", of, count, block) for n, (block, count) in enumerate(homes.items())],
    )
    made = assess(ground, proposal, Setting(), PACKS, {"placewell": "test"})
    (finding,) = (f for f in made.findings if f.criterion == "GP-800")
    return finding


def figures(finding: Finding) -> dict[str, float | None]:
    return {f.name: f.value for f in finding.facts if "home" in f.name}


def test_homes_are_counted_by_their_blocks_doors() -> None:
    f = found({"A1": ("A", 600, 0), "B1": ("B", 1500, 0)}, {"A": 720, "B": 480})
    assert figures(f) == {
        "homes": 1200, "homes within": 720, "homes whose walk is not known": 0,
        "nearest home": 600, "farthest home": 1500,
    }  # fmt: skip
    assert "720 of 1,200 homes (60 %) within 800 m on foot; each block" in f.working


def test_the_gates_alone_give_the_verdict() -> None:
    doors, homes = {"A1": ("A", 900.0, 0.0)}, {"A": 10}
    near, far = found(doors, homes, gate=500), found(doors, homes, gate=1000)
    assert (near.verdict, near.value) == ("met", 500.0)
    assert (far.verdict, far.value) == ("not met", 1000.0)
    assert figures(near) == figures(far)
    assert [w.name for w in near.ways_in] == ["the gate"]


@pytest.mark.parametrize(("x", "within"), [(800.0, 10), (800.001, 0)])
def test_the_farthest_door_of_a_block_decides_and_the_figure_itself_is_within(x: float, within: int) -> None:
    f = found({"A1": ("A", 500, 0), "A2": ("A", x, 0)}, {"A": 10})
    assert figures(f)["homes within"] == within
    assert figures(f)["nearest home"] == x


def test_a_block_is_one_however_its_tables_write_it() -> None:
    f = found({"A1": ("Block A", 600, 0), "A2": ("a", 700, 0)}, {"A": 720, "BLOCK A": 30})
    assert figures(f) == {
        "homes": 750, "homes within": 750, "homes whose walk is not known": 0,
        "nearest home": 700, "farthest home": 700,
    }  # fmt: skip


def test_blocks_whose_names_differ_by_a_sign_are_not_one() -> None:
    f = found({"1": ("1/1", 600, 0), "2": ("11", 1500, 0)}, {"1/1": 3, "11": 5})
    assert (figures(f)["homes within"], figures(f)["farthest home"]) == (3, 1500)


def test_the_leg_from_the_door_counts() -> None:
    f = found({"A1": ("A", 780, 20), "B1": ("B", 780, 21)}, {"A": 1, "B": 2})
    assert figures(f)["homes within"] == 1


def test_homes_without_a_door_or_off_the_streets_are_not_told_as_beyond() -> None:
    f = found({"A1": ("A", 600, 0), "B1": ("B", 600, 251)}, {"A": 60, "B": 30, "C": 5, "": 5})
    assert figures(f)["homes within"] == 60
    assert figures(f)["homes whose walk is not known"] == 40
    assert "60 of 100 homes (60 %) within 800 m on foot, and 40 of which it cannot be told" in f.working


def test_beyond_is_only_said_where_the_list_is_complete() -> None:
    f = found({"A1": ("A", 600, 0), "B1": ("B", 1500, 0)}, {"A": 60, "B": 40}, coverage="partial")
    assert (figures(f)["homes within"], figures(f)["homes whose walk is not known"]) == (60, 40)


def test_without_doors_or_homes_nothing_is_said() -> None:
    for f in (
        found({}, {"A": 10}),
        found({"A1": ("A", 600, 0)}, {}),
        found({"A1": ("A", 600, 0)}, {"B": 10}),
    ):
        assert figures(f) == {}
        assert "homes" not in f.working


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (720, 1200, "60 %"), (0, 1200, "0 %"), (1200, 1200, "100 %"), (1199, 1200, "99.9 %"),
        (1, 1200, "0.1 %"), (1, 3, "33 %"), (1, 20_000, "0.01 %"), (19_999, 20_000, "99.995 %"),
    ],
)  # fmt: skip
def test_none_and_all_are_only_said_of_none_and_all(part: int, whole: int, said: str) -> None:
    assert share(part, whole) == said
