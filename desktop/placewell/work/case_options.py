"""Which schemes and options the rows of a case's tables are of, and where each has its red line from.

Options may share one red line (a red line without Option, written once) or have one each (with Option).
Sharing is copied: every option keeps a red line of its own, so that one can be redrawn without the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from placewell.domain.errors import Problem
from placewell.domain.scheme import Scheme
from placewell.importing.scheme_tables import SchemeTable, TidyRow


@dataclass(frozen=True)
class Target:
    """One option as it will stand. `copy_of` is the scheme whose rows it starts with, '' for none.

    `line` is the row of the red line that takes the place of the one it had, None where none does.
    """

    scheme: Scheme
    new: bool
    copy_of: str = ""
    line: TidyRow | None = None


_NO_NAME = re.compile(r"\b(red ?line|site|application|boundary|location|outline|layer|polygon)\b|^\d*$", re.I)
"""What drawings call a red line, which is no name of a scheme."""


def name_rows(
    tables: Sequence[SchemeTable], name: str, option: str, held: Sequence[Scheme], usual: str = ""
) -> list[SchemeTable]:
    """The tables with every row's scheme said, and its option as one word throughout.

    `name` and `option` are the user's, for rows that do not say (and for those that say one only). A red
    line without a name is of the one scheme that there is, else of `usual`, else goes by its file's name.
    Raises Problem where it cannot be told which scheme a row is of.
    """
    tables = [_without_labels(t) for t in tables]
    said = _distinct(r.scheme for t in tables for r in t.rows)
    options = _distinct(r.option for t in tables for r in t.rows)
    if name and len(said) > 1:
        raise _several("schemes", said, "--name")
    if option and len(options) > 1:
        raise _several("options", options, "--option")
    if not said:
        there = _distinct(s.name for s in held)
        files = _distinct(str(r.values["file"]) for t in tables if t.kind == "scheme" for r in t.rows)
        said = there if len(there) == 1 else [usual] if usual and not there else files
    spelt, ways = ({word.casefold(): word for word in words} for words in (said, options))

    def named(row: TidyRow) -> TidyRow:
        whose = name or spelt.get(row.scheme.casefold()) or _whose(row, said, held)
        return replace(row, scheme=whose, option=option or ways.get(row.option.casefold(), ""))

    return [replace(t, rows=[named(r) for r in t.rows]) for t in tables]


def _without_labels(table: SchemeTable) -> SchemeTable:
    if table.kind != "scheme":
        return table
    rows = [
        replace(r, scheme="") if r.values.get("label") and _NO_NAME.search(r.scheme) else r
        for r in table.rows
    ]
    return replace(table, rows=rows)


def _whose(row: TidyRow, said: Sequence[str], held: Sequence[Scheme]) -> str:
    """The scheme of a row that does not say: the only one of these tables, or of the project."""
    if "file" in row.values and row.values["file"] in said:
        return str(row.values["file"])
    known = said or _distinct(s.name for s in held)
    if len(known) == 1:
        return known[0]
    if not known:
        raise Problem(
            "These tables do not say which scheme they are of, and the project has none yet.",
            "They would be of no scheme.",
            "Say its name with --name, or bring in its red line with them.",
        )
    raise Problem(
        f"Row {row.row} does not say which scheme it is of, and there are {len(known)}: {', '.join(known)}.",
        "Placewell does not guess.",
        "Fill the column Scheme in every row, or say which with --name.",
    )


def _several(what: str, said: Sequence[str], flag: str) -> Problem:
    return Problem(
        f"These tables name {len(said)} {what} ({', '.join(said)}), and {flag} gives one name.",
        "They would all become one.",
        f"Leave out {flag}, or bring in the tables of one at a time.",
    )


def targets_of(
    name: str,
    tables: Sequence[SchemeTable],
    held: Sequence[Scheme],
    next_id: Iterable[str],
    today: str,
    wanted: str = "",
) -> list[Target]:
    """The options of one scheme after this import, in order of creation. Raises Problem.

    `wanted` is an option that the user named: where it is not there, it begins as a copy of the first.
    """
    asked = _distinct(r.option for t in tables for r in t.rows if r.scheme == name)
    lines = _red_lines(name, tables)
    mine = [s for s in held if s.name.casefold() == name.casefold()]
    taken = {s.option.casefold() for s in mine}
    ids = iter(next_id)

    def made(way: str) -> Target:
        row = lines[way] if way in lines else lines.get("")
        called = mine[0].name if mine else name
        ground = None if row is None else row.geometry
        reference = "" if row is None else row.values.get("reference", "")
        return Target(Scheme(next(ids), called, ground, way, reference=reference, created=today), True)

    if not mine:
        return [made(way) for way in _to_make(name, asked, lines, held)]
    new = [way for way in asked if way.casefold() not in taken]
    shared = [way for way in new if way not in lines]
    own = [made(way) for way in new if way in lines]
    standing = [_redrawn(s, lines) for s in mine]
    if not shared:
        return standing + own
    if taken != {""} and [w.casefold() for w in shared] == [wanted.casefold()]:
        # A variant starts from what the scheme is already; what came with it takes the place of its own.
        start = standing[0].scheme
        copy = replace(start, id=next(ids), option=shared[0], created=today)
        return [*standing, Target(copy, True, start.id), *own]
    if taken != {""}:
        raise Problem(
            f"{name} has no option called '{shared[0]}'; it has {', '.join(s.option or 'one without a name' for s in mine)}.",
            "Its rows would be of an option without a red line.",
            f"Write the option as it stands, or bring in the red line of option '{shared[0]}' with them.",
        )
    # What was there before anybody spoke of options is where each of them starts from.
    was = standing[0]
    first = replace(was, scheme=replace(was.scheme, option=shared[0]))
    copies = [
        Target(replace(first.scheme, id=next(ids), option=way), True, first.scheme.id) for way in shared[1:]
    ]
    return [first, *copies, *own]


def _redrawn(scheme: Scheme, lines: Mapping[str, TidyRow]) -> Target:
    """An option that stands, with the red line that takes the place of its own, where one came."""
    by_fold = {way.casefold(): row for way, row in lines.items()}
    row = by_fold.get(scheme.option.casefold(), by_fold.get(""))
    if row is None or row.geometry is None:
        return Target(scheme, False)
    reference = row.values.get("reference") or scheme.reference
    return Target(replace(scheme, geometry=row.geometry, reference=reference), False, line=row)


def _red_lines(name: str, tables: Sequence[SchemeTable]) -> dict[str, TidyRow]:
    """This scheme's red lines by option; raises Problem where there are two for one."""
    found: dict[str, TidyRow] = {}
    for table in tables:
        for row in table.rows:
            if table.kind != "scheme" or row.scheme != name:
                continue
            if row.option in found:
                way = f" of option '{row.option}'" if row.option else ""
                count = sum(r.option == row.option for r in table.rows)
                raise Problem(
                    f"'{table.file}' holds {count} areas; the red line{way} of {name} is one."
                    if count > 1
                    else f"Two files give a red line{way} of {name}; '{table.file}' is the second.",
                    "Placewell does not guess which of them is meant.",
                    "Keep the one that is meant, or tell them apart with columns Scheme and Option.",
                )
            found[row.option] = row
    return found


def _to_make(name: str, asked: Sequence[str], lines: dict[str, TidyRow], held: Sequence[Scheme]) -> list[str]:
    if not lines and held:
        # Beside another scheme, a name without a red line is more likely one that is misspelt.
        raise Problem(
            f"There is no red line of '{name}', here or in the project.",
            "Its tables belong to a site, and nothing says where that is.",
            "Bring in its red line with them, or first; if it is called something else there, say so with --name.",
        )
    if not lines:
        # What a scheme is made of may come before its red line, which is then waited for.
        return list(asked) or [""]
    missing = [way for way in asked if way not in lines]
    if missing and "" not in lines:
        raise Problem(
            f"Option '{missing[0]}' of {name} has no red line; there is one of {', '.join(lines)}.",
            "Its tables belong to a site, and nothing says where that is.",
            "Add its red line, or leave Option blank in a red line that all options share.",
        )
    return list(asked) or [""]


def _distinct(words: Iterable[str]) -> list[str]:
    """Each word once, whatever its capitals, in the order and spelling in which it is first met."""
    first: dict[str, str] = {}
    for word in words:
        if word:
            first.setdefault(word.casefold(), word)
    return list(first.values())
