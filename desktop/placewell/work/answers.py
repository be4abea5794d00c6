"""Officers' answers to criteria: on the criterion's own scale, with reason, evidence, name and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from placewell.domain.case import Answer
from placewell.domain.errors import Problem
from placewell.guidance.measures import MEASURES
from placewell.guidance.model import ANSWER_SCALES, Criterion, Pack
from placewell.work.assess_inputs import ASKED
from placewell.work.case_edits import option_of
from placewell.work.opened import Opened
from placewell.work.submissions import Ids, fresh_ids, latest, nouns

OVERRIDE = "override"
_OF_FAMILY: dict[str, tuple[str, ...]] = {
    "reach": ("site", "entrances", "blocks", "links", "provision"),
    "greenspace": ("site", "entrances", "blocks"),
    "proximity": ("site", "entrances", "blocks", "provision"),
    "overlay": ("site",),
    "indicator": ("site",),
    "homes": ("homes",),
    "displacement": ("homes", "losses", "provision"),
    "quantities": ("quantities", "homes", "provision", "official PTAL"),
    "floorspace": ("floorspace", "quantities"),
    "transport": ("homes", "quantities", "official PTAL", "site"),
    "capacity": ("homes", "provision", "phases", "site", "official PTAL"),
    "engagement": ("claims",),
}
"""By family of measures: what of a case an answer rests on, in the words of `domain.touched`."""
_OF_FACT: dict[str, str] = {
    "people": "homes", "children": "homes", "homes": "homes", "tenures": "homes", "bedrooms": "homes",
    "access": "homes", "aspect": "homes", "floorspace": "floorspace", "provision": "provision", "losses": "losses",
    "quantities": "quantities", "claims": "claims", "links": "links", "phases": "phases", "allocations": "site",
    "deprivation": "site", "official PTAL": "official PTAL",
}  # fmt: skip


def rests_on(criterion: Criterion) -> tuple[str, ...]:
    """What an answer to a criterion rests on: when that changes, it is to be looked at again."""
    found = [_OF_FACT[f] for f in criterion.inputs.get("facts", ()) if f in _OF_FACT]
    if criterion.inputs.get("types"):
        found += ["site", "entrances"]
    if criterion.inputs.get("stated"):
        found.append("quantities")
    if criterion.measure != "asked":
        found += _OF_FAMILY.get(MEASURES[criterion.measure].family, ())
    return tuple(dict.fromkeys([*found, *_triggered(criterion)]))


def _triggered(criterion: Criterion) -> list[str]:
    """What decides whether a criterion applies, and which of its figures holds."""
    asked, cases = criterion.triggers, [v.case for v in criterion.values]
    named = {
        "homes": asked.least_homes or asked.most_homes or asked.major,
        "floorspace": asked.major or asked.uses or asked.least_floorspace_m2 or asked.brings,
        "losses": asked.loses or asked.unless_loses,
        "provision": asked.brings,
        "quantities": asked.stated
        or asked.unless_stated
        or any(not c.startswith(("in ", "PTAL ")) for c in cases if c),
        "site": asked.areas or any(c.startswith("in ") for c in cases),
        "official PTAL": asked.ptal or any(c.startswith("PTAL ") for c in cases),
        "phases": asked.phases,
    }
    return [name for name, rests in named.items() if rests]


def same_questions(criterion: Criterion, packs: Sequence[Pack]) -> list[Criterion]:
    """Other criteria that put the same question, in any pack, directly or by way of another."""
    known = {c.id: c for p in packs for c in p.criteria}
    joined: dict[str, set[str]] = {}
    for c in known.values():
        for other in c.same_as:
            joined.setdefault(c.id, set()).add(other)
            joined.setdefault(other, set()).add(c.id)
    found, todo = {criterion.id}, [criterion.id]
    while todo:
        for other in sorted(joined.get(todo.pop(), ())):
            if other in known and other not in found:
                found.add(other)
                todo.append(other)
    return [c for c in known.values() if c.id in found - {criterion.id}]


def answer_criterion(
    opened: Opened,
    criterion: Criterion,
    value: str,
    *,
    reason: str = "",
    by: str = "",
    part: str = "",
    document: str = "",
    revision: str = "",
    page: str = "",
    option: str = "",
    also: Sequence[Criterion] = (),
) -> list[Answer]:
    """Keep an officer's answer, which takes the place of an earlier one to the same part. Raises Problem.

    `also` are criteria that put the same question and get the same answer, on confirmation. An answer on the
    scale of verdicts to a criterion that is computed is an override, kept beside what was computed.
    """
    who = (by or opened.session.who).strip()
    if not who:
        raise Problem(
            "An answer needs the name of who gives it.",
            "It stands on the record of the case beside its reason.",
            "Say who with --by.",
        )
    option = option_of(opened, option)
    given = [checked(c, value, part if c is criterion else "", reason) for c in (criterion, *also)]
    ids = fresh_ids(opened)
    held = {(a.question, a.part, a.option): a for a in nouns(opened, "answer")}
    made = []
    for c, said in zip((criterion, *also), given, strict=True):
        own = part if c is criterion else ""
        question = f"{ASKED}{c.id}"
        before = held.get((question, own, option))
        answer = made_answer(opened, c, said, ids, before, reason=reason, by=who, part=own, option=option)
        made.append(replace(answer, document=document, revision=revision, page=page))
    with opened.session.transaction(f"Answered {', '.join(c.id for c in (criterion, *also))}") as t:
        for answer in made:
            t.put("answer", answer)
    return made


def made_answer(
    opened: Opened,
    criterion: Criterion,
    value: str,
    ids: Ids,
    before: Answer | None,
    *,
    reason: str = "",
    by: str = "",
    part: str = "",
    option: str = "",
) -> Answer:
    """An answer that has been checked, ready to be kept in place of the one before."""
    now = latest(opened)
    return Answer(
        before.id if before else ids.next("answer"),
        f"{ASKED}{criterion.id}",
        value,
        reason.strip(),
        option,
        criterion.answer_scale,
        by,
        opened.clock(),
        "" if now is None else now.id,
        ",".join(rests_on(criterion)),
        "",
        part,
        OVERRIDE if criterion.measure != "asked" and not criterion.then_asked else "",
    )


def checked(criterion: Criterion, value: str, part: str, reason: str) -> str:
    """The answer as the scale writes it. Raises Problem."""
    scale = ANSWER_SCALES[criterion.answer_scale]
    said = " ".join(value.split())
    found = next((v for v in scale if v.casefold() == said.casefold()), said if not scale else "")
    if not found:
        raise Problem(
            f"'{value}' is not an answer to {criterion.id}.",
            f"It is answered on its own scale ({criterion.answer_scale}), which is never turned into another.",
            f"Use one of: {', '.join(scale)}." if scale else "Say it in words.",
        )
    if criterion.answer_scale == "percent" and not _percent(found):
        raise Problem(
            f"'{value}' is not a percentage.",
            f"{criterion.id} is answered by one.",
            "Give a number from 0 to 100.",
        )
    parts = criterion.answers_for
    if part not in (parts or ("",)):
        raise Problem(
            f"{criterion.id} has no part '{part}'." if part else f"{criterion.id} is answered part by part.",
            "An answer to one part is none to another.",
            f"Name one with --part: {'; '.join(parts)}." if parts else "Leave --part out.",
        )
    if criterion.measure != "asked" and not criterion.then_asked and not reason.strip():
        raise Problem(
            f"{criterion.id} is computed; another answer beside it needs its reason.",
            "Both are shown, so a reader must see why they differ.",
            "Say it with --reason.",
        )
    if found == "not applicable" and not reason.strip():
        raise Problem(
            f"Why {criterion.id} does not apply is not said.",
            "'Not applicable' always stands with its reason.",
            "Say it with --reason.",
        )
    return found


def _percent(text: str) -> bool:
    try:
        return 0 <= float(text.removesuffix("%")) <= 100
    except ValueError:
        return False
