"""Workbooks of an assessment: everything gathered from the project, composed, and written as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placewell.assess.engine import Assessor
from placewell.assess.live.model import model_of
from placewell.domain.assessment import Assessment
from placewell.domain.errors import Problem
from placewell.domain.finding import Finding
from placewell.domain.judgement import Action
from placewell.exporting.report.blocks import Copy, Picture, Report
from placewell.exporting.report.compose import compose, teams
from placewell.exporting.report.given import Asked, Changed, Given, Held, OptionFound, Provenance
from placewell.exporting.workbook.file import next_name, save
from placewell.exporting.workbook.look import Look, read_look
from placewell.exporting.workbook.write import workbook_bytes
from placewell.guidance.model import ANSWER_SCALES, Pack
from placewell.work.case import schemes
from placewell.work.confidential import said, still, words
from placewell.work.maps import picture_of
from placewell.work.opened import Opened
from placewell.work.progress import Progress, Work
from placewell.work.scope import left_out
from placewell.work.submissions import latest, nouns

LATEST = 2_000
"""The most entries of the history that a workbook tells."""


@dataclass(frozen=True)
class Wanted:
    """What somebody chose for a workbook."""

    copy: Copy = "working"
    team: str = ""
    issue: str = ""
    look: Path | None = None


def given_of(
    opened: Opened,
    assessor: Assessor,
    assessment: Assessment,
    issue: str = "",
    maps: Sequence[Picture] = (),
    council: str = "",
) -> Work[Given]:
    """All that a report says."""
    yield Progress("Writing down the sums", 1, 3)
    model = model_of(assessor)
    yield Progress("Gathering the record", 2, 3)
    option = assessment.option.casefold()
    actions: list[Action] = [a for a in nouns(opened, "action") if a.option.casefold() in ("", option)]
    kept = [
        s.id
        for s in nouns(opened, "assessment")
        if s.scheme == assessment.scheme and s.option == assessment.option
    ]
    return Given(
        assessment=assessment,
        model=model,
        proposal=assessor.proposal,
        setting=assessor.setting,
        asked=asked_of(assessor.packs),
        provenance=_provenance(opened, issue),
        actions=actions,
        signed=[s for s in nouns(opened, "sign-off") if s.snapshot in kept[-1:]],
        options=_options(opened, assessor, assessment),
        history=_history(opened),
        evidence=_evidence(assessor, assessment.findings),
        maps=maps,
        council=council,
        left_out=[x.words for x in left_out(opened).values()],
        confidential=words(opened),
    )


def asked_of(packs: Sequence[Pack]) -> dict[str, Asked]:
    """What each criterion asks of those who answer."""
    return {
        c.id: Asked(
            c.id, c.answer_scale, ANSWER_SCALES.get(c.answer_scale, ()), c.answers_for, c.who_answers or "planning",
            c.look, c.attach, c.measure,
        )
        for p in packs
        for c in p.criteria
    }  # fmt: skip


def _provenance(opened: Opened, issue: str) -> Provenance:
    entry, head = opened.file.head()
    first = opened.file.entry(1).hash if entry else ""
    now = latest(opened)
    return Provenance(
        first, entry, head if entry else "", opened.clock(), "" if now is None else now.id, issue
    )


def _options(opened: Opened, assessor: Assessor, assessment: Assessment) -> list[OptionFound]:
    """Every option of the scheme in the same submission, assessed by itself; empty where there is one."""
    from placewell.work.assess_inputs import proposal_of, setting_of

    mine = assessor.proposal.scheme
    others = [
        s for s in schemes(opened)
        if s.name == mine.name and s.submission == mine.submission and s.geometry is not None
    ]  # fmt: skip
    if len(others) < 2:
        return []
    found = []
    for s in others:
        findings = assessment.findings
        if s.id != mine.id:
            setting = setting_of(opened, s, assessment.as_at)
            other = Assessor(
                assessor.ground, proposal_of(opened, s), setting, assessor.packs, assessor.published
            )
            findings = other.findings
        found.append(
            OptionFound(
                s.option or s.name,
                {f.criterion: f.verdict or "for information" for f in findings},
                {f.criterion: _value(f) for f in findings},
            )
        )
    return found


def _value(f: Finding) -> str:
    from placewell.assess.explain import amount

    return f.value_text or (amount(f.value, f.unit) if f.value is not None else "")


def _history(opened: Opened) -> list[Changed]:
    entry, _ = opened.file.head()
    entries = opened.file.read_since(max(entry - LATEST, 0))
    return [Changed(e.seq, e.at, e.who, e.label, e.act) for e in reversed(list(entries))]


def _evidence(assessor: Assessor, findings: Sequence[Finding]) -> dict[tuple[str, str], Held]:
    """How much each place that is evidence holds, and its id at its source."""
    from placewell.assess.explain import amount

    wanted = {
        (e.layer, e.id) for f in findings for e in (*f.evidence, *(x for y in f.facts for x in y.evidence))
    }
    places = assessor.ground.assets
    if not len(places):
        return {}
    names = assessor.ground.layer_names
    columns = ("layer", "id", "capacity", "capacity_unit", "used", "code")
    held: dict[str, Any] = {c: places.column(c) for c in columns}
    found = {}
    for n in range(len(places)):
        layer = names.get(str(held["layer"][n]), str(held["layer"][n]))
        if (layer, str(held["id"][n])) in wanted:
            capacity, unit = held["capacity"][n], str(held["capacity_unit"][n] or "places")
            said = (
                ""
                if capacity in (None, "") or capacity != capacity
                else f"{amount(float(capacity), '')} {unit}"
            )
            found[layer, str(held["id"][n])] = Held(said, str(held["code"][n] or ""))
    return found


def report_of(given: Given, wanted: Wanted, look: Look) -> Report:
    """The report that was chosen. Raises Problem for a team that has no question here."""
    if wanted.copy == "team":
        known = teams(given)
        if wanted.team.casefold() not in {t.casefold() for t in known}:
            raise Problem(
                f"No question here is for '{wanted.team}'." if wanted.team else "A team copy needs its team.",
                "A team copy holds one team's questions only.",
                f"Name one with --team: {', '.join(known)}.",
            )
    until = given.setting.case.confidential_until
    if wanted.copy == "publication" and still(until, given.provenance.written):
        raise Problem(
            f"This case is {said(until)}.",
            "A publication copy is made for everybody.",
            "Wait until that day is over, or change the date with: case PROJECT set --confidential-until DATE.",
        )
    unknown = sorted(set(look.sheets) - set(SHEETS))
    if unknown:
        raise Problem(
            f"The settings of the look name sheets that there are none of: {', '.join(unknown)}.",
            "The workbook would lack what was meant.",
            f"Sheets are: {', '.join(SHEETS)}.",
        )
    return compose(given, wanted.copy, wanted.team, look.sheets)


SHEETS = (
    "Summary", "Findings", "Answers by part", "Ask the applicant", "Consultees", "Homes", "Homes counted", "Scheme",
    "Brought and lost",
    "People", "Capacity", "Options", "Evidence", "Actions", "Sources", "Method and limits", "Changes", "Figures",
    "Walks", "Working", "Verdicts", "Key",
)  # fmt: skip
"""Every sheet there can be, in order."""


def write_workbook(
    opened: Opened, assessor: Assessor, assessment: Assessment, path: Path, wanted: Wanted | None = None
) -> Work[Path]:
    """Write the workbook; into a folder under the next free name. Raises Problem where it cannot be."""
    wanted = wanted or Wanted()
    look = read_look(wanted.look) if wanted.look else Look()
    if path.is_dir():
        case = assessor.setting.case
        path = next_name(path, case.reference or assessment.scheme, case.stage, assessment.as_at, wanted.copy)
    given = yield from given_of(
        opened, assessor, assessment, wanted.issue, _maps(opened, assessor), look.council
    )
    report = report_of(given, wanted, look)
    yield Progress("Writing the workbook", 3, 3)
    return save(workbook_bytes(report, look), path)


def _maps(opened: Opened, assessor: Assessor) -> list[Picture]:
    """The site in its neighbourhood; none where there is nothing to draw with."""
    try:
        png, alt, caption = picture_of(opened, assessor.proposal.scheme)
    except ImportError:
        return []
    return [Picture(png, alt, caption)]
