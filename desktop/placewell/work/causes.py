"""Which change moved which finding: each sort of change is taken back by itself, and what moves then was its doing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from placewell.assess.engine import Assessor
from placewell.assess.proposal import Setting
from placewell.domain.finding import Finding
from placewell.domain.scheme import Scheme
from placewell.domain.touched import SUBJECTS
from placewell.guidance.measures import MEASURES
from placewell.guidance.model import Criterion
from placewell.work.answers import rests_on
from placewell.work.state import FIELDS, OF_CASE, State
from placewell.work.verdicts import Key, Stood, stands

GROUND = "layers"
_ASKS: dict[str, set[str]] = {
    "reach": {"asset", "street"},
    "greenspace": {"asset"},
    "proximity": {"asset"},
    "overlay": {"area"},
    "indicator": {"statistic", "area", "asset", "street"},
    "transport": {"asset", "stop", "service", "street", "PTAL point"},
    "capacity": {"asset", "street", "yield rate", "area"},
    "quantities": {"yield rate"},
    "displacement": {"asset"},
    "judgement": {"asset", "area", "statistic", "street", "yield rate", "commitment"},
}
"""By family of measures: of which kinds of layer it makes use."""


SettingAt = Callable[[Scheme], Setting]
"""What the case says round a scheme where its red line lies."""


def by_subject(
    now: Assessor, then: State, subjects: Iterable[str], setting_at: SettingAt
) -> dict[str, set[str]]:
    """By what was touched (`domain.touched`, or a kind of `state.OF_CASE`): criteria that stand otherwise without it.

    The ground is as it is now on both sides. Subjects whose state then cannot be assessed are left out.
    """
    scheme = now.proposal.scheme
    before = then.schemes.get((scheme.name.casefold(), scheme.option.casefold()))
    found: dict[str, set[str]] = {}
    if before is None:
        return found
    as_now = _stood(now.findings)
    for subject in subjects:
        other = _without(now, then, subject, setting_at)
        if other is not None:
            as_other = _stood(other.findings)
            found[subject] = {k.criterion for k, s in as_now.items() if as_other.get(k) != s}
    return found


def _without(now: Assessor, then: State, subject: str, setting_at: SettingAt) -> Assessor | None:
    scheme = now.proposal.scheme
    before = then.schemes[scheme.name.casefold(), scheme.option.casefold()]
    own, proposal, setting = then.own(before), now.proposal, now.setting
    kinds = [k for k, of in SUBJECTS.items() if of == subject] or [subject]
    for kind in kinds:
        if kind in FIELDS:
            proposal = replace(proposal, **{FIELDS[kind]: own.get(kind, ())})  # type: ignore[arg-type]
        elif kind == "scheme":
            if before.geometry is None:
                return None
            was = replace(scheme, geometry=before.geometry)
            proposal, setting = replace(proposal, scheme=was), setting_at(was)
        elif kind in OF_CASE:
            setting = then.setting(setting, kind, before, now.ground.as_at)
    if proposal == now.proposal and setting is now.setting:
        return None
    return replace(now, proposal=proposal, setting=setting)


def _stood(findings: Iterable[Finding]) -> dict[Key, tuple[str | None, str]]:
    def short(s: Stood) -> tuple[str | None, str]:
        return s.verdict, s.said

    return {k: short(s) for f in findings for k, s in stands("", "", f)}


def may_rest_on(criterion: Criterion, subject: str) -> bool:
    """Whether a criterion declares that it rests on what was touched."""
    return subject in rests_on(criterion)


def uses_layer(criterion: Criterion, kind: str, types: Iterable[str]) -> bool:
    """Whether a layer of a kind, with assets of these types, is what a criterion is judged on."""
    family = MEASURES[criterion.measure].family
    if kind == "area" and (
        criterion.triggers.areas or any(v.case.startswith("in ") for v in criterion.values)
    ):
        return True
    if kind not in _ASKS.get(family, ()):
        return False
    asked = {
        t for name in ("types", "kinds") for text in criterion.inputs.get(name, ()) for t in text.split(" | ")
    }
    if kind == "asset":
        return bool(asked & set(types))
    if kind == "street":
        return bool(asked)
    return True
