"""Which files of a folder are to be read: each data set once, whatever files it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from placewell.domain.errors import Problem

_PARTS = {
    ".shp": {".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qmd", ".xml"},
    ".tab": {".dat", ".map", ".id", ".ind"},
    ".mif": {".mid"},
}
"""Files that belong to another of the same name, which is the one to read."""
_BESIDE = {"-wal", "-shm", "-journal", ".lock"}


def files_to_read(paths: Sequence[Path]) -> list[Path]:
    """Files named, and all files below folders named, sorted; parts of a data set go with its main file.

    Hidden files are passed over. Raises Problem for a path that is not there or cannot be read.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise Problem(
                f"There is no file or folder '{path}'.",
                "Nothing was brought in.",
                "Check the name, or drag the file onto the command line to get it right.",
            )
        if path.is_dir() and path.suffix.casefold() != ".gdb":
            found += _below(path)
        else:
            found.append(path)
    unique = list(dict.fromkeys(found))
    if not unique:
        raise Problem(
            "There are no files in " + " or ".join(f"'{p}'" for p in paths) + ".",
            "Nothing was brought in.",
            "Name a folder that holds downloads, or the files themselves.",
        )
    return unique


def _below(folder: Path) -> list[Path]:
    try:
        entries = sorted(folder.iterdir(), key=lambda p: p.name)
    except PermissionError:
        raise Problem(
            f"The folder '{folder}' may not be read.",
            "What is in it cannot be brought in.",
            "Ask for the right to read it, or copy its files to a folder of your own.",
        ) from None
    files: list[Path] = []
    names = {p.name.casefold() for p in entries}
    for entry in entries:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            files += [entry] if entry.suffix.casefold() == ".gdb" else _below(entry)
        elif not _is_part(entry, names):
            files.append(entry)
    return files


def _is_part(path: Path, names: set[str]) -> bool:
    name, suffix = path.name.casefold(), path.suffix.casefold()
    if any(name.endswith(end) and name[: -len(end)] in names for end in _BESIDE):
        return True
    stem = name[: -len(suffix)] if suffix else name
    return any(suffix in parts and f"{stem}{main}" in names for main, parts in _PARTS.items())
