"""What whoever exports should know first: what is unanswered, illustrative, unverified, stale or confidential."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placewell.assess.coverage import stale
from placewell.assess.engine import Assessor
from placewell.domain.assessment import Assessment
from placewell.exporting.report.blocks import Copy
from placewell.work.confidential import said, still


@dataclass(frozen=True)
class Kind:
    """One kind of copy: what it is for, in a sentence."""

    copy: Copy
    title: str
    what: str


KINDS: tuple[Kind, ...] = (
    Kind(
        "working",
        "Working copy",
        "Live formulas and room for answers; change a number and its verdict changes.",
    ),
    Kind(
        "file",
        "File copy",
        "Figures locked, with an issue number and a control total that tells of any change.",
    ),
    Kind(
        "publication",
        "Publication copy",
        "For the public: accessible, without officers' names or what is confidential.",
    ),
    Kind("team", "Team copy", "One team's or consultee's questions only."),
    Kind("applicant", "Applicant's request", "All that waits for the applicant, in words that can be sent."),
)


@dataclass(frozen=True)
class Caution:
    """One thing to know, how many of it, and the criteria or lists that it is about."""

    what: str
    count: int
    which: tuple[str, ...]

    @property
    def words(self) -> str:
        """'12 questions are not yet answered: LP-D1, LP-D2 …'."""
        return f"{self.count:,} {self.what}"


def cautions(assessor: Assessor, assessment: Assessment, today: str = "") -> tuple[Caution, ...]:
    """In the order in which they matter; nothing where all is well. `today` is an ISO day; else the assessment's."""
    found = []

    def add(one: str, many: str, which: Sequence[str]) -> None:
        if which:
            found.append(Caution(one if len(which) == 1 else many, len(which), tuple(which)))

    case = assessor.setting.case
    if still(case.confidential_until, today or assessment.as_at):
        found.append(
            Caution(
                f"case, {said(case.confidential_until)}",
                1,
                (case.reference or assessment.scheme,),
            )
        )
    fs = assessment.findings
    add("question is not yet answered", "questions are not yet answered", [f.criterion for f in fs if any(w.kind == "officer" for w in f.waiting_for)])  # fmt: skip
    add("question waits for the applicant", "questions wait for the applicant", [f.criterion for f in fs if any(w.kind == "applicant" for w in f.waiting_for)])  # fmt: skip
    again = [f.criterion for f in fs if any(g.look_again for g in f.answers)]
    add("answer is to be looked at again", "answers are to be looked at again", again)
    add("figure was read at second hand or is to be checked", "figures were read at second hand or are to be checked", [f.criterion for f in fs if f.source_status != "verified"])  # fmt: skip
    add("figure was altered from the published one", "figures were altered from the published ones", [f.criterion for f in fs if f.altered])  # fmt: skip
    yields = assessor.setting.yields
    if yields is not None and yields.illustrative:
        found.append(Caution("table of people per home is illustrative: not for use", 1, (yields.name,)))
    used = {u.name for u in assessment.layers}
    old = [la.name for la in assessor.ground.layers if la.name in used and stale(la, assessment.as_at)]
    add("list used is more than five years old", "lists used are more than five years old", old)
    return tuple(found)
