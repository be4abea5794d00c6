"""Which guidance packs there are: those that ship, a council's own, and those that the project holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from placewell.domain.errors import Problem
from placewell.domain.judgement import PackText
from placewell.folders import pack_folder
from placewell.guidance.load import parse_pack, text_of
from placewell.guidance.model import Criterion, Pack
from placewell.shipped import resource
from placewell.work.opened import Opened
from placewell.work.submissions import fresh_ids, nouns

PACKS_IN_USE = "scope: packs"
"""The question whose answer lists the packs that the case is held against."""
DEFAULT = ("london-plan-2021", "southwark-plan-2022", "southwark-social-regeneration")
"""What a case is assessed against where nobody chooses."""
PROJECT, COUNCIL, SHIPPED = "in the project", "the council's own", "with Placewell"
MARK = "id ="


@dataclass(frozen=True)
class Known:
    """A pack, where it is from, and its whole text."""

    pack: Pack
    where: str
    text: str


@dataclass(frozen=True)
class Packs:
    """All packs that can be used, by id, and what was wrong with others or stands behind another of its id."""

    by_id: Mapping[str, Known]
    told: tuple[str, ...]


@cache
def shipped_packs() -> tuple[Known, ...]:
    """The packs that come with Placewell, by file name; read once, since nobody changes them."""
    files = sorted(resource("packs").glob("*.toml"))
    return tuple(_read(text_of(f), f.name, SHIPPED) for f in files)


def _read(text: str, name: str, where: str) -> Known:
    return Known(parse_pack(text, name), where, text)


def known_packs(opened: Opened | None = None) -> Packs:
    """Every pack: the project's own before the council's before those that ship. A broken one stops no other."""
    found: dict[str, Known] = {}
    told: list[str] = []
    for known in (*_in_project(opened, told), *_in_folder(told), *shipped_packs()):
        held = found.get(known.pack.id)
        if held is not None:
            told.append(
                f"The pack '{known.pack.id}' {known.where} is not used: the one {held.where} comes first."
            )
            continue
        found[known.pack.id] = known
    return Packs(found, tuple(told))


def _in_project(opened: Opened | None, told: list[str]) -> list[Known]:
    texts = [] if opened is None else [(p.text, f"{p.pack}.toml") for p in nouns(opened, "pack")]
    return _those_that_can_be_used(texts, PROJECT, told)


def _in_folder(told: list[str]) -> list[Known]:
    folder = pack_folder()
    texts = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            texts.append((text_of(path), path.name))
        except Problem as problem:
            told.append(str(problem))
    return _those_that_can_be_used(texts, COUNCIL, told)


def _those_that_can_be_used(texts: Iterable[tuple[str, str]], where: str, told: list[str]) -> list[Known]:
    found = []
    for text, name in texts:
        try:
            found.append(_read(text, name, where))
        except Problem as problem:
            told.append(str(problem))
    return found


def wanted(asked: Sequence[str] = (), opened: Opened | None = None) -> list[Known]:
    """The packs asked for: 'all', some ids, or for none those of the case, else the default three.

    Raises Problem for an unknown id.
    """
    known = known_packs(opened).by_id
    if "all" in asked:
        return list(known.values())
    ids = tuple(dict.fromkeys(asked)) or _in_use(opened) or DEFAULT
    missing = [i for i in ids if i not in known]
    if missing:
        raise Problem(
            f"There is no guidance pack called '{missing[0]}'.",
            "Nothing was assessed.",
            f"Use one of: {', '.join(known)}, or all.",
        )
    return [known[i] for i in ids]


def _in_use(opened: Opened | None) -> tuple[str, ...]:
    """The packs that the case says it is held against."""
    said = [] if opened is None else [a.value for a in nouns(opened, "answer") if a.question == PACKS_IN_USE]
    return tuple(i.strip() for i in said[-1].split(",")) if said else ()


def published() -> Mapping[str, Criterion]:
    """The criteria of the packs that ship, by id: what a council's own figures are told apart from."""
    return {c.id: c for known in shipped_packs() for c in known.pack.criteria}


def criterion_of(opened: Opened, name: str) -> Criterion:
    """The criterion with an id, in any pack that can be used. Raises Problem."""
    for known in known_packs(opened).by_id.values():
        for criterion in known.pack.criteria:
            if criterion.id.casefold() == name.strip().casefold():
                return criterion
    raise Problem(
        f"There is no criterion '{name}' in any guidance pack.",
        "Answers and mitigation belong to a criterion.",
        "See them with: placewell pack show PACK.",
    )


def add_pack(opened: Opened, path: Path) -> Pack:
    """Keep a pack inside the project, in place of one of the same id. Raises Problem where it cannot be used."""
    text = text_of(path)
    pack = parse_pack(text, path.name)
    held = [p for p in nouns(opened, "pack") if p.pack == pack.id]
    ids = fresh_ids(opened)
    made = PackText(held[0].id if held else ids.next("pack"), pack.id, text, opened.clock())
    with opened.session.transaction(f"Guidance pack {pack.title}") as t:
        t.put("pack", made)
    return pack


def fork(text: str, name: str, new_id: str, publisher: str, edition: str = "") -> str:
    """A council's own copy of a pack as text: its head is changed, every other line stays byte for byte.

    Raises Problem for an id that is none, or that of the pack itself.
    """
    pack = parse_pack(text, name)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", new_id) or new_id == pack.id:
        raise Problem(
            f"'{new_id}' cannot be the id of a copy of '{pack.id}'.",
            "A copy is told from the published pack by its id.",
            "Use another one of small letters, figures and hyphens, for example camden-walking-2026.",
        )
    if not publisher.strip():
        raise Problem(
            "A copy needs the name of who publishes it.", "Findings cite it.", "Say it with --publisher."
        )
    head = {
        "id": new_id,
        "publisher": publisher.strip(),
        "edition": edition.strip() or pack.edition,
        "fork_of": pack.id,
    }
    lines = text.splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.strip() == "[pack]")
    end = next(
        (i for i, line in enumerate(lines[start + 1 :], start + 1) if line.lstrip().startswith("[")),
        len(lines),
    )
    for key, value in head.items():
        quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        line = f"{key} = {quoted}\n"
        at = next((i for i in range(start + 1, end) if re.match(rf"\s*{key}\s*=", lines[i])), None)
        if at is None:
            lines.insert(start + 1, line)
            end += 1
        else:
            lines[at] = line
    made = "".join(lines)
    parse_pack(made, f"{new_id}.toml")
    return made
