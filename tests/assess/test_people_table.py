"""Which rates are of a home, tables that have only some of its people, rooms, and both ends of what is lost."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewell.assess.people import Span, YieldTable, by_phase, dip, dip_of_people, lost_people, people
from placewell.domain.case import YieldRate
from placewell.domain.scheme import Homes, Loss, Phase

_NUMBER = itertools.count()


def rate(
    figure: float,
    ages: tuple[int, int | None] = (0, None),
    tenure: str = "market",
    beds: str = "2",
    **more: Any,
) -> YieldRate:
    return YieldRate(f"R{next(_NUMBER)}", "L", tenure, beds, figure, *ages, **more)


def of(n: int, tenure: str = "market sale", beds: int | None = 2, **more: Any) -> Homes:
    return Homes(f"H{next(_NUMBER)}", "S", n, tenure=tenure, bedrooms=beds, **more)


def gone(n: float | None, tenure: str = "market sale", beds: int | None = 2, **more: Any) -> Loss:
    return Loss(
        f"X{next(_NUMBER)}", "S", "homes", amount=n, unit="homes", tenure=tenure, bedrooms=beds, **more
    )


def about(low: float, high: float) -> Any:
    return (pytest.approx(low), pytest.approx(high))


TWO = YieldTable("Two", (rate(2.0),))


def test_ages_in_one_kind_of_home_and_all_ages_in_another() -> None:
    """Tables may split some homes by age and not others: people add up, children cannot be told."""
    table = YieldTable("T", (rate(0.5, (0, 17)), rate(1.4, (18, None)), rate(1.2, beds="1")))
    found = people([of(10), of(5, beds=1)], table)
    # 10 × (0.5 + 1.4) + 5 × 1.2 = 19 + 6
    assert found.total == about(25, 25)
    assert (found.children, found.straddles) == (None, [(0, None)])
    assert list(found.by_age) == [(0, 17), (0, None), (18, None)]


@pytest.mark.parametrize(
    ("ages", "why", "known"),
    [
        ([(0, 4), (18, None)], "the table leaves out ages 5-17 of such homes", 20.0),
        ([(5, 17), (18, None)], "the table leaves out ages 0-4 of such homes", 20.0),
        ([(0, 17), (18, 64)], "the table leaves out ages 65+ of such homes", 20.0),
        ([(0, 0), (2, None)], "the table leaves out ages 1 of such homes", 20.0),
        ([(0, 17), (16, None)], "its ages overlap in the table (0-17 and 16+)", 0.0),
        ([(0, 17), (17, None)], "its ages overlap in the table (0-17 and 17+)", 0.0),
        ([(0, 17), (0, None)], "its ages overlap in the table (0-17 and 0+)", 0.0),
    ],
)
def test_a_table_that_has_some_ages_only(ages: list[tuple[int, int | None]], why: str, known: float) -> None:
    """A part of the people is 'at least', never the whole; ages told twice are not counted at all."""
    table = YieldTable("T", tuple(rate(1.0, a) for a in ages))
    found = people([of(10)], table)
    assert (found.total, found.children) == (None, None)
    assert [(m.homes, m.why) for m in found.missing] == [(10, why)]
    assert found.known == about(known, known)
    assert all(w.endswith("people of some ages only") for w in found.working)


def test_a_table_of_children_tells_children_and_no_total() -> None:
    table = YieldTable("Children", (rate(0.3, (0, 4)), rate(0.4, (5, 17))))
    found = people([of(10, homes_least=5)], table)
    # 5 × 0.7 to 10 × 0.7
    assert found.children == about(3.5, 7)
    assert found.total is None
    assert found.missing[0].why == "the table has children of such homes, but no adults"


def test_a_last_band_that_ends_at_a_great_age_is_everybody() -> None:
    found = people([of(10)], YieldTable("T", (rate(0.5, (0, 17)), rate(1.5, (18, 120)))))
    assert found.total == about(20, 20)


def test_the_narrowest_rates_that_hold_are_taken() -> None:
    table = YieldTable(
        "T", (rate(1.5, ptal="5-6"), rate(1.9), rate(1.7, ptal="5-6", zone="Inner"), rate(1.6, zone="Inner"))
    )
    assert people([of(10)], table, "6a", "inner").total == about(17, 17)
    assert people([of(10)], table, "2", "inner").total == about(16, 16)
    without_zones = YieldTable("T", table.rates[:2])
    assert people([of(10)], without_zones, "6a").total == about(15, 15)
    assert people([of(10)], without_zones, "2").total == about(19, 19)
    # Which of the two holds cannot be told, so that the wider one is not taken either.
    assert people([of(10)], without_zones).total is None


@pytest.mark.parametrize(
    ("rates", "ptal", "why"),
    [
        ((rate(1.5, ptal="0-2"), rate(1.4, ptal="2-3")), "2", "the table has such homes more than once for PTAL 2"),
        ((rate(1.5, ptal="0-2"), rate(1.4, ptal="3-4")), "6b", "the table has none of such homes for PTAL 6b"),
        ((rate(1.5, beds="3"),), "6b", "the table has no such home"),
    ],
)  # fmt: skip
def test_where_the_site_is_in_no_row_or_in_two(rates: tuple[YieldRate, ...], ptal: str, why: str) -> None:
    assert [m.why for m in people([of(10)], YieldTable("T", rates), ptal).missing] == [why]


def test_ptal_is_asked_for_only_where_it_makes_a_difference() -> None:
    table = YieldTable("T", (rate(1.5, ptal="0-2", tenure="social"), rate(1.9)))
    assert people([of(10)], table).total == about(19, 19)
    assert people([of(10, "social rent")], table).missing[0].why.startswith("the table goes by PTAL")


def test_rooms_are_counted_aside_and_never_multiplied() -> None:
    table = YieldTable("T", (rate(2.0), rate(9.0, tenure="student", beds="1")))
    rooms = [of(100, "student", 1, bed_spaces=1), of(20, "shared living", 0, bed_spaces=2, homes_least=10)]
    found = people([*rooms, of(3)], table)
    assert (found.rooms, found.rooms_least, found.room_bed_spaces) == (120, 110, 140)
    assert found.total == about(6, 6)
    assert people([*rooms, of(5, "care", 1)], table).room_bed_spaces is None
    assert people([of(3)], table).room_bed_spaces is None


def test_rooms_that_are_lost_are_no_homes_either() -> None:
    (row,) = by_phase([of(10, phase=1)], [gone(30, "student", 1, phase=1), gone(4, phase=1)], TWO)
    assert (row.gross, row.lost, row.net, row.lowest) == (10, 4, 6, -4)
    assert (row.people, row.people_lost) == (20.0, 8.0)


def test_homes_lost_without_a_number_make_no_total() -> None:
    losses = [gone(None, phase=1), gone(4, phase=1)]
    found = lost_people(losses, TWO)
    assert (found.total, found.known) == (None, (8.0, 8.0))
    assert found.missing[0].why == "how many of them are lost is not given"
    rows = by_phase([of(10, phase=1), of(1, phase=2)], losses, TWO)
    assert [(r.uncounted, r.people_lost, r.people_cumulative, r.people_span) for r in rows] == [
        (1, None, None, None), (0, 0.0, None, None),
    ]  # fmt: skip
    assert dip_of_people(rows) is None


def test_a_kind_of_home_of_which_there_is_none_makes_nothing_unknown() -> None:
    assert people([of(0, "", None), of(2)], TWO).total == about(4, 4)


def test_both_ends_of_the_dip() -> None:
    new = [of(40, phase=1, homes_least=20), of(100, phase=2, homes_least=90)]
    losses = [gone(50, phase=1), gone(60, phase=2, amount_least=30.0)]
    rows = by_phase(new, losses, TWO)
    # Phase 1: −50, then + 20 to 40. Phase 2: − 60 at the most, − 30 at the least, then + 90 to 100.
    assert [(r.lowest_span, r.cumulative_span) for r in rows] == [
        ((-50, -50), (-30, -10)), ((-90, -40), (0, 60)),
    ]  # fmt: skip
    # Two people a home.
    assert [(r.people_lowest, r.people_span) for r in rows] == [
        (about(-100, -100), about(-60, -20)), (about(-180, -80), about(0, 120)),
    ]  # fmt: skip
    assert dip_of_people(rows) == about(-180, -100)
    low = dip(rows)
    # With the most homes built and lost: − 50 + 40 − 60.
    assert low is not None and (low.phase, low.lowest) == (2, -70)


def test_nothing_dips_where_nothing_has_a_phase() -> None:
    """Whether homes go before others come is not told by a scheme without phases."""
    rows = by_phase([of(10)], [gone(4)], TWO)
    assert [(r.phase, r.net) for r in rows] == [(None, 6)]
    assert (dip(rows), dip_of_people(rows)) == (None, None)


def test_nobody_is_fewer_where_nothing_is_lost() -> None:
    rows = by_phase([of(10, phase=1)], [], TWO)
    assert (dip(rows), dip_of_people(rows)) == (None, (0.0, 0.0))


def test_a_phase_without_homes_has_its_row() -> None:
    rows = by_phase([of(10, phase=3)], [gone(4, phase=1)], TWO, phases=[Phase("P", "S", 2)])
    assert [(r.phase, r.gross, r.lost, r.cumulative) for r in rows] == [(1, 0, 4, -4), (2, 0, 0, -4), (3, 10, 0, 6)]  # fmt: skip


@st.composite
def _some(draw: st.DrawFn) -> tuple[int, int | None, int | None]:
    most = draw(st.integers(1, 40))
    return most, draw(st.none() | st.integers(0, most)), draw(st.sampled_from((1, 2, 3, None)))


@given(st.lists(_some(), min_size=1, max_size=6), st.lists(_some(), max_size=6))
def test_figures_lie_between_their_ends_and_the_last_row_is_the_whole(
    built: list[tuple[int, int | None, int | None]], lost: list[tuple[int, int | None, int | None]]
) -> None:
    homes = [of(n, homes_least=least, phase=phase) for n, least, phase in built]
    losses = [
        gone(n, amount_least=None if least is None else float(least), phase=phase) for n, least, phase in lost
    ]
    rows = by_phase(homes, losses, TWO)

    def ends(span: Span | None) -> Span:
        assert span is not None
        return span

    for r in rows:
        assert r.cumulative_span[0] <= r.cumulative <= r.cumulative_span[1]
        assert r.lowest_span[0] <= r.lowest <= r.lowest_span[1]
        assert r.people_cumulative is not None
        assert ends(r.people_span)[0] <= r.people_cumulative <= ends(r.people_span)[1]
    fewest = sum(n if x is None else x for n, x, _ in built) - sum(n for n, _, _ in lost)
    most = sum(n for n, _, _ in built) - sum(n if x is None else x for n, x, _ in lost)
    assert rows[-1].cumulative_span == (fewest, most)
    assert ends(rows[-1].people_span) == about(2 * fewest, 2 * most)
    assert rows[-1].cumulative == sum(n for n, _, _ in built) - sum(n for n, _, _ in lost)
