"""Gathering what is wrong with a pack: every fault at once, each with its place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from placewell.domain.errors import Problem


@dataclass
class Faults:
    """Faults of one file, in the order found."""

    file: str
    found: list[str] = field(default_factory=list)

    def add(self, where: str, key: str, what: str) -> None:
        """Note a fault at a criterion (or 'pack') and key."""
        self.found.append(f"{self.file}, {where}, {key}: {what}")

    def stop(self) -> None:
        """Raise a Problem with all of them, if there are any."""
        if self.found:
            count = "1 thing is" if len(self.found) == 1 else f"{len(self.found)} things are"
            raise Problem(
                f"The guidance pack {self.file} cannot be used: {count} wrong with it. "
                + " ".join(f"({n}) {told}." for n, told in enumerate(self.found, 1)),
                "A criterion read wrongly would give wrong findings, so none of the pack is used.",
                "Correct these places and open the pack again.",
            )


@dataclass
class Table:
    """One TOML table, taken key by key; what is left over at the end is not known here."""

    content: dict[str, Any]
    where: str
    faults: Faults
    taken: set[str] = field(default_factory=set)

    def text(self, key: str, *, needed: bool = False, among: Collection[str] = ()) -> str:
        """A line of text; '' where it is absent or wrong."""
        value = self._take(key, needed)
        if value is None:
            return ""
        if not isinstance(value, str) or (needed and not value.strip()):
            self.faults.add(self.where, key, "is to be text")
            return ""
        if among and value not in among:
            self.faults.add(self.where, key, f"'{value}' is none of: {', '.join(among)}")
            return ""
        return value.strip()

    def date(self, key: str, *, needed: bool = False) -> str:
        """A day as ISO text, from a TOML date or text; '' where it is absent or wrong."""
        import datetime

        value = self._take(key, needed)
        if value is None or value == "":
            return ""
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value.isoformat()
        try:
            return datetime.date.fromisoformat(value).isoformat()
        except (TypeError, ValueError):
            self.faults.add(self.where, key, "is to be a day like 2026-11-22")
            return ""

    def when(self, key: str) -> str:
        """A year, month or day as ISO text ('2021', '2021-03', '2021-03-02'); '' where absent or wrong."""
        import datetime

        value = self._take(key, needed=False)
        if value is None or value == "":
            return ""
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value.isoformat()
        text = f"{value:04d}" if isinstance(value, int) and not isinstance(value, bool) else value
        try:
            datetime.date.fromisoformat(text + "0001-01-01"[len(text) :])
            return str(text)
        except (TypeError, ValueError):
            self.faults.add(self.where, key, "is to be a year, month or day like 2026, 2026-11 or 2026-11-22")
            return ""

    def number(self, key: str) -> float:
        """A figure that must be there; not a number where it is wrong."""
        import math

        value = self._take(key, needed=True)
        if value is None:
            return math.nan
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.faults.add(self.where, key, "is to be a number")
            return math.nan
        return float(value)

    def whole(self, key: str) -> int:
        """A whole number of at least 0; 0 where it is absent or wrong."""
        value = self._take(key, needed=False)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.faults.add(self.where, key, "is to be a whole number of at least 0")
            return 0
        return value

    def yes(self, key: str) -> bool:
        """true or false; false where it is absent or wrong."""
        value = self._take(key, needed=False)
        if value is not None and not isinstance(value, bool):
            self.faults.add(self.where, key, "is to be true or false")
        return value is True

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts; empty where it is absent or wrong."""
        value = self._take(key, needed)
        if value is None:
            return ()
        if (
            not isinstance(value, list)
            or not all(isinstance(v, str) and v for v in value)
            or (needed and not value)
        ):
            self.faults.add(self.where, key, "is to be a list of texts")
            return ()
        return tuple(value)

    def table(self, key: str, *, needed: bool = False) -> Table | None:
        """A table within; None where it is absent or wrong."""
        value = self._take(key, needed)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.faults.add(self.where, key, "is to be a table")
            return None
        return Table(value, f"{self.where}, {key}", self.faults)

    def tables(self, key: str, *, needed: bool = True) -> list[Table]:
        """The tables of an array; where it is needed it must have at least one."""
        value = self._take(key, needed)
        if value is None:
            return []
        if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
            self.faults.add(self.where, key, f"is to be one or more [[{key}]] tables")
            return []
        return [Table(v, f"{self.where}, {key} {n}", self.faults) for n, v in enumerate(value, 1)]

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.content:
            if key not in self.taken:
                known = ", ".join(sorted(self.taken))
                self.faults.add(self.where, key, f"is not a key that can stand here (these can: {known})")

    def _take(self, key: str, needed: bool) -> Any:
        self.taken.add(key)
        if needed and key not in self.content:
            self.faults.add(self.where, key, "is missing")
        return self.content.get(key)
