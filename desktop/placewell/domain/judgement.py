"""What officers add to findings: mitigation, sign-off, and assessments that are kept."""

from __future__ import annotations

from dataclasses import dataclass

MECHANISMS = (
    "condition",
    "section 106",
    "CIL-funded",
    "section 278",
    "management plan",
    "outside planning",
)
STATUSES = ("proposed", "agreed", "secured", "done", "dropped")
TESTS = {
    "necessary": "necessary to make the development acceptable in planning terms",
    "directly_related": "directly related to the development",
    "reasonable": "fairly and reasonably related in scale and kind",
}
"""The three tests of a planning obligation (Community Infrastructure Levy Regulations 2010, regulation 122)."""
ROLES = ("prepared", "checked", "agreed")


@dataclass(frozen=True)
class Action:
    """Mitigation or a promise, linked to one criterion.

    `mechanism` is one of `MECHANISMS` ('' until it is decided), `status` of `STATUSES`. The three tests are each '', 'yes' or 'no', and
    asked of section 106 only. `option` is '' where it is for every option.
    """

    id: str
    criterion: str
    what: str
    mechanism: str
    trigger: str = ""
    owner: str = ""
    status: str = "proposed"
    necessary: str = ""
    directly_related: str = ""
    reasonable: str = ""
    reason: str = ""
    by: str = ""
    at: str = ""
    submission: str = ""
    option: str = ""


@dataclass(frozen=True)
class SignOff:
    """Who prepared, checked or agreed a kept assessment for issue: a name typed, not proven."""

    id: str
    role: str
    name: str
    at: str
    snapshot: str
    note: str = ""


@dataclass(frozen=True)
class Snapshot:
    """An assessment as it was made, with all that makes it again.

    `entry` and `head` are the history's number and hash when it was made; `packs` is JSON: each pack's id,
    edition and whole text; `answer` the machine-readable findings, `sha256` of them.
    """

    id: str
    made: str
    scheme: str
    option: str
    as_at: str
    placewell: str
    entry: int
    head: str
    packs: str
    answer: str
    sha256: str
    submission: str = ""
    by: str = ""


@dataclass(frozen=True)
class PackText:
    """A guidance pack that the project itself holds, as its whole text."""

    id: str
    pack: str
    text: str
    added: str = ""
