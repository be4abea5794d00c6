"""How far a scheme has come in: each step with what came, from which file, what is missing, and what to answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely

from placewell.domain.grid import grid_reference
from placewell.domain.kinds import KINDS
from placewell.domain.scheme import Scheme
from placewell.domain.tenure import ROOMS, TENURES
from placewell.importing.scheme_columns import TIDY
from placewell.work.case import schemes
from placewell.work.case_shown import case_shown
from placewell.work.case_totals import NOT_GIVEN
from placewell.work.opened import Opened
from placewell.work.plain_words import listed
from placewell.work.queries import read_of
from placewell.work.submissions import nouns, parts_of

Key = Literal["application", "red line", "homes", "floorspace", "provision", "check"]
State = Literal["nothing yet", "some missing", "complete", "to answer"]

TITLES: dict[Key, str] = {
    "application": "Application",
    "red line": "Red line",
    "homes": "Homes",
    "floorspace": "Floorspace and losses",
    "provision": "Provision and routes",
    "check": "Check",
}
_KINDS: dict[Key, tuple[str, ...]] = {
    "application": ("consultation", "official PTAL", "drawing"),
    "red line": ("scheme", "blue line"),
    "homes": ("homes", "phase", "block"),
    "floorspace": ("floorspace", "quantity", "loss"),
    "provision": ("provision", "entrance", "link"),
    "check": ("claim",),
}
_WHAT = {tidy.what: tidy.kind for tidy in TIDY}
_TAKEN = re.compile(r" brought in as (?:([\w ]+?)(?:, .*)?)\.$")
_SORTS: tuple[tuple[str, Key], ...] = (
    (r"makes .* Which is right\?$|totals stated in the application", "check"),
    (r"red line", "red line"),
    (r"would be lost|may return", "floorspace"),
    (r"\bPTAL\b|^Enter |^Your view", "application"),
    (r"How sure it is", "provision"),
    (r"home|schedule|phase", "homes"),
)
_WANTED = ("reference", "address", "type", "target")


@dataclass(frozen=True)
class Step:
    """One step: how far it has come, what came in a word or two, from which files, and what is missing."""

    key: Key
    state: State
    told: str = ""
    files: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.key]


@dataclass(frozen=True)
class Mix:
    """Homes of one option by tenure and size; rooms (of students, care) are beside, not homes."""

    option: str
    sizes: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    totals: tuple[int, ...]
    homes: int
    rooms: int


@dataclass(frozen=True)
class Compared:
    """One statement of the applicant beside what was read; `agrees` None where there is nothing to compare."""

    what: str
    read: float | None
    stated: float
    unit: str
    option: str
    where: str
    agrees: bool | None
    question: str = ""
    answer: str = ""
    reason: str = ""
    look_again: str = ""


@dataclass(frozen=True)
class SchemeState:
    """Everything that the panel shows: the answer of `case_shown`, the steps, mixes, statements and places."""

    shown: Mapping[str, Any]
    steps: tuple[Step, ...]
    mixes: tuple[Mix, ...]
    compared: tuple[Compared, ...]
    places: tuple[str, ...]
    sites: tuple[str, ...]
    """A word for each scheme that has a red line, which is another when that is redrawn."""

    def step(self, key: Key) -> Step:
        """One step."""
        return next(s for s in self.steps if s.key == key)


def scheme_state(opened: Opened) -> SchemeState:
    """How far the latest submission has come."""
    shown = case_shown(opened)
    held = schemes(opened)
    parts = parts_of(opened)
    compared = tuple(_compared(opened, shown))
    notes = _notes(opened)
    missing = defaultdict(list)
    for line in shown["waiting_for"]:
        missing[_step_of(line["what"])].append(line["what"])
    steps = tuple(
        _step(key, shown, compared, *_files(opened, key, notes), tuple(missing[key])) for key in TITLES
    )
    mixes = tuple(m for s in held if (m := _mix(s, parts.get(s.id, {}))) is not None)
    places = tuple(dict.fromkeys(p for s in held for p in [place_words(opened, s.geometry)] if p))
    return SchemeState(shown, steps, mixes, compared, places, _sites(held))


def sites(opened: Opened) -> tuple[str, ...]:
    """A word for each scheme that has a red line, without reading anything else."""
    return _sites(schemes(opened))


def _sites(held: Sequence[Scheme]) -> tuple[str, ...]:
    return tuple(s.geometry.wkb_hex for s in held if s.geometry is not None)


def _step_of(what: str) -> Key:
    for pattern, key in _SORTS:
        if re.search(pattern, what):
            return key
    return "check"


def _step(
    key: Key,
    shown: Mapping[str, Any],
    compared: Sequence[Compared],
    files: tuple[str, ...],
    remarks: tuple[str, ...],
    missing: tuple[str, ...],
) -> Step:
    told = _told(key, shown, compared)
    if key == "check":
        open_ = [c for c in compared if c.agrees is False and (not c.answer or c.look_again)]
        state: State = "to answer" if open_ else "complete" if compared else "nothing yet"
    elif key == "application":
        filled = sum(bool(shown["case"][name]) for name in _WANTED)
        state = "nothing yet" if not (filled or told or files) else "some missing" if missing else "complete"
    else:
        state = "nothing yet" if not told else "some missing" if missing else "complete"
    return Step(key, state, told, files, missing, remarks)


def _told(key: Key, shown: Mapping[str, Any], compared: Sequence[Compared]) -> str:
    found: Sequence[Mapping[str, Any]] = shown["schemes"]
    if key == "application":
        case, asked = shown["case"], len(shown["consultations"])
        return str(
            case["reference"]
            or case["type"]
            or (_many(asked, "consultation", "consultations") if asked else "")
        )
    if key == "check":
        differ = sum(c.agrees is False for c in compared)
        return _many(differ, "differs", "differ") if differ else "all agree" if compared else ""
    each = list(dict.fromkeys(filter(None, (_TOLD[key](s) for s in found))))
    return f"{each[0]} and {len(each) - 1} more" if len(each) > 2 else " / ".join(each)


def _homes_told(s: Mapping[str, Any]) -> str:
    if s["homes"] is None:
        return ""
    if not s["homes"] and s["rooms"]:
        return _many(s["rooms"], "room", "rooms")
    ends = s["ranges"].get("homes")
    return f"{ends[0]:,.0f} to {ends[1]:,.0f} homes" if ends else _many(s["homes"], "home", "homes")


def _floor_told(s: Mapping[str, Any]) -> str:
    uses = len({f["use"] for f in s["floorspace"]})
    said = [
        _many(uses, "use", "uses") if uses else "",
        _many(len(s["quantities"]), "quantity", "quantities") if s["quantities"] else "",
        _many(s["lost_homes"] or 0, "home lost", "homes lost") if s["lost_homes"] else "",
    ]
    places = sum(x["what"] != "homes" for x in s["losses"])
    return ", ".join(w for w in (*said, _many(places, "place lost", "places lost") if places else "") if w)


def _provision_told(s: Mapping[str, Any]) -> str:
    ways_in = s["gates"] + s["doors"]
    counts = (
        (len(s["provision"]), "place", "places"), (ways_in, "entrance", "entrances"), (len(s["links"]), "way", "ways"),
    )  # fmt: skip
    return ", ".join(_many(n, one, many) for n, one, many in counts if n)


_TOLD: Mapping[str, Any] = {
    "red line": lambda s: "" if s["site_ha"] is None else f"{s['site_ha']:.2f} ha",
    "homes": _homes_told,
    "floorspace": _floor_told,
    "provision": _provision_told,
}


def _many(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


def _mix(scheme: Scheme, parts: Mapping[str, Sequence[Any]]) -> Mix | None:
    homes = parts.get("homes", ())
    if not homes:
        return None
    sizes = sorted({h.bedrooms for h in homes if h.bedrooms is not None and h.tenure not in ROOMS})
    columns = [*(str(n) for n in sizes), *([""] if any(_unsized(h) for h in homes) else [])]
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for h in homes:
        key = "" if h.bedrooms is None or h.tenure in ROOMS else str(h.bedrooms)
        found[h.tenure or NOT_GIVEN][key] += h.homes
    order = [t for t in (*TENURES, NOT_GIVEN) if t in found]
    order += [t for t in found if t not in order]
    rows = tuple((t, tuple(found[t][c] for c in columns), sum(found[t].values())) for t in order)
    counted = [r for r in rows if r[0] not in ROOMS]
    totals = tuple(sum(r[1][i] for r in counted) for i in range(len(columns)))
    whole = sum(r[2] for r in counted)
    return Mix(
        scheme.option, tuple(map(_size, columns)), rows, totals, whole, sum(r[2] for r in rows) - whole
    )


def _unsized(h: Any) -> bool:
    return h.bedrooms is None or h.tenure in ROOMS


def _size(column: str) -> str:
    return "Studio" if column == "0" else f"{column} bed" if column else "Other"


def _compared(opened: Opened, shown: Mapping[str, Any]) -> Iterator[Compared]:
    """Every figure that is stated: those that differ first, then what cannot be compared, then what agrees."""
    now = shown["submission"]
    answers = {(a.question, a.option.casefold()): a for a in nouns(opened, "answer")}
    differ, rest = [], []
    for q in shown["queries"]:
        where = ", ".join(w for w in (q["document"], f"page {q['page']}" if q["page"] else "") if w)
        held = answers.get((q["question"], q["option"].casefold())) or answers.get((q["question"], ""))
        differ.append(
            Compared(q["what"], q["read"], q["stated"], q["unit"], q["option"], where, False, q["question"],
                     q["answer"] or "", held.reason if held else "", q["look_again"])
        )  # fmt: skip
    known = {(c.what, c.option, c.where) for c in differ}
    for claim in shown["claims"] if now is not None else ():
        where = ", ".join(
            w for w in (claim["document"], f"page {claim['page']}" if claim["page"] else "") if w
        )
        if claim["value"] is None:
            continue
        for s in shown["schemes"]:
            if claim["option"].casefold() not in ("", s["option"].casefold()):
                continue
            if (claim["about"], s["option"], where) in known:
                continue
            ends = read_of(claim["about"], claim["unit"], s)
            read = ends[-1] if ends and None not in ends else None
            rest.append(
                Compared(claim["about"], read, claim["value"], claim["unit"], s["option"], where, None if read is None else True)
            )  # fmt: skip
    yield from sorted(differ, key=lambda c: bool(c.answer) and not c.look_again)
    yield from sorted(rest, key=lambda c: c.agrees is True)


Note = tuple[int, str, str, str, str]
"""Entry, kind of what it is about, file, sort and text of a line of the import report."""


def _notes(opened: Opened) -> list[Note]:
    """The lines of the report about applicants' files, in the order in which they were written."""
    found: list[Note] = []
    about: dict[tuple[int, str, str], str] = {}
    for r in opened.file.read("import note").records():
        entry = re.match(r"C(\d+)\.n(\d+)$", str(r["id"]))
        if r["layer"] or entry is None:
            continue
        n, place = int(entry[1]), (int(entry[1]), str(r["file"]), str(r["part"]))
        if r["sort"] == "taken" and (said := _TAKEN.search(str(r["text"]))):
            about[place] = _WHAT.get(said[1], "")
        row = f"row {r['row']}: " if r["row"] is not None else ""
        found.append((n, about.get(place, ""), str(r["file"]), str(r["sort"]), f"{row}{r['text']}"))
    return sorted(found, key=lambda note: note[0])


