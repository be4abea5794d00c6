"""Two copies of one case, edited by two officers: what the tests of merging begin with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from placewell.domain.asset import Asset
from placewell.domain.case import CASE_ID, Answer, Case, Claim, Consultation, Submission
from placewell.domain.history import row_from_json, row_to_json
from placewell.domain.judgement import Action
from placewell.domain.kinds import KINDS
from placewell.domain.layer import ImportNote, Layer
from placewell.domain.project import PROJECT_ID, Project
from placewell.domain.rows import Rows
from placewell.domain.scheme import Block, Homes, Scheme
from placewell.store.geopackage import GeoPackage
from placewell.work.merge import Merged, merge
from placewell.work.opened import Opened, open_project
from placewell.work.submissions import fresh_ids

LAND = shapely.box(530_000, 180_000, 534_000, 184_000)
QUESTIONS = ("BHL-1", "BHL-2", "HUDU-3")
FIELDS = ("officer", "stage", "committee", "address")
AUDIT = ("taken entry",)
"""Which entries came from where is told of each copy by itself."""


class Clock:
    """Seconds that go on at every look; two of them never show the same time."""

    def __init__(self, odd: int) -> None:
        self.at = odd

    def __call__(self) -> str:
        self.at += 2
        return f"2026-11-{1 + self.at // 86400:02d}T{self.at // 3600 % 24:02d}:{self.at // 60 % 60:02d}:{self.at % 60:02d}+00:00"


def surgeries(layer: str, count: int) -> tuple[Layer, Rows]:
    """A layer of so many surgeries."""
    things = [
        Asset(
            f"{layer}.{i}",
            layer,
            "health",
            "GP surgery",
            f"Surgery {i}",
            shapely.Point(531_000 + 50 * i, 181_000),
        )
        for i in range(1, count + 1)
    ]
    columns = {name: [getattr(t, name) for t in things] for name in KINDS["asset"].fields}
    shapes = np.array([t.geometry for t in things], dtype=object)
    return Layer(layer, f"Surgeries {layer}", "asset", count=count), Rows("asset", columns, shapes)


def make_case(path: Path) -> Path:
    """A case with two layers, two schemes, some homes, an answer and two things taken back."""
    with GeoPackage.create(path, Project(PROJECT_ID, "Test town", LAND)):
        pass
    with open_project(path, "The team", lambda: "2026-10-01T09:00:00+00:00") as opened:
        with opened.session.transaction("Bring in") as t:
            for layer, rows in (surgeries("L1", 4), surgeries("L2", 3)):
                t.add_layer(layer, rows)
        with opened.session.transaction("The scheme") as t:
            t.put("case", Case(CASE_ID, "26/AP/0001", "Yard", "full", officer="First officer"))
            t.put("submission", Submission("N1", 1, "2026-09-01"))
            for i, name in enumerate(("Yard", "Works")):
                t.put(
                    "scheme",
                    Scheme(
                        f"S{i}",
                        name,
                        shapely.box(531_000, 181_000 + 200 * i, 531_100, 181_100 + 200 * i),
                        submission="N1",
                    ),
                )
                t.put(
                    "block",
                    Block(f"B{i}", f"S{i}", "Block A", shapely.box(531_010, 181_010, 531_030, 181_030)),
                )
                for n in range(3):
                    t.put("homes", Homes(f"H{i}.{n}", f"S{i}", 10 + n, "Block A", tenure="social rent"))
            t.put(
                "answer",
                Answer("A1", "criterion:BHL-1", "green", "as drawn", inputs="homes,links", by="The team"),
            )
            t.put("consultation", Consultation("C1", "NHS", asked="2026-09-02"))
        for word in ("One more", "Another"):
            with opened.session.transaction(word) as t:
                t.put("claim", Claim(f"Q {word}", "N1", "Statement", value=1.0))
        opened.session.undo()
    return path


@contextmanager
def copy_open(path: Path, who: str, clock: Clock) -> Iterator[Opened]:
    """One officer's copy."""
    with open_project(path, who, clock) as opened:
        yield opened


def duplicate(path: Path, name: str) -> Path:
    """Another copy beside it."""
    target = path.with_name(name)
    shutil.copy(path, target)
    return target


def run_merge(opened: Opened, theirs: Path) -> Merged:
    """Merge to the end."""
    work = merge(opened, theirs)
    while True:
        try:
            next(work)
        except StopIteration as done:
            found: Merged = done.value
            return found


def content(path: Path) -> dict[str, dict[str, Any]]:
    """Everything in a file but its history, by kind and id, whatever the order of rows."""
    with GeoPackage.open(path) as file:
        return {
            kind: {str(id): file.get(kind, str(id)) for id in file.read(kind).column("id")}
            for kind in KINDS
            if kind not in AUDIT
        }


