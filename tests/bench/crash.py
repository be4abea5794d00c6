"""Kill a process (SIGKILL) while it edits and imports, again and again, and look at what is left.

    python tests/bench/crash.py --kills 2000

A child forked from this warm process opens the project and works; it writes a marker to a pipe right
after BEGIN ('B'), right before COMMIT ('C') and once the edit is acknowledged ('A'). After each kill
the project is opened again and compared with what the acknowledged edits must have made of it.
Prints one JSON object of counts; ends with status 1 at the first loss.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

from placewell.domain.asset import Asset
from placewell.domain.layer import Layer
from placewell.domain.project import PROJECT_ID, Project
from placewell.domain.rows import Rows
from placewell.edit import Session
from placewell.store import GeoPackage

STOPS, NOTES, FRESH_AFTER = 1200, 30, 12


class Marked(GeoPackage):
    """A project that tells a pipe where it stands."""

    pipe = -1
    step = 0

    def begin(self) -> None:
        super().begin()
        os.write(self.pipe, b"B %d\n" % self.step)

    def commit(self) -> None:
        os.write(self.pipe, b"C %d\n" % self.step)
        super().commit()


def sort_of(step: int) -> str:
    return ("edit", "edit", "import", "edit", "remove", "undo", "edit")[step % 7]


def do(session: Session, step: int, linger: float) -> None:
    """Step number `step`: always the same edit for the same number."""
    sort = sort_of(step)
    if sort == "undo":
        session.undo()
        return
    with session.transaction(f"step {step}") as t:
        if sort == "import":
            t.add_layer(Layer(f"L{step}", f"Layer {step}", "stop", count=STOPS), stops(step), notes(step))
        elif sort == "remove":
            t.remove_layer(f"L{step - 2}")
        else:
            here = shapely.Point(530000 + step, 180000)
            t.put("asset", Asset(f"A{step % 15}", "", "health", "GP surgery", f"step {step}", here))
        time.sleep(linger)


def stops(step: int) -> Rows:
    ids = [f"L{step}.{i}" for i in range(STOPS)]
    same: dict[str, Any] = {"layer": [f"L{step}"] * STOPS, "type": ["bus stop"] * STOPS}
    rest = {name: [""] * STOPS for name in ("code", "modes", "routes", "details")}
    xy = np.column_stack([np.arange(STOPS) + 530000.0, np.full(STOPS, 180000.0 + step)])
    return Rows("stop", {"id": ids, **same, "name": ids, **rest}, shapely.points(xy))


def notes(step: int) -> Rows:
    ids = [f"L{step}.n{i}" for i in range(NOTES)]
    text = {name: ["x"] * NOTES for name in ("file", "part", "sort", "text")}
    return Rows("import note", {"id": ids, "layer": [f"L{step}"] * NOTES, "row": range(NOTES), **text})


def expected(steps: int) -> tuple[dict[str, str], set[str]]:
    """Names of the assets and ids of the layers once steps 0 … steps-1 are committed."""
    assets, layers = {}, set()
    for step in range(steps):
        sort = sort_of(step)
        if sort == "edit":
            assets[f"A{step % 15}"] = f"step {step}"
        elif sort == "import":
            layers.add(f"L{step}")
        elif sort == "remove":
            layers.remove(f"L{step - 2}")
        else:  # The step before was the removal, which is taken back.
            layers.add(f"L{step - 3}")
    return assets, layers


def check(path: Path, acknowledged: int, begun: bool) -> int:
    """Open what is left and compare; returns how many steps are committed. Raises AssertionError."""
    with GeoPackage.open(path) as project:
        assert not project.read_only, project.read_only_why
        done = project.head()[0]
        assert acknowledged <= done <= acknowledged + begun, f"{acknowledged} acknowledged, {done} kept"
        assert project.verify_history() is None
        assets, layers = expected(done)
        kept = project.read("asset")
        assert dict(zip(kept.column("id"), kept.column("name"), strict=True)) == assets
        assert {layer.id for layer in project.layers()} == layers
        for kind, each in (("stop", STOPS), ("import note", NOTES)):
            assert Counter(project.read(kind).column("layer")) == dict.fromkeys(layers, each)
        assert project.pending_outside() == ()
    conn = sqlite3.connect(path)
    assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    trees = "SELECT (SELECT count(*) FROM rtree_stops_geom), (SELECT count(*) FROM stops)"
    boxes, rows = conn.execute(trees).fetchone()
    conn.close()
    assert boxes == rows
    return int(done)


def work(path: Path, pipe: int, start: int, seed: int) -> None:
    """The child: edit until killed."""
    chance = random.Random(seed)
    project = Marked.open(path)
    project.pipe = pipe
    session = Session(project, "child", clock=lambda: "2026-11-22T00:00:00+00:00")
    for step in range(start, start + 10_000):
        project.step = step
        do(session, step, chance.choice((0.0, 0.001, 0.003)))
        os.write(pipe, b"A %d\n" % step)


def one_kill(path: Path, start: int, chance: random.Random) -> tuple[str, str, int]:
    """Fork, kill, and say where it was hit ('inside', 'at commit', 'between'), in what, and how many
    steps had been acknowledged in all."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        try:
            work(path, into, start, chance.randrange(2**32))
        finally:
            os._exit(3)
    os.close(into)
    heard, wanted = b"", chance.randint(1, 8)
    # Three kills in four wait for a BEGIN; the others fall anywhere.
    marker = b"B" if chance.random() < 0.75 else chance.choice((b"A", b"C"))
    while heard.count(marker) < wanted:
        more = os.read(out, 4096)
        if not more:
            raise AssertionError("the child ended by itself")
        heard += more
    time.sleep(chance.choice((0.0, 0.0, 0.0005, 0.002, 0.01)))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(out, 4096):
        heard += more
    os.close(out)
    lines = heard.decode().split("\n")[:-1]
    last, step = lines[-1].split()
    where = {"B": "inside", "C": "at commit", "A": "between"}[last]
    return where, sort_of(int(step)), start + sum(line[0] == "A" for line in lines)


def run(kills: int, seed: int) -> dict[str, int]:
    """Counts over `kills` kills; raises AssertionError at the first loss."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        base, path = Path(folder, "base.gpkg"), Path(folder, "crash.gpkg")
        boundary = shapely.box(529000, 179000, 535000, 185000)
        GeoPackage.create(base, Project(PROJECT_ID, "Crash", boundary)).close()
        done = 0
        for number in range(kills):
            if number % FRESH_AFTER == 0:
                for old in Path(folder).glob("crash.gpkg*"):
                    old.unlink()
                shutil.copyfile(base, path)
                done = 0
            where, sort, acknowledged = one_kill(path, done, chance)
            journal = path.with_name(path.name + "-journal")
            counts["with a journal left"] += journal.exists() and journal.stat().st_size > 0
            counts[where] += 1
            counts[f"in {sort}"] += where != "between"
            done = check(path, acknowledged, where != "between")
            counts["committed but not acknowledged"] += done > acknowledged
    return {"kills": kills, **counts}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20261122)
    options = parser.parse_args()
    try:
        print(json.dumps(run(options.kills, options.seed)))
    except AssertionError as loss:
        print(json.dumps({"loss": str(loss)}))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
