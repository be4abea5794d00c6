"""Packs told in lines: which there are, what one says, what is worth knowing of it, what a copy changed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from placewell.domain.errors import Problem
from placewell.domain.finding import Finding
from placewell.guidance.differences import differences
from placewell.guidance.load import load_pack
from placewell.guidance.model import Criterion, Pack, Value
from placewell.work.assess import assess_with
from placewell.work.opened import Opened
from placewell.work.packs import DEFAULT, Known, Packs, fork, known_packs
from placewell.work.progress import Work

STATUS = {"verified": "verified", "secondary": "read at second hand", "to be checked": "check source"}


def list_lines(known: Packs) -> list[str]:
    """A line a pack, then what was wrong with others."""
    lines = [
        f"{k.pack.id:38} {k.pack.title}, {k.pack.edition}: {len(k.pack.criteria)} criteria, {k.where}"
        + (" (default)" if k.pack.id in DEFAULT else "")
        for k in known.by_id.values()
    ]
    return [*lines, *(["", *known.told] if known.told else [])]


def list_plain(known: Packs) -> dict[str, Any]:
    """The machine-readable answer."""
    names = ("id", "title", "publisher", "edition", "in_force", "licence", "fork_of", "about")
    return {
        "packs": [
            {**{n: getattr(k.pack, n) for n in names}, "criteria": len(k.pack.criteria), "where": k.where}
            for k in known.by_id.values()
        ],
        "told": list(known.told),
    }


def pack_named(known: Packs, name: str) -> Known:
    """The pack of an id. Raises Problem."""
    found = known.by_id.get(name)
    if found is None:
        raise Problem(
            f"There is no guidance pack called '{name}'.",
            "There is nothing to show.",
            f"There are: {', '.join(known.by_id)}.",
        )
    return found


def show_lines(known: Known) -> list[str]:
    """A pack as a document: topic by topic, each criterion with its figures and where they are printed."""
    pack = known.pack
    lines = [
        pack.title,
        f"{pack.publisher}, {pack.edition}; in force {pack.in_force}; {known.where}.",
        *([pack.about] if pack.about else []),
    ]
    for topic in dict.fromkeys(c.topic for c in pack.criteria):
        lines += ["", topic]
        for c in (c for c in pack.criteria if c.topic == topic):
            lines += [
                f"  {c.id}  {c.question}",
                f"    {_standing(c)}; answered on: {c.answer_scale}; measure: {c.measure}",
            ]
            lines += [f"    {figure(v, c)}" for v in c.values]
            lines += [f"    Waits for: {c.awaits}"] if c.awaits else []
            lines += [f"    Parts: {'; '.join(c.answers_for)}"] if c.answers_for else []
            lines += [f"    {c.citation} ({STATUS[c.source_status]})"]
            lines += [f"    {c.note}"] if c.note else []
    return lines


def _standing(c: Criterion) -> str:
    return f"{c.standing}, addressed to {'a proposal' if c.addressee == 'proposal' else c.addressee}"


def figure(value: Value, criterion: Criterion) -> str:
    """'at most 400 m, from 2021-03'."""
    words = [f"{value.comparison or criterion.comparison} {value.number:g} {value.unit}".strip()]
    words += [value.of] if value.of else []
    words += [f"for {value.case}"] if value.case else []
    words += [f"from {value.starts}"] if value.starts else []
    words += [f"until {value.ends}"] if value.ends else []
    return ", ".join(words)


def show_plain(pack: Pack) -> dict[str, Any]:
    """The machine-readable answer."""
    return asdict(pack)


def check_lines(path: Path) -> list[str]:
    """What a pack holds and what is worth knowing of it. Raises Problem with all that is wrong."""
    pack = load_pack(path)
    figures = sum(len(c.values) for c in pack.criteria)
    lines = [
        f"{path.name}: {pack.title}, {pack.edition}. Nothing is wrong with it: {len(pack.criteria)} criteria, {figures} figures."
    ]
    checked = [c.id for c in pack.criteria if c.source_status == "to be checked"]
    bare = [c.id for c in pack.criteria if not c.citation.url]
    ended = [c.id for c in pack.criteria for v in c.values if v.ends]
    asked = [c.id for c in pack.criteria if c.awaits]
    for ids, words in (
        (checked, "have a source that is still to be checked"),
        (bare, "do not say where on the web they can be read"),
        (ended, "have a figure with a last day"),
        (asked, "wait for the council's own figure or text"),
    ):
        if ids:
            lines.append(f"  {len(ids)} {words}: {', '.join(dict.fromkeys(ids))}")
    return lines


def write_fork(known: Known, new_id: str, publisher: str, edition: str, path: Path) -> None:
    """Write a council's own copy. Raises Problem where a file is there already or cannot be made."""
    text = fork(known.text, f"{known.pack.id}.toml", new_id, publisher, edition)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except FileExistsError:
        raise Problem(
            f"{path.name} is there already.", "Nothing is written over.", "Choose another name."
        ) from None
    except OSError as fault:
        raise Problem(
            f"{path.name} could not be written ({fault.strerror}).",
            "Nothing was made.",
            "Choose a folder that you may write to.",
        ) from None


def diff_lines(path: Path, against: str = "") -> tuple[list[str], Pack, Pack]:
    """What a copy changed, with both packs. Raises Problem."""
    own = load_pack(path)
    name = against or own.fork_of
    if not name:
        raise Problem(
            f"{path.name} does not say which pack it is a copy of.",
            "There is nothing to hold it against.",
            "Name one with --against.",
        )
    published = pack_named(known_packs(), name).pack
    found = differences(published, own)
    head = f"{own.title} ({own.id}, {own.publisher}) beside {published.id}, {published.edition}:"
    return [head, *([f"  {d}" for d in found] or ["  Nothing is changed."])], published, own


def effect_lines(opened: Opened, published: Pack, own: Pack) -> Work[list[str]]:
    """What a copy does to the open case: the findings whose verdict or figure is another."""
    before = yield from assess_with(opened, [published])
    after = yield from assess_with(opened, [own])
    was = {f.criterion: f for f in before.findings}
    lines = []
    for f in after.findings:
        old = was.get(f.criterion)
        if old is None or (old.verdict, old.threshold) != (f.verdict, f.threshold):
            lines.append(f"  {f.criterion}: {_told(old)} with the published pack, {_told(f)} with the copy")
    return [f"In {after.scheme}, as at {after.as_at}:", *(lines or ["  No finding changes."])]


def _told(f: Finding | None) -> str:
    if f is None:
        return "not there"
    figure_ = "" if f.threshold is None else f" (figure {f.threshold:g} {f.unit})"
    return f"{f.verdict or 'for information'}{figure_}"
