"""Files that belong together (a shapefile's, a MapInfo table's) copied together to a private place."""

from __future__ import annotations

import shutil
from pathlib import Path

from placewell.domain.errors import Problem

_WITH = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
}
_SIGNS = {
    b"\x00\x00\x27\x0a": ".shp",
    b"!tab": ".tab",
    b"!TAB": ".tab",
    b"!Tab": ".tab",
    b"Vers": ".mif",
    b"VERS": ".mif",
    b"vers": ".mif",
}
_ALSO = (".qix", ".sbn", ".sbx", ".qpj", ".qmd", ".shp.xml", ".gpkg-wal", ".gpkg-shm", ".gpkg-journal")


def main_file(path: Path) -> Path | None:
    """The map file that `path` only accompanies (towns.shp for towns.dbf), where that stands beside it."""
    lower = path.name.lower()
    for also in _ALSO:
        if lower.endswith(also):
            ending = ".gpkg" if "gpkg" in also else ".shp"
            return _beside(path, lower[: -len(also)] + ending)
    for ending, companions in _WITH.items():
        if path.suffix.lower() in companions:
            found = _beside(path, path.stem.lower() + ending)
            if found is not None:
                return found
    return None


def _beside(path: Path, name: str) -> Path | None:
    return next((p for p in sorted(path.parent.iterdir()) if p.name.lower() == name and p != path), None)


def gather(path: Path, folder: Path, name: str) -> Path:
    """A private copy of a file and of what belongs to it; raises Problem where it cannot be copied.

    The copy has a name of ours, so that nothing in the user's names reaches a reader.
    """
    folder.mkdir()
    try:
        if path.is_dir():
            return _copy_folder(path, folder)
        copy = folder / "input"
        shutil.copyfile(path, copy)
        with copy.open("rb") as file:
            head = file.read(16)
        for suffix in _WITH.get(_SIGNS.get(head[:4], ""), ()):
            other = _beside(path, path.stem.lower() + suffix)
            if other is not None:
                shutil.copyfile(other, folder / f"input{suffix}")
        wal = path.with_name(path.name + "-wal")
        if head == b"SQLite format 3\x00" and wal.is_file():
            shutil.copyfile(wal, folder / "input.gpkg-wal")
        return copy
    except PermissionError as fault:
        raise Problem(
            f"{name} cannot be opened.",
            "This computer does not let you read it, or one of the files with it.",
            "Ask its owner for leave to read it, or copy it to a folder of your own first.",
        ) from fault
    except OSError as fault:
        raise Problem(
            f"{name} could not be copied for reading ({fault.strerror or 'no reason given'}).",
            "Files are read from a private copy, so that reading never changes the original.",
            "Check that the disk has room and that the file's drive is still connected, then try again.",
        ) from fault


def _copy_folder(path: Path, folder: Path) -> Path:
    """A geodatabase folder's plain files; anything else in it (links, folders) is not followed."""
    copy = folder / "input.gdb"
    copy.mkdir()
    for file in sorted(path.iterdir()):
        if file.is_file() and not file.is_symlink():
            shutil.copyfile(file, copy / file.name)
    return copy
