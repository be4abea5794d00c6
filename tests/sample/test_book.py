"""The book of faults, and the comparison that every planted fault and no other is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from borough.book import Book
from sample_faults import Line, differences, entries


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    book = Book("health")
    book.add("a.csv", "left", 'closed, "dormant"', "A café that closed.", row=17)
    book.add("b.xlsx", "checked", "trimmed", "Spare spaces.", part="Sheet 2", lines=2)
    book.add("b.xlsx", "duplicate", "taken once", "Rows twice.", rows=[9, 4])
    path = book.save(tmp_path)
    first = path.read_bytes()
    assert entries(tmp_path) == [
        {"file": "a.csv", "row": 17, "sort": "left", "what": "A café that closed.", "words": 'closed, "dormant"'},
        {"file": "b.xlsx", "part": "Sheet 2", "sort": "checked", "what": "Spare spaces.", "words": "trimmed", "lines": 2},
        {"file": "b.xlsx", "rows": [4, 9], "sort": "duplicate", "what": "Rows twice.", "words": "taken once"},
    ]  # fmt: skip
    book.save(tmp_path)
    assert path.read_bytes() == first
    with pytest.raises(ValueError, match="taken is not a sort"):
        book.add("a.csv", "taken", "x", "y")


ENTRY = {"file": "a.csv", "sort": "left", "what": "w", "words": "closed", "row": 3}
LINE = Line("a.csv", "", 3, "left", "It is closed.")


@pytest.mark.parametrize(
    ("book", "lines", "said"),
    [
        ([ENTRY], [LINE], []),
        ([ENTRY], [], ["0 lines instead of 1"]),
        ([], [LINE], ["not in the book"]),
        ([ENTRY], [LINE, LINE], ["2 lines instead of 1"]),
        ([ENTRY, ENTRY], [LINE], ["in the book 2 times"]),
        ([{**ENTRY, "row": 4}], [LINE], ["not in the book", "0 lines"]),
        ([{k: v for k, v in ENTRY.items() if k != "row"}], [LINE], ["not in the book", "0 lines"]),
        ([{**ENTRY, "part": "Sheet"}], [LINE], ["not in the book", "0 lines"]),
        ([{**ENTRY, "sort": "checked"}], [LINE], ["not in the book", "0 lines"]),
        ([{**ENTRY, "words": "Closed"}], [LINE], ["not in the book", "0 lines"]),
        ([{k: v for k, v in ENTRY.items() if k != "row"} | {"rows": [3, 5]}], [LINE], ["1 lines instead of 2"]),
        ([{**ENTRY, "lines": 2}], [LINE, LINE], []),
    ],
)  # fmt: skip
def test_the_comparison_finds_what_is_missing_and_what_is_more(
    book: list[dict[str, object]], lines: list[Line], said: list[str]
) -> None:
    found = differences(book, lines)
    assert len(found) >= len(said) and bool(found) == bool(said)
    assert all(any(words in f for f in found) for words in said)