def _files(opened: Opened, key: Key, notes: Sequence[Note]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files that what a step has came from, and what was noted of them."""
    mine: list[Note] = []
    for kind in _KINDS[key]:
        rows = opened.file.read(kind)
        if not len(rows):
            continue
        of = [n for n in notes if n[1] == kind]
        entries = {
            int(m[1]) for i in rows.columns["id"] if (m := re.match(r"[A-Za-z-]+\.?(\d+)(?:[._]|$)", str(i)))
        }
        last = max((n[0] for n in of), default=0)
        # A red line keeps its id when it is redrawn; a new submission gives everything ids of its own.
        mine += [
            n
            for n in of
            if n[0] in (entries if entries & {o[0] for o in of} and kind != "scheme" else {last})
        ]
    files = tuple(dict.fromkeys(n[2] for n in mine if n[3] == "taken"))
    remarks = tuple(dict.fromkeys(f"{n[2]}: {n[4]}" for n in mine if n[3] != "taken"))
    return files, remarks


def place_words(opened: Opened, site: shapely.Geometry | None) -> str:
    """Where a site is: its ward, where wards are known, and its grid reference; '' for no site."""
    if site is None:
        return ""
    middle = shapely.point_on_surface(site)
    at = grid_reference(middle.x, middle.y, opened.project.crs)
    areas = opened.file.read("area")
    if areas.geometry is None or not len(areas):
        return at
    wards = np.array([str(v) == "ward" for v in areas.columns["level"]])
    shared = [
        (float(shapely.area(shapely.intersection(areas.geometry[i], site))), str(areas.columns["name"][i]))
        for i in np.flatnonzero(wards).tolist()
        if shapely.intersects(areas.geometry[i], site)
    ]
    # Outlines of wards and sites never quite meet: a sliver is not in the ward.
    names = [name for m2, name in sorted(shared, reverse=True) if m2 > site.area / 200]
    return f"{listed(names)}, {at}" if names else at


assert {kind for kinds in _KINDS.values() for kind in kinds} <= KINDS.keys()
