"""Measures of what lies under the red line: designated ground, and figures of the area the site is in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from placewell.assess.content import plain
from placewell.assess.coverage import reliable
from placewell.assess.explain import amount, listed, many
from placewell.assess.facts import Facts
from placewell.assess.figures import Figures
from placewell.assess.judge import exact
from placewell.assess.measured import Measured, judged, waits
from placewell.domain.finding import Evidence, Fact, WouldMeet
from placewell.domain.layer import Layer
from placewell.guidance.model import Criterion


def overlap(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """Met where no more of the site than the figure lies on such areas, each square metre counted once."""
    levels = criterion.inputs["levels"]
    names = criterion.inputs.get("names", ())
    layers = [la for la in facts.ground.layers if la.kind == "area" and _about(facts, la, levels, names)]
    what = listed(list(names), "or") or listed([many([x]) for x in levels], "or")
    if not layers:
        return waits("layer", f"The outlines of {what}: the project holds none.")
    if not reliable(layers, facts.as_at):
        return waits(
            "layer", f"Complete, current outlines of {what}: those in the project are partial or too old."
        )
    kept, rows_of = [], []
    for level in levels:
        held = facts.ground.levels.get(level)
        if held is None:
            continue
        rows, tree = held
        assert rows.geometry is not None
        for i in np.sort(tree.query(facts.site, predicate="intersects")):
            said = f"{rows.column('name')[i]} {rows.column('details')[i]} {_layer_name(facts, str(rows.column('layer')[i]))}"
            if _named(said, names):
                kept.append(rows.geometry[i])
                rows_of.append((rows, int(i)))
    shared = (
        round(float(shapely.area(shapely.intersection(shapely.union_all(kept), facts.site))), 1)
        if kept
        else 0.0
    )
    value = figures.main
    test = exact(shared, value.number, value.comparison, value.unit)
    evidence = tuple(
        Evidence(
            _layer_name(facts, str(r.column("layer")[i])), str(r.column("id")[i]), str(r.column("name")[i])
        )
        for r, i in rows_of
    )
    share = 100 * shared / facts.site.area if facts.site.area else 0.0
    on = f"{amount(shared, 'm2')} of the site ({amount(share, '%')}) lies on {listed([e.name for e in evidence])}."
    return judged(
        [test],
        on if shared else f"None of the site lies on {what}.",
        evidence=evidence,
        would_meet=WouldMeet(
            test.flip, "m2", "less of that ground",
            f"A red line that takes in {amount(test.flip, 'm2')} less of it would meet it.",
        ),
    )  # fmt: skip


def _about(facts: Facts, layer: Layer, levels: Sequence[str], names: tuple[str, ...]) -> bool:
    """Whether a layer is of these areas: by its own name, or because it holds one that is called so."""
    if layer.role not in levels:
        return False
    rows, _ = facts.ground.levels.get(layer.role, (None, None))
    held = (
        []
        if rows is None
        else zip(rows.column("layer"), rows.column("name"), rows.column("details"), strict=True)
    )
    return _named(layer.name, names) or any(of == layer.id and _named(f"{n} {d}", names) for of, n, d in held)


def _named(said: str, names: tuple[str, ...]) -> bool:
    return not names or any(plain(n) in plain(said) for n in names)


def _layer_name(facts: Facts, layer: str) -> str:
    return facts.ground.layer_names.get(layer, layer)


def here(facts: Facts, levels: Sequence[str], measures: Sequence[str]) -> list[tuple[Fact, str]]:
    """The newest figures of the area that most of the site lies in, of the first level that has any, with words."""
    for level in levels:
        held = facts.ground.levels.get(level)
        if held is None:
            continue
        rows, tree = held
        assert rows.geometry is not None
        near = np.sort(tree.query(facts.site, predicate="intersects"))
        if not len(near):
            continue
        most = near[int(np.argmax(shapely.area(shapely.intersection(rows.geometry[near], facts.site))))]
        code, name = str(rows.column("code")[most]), str(rows.column("name")[most])
        found = []
        for measure in measures:
            figure = facts.ground.figures.get((level, code, measure))
            if figure is None:
                continue
            proof = Evidence(_layer_name(facts, figure.layer), code, name)
            shown = figure.text if figure.value is None else amount(figure.value, "")
            words = f"{measure[:1].upper()}{measure[1:]}: {shown} in {name or code} ({level}), {figure.date}."
            found.append((Fact(f"{measure}, {figure.date}", figure.value, "", (proof,)), words))
        if found:
            return found
    return []


def statistic_here(facts: Facts, criterion: Criterion, figures: Figures) -> Measured:
    """The newest figure of the area that most of the site lies in; compared where the guidance has a figure."""
    levels, measures = criterion.inputs["level"], criterion.inputs["statistic"]
    found = here(facts, levels, measures)
    if not found:
        return waits(
            "layer", f"Figures by area of {listed(list(measures), 'or')} ({listed(list(levels), 'or')})."
        )
    shown = tuple(f for f, _ in found)
    working = " ".join(words for _, words in found)
    value = next((f.value for f in shown if f.value is not None), None)
    numbers = [v for v in figures.values if not v.of]
    if value is None or not numbers:
        # Nothing to compare with: shown as context.
        return Measured(None, value, facts=shown, working=working)
    names = {e.layer for f in shown for e in f.evidence}
    used = [la for la in facts.ground.layers if la.kind == "statistic" and la.name in names]
    if not reliable(used, facts.as_at):
        return waits("layer", f"Newer, complete figures than these: {working}", value=value, facts=shown)
    test = exact(value, numbers[0].number, numbers[0].comparison, numbers[0].unit)
    return judged([test], working, facts=shown)
