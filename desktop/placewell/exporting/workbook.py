"""The assessment as a workbook of one sheet: findings, the ways in they follow from, and the sources.

Verdicts are formulas from the figures beside them, carrying their values, so that they read in
Protected View and follow when a figure is changed. A fuller workbook will grow from these parts.
"""

from __future__ import annotations

import datetime
import io
from pathlib import Path

from placewell.domain.assessment import Assessment
from placewell.domain.errors import Problem
from placewell.exporting.sheet import Sheet


def workbook_bytes(assessment: Assessment) -> bytes:
    """The workbook as a file's content; the same assessment gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        # Text from outside stays text, whatever it looks like.
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {
                "title": f"Assessment of {assessment.scheme}",
                "created": datetime.datetime.fromisoformat(assessment.as_at),
                "comments": f"Made with Placewell {assessment.versions['placewell']}",
            }
        )
        Sheet(book, assessment).write()
    return out.getvalue()


def write_workbook(assessment: Assessment, path: Path) -> Path:
    """Write the workbook; never over a file that is there. Raises Problem where it cannot be written."""
    content = workbook_bytes(assessment)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as fault:
        raise Problem(
            f"{path.name} is there already.",
            "Nothing is written over, since it may hold officers' answers.",
            "Choose another name or move that file.",
        ) from fault
    except OSError as fault:
        raise Problem(
            f"{path.name} could not be written ({fault.strerror or 'the disk gave no reason'}).",
            "The findings are not lost: they are in the project and can be written again.",
            "Check that the folder is there, that you may write in it and that the disk has room.",
        ) from fault
    return path
