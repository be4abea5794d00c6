"""What can be undone and redone, worked out from the history itself, so that it survives closing."""

from __future__ import annotations

from collections.abc import Iterable

from placewell.domain.history import UNKNOWN, Step


class Stacks:
    """Numbers of entries that stand (`undo`) and that were taken back (`redo`), newest last."""

    def __init__(self, steps: Iterable[Step] = ()) -> None:
        self.undo: list[int] = []
        self.redo: list[int] = []
        self._labels: dict[int, str] = {}
        for step in steps:
            self.take(step.seq, step.act, step.of, step.label)

    def take(self, seq: int, act: str, of: int | None, label: str) -> None:
        """Follow one more entry. An entry that does not fit (an altered history) is passed over."""
        if act == "undo" and self.undo and self.undo[-1] == of:
            self.redo.append(self.undo.pop())
        elif act == "redo" and self.redo and self.redo[-1] == of:
            self.undo.append(self.redo.pop())
        elif act == "elsewhere" and of == UNKNOWN:
            # A table was replaced: what stood before is not on record, so nothing leads back past it.
            self.undo.clear()
            self.redo.clear()
        elif act in ("edit", "elsewhere"):
            self.undo.append(seq)
            self.redo.clear()
            self._labels[seq] = label

    def label(self, stack: list[int]) -> str:
        """Label of the newest entry of a stack, empty for none."""
        return self._labels.get(stack[-1], "") if stack else ""
