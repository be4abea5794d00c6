"""A workbook put on the disk: never over a file that is there, and under its own name in a folder."""

from __future__ import annotations

import re
from pathlib import Path

from placewell.domain.errors import Problem


def save(content: bytes, path: Path) -> Path:
    """Write it. Raises Problem where it cannot be written."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as fault:
        raise Problem(
            f"{path.name} is there already.",
            "Nothing is written over, since it may hold officers' answers.",
            "Choose another name, or name its folder: then the next number is taken.",
        ) from fault
    except FileNotFoundError as fault:
        raise Problem(
            f"There is no folder {path.parent}.",
            "The workbook has nowhere to go, and no folder is made unasked.",
            "Make the folder, or choose another.",
        ) from fault
    except PermissionError as fault:
        raise Problem(
            f"{path.name} could not be written: the folder is read-only, or another program has the file open.",
            "The findings are not lost: they are in the project and can be written again.",
            "Close it in Excel, or choose a folder that you may write to.",
        ) from fault
    except OSError as fault:
        raise Problem(
            f"{path.name} could not be written ({fault.strerror or 'the disk gave no reason'}).",
            "The findings are not lost: they are in the project and can be written again.",
            "Check that the disk has room.",
        ) from fault
    return path


def next_name(folder: Path, reference: str, stage: str, as_at: str, copy: str) -> Path:
    """The next free name for a workbook in a folder: <reference>_<stage>_<date>_<copy>_v3.xlsx."""
    parts = [_plain(p) for p in (reference or "assessment", stage, as_at, "" if copy == "working" else copy)]
    stem = "_".join(p for p in parts if p)
    number = 1
    while (folder / f"{stem}_v{number}.xlsx").exists():
        number += 1
    return folder / f"{stem}_v{number}.xlsx"


def _plain(text: str) -> str:
    return re.sub(r"[^\w.-]+", "-", text.strip()).strip("-.")[:60]
