"""Reading answers back from workbooks: `answers`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from placewell.cli.shared import add_project, tell_opened, who


def add_answers(commands: Any) -> None:
    """`answers PROJECT WORKBOOK...`."""
    p = commands.add_parser(
        "answers", help="read answers, reasons, mitigation and what applicants state back from workbooks"
    )
    add_project(p)
    p.add_argument("workbooks", type=Path, nargs="+", metavar="WORKBOOK.xlsx")
    p.add_argument(
        "--take", action="append", default=[], metavar="KEY|all",
        help="decide a conflict for the workbook; without it the project's newer answer stays",
    )  # fmt: skip
    p.add_argument(
        "--by", default="", metavar="NAME", help="who gave the answers; else who is using Placewell"
    )
    p.add_argument("--json", action="store_true", help="the machine-readable answer")
    p.set_defaults(command=_do_answers)


def _do_answers(args: argparse.Namespace) -> int:
    from placewell.work.answers_back import read_answers, told
    from placewell.work.opened import open_project
    from placewell.work.packs import wanted

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        packs = [k.pack for k in wanted(["all"], opened)]
        found = [read_answers(opened, path, packs, args.take, args.by) for path in args.workbooks]
    if args.json:
        print(json.dumps([r.plain() for r in found], ensure_ascii=False, indent=2))
    else:
        print("\n\n".join("\n".join(told(r)) for r in found))
    return 0
