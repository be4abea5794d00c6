"""Charts of a scheme, from the same numbers as its findings and its workbook. Verdicts are never charted."""

from __future__ import annotations

from placewell.assess.engine import Assessor
from placewell.assess.live.capacity import CAPACITY
from placewell.assess.live.model import model_of
from placewell.assess.live.worth import Worth
from placewell.assess.proposal import Proposal
from placewell.exporting.figures import Bars, Chart, ordered
from placewell.work.progress import Progress, Work

MOST_ROWS = 14
COLUMNS = ("Criterion", "Service", "By the end of", "Needed", "Brought, certain", "Counted in")


def homes_chart(proposal: Proposal, as_at: str) -> Bars | None:
    """Homes by tenure, each bar by phase; None without homes."""
    phases = sorted({h.phase for h in proposal.homes}, key=lambda p: (p is None, p))
    counts: dict[str, list[float]] = {}
    for h in proposal.homes:
        tenure = h.tenure or h.stated_tenure or "tenure not stated"
        counts.setdefault(tenure, [0.0] * len(phases))[phases.index(h.phase)] += h.homes
    whole = sum(map(sum, counts.values()))
    if not whole:
        return None
    rows = ordered(counts)
    share = 100 * sum(rows[0][1]) / whole
    return Bars(
        f"{rows[0][0].capitalize()} is the largest tenure, {share:.0f}% of {whole:,.0f} homes",
        f"Homes by tenure{' and phase' if len(phases) > 1 else ''}, {_named(proposal)}, as at {as_at}",
        tuple("no phase" if p is None else f"phase {p}" for p in phases),
        rows,
        "homes",
    )


def capacity_charts(assessor: Assessor) -> tuple[Bars, ...]:
    """What the people of the new homes need phase by phase, beside what the scheme brings: a chart for each unit."""
    model = model_of(assessor)
    table = model.table(CAPACITY)
    worth = model.worth or Worth(model.tables)
    phases: list[str] = []
    held: dict[str, dict[str, dict[str, tuple[float, float]]]] = {}
    for n in range(len(table.rows)):
        said = {c: worth.cell(CAPACITY, n, table.place(c)) for c in COLUMNS}
        needed, brought = said["Needed"], said["Brought, certain"]
        if not isinstance(needed, (int, float)) or not isinstance(brought, (int, float)):
            continue
        phase, unit = str(said["By the end of"]), str(said["Counted in"])
        if phase not in phases:
            phases.append(phase)
        name = f"{said['Service']!s} ({said['Criterion']})"
        held.setdefault(unit, {}).setdefault(name, {})[phase] = float(needed), float(brought)
    return tuple(_capacity(assessor, unit, rows, phases) for unit, rows in held.items())


def _capacity(
    assessor: Assessor, unit: str, held: dict[str, dict[str, tuple[float, float]]], phases: list[str]
) -> Bars:
    rows = []
    for name, by_phase in held.items():
        # Needs are of all people by then: a segment is what a phase adds.
        sums = [by_phase.get(p, (0.0, 0.0)) for p in phases]
        added = tuple(b - a for a, b in zip([0.0, *(n for n, _ in sums)], [n for n, _ in sums], strict=False))
        rows.append((name, added, sums[-1][1]))
    rows.sort(key=lambda r: -sum(r[1]))
    short = sum(brought < sum(added) for _, added, brought in rows)
    word = {"m2": "m²"}.get(unit, unit)
    return Bars(
        f"{short} of {len(rows)} services: less brought than needed, in {word}",
        f"Needed by people of the new homes{' by phase' if len(phases) > 1 else ''}, {_named(assessor.proposal)}",
        tuple(phases),
        tuple((name, added) for name, added, _ in rows[:MOST_ROWS]),
        word,
        tuple(brought for *_, brought in rows[:MOST_ROWS]),
        "brought",
    )


def charts_of(assessor: Assessor) -> Work[tuple[Chart, ...]]:
    """All charts that there are numbers for."""
    yield Progress("Drawing charts")
    homes = homes_chart(assessor.proposal, assessor.ground.as_at)
    return (*([homes] if homes is not None else []), *capacity_charts(assessor))


def _named(proposal: Proposal) -> str:
    return f"{proposal.scheme.name}{f', {proposal.scheme.option}' if proposal.scheme.option else ''}"
