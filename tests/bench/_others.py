"""Other tools to compare with. They live in an environment of their own and are asked from outside.

`start.py bench` makes that environment and names its Python in PLACEWELL_BENCH_PYTHON; without it, or
without one of the tools, the comparison is left out and the reason is said.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


class LeftOut(Exception):
    """A comparison that cannot be made here; its text says why."""


def ask(tool: str, *args: str) -> dict[str, Any]:
    """Run `_with_TOOL.py` in the other environment and return what it prints as JSON. Raises LeftOut."""
    python = os.environ.get("PLACEWELL_BENCH_PYTHON", "")
    if not python or not Path(python).is_file():
        raise LeftOut(f"{tool}: left out, because the tools to compare with are not installed here.")
    command = [python, str(HERE / f"_with_{tool}.py"), *args]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise LeftOut(f"{tool}: left out, because it does not run here: {last}")
    # What a tool prints of its own may stand before and after it on one line.
    told: dict[str, Any] = json.loads(done.stdout[done.stdout.rindex("{") : done.stdout.rindex("}") + 1])
    return told
