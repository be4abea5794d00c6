"""An assessment as JSON: keys that others may rely on, sorted; the same assessment gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from placewell.domain.assessment import Assessment
from placewell.domain.finding import Evidence, Finding


def assessment_json(assessment: Assessment) -> str:
    """The text of `assess --json`, without a newline at its end."""
    return json.dumps(as_plain(assessment), ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)


def as_plain(assessment: Assessment) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "placewell": assessment.versions["placewell"],
        "project": assessment.project,
        "scheme": assessment.scheme,
        "option": assessment.option,
        "packs": [{"id": p.id, "edition": p.edition} for p in assessment.packs],
        "as_at": assessment.as_at,
        "findings": [_finding(f) for f in assessment.findings],
        "layers": [asdict(la) for la in assessment.layers],
        "streets": assessment.streets,
        "versions": dict(assessment.versions),
    }


_AS_THEY_ARE = (
    "criterion", "pack", "question", "topic", "theme", "standing", "addressee", "phase", "verdict", "value",
    "value_text", "unit", "comparison", "threshold", "citation", "source_status", "firmness", "working",
    "would_meet", "reason", "note", "applicant_states",
)  # fmt: skip


def _finding(finding: Finding) -> dict[str, Any]:
    plain: dict[str, Any] = {name: getattr(finding, name) for name in _AS_THEY_ARE}
    plain["waiting_for"] = [{"kind": w.kind, "what": w.what} for w in finding.waiting_for]
    plain["evidence"] = [_evidence(e) for e in finding.evidence]
    plain["ways_in"] = [asdict(w) for w in finding.ways_in]
    plain["answer"] = asdict(finding.answer) if finding.answer else None
    return plain


def _evidence(evidence: Evidence) -> dict[str, Any]:
    names = ("layer", "id", "name", "reach_m", "minutes", "start", "straight_m")
    return {name: getattr(evidence, name) for name in names}
