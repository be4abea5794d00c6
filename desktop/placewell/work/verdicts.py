"""Verdicts in short, as they stood at one time: small enough to be kept, enough to say which of them moved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from placewell import __version__
from placewell.assess.engine import Assessor
from placewell.assess.explain import amount
from placewell.domain.finding import Finding
from placewell.work.assess import day_of
from placewell.work.assess_inputs import ground_of, proposal_of, setting_of
from placewell.work.assess_told import word
from placewell.work.case import schemes
from placewell.work.opened import Opened
from placewell.work.packs import published, wanted
from placewell.work.progress import Progress, Work
from placewell.work.topics import PRESSING

_FORM = 1
Option = tuple[str, str]
"""A scheme's name and an option's, in lower case."""


class Key(NamedTuple):
    """Which verdict: a criterion's own ('' and None), that of one of its parts, or at the end of a phase."""

    scheme: str
    option: str
    criterion: str
    part: str = ""
    phase: int | None = None


class Stood(NamedTuple):
    """What was found then: the verdict (None for what has none), its word, the figure, and it in words."""

    question: str
    verdict: str | None
    word: str
    value: float | None
    said: str


@dataclass(frozen=True)
class Verdicts:
    """All verdicts of the latest submission's options, with what decides them beside the project."""

    as_at: str
    packs: tuple[str, ...]
    placewell: str
    of: Mapping[Key, Stood]


@dataclass(frozen=True)
class FindingMoved:
    """One finding whose verdict or figure is another than it was."""

    scheme: str
    option: str
    criterion: str
    part: str
    phase: int | None
    question: str
    was: Stood
    now: Stood


def assessors_of(opened: Opened) -> Work[list[Assessor]]:
    """Each option of the latest submission that has its red line, on one ground. Raises Problem."""
    found = [s for s in schemes(opened) if s.geometry is not None]
    if not found:
        return []
    day = day_of(opened)
    yield Progress("Joining the streets", 0, len(found) + 1)
    ground, packs = ground_of(opened, day), [k.pack for k in wanted((), opened)]
    made = []
    for n, scheme in enumerate(found, 1):
        yield Progress(f"Assessing {scheme.name} {scheme.option}".strip(), n, len(found) + 1)
        one = Assessor(
            ground, proposal_of(opened, scheme), setting_of(opened, scheme, day), packs, published()
        )
        _ = one.findings  # Here, so that the step just told is the one that takes the time.
        made.append(one)
    return made


def verdicts_of(assessors: Iterable[Assessor]) -> Verdicts:
    """Their verdicts in short."""
    held = list(assessors)
    of: dict[Key, Stood] = {}
    for one in held:
        scheme = one.proposal.scheme
        for f in one.findings:
            of.update(stands(scheme.name, scheme.option, f))
    packs = tuple(f"{p.id} {p.edition}" for p in held[0].packs) if held else ()
    return Verdicts(held[0].ground.as_at if held else "", packs, __version__, of)


def stands(scheme: str, option: str, f: Finding) -> Iterator[tuple[Key, Stood]]:
    """A finding's verdict, those of its parts and those at the end of phases."""
    yield Key(scheme, option, f.criterion), Stood(f.question, f.verdict, word(f), f.value, _said(f))
    for p in f.parts:
        said = "" if p.most is None else _between(p.least, p.most, p.unit)
        found = Stood(f.question, p.verdict, p.verdict.capitalize(), p.most, said)
        yield Key(scheme, option, f.criterion, p.name or "the whole"), found
    for b in f.by_phase:
        if b.phase is not None:
            said = "" if b.value is None else amount(b.value, f.unit)
            found = Stood(f.question, b.verdict, b.verdict.capitalize(), b.value, said)
            yield Key(scheme, option, f.criterion, "", b.phase), found


def moved(was: Verdicts, now: Verdicts) -> list[FindingMoved]:
    """Findings that differ, of options that are in both: each by its own verdict, else by its parts or phases."""
    before, after = ({_folded(k): (k, s) for k, s in side.of.items()} for side in (was, now))
    found: list[FindingMoved] = []
    own: set[Key] = set()
    for key, (name, stood) in after.items():
        whole = Key(*key[:3])
        if key not in before or whole in own:
            continue
        earlier = before[key][1]
        # A figure that reads the same has not moved for whoever reads it.
        if (earlier.verdict, earlier.said) == (stood.verdict, stood.said):
            continue
        if key == whole:
            own.add(whole)
        found.append(FindingMoved(*name, stood.question, earlier, stood))
    # Verdicts that turned come first, then figures alone; within each what most calls for attention.
    return sorted(found, key=lambda f: (f.was.verdict == f.now.verdict, PRESSING[f.now.verdict or ""]))


def _folded(key: Key) -> Key:
    return key._replace(scheme=key.scheme.casefold(), option=key.option.casefold())


def _said(f: Finding) -> str:
    if f.value_text or f.value is None:
        return f.value_text
    return _between(f.value_least, f.value, f.unit)


def _between(least: float | None, most: float, unit: str) -> str:
    said = amount(most, unit)
    return f"{amount(least, unit)} to {said}" if least is not None and least != most else said


def as_bytes(v: Verdicts, seq: int, head: str, at: str) -> bytes:
    """For the project's store of derived values: the verdicts with the entry of the history they stood at."""
    rows = [[*k, *s] for k, s in v.of.items()]
    held = {
        "form": _FORM, "seq": seq, "head": head, "at": at, "as_at": v.as_at,
        "packs": v.packs, "placewell": v.placewell, "of": rows,
    }  # fmt: skip
    return json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Kept:
    """Verdicts as they stood at an entry of the history, and when that was written down."""

    seq: int
    head: str
    at: str
    verdicts: Verdicts


def from_bytes(kept: bytes | None) -> Kept | None:
    """What was kept; None where nothing was, or it is not as it is written here."""
    if not kept:
        return None
    try:
        held = json.loads(kept.decode("utf-8", "surrogatepass"))
        if held["form"] != _FORM:
            return None
        of = {}
        for scheme, option, criterion, part, phase, question, verdict, said_word, value, said in held["of"]:
            key = Key(
                str(scheme), str(option), str(criterion), str(part), None if phase is None else int(phase)
            )
            number = None if value is None else float(value)
            of[key] = Stood(
                str(question), None if verdict is None else str(verdict), str(said_word), number, str(said)
            )
        packs = tuple(str(p) for p in held["packs"])
        verdicts = Verdicts(str(held["as_at"]), packs, str(held["placewell"]), of)
        at = datetime.fromisoformat(str(held["at"])).isoformat(timespec="seconds")
        return Kept(int(held["seq"]), str(held["head"]), at, verdicts)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
