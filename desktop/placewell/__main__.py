"""`python -m placewell`: commands where there are any, else the window (on a project, where one is named)."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Run what was asked for and return the exit status."""
    multiprocessing.freeze_support()
    args = sys.argv[1:]
    # A lone project file is what a double click on it sends.
    if not args or (len(args) == 1 and args[0].lower().endswith(".gpkg")):
        from placewell.app import main as window

        return window(args)
    from placewell.cli import main as commands

    return commands(args)


if __name__ == "__main__":
    sys.exit(main())
