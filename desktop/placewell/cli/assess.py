"""Judging a scheme: `assess` and `compare`; and `layer`, which says how far a list can be relied on."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from placewell.cli.shared import add_project, drive, tell_opened, who
from placewell.domain.errors import Problem


def add_assess(commands: Any) -> None:
    """Findings for one scheme."""
    p = commands.add_parser("assess", help="assess a scheme against guidance")
    add_project(p)
    _which(p)
    p.add_argument("--option", default="", metavar="NAME", help="which option of it; else the first")
    p.add_argument(
        "--json", type=Path, metavar="F", help="write the machine-readable findings ('-' for standard output)"
    )
    p.add_argument(
        "--xlsx", type=Path, metavar="F", help="write the workbook; into a folder under the next free name"
    )
    p.add_argument(
        "--copy",
        choices=["working", "file", "publication", "team", "applicant"],
        default="working",
        help="working: live, with answers; file: locked, with a control total; publication: accessible, without "
        "names; team: one team's questions; applicant: all that is asked of the applicant",
    )
    p.add_argument(
        "--team", default="", metavar="NAME", help="for a team copy: 'public health', 'transport' …"
    )
    p.add_argument("--issue", default="", metavar="N", help="for a file copy: its number of issue")
    p.add_argument("--look", type=Path, metavar="F", help="settings of the council's own look")
    p.add_argument("--keep", action="store_true", help="keep the assessment in the project, to be signed off")
    p.add_argument(
        "--replay",
        type=int,
        nargs="?",
        const=0,
        metavar="N",
        help="make a kept assessment again (the last, or the one of this number) and say whether it is the same",
    )
    p.add_argument(
        "--all", action="store_true", help="tell every finding in full, not only what needs somebody"
    )
    p.add_argument("--map", type=Path, metavar="F", help="write a map of the scheme, as .png, .svg or .pdf")
    p.add_argument("--brief", action="store_true", help="tell what was found in a few lines")
    p.set_defaults(command=_do_assess)


def _which(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "--scheme", default="", metavar="NAME", help="which scheme; else the latest submission's first"
    )
    p.add_argument(
        "--pack",
        action="append",
        default=[],
        metavar="ID|all",
        help="which guidance; else the London Plan, the Southwark Plan and social regeneration",
    )
    p.add_argument(
        "--as-at",
        default="",
        metavar="DATE",
        help="the date the assessment is made as at; else the case's target date, else today",
    )


def _do_assess(args: argparse.Namespace) -> int:
    from placewell.work.assess import as_json, assessed, write_json
    from placewell.work.assess_told import brief_lines, finding_lines
    from placewell.work.confidential import sentence, until
    from placewell.work.maps import write_map
    from placewell.work.opened import open_project
    from placewell.work.packs import wanted
    from placewell.work.snapshots import keep
    from placewell.work.workbooks import Wanted, write_workbook

    if args.replay is not None:
        return _do_replay(args)
    if not args.xlsx and (args.copy != "working" or args.team or args.issue or args.look):
        raise Problem(
            "Which kind of copy was said, but not where to write it.",
            "These choices are for the workbook.",
            "Name a file or a folder with --xlsx.",
        )
    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        closed, told = until(opened), sentence(opened)
        known = wanted(args.pack, opened)
        chosen = [k.pack for k in known]
        assessor, assessment = drive(assessed(opened, chosen, args.scheme, args.as_at, args.option))
        if args.keep:
            answer = as_json(assessment)
            keep(opened, answer, known, assessment.scheme, assessment.option, assessment.as_at)
            print("The assessment is kept in the project.", file=sys.stderr)
        if args.map:
            made = write_map(opened, args.map, scheme=assessment.scheme, option=assessment.option)
            print(f"Map written to {made}.", file=sys.stderr)
        if args.xlsx:
            kind = Wanted(args.copy, args.team, args.issue, args.look)
            path = drive(write_workbook(opened, assessor, assessment, args.xlsx, kind))
            print(f"Workbook written to {path}.", file=sys.stderr)
    to_screen = args.json == Path("-")
    if args.json and not to_screen:
        print(f"Findings written to {write_json(assessment, args.json, closed)}.")
    if to_screen:
        print(as_json(assessment, closed))
    else:
        lines = brief_lines(assessment) if args.brief else finding_lines(assessment, whole=args.all)
        print("\n".join([told, *lines] if told else lines))
    return 0


def _do_replay(args: argparse.Namespace) -> int:
    from placewell.work.assess import again
    from placewell.work.opened import open_project
    from placewell.work.snapshots import replay, snapshot_of

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        snapshot = snapshot_of(opened, args.replay or None)
        found = replay(opened, snapshot, again)
    print(found.words)
    return 0 if found.same else 1


def add_compare(commands: Any) -> None:
    """Two options side by side."""
    p = commands.add_parser("compare", help="two options of a scheme, criterion by criterion")
    add_project(p)
    _which(p)
    p.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME",
        help="an option, twice; 'no scheme' is the site as it is",
    )
    p.add_argument("--json", action="store_true", help="the machine-readable answer")
    p.set_defaults(command=_do_compare)


def _do_compare(args: argparse.Namespace) -> int:
    from placewell.work.compare import compare, compared_lines, compared_plain
    from placewell.work.confidential import sentence, until
    from placewell.work.opened import open_project
    from placewell.work.packs import wanted

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        chosen = [k.pack for k in wanted(args.pack, opened)]
        found = drive(compare(opened, chosen, args.option, args.scheme, args.as_at))
        closed, told = until(opened), sentence(opened)
    if args.json:
        print(
            json.dumps({**compared_plain(found), "confidential_until": closed}, ensure_ascii=False, indent=2)
        )
    else:
        print("\n".join([told, *compared_lines(found)] if told else compared_lines(found)))
    return 0


def add_layer(commands: Any) -> None:
    """An officer's word on a list."""
    p = commands.add_parser("layer", help="say how complete a list is, or what date it is as at")
    add_project(p)
    p.add_argument("name", metavar="LAYER", help="as 'info' names it")
    p.add_argument(
        "--coverage", choices=["complete", "partial", "unknown"], help="whether it lists everything there is"
    )
    p.add_argument("--vintage", metavar="DATE", help="what date it is as at (2026, 2026-04 or 2026-04-30)")
    p.add_argument("--note", default="", metavar="TEXT", help="how you know")
    p.set_defaults(command=_do_layer)


def _do_layer(args: argparse.Namespace) -> int:
    from placewell.work.layers import state
    from placewell.work.opened import open_project

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        for layer in state(opened, args.name, args.coverage or "", args.vintage or "", args.note):
            print(
                f"{layer.name}: {layer.coverage}, as at {layer.vintage or 'no stated date'}. {layer.coverage_note}"
            )
    return 0
