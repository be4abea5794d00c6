"""Census 2021 topic tables: the publisher's own headings become measures in plain words."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from placewell.importing.draft import Draft, Left
from placewell.importing.raw import RawTable
from placewell.importing.recognise import Recognised, Unrecognised, recognise
from placewell.importing.source import load_sources
from placewell.importing.statistics import interpret_statistics

SOURCES = load_sources(Path(__file__).resolve().parents[2] / "resources" / "sources")
CODES = {"LSOA 2021": frozenset({"E01990001", "E01990002"})}
PEOPLE = ": Total: All usual residents"
HOMES = ": Total: All households"
A = "Asian, Asian British or Asian Welsh"
B = "Black, Black British, Black Welsh, Caribbean or African"
M = "Mixed or Multiple ethnic groups"
LIMITED = "Disability: Disabled under the Equality Act: Day-to-day activities limited a "
ABLE = "Disability: Not disabled under the Equality Act"
FAMILY = "Household composition: Single family household"
COUPLE = f"{FAMILY}: Married or civil partnership couple"
COHABIT = f"{FAMILY}: Cohabiting couple family"
ALONE = f"{FAMILY}: Lone parent family"
VALUE = "; measures: Value"

# Heading rows as in the bulk files of Census 2021, with counts for one area, made up.
HEALTH = {
    f"General health{PEOPLE}": 100, "General health: Very good health": 50, "General health: Good health": 30,
    "General health: Fair health": 12, "General health: Bad health": 6, "General health: Very bad health": 2,
}  # fmt: skip
DISABILITY = {
    f"Disability{PEOPLE}": 100, "Disability: Disabled under the Equality Act": 15, f"{LIMITED}lot": 6,
    f"{LIMITED}little": 9, ABLE: 85,
    f"{ABLE}: Has long term physical or mental health condition but day-to-day activities are not limited": 7,
    f"{ABLE}: No long term physical or mental health conditions": 78,
}  # fmt: skip
ETHNIC = {
    f"Ethnic group{PEOPLE}": 100, f"Ethnic group: {A}": 12, f"Ethnic group: {A}: Bangladeshi": 1,
    f"Ethnic group: {A}: Chinese": 2, f"Ethnic group: {A}: Indian": 3, f"Ethnic group: {A}: Pakistani": 2,
    f"Ethnic group: {A}: Other Asian": 4, f"Ethnic group: {B}": 25, f"Ethnic group: {B}: African": 15,
    f"Ethnic group: {B}: Caribbean": 7, f"Ethnic group: {B}: Other Black": 3, f"Ethnic group: {M}": 8,
    f"Ethnic group: {M}: White and Asian": 2, f"Ethnic group: {M}: White and Black African": 1,
    f"Ethnic group: {M}: White and Black Caribbean": 2,
    f"Ethnic group: {M}: Other Mixed or Multiple ethnic groups": 3, "Ethnic group: White": 50,
    "Ethnic group: White: English, Welsh, Scottish, Northern Irish or British": 33, "Ethnic group: White: Irish": 2,
    "Ethnic group: White: Gypsy or Irish Traveller": 0, "Ethnic group: White: Roma": 1,
    "Ethnic group: White: Other White": 14, "Ethnic group: Other ethnic group": 5,
    "Ethnic group: Other ethnic group: Arab": 1, "Ethnic group: Other ethnic group: Any other ethnic group": 4,
}  # fmt: skip
CARS = {
    f"Number of cars or vans{HOMES}": 40, "Number of cars or vans: No cars or vans in household": 24,
    "Number of cars or vans: 1 car or van in household": 12, "Number of cars or vans: 2 cars or vans in household": 3,
    "Number of cars or vans: 3 or more cars or vans in household": 1,
}  # fmt: skip
TENURE = {
    f"Tenure of household{HOMES}": 40, "Tenure of household: Owned": 14, "Tenure of household: Owned: Owns outright": 5,
    "Tenure of household: Owned: Owns with a mortgage or loan": 9, "Tenure of household: Shared ownership": 1,
    "Tenure of household: Shared ownership: Shared ownership": 1, "Tenure of household: Social rented": 15,
    "Tenure of household: Social rented: Rents from council or Local Authority": 11,
    "Tenure of household: Social rented: Other social rented": 4, "Tenure of household: Private rented": 10,
    "Tenure of household: Private rented: Private landlord or letting agency": 9,
    "Tenure of household: Private rented: Other private rented": 1, "Tenure of household: Lives rent free": 0,
}  # fmt: skip
HOUSEHOLDS = {
    f"Household composition: Total{VALUE}": 40, f"Household composition: One person household{VALUE}": 13,
    f"Household composition: One person household: Aged 66 years and over{VALUE}": 4,
    f"Household composition: One person household: Other{VALUE}": 9, f"{FAMILY}{VALUE}": 22,
    f"{FAMILY}: All aged 66 years and over{VALUE}": 1, f"{COUPLE}{VALUE}": 9, f"{COUPLE}: No children{VALUE}": 3,
    f"{COUPLE}: Dependent children{VALUE}": 5, f"{COUPLE}: All children non-dependent{VALUE}": 1, f"{COHABIT}{VALUE}": 6,
    f"{COHABIT}: No children{VALUE}": 4, f"{COHABIT}: With dependent children{VALUE}": 2,
    f"{COHABIT}: All children non-dependent{VALUE}": 0, f"{ALONE}{VALUE}": 5, f"{ALONE}: With dependent children{VALUE}": 3,
    f"{ALONE}: All children non-dependent{VALUE}": 2, f"{FAMILY}: Other single family household{VALUE}": 1,
    f"{FAMILY}: Other single family household: Other family composition{VALUE}": 1,
    f"Household composition: Other household types{VALUE}": 5,
    f"Household composition: Other household types: With dependent children{VALUE}": 1,
    f"Household composition: Other household types: Other, including all full-time students and all aged 66 years and over{VALUE}": 4,
}  # fmt: skip
NUMBER = {f"Number of households: Number of households{VALUE}": 40}

TABLES: dict[str, tuple[dict[str, int], dict[str, float]]] = {
    "census-2021-health": (HEALTH, {"all people": 100, "bad or very bad health": 8, "very bad health": 2, "fair health": 12}),
    "census-2021-disability": (DISABILITY, {"disabled": 15, "disabled, limited a lot": 6, "not disabled, no long-term condition": 78}),
    "census-2021-ethnicity": (ETHNIC, {"White British": 33, "other than White": 50, "Black African": 15, "any other ethnic group": 4}),
    "census-2021-cars": (CARS, {"all households": 40, "no car or van": 24, "two or more cars or vans": 4}),
    "census-2021-tenure": (TENURE, {"social rent": 15, "rented from the council": 11, "private rent": 10, "rent free": 0}),
    "census-2021-households": (HOUSEHOLDS, {"all households": 40, "with dependent children": 11, "lone parent": 5}),
    "census-2021-household-numbers": (NUMBER, {"all households": 40}),
}  # fmt: skip


def table(counts: dict[str, Any], *, seed: int = 0, **changed: Any) -> RawTable:
    """A bulk file of two areas of ours and one elsewhere; the second has twice the counts of the first."""
    columns: dict[str, list[Any]] = {
        "date": ["2021"] * 3,
        "geography": ["Larkhithe 001A", "Larkhithe 001B", "Elsewhere 001A"],
        "geography code": ["E01990001", "E01990002", "E01990777"],
        **{name: [str(n), str(2 * n), "7"] for name, n in counts.items()},
    }
    columns |= changed
    order = list(columns)
    random.Random(seed).shuffle(order)
    return RawTable("download.csv", "", "CSV", {n: columns[n] for n in order}, None, "", True, [2, 3, 4])


def read(made: RawTable) -> Draft:
    found = recognise(made, SOURCES)
    assert isinstance(found, Recognised), found
    draft = interpret_statistics(found, CODES)
    assert isinstance(draft, Draft), draft
    return draft


def figures(draft: Draft) -> dict[tuple[str, str], tuple[float | None, str]]:
    c = draft.rows.columns
    keys = zip(c["code"], c["measure"], strict=True)
    return dict(zip(keys, zip(c["value"], c["text"], strict=True), strict=True))


@pytest.mark.parametrize("source", sorted(TABLES))
@pytest.mark.parametrize("seed", [1, 2])
def test_a_bulk_file_is_known_by_its_headings_in_any_order(source: str, seed: int) -> None:
    found = recognise(table(TABLES[source][0], seed=seed), SOURCES)
    assert isinstance(found, Recognised), found.reason
    assert found.source.id == source


@pytest.mark.parametrize("source", sorted(TABLES))
def test_every_measure_has_its_count(source: str) -> None:
    counts, wanted = TABLES[source]
    draft = read(table(counts))
    held = figures(draft)
    for measure, count in wanted.items():
        assert held["E01990001", measure] == (count, "")
        assert held["E01990002", measure] == (2 * count, "")
    assert {code for code, _ in held} == {"E01990001", "E01990002"}
    assert len(held) == 2 * len(draft.source.measures), "a measure has found no column"
    assert {*draft.rows.columns["date"]} == {"2021-03-21"}


def test_the_parts_of_a_whole_are_all_there() -> None:
    """Counts that the publisher parts at one level add up to the total: no heading is misspelt or twice."""
    health = {m: v for (_, m), (v, _) in figures(read(table(HEALTH))).items()}
    parts = ("very good health", "good health", "fair health", "bad health", "very bad health")
    assert sum(health[p] or 0 for p in parts) == health["all people"]
    ethnic = {m: v for (c, m), (v, _) in figures(read(table(ETHNIC))).items() if c == "E01990001"}
    fine = set(ethnic) - {"all people", "Asian or Asian British", "Black or Black British", "Mixed or multiple", "White",
                          "other ethnic group", "other than White"}  # fmt: skip
    assert len(fine) == 19
    assert sum(ethnic[m] or 0 for m in fine) == 100


def test_a_sum_lacking_a_part_is_no_figure() -> None:
    cells = ["c", "12", "7"]
    held = figures(read(table(HEALTH, **{"General health: Very bad health": cells})))
    assert held["E01990001", "bad or very bad health"] == (None, "c")
    assert held["E01990001", "very bad health"] == (None, "c")
    assert held["E01990002", "bad or very bad health"] == (24, "")


def test_shares_by_age_are_not_taken_for_counts() -> None:
    """The age-standardised tables name the same groups, in percent and without a total."""
    shares = {n: v for n, v in HEALTH.items() if "Total" not in n}
    assert isinstance(recognise(table(shares), SOURCES), Unrecognised)


def test_detailed_groups_are_not_the_table_of_groups() -> None:
    detailed = {n.replace("Ethnic group:", "Ethnic group (detailed):"): v for n, v in ETHNIC.items()}
    assert isinstance(recognise(table(detailed), SOURCES), Unrecognised)


def test_a_table_without_our_areas_is_left_and_says_so() -> None:
    found = recognise(table(HEALTH), SOURCES)
    assert isinstance(found, Recognised)
    left = interpret_statistics(found, {"LSOA 2021": frozenset({"E01990555"})})
    assert isinstance(left, Left)
    assert "match no areas in the project" in left.reason


def test_where_sums_come_from_is_written_down() -> None:
    mapping = read(table(HEALTH)).mapping
    assert mapping["bad or very bad health"] == "General health: Bad health + General health: Very bad health"
