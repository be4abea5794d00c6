"""Small edits of a case by hand: what it is, who was asked, the official PTAL, officers' answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from placewell.domain.case import CASE_TYPES, Answer, Case
from placewell.domain.errors import Problem
from placewell.domain.style import PTAL_RAMP
from placewell.domain.touched import SUBJECTS, inputs_of
from placewell.work.case_kept import keep_one
from placewell.work.case_shown import case_of, case_shown
from placewell.work.look_again import mark
from placewell.work.opened import Opened
from placewell.work.submissions import date_of, fresh_ids, latest, nouns, schemes_of

_DATES = {"valid", "target", "committee", "confidential_until"}
BANDS = tuple(PTAL_RAMP)


def set_case(opened: Opened, values: Mapping[str, str]) -> Case:
    """Say what the case is; fields not named stay. Raises Problem for an unknown type or unreadable date."""
    known = {f.name for f in fields(Case)} - {"id"}
    given = {k: " ".join(v.split()) for k, v in values.items() if k in known}
    for name in _DATES & given.keys():
        given[name] = date_of(given[name], _words(name))
    if given.get("type"):
        given["type"] = _one_of(given["type"], CASE_TYPES, "type of application")
    case = replace(case_of(opened), **given)
    with opened.session.transaction("What the case is") as t:
        t.put("case", case)
    return case


def add_consultation(opened: Opened, body: str, **values: str) -> None:
    """Note that a body was asked, or what came of it; the same body and matter again adds to what is there.

    Raises Problem.
    """
    for name in ("asked", "due", "received"):
        if values.get(name):
            values[name] = date_of(values[name], f"it was {name}")
    about = values.get("about", "")
    held = [
        c for c in nouns(opened, "consultation")
        if (c.body.casefold(), c.about.casefold()) == (body.casefold(), about.casefold())
    ]  # fmt: skip
    last = held[-1] if held else None
    asked_anew = last is not None and values.get("asked") and last.asked and values["asked"] != last.asked
    was = {} if last is None or asked_anew else {k: v for k, v in vars(last).items() if k != "id"}
    whole = {**was, "body": body, **{k: v for k, v in values.items() if v}}
    if whole.get("received") and whole.get("asked") and whole["received"] < whole["asked"]:
        raise Problem(
            f"{body} answered on {whole['received']}, before it was asked on {whole['asked']}.",
            "Dates of consultations are shown with findings that rest on them.",
            "Check both dates.",
        )
    _keep(opened, "consultation", whole, f"Consulted {body}")


def set_ptal(
    opened: Opened, band: str, year: str = "", index: float | None = None, source: str = "typed"
) -> None:
    """The band that TfL publishes for the site. Raises Problem for anything else than one of its bands."""
    found = _one_of(band, BANDS, "PTAL band")
    _keep(
        opened,
        "official PTAL",
        {"band": found, "year": year, "index": index, "source": source, "geometry": None},
        f"Official PTAL {found}",
    )


def answer(
    opened: Opened,
    question: str,
    value: str,
    reason: str = "",
    option: str = "",
    inputs: str = "",
    scale: str = "",
) -> Answer:
    """An officer's answer, which takes the place of an earlier one to the same question.

    `inputs` are the subjects it rests on; without them, a query rests on what it compares. Raises Problem.
    """
    given = inputs_of(inputs)
    if unknown := given - set(SUBJECTS.values()):
        raise Problem(
            f"'{sorted(unknown)[0]}' is nothing that an answer can rest on.",
            "An answer is marked 'look again' when what it rests on changes.",
            f"Name any of: {', '.join(dict.fromkeys(SUBJECTS.values()))}.",
        )
    if question.startswith("query:"):
        _check_query(opened, question)
        given = given or {"homes", "losses", "floorspace", "site", "claims", "official PTAL"}
    option = option_of(opened, option)
    now = latest(opened)
    ids = fresh_ids(opened)
    held = [a for a in nouns(opened, "answer") if (a.question, a.option) == (question, option)]
    made = Answer(
        held[0].id if held else ids.next("answer"),
        question,
        value,
        reason,
        option,
        scale,
        opened.session.who,
        opened.clock(),
        "" if now is None else now.id,
        ",".join(sorted(given)),
    )
    with opened.session.transaction(f"Answered {question}") as t:
        t.put("answer", made)
    return made


def _check_query(opened: Opened, question: str) -> None:
    """Raise Problem for a query that nobody has asked: an answer to it would settle nothing."""
    known = [q["question"] for q in case_shown(opened)["queries"]]
    known += [a.question for a in nouns(opened, "answer")]
    if question not in known:
        have = ", ".join(dict.fromkeys(known)) or "none"
        raise Problem(f"There is no query '{question}'.", "Nothing was kept.", f"Open queries: {have}.")


def option_of(opened: Opened, said: str) -> str:
    """An option as the latest submission spells it; '' for all of them. Raises Problem for another."""
    have = [s.option for s in schemes_of(opened, latest(opened)) if s.option]
    for option in have:
        if said.casefold() == option.casefold():
            return option
    if said:
        listed = ", ".join(dict.fromkeys(have)) or "none"
        raise Problem(
            f"There is no option called '{said}'.", "Nothing was kept.", f"The scheme has: {listed}."
        )
    return ""


def _keep(opened: Opened, kind: str, values: Mapping[str, Any], label: str) -> None:
    with opened.session.transaction(label) as t:
        keep_one(opened, t, kind, values)
        mark(opened, t)


def _one_of(said: str, known: tuple[str, ...], what: str) -> str:
    for word in known:
        if word.casefold() == said.strip().casefold():
            return word
    raise Problem(f"'{said}' is not a {what}.", "It was not kept.", f"It is one of: {', '.join(known)}.")


def _words(name: str) -> str:
    return {
        "valid": "the application became valid",
        "target": "a decision is due",
        "committee": "the committee meets",
        "confidential_until": "the case stops being confidential",
    }[name]
