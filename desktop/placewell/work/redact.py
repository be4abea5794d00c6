"""A copy of a case without notes and names: new from the rows that stay, never a copy that was edited.

What was taken out is told to whoever makes the copy, and written nowhere in it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from placewell.domain.layer import Layer
from placewell.domain.project import PROJECT_ID
from placewell.domain.rows import Rows
from placewell.edit.session import Session
from placewell.store.creating import check_target
from placewell.store.geopackage import GeoPackage
from placewell.work import redact_values as values
from placewell.work.opened import Opened
from placewell.work.packs import shipped_packs
from placewell.work.progress import Progress, Work
from placewell.work.redact_names import Search, folded
from placewell.work.redact_table import LEFT_OUT, NAME_GONE, TABLE, TOLD, WORDS_GONE

LABEL = "Copied without notes and names"


@dataclass(frozen=True)
class Taken:
    """How many of what were taken out, from which column of which kind ('' where whole things went)."""

    kind: str
    column: str
    count: int
    what: str


@dataclass(frozen=True)
class Redacted:
    """The copy that was written, what was taken out, and what must be known of the project it was made from."""

    path: Path
    taken: tuple[Taken, ...]
    warning: str


def redact(opened: Opened, path: Path) -> Work[Redacted]:
    """Write a copy without notes and names. Raises Problem; writes nothing then."""
    check_target(path)
    yield Progress("Looking for names", 0, 3)
    work = _Work(opened)
    yield Progress("Writing what stays", 1, 3)
    part = path.with_name(f".{path.stem}.making.gpkg")
    part.unlink(missing_ok=True)
    try:
        with GeoPackage.create(part, work.project()) as target:
            session = Session(target, "", opened.clock)
            with session.transaction(LABEL) as t:
                for layer, rows in work.layers():
                    t.add_layer(layer, *rows)
                for loose in work.others():
                    t.add_rows(loose)
            yield Progress("Packing it", 2, 3)
            target.pack()
        check_target(path)
        part.rename(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    broken = opened.file.verify_history()
    warning = (
        f"The history of this project was altered outside Placewell (from entry {broken} on): names that were taken "
        "off it there could not be looked for."
        if broken is not None
        else ""
    )
    return Redacted(path, work.taken(), warning)


def redacted_lines(done: Redacted) -> list[str]:
    """What was taken out."""
    lines = [f"Written to {done.path}, without notes and names. Taken out:"]
    lines += [f"  {t.what}: {t.count:,}" for t in done.taken] or ["  nothing: there were none."]
    return [*lines, *([done.warning] if done.warning else [])]


def redacted_plain(done: Redacted) -> dict[str, Any]:
    """The same for machines."""
    return {
        "file": str(done.path),
        "taken_out": [vars(t) for t in done.taken],
        "warning": done.warning,
    }


class _Work:
    """One copy being made: every kind's rows without what goes, and the count of it."""

    def __init__(self, opened: Opened) -> None:
        self._file = opened.file
        self._opened = opened
        self._count: Counter[tuple[str, str]] = Counter()
        self._names: Counter[tuple[str, str]] = Counter()
        published = [folded(k.text) for k in shipped_packs()]
        self._layered = {kind: self._file.read(kind) for kind in TABLE if _is_layered(kind)}
        for rows in self._layered.values():
            for cells in rows.columns.values():
                published.append(folded("\n".join({c for c in cells if isinstance(c, str)})))
        names, phrases = values.ever_said(opened)
        guidance = "\n".join(published[: len(shipped_packs())])
        # A team's name ('public health') is no person's, and guidance is full of it. An applicant that publishes
        # lists itself (the council) must stay in what its licence asks to be said.
        mine = {n for n in names if folded(" ".join(n.split())) not in guidance}
        names = mine - {n for n in values.applicants(opened) if folded(n) in self._publishers()}
        self._search = Search(names, phrases, published)
        self._layered = {kind: self._clean(rows) for kind, rows in self._layered.items()}

    def _publishers(self) -> str:
        rows = self._file.read("layer")
        said = (c for name in ("publisher", "attribution", "licence") for c in rows.column(name))
        return folded("\n".join(map(str, said)))

    def project(self) -> Any:
        """The project's own row."""
        found = self._opened.project
        said, _ = self._search.column([found.name, found.base], own=True)
        self._names["project", "name"] += said != [found.name, found.base]
        return replace(found, id=PROJECT_ID, name=said[0], base=said[1], redacted=self._opened.clock()[:10])

    def layers(self) -> Iterator[tuple[Layer, list[Rows]]]:
        """Every layer with its rows."""
        by_layer = {kind: _places(rows) for kind, rows in self._layered.items()}
        for record in self._clean(self._file.read("layer")).records():
            mine = [
                self._layered[k].take(at[record["id"]]) for k, at in by_layer.items() if record["id"] in at
            ]
            yield Layer(**record), mine

    def others(self) -> Iterator[Rows]:
        """Everything that belongs to no layer."""
        known = set(map(str, self._file.read("layer").column("id")))
        for rows in self._layered.values():
            loose = [n for id, at in _places(rows).items() if id not in known for n in at]
            if loose:
                yield rows.take(np.array(sorted(loose), dtype=np.intp))
        for kind in TABLE:
            if kind not in ("project", "layer") and not _is_layered(kind):
                yield self._clean(self._file.read(kind))
        for kind in LEFT_OUT:
            self._count[kind, ""] += len(self._file.read(kind))

    def taken(self) -> tuple[Taken, ...]:
        """What went, most telling first."""
        found = [
            Taken(kind, column, n, LEFT_OUT.get(kind, "") or TOLD[kind, column])
            for (kind, column), n in self._count.items()
            if n
        ]
        found += [
            Taken(kind, column, n, f"names and quoted notes in texts that stay ({kind}, {column})")
            for (kind, column), n in self._names.items()
            if n
        ]
        entries = self._file.head()[0]
        return (*found, *([Taken("history", "", entries, "entries of the history")] if entries else []))

    def _clean(self, rows: Rows) -> Rows:
        if not len(rows):
            return rows
        kind = rows.kind
        made: dict[str, list[Any]] = {}
        if kind in _WHOLE:
            rows = self._without(rows, _WHOLE[kind](rows, self._search))
        own = not _is_layered(kind) and kind != "pack"
        for column, decision in TABLE[kind].decisions().items():
            if column == "geometry":
                continue
            cells = list(rows.column(column))
            if decision == "kept":
                after, changed = self._search.column(cells, own and (kind, column) != ("assessment", "packs"))
                self._names[kind, column] += changed
            else:
                if decision == "weighed":
                    after = _WEIGHED[kind, column](rows, self._search, made)
                else:
                    after = [(NAME_GONE if decision == "name" else WORDS_GONE) if c else c for c in cells]
                if (kind, column) in TOLD:
                    self._count[kind, column] += sum(a != b for a, b in zip(cells, after, strict=True))
            made[column] = after
        ordered = {name: made[name] for name in rows.columns}
        return Rows(kind, ordered, rows.geometry)

    def _without(self, rows: Rows, gone: list[bool]) -> Rows:
        self._count[rows.kind, ""] += sum(gone)
        return rows.where(~np.array(gone, dtype=bool)) if any(gone) else rows


