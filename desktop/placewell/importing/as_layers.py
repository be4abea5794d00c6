"""A plan's drafts as the layers, rows and report lines that a project keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from placewell.domain.layer import ImportNote, Layer
from placewell.domain.rows import Rows
from placewell.importing.draft import Draft
from placewell.importing.interpret import mapping_text
from placewell.importing.plan import Plan


def to_layers(
    plan: Plan, number: Callable[[], str], today: str
) -> tuple[list[tuple[Layer, list[Rows]]], Rows]:
    """The plan's drafts as layers with their rows and notes, and the notes about what was left.

    `number` gives the next layer id ('L7'); rows become 'L7.1', 'L7.2' …, notes 'L7.n1' ….
    """
    layers = []
    for draft in plan.drafts:
        layer_id = number()
        count = len(draft.rows)
        columns = {"id": [f"{layer_id}.{i}" for i in range(1, count + 1)], "layer": [layer_id] * count}
        rows = replace(draft.rows, columns={**columns, **draft.rows.columns})
        layers.append((_layer(draft, layer_id, today), [rows, _notes(layer_id, draft)]))
    return layers, _left_notes(plan, number())


def _layer(draft: Draft, layer_id: str, today: str) -> Layer:
    source = draft.source
    return Layer(
        id=layer_id,
        name=draft.name,
        kind=draft.kind,
        role=draft.role,
        source=source.id,
        variant=source.variant,
        authority=draft.authority,
        parts=json.dumps(sorted(draft.parts), ensure_ascii=False),
        publisher=source.publisher,
        licence=source.licence,
        attribution=source.attribution,
        vintage=draft.vintage,
        imported=today,
        file=draft.file,
        crs=draft.crs,
        mapping=mapping_text(draft.mapping),
        coverage=draft.coverage,
        coverage_area=draft.coverage_area,
        coverage_note=draft.coverage_note,
        covers=round(draft.covers, 3),
        count=len(draft.rows),
        repaired=draft.repaired,
        rejected=draft.rejected,
    )


def _notes(layer_id: str, draft: Draft) -> Rows:
    said = [ImportNote("", layer_id, draft.file, draft.part, None, "taken", _taken_text(draft))]
    if draft.elsewhere:
        said.append(
            ImportNote(
                "",
                layer_id,
                draft.file,
                draft.part,
                None,
                "elsewhere",
                f"{draft.elsewhere:,} of {draft.total:,} entries lie outside the project and its margin.",
            )
        )
    said += [ImportNote("", layer_id, draft.file, draft.part, r.row, r.sort, r.text) for r in draft.remarks]
    said += [
        ImportNote("", layer_id, draft.file, draft.part, None, "checked", _replaced_text(old))
        for old in draft.replaces
    ]
    return notes_as_rows(said, layer_id)


def _replaced_text(old: Draft) -> str:
    dated = old.vintage or "undated"
    return f"Takes the place of {old.name} ({old.source.title}, {dated}), which the project had; undoing brings that back."


def _taken_text(draft: Draft) -> str:
    dated = f", {draft.vintage}" if draft.vintage else ", undated"
    return f"{len(draft.rows):,} brought in as {draft.name} ({draft.source.title}{dated})."


def _left_notes(plan: Plan, prefix: str) -> Rows:
    said = []
    for item in plan.left:
        said.append(ImportNote("", "", item.file, item.part, None, item.sort, item.reason))
        said += [ImportNote("", "", item.file, item.part, r.row, r.sort, r.text) for r in item.remarks]
    return notes_as_rows(said, prefix)


def notes_as_rows(said: Sequence[ImportNote], prefix: str) -> Rows:
    """Notes as rows, numbered within their layer (or, for what was left, their import)."""
    names = ("layer", "file", "part", "row", "sort", "text")
    columns: dict[str, list[Any]] = {"id": [f"{prefix}.n{i}" for i in range(1, len(said) + 1)]}
    columns.update({n: [getattr(s, n) for s in said] for n in names})
    return Rows("import note", columns)
