"""Two copies of one case: `merge`, and deciding what both had changed."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from placewell.cli.shared import drive, tell_opened, who


def add_merge(commands: Any) -> None:
    """`merge MINE [THEIRS]`."""
    p = commands.add_parser("merge", help="join two copies of a case from their last common entry")
    p.add_argument("project", type=Path, metavar="MINE", help="the copy that takes over what the other has")
    p.add_argument(
        "theirs", type=Path, nargs="?", metavar="THEIRS",
        help="the other officer's copy, which stays as it is; without it, what is still to be decided is listed",
    )  # fmt: skip
    p.add_argument(
        "--decide", nargs=2, action="append", default=[], metavar=("ID", "CHOICE"),
        help="decide a difference: first, second, both or 'as it stands'",
    )  # fmt: skip
    p.add_argument("--json", action="store_true", help="the machine-readable answer")
    p.set_defaults(command=_do_merge)


def _do_merge(args: argparse.Namespace) -> int:
    from placewell.work.differences import decide, differences
    from placewell.work.merge import merge, told
    from placewell.work.opened import open_project

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        merged = None if args.theirs is None else drive(merge(opened, args.theirs))
        decided = [decide(opened, id, choice) for id, choice in args.decide]
        left = [_plain(opened, d) for d in differences(opened)]
    if args.json:
        answer = {} if merged is None else merged.plain()
        print(json.dumps({**answer, "open": left}, ensure_ascii=False, indent=2))
        return 0
    if merged is not None:
        print("\n".join(told(merged)))
    for d in decided:
        print(f"Decided: {d.name}, {d.decided}.")
    if merged is None or not merged.differences:
        print(_told(left))
    return 0


def _plain(opened: Any, d: Any) -> dict[str, Any]:
    from placewell.work.differences import choices, fields_that_differ, stands

    return {
        "id": d.id, "what": d.what, "name": d.name, "stands": stands(opened, d),
        "first": {"by": d.first_by, "at": d.first_at}, "second": {"by": d.second_by, "at": d.second_at},
        "fields": [{"field": f, "first": one, "second": two} for f, one, two in fields_that_differ(d)],
        "choices": list(choices(d)),
    }  # fmt: skip


def _told(left: list[dict[str, Any]]) -> str:
    if not left:
        return "Nothing is left to decide."
    lines = [f"{len(left)} to decide (placewell merge MINE --decide ID first|second|both|'as it stands'):"]
    for d in left:
        lines.append(f"{d['id']}  {d['name']}" + (f" ({d['stands']} stands)" if d["stands"] else ""))
        for side in ("first", "second"):
            lines.append(f"    {side}: {d[side]['by'] or 'someone'}, {d[side]['at'][:16].replace('T', ' ')}")
        lines += [f"    {f['field']}: {_said(f['first'])} | {_said(f['second'])}" for f in d["fields"]]
    return "\n".join(lines)


def _said(value: Any) -> str:
    return "nothing" if value in (None, "") else str(value)
