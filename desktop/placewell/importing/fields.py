"""From a publisher's columns to Placewell's fields, rule by rule; what had to be changed is told."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from placewell.domain.errors import Problem
from placewell.importing.raw import RawTable
from placewell.importing.recognise import plain
from placewell.importing.source import DropRule, FieldRule, Source


@dataclass
class Remark:
    """One line for the import report, before it is known which layer it belongs to."""

    sort: str
    text: str
    row: int | None = None


@dataclass
class Filled:
    """Fields filled for all rows of a table; `keep` says which rows the layer is about."""

    columns: dict[str, list[Any]]
    keep: npt.NDArray[np.bool_]
    mapping: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    unknown: dict[str, Counter[str]] = field(default_factory=dict)
    """By field, words of rows left out since they are none that Placewell keeps; '' for blanks."""


class Columns:
    """A table's columns, found by plain name."""

    def __init__(self, table: RawTable, index: Mapping[str, str]) -> None:
        self.table, self.index = table, index

    def get(self, name: str) -> Sequence[Any] | None:
        """The cells of a column, or None where the table has no such column."""
        own = self.index.get(plain(name))
        return None if own is None else self.table.columns[own]

    def own_name(self, name: str) -> str:
        """The column's name as the file spells it."""
        return self.index.get(plain(name), name)


def fill(columns: Columns, source: Source, count: int) -> Filled:
    """All fields of the source's kind, and which rows the source's own rules leave out."""
    filled = Filled({}, np.ones(count, dtype=bool))
    for drop in source.drops:
        _drop(columns, drop, filled)
    for name, rule in source.fields.items():
        filled.columns[name] = _field(name, rule, columns, count, filled)
    if source.only_newest:
        _only_newest(columns, source.only_newest, filled)
    if source.details:
        filled.columns["details"] = _details(columns, source.details, count)
    return filled


def text(value: Any) -> str:
    """A cell as text, spaces trimmed; whole numbers without a decimal point; '' for nothing."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return " ".join(str(value).split())


def number(value: Any) -> float | None:
    """A cell as a number; None where it is none ('-', 'c', blank) or too great to be one."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        if not isinstance(value, int | float):
            shown = _without_commas(str(value).strip())
            if not _NUMBER.fullmatch(shown):
                return None
            value = shown
        figure = float(value)
    except OverflowError:
        return None
    return figure if math.isfinite(figure) else None


def _without_commas(shown: str) -> str:
    """'1,234.5' and '531000,5' (a comma for the point, as some spreadsheets write) as numbers are read."""
    if re.fullmatch(r"[-+]?\d+,\d+", shown) and not re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+", shown):
        return shown.replace(",", ".")
    return shown.replace(",", "")


_NUMBER = re.compile(r"[-+]?\d*\.?\d+(e[-+]?\d+)?", re.IGNORECASE)


def _drop(columns: Columns, rule: DropRule, filled: Filled) -> None:
    cells = columns.get(rule.column)
    if cells is None:
        return
    hit = np.fromiter((bool(rule.pattern.search(text(v))) for v in cells), dtype=bool, count=len(cells))
    out = filled.keep & (~hit if rule.keep else hit)
    if out.any():
        filled.remarks.append(Remark("left", f"{_rows(int(out.sum()))} left out: {rule.reason}."))
        filled.keep &= ~out


def _field(name: str, rule: FieldRule, columns: Columns, count: int, filled: Filled) -> list[Any]:
    found = [(columns.own_name(c), cells) for c in rule.columns if (cells := columns.get(c)) is not None]
    if not found and rule.lookup and rule.other is None and "" not in rule.lookup:
        raise Problem(
            f"This table has no column {' or '.join(repr(c) for c in rule.columns)}, which says the {name} of each row.",
            "Placewell would not know what the rows are.",
            f"Say which column it is with --map {name}=COLUMN, or what all rows are with --as, for example --as asset:library.",
        )
    if not found and rule.lookup:
        # The source says what a blank means; a list without the column has nothing but blanks.
        return [rule.lookup.get("", rule.other)] * count
    if not found:
        return [rule.value if rule.value is not None else _empty(name)] * count
    filled.mapping[name] = " + ".join(n for n, _ in found) if rule.join is not None else found[0][0]
    if rule.join is not None:
        values = [
            rule.join.join(dict.fromkeys(t for t in (text(v) for v in cells) if t))
            for cells in zip(*(c for _, c in found), strict=True)
        ]
    elif len(found) == 1:
        values = [text(v) for v in found[0][1]]
    else:
        values = [
            next((t for t in (text(v) for v in cells) if t), "")
            for cells in zip(*(c for _, c in found), strict=True)
        ]
    if rule.blank is not None:
        values = _blank(name, rule, values, filled)
    if rule.pattern is not None:
        matches = [rule.pattern.search(v) for v in values]
        values = [m.group(1) if m and m.groups() else (m.group(0) if m else "") for m in matches]
    if rule.lookup:
        values = _look_up(name, rule, values, filled)
    if rule.value is not None:
        values = [v or str(rule.value) for v in values]
    if rule.transform:
        return _transformed(name, rule.transform, values, filled)
    return values