def _is_layered(kind: str) -> bool:
    return kind != "layer" and "layer" in TABLE[kind].decisions()


def _places(rows: Rows) -> dict[str, Any]:
    held: dict[str, list[int]] = {}
    for n, layer in enumerate(rows.column("layer")):
        held.setdefault(str(layer), []).append(n)
    return {layer: np.array(at, dtype=np.intp) for layer, at in held.items()}


_WHOLE: dict[str, Callable[[Rows, Search], list[bool]]] = {
    "answer": lambda rows, _: [not str(q).startswith(values.OF_THE_CASE) for q in rows.column("question")],
    "assessment": lambda rows, search: [
        values.kept_answer(str(a), search) is None for a in rows.column("answer")
    ],
}
"""Which things go whole, one by one."""

_WEIGHED: dict[tuple[str, str], Callable[[Rows, Search, dict[str, list[Any]]], list[Any]]] = {
    ("layer", "coverage_note"): lambda rows, search, _: [
        search.text(values.coverage_note(str(c)), own=True) for c in rows.column("coverage_note")
    ],
    ("answer", "value"): lambda rows, _, __: [
        values.answer_value(str(q), str(s), str(v))
        for q, s, v in zip(rows.column("question"), rows.column("scale"), rows.column("value"), strict=True)
    ],
    ("action", "owner"): lambda rows, _, __: [values.owner(str(c)) for c in rows.column("owner")],
    # The entry of the copy's own history: the one that it was made at is not there, which 'replay' then says.
    ("assessment", "entry"): lambda rows, _, __: [1] * len(rows),
    ("assessment", "answer"): lambda rows, search, _: [
        values.kept_answer(str(a), search) for a in rows.column("answer")
    ],
    ("assessment", "sha256"): lambda _, __, made: [
        hashlib.sha256(str(a).encode("utf-8")).hexdigest() for a in made["answer"]
    ],
}  # fmt: skip
"""Values that are weighed, by kind and column: from the rows, what is looked for, and the columns made so far."""
