"""How the old projects were made: each by the program of its time, then kept. Not run by the tests.

python tests/old_projects/make.py NAME FILE, where NAME is one of:

v1          by version 1: layers and a drawn scheme
v1_undone   by version 1: the same, the library closed by hand, then all three edits undone, so that the rows
            of the layers lie on the shelf and everything can be redone
v2          by version 2: the same as v1, and something of every kind that version 2 added
v3          by version 3: the same as v2, and something of every kind that version 3 added
v4          by version 4: the same as v3, and something of every kind and column that version 4 added
v5          by version 5: the same as v4, and something of every kind and column that version 5 added

Only the present version's can be made now; for an older one, take the program as it was then.
"""

from __future__ import annotations

import sys
from pathlib import Path

root = Path(__file__).parents[2]
sys.path[:0] = [str(root / "desktop"), str(root / "tests" / "store")]

import store_making as making  # noqa: E402

from placewell.edit import Session  # noqa: E402


def close_the_library(session: Session) -> None:
    """An edit of one asset, so that the history holds a whole row before and after."""
    with session.transaction("Close the library") as t:
        t.put("asset", {**(t.get("asset", "A2") or {}), "status": "closed"})


if __name__ == "__main__":
    name, file = sys.argv[1:]
    with making.new_project(Path(file)) as project:
        session = making.session_of(project)
        making.fill(session)
        if name == "v1_undone":
            close_the_library(session)
            for _ in range(3):
                session.undo()
        elif name in ("v2", "v3", "v4", "v5"):
            making.fill_version_2(session)
            if name in ("v3", "v4", "v5"):
                making.fill_version_3(session)
            if name in ("v4", "v5"):
                making.fill_version_4(session)
            if name == "v5":
                making.fill_version_5(session)
