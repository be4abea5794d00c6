"""What officers add to findings: answers, actions, sign-off."""

from __future__ import annotations

import argparse
from typing import Any

from placewell.cli.shared import tell_opened, who

TESTS = ("necessary", "directly-related", "reasonable")


def add_judging(what: Any) -> None:
    """`case PROJECT action`, `sign` and `kept`."""
    action = what.add_parser(
        "action", help="mitigation: what is to be done about a criterion, and how it is secured"
    )
    sub = action.add_subparsers(required=True, metavar="WHAT")
    add = sub.add_parser("add", help="note an action")
    add.add_argument("criterion", metavar="CRITERION")
    add.add_argument("text", metavar="ACTION")
    add.add_argument(
        "--by-way-of", required=True, metavar="HOW", help="condition, section 106, CIL-funded, section 278 …"
    )
    for name in ("trigger", "owner", "reason", "option", "by"):
        add.add_argument(f"--{name}", default="", metavar=name.upper())
    _tests(add)
    add.set_defaults(command=_do_add)
    change = sub.add_parser("change", help="change an action's status, or answer the tests for section 106")
    change.add_argument("number", type=int, metavar="N", help="its number in the list")
    change.add_argument(
        "--status", default="", metavar="STATUS", help="proposed, agreed, secured, done, dropped"
    )
    change.add_argument("--by-way-of", default="", metavar="HOW", help="condition, section 106, CIL-funded …")
    _tests(change)
    change.set_defaults(command=_do_change)
    sub.add_parser("list", help="every action").set_defaults(command=_do_actions)
    sign = what.add_parser("sign", help="who prepared, checked or agreed a kept assessment")
    sign.add_argument("role", choices=["prepared", "checked", "agreed"])
    sign.add_argument("name", metavar="NAME", help="typed, not proven")
    sign.add_argument("--assessment", type=int, metavar="N", help="its number; else the last that was kept")
    sign.add_argument("--note", default="", metavar="TEXT")
    sign.set_defaults(command=_do_sign)
    what.add_parser("kept", help="the assessments that are kept, with who signed them").set_defaults(
        command=_do_kept
    )


def _tests(p: argparse.ArgumentParser) -> None:
    for name in TESTS:
        p.add_argument(f"--{name}", choices=["yes", "no"], help="a test of section 106 (regulation 122)")


def _given(args: argparse.Namespace) -> list[tuple[str, str]]:
    names = [t.replace("-", "_") for t in TESTS]
    return [(n, getattr(args, n)) for n in names if getattr(args, n)]


def answer_a_criterion(args: argparse.Namespace) -> int:
    """Answer one criterion; the same question elsewhere is answered with it only when that is said."""
    from placewell.work.answers import answer_criterion, same_questions
    from placewell.work.opened import open_project
    from placewell.work.packs import criterion_of, known_packs

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        criterion = criterion_of(opened, args.question)
        others = same_questions(criterion, [k.pack for k in known_packs(opened).by_id.values()])
        others = [c for c in others if c.answer_scale == criterion.answer_scale and not c.answers_for]
        words = {
            n: getattr(args, n) for n in ("reason", "by", "part", "document", "revision", "page", "option")
        }
        made = answer_criterion(opened, criterion, args.value, also=others if args.also else (), **words)
    for answer in made:
        part = f" ({answer.part})" if answer.part else ""
        beside = ", beside what is computed" if answer.mark else ""
        print(f"{answer.question.partition(':')[2]}{part}: {answer.value}, by {answer.by}{beside}.")
    if others and not args.also:
        print(
            f"The same question stands in {', '.join(c.id for c in others)}: say --also to answer it there too."
        )
    return 0


def _do_add(args: argparse.Namespace) -> int:
    from placewell.work.actions import action_lines, add_action
    from placewell.work.opened import open_project
    from placewell.work.packs import criterion_of

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        criterion = criterion_of(opened, args.criterion)
        words = {n: getattr(args, n) for n in ("trigger", "owner", "reason", "option", "by")}
        made = add_action(opened, criterion.id, args.text, args.by_way_of, tests=_given(args), **words)
    print("\n".join(line.removeprefix("1. ") for line in action_lines([made])))
    return 0


def _do_change(args: argparse.Namespace) -> int:
    from placewell.work.actions import action_lines, change_action
    from placewell.work.opened import open_project

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        made = change_action(
            opened, args.number, status=args.status, tests=_given(args), mechanism=args.by_way_of
        )
    print("\n".join(line.removeprefix("1. ") for line in action_lines([made])))
    return 0


def _do_actions(args: argparse.Namespace) -> int:
    from placewell.work.actions import action_lines
    from placewell.work.opened import open_project
    from placewell.work.submissions import nouns

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        print("\n".join(action_lines(nouns(opened, "action"))))
    return 0


def _do_sign(args: argparse.Namespace) -> int:
    from placewell.work.actions import sign
    from placewell.work.opened import open_project
    from placewell.work.snapshots import snapshot_of

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        made, told = sign(opened, args.role, args.name, snapshot_of(opened, args.assessment).id, args.note)
    print(f"{made.role.capitalize()} by {made.name}.{f' {told}' if told else ''}")
    return 0


def _do_kept(args: argparse.Namespace) -> int:
    from placewell.work.opened import open_project
    from placewell.work.snapshots import snapshot_lines

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        print("\n".join(snapshot_lines(opened)))
    return 0
