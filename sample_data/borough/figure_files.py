"""The raw tables of figures by area code: Census, deprivation and air, as their publishers lay them out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from borough import write, write_sheets
from borough.areas_of import BOROUGH
from borough.book import Book
from borough.deprivation import ENGLAND_2019, ENGLAND_2025, decile, ranks
from borough.people import People, SmallArea

AGES = "TS007B_age_broad_bands_lsoa_2021.csv"
IOD = "File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx"
AIR = "lsoa21-2019-NO2.csv"
IMD = "IMD2019_Index_of_Multiple_Deprivation.csv"
IMD_WORDS, LAD_WORDS = "Index of Multiple Deprivation (IMD)", "Local Authority District"
BULK = {
    "TS037": ("General health: ", ""), "TS038": ("Disability: ", ""), "TS021": ("Ethnic group: ", ""),
    "TS045": ("Number of cars or vans: ", ""), "TS054": ("Tenure of household: ", ""),
    "TS003": ("Household composition: ", "; measures: Value"),
}  # fmt: skip
"""What all headings of a bulk file begin and end with."""


def write_figures(people: People, folder: Path, book: Book) -> None:
    """Write every table, and what the import report must say of each into the book."""
    _ages(people.lsoas, folder, book)
    for table, (before, after) in BULK.items():
        heads = list(people.lsoas[0].tables[table])
        rows = [[2021, a.name, a.code, *(a.tables[table][h] for h in heads)] for a in people.lsoas]
        write.csv_file(
            folder / f"census2021-{table.lower()}-lsoa.csv",
            [["date", "geography", "geography code", *(f"{before}{h}{after}" for h in heads)], *rows],
        )
        _told(book, f"census2021-{table.lower()}-lsoa.csv", "LSOA 2021")
    _deprivation(people, folder, book)
    _old_deprivation(people, folder, book)
    _air(people, folder, book)


def _told(book: Book, file: str, level: str, part: str = "") -> None:
    """What the report says of every table of figures: no fault, but a line that must be met."""
    words = f"areas of level {level} that the project holds"
    book.add(file, "checked", words, "A table says how many of the areas it has figures for.", part=part)


def _ages(areas: Sequence[SmallArea], folder: Path, book: Book) -> None:
    """The table by age, with one row pasted twice."""
    heads = list(areas[0].tables["TS007B"])
    rows = [[a.code, a.name, *(a.tables["TS007B"][h] for h in heads)] for a in areas]
    rows.append(rows[6])
    write.csv_file(folder / AGES, [["LSOA21CD", "LSOA21NM", *heads], *rows])
    words = f"{areas[6].code} stands twice in this table"
    _told(book, AGES, "LSOA 2021")
    book.add(AGES, "rejected", words, f"The row of {areas[6].code} was pasted twice.", row=len(rows) + 1)


def _deprivation(people: People, folder: Path, book: Book) -> None:
    own = people.own
    others = people.lsoas[len(own) :]
    now, around = ranks([a.score for a in own], [a.score for a in others], ENGLAND_2025, "larkhithe 2025")
    found = sorted(zip([*own, *others], [*now, *around], strict=True), key=lambda p: p[0].code)
    head = ["LSOA code (2021)", "LSOA name (2021)", f"{LAD_WORDS} code (2024)", f"{LAD_WORDS} name (2024)", f"{IMD_WORDS} Rank (where 1 is most deprived)", f"{IMD_WORDS} Decile (where 1 is most deprived 10% of LSOA"]  # fmt: skip
    rows: list[list[str | int]] = [
        [a.code, a.name, *a.borough, rank, decile(rank, ENGLAND_2025)] for a, rank in found
    ]
    write_sheets.xlsx(folder / IOD, {"Notes": [], "IMD25": [head, *rows]})
    book.add(IOD, "checked", "Nothing is in sheet 'Notes'", "The first sheet has no cells.", part="IMD25")
    _told(book, IOD, "LSOA 2021", part="IMD25")


def _old_deprivation(people: People, folder: Path, book: Book) -> None:
    """The older index, for the areas of 2011; one of them has no outline in the file of areas."""
    rng = random.Random("larkhithe 2019")
    scores = {a.code: a.score for a in people.lsoas}
    then = [sum(scores[c] for c in o.became) / len(o.became) + rng.gauss(0, 0.04) for o in people.old]
    mine = [n for n, o in enumerate(people.old) if o.borough == BOROUGH]
    rest = [n for n, o in enumerate(people.old) if o.borough != BOROUGH]
    before, there = ranks([then[n] for n in mine], [then[n] for n in rest], ENGLAND_2019, "larkhithe 2019")
    by_area = dict(zip([*mine, *rest], [*before, *there], strict=True))
    old_head = [
        "LSOA code (2011)",
        "LSOA name (2011)",
        f"{LAD_WORDS} code (2019)",
        f"{LAD_WORDS} name (2019)",
        f"{IMD_WORDS} Rank",
        f"{IMD_WORDS} Decile",
    ]
    old_rows = [
        [o.code, o.name, *o.borough, f"{by_area[n]:,}", decile(by_area[n], ENGLAND_2019)]
        for n, o in enumerate(people.old)
    ]
    write.csv_file(folder / IMD, [old_head, *old_rows], encoding="utf-8-sig")
    _told(book, IMD, "LSOA 2011")


def _air(people: People, folder: Path, book: Book) -> None:
    """Nitrogen dioxide by area, without two of the borough's."""
    left = {people.own[20].code, people.own[-3].code}
    head = ["LSOA21CD", *(f"NO2-2019-{name}" for name in people.lsoas[0].air)]
    write.csv_file(
        folder / AIR, [head, *([a.code, *a.air.values()] for a in people.lsoas if a.code not in left)]
    )
    words = f"2 areas have no figures in this file: {', '.join(sorted(left))}"
    book.add(AIR, "checked", words, "Two areas of the borough are missing.")
    _told(book, AIR, "LSOA 2021")
