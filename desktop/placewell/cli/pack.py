"""Guidance packs: list, show, check, copy for a council, and what a copy changed."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from placewell.cli.shared import tell_opened, who


def add_pack(commands: Any) -> None:
    """The packs that criteria come from."""
    p = commands.add_parser(
        "pack", help="guidance packs: list, show, check, copy, compare, keep in a project"
    )
    what = p.add_subparsers(required=True, metavar="WHAT")
    listed = what.add_parser("list", help="every pack there is, and where it is from")
    _project(listed)
    listed.add_argument("--json", action="store_true", help="the machine-readable answer")
    listed.set_defaults(command=_do_list)
    show = what.add_parser("show", help="the criteria of a pack, topic by topic")
    show.add_argument("id", metavar="ID")
    _project(show)
    show.add_argument("--json", action="store_true", help="the machine-readable answer")
    show.set_defaults(command=_do_show)
    check = what.add_parser("check", help="what is wrong with a pack file, and what is worth knowing of it")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.set_defaults(command=_do_check)
    fork = what.add_parser("fork", help="a council's own copy of a pack, to change figures in")
    fork.add_argument("id", metavar="ID")
    fork.add_argument("--as", dest="new_id", required=True, metavar="NEWID", help="the copy's own id")
    fork.add_argument("--publisher", required=True, metavar="NAME", help="who publishes the copy")
    fork.add_argument("--edition", default="", metavar="TEXT", help="else that of the published pack")
    fork.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE", help="the file to write")
    fork.set_defaults(command=_do_fork)
    diff = what.add_parser("diff", help="what a copy changed, and what that does to a case")
    diff.add_argument("file", type=Path, metavar="FILE")
    diff.add_argument("--against", default="", metavar="ID", help="else the pack that it is a copy of")
    _project(diff)
    diff.set_defaults(command=_do_diff)
    add = what.add_parser("add", help="keep a pack inside a project, for that project alone")
    add.add_argument("project", type=Path, metavar="PROJECT")
    add.add_argument("file", type=Path, metavar="FILE")
    add.set_defaults(command=_do_add)


def _project(p: argparse.ArgumentParser) -> None:
    p.add_argument("--project", type=Path, metavar="PROJECT", help="look into this project too")


def _known(project: Path | None) -> Any:
    from placewell.work.opened import open_project
    from placewell.work.packs import known_packs

    if project is None:
        return known_packs()
    with open_project(project, who()) as opened:
        tell_opened(opened)
        return known_packs(opened)


def _do_list(args: argparse.Namespace) -> int:
    from placewell.work.packs_told import list_lines, list_plain

    known = _known(args.project)
    print(_json(list_plain(known)) if args.json else "\n".join(list_lines(known)))
    return 0


def _do_show(args: argparse.Namespace) -> int:
    from placewell.work.packs_told import pack_named, show_lines, show_plain

    found = pack_named(_known(args.project), args.id)
    print(_json(show_plain(found.pack)) if args.json else "\n".join(show_lines(found)))
    return 0


def _do_check(args: argparse.Namespace) -> int:
    from placewell.work.packs_told import check_lines

    for file in args.files:
        print("\n".join(check_lines(file)))
    return 0


def _do_fork(args: argparse.Namespace) -> int:
    from placewell.work.packs_told import pack_named, write_fork

    found = pack_named(_known(None), args.id)
    write_fork(found, args.new_id, args.publisher, args.edition, args.out)
    print(f"Made {args.out}. Change figures in it, then look at them with: placewell pack diff {args.out}")
    return 0


def _do_diff(args: argparse.Namespace) -> int:
    from placewell.cli.shared import drive
    from placewell.work.opened import open_project
    from placewell.work.packs_told import diff_lines, effect_lines

    lines, published, own = diff_lines(args.file, args.against)
    print("\n".join(lines))
    if args.project is not None:
        with open_project(args.project, who()) as opened:
            tell_opened(opened)
            print("\n".join(["", *drive(effect_lines(opened, published, own))]))
    return 0


def _do_add(args: argparse.Namespace) -> int:
    from placewell.work.opened import open_project
    from placewell.work.packs import add_pack as keep_pack

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        pack = keep_pack(opened, args.file)
    print(f"{pack.title} ({pack.id}, {pack.edition}) is kept in the project: {len(pack.criteria)} criteria.")
    return 0


def _json(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=2)
