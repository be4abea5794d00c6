"""The case: what an applicant sends brought in, checked and kept, and what is still to come."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placewell.cli.judging import add_judging
from placewell.cli.shared import add_project, drive, tell_opened, who
from placewell.domain.errors import Problem

if TYPE_CHECKING:
    from placewell.work.placing import Placing

_FIELDS = {
    "reference": "the application's reference",
    "address": "where the site is",
    "type": "pre-application, full, outline, hybrid, reserved matters, section 73 or council's own",
    "stage": "how far the case has come",
    "proposal": "what is proposed, in a sentence",
    "applicant": "who applies",
    "agent": "who acts for the applicant",
    "officer": "whose case it is",
    "valid": "when the application became valid",
    "target": "when a decision is due",
    "committee": "when the committee meets",
    "confidential-until": "until when the case is confidential",
}


def add_case(commands: Any) -> None:
    """All that is done with a case."""
    p = commands.add_parser("case", help="what an applicant sends, brought in, checked and kept")
    add_project(p)
    what = p.add_subparsers(required=True, metavar="COMMAND")
    _import(what)
    listing = what.add_parser("list", help="the schemes of the latest submission and their options")
    listing.set_defaults(command=_do_list)
    show = what.add_parser("show", help="what a scheme proposes, and where it differs from what is stated")
    show.add_argument("scheme", nargs="?", default="", metavar="NAME", help="which scheme; else every one")
    show.add_argument("--option", default="", metavar="O", help="which option; else every one")
    show.add_argument("--submission", type=int, metavar="N", help="as at which submission; else the latest")
    show.add_argument("--json", action="store_true", help="the machine-readable answer")
    show.set_defaults(command=_do_show)
    setting = what.add_parser("set", help="say what the case is: reference, type, dates …")
    for name, words in _FIELDS.items():
        setting.add_argument(f"--{name}", metavar="TEXT", help=words)
    setting.set_defaults(command=_do_set)
    _submissions(what)
    _by_hand(what)
    todo = what.add_parser("todo", help="what is still to come, and from whom, in words to send")
    todo.add_argument("--json", action="store_true", help="the machine-readable answer")
    todo.set_defaults(command=_do_todo)


def _import(what: Any) -> None:
    bring = what.add_parser("import", help="bring in red lines, schedules and tables, in any order")
    bring.add_argument("files", type=Path, nargs="+", metavar="FILE", help="files; - for a table pasted in")
    bring.add_argument(
        "--as",
        dest="role",
        default="",
        metavar="WHAT",
        help="what they are, where not recognised: redline, blueline, blocks, entrances, links, phases, homes, "
        "floorspace, quantities, provision, losses, claims, consultations, drawings, ptal, commitments",
    )
    bring.add_argument("--name", default="", help="the scheme's name, where the files do not say")
    bring.add_argument("--option", default="", help="which option of it, where the files do not say")
    bring.add_argument("--crs", default="", metavar="EPSG:n")
    bring.add_argument("--layer", default="", metavar="NAME", help="which layer of a drawing is the line")
    bring.add_argument(
        "--sheet", action="append", default=[], metavar="NAME", help="which sheets of a workbook to read"
    )
    bring.add_argument(
        "--replace",
        action="store_true",
        help="take the place of everything of its sort that is there",
    )
    bring.add_argument("--add", action="store_true", help="come beside what is there, and replace nothing")
    bring.add_argument("--report", type=Path, metavar="F.csv", help="write the project's whole import report")
    plan = bring.add_argument_group("a plan placed by known points (a PDF page, a picture, a drawing)")
    plan.add_argument(
        "--points",
        type=Path,
        metavar="P.csv",
        help="where two to four points of it lie: page_x, page_y (mm from the lower left corner of the page, or the"
        " drawing's own units), easting, northing",
    )
    plan.add_argument(
        "--trace", type=Path, metavar="T.geojson", help="what was traced on the page, in its millimetres"
    )
    plan.add_argument("--page", type=int, metavar="N", help="which page of the PDF")
    plan.add_argument(
        "--scale", type=int, metavar="N", help="the scale that the sheet states: 1250 for 1:1250"
    )
    bring.set_defaults(command=_do_import)


def _submissions(what: Any) -> None:
    new = what.add_parser("submission", help="begin a new submission: amended plans, a revised schedule")
    new.add_argument("--received", default="", metavar="DATE", help="the day it came")
    new.add_argument("--name", default="", metavar="TEXT", help="what it is called")
    new.add_argument("--note", default="", metavar="TEXT")
    new.set_defaults(command=_do_submission)
    changed = what.add_parser("changes", help="what changed since the last submission")
    changed.add_argument("--since", type=int, metavar="N", help="since which submission; else the one before")
    changed.add_argument("--until", type=int, metavar="N", help="up to which submission; else the latest")
    changed.add_argument("--json", action="store_true", help="the machine-readable answer")
    changed.set_defaults(command=_do_changes)


def _by_hand(what: Any) -> None:
    asked = what.add_parser("consult", help="note that a body was asked for its view, or what came of it")
    asked.add_argument("body", metavar="BODY")
    for name, words in (
        ("about", "on what"),
        ("asked", "the day it was asked"),
        ("due", "the day by which it should answer"),
        ("received", "the day its answer came"),
        ("outcome", "what it said, in a word or two"),
        ("summary", "what it said"),
    ):
        asked.add_argument(f"--{name}", default="", metavar="TEXT", help=words)
    asked.set_defaults(command=_do_consult)
    ptal = what.add_parser("ptal", help="the public transport access level that TfL publishes for the site")
    ptal.add_argument("band", metavar="BAND", help="0, 1a, 1b, 2, 3, 4, 5, 6a or 6b")
    ptal.add_argument("--year", default="", metavar="YEAR", help="the base or forecast year it is for")
    ptal.add_argument("--index", type=float, metavar="AI", help="the access index, where it is given")
    ptal.set_defaults(command=_do_ptal)
    answered = what.add_parser(
        "answer", help="answer a query or question; kept from submission to submission"
    )
    answered.add_argument(
        "question",
        metavar="QUESTION",
        help="a criterion's id, or a query as 'case show' names it (query:homes)",
    )
    answered.add_argument("value", metavar="ANSWER")
    answered.add_argument("--reason", default="", metavar="TEXT")
    answered.add_argument("--option", default="", metavar="O")
    answered.add_argument("--rests-on", default="", metavar="WHAT", help="homes, site, phases …, with commas")
    for name, told in (
        ("part", "the part of the criterion, where each is answered"),
        ("by", "who answers; else the name you are logged in by"),
        ("document", "the evidence"),
        ("revision", "its revision"),
        ("page", "its page"),
    ):
        answered.add_argument(f"--{name}", default="", metavar=name.upper(), help=told)
    answered.add_argument(
        "--also",
        action="store_true",
        help="answer the same question in other packs with it; without, they are named",
    )
    answered.set_defaults(command=_do_answer)
    add_judging(what)


def _do_import(args: argparse.Namespace) -> int:
    from placewell.work.case import import_case
    from placewell.work.case_told import brought_lines
    from placewell.work.opened import open_project
    from placewell.work.pasted import with_pasted
    from placewell.work.report import check_free, write_report

    if args.report:
        check_free(args.report)
    if args.role == "commitments":
        return _do_commitments(args)
    with open_project(args.project, who()) as opened, with_pasted(args.files, sys.stdin) as files:
        tell_opened(opened)
        work = import_case(
            opened,
            files,
            args.name,
            args.option,
            args.role,
            args.crs,
            args.layer,
            args.sheet,
            args.replace,
            args.add,
            _placing(args),
        )
        print("\n".join(brought_lines(drive(work))))
        if args.report:
            lines = write_report(opened, args.report)
            print(f"Report written to {args.report} ({lines:,} lines).")
    return 0


def _placing(args: argparse.Namespace) -> Placing | None:
    from placewell.work.placing import Placing

    if args.points is not None:
        return Placing(args.points, args.trace, args.page, args.scale)
    if args.trace is not None or args.page is not None or args.scale is not None:
        raise Problem(
            "A plan was given without its points.",
            "Nobody could say where on the ground it lies.",
            "Name the table of points with --points: page_x, page_y, easting, northing.",
        )
    return None


def _do_commitments(args: argparse.Namespace) -> int:
    """The council's list of other schemes: an import like any other list's, under the name it has there."""
    from placewell.work.bring_in import apply_plan, as_stated, plan_import
    from placewell.work.opened import open_project
    from placewell.work.told import brought_line, plan_lines

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        opened.check_writable()
        plan = drive(plan_import(opened, args.files, as_stated("council-commitments", {}, args.crs)))
        print("\n".join(plan_lines(plan)))
        print("\n" + brought_line(apply_plan(opened, plan)))
    return 0


def _do_list(args: argparse.Namespace) -> int:
    from placewell.work.case import schemes
    from placewell.work.case_told import site_line
    from placewell.work.opened import open_project

    with open_project(args.project, who()) as opened:
        for scheme in schemes(opened):
            print(site_line(scheme))
    return 0


def _do_show(args: argparse.Namespace) -> int:
    from placewell.work.case_shown import case_shown
    from placewell.work.case_told import shown_lines
    from placewell.work.confidential import sentence, until
    from placewell.work.opened import open_project

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        closed, told = until(opened), sentence(opened)
        shown = case_shown(opened, args.scheme, args.option, args.submission)
    lines = shown_lines(shown)
    _print({**shown, "confidential_until": closed}, [told, *lines] if told else lines, args.json)
    return 0


def _do_set(args: argparse.Namespace) -> int:
    from placewell.work.case_edits import set_case
    from placewell.work.case_told import case_lines
    from placewell.work.opened import open_project

    given = {name.replace("-", "_"): getattr(args, name.replace("-", "_")) for name in _FIELDS}
    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        case = set_case(opened, {k: v for k, v in given.items() if v is not None})
    print("\n".join(case_lines(vars(case))))
    return 0


def _do_submission(args: argparse.Namespace) -> int:
    from placewell.work.opened import open_project
    from placewell.work.submissions import new_submission

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        made = new_submission(opened, args.received, args.name, args.note)
    print(f"Submission {made.number} begins as a copy of the last. What is brought in now is of it.")
    return 0


def _do_changes(args: argparse.Namespace) -> int:
    from placewell.work.case_told import change_lines
    from placewell.work.changes import changes
    from placewell.work.opened import open_project

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        found = changes(opened, args.since, args.until)
    _print(found, change_lines(found), args.json)
    return 0


def _do_consult(args: argparse.Namespace) -> int:
    from placewell.work.case_edits import add_consultation
    from placewell.work.opened import open_project

    names = ("about", "asked", "due", "received", "outcome", "summary")
    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        add_consultation(opened, args.body, **{n: getattr(args, n) for n in names})
    print(f"Noted for {args.body}.")
    return 0


def _do_ptal(args: argparse.Namespace) -> int:
    from placewell.work.case_edits import set_ptal
    from placewell.work.opened import open_project

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        set_ptal(opened, args.band, args.year, args.index)
    print(f"Official PTAL {args.band} kept.")
    return 0


def _do_answer(args: argparse.Namespace) -> int:
    from placewell.cli.judging import answer_a_criterion
    from placewell.work.case_edits import answer

    # A question of the case's own says what it rests on; that of a criterion is known.
    if not (args.question.startswith("query:") or args.rests_on):
        return answer_a_criterion(args)
    from placewell.work.opened import open_project

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        made = answer(opened, args.question, args.value, args.reason, args.option, args.rests_on)
    on = f" It is marked 'look again' when {made.inputs.replace(',', ', ')} change." if made.inputs else ""
    print(f"Answer to '{made.question}' kept.{on}")
    return 0


def _do_todo(args: argparse.Namespace) -> int:
    from placewell.work.case_shown import case_shown
    from placewell.work.opened import open_project
    from placewell.work.waiting import as_letter

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        lines = case_shown(opened)["waiting_for"]
    _print(lines, as_letter(lines) or ["Nothing is waited for."], args.json)
    return 0


def _print(answer: Any, lines: list[str], as_json: bool) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
