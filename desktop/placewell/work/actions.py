"""Mitigation: actions linked to criteria, with the three tests where section 106 is to secure them; and sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from placewell.domain.errors import Problem
from placewell.domain.finding import Mitigation
from placewell.domain.judgement import MECHANISMS, ROLES, STATUSES, TESTS, Action, SignOff
from placewell.work.case_edits import option_of
from placewell.work.opened import Opened
from placewell.work.submissions import fresh_ids, latest, nouns

YES_NO = ("yes", "no")


UNDECIDED = "how it is secured is not decided yet"


def add_action(
    opened: Opened,
    criterion: str,
    what: str,
    mechanism: str,
    *,
    trigger: str = "",
    owner: str = "",
    tests: Sequence[tuple[str, str]] = (),
    reason: str = "",
    option: str = "",
    by: str = "",
) -> Action:
    """Keep an action. `tests` are pairs of one of `TESTS` and yes or no. Raises Problem."""
    who = _name(opened, by)
    if not what.strip():
        raise Problem("An action needs words for what is to be done.", "Nothing was kept.", "Say what it is.")
    means = _one_of(mechanism, MECHANISMS, "way to secure an action")
    asked = {
        _one_of(t, tuple(TESTS), "test of an obligation"): _one_of(v, YES_NO, "answer") for t, v in tests
    }
    if asked and means != "section 106":
        raise Problem(
            f"The three tests are for section 106, not for a {means}.",
            "They decide whether a planning obligation may be asked for.",
            "Leave the tests out, or choose section 106.",
        )
    now, option = latest(opened), option_of(opened, option)
    made = Action(
        fresh_ids(opened).next("action"), criterion, " ".join(what.split()), means, trigger, owner,
        "proposed", asked.get("necessary", ""), asked.get("directly_related", ""), asked.get("reasonable", ""),
        reason, who, opened.clock(), "" if now is None else now.id, option,
    )  # fmt: skip
    with opened.session.transaction(f"Mitigation for {criterion}") as t:
        t.put("action", made)
    return made


def change_action(
    opened: Opened,
    number: int,
    *,
    status: str = "",
    tests: Sequence[tuple[str, str]] = (),
    mechanism: str = "",
) -> Action:
    """Change an action by its place in the list, from 1: its status, tests or way of securing. Raises Problem."""
    held = nouns(opened, "action")
    if not 1 <= number <= len(held):
        raise Problem(
            f"There is no action {number}.",
            "Nothing was changed.",
            f"The case has {len(held)}; list them first.",
        )
    action: Action = held[number - 1]
    given = {
        _one_of(t, tuple(TESTS), "test of an obligation"): _one_of(v, YES_NO, "answer") for t, v in tests
    }
    made = replace(action, status=_one_of(status, STATUSES, "status") if status else action.status, **given)
    if mechanism:
        made = replace(made, mechanism=_one_of(mechanism, MECHANISMS, "way to secure an action"))
    with opened.session.transaction(f"Mitigation for {made.criterion}") as t:
        t.put("action", made)
    return made


def note_of(action: Action) -> str:
    """What must be known of an action: whether section 106 may secure it."""
    if action.mechanism != "section 106":
        return ""
    said = {name: getattr(action, name) for name in TESTS}
    open_tests = [TESTS[n] for n, v in said.items() if not v]
    unmet = [TESTS[n] for n, v in said.items() if v == "no"]
    if unmet:
        return f"Cannot be secured by section 106: it is not {' and not '.join(unmet)}."
    if open_tests:
        return f"Section 106 may secure it once it is shown to be {'; '.join(open_tests)}."
    return "The three tests for section 106 are answered yes."


def mitigation_of(held: Sequence[Action], option: str) -> dict[str, list[Mitigation]]:
    """Actions for this option or for every one, by criterion, as findings show them."""
    found: dict[str, list[Mitigation]] = {}
    for a in held:
        if a.option.casefold() in ("", option.casefold()):
            shown = Mitigation(a.what, a.mechanism, a.trigger, a.owner, a.status, note_of(a))
            found.setdefault(a.criterion, []).append(shown)
    return found


def action_lines(held: Sequence[Action]) -> list[str]:
    """Every action, numbered, with what must be known of it."""
    if not held:
        return [
            "No mitigation has been noted yet. Add it with: case PROJECT action add CRITERION WHAT --by-way-of ..."
        ]
    lines = []
    for n, a in enumerate(held, 1):
        more = ", ".join(
            filter(
                None, (a.mechanism or UNDECIDED, a.status, a.owner, f"by {a.trigger}" if a.trigger else "")
            )
        )
        lines.append(f"{n}. {a.criterion}: {a.what} ({more})")
        if note := note_of(a):
            lines.append(f"   {note}")
    return lines


def sign(opened: Opened, role: str, name: str, snapshot: str, note: str = "") -> tuple[SignOff, str]:
    """Note who prepared, checked or agreed a kept assessment; also what must be known of it. Raises Problem."""
    if not name.strip():
        raise Problem("A sign-off needs a name.", "It says who answers for the assessment.", "Type the name.")
    part = _one_of(role, ROLES, "part in signing off")
    made = SignOff(fresh_ids(opened).next("sign-off"), part, name.strip(), opened.clock(), snapshot, note)
    same = [
        s.role for s in nouns(opened, "sign-off")
        if s.snapshot == snapshot and s.name.casefold() == made.name.casefold() and s.role != part
    ]  # fmt: skip
    with opened.session.transaction(f"Assessment {part} by {made.name}") as t:
        t.put("sign-off", made)
    told = (
        f"{made.name} has also {' and '.join(dict.fromkeys(same))} it: a second pair of eyes is usual."
        if same
        else ""
    )
    return made, told


def _name(opened: Opened, by: str) -> str:
    who = (by or opened.session.who).strip()
    if not who:
        raise Problem(
            "This needs the name of who enters it.",
            "It stands on the record of the case.",
            "Say who with --by.",
        )
    return who


def _one_of(said: str, known: Sequence[str], what: str) -> str:
    found = next(
        (k for k in known if k.casefold().replace("_", " ") == said.strip().casefold().replace("_", " ")),
        None,
    )
    if found is None:
        raise Problem(f"'{said}' is no {what}.", "Nothing was kept.", f"Use one of: {', '.join(known)}.")
    return found
