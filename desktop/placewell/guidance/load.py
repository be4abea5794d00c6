"""Reading a pack from its TOML file: closed keys, all faults told at once, nothing evaluated."""

from __future__ import annotations

import tomllib
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
    faults = Faults(path.name)
    whole = Table(_read(path), "pack", faults)
    head = whole.table("pack", needed=True)
    pack_id = title = publisher = edition = licence = in_force = ""
    if head is not None:
        head.where = "pack"
        pack_id, title, publisher, edition, licence = (
            head.text(key, needed=True) for key in ("id", "title", "publisher", "edition", "licence")
        )
        in_force = head.date("in_force", needed=True)
        head.close()
    criteria = tuple(_criterion(table, n) for n, table in enumerate(whole.tables("criterion"), 1))
    whole.close()
    pack = Pack(pack_id, title, publisher, edition, in_force, licence, criteria)
    check(pack, faults)
    faults.stop()
    return pack


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Problem(
                f"The guidance pack {path.name} is too large to be one.",
                "It was not read.",
                "Choose a pack: a text file that ends in .toml.",
            )
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as fault:
        raise Problem(
            f"The guidance pack {path.name} cannot be read ({fault.strerror or 'the disk gave no reason'}).",
            "Its criteria cannot be assessed.",
            "Check that the file is there and that you may read it.",
        ) from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Problem(
            f"The guidance pack {path.name} is not written as a pack should be: {fault}.",
            "None of it can be used until it can be read.",
            "Correct the file at that place; it is plain text in the TOML form.",
        ) from fault


def _criterion(table: Table, n: int) -> Criterion:
    name = table.content.get("id")
    table.where = f"criterion {name}" if isinstance(name, str) and name else f"criterion number {n}"
    made = Criterion(
        id=table.text("id", needed=True),
        theme=table.text("theme", needed=True),
        topic=table.text("topic", needed=True),
        question=table.text("question", needed=True),
        standing=table.text("standing", needed=True, among=STANDINGS),
        addressee=table.text("addressee", needed=True, among=ADDRESSEES),
        answer_scale=table.text("answer_scale", needed=True, among=ANSWER_SCALES),
        measure=table.text("measure", needed=True, among=MEASURES),
        comparison=table.text("comparison", needed=True, among=COMPARISONS),
        inputs=_inputs(table),
        values=tuple(_value(v) for v in table.tables("value")),
        triggers=_triggers(table.table("triggers")),
        serves=_serves(table.table("serves")),
        attach=table.text("attach"),
        look=table.text("look"),
        who_answers=table.text("who_answers", among=WHO_ANSWERS),
        usually_meets=table.text("usually_meets"),
        same_as=table.texts("same_as"),
        note=table.text("note"),
    )
    table.close()
    return made


def _inputs(table: Table) -> dict[str, tuple[str, ...]]:
    form = MEASURES.get(str(table.content.get("measure")))
    inside = table.table("inputs", needed=form is not None and bool(form.inputs))
    if inside is None:
        return {}
    inputs = {name: inside.texts(name, needed=True) for name in (form.inputs if form else inside.content)}
    inside.close()
    return inputs


def _value(table: Table) -> Value:
    cited = table.table("citation", needed=True)
    made = Value(
        number=table.number("number"),
        unit=table.text("unit", needed=True),
        source_status=table.text("source_status", needed=True, among=SOURCE_STATUSES),
        citation=_citation(cited) if cited is not None else Citation("", ""),
        starts=table.date("starts"),
        ends=table.date("ends"),
    )
    table.close()
    return made


def _citation(table: Table) -> Citation:
    made = Citation(
        publisher=table.text("publisher", needed=True),
        document=table.text("document", needed=True),
        paragraph=table.text("paragraph"),
        date=table.text("date"),
        url=table.text("url"),
    )
    table.close()
    return made


def _triggers(table: Table | None) -> Triggers:
    if table is None:
        return Triggers()
    made = Triggers(table.texts("case_types"), table.whole("least_homes"), table.texts("phases"))
    table.close()
    return made


def _serves(table: Table | None) -> Serves:
    if table is None:
        return Serves()
    made = Serves(*(table.text(k) for k in ("objective", "feature", "outcome", "way_to_wellbeing")))
    table.close()
    return made
