"""A killed process loses nothing that was acknowledged and leaves nothing half-done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "bench" / "crash.py"
KILLS = int(os.environ.get("PLACEWELL_KILLS", "200"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="killing forked children needs fork, which Windows lacks")
def test_killed_at_any_moment_every_acknowledged_edit_is_there_and_no_import_is_half_done() -> None:
    # In a process of its own, so that the forks are of one thread.
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--kills", str(KILLS)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counts = json.loads(done.stdout)
    assert counts["kills"] == KILLS
    # Markers of the child itself: after BEGIN and before COMMIT.
    assert counts["inside"] >= KILLS / 2
    assert min(counts[f"in {sort}"] for sort in ("edit", "import", "remove", "undo")) > 0
    assert counts["with a journal left"] > KILLS / 4
