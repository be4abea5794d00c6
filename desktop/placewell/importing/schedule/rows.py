"""The rows of one table of a schedule: homes, totals, titles and notes told apart, blanks filled from above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from placewell.domain.tenure import ROOMS
from placewell.importing.raw import ReadNote
from placewell.importing.schedule import words
from placewell.importing.schedule.find import Headings
from placewell.importing.schedule.grid import Grid, figure
from placewell.importing.schedule.kinds_of_home import kind_of_home

Record = dict[str, str]
"""One row for the tidy table: its headings (`read.HEADINGS`) to cells."""
SQ_FT_M2 = 0.09290304
"""One square foot in square metres, exactly."""
PLACES = ("block", "core", "level", "phase")
OF_EXISTING = ("occupied", "right_to_return", "decant_phase", "change")
"""What only a schedule of homes that would be lost says."""
_DOWN = (*PLACES, "tenure", "type", "scheme", "option")
"""What a blank cell may take from the row above it."""


@dataclass
class Part:
    """One table read: its homes with their rows, what it says of its own totals, and what was noticed."""

    sheet: str
    counts_only: bool
    records: list[tuple[int, Record]] = field(default_factory=list)
    notes: list[ReadNote] = field(default_factory=list)
    existing: bool = False
    """Whether its homes are those that stand there today."""
    odd: list[str] = field(default_factory=list)
    """Lines that are neither homes nor totals nor titles."""
    stated: list[tuple[int, str, float, float]] = field(default_factory=list)
    """Totals that disagree with the rows they sum up: row, words, stated, read."""

    @property
    def homes(self) -> int:
        """How many homes its rows make, as far as they give whole numbers."""
        return sum(homes_of(r) for _, r in self.records)


def homes_of(record: Record) -> int:
    """How many homes a record is of; 0 where that is not a whole number."""
    text = record.get("homes", "")
    ends = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))]
    said = max(ends) if ends and "-" not in text[:1] else 0.0
    return int(said) if said == int(said) else 0


class Running:
    """Homes counted so far, by how far back a total may reach."""

    def __init__(self) -> None:
        self.counts: list[int] = []
        self.marks: list[int] = [0]

    def sums(self) -> list[int]:
        """What the rows make since each earlier total, the whole last."""
        return [sum(self.counts[m:]) for m in reversed(self.marks)]


def part_of(grid: Grid, heads: Headings, end: int, given: Record, running: Running) -> Part:
    """The rows below these headings up to row `end`; `given` is what titles say of all of them.

    `running` counts on from the table above, where this goes on under the same headings.
    """
    part = Part(grid.part, heads.counts_only)
    context = dict(given)
    above: Record = {}
    down = _fillable(grid, heads, end)
    odd: list[str] = []
    filled_down: dict[str, int] = {}
    for row in range(heads.row + 1, end):
        filled = grid.filled(row)
        if not filled:
            continue
        number = grid.numbers[row]
        said = {f: _said(grid, heads, f, row) for f in heads.columns}
        if _is_total(grid, row, filled, said):
            _check_total(grid, heads, row, part, running)
            above = {}
            continue
        title = {} if _one_home(said, heads) else _title(grid, row, filled, heads)
        if title:
            for name, other in (("tenure", "stated_tenure"), ("stated_tenure", "tenure")):
                if name in title:
                    context.pop(other, None)
            context.update(title)
            above = {}
            continue
        for name in down:
            if said.get(name):
                above[name] = said[name]
            elif name in above and _has_home(said, heads, grid, row):
                said[name] = above[name]
                filled_down[name] = filled_down.get(name, 0) + 1
        if any(words.EVERY.match(said.get(f, "")) for f in ("block", "phase", "tenure")):
            continue  # the same homes again, summed up over all blocks
        if not _has_home(said, heads, grid, row):
            where = f"{grid.part}, " if grid.part else ""
            odd.append(f"{where}row {number}: {' '.join(grid.own(row, c) for c in filled)[:60]}")
            continue
        places = {**context, **{k: v for k, v in said.items() if v}}
        made = _across(grid, heads, row, places) if heads.across else [_one(grid, heads, row, places)]
        for record in made:
            part.records.append((number, record))
            running.counts.append(homes_of(record))
        _check_across(grid, heads, row, part, made)
    for name, n in filled_down.items():
        rows = "1 row leaves" if n == 1 else f"{n:,} rows leave"
        part.notes.append(ReadNote(None, "checked", f"{rows} {name} blank: read as in the row above."))
    part.odd = odd
    _per_home(part, heads)
    return part


_MOST_OF_ONE = {"habitable_rooms": 12.0, "bed_spaces": 14.0, "gia_m2": 400.0, "amenity_m2": 400.0}
"""More than any one home has: such a column gives sums of its row."""


def _per_home(part: Part, heads: Headings) -> None:
    """Columns of a table of counts that sum up their rows, turned into figures of one home."""
    for name, most in _MOST_OF_ONE.items():
        rows = [
            (r, n, v)
            for _, r in part.records
            if (n := homes_of(r)) > 0 and (v := figure(r.get(name, ""))) is not None
        ]
        said = any("total" in heads.texts.get(c, "").lower() for c in heads.columns.get(name, ()))
        if all(n == 1 for _, n, _ in rows) or not (said or any(v > most for _, _, v in rows)):
            continue
        for record, n, value in rows:
            record[name] = f"{value / n:.10g}"
        what = name.removesuffix("_m2").replace("_", " ").replace("gia", "floor areas")
        part.notes.append(
            ReadNote(None, "checked", f"Its {what} are sums of each row: read as so many for each home.")
        )


def _said(grid: Grid, heads: Headings, name: str, row: int) -> str:
    columns = heads.columns[name]
    if name == "home":
        # 'Apt No.' before 'Ref': a bare number of the row is no number of the home.
        columns = sorted(columns, key=lambda c: not words.OF_A_HOME.search(heads.texts[c]))
    look = grid.seen if name in (*_DOWN, "access", "aspect") else grid.own
    found = [t for c in columns if (t := look(row, c)) and t not in ("-", "–", "—")]
    if name == "type":
        # 'Flat' in one column, '2b4p' in the next: the one that says a size.
        return next((t for t in found if kind_of_home(t)), found[0] if found else "")
    return found[0] if found else ""


def _fillable(grid: Grid, heads: Headings, end: int) -> list[str]:
    """Fields whose blanks mean 'as above': those that nowhere say the same twice running, and leave blanks
    after more than one of the things they say, or mostly."""
    found = []
    below = range(heads.row + 1, end)
    rows = [r for r in below if len(grid.filled(r)) > 2 and not _is_total(grid, r, grid.filled(r), {})]
    for name in _DOWN:
        for column in heads.columns.get(name, ())[:1]:
            values = [grid.seen(r, column) for r in rows]
            pairs = list(pairwise(values))
            stated_twice = any(a and a == b for a, b in pairs)
            followed = sum(bool(a) and not b for a, b in pairs)
            blanks = values.count("")
            if (
                followed
                and (followed > 1 or blanks > 2)
                and (not stated_twice or (name in PLACES and blanks * 2 > len(values)))
            ):
                found.append(name)
    return found


def _is_total(grid: Grid, row: int, filled: Sequence[int], said: Record) -> bool:
    """Whether a line sums up others, by its label. The line of a home is none, whatever its notes say."""
    texts = [grid.own(row, c) for c in filled]
    labels = [t for t in texts if figure(t) is None or len(t) > 12]
    sums = [t for t in labels[:3] if words.TOTAL.search(t)]
    shares = [t for t in labels[:1] if words.PERCENT.search(t) and not words.tenure(t)]
    if not sums and not shares:
        return False
    listed = bool(kind_of_home(said.get("type", ""))) and bool(said.get("tenure") or said.get("home"))
    return not listed or bool(
        labels and words.TOTAL.search(labels[0]) and not kind_of_home(labels[0]) and not said.get("home")
    )


def _one_home(said: Record, heads: Headings) -> bool:
    """Whether a line of a list names a home and its size: then it is no title, however short."""
    sized = bool(kind_of_home(said.get("type", ""))) or _beds(said) is not None
    return "home" in heads.columns and bool(said.get("home")) and sized


def _beds(said: Record) -> int | None:
    """Bedrooms as a column of its own says them: a number, or 'Studio'."""
    kind = kind_of_home(said.get("bedrooms", ""))
    if kind is not None:
        return kind.bedrooms
    only = figure(said.get("bedrooms", ""))
    return None if only is None or only != int(only) else int(only)


def _title(grid: Grid, row: int, filled: Sequence[int], heads: Headings) -> Record:
    """What a line without figures says of the rows below it ('Block B', 'Level 02', 'Social rent')."""
    if len(filled) > 3:
        return {}
    texts = [grid.own(row, c) for c in filled]
    if any(c in heads.columns.get("homes", ()) or c in {a.column for a in heads.across} for c in filled):
        return {}
    if any(kind_of_home(t) and not words.block(t) for t in texts):
        return {}
    return places_in(texts)


_GONE = re.compile(r"\b(omitted|superseded|excluding|excludes|removed|not included|deleted)\b", re.I)
"""A title that speaks of what is not in the table says nothing of what is."""


def places_in(texts: Sequence[str]) -> Record:
    """Block, core, level, phase and tenure that titles name, each where exactly one is named."""
    found: Record = {}
    texts = [t for t in texts if not _GONE.search(t)]
    for name, find in (
        ("option", words.option),
        ("block", words.block),
        ("core", words.core),
        ("phase", words.phase),
        ("level", words.level),
    ):
        said = {v for t in texts for part in t.replace("–", "-").split(" - ") if (v := find(part))}
        if len(said) == 1:
            found[name] = said.pop()
    tenures = {t for text in texts if len(text) < 40 and (t := words.tenure(text))}
    if len(tenures) == 1:
        found["tenure"] = tenures.pop()
    elif not tenures:
        loose = {text for text in texts if len(text) < 40 and words.is_tenure(text)}
        if len(loose) == 1:
            found["stated_tenure"] = loose.pop()
    return found


def _has_home(said: Record, heads: Headings, grid: Grid, row: int) -> bool:
    """Whether a row is of homes at all: a size or a tenure with a count, or the line of one home."""
    if heads.across:
        return any(
            figure(grid.own(row, a.column)) is not None or grid.own(row, a.column) for a in heads.across
        ) and (bool(said) or len(grid.filled(row)) > 1)
    if "homes" in heads.columns:
        return bool(said.get("homes")) and any(said.get(f) for f in ("type", "bedrooms", "tenure"))
    size = bool(kind_of_home(said.get("type", ""))) or _beds(said) is not None
    more = sum(
        bool(said.get(f)) for f in ("home", "tenure", "gia_m2", "gia_ft2", "level", "block", "bed_spaces")
    )
    return (size and more >= 1) or (bool(said.get("type")) and more >= 2)


def _one(grid: Grid, heads: Headings, row: int, said: Record) -> Record:
    """One row of a list as a record."""
    made: Record = {f: said[f] for f in ("scheme", "option", *PLACES, "home", *OF_EXISTING) if said.get(f)}
    if heads.counts_only:
        made["homes"] = said.get("homes", "")
        if said.get("homes_least") and said["homes_least"] != made["homes"]:
            made["homes"] = f"{said['homes_least']}-{made['homes']}"
    else:
        made["homes"] = "1"
    _size(made, said)
    _tenure(made, said)
    for name in ("bed_spaces", "habitable_rooms"):
        if made.get(name):
            continue
        if (said_figure := figure(said.get(name, ""))) is not None:
            made[name] = f"{said_figure:g}"
        elif said.get(name):
            made[name] = said[name]
    _areas(grid, heads, row, made, said)
    _access(grid, heads, row, made)
    over = heads.texts.get(heads.columns.get("aspect", [-1])[0], "")
    made["aspect"], facing = words.aspect(said.get("aspect", ""), over)
    made["faces"] = words.faces(said.get("faces", "")) or facing
    return {k: v for k, v in made.items() if v}


def _size(made: Record, said: Record) -> None:
    kind = kind_of_home(said.get("type", ""))
    if kind is not None:
        # What follows from the type is worked out later, and marked.
        made["type"] = kind.text
        if kind.wheelchair:
            made["access"] = "M4(3)"
    else:
        # A reference of a type ('FT12') beside a size in one cell ('3B4P' under 'Beds').
        both = next(
            (k for f in ("bedrooms", "bed_spaces") if (k := kind_of_home(said.get(f, ""))) and k.people), None
        )
        if both is not None:
            made["bedrooms"], made["bed_spaces"] = str(both.bedrooms), str(both.people)
        if said.get("type") or both is not None:
            made["type"] = said.get("type") or (both.text if both is not None else "")
        if both is not None:
            return
    if said.get("bedrooms"):
        beds = kind_of_home(said["bedrooms"])
        only = figure(said["bedrooms"])
        made["bedrooms"] = (
            str(beds.bedrooms) if beds is not None else said["bedrooms"] if only is None else f"{only:g}"
        )


def _tenure(made: Record, said: Record) -> None:
    stated = said.get("tenure", "")
    found = words.tenure(stated)
    by_type = words.tenure(said.get("type", ""))
    if by_type in ROOMS and found != by_type:
        # 'Student accommodation' is let by the room, whoever lets it.
        made["tenure"] = by_type
        if stated:
            made["stated_tenure"] = stated
        return
    if found:
        made["tenure"] = found
        if found in ROOMS and "affordable" in stated.lower():
            made["stated_tenure"] = stated
    elif stated and words.is_tenure(stated):
        made["stated_tenure"] = stated
    elif stated:
        made["tenure"] = stated
    elif said.get("stated_tenure"):
        made["stated_tenure"] = said["stated_tenure"]


def _areas(grid: Grid, heads: Headings, row: int, made: Record, said: Record) -> None:
    metres = figure(said.get("gia_m2", ""))
    feet = figure(said.get("gia_ft2", ""))
    if metres is not None:
        made["gia_m2"] = f"{metres:g}"
    elif said.get("gia_m2"):
        made["gia_m2"] = said["gia_m2"]
    elif feet is not None:
        made["gia_m2"], made["derived"] = f"{round(feet * SQ_FT_M2, 2):g}", "gia_m2"
    outside = [v for c in heads.columns.get("amenity_m2", ()) if (v := figure(grid.own(row, c))) is not None]
    if outside:
        made["amenity_m2"] = f"{round(sum(outside), 2):g}"
    elif "amenity_m2" not in heads.columns and (feet := figure(said.get("amenity_ft2", ""))) is not None:
        made["amenity_m2"] = f"{round(feet * SQ_FT_M2, 2):g}"
        made["derived"] = ",".join(filter(None, (made.get("derived", ""), "amenity_m2")))


def _access(grid: Grid, heads: Headings, row: int, made: Record) -> None:
    found = [words.access(grid.seen(row, c), heads.texts[c]) for c in heads.columns.get("access", ())]
    if best := max(found, default=""):
        made["access"] = best


def _across(grid: Grid, heads: Headings, row: int, said: Record) -> list[Record]:
    """The homes that one row of a table of counts gives, one record a column."""
    made = []
    for column in heads.across:
        count = grid.own(row, column.column)
        if count.lower() in words.BLANKS:
            continue
        if "home" in heads.columns:
            # A mark under the column of its type: one row is one home, with all that is said of it.
            record = _one(grid, heads, row, {k: v for k, v in said.items() if k != "type"})
        else:
            record = {f: said[f] for f in ("scheme", "option", *PLACES) if said.get(f)}
            _size(record, said)
        record["homes"] = "1" if count.lower() in words.TICKS else count
        if column.place is not None:
            record[column.place[0]] = column.place[1]
        if column.kind is not None:
            record["type"] = column.kind.text
            if column.kind.wheelchair:
                record["access"] = "M4(3)"
        over = (
            {"tenure": column.tenure or column.stated_tenure} if column.tenure or column.stated_tenure else {}
        )
        _tenure(record, {**said, **over})
        made.append({k: v for k, v in record.items() if v})
    return made


def _check_across(grid: Grid, heads: Headings, row: int, part: Part, made: Sequence[Record]) -> None:
    """A row's own sum against the cells it sums up."""
    if not heads.across or not heads.totals or not made:
        return
    read = sum(homes_of(r) for r in made)
    stated = [v for c in heads.totals if (v := figure(grid.own(row, c))) is not None]
    if stated and read not in stated:
        part.stated.append((grid.numbers[row], "this row's own total", stated[0], read))


