"""A column of texts is what a list of them is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from placewell.network.texts import Texts

columns = st.lists(st.text(st.characters(codec=None), max_size=6) | st.none(), max_size=12)


def plain(texts: list[str | None]) -> list[str]:
    return [t or "" for t in texts]


@given(columns, columns)
def test_it_reads_like_the_list(one: list[str | None], other: list[str | None]) -> None:
    texts = Texts.of(one)
    assert texts.sound
    assert list(texts) == plain(one) == texts[:] == [texts[i] for i in range(len(texts))]
    both = texts + Texts.of(other)
    assert both.sound
    assert list(both) == plain(one) + plain(other)


@given(columns.filter(bool), st.data())
def test_some_rows_of_it(one: list[str | None], data: st.DataObject) -> None:
    at = data.draw(st.lists(st.integers(0, len(one) - 1)))
    assert list(Texts.of(one).take(np.array(at, dtype=np.int64))) == [plain(one)[i] for i in at]


def test_one_text_for_all() -> None:
    assert list(Texts.same("x", 3)) == ["x", "x", "x"]
    assert list(Texts.same("x", 0)) == []
