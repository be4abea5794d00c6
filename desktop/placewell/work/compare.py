"""Two options of a scheme, or one and no scheme, criterion by criterion: what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from placewell.assess.engine import Assessor
from placewell.assess.proposal import Proposal
from placewell.domain.errors import Problem
from placewell.domain.finding import Finding
from placewell.domain.scheme import Quantity
from placewell.exporting.as_json import finding_plain
from placewell.guidance.model import Pack
from placewell.work.assess import assessor_of
from placewell.work.case import find_scheme
from placewell.work.opened import Opened
from placewell.work.progress import Progress, Work

NO_SCHEME = "no scheme"


@dataclass(frozen=True)
class Compared:
    """The findings of two options on the same criteria, in the packs' order."""

    scheme: str
    options: tuple[str, str]
    as_at: str
    pairs: tuple[tuple[Finding, Finding], ...]

    @property
    def different(self) -> tuple[tuple[Finding, Finding], ...]:
        """Those whose verdict or value is not the same."""
        return tuple(p for p in self.pairs if _said(p[0]) != _said(p[1]))


def _said(f: Finding) -> tuple[Any, ...]:
    return f.verdict, f.value, f.value_least, f.value_text, tuple((p.name, p.least, p.most) for p in f.parts)


def compare(
    opened: Opened, chosen: Sequence[Pack], options: Sequence[str], scheme: str = "", as_at: str = ""
) -> Work[Compared]:
    """Both options assessed alike. Raises Problem unless two different ones are named; changes nothing."""
    if len(options) != 2 or options[0].casefold() == options[1].casefold():
        raise Problem(
            "Two different options are needed to compare.",
            "Nothing was compared.",
            f"Name each with --option; '{NO_SCHEME}' is the site as it is.",
        )
    found: list[Assessor] = []
    day = ""
    for option in options:
        real = next(o for o in (option, *options) if o.casefold() != NO_SCHEME)
        yield Progress(f"Assessing {option}", len(found), 2)
        assessor, day = yield from assessor_of(opened, chosen, scheme, as_at, real)
        if option.casefold() == NO_SCHEME:
            none = Quantity("none", assessor.proposal.scheme.id, "homes", 0.0)
            bare = Proposal(assessor.proposal.scheme, assessor.proposal.entrances, quantities=(none,))
            assessor = replace(assessor, proposal=bare)
        found.append(assessor)
    pairs = tuple(zip(found[0].findings, found[1].findings, strict=True))
    return Compared(find_scheme(opened, scheme).name, (options[0], options[1]), day, pairs)


def compared_plain(compared: Compared) -> dict[str, Any]:
    """The machine-readable answer."""
    one, other = compared.options
    return {
        "scheme": compared.scheme,
        "options": [one, other],
        "as_at": compared.as_at,
        "findings": [
            {
                "criterion": a.criterion,
                "pack": a.pack,
                "topic": a.topic,
                "standing": a.standing,
                "different": _said(a) != _said(b),
                "by_option": {one: finding_plain(a), other: finding_plain(b)},
            }
            for a, b in compared.pairs
        ],
    }


def compared_lines(compared: Compared) -> list[str]:
    """What differs, a few lines each."""
    one, other = compared.options
    count = len(compared.different)
    lines = [
        f"{compared.scheme}: {one} beside {other}, as at {compared.as_at}.",
        f"{count:,} of {len(compared.pairs):,} findings differ." if count else "No finding differs.",
    ]
    for a, b in compared.different:
        lines += ["", f"{a.question} ({a.criterion}, {a.standing})"]
        lines += [
            f"  {name}: {f.verdict or 'for information'}. {f.working}" for name, f in ((one, a), (other, b))
        ]
    return lines
