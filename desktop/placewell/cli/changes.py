"""What changed in a case, and renewing the base it was made from."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from placewell.cli.shared import add_project, drive, tell_opened, who


def add_changes(commands: Any) -> None:
    """`changes` and `renew`."""
    p = commands.add_parser("changes", help="what changed, and which findings it moved")
    add_project(p)
    p.add_argument(
        "--since",
        choices=["submission", "looked", "base"],
        default="submission",
        help="the last submission, when you last looked, or when the base was renewed",
    )
    p.add_argument("--seen", action="store_true", help="note that you have seen everything up to here")
    p.add_argument("--json", action="store_true", help="the machine-readable answer")
    p.set_defaults(command=_do_changes)
    r = commands.add_parser("renew", help="take over what is newer in the base that a case was made from")
    add_project(r)
    r.add_argument("--base", type=Path, required=True, metavar="BASE", help="the council's base (.gpkg)")
    r.set_defaults(command=_do_renew)


def _do_changes(args: argparse.Namespace) -> int:
    import sys

    from placewell.work.opened import open_project
    from placewell.work.seen import keep_seen
    from placewell.work.since import since
    from placewell.work.since_told import since_json, since_lines

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        view = drive(since(opened, args.since))
        print(
            json.dumps(since_json(view), ensure_ascii=False, indent=1)
            if args.json
            else "\n".join(since_lines(view))
        )
        if args.seen:
            print(keep_seen(opened, view.now), file=sys.stderr)
    return 0


def _do_renew(args: argparse.Namespace) -> int:
    from placewell.work.opened import open_project
    from placewell.work.renew import renew, renewed_lines

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        made = drive(renew(opened, args.base))
    print("\n".join(renewed_lines(made)))
    return 0
