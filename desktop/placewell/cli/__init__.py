"""The command line: the same use cases as the window, one function a command.

Exit status 0 done, 1 a problem in the user's input (one paragraph on standard error), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from placewell.cli.answers import add_answers
from placewell.cli.assess import add_assess, add_compare, add_layer
from placewell.cli.case import add_case
from placewell.cli.changes import add_changes
from placewell.cli.hand_over import add_hand_over
from placewell.cli.map import add_map
from placewell.cli.merge import add_merge
from placewell.cli.pack import add_pack
from placewell.cli.shared import add_project, clear_line, drive, tell_opened, who
from placewell.cli.walks import add_access, add_ptal
from placewell.domain.errors import Problem


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    args = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = args.command
    try:
        return command(args)
    except Problem as problem:
        clear_line()
        print(str(problem), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        clear_line()
        print("Stopped. What was being done has been left out; the rest is as it was.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output has had enough (head, a closed pager).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    from placewell import __version__

    parser = argparse.ArgumentParser(
        prog="placewell",
        description="An offline planning assistant: what a place has for health and wellbeing, and what a scheme does to it.",
    )
    parser.add_argument("--version", action="version", version=f"Placewell {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _new(commands)
    _import(commands)
    _info(commands)
    add_case(commands)
    add_changes(commands)
    add_assess(commands)
    add_answers(commands)
    add_map(commands)
    add_compare(commands)
    add_layer(commands)
    add_pack(commands)
    add_merge(commands)
    add_hand_over(commands)
    add_access(commands)
    add_ptal(commands)
    _sources(commands)
    _sample(commands)
    return parser


# -- new -----------------------------------------------------------------------------------------


def _new(commands: Any) -> None:
    p = commands.add_parser("new", help="make a project from a boundary, or a case file from a base")
    add_project(p)
    origin = p.add_mutually_exclusive_group(required=True)
    origin.add_argument("--boundary", type=Path, metavar="FILE", help="a file with the area's outline")
    origin.add_argument(
        "--from", dest="base", type=Path, metavar="BASE", help="a base to make a case file from"
    )
    p.add_argument("--name", default="", metavar="TEXT", help="the project's name; else the area's own")
    p.add_argument(
        "--crs", default="EPSG:27700", metavar="EPSG:n", help="map coordinates of the project (metres)"
    )
    p.add_argument(
        "--boundary-crs",
        default="",
        metavar="EPSG:n",
        help="map coordinates of the boundary file, where it does not say",
    )
    p.add_argument(
        "--margin",
        type=float,
        default=2000.0,
        metavar="M",
        help="how far layers reach past the boundary (2000 m)",
    )
    p.set_defaults(command=_do_new)


def _do_new(args: argparse.Namespace) -> int:
    from placewell.work.new import new_base, new_case

    if args.base:
        drive(new_case(args.project, args.base, args.name))
    else:
        work = new_base(args.project, args.boundary, args.name, args.crs, args.boundary_crs, args.margin)
        print("".join(f"{line}\n" for line in drive(work)), end="")
    print(f"Made {args.project}.")
    return 0


# -- import --------------------------------------------------------------------------------------


def _import(commands: Any) -> None:
    p = commands.add_parser("import", help="bring in files or whole folders of downloads")
    add_project(p)
    p.add_argument("files", type=Path, nargs="+", metavar="FILE", help="files and folders")
    p.add_argument(
        "--as",
        dest="source",
        default="",
        metavar="SOURCE",
        help="what they are, where that is not recognised: a known source, or asset:TYPE, area:LEVEL …",
    )
    p.add_argument(
        "--map", nargs="+", default=[], metavar="field=column", help="which column fills which field"
    )
    p.add_argument("--crs", default="", metavar="EPSG:n", help="their map coordinates, where they do not say")
    p.add_argument(
        "--vintage", default="", metavar="DATE", help="what date they are as at (2026, 2026-04 or 2026-04-30)"
    )
    p.add_argument("--publisher", default="", metavar="TEXT", help="whose list it is, where not the source's")
    p.add_argument("--licence", default="", metavar="TEXT", help="the licence it comes under")
    p.add_argument(
        "--coverage",
        default="",
        choices=["complete", "partial", "unknown"],
        help="whether they list everything there is in the project and its margin",
    )
    p.add_argument(
        "--all", action="store_true", help="take every list, even of things that another has already"
    )
    p.add_argument(
        "--replace",
        action="store_true",
        help="let these files take the place of lists of equal standing, edited by hand or not",
    )
    p.add_argument("--look", action="store_true", help="say what would come in, and change nothing")
    p.add_argument("--report", type=Path, metavar="F.csv", help="write the project's whole import report")
    p.set_defaults(command=_do_import)


def _do_import(args: argparse.Namespace) -> int:
    from placewell.work.bring_in import apply_plan, as_stated, plan_import
    from placewell.work.opened import open_project
    from placewell.work.report import check_free, write_report
    from placewell.work.told import brought_line, plan_lines

    stated = as_stated(
        args.source,
        _mapping(args.map),
        args.crs,
        args.all,
        args.vintage,
        args.coverage,
        args.replace,
        args.publisher,
        args.licence,
    )
    if args.report:
        check_free(args.report)
    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        if not args.look:
            opened.check_writable()
        plan = drive(plan_import(opened, args.files, stated))
        print("\n".join(plan_lines(plan)))
        if args.look:
            print("Nothing was changed.")
            return 0
        print("\n" + brought_line(apply_plan(opened, plan)))
        if args.report:
            lines = write_report(opened, args.report)
            print(f"Report written to {args.report} ({lines:,} lines).")
    return 0


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        field, sign, column = pair.partition("=")
        if not sign or not field or not column:
            raise Problem(
                f"'{pair}' does not say which column fills which field.",
                "Nothing was brought in.",
                "Write it as field=column, for example name=Title.",
            )
        mapping[field.strip()] = column.strip()
    return mapping


# -- info ----------------------------------------------------------------------------------------


def _info(commands: Any) -> None:
    p = commands.add_parser("info", help="what a project holds")
    add_project(p)
    p.add_argument("--json", action="store_true", help="the machine-readable answer")
    p.set_defaults(command=_do_info)


def _do_info(args: argparse.Namespace) -> int:
    from placewell.work.info import project_info
    from placewell.work.opened import open_project
    from placewell.work.told import info_lines

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        info = project_info(opened)
    print(json.dumps(info, ensure_ascii=False, indent=2) if args.json else "\n".join(info_lines(info)))
    return 0


# -- sources and sample --------------------------------------------------------------------------


def _sources(commands: Any) -> None:
    p = commands.add_parser("sources", help="the known sources that files are recognised as")
    p.set_defaults(command=_do_sources)


def _do_sources(args: argparse.Namespace) -> int:
    from placewell.work.bring_in import sources

    for source in sources():
        label = f"{source.title} ({source.variant})" if source.variant else source.title
        print(f"{source.id:30} {label}, {source.publisher}")
    return 0


def _sample(commands: Any) -> None:
    p = commands.add_parser("sample", help="write the sample project and its raw files")
    p.add_argument("folder", type=Path, metavar="DIR")
    p.set_defaults(command=_do_sample)


def _do_sample(args: argparse.Namespace) -> int:
    from placewell.work.sample import make_sample

    print(f"Made {drive(make_sample(args.folder))}.")
    return 0
