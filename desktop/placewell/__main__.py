"""`python -m placewell`: commands where there are any, else the window."""

import multiprocessing
import sys


def main() -> int:
    """Run what was asked for and return the exit status."""
    multiprocessing.freeze_support()
    if len(sys.argv) > 1:
        from placewell.cli import main as commands

        return commands(sys.argv[1:])
    from placewell.app import main as window

    return window()


if __name__ == "__main__":
    sys.exit(main())
