"""Values that are weighed one by one when notes and names are taken out, and everything that was ever said of both."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from placewell.domain.history import Change, changes_from_json
from placewell.guidance.model import ANSWER_SCALES
from placewell.work.assess_inputs import ASKED
from placewell.work.case_shown import case_of
from placewell.work.opened import Opened
from placewell.work.redact_names import Search, each_text
from placewell.work.redact_table import NAME_GONE, OWNERS, TABLE, WORDS_GONE

STATED = re.compile(r"^(?P<words>.*) \(stated by (?P<name>.*), (?P<day>\d{4}-\d\d-\d\d)\)$", re.DOTALL)
"""What an officer said of a list (`work.layers`)."""
OF_THE_CASE = (ASKED, "query:", "scope: ")
"""How the questions begin that Placewell asks; any other is in an officer's own words."""


def coverage_note(text: str) -> str:
    """An officer's word on a list without the words and the name; what its source says stays."""
    found = STATED.match(text)
    return f"{WORDS_GONE} (stated by an officer, {found['day']})" if found else text


def owner(text: str) -> str:
    """Who owns an action, where that can be no person."""
    return text if not text or _fold(text) in OWNERS else NAME_GONE


def answer_value(question: str, scale: str, value: str) -> str:
    """An answer that stands on a scale, or says what the case is held against; words of one's own go."""
    fixed = ANSWER_SCALES.get(scale, ())
    figure = re.fullmatch(r"\s*[\d.,]+\s*%?\s*", value)
    if value in fixed or figure or question.startswith("scope: "):
        return value
    return WORDS_GONE if value else value


def kept_answer(text: str, search: Search) -> str | None:
    """The findings of a kept assessment without what officers said in it; None where they cannot be read."""
    try:
        held = json.loads(text)
        for finding in held.get("findings", ()):
            _finding(finding)
        for layer in held.get("layers", ()):
            layer["coverage_note"] = coverage_note(str(layer.get("coverage_note") or ""))
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
    made = each_text(held, lambda t: search.text(t, own=True))
    return json.dumps(made, ensure_ascii=False, indent=2, sort_keys=True)


def _finding(finding: dict[str, Any]) -> None:
    reasons = set()
    for given in (*finding.get("answers", ()), finding.get("answer")):
        if not given:
            continue
        reasons.add(given.get("reason") or "")
        given["value"] = answer_value(ASKED, str(given.get("scale")), str(given.get("value") or ""))
        given["reason"] = WORDS_GONE if given.get("reason") else ""
        given["by"] = NAME_GONE if given.get("by") else ""
    if finding.get("reason") in reasons - {""}:
        finding["reason"] = WORDS_GONE
    for action in finding.get("mitigation", ()):
        for name in ("what", "trigger"):
            action[name] = WORDS_GONE if action.get(name) else ""
        action["owner"] = owner(str(action.get("owner") or ""))


def ever_said(opened: Opened) -> tuple[set[str], set[str]]:
    """Every name, and every text of an officer's, that is or ever was in the project: its rows, its history,
    and what a merge kept of another copy's. Names first."""
    names, phrases = set[str](), set[str]()
    for kind, row in _rows(opened):
        for column, decision in TABLE[kind].decisions().items() if kind in TABLE else ():
            value = row.get(column)
            if not isinstance(value, str) or not value:
                continue
            if decision == "name" or ((kind, column) == ("action", "owner") and owner(value) != value):
                names.add(value)
            elif decision == "words" or (kind, column) == ("answer", "value"):
                phrases.add(value)
            elif (kind, column) == ("layer", "coverage_note") and (found := STATED.match(value)):
                names.add(found["name"])
                phrases.update((value, found["words"]))
        if kind == "answer":
            value = str(row.get("value") or "")
            if answer_value(str(row.get("question")), str(row.get("scale")), value) == value:
                phrases.discard(value)
        names.update(str(row.get(c) or "") for c in _PEOPLE.get(kind, ()))
    return names | {e.who for e in opened.file.read_since(0)}, phrases


def applicants(opened: Opened) -> set[str]:
    """Who applies or acts for the applicant: companies and councils as often as persons."""
    case = case_of(opened)
    return {case.applicant, case.agent} - {""}


_PEOPLE = {"difference": ("first_by", "second_by", "decided_by"), "taken entry": ("who",)}
"""Columns of kinds that are left out whole which hold names all the same."""


def _rows(opened: Opened) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Rows of the kinds that officers write, as they are and as they ever were."""
    for kind in (*TABLE, *_PEOPLE):
        if kind == "layer" or "layer" not in (TABLE[kind].decisions() if kind in TABLE else ()):
            for record in opened.file.read(kind).records():
                yield kind, record
                yield from _within(kind, record)
    for entry in opened.file.read_since(0):
        yield from _changed(entry.changes)


def _within(kind: str, record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Rows that lie as text in what a merge left."""
    if kind == "taken entry":
        try:
            yield from _changed(changes_from_json(str(record["changes"])))
        except ValueError:
            return
    elif kind == "difference":
        for side in ("first", "second"):
            try:
                row = json.loads(str(record[side]))
            except ValueError:
                continue
            if isinstance(row, dict):
                yield str(record["what"]), row


def _changed(changes: Iterable[Change]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for change in changes:
        for row in (change.before, change.after):
            if row is not None:
                yield change.kind, row


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