def _transformed(name: str, transform: str, values: list[str], filled: Filled) -> list[Any]:
    out = [TRANSFORM[transform](v) for v in values]
    lost = [v for v, o, k in zip(values, out, filled.keep, strict=True) if k and v and o in (None, "")]
    if lost:
        shown = ", ".join(repr(v) for v in list(dict.fromkeys(lost))[:3])
        filled.remarks.append(
            Remark(
                "checked",
                f"{_rows(len(lost))} with something for {name} that cannot be read as one ({shown}): left blank.",
            )
        )
    return out


NUMBERS = frozenset(
    {
        "capacity", "hectares", "homes", "homes_max", "homes_min", "index", "people", "per_hour", "quality",
        "used", "value",
    }
)  # fmt: skip
"""Fields of layered kinds that are numbers: nothing there is None, not an empty text."""


def _empty(name: str) -> Any:
    return None if name in NUMBERS else ""


def _blank(name: str, rule: FieldRule, values: list[str], filled: Filled) -> list[str]:
    assert rule.blank is not None
    hit = [bool(v) and bool(rule.blank.search(v)) for v in values]
    n = sum(h and bool(k) for h, k in zip(hit, filled.keep, strict=True))
    if n:
        filled.remarks.append(
            Remark(
                "checked",
                f"{_rows(n)} with {rule.blank_why or 'a stand-in value'} for {name}: kept without it.",
            )
        )
    return ["" if h else v for v, h in zip(values, hit, strict=True)]


def _look_up(name: str, rule: FieldRule, values: list[str], filled: Filled) -> list[str]:
    out: list[str] = []
    unknown: Counter[str] = Counter()
    for i, value in enumerate(values):
        known = rule.lookup.get(value.casefold())
        if known is None and rule.other is None:
            if filled.keep[i]:
                unknown[value] += 1
            filled.keep[i] = False
            known = ""
        out.append(rule.other if known is None and rule.other is not None else known or "")
    if unknown:
        filled.unknown[name] = unknown
        listed = sorted((-n, v or "(blank)") for v, n in unknown.items())
        shown = ", ".join(f"{v} ({-n})" for n, v in listed[:8])
        filled.remarks.append(
            Remark(
                "left", f"{_rows(sum(unknown.values()))} left out: no {name} that Placewell keeps: {shown}."
            )
        )
    return out


def _only_newest(columns: Columns, name: str, filled: Filled) -> None:
    cells = columns.get(name)
    if cells is None:
        return
    dates = [date(text(v)) for v in cells]
    newest = max((d for d, k in zip(dates, filled.keep, strict=True) if k and d), default="")
    older = np.fromiter((bool(d) and d < newest for d in dates), dtype=bool, count=len(dates)) & filled.keep
    if older.any():
        filled.remarks.append(
            Remark(
                "left",
                f"{_rows(int(older.sum()))} left out: from earlier returns of the same register; the newest is of {newest}.",
            )
        )
        filled.keep &= ~older


def _details(columns: Columns, names: Sequence[str], count: int) -> list[str]:
    found = [(columns.own_name(n), cells) for n in names if (cells := columns.get(n)) is not None]
    out = []
    for i in range(count):
        kept = {n: t for n, cells in found if (t := text(cells[i]))}
        out.append(json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else "")
    return out


def _rows(n: int) -> str:
    return f"{n:,} row" + ("" if n == 1 else "s")


# -- transforms ----------------------------------------------------------------------------------

_MONTHS = {
    m: i
    for i, m in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}


def date(value: str) -> str:
    """A date as ISO text (a year or month may stand alone) from the forms publishers use; '' for none.

    Day before month except where the American order is the only one possible.
    """
    value = value.strip()
    if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", value):
        return value
    if m := re.match(r"(\d{4})[-/]?(\d{2})[-/]?(\d{2})(?!\d)", value):
        return _day(*(int(g) for g in m.groups()))
    if m := re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)", value):
        a, b, year = (int(g) for g in m.groups())
        return _day(year, b, a) or _day(year, a, b)
    if m := re.match(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3})[a-z]*[ -](\d{4})(?!\d)", value, re.IGNORECASE):
        return _day(int(m.group(3)), _MONTHS.get(m.group(2).casefold(), 0), int(m.group(1)))
    return ""


def _day(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _list(value: str) -> str:
    parts = re.findall(r"[^\s,;'\"\[\]](?:[^,;'\"\[\]]*[^\s,;'\"\[\]])?", value)
    return ", ".join(sorted(set(parts), key=_natural))


def _natural(value: str) -> tuple[int, int, str]:
    digits = re.match(r"\d+", value)
    return (0, int(digits.group()), value) if digits else (1, 0, value)


def _title(value: str) -> str:
    """Names in capitals as they are said: 'ELM LODGE SURGERY' is 'Elm Lodge Surgery'."""
    if not value.isupper():
        return value
    return " ".join(_word(w) for w in value.split())


def _word(word: str) -> str:
    # Initials and abbreviations (NHS, GP, DMC) have no vowel; 'St' and 'Dr' are words all the same.
    if word in {"ST", "DR", "MR", "MRS"} or re.search(r"[AEIOUY]", word):
        return word.capitalize()
    return word


TRANSFORM: dict[str, Callable[[str], Any]] = {
    "date": date,
    "list": _list,
    "number": number,
    "title": _title,
}
