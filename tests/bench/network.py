"""The walking network: built, kept, searched and shared out, against the tools that others use.

    python tests/bench/network.py                      the usual: real networks, and 40,000 made-up junctions
    python tests/bench/network.py --large              also 1,000,000 junctions, and 4,000,000 streets
    python tests/bench/network.py nearest reach        these parts only
    python tests/bench/network.py --json FIGURES.json  the figures for programs as well

Each part runs in a process of its own; figures are compared within one run. Real data is used where it
lies beside the checkout, in the folder shared/data.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))

from _report import Report, machine

PARTS = ("opening", "nearest", "reach", "sharing", "snapping", "raw", "memory")
"""In order: the first leaves the networks that the others measure on."""
NEEDED = "opening"


def one(part: str, room: Path, large: bool) -> None:
    """Measure one part in this process and leave its figures in the room."""
    report = Report()
    importlib.import_module(f"_{part}").measure(report, room, large)
    report.save(room / f"{part}.json")


def main() -> int:
    """Print the figures; the exit status is 1 where a part stops."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--room", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.room:
        one(options.parts[0], options.room, options.large)
        return 0
    where = machine()
    print(", ".join(f"{name} {value}" for name, value in where.items()))
    figures: dict[str, Any] = {"machine": where}
    status = 0
    with tempfile.TemporaryDirectory() as room:
        for part in PARTS:
            if options.parts and part not in (NEEDED, *options.parts):
                continue
            command = [sys.executable, __file__, part, "--room", room, *["--large"] * options.large]
            if subprocess.run(command, check=False).returncode != 0:
                print(f"  The part '{part}' stopped.", flush=True)
                status = 1
                continue
            figures[part] = json.loads(Path(room, f"{part}.json").read_text(encoding="utf-8"))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
