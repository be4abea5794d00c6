"""How the old projects were made: each by the program of its time, then kept. Not run by the tests.

python tests/old_projects/make.py FILE
"""

from __future__ import annotations

import sys
from pathlib import Path

root = Path(__file__).parents[2]
sys.path[:0] = [str(root / "desktop"), str(root / "tests" / "store")]

import store_making as making  # noqa: E402

if __name__ == "__main__":
    with making.new_project(Path(sys.argv[1])) as project:
        making.fill(making.session_of(project))
