"""Answers that come back in workbooks: taken, listed as conflicts, or reported; never written over newer ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from placewell.domain.case import Answer, Claim
from placewell.domain.errors import Problem
from placewell.domain.judgement import Action
from placewell.exporting import back
from placewell.guidance.model import Criterion, Pack
from placewell.work.answers import checked, made_answer
from placewell.work.assess_inputs import ASKED
from placewell.work.case import find_scheme
from placewell.work.opened import Opened
from placewell.work.submissions import fresh_ids, latest, nouns
from placewell.work.workbook_cells import Line, Returned, read_back

ALL = "all"


@dataclass(frozen=True)
class Conflict:
    """An answer that both the workbook and, since it was written, the project have changed."""

    key: str
    sheet: str
    row: int
    theirs: str
    ours: str
    by: str
    at: str


@dataclass(frozen=True)
class Left:
    """Something that was not taken, where it stands, and why."""

    sheet: str
    row: int
    what: str
    why: str


@dataclass
class Read:
    """What came of reading one workbook."""

    file: str
    copy: str
    taken: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    unaltered: bool | None = None
    """Of a file copy: whether it still is what was issued."""

    def plain(self) -> dict[str, Any]:
        """The machine-readable answer."""
        return asdict(self)


@dataclass(frozen=True)
class _Said:
    """What one row says of one key."""

    key: str
    criterion: Criterion
    part: str
    line: Line
    view: str
    reason: str


def read_answers(
    opened: Opened, path: Path, packs: Sequence[Pack], take: Sequence[str] = (), by: str = ""
) -> Read:
    """Read a workbook's answers into the project, in one transaction. Raises Problem where it is none of it.

    `take` are keys whose conflicts are decided for the workbook (`ALL` for every one).
    """
    found = read_back(path)
    _check(opened, path, found)
    return _Reading(opened, path, found, packs, take, by or opened.session.who).done()


def _check(opened: Opened, path: Path, found: Returned) -> None:
    first = opened.file.entry(1).hash if opened.file.head()[0] else ""
    if found.facts.get("Project", "") != first:
        raise Problem(
            f"{path.name} was written from another project.",
            "Its answers are about another case.",
            "Open that project and read the workbook there.",
        )
    find_scheme(opened, found.facts.get("Scheme", ""), found.facts.get("Option", ""))


class _Reading:
    """One workbook being read."""

    def __init__(
        self, opened: Opened, path: Path, found: Returned, packs: Sequence[Pack], take: Sequence[str], by: str
    ) -> None:
        self.opened, self.found, self.take, self.by = opened, found, set(take), by.strip()
        self.option = found.facts.get("Option", "")
        self.criteria = {c.id: c for p in packs for c in p.criteria}
        self.made = Read(path.name, found.facts.get("Copy", ""))
        self.written = {line[back.ANSWER_HEADINGS[0]]: line for line in found.answers}
        self.now: dict[tuple[str, str], Answer] = {}
        for a in nouns(opened, "answer"):
            if a.question.startswith(ASKED) and a.option.casefold() in ("", self.option.casefold()):
                self.now[a.question.removeprefix(ASKED), a.part] = a
        self.ids = fresh_ids(opened)
        self.put: list[tuple[str, Answer | Action | Claim]] = []

    def done(self) -> Read:
        """Everything read, written and told."""
        if self.made.copy == "file":
            self.made.unaltered = self.found.total == self.found.facts.get(back.CONTROL_TOTAL, "")
        if self.made.copy == "applicant":
            for line in (*self.found.findings, *self.found.parts):
                self._leave(
                    line, line[back.CRITERION], "only 'Applicant states' is read from an applicant's copy"
                )
        else:
            self._answers()
            for line in self.found.findings:
                self._mitigation(line)
        self._states()
        if self.put:
            if not self.by:
                raise Problem(
                    "Answers need the name of who gives them.",
                    "It stands on the record of the case beside each.",
                    "Say who with --by.",
                )
            with self.opened.session.transaction(f"Answers read from {self.made.file}") as t:
                for kind, noun in self.put:
                    t.put(kind, noun)
        return self.made

    def _leave(self, line: Line, what: str, why: str) -> None:
        self.made.left.append(Left(line.sheet, line.row, what, why))

    # -- answers --------------------------------------------------------------------------------------

    def _answers(self) -> None:
        by_key: dict[str, list[_Said]] = {}
        for line in (*self.found.findings, *self.found.parts):
            if said := self._said(line):
                by_key.setdefault(said.key, []).append(said)
        for key, several in by_key.items():
            if len({(s.view.casefold(), s.reason) for s in several}) > 1:
                for said in several:
                    self._leave(said.line, key, "it stands here more than once, with different answers")
                continue
            self._one(several[0])

    def _said(self, line: Line) -> _Said | None:
        name, part = line[back.CRITERION], line[back.PART]
        key = f"{name}#{part}" if part else name
        view, reason = line[back.VIEW], line[back.REASON]
        if key not in self.written:
            if view or reason:
                self._leave(
                    line,
                    key or "a row without a criterion",
                    "this workbook was not written with that question",
                )
            return None
        if name not in self.criteria:
            if (view, reason) != self._was(key):
                self._leave(line, key, "the guidance that asks it is not in use here; name it with --pack")
            return None
        return _Said(key, self.criteria[name], part, line, view, reason)

    def _was(self, key: str) -> tuple[str, str]:
        line = self.written[key]
        return line[back.ANSWER_HEADINGS[4]], line[back.ANSWER_HEADINGS[5]]

    def _one(self, said: _Said) -> None:
        was, new = self._was(said.key), (said.view, said.reason)
        if _alike(new, was):
            return
        held = self.now.get((said.criterion.id, said.part))
        now = (held.value, held.reason) if held else ("", "")
        if _alike(new, now):
            self.made.same.append(said.key)
        elif not said.view and was[0]:
            self._leave(
                said.line, said.key, "the answer was taken out; what the project has is left as it is"
            )
        elif not said.view:
            self._leave(said.line, said.key, "it has a reason but no answer")
        elif not _alike(now, was) and not self.take & {said.key, ALL}:
            assert held is not None or now == ("", "")
            by, at = (held.by, held.at) if held else ("", "")
            self.made.conflicts.append(
                Conflict(said.key, said.line.sheet, said.line.row, _words(new), _words(now), by, at)
            )
        else:
            self._take(said, held)

    def _take(self, said: _Said, held: Answer | None) -> None:
        try:
            value = checked(said.criterion, said.view, said.part, said.reason)
        except Problem as problem:
            self._leave(said.line, said.key, f"{problem.what} {problem.todo}")
            return
        answer = made_answer(
            self.opened, said.criterion, value, self.ids, held, reason=said.reason, by=self.by, part=said.part,
            option=held.option if held else self.option,
        )  # fmt: skip
        # Pages and drawings that the answer named before still show it.
        if held is not None:
            answer = replace(answer, document=held.document, revision=held.revision, page=held.page)
        self.put.append(("answer", answer))
        self.made.taken.append(said.key)

    # -- mitigation -----------------------------------------------------------------------------------

    def _mitigation(self, line: Line) -> None:
        name = line[back.CRITERION]
        written = self.written.get(name)
        if written is None or name not in self.criteria:
            return
        was = _lines(written[back.ANSWER_HEADINGS[6]])
        new = _lines(line[back.MITIGATION])
        held = [a.what for a in nouns(self.opened, "action") if a.criterion == name]
        queued = [a.what for _, a in self.put if isinstance(a, Action) and a.criterion == name]
        for what in new:
            if what not in was and what not in held and what not in queued:
                submission = latest(self.opened)
                action = Action(
                    self.ids.next("action"), name, what, "", by=self.by, at=self.opened.clock(),
                    submission="" if submission is None else submission.id, option=self.option,
                )  # fmt: skip
                self.put.append(("action", action))
                self.made.taken.append(f"{name}: {what}")
        for what in was:
            if what not in new and what in held:
                self._leave(line, name, f"'{what}' was taken out; nothing is deleted by reading a workbook")

    # -- what the applicant states --------------------------------------------------------------------

    def _states(self) -> None:
        keys = {line[back.ASK_HEADINGS[0]]: line for line in self.found.asked}
        for line in self.found.states:
            key, states = line[back.ASK_HEADINGS[0]], line[back.STATES]
            if key not in keys:
                if states:
                    self._leave(
                        line, key or "a row without a key", "this workbook was not written with that request"
                    )
                continue
            if states and states != keys[key][back.ASK_HEADINGS[3]]:
                self._claim(line, keys[key][back.ASK_HEADINGS[1]], states, key)
        if self.made.copy == "applicant":
            return
        for line in self.found.findings:
            name, states = line[back.CRITERION], line[back.STATES]
            known = name in self.criteria and name in self.written
            if states and known and states != self.written[name][back.ANSWER_HEADINGS[8]]:
                self._claim(line, name, states, name)

    def _claim(self, line: Line, about: str, states: str, key: str) -> None:
        held = [c for c in nouns(self.opened, "claim") if c.about == about and c.words == states]
        queued = [c for _, c in self.put if isinstance(c, Claim) and c.about == about and c.words == states]
        if held or queued:
            self.made.same.append(key)
            return
        submission = latest(self.opened)
        document = line[back.DOCUMENT] or self.made.file
        self.put.append((
            "claim",
            Claim(
                self.ids.next("claim"), "" if submission is None else submission.id, document, line[back.PAGE], about,
                states, option=self.option,
            ),
        ))  # fmt: skip
        self.made.taken.append(f"{key}: applicant states")


def _lines(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n") if part.strip()]


def _alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return tuple(" ".join(x.split()).casefold() for x in one) == tuple(
        " ".join(x.split()).casefold() for x in other
    )


def _words(said: tuple[str, str]) -> str:
    view, reason = said
    return f"{view or 'no answer'}{f' ({reason})' if reason else ''}"


def told(read: Read) -> list[str]:
    """What came of it, a line each."""
    lines = [f"{read.file} ({read.copy} copy)"]
    if read.unaltered is not None:
        lines.append(
            "It is as it was issued: its control total holds."
            if read.unaltered
            else "Something in this copy was altered since it was issued: its control total does not hold."
        )
    lines.append(f"Taken: {', '.join(read.taken)}." if read.taken else "Nothing new was taken.")
    if read.same:
        lines.append(f"Already so in the project: {', '.join(read.same)}.")
    for c in read.conflicts:
        whose = f" by {c.by}, {c.at[:10]}" if c.by else ""
        lines.append(
            f"Conflict, {c.key} ({c.sheet}, row {c.row}): the workbook says {c.theirs}; the project since says {c.ours}{whose}."
        )
    if read.conflicts:
        lines.append("Nothing was written over. To decide for the workbook: --take KEY, or --take all.")
    lines += [f"Left, {x.sheet}, row {x.row}, {x.what}: {x.why}" for x in read.left]
    return lines
