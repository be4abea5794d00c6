"""How many homes are of a group and how many of the rest: counted once, whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from placewell.assess.live.sums import At, Cell, Column, Is, Of, Sum, Table, total
from placewell.assess.live.tables import FEW, HOMES, MANY
from placewell.guidance.homes_rule import Rule

COUNTS = "Counts"


class Counts:
    """Gathers what is counted while sums are written; `table` is what was asked for."""

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "Of it, fewest", "Of it, most", "The rest, fewest", "The rest, most", "Not told",
    )  # fmt: skip

    def __init__(self) -> None:
        self._keys: dict[tuple[tuple[Rule, ...], tuple[Rule, ...], str], str] = {}
        self._rows: list[tuple[Cell, ...]] = []

    def of(self, name: str, rules: Sequence[Rule], among: Sequence[Rule], by: str, weight: Sum | None) -> str:
        """The name of the row that counts these homes."""
        from placewell.assess.live.of_homes import of_rules

        key = tuple(rules), tuple(among), by
        if key not in self._keys:
            self._keys[key] = f"count {len(self._keys) + 1}"
            yes, no = of_rules(rules)
            inside, outside = of_rules(among)
            each = [Of(HOMES, c) if weight is None else weight * Of(HOMES, c) for c in (FEW, MANY)]
            mine, rest = (yes, no) if not among else (inside * yes, inside * no)
            unsure = (1 - yes - no) if not among else (1 - outside) * (1 - inside * (yes + no))
            said = "; ".join(f"{r.field}: {', '.join(r.values)}" for r in rules)
            within = "; ".join(f"{r.field}: {', '.join(r.values)}" for r in among)
            sums = (
                [total(mine * e) for e in each] + [total(rest * e) for e in each] + [total(unsure * each[1])]
            )
            self._rows.append((self._keys[key], name, said, within or None, by, *sums))
        return self._keys[key]

    @staticmethod
    def look(name: str, column: str) -> Sum:
        """What was counted under a name."""
        return At(COUNTS, column, "Count", Is(name))

    @property
    def table(self) -> Table:
        """All that was counted."""
        columns = (
            Column("Count", width=12), Column("Group", width=22), Column("Which homes", width=34),
            Column("Among", width=24), Column("Counted by", width=14),
            *(Column(c, "number", 11) for c in self.COLUMNS),
        )  # fmt: skip
        about = "Homes of each group that the guidance asks about. 'Not told': the schedule leaves open whether they are."
        return Table(
            COUNTS, "Homes counted", columns, tuple(self._rows), about, "No share of homes is asked for."
        )
