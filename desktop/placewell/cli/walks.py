"""Tables of walks: `access` and `ptal`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from placewell.cli.shared import add_project, drive, tell_opened, who


def add_access(commands: Any) -> None:
    """How far it is from many places to many."""
    p = commands.add_parser("access", help="how far it is on foot from many places to many")
    add_project(p)
    _from(p)
    p.add_argument("--to", dest="targets", required=True, metavar="FILE|TYPE|LAYER", help="where walks end")
    p.add_argument("--limit", type=float, default=5000.0, metavar="M", help="how far to look (5000 m)")
    p.add_argument(
        "--profile",
        default="standard",
        metavar="P",
        help="who walks: standard, older person, pushchair, wheelchair",
    )
    p.add_argument("--speed", type=float, metavar="M_PER_MIN", help="metres a minute; 80 for standard")
    p.add_argument("--csv", type=Path, required=True, metavar="F", help="the table to write")
    p.set_defaults(command=_do_access)


def _do_access(args: argparse.Namespace) -> int:
    from placewell.work.access import access_lines, access_table
    from placewell.work.opened import open_project

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        table = drive(
            access_table(
                opened, args.origins, args.targets, args.csv, args.limit, args.profile, args.speed, args.crs
            )
        )
    print("\n".join(access_lines(table)))
    return 0


def add_ptal(commands: Any) -> None:
    """How well places are served by public transport."""
    p = commands.add_parser("ptal", help="the PTAL-style index of many places, with its working")
    add_project(p)
    _from(p)
    p.add_argument("--csv", type=Path, required=True, metavar="F", help="the table to write")
    p.add_argument("--working", type=Path, metavar="F", help="write the working too, a row for each route")
    p.add_argument(
        "--assume",
        nargs="+",
        default=[],
        metavar="mode=N",
        help="departures an hour where no timetable says, for example bus=6; told beside each figure",
    )
    p.set_defaults(command=_do_ptal)


def _do_ptal(args: argparse.Namespace) -> int:
    from placewell.work.opened import open_project
    from placewell.work.ptal import ptal_lines, ptal_table

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        table = drive(ptal_table(opened, args.origins, args.csv, args.assume, args.working, args.crs))
    print("\n".join(ptal_lines(table)))
    return 0


def _from(p: argparse.ArgumentParser) -> None:
    p.add_argument("--from", dest="origins", required=True, metavar="FILE|LAYER", help="where walks begin")
    p.add_argument(
        "--crs", default="", metavar="EPSG:n", help="a file's map coordinates, where it does not say"
    )