def edit(opened: Opened, what: str, n: int) -> None:
    """One edit of a sort; `n` chooses what of and to what. Does nothing where there is nothing left to edit."""
    session, file = opened.session, opened.file
    ids = fresh_ids(opened)

    def pick(kind: str) -> dict[str, Any] | None:
        every = sorted(map(str, file.read(kind).column("id")))
        row = file.get(kind, every[n % len(every)]) if every else None
        return None if row is None else dict(row)

    with session.transaction(f"{what} {n}") as t:
        match what:
            case "homes changed":
                row = pick("homes")
                if row:
                    t.put("homes", {**row, "homes": 100 + n})
            case "homes added":
                row = pick("scheme")
                if row:
                    t.put("homes", Homes(ids.next("homes"), row["id"], n, tenure="market sale"))
            case "homes removed":
                row = pick("homes")
                if row:
                    t.remove("homes", row["id"])
            case "answered":
                question = f"criterion:{QUESTIONS[n % 3]}"
                held = [r for r in file.read("answer").records() if r["question"] == question]
                made = Answer(held[0]["id"] if held else ids.next("answer"), question, f"v{n}", inputs="homes,blocks", by=session.who, at=opened.clock())  # fmt: skip
                t.put("answer", made)
            case "reason":
                row = pick("answer")
                if row:
                    t.put("answer", {**row, "reason": f"because {n}"})
            case "case":
                row = dict(file.get("case", CASE_ID) or {})
                t.put("case", {**row, FIELDS[n % 4]: f"{session.who} {n}"})
            case "action":
                t.put("action", Action(ids.next("action"), "LP-S4", f"What {n}", "condition", by=session.who))
            case "asset":
                row = pick("asset")
                if row:
                    t.put("asset", {**row, "status": ("open", "closed", "planned")[n % 3]})
            case "layer added":
                layer, rows = surgeries(f"L{ids.entry}{ids.copy}", 1 + n % 3)
                t.add_layer(layer, rows)
            case "layer stated":
                row = pick("layer")
                if row:
                    t.put("layer", {**row, "licence": f"Licence {n}"})
            case "layer removed":
                row = pick("layer")
                if row:
                    t.remove("layer", row["id"])
            case "scheme removed":
                row = pick("scheme")
                if row:
                    for kind in ("homes", "block"):
                        for part in file.read(kind).records():
                            if part["scheme"] == row["id"]:
                                t.remove(kind, part["id"])
                    t.remove("scheme", row["id"])
            case "submission":
                last = max((s["number"] for s in file.read("submission").records()), default=0)
                made_s = Submission(ids.next("submission"), last + 1, "2026-11-05")
                t.put("submission", made_s)
                t.put(
                    "scheme",
                    Scheme(ids.next("scheme"), "Yard", None, created=opened.clock(), submission=made_s.id),
                )
            case "notes":
                notes = [
                    ImportNote(f"{ids.next('note')}.{i}", "", f"file {n}", "", None, "left", "text")
                    for i in range(2)
                ]
                columns = {name: [getattr(x, name) for x in notes] for name in KINDS["import note"].fields}
                t.add_rows(Rows("import note", columns))
            case _:
                raise AssertionError(what)


EDITS = (
    "homes changed", "homes added", "homes removed", "answered", "reason", "case", "action", "asset", "layer added",
    "layer stated", "layer removed", "scheme removed", "submission", "notes",
)  # fmt: skip


def kept_somewhere(
    key: tuple[str, str],
    row: dict[str, Any] | None,
    was: dict[str, Any] | None,
    after: dict[str, dict[str, Any]],
) -> bool:
    """Whether each field that an officer changed is in the merged project, or in a difference kept beside it."""
    kind, id = key
    if row is None:
        # A thing that went with what it was part of is decided about together with that.
        gone_with = {(kind, id), ("scheme", (was or {}).get("scheme")), ("layer", (was or {}).get("layer"))}
        return after[kind].get(id) is None or any(
            (d["what"], d["of"]) in gone_with and "null" in (d["first"], d["second"])
            for d in after["difference"].values()
        )
    versions = [after[kind].get(id)]
    for d in after["difference"].values():
        versions += [row_from_json(str(d[side])) for side in ("first", "second") if d["what"] == kind]
    changed = {f for f, v in row.items() if was is None or v != was.get(f)} - {"look_again"}
    found = [v for v in versions if v is not None and v["id"] == id]
    if kind in (
        "submission",
        "scheme",
    ):  # a number or name may have been taken: both are kept, one is called anew
        changed -= {"number", "name"}
    return all(any(_plain(v[f]) == _plain(row[f]) for v in found) for f in changed) and bool(found)


def _plain(value: Any) -> Any:
    return json.loads(row_to_json({"v": value}))
