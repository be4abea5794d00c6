"""The import report as a file: every line of it, in a form that a spreadsheet opens."""

from __future__ import annotations

import csv
from pathlib import Path

from placewell.domain.errors import Problem
from placewell.work.new_file import as_text
from placewell.work.opened import Opened

REPORT_FIELDS = ("layer", "file", "part", "row", "sort", "text")


def check_free(path: Path) -> None:
    """Raise Problem where a report cannot go to `path` because something is there already."""
    if path.exists():
        raise _taken(path)
    if not path.absolute().parent.is_dir():
        raise Problem(
            f"There is no folder '{path.parent}' for the report.",
            "Nothing was brought in.",
            "Make the folder first, or name another file with --report.",
        )


def _taken(path: Path) -> Problem:
    return Problem(
        f"There is a file '{path}' already.",
        "Placewell writes over nothing; the report was not written.",
        "Name another file with --report.",
    )


def write_report(opened: Opened, path: Path) -> int:
    """The whole import report of a project as CSV; returns its lines. Raises Problem."""
    rows = opened.file.read("import note")
    names = {layer.id: layer.name for layer in opened.file.layers()}
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(REPORT_FIELDS)
            for record in rows.records():
                record["layer"] = names.get(str(record["layer"]), "")
                writer.writerow([_cell(record[name]) for name in REPORT_FIELDS])
    except FileExistsError:
        raise _taken(path) from None
    except OSError as fault:
        raise Problem(
            f"The report could not be written to '{path}' ({fault.strerror}).",
            "The import itself is in the project, and so is its report.",
            "Name another place with --report.",
        ) from None
    return len(rows)


def _cell(value: object) -> object:
    return as_text(value) if isinstance(value, str) else "" if value is None else value
