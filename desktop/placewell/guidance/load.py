"""Reading a pack from its TOML file: closed keys, all faults told at once, nothing evaluated."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from placewell.domain.errors import Problem
from placewell.guidance.check import check
from placewell.guidance.faults import Faults, Table
from placewell.guidance.measures import MEASURES
from placewell.guidance.model import (
    ADDRESSEES,
    ANSWER_SCALES,
    COMPARISONS,
    FORMAT,
    SOURCE_STATUSES,
    STANDINGS,
    WHO_ANSWERS,
    Citation,
    Criterion,
    Pack,
    Serves,
    Triggers,
    Value,
)

MOST_BYTES = 2_000_000
"""No pack is near this size; a larger file is something else."""


def load_packs(folder: Path) -> tuple[Pack, ...]:
    """All packs of a folder, by file name; raises Problem for the first that cannot be used."""
    return tuple(load_pack(path) for path in sorted(folder.glob("*.toml")))


def load_pack(path: Path) -> Pack:
    """One pack; raises Problem naming every fault with file, criterion and key."""
    return parse_pack(text_of(path), path.name)


def parse_pack(text: str, name: str) -> Pack:
    """One pack from its text, `name` being the file that it is told by; raises Problem as `load_pack` does."""
    faults = Faults(name)
    whole = Table(_toml(text, name), "pack", faults)
    head = whole.table("pack", needed=True)
    if head is not None:
        _refuse_newer(head, name)
    told = _head(head) if head is not None else {}
    criteria = tuple(_criterion(table, n) for n, table in enumerate(whole.tables("criterion"), 1))
    whole.close()
    pack = Pack(criteria=criteria, **told) if told else Pack("", "", "", "", "", "", criteria)
    check(pack, faults)
    faults.stop()
    return pack


def text_of(path: Path) -> str:
    """A pack file's text; raises Problem where it cannot be read as one."""
    try:
        with path.open("rb") as file:
            held = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise Problem(
            f"The guidance pack {path.name} cannot be read ({fault.strerror or 'the disk gave no reason'}).",
            "Its criteria cannot be assessed.",
            "Check that the file is there and that you may read it.",
        ) from fault
    if len(held) > MOST_BYTES:
        raise Problem(
            f"The guidance pack {path.name} is too large to be one.",
            "It was not read.",
            "Choose a pack: a text file that ends in .toml.",
        )
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _not_written(path.name, fault) from fault


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as fault:
        raise _not_written(name, fault) from fault


def _not_written(name: str, fault: Exception) -> Problem:
    return Problem(
        f"The guidance pack {name} is not written as a pack should be: {fault}.",
        "None of it can be used until it can be read.",
        "Correct the file at that place; it is plain text in the TOML form.",
    )


def _refuse_newer(head: Table, name: str) -> None:
    """A newer form may mean something else by the same words, so nothing of it is guessed at."""
    form = head.whole("format")
    if form > FORMAT:
        raise Problem(
            f"The guidance pack {name} is written in form {form}; this Placewell reads up to form {FORMAT}.",
            "Read as if it were older, its criteria could mean something else, so none of it is used.",
            "Use a newer Placewell, or ask the publisher for the pack in an older form.",
        )


def _head(head: Table) -> dict[str, str]:
    head.where = "pack"
    told = {key: head.text(key, needed=True) for key in ("id", "title", "publisher", "edition", "licence")}
    told["in_force"] = head.when("in_force")
    if not told["in_force"]:
        head.faults.add("pack", "in_force", "is missing: a day, month or year")
    told["fork_of"], told["about"] = head.text("fork_of"), head.text("about")
    head.close()
    return told


def _criterion(table: Table, n: int) -> Criterion:
    name = table.content.get("id")
    table.where = f"criterion {name}" if isinstance(name, str) and name else f"criterion number {n}"
    cited = table.table("citation", needed=True)
    citation = _citation(cited) if cited is not None else Citation("", "")
    status = table.text("source_status", needed=True, among=SOURCE_STATUSES)
    made = Criterion(
        id=table.text("id", needed=True),
        theme=table.text("theme", needed=True),
        topic=table.text("topic", needed=True),
        question=table.text("question", needed=True),
        standing=table.text("standing", needed=True, among=STANDINGS),
        addressee=table.text("addressee", needed=True, among=ADDRESSEES),
        answer_scale=table.text("answer_scale", needed=True, among=ANSWER_SCALES),
        measure=table.text("measure", needed=True, among=MEASURES),
        source_status=status,
        citation=citation,
        comparison=table.text("comparison", among=COMPARISONS),
        inputs=_inputs(table),
        groups=_groups(table.table("groups")),
        values=tuple(_value(v, status, citation) for v in table.tables("value", needed=False)),
        triggers=_triggers(table.table("triggers")),
        serves=_serves(table.table("serves")),
        tags=table.texts("tags"),
        answers_for=table.texts("answers_for"),
        **{key: table.text(key) for key in ("awaits", "otherwise", "then_asked", "stage", "attach", "look")},
        who_answers=table.text("who_answers", among=WHO_ANSWERS),
        usually_meets=table.text("usually_meets"),
        same_as=table.texts("same_as"),
        note=table.text("note"),
    )
    table.close()
    return made


def _inputs(table: Table) -> dict[str, tuple[str, ...]]:
    form = MEASURES.get(str(table.content.get("measure")))
    must = form is not None and any(i.needed for i in form.inputs.values())
    inside = table.table("inputs", needed=must)
    if inside is None:
        return {}
    known = form.inputs if form else {}
    inputs = {name: inside.texts(name, needed=known[name].needed) for name in known}
    if form is None:
        inside.taken.update(inside.content)
    inside.close()
    return {name: texts for name, texts in inputs.items() if texts}


def _groups(table: Table | None) -> dict[str, tuple[str, ...]]:
    return {} if table is None else {name: table.texts(name, needed=True) for name in table.content}


def _value(table: Table, status: str, citation: Citation) -> Value:
    cited = table.table("citation")
    made = Value(
        number=table.number("number"),
        unit=table.text("unit", needed=True),
        source_status=table.text("source_status", among=SOURCE_STATUSES) or status,
        citation=_citation(cited) if cited is not None else citation,
        starts=table.when("starts"),
        ends=table.when("ends"),
        of=table.text("of"),
        case=table.text("case"),
        comparison=table.text("comparison", among=COMPARISONS),
    )
    table.close()
    return made


def _citation(table: Table) -> Citation:
    made = Citation(
        publisher=table.text("publisher", needed=True),
        document=table.text("document", needed=True),
        paragraph=table.text("paragraph"),
        date=table.when("date"),
        url=table.text("url"),
    )
    table.close()
    return made


def _triggers(table: Table | None) -> Triggers:
    if table is None:
        return Triggers()
    read: dict[str, Callable[[str], Any]] = {"int": table.whole, "bool": table.yes}
    given = {f.name: read.get(str(f.type), table.texts)(f.name) for f in fields(Triggers)}
    table.close()
    return Triggers(**given)


def _serves(table: Table | None) -> Serves:
    if table is None:
        return Serves()
    made = Serves(*(table.text(k) for k in ("objective", "feature", "outcome", "way_to_wellbeing")))
    table.close()
    return made
