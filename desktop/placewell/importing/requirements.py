"""Lists of what site allocations must, should and may provide, as a council has them in its plan."""

from __future__ import annotations

from collections.abc import Sequence

from placewell.domain.case import DUTIES
from placewell.domain.kinds import KINDS
from placewell.domain.rows import Rows
from placewell.importing.draft import Draft, Left
from placewell.importing.fields import Columns, Remark, text
from placewell.importing.recognise import Recognised, plain

LEVEL = "site allocation"


def interpret_requirements(known: Recognised, there: Sequence[Draft]) -> Draft | Left:
    """A list as a draft; an allocation that the project has no outline of is kept, and told."""
    source, table = known.source, known.table
    columns = Columns(table, known.columns)
    remarks = [Remark(n.sort, n.text, n.row) for n in table.notes]
    rows, numbers = [], []
    for at, number in enumerate(table.rows):
        said = {n: _said(columns, n, at) for n in ("Allocation", "Duty", "Requirement", "Source")}
        duty = said["Duty"].casefold()
        if duty not in DUTIES:
            words = f"'{said['Duty']}' is none of {', '.join(DUTIES)}; left out."
            remarks.append(Remark("rejected", words, number))
        elif not said["Allocation"] or not said["Requirement"]:
            remarks.append(Remark("rejected", "It names no allocation, or no requirement; left out.", number))
        else:
            rows.append(
                {
                    "allocation": said["Allocation"],
                    "duty": duty,
                    "text": said["Requirement"],
                    "source": said["Source"],
                }
            )
            numbers.append(number)
    if not rows:
        reason = f"{source.title}: none of its rows can be used."
        return Left(table.file, table.part, reason, "left", tuple(remarks))
    remarks += _without_outline(rows, there)
    fields = [f for f in KINDS["requirement"].fields if f not in {"id", "layer"}]
    return Draft(
        source=source,
        file=table.file,
        part=table.part,
        kind="requirement",
        role=source.role,
        name=source.name,
        rows=Rows("requirement", {f: [r[f] for r in rows] for f in fields}, None, numbers),
        total=len(rows),
        vintage=source.vintage,
        coverage=source.coverage,
        coverage_area="the allocations that it names",
        coverage_note=source.coverage_note,
        authority=source.authority,
        mapping={},
        parts=frozenset({source.role}),
        rejected=sum(1 for r in remarks if r.sort == "rejected"),
        remarks=remarks,
    )


def _said(columns: Columns, name: str, at: int) -> str:
    cells = columns.get(name)
    return "" if cells is None else text(cells[at])


def _without_outline(rows: Sequence[dict[str, str]], there: Sequence[Draft]) -> list[Remark]:
    outlined = {
        plain(str(code))
        for draft in there
        if draft.kind == "area"
        for code, level in zip(draft.rows.columns["code"], draft.rows.columns["level"], strict=True)
        if level == LEVEL
    }
    missing = [a for a in dict.fromkeys(r["allocation"] for r in rows) if plain(a) not in outlined]
    if not missing:
        return []
    return [
        Remark("checked", f"The project has no outline of: {', '.join(missing[:20])}; their lists are kept.")
    ]