def _check_total(grid: Grid, heads: Headings, row: int, part: Part, running: Running) -> None:
    """A line of totals against the rows above it, however far back it reaches."""
    label = next((t for c in grid.filled(row) if words.TOTAL.search(t := grid.own(row, c))), "")
    if words.PERCENT.search(label) or not label:
        return
    if heads.across:
        columns = heads.totals
    elif "homes" in heads.columns:
        columns = heads.columns["homes"]
    else:
        columns = [c for f in ("home", "type", "level", "bedrooms") for c in heads.columns.get(f, ())]
    cells = [grid.own(row, c) for c in columns] + [label]
    stated = [v for t in cells if (v := _count_in(t)) is not None]
    sums = running.sums()
    if stated and not any(v in sums for v in stated):
        nearest = min(sums, key=lambda s: abs(s - stated[0]))
        part.stated.append((grid.numbers[row], f"'{label}'", stated[0], nearest))
    running.marks.append(len(running.counts))


def _count_in(said: str) -> float | None:
    """A number of homes in a line of totals: a bare whole number, or one with its word ('8 units')."""
    whole = figure(said)
    bare = said.replace(",", "").strip()
    if whole is None or whole != int(whole):
        return None
    if bare.isdigit():
        return whole
    return (
        whole if any(w in said.lower() for w in ("unit", "home", "dwelling", "flat", "apartment")) else None
    )
