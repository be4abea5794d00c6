"""What a council changed in its own copy of a published pack, in a planner's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from placewell.guidance.model import Criterion, Pack, Value


@dataclass(frozen=True)
class Difference:
    """One thing that differs, of one criterion: what it is, what it was and what it is now ('' for nothing)."""

    criterion: str
    what: str
    was: str
    now: str

    def __str__(self) -> str:
        if not self.was:
            return (
                f"{self.criterion}: {self.what}, new: {self.now}"
                if self.now
                else f"{self.criterion}: {self.what}"
            )
        if not self.now:
            return f"{self.criterion}: {self.what}, left out (it was {self.was})"
        return f"{self.criterion}: {self.what}, from {self.was} to {self.now}"


_TOLD = {
    "measure": "how it is measured",
    "addressee": "whom it is addressed to",
    "answer_scale": "answer scale",
    "source_status": "status of the source",
    "otherwise": "what follows where the figure is not reached",
    "then_asked": "what is asked where the figure is not reached",
    "answers_for": "parts that are answered",
    "awaits": "figure that it waits for",
    "same_as": "same question elsewhere",
}


def differences(published: Pack, fork: Pack) -> tuple[Difference, ...]:
    """Everything that differs between the criteria of two packs, in the order of the published one."""
    return tuple(_differences(published, fork))


def _differences(published: Pack, fork: Pack) -> Iterator[Difference]:
    was, now = ({c.id: c for c in p.criteria} for p in (published, fork))
    for name, criterion in was.items():
        if name not in now:
            yield Difference(name, "the criterion", criterion.question, "")
        else:
            yield from _of(criterion, now[name])
    for name, criterion in now.items():
        if name not in was:
            yield Difference(name, "a criterion of the council's own", "", criterion.question)


def _of(was: Criterion, now: Criterion) -> Iterator[Difference]:
    for f in fields(Criterion):
        if f.name in ("values", "id"):
            continue
        before, after = getattr(was, f.name), getattr(now, f.name)
        if before != after:
            what = _TOLD.get(f.name, f.name.replace("_", " "))
            yield Difference(was.id, what, _said(before), _said(after))
    before_values, after_values = ({_key(v): v for v in c.values} for c in (was, now))
    for key in dict.fromkeys([*before_values, *after_values]):
        one, other = before_values.get(key), after_values.get(key)
        if one != other:
            shown = one or other
            assert shown is not None
            of = f" for {shown.of}" if shown.of else ""
            case = f" ({shown.case})" if shown.case else ""
            yield Difference(was.id, f"the figure{of}{case}", _figure(one), _figure(other))


def _key(value: Value) -> tuple[str, str, str]:
    return value.of, value.case, value.starts


def _figure(value: Value | None) -> str:
    if value is None:
        return ""
    dates = ", ".join(
        filter(
            None,
            (f"from {value.starts}" if value.starts else "", f"until {value.ends}" if value.ends else ""),
        )
    )
    more = ", ".join(filter(None, (value.comparison, dates, value.source_status)))
    return f"{value.number:g} {value.unit} ({more})"


def _said(value: object) -> str:
    if isinstance(value, str):
        return f"'{value}'" if value else ""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{k}: {', '.join(v)}" for k, v in value.items())
    return str(value)
