"""A column of texts in little memory: each different text once, and a number a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Texts(Sequence[str]):
    """`s` texts. Millions of street names as fixed-width arrays would take gigabytes."""

    code: npt.NDArray[np.int32]
    """(s,) which of the different texts each row has."""
    letters: npt.NDArray[np.uint8]
    """The different texts one after another, in UTF-8."""
    start: npt.NDArray[np.int64]
    """(different texts + 1,) where each begins in `letters`."""

    @classmethod
    def of(cls, texts: Iterable[object]) -> Texts:
        """A column of these, None read as ''."""
        known: dict[str, int] = {}
        code = [known.setdefault("" if t is None else str(t), len(known)) for t in texts]
        parts = [word.encode("utf-8", "surrogatepass") for word in known]
        start = np.concatenate([[0], np.cumsum([len(p) for p in parts])]).astype(np.int64)
        letters = np.frombuffer(b"".join(parts), dtype=np.uint8)
        return cls(np.array(code, dtype=np.int32), letters, start)

    @classmethod
    def same(cls, text: str, count: int) -> Texts:
        """The one text in every row."""
        one = cls.of([text])
        return cls(np.zeros(count, dtype=np.int32), one.letters, one.start)

    def __len__(self) -> int:
        return len(self.code)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self._word(int(c)) for c in self.code[at]]
        return self._word(int(self.code[at]))

    def __iter__(self) -> Iterator[str]:
        words = [self._word(w) for w in range(len(self.start) - 1)]
        return (words[c] for c in self.code)

    def take(self, rows: npt.NDArray[np.integer]) -> Texts:
        """These rows, sharing the texts."""
        return Texts(self.code[rows], self.letters, self.start)

    def __add__(self, other: Texts) -> Texts:
        """This column with another below it."""
        return Texts(
            np.concatenate([self.code, other.code + np.int32(len(self.start) - 1)]),
            np.concatenate([self.letters, other.letters]),
            np.concatenate([self.start, other.start[1:] + self.start[-1]]),
        )

    @property
    def sound(self) -> bool:
        """Whether the arrays fit each other, as those from a file may not."""
        return bool(
            self.code.ndim == self.letters.ndim == self.start.ndim == 1
            and [a.dtype.str[1:] for a in (self.code, self.letters, self.start)] == ["i4", "u1", "i8"]
            and len(self.start) > 0
            and self.start[0] == 0
            and self.start[-1] == len(self.letters)
            and (np.diff(self.start) >= 0).all()
            and (not len(self.code) or 0 <= self.code.min() <= self.code.max() < len(self.start) - 1)
        )

    def _word(self, code: int) -> str:
        letters = self.letters[self.start[code] : self.start[code + 1]].tobytes()
        return letters.decode("utf-8", "surrogatepass")
