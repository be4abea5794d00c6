"""The findings of the case on the desk, kept true while it is edited, and following the hand while it is dragged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from placewell.domain.errors import Problem
from placewell.domain.history import Entry
from placewell.ui.desk import Desk, who
from placewell.work.assess import assessor_of, day_of
from placewell.work.assess_inputs import proposal_of, setting_of
from placewell.work.case import find_scheme, schemes
from placewell.work.opened import Opened, open_project
from placewell.work.packs import Known, wanted
from placewell.work.progress import Progress, Work
from placewell.work.scheme_edits import Handle, keep, moved, what_moved
from placewell.work.topics import Changed, changed

if TYPE_CHECKING:
    from placewell.assess.engine import Assessor
    from placewell.assess.proposal import Proposal
    from placewell.domain.assessment import Assessment
    from placewell.domain.finding import Finding

_GROUND = {"layer", "many", "project", "area", "asset", "stop", "street", "statistic", "service"}
"""Kinds of things whose change asks for the ground to be read anew."""
_SHOWN_ONLY = {"note", "snapshot", "sign-off", "assessment"}


class Live(QObject):
    """Asks for findings when the case comes or changes; while something is dragged, works them out at once."""

    assessing = Signal(str)
    """What is being waited for; '' when there is nothing to wait for."""
    assessed = Signal()
    """`assessment` is fresh."""
    followed = Signal(object)
    """Findings while something is dragged (a tuple)."""
    changes = Signal(object, str)
    """Which verdicts an edit changed (a tuple of `Changed`), and what the edit was."""
    none = Signal(str)
    """There is nothing to assess, and why."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.option: tuple[str, str] = ("", "")
        self.assessor: Assessor | None = None
        self.assessment: Assessment | None = None
        self.packs: list[Known] = []
        self.why = ""
        """Why there is nothing to assess."""
        self._turn = 0
        self._before: tuple[Finding, ...] = ()
        desk.left.connect(self._left)
        desk.changed.connect(self._hear)

    @property
    def proposal(self) -> Proposal | None:
        """The scheme as it was last assessed."""
        return None if self.assessor is None else self.assessor.proposal

    def choose(self, scheme: str, option: str) -> None:
        """Assess this option from now on."""
        self.option = scheme, option
        self.refresh(ground=self.assessor is None)

    def refresh(self, *, ground: bool = True, edit: str = "") -> None:
        """Assess again: from the file, or only what of the case may have changed. `edit` names what was done."""
        opened = self.desk.opened
        if opened is None:
            return
        found = schemes(opened)
        if not found or all(s.geometry is None for s in found):
            self._none("There is no red line yet." if found else "There is no scheme yet.")
            return
        self._turn += 1
        turn, option = self._turn, self.option
        # Which lists can be relied on depends on the day, so another day asks for the ground anew.
        ground = ground or self.assessor is None or self.desk.do(day_of) != self.assessor.ground.as_at
        was = self.assessment.findings if self.assessment is not None else ()
        if ground or self.assessor is None:
            path = opened.path

            def whole() -> Work[tuple[Assessor, Assessment]]:
                with open_project(path, who()) as own:
                    return (yield from _whole(own, option))

            self._start(whole, turn, was, edit)
            return
        try:
            ready = _again(opened, self.assessor, option)
        except Problem as problem:
            self._none(str(problem))
            return
        head = opened.file.head()[1]

        def part() -> Work[tuple[Assessor, Assessment]]:
            yield Progress("Assessing")
            return ready, _of(ready, head)

        self._start(part, turn, was, edit)

    def follow(self, handle: Handle, by_x_m: float, by_y_m: float) -> Proposal | None:
        """Where it would be, with its findings told; nothing is kept."""
        if self.assessor is None:
            return None
        proposal = moved(self.assessor.proposal, handle, by_x_m, by_y_m)
        self.follow_to(proposal)
        return proposal

    def follow_to(self, proposal: Proposal) -> None:
        """The same for a scheme as it would be."""
        if self.assessor is not None and proposal.scheme.geometry is not None:
            self.followed.emit(self.assessor.moved(proposal, asked=False))

    def let_go(self, proposal: Proposal | None) -> None:
        """Keep what was dragged, or with None leave all as it was. What cannot be kept is said, and left."""
        if self.assessment is None or self.assessor is None:
            return
        was = self.assessor.proposal
        kept = proposal is not None and self.desk.do(
            lambda o: keep(o, was, proposal, what_moved(was, proposal)) if proposal != was else False
        )
        if not kept:
            self.followed.emit(self.assessment.findings)

    def _start(self, make: object, turn: int, was: tuple[Finding, ...], edit: str) -> None:
        self.assessing.emit("Assessing …")

        def done(made: tuple[Assessor, Assessment]) -> None:
            if turn != self._turn:
                return  # Something newer is on its way.
            self.assessor, self.assessment = made
            self.packs = self.desk.do(lambda o: wanted((), o)) or []
            self.assessing.emit("")
            self.assessed.emit()
            if edit:
                found: tuple[Changed, ...] = changed(was, made[1].findings)
                self.changes.emit(found, edit)

        self.desk.jobs.start("Assessing", make, done, self._failed)  # type: ignore[arg-type]

    def _failed(self, problem: Problem) -> None:
        self._none(str(problem))

    def _none(self, why: str) -> None:
        self._turn += 1
        self.why = why
        self.assessor = self.assessment = None
        self.assessing.emit("")
        self.none.emit(why)

    def begin(self) -> None:
        """Another project is on the desk, and its map is drawn: assess it."""
        self.assessor = self.assessment = None
        self.option = ("", "")
        self.refresh()

    def _left(self) -> None:
        self._none("")

    def _hear(self, entry: Entry) -> None:
        kinds = {c.kind for c in entry.changes}
        if kinds <= _SHOWN_ONLY:
            return
        word = {"undo": "Undone: ", "redo": "Redone: "}.get(entry.act, "")
        self.refresh(ground=bool(kinds & _GROUND), edit=f"{word}{entry.label}")


def _whole(opened: Opened, option: tuple[str, str]) -> Work[tuple[Assessor, Assessment]]:
    chosen = [k.pack for k in wanted((), opened)]
    scheme, name = option if option in _options(opened) else _first(opened)
    assessor, _ = yield from assessor_of(opened, chosen, scheme, "", name)
    yield Progress("Assessing")
    return assessor, _of(assessor, opened.file.head()[1])


def _again(opened: Opened, assessor: Assessor, option: tuple[str, str]) -> Assessor:
    """The same ground with the case as it is now."""
    day = assessor.ground.as_at
    scheme, name = option if option in _options(opened) else _first(opened)
    found = find_scheme(opened, scheme, name)
    return replace(
        assessor,
        proposal=proposal_of(opened, found),
        setting=setting_of(opened, found, day),
        packs=[k.pack for k in wanted((), opened)],
    )


def _of(assessor: Assessor, head: str) -> Assessment:
    from placewell import __version__
    from placewell.assess.engine import assessment_of

    return assessment_of(assessor, {"placewell": __version__, "history": head})


def _options(opened: Opened) -> list[tuple[str, str]]:
    return [(s.name, s.option) for s in schemes(opened) if s.geometry is not None]


def _first(opened: Opened) -> tuple[str, str]:
    return next(iter(_options(opened)), ("", ""))
