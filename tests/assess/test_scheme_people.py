"""People by a yield table: sums worked by hand, ranges, rooms, what is missing, and the dip of an estate."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewell.assess.people import YieldTable, by_phase, dip, lost_people, people
from placewell.domain.case import YieldRate
from placewell.domain.scheme import Homes, Loss

BANDS = ((0, 4), (5, 17), (18, None))


def rates(tenure: str, bedrooms: str, *people_: float, **more: Any) -> list[YieldRate]:
    return [
        YieldRate(f"{tenure}{bedrooms}{a}{more}", "L", tenure, bedrooms, p, a, b, **more)
        for (a, b), p in zip(BANDS, people_, strict=True)
    ]


TABLE = YieldTable(
    "Borough yields",
    (*rates("social", "1", 0.1, 0.0, 1.2), *rates("social", "2+", 0.3, 0.6, 1.5), *rates("market", "1", 0.05, 0.0, 1.3),
     *rates("market", "2", 0.2, 0.1, 1.6), *rates("market", "3", 0.3, 0.5, 1.8), *rates("shared ownership", "1", 0.0, 0.0, 1.0)),
)  # fmt: skip


def homes(n: int, tenure: str, bedrooms: int | None, **more: Any) -> Homes:
    return Homes(f"{n}{tenure}{bedrooms}{more}", "S", n, tenure=tenure, bedrooms=bedrooms, **more)


def test_sums_by_hand() -> None:
    found = people(
        [homes(10, "social rent", 1), homes(20, "London Affordable Rent", 3), homes(30, "market sale", 2)],
        TABLE,
    )
    # 10 × 1.3 + 20 × 2.4 + 30 × 1.9 = 13 + 48 + 57
    assert found.total == (pytest.approx(118), pytest.approx(118))
    # 10 × 0.1 + 20 × (0.3 + 0.6) + 30 × (0.2 + 0.1) = 1 + 18 + 9
    assert found.children is not None and found.children[1] == pytest.approx(28)
    assert {b: round(v[1], 6) for b, v in found.by_age.items()} == {
        (0, 4): 13.0,
        (5, 17): 15.0,
        (18, None): 90.0,
    }
    assert found.working[1] == "20 × 3-bed London Affordable Rent × 2.4 people a home = 48.0 people"


def test_a_tenure_s_own_rows_come_before_its_group_s() -> None:
    assert people([homes(10, "shared ownership", 1)], TABLE).total == (10.0, 10.0)
    # Of two bedrooms it has none of its own: the group's are taken.
    assert people([homes(10, "shared ownership", 2)], TABLE).total == (pytest.approx(19), pytest.approx(19))


def test_both_ends_of_a_range() -> None:
    found = people(
        [homes(30, "market sale", 2, homes_least=20), homes(10, "market sale", 1, homes_least=0)], TABLE
    )
    assert found.total == (pytest.approx(20 * 1.9), pytest.approx(30 * 1.9 + 10 * 1.35))
    assert found.working[1].startswith("0 to 10 × 1-bed market sale")


@pytest.mark.parametrize(
    ("home", "why"),
    [
        (homes(5, "", 2), "their tenure is not given"),
        (homes(5, "market sale", None), "their number of bedrooms is not given"),
        (homes(5, "market sale", 4), "the table has no such home"),
        (homes(5, "care", 1), ""),
    ],
)
def test_what_is_missing_makes_no_smaller_number(home: Homes, why: str) -> None:
    found = people([homes(10, "market sale", 1), home], TABLE)
    if not why:
        assert (found.rooms, found.total) == (5, (13.5, 13.5))
        return
    assert found.total is None and found.children is None
    assert [(m.homes, m.why) for m in found.missing] == [(5, why)]
    assert found.known == (pytest.approx(13.5), pytest.approx(13.5))


def test_a_band_across_eighteen_tells_no_children() -> None:
    wide = YieldTable(
        "Wide",
        tuple(
            YieldRate(str(a), "L", "market", "1", p, a, b)
            for a, b, p in ((0, 9, 0.1), (10, 18, 0.1), (19, None, 1.2))
        ),
    )
    found = people([homes(10, "market sale", 1)], wide)
    assert found.total == (pytest.approx(14), pytest.approx(14)) and found.children is None
    assert found.straddles == [(10, 18)]


@pytest.mark.parametrize(
    ("ptal", "total"),
    [("5", 12.0), ("6a", 12.0), ("2", 15.0), ("4", 14.0), ("6b", 12.0), ("0", 15.0), ("1b", 15.0)],
)
def test_tables_that_go_by_ptal(ptal: str, total: float) -> None:
    spans = (("0-2", 1.5), ("3-4", 1.4), ("5-6", 1.2))
    table = YieldTable("By PTAL", tuple(YieldRate(s, "L", "market", "1", p, ptal=s) for s, p in spans))
    found = people([homes(10, "market sale", 1)], table, ptal)
    assert found.total == (pytest.approx(total), pytest.approx(total))
    without = people([homes(10, "market sale", 1)], table)
    assert without.total is None
    assert (
        without.missing[0].why == "the table goes by PTAL, and the official PTAL of the site is not entered"
    )


def test_tables_that_go_by_zone() -> None:
    table = YieldTable(
        "By zone",
        tuple(YieldRate(z, "L", "market", "1", p, zone=z) for z, p in (("Inner", 1.1), ("Outer", 1.6))),
    )
    assert people([homes(10, "market sale", 1)], table, zone="inner").total == (
        pytest.approx(11),
        pytest.approx(11),
    )
    assert "the site is in none of them" in people([homes(10, "market sale", 1)], table).missing[0].why


def lost(n: float, tenure: str, bedrooms: int, phase: int, occupied: str = "occupied") -> Loss:
    return Loss(
        f"{n}{tenure}{phase}{occupied}",
        "S",
        "homes",
        amount=n,
        unit="homes",
        phase=phase,
        tenure=tenure,
        bedrooms=bedrooms,
        occupied=occupied,
    )


def test_the_dip_between_demolition_and_replacement() -> None:
    gone = [
        lost(40, "social rent", 1, 1),
        lost(10, "social rent", 1, 1, "empty"),
        lost(60, "social rent", 1, 2),
    ]
    new = [
        homes(30, "social rent", 1, phase=1),
        homes(100, "social rent", 1, phase=2),
        homes(20, "social rent", 1, phase=3),
    ]
    rows = by_phase(new, gone, TABLE)
    assert [(r.phase, r.gross, r.lost, r.lowest, r.cumulative) for r in rows] == [
        (1, 30, 50, -50, -20), (2, 100, 60, -80, 20), (3, 20, 0, 20, 40),
    ]  # fmt: skip
    low = dip(rows)
    assert low is not None and (low.phase, low.lowest) == (2, -80)
    # Nobody lives in the ten that are empty: 30 × 1.3 − 40 × 1.3, then + 100 × 1.3 − 60 × 1.3, then + 20 × 1.3.
    assert [round(r.people_cumulative or 0, 6) for r in rows] == [-13.0, 39.0, 65.0]
    assert lost_people(gone, TABLE).total == (pytest.approx(130), pytest.approx(130))
    assert dip(by_phase(new, [], TABLE)) is None


def test_without_a_table_homes_are_told_and_people_are_not() -> None:
    (row,) = by_phase([homes(3, "market sale", 2)], [], None)
    assert (row.gross, row.people, row.people_cumulative) == (3, None, None)


@given(st.integers(0, 10_000))
def test_phases_never_change_the_whole(seed: int) -> None:
    pick = random.Random(seed)
    of = [
        ("social rent", 1),
        ("social rent", 2),
        ("market sale", 1),
        ("market sale", 3),
        ("shared ownership", 1),
    ]
    made = [
        homes(n, *pick.choice(of), phase=pick.choice((1, 2, 3, None)), homes_least=pick.choice((None, pick.randint(0, n))))
        for n in (pick.randint(1, 50) for _ in range(pick.randint(1, 8)))
    ]  # fmt: skip
    whole, rows = people(made, TABLE), by_phase(made, [], TABLE)
    assert whole.total is not None
    assert sum(r.people or 0 for r in rows) == pytest.approx(whole.total[1])
    assert rows[-1].cumulative == sum(h.homes for h in made)
    assert whole.total[0] <= whole.total[1]
    assert sum(v[1] for v in whole.by_age.values()) == pytest.approx(whole.total[1])
