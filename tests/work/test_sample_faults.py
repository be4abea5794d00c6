"""The import report of the sample tells of exactly the faults that were planted in its raw files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from placewell.shipped import sample
from placewell.work.opened import open_project
from placewell.work.progress import run
from placewell.work.sample import make_sample

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "sample"))

from sample_faults import SORTS, Line, differences, entries, lines_of, meets

BOOKS = sample("raw").parent / "faults"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    """The lines that must be in the books, of a sample just made."""
    with open_project(run(make_sample(tmp_path_factory.mktemp("sample") / "here"))) as opened:
        return lines_of(opened.file)


def test_every_planted_fault_is_told_and_no_other(told: list[Line]) -> None:
    wrong = differences(entries(BOOKS), told)
    assert not wrong, "\n".join(wrong)


def test_every_book_names_files_that_are_there_and_every_sort_is_met(told: list[Line]) -> None:
    book = entries(BOOKS)
    assert {e["file"] for e in book} <= {p.name for p in sample("raw").iterdir()}
    assert {e["sort"] for e in book} == SORTS


def test_every_typical_fault_can_be_practised_on(told: list[Line]) -> None:
    """The faults that real downloads have, one by one, each told in words that a planner can act on."""
    typical = {
        "spare spaces": "spare spaces",
        "a reference that stands for none": "a UPRN that is 0",
        "a reference rounded by a spreadsheet": "rounded",
        "an outline that crosses itself": "it crossed or touched itself",
        "a row without a place": "no place on the map",
        "a row twice": "taken once",
        "a row that lies far away": "its coordinates look mistaken",
        "a closed place": "closed",
        "a table without headings": "no row of headings",
        "titles above the headings": "Lines above the headings",
        "coordinates that are not stated": "does not say which map coordinates",
        "east and north swapped": "swapped",
        "old letters": "older Windows code page",
        "a reference used twice": "repeat the reference of another",
        "things without a name": "have no name",
        "a list that another already covers": "Not brought in for",
    }
    texts = [line.text for line in told]
    missing = [fault for fault, words in typical.items() if not any(words in t for t in texts)]
    assert missing == []


def test_a_book_with_one_entry_less_or_more_does_not_pass(told: list[Line]) -> None:
    book = entries(BOOKS)
    assert differences(book[1:], told)
    assert differences([*book, {**book[0], "words": "not in any line"}], told)
    assert all(sum(meets(e, line) for e in book) == 1 for line in told)
