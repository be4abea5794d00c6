"""Handing a case to somebody else: `hand-over`, and `take-up` where its base's layers were left out."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from placewell.cli.shared import add_project, drive, tell_opened, who
from placewell.domain.errors import Problem


def add_hand_over(commands: Any) -> None:
    """`hand-over CASE OUT` and `take-up SLIM --base BASE -o CASE`."""
    p = commands.add_parser("hand-over", help="write a copy of a case for somebody else")
    add_project(p)
    p.add_argument("out", type=Path, metavar="OUT", help="the file to write (.gpkg)")
    p.add_argument(
        "--leave-out-base",
        action="store_true",
        help="without the layers that are still as they came from the base: a smaller file, which can be merged "
        "as it is, and opened once it was taken up",
    )
    p.add_argument(
        "--without-notes-and-names",
        action="store_true",
        help="without officers' names, reasons, notes and the history: what the assessment needs, and no more",
    )
    p.add_argument("--json", action="store_true", help="the machine-readable answer")
    p.set_defaults(command=_do_hand_over)
    take = commands.add_parser("take-up", help="fill a case that was handed over without its base's layers")
    take.add_argument("slim", type=Path, metavar="SLIM", help="the file that was handed over")
    take.add_argument(
        "--base", type=Path, required=True, metavar="BASE", help="the base, or a case file made from it"
    )
    take.add_argument(
        "-o", "--out", type=Path, required=True, metavar="CASE", help="the whole case file to write"
    )
    take.set_defaults(command=_do_take_up)


def _do_hand_over(args: argparse.Namespace) -> int:
    from placewell.work.hand_over import hand_over, handed_over_lines, handed_over_plain
    from placewell.work.opened import open_project

    if args.leave_out_base and args.without_notes_and_names:
        raise Problem(
            "A copy without notes and names cannot leave out the base as well.",
            "It has no history, by which another file would be known to have the same layers.",
            "Choose one of the two.",
        )
    if args.without_notes_and_names:
        return _do_redact(args)
    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        done = drive(hand_over(opened, args.out, without_base=args.leave_out_base))
    _print(handed_over_plain(done), handed_over_lines(done), args.json)
    return 0


def _do_redact(args: argparse.Namespace) -> int:
    from placewell.work.opened import open_project
    from placewell.work.redact import redact, redacted_lines, redacted_plain

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        made = drive(redact(opened, args.out))
    _print(redacted_plain(made), redacted_lines(made), args.json)
    return 0


def _print(answer: Any, lines: list[str], as_json: bool) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))


def _do_take_up(args: argparse.Namespace) -> int:
    from placewell.work.hand_over import take_up

    made = drive(take_up(args.slim, args.base, args.out))
    print(f"{made} is whole again: every layer is the one that was left out.")
    return 0
