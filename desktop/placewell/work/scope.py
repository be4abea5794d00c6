"""What a case is assessed against: its guidance packs, and themes left out, each with a reason on the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from placewell.domain.case import Answer
from placewell.domain.errors import Problem
from placewell.domain.finding import Finding
from placewell.work.opened import Opened
from placewell.work.packs import PACKS_IN_USE, Known, wanted
from placewell.work.submissions import fresh_ids, nouns

THEME = "scope: theme "
"""What the question of an answer that leaves a theme out begins with."""
LEFT_OUT = "left out"


@dataclass(frozen=True)
class LeftOut:
    """A theme that is not gone into, with who said so and why."""

    theme: str
    reason: str
    by: str
    at: str

    @property
    def words(self) -> str:
        """As the record prints it; who said so is in the history, since publications carry no names."""
        return f"Theme left out: {self.theme}. {self.reason}"


def left_out(opened: Opened) -> dict[str, LeftOut]:
    """The themes that are left out, by name."""
    found = {}
    for a in nouns(opened, "answer"):
        if a.question.startswith(THEME) and a.value == LEFT_OUT:
            theme = a.question.removeprefix(THEME)
            found[theme] = LeftOut(theme, a.reason, a.by, a.at)
    return found


def leave_out(opened: Opened, theme: str, reason: str) -> None:
    """Leave a theme out. Raises Problem without a reason."""
    said = " ".join(reason.split())
    if not said:
        raise Problem(
            f"Why '{theme}' is left out is not said.",
            "Whoever reads the assessment must see why nothing is said of it.",
            "Give one reason; it is printed in the record.",
        )
    _answer(opened, f"{THEME}{theme}", LEFT_OUT, said, f"Left out the theme {theme}")


def take_in(opened: Opened, theme: str) -> None:
    """Take a theme in again."""
    for a in nouns(opened, "answer"):
        if a.question == f"{THEME}{theme}":
            with opened.session.transaction(f"Took in the theme {theme}") as t:
                t.remove("answer", a.id)


def choose_packs(opened: Opened, ids: Sequence[str]) -> list[Known]:
    """Say which packs the case is held against from now on. Raises Problem for none or an unknown one."""
    if not ids:
        raise Problem(
            "No guidance pack was chosen.",
            "There would be nothing to hold the scheme against.",
            "Keep at least one.",
        )
    chosen = wanted(ids, opened)
    if [k.pack.id for k in wanted((), opened)] != [k.pack.id for k in chosen]:
        _answer(opened, PACKS_IN_USE, ", ".join(k.pack.id for k in chosen), "", "Chose the guidance")
    return chosen


def _answer(opened: Opened, question: str, value: str, reason: str, label: str) -> None:
    held = next((a for a in nouns(opened, "answer") if a.question == question), None)
    id = held.id if held else fresh_ids(opened).next("answer")
    made = Answer(id, question, value, reason, by=opened.session.who, at=opened.clock())
    with opened.session.transaction(label) as t:
        t.put("answer", replace(made))


@dataclass(frozen=True)
class Count:
    """How much of a theme or pack there is to go into: all its questions, those that apply, and what brought it in."""

    name: str
    title: str
    questions: int
    apply: int
    why: str = ""


def by_theme(findings: Sequence[Finding]) -> list[Count]:
    """Themes in the order in which they first come, with their counts."""
    held: dict[str, list[Finding]] = {}
    for f in findings:
        held.setdefault(f.theme, []).append(f)
    return [Count(t, t.capitalize(), len(fs), _apply(fs), _reasons(fs)) for t, fs in held.items()]


def by_pack(findings: Sequence[Finding], packs: Sequence[Known]) -> list[Count]:
    """Packs with their counts; a pack that was not assessed has the number of its criteria alone."""
    held: dict[str, list[Finding]] = {}
    for f in findings:
        held.setdefault(f.pack, []).append(f)
    return [
        Count(k.pack.id, k.pack.title, len(k.pack.criteria), _apply(held.get(k.pack.id, [])), _reasons(held.get(k.pack.id, [])))
        for k in packs
    ]  # fmt: skip


def _apply(findings: Sequence[Finding]) -> int:
    return sum(f.verdict != "not applicable" for f in findings)


def _reasons(findings: Sequence[Finding]) -> str:
    """Why some of it does not apply, in the words most often given."""
    said = [f.reason.split(";")[0].rstrip(".") for f in findings if f.reason]
    if not said:
        return ""
    first = max(dict.fromkeys(said), key=said.count)
    return f"{len(said)} not for this scheme: {first[:1].lower()}{first[1:]}, for example"
