"""An assessment as JSON: keys that others may rely on, sorted; the same assessment gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from placewell.assess.needs import needs, topics
from placewell.domain.assessment import Assessment
from placewell.domain.finding import Evidence, Finding


def assessment_json(assessment: Assessment, confidential_until: str | None = None) -> str:
    """The text of `assess --json`, without a newline at its end.

    Until when the case is confidential depends on the day of writing, so that what is kept to be made again
    to the same bytes is without it (None).
    """
    plain = as_plain(assessment)
    if confidential_until is not None:
        plain["confidential_until"] = confidential_until
    return json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)


def as_plain(assessment: Assessment) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "placewell": assessment.versions["placewell"],
        "project": assessment.project,
        "scheme": assessment.scheme,
        "option": assessment.option,
        "packs": [{"id": p.id, "edition": p.edition} for p in assessment.packs],
        "as_at": assessment.as_at,
        "findings": [finding_plain(f) for f in assessment.findings],
        "topics": [
            {"topic": t.topic, "theme": t.theme, "criteria": [f.criterion for f in t.findings]}
            for t in topics(assessment.findings)
        ],
        "needs_you": [asdict(n) for n in needs(assessment.findings)],
        "layers": [asdict(la) for la in assessment.layers],
        "streets": assessment.streets,
        "versions": dict(assessment.versions),
    }


_AS_THEY_ARE = (
    "criterion", "pack", "question", "topic", "theme", "standing", "addressee", "phase", "verdict", "value",
    "value_least", "value_text", "unit", "comparison", "threshold", "citation", "source_status", "working",
    "reason", "note", "stage", "answer_scale", "who_answers", "applicant_states",
)  # fmt: skip
_AS_RECORDS = (
    "waiting_for", "ways_in", "parts", "by_phase", "otherwise", "altered", "answers", "mitigation"
)  # fmt: skip


def finding_plain(finding: Finding) -> dict[str, Any]:
    """One finding as plain values."""
    plain: dict[str, Any] = {name: getattr(finding, name) for name in _AS_THEY_ARE}
    plain |= {name: [asdict(x) for x in getattr(finding, name)] for name in _AS_RECORDS}
    plain["answers_for"] = list(finding.answers_for)
    plain["firmness"] = asdict(finding.firmness) if finding.firmness else None
    plain["would_meet"] = asdict(finding.would_meet) if finding.would_meet else None
    plain["evidence"] = [_evidence(e) for e in finding.evidence]
    plain["facts"] = [
        {"name": f.name, "value": f.value, "unit": f.unit, "evidence": [_evidence(e) for e in f.evidence]}
        for f in finding.facts
    ]
    # The answer to the whole of it; those to its parts are in 'answers'.
    whole = [g for g in finding.answers if not g.part]
    plain["answer"] = asdict(whole[-1]) if whole else None
    return plain


def _evidence(evidence: Evidence) -> dict[str, Any]:
    names = ("layer", "id", "name", "reach_m", "minutes", "start", "straight_m")
    return {name: getattr(evidence, name) for name in names}
