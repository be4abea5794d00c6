"""Run the benchmarks, each in a process of its own, and print what they measure.

    python3 installer/start.py bench             all of them
    python3 installer/start.py bench map         one by name; what follows the name goes to it
    python3 installer/start.py bench network --large

`crash` is not among them: it proves rather than measures, and is asked for by name.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
USUAL = ("project_file", "map", "starting", "network", "ptal", "assessing", "workbook")


def main(args: list[str]) -> int:
    """Run the usual benchmarks, or the one named; the exit status is the worst of theirs."""
    there = sorted(p.stem for p in HERE.glob("*.py") if p.stem != "run" and not p.stem.startswith("_"))
    if args and args[0] not in there:
        print(f"There is no benchmark '{args[0]}'. There are: {', '.join(there)}.", file=sys.stderr)
        return 2
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    worst = 0
    for name in args[:1] or USUAL:
        print(f"== {name}", flush=True)
        command = [sys.executable, str(HERE / f"{name}.py"), *args[1:]]
        worst = max(worst, subprocess.run(command, env=environ, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
