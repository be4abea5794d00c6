"""Archives unpacked with bounds: how many files, how large, how far squeezed, and never outside a folder."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from placewell.domain.errors import Problem
from placewell.importing import says

MAX_MEMBERS = 3000
MAX_BYTES = 1 << 30
MAX_RATIO = 300
_FREE = 20 << 20
"""Up to this many bytes unpacked, nobody asks how far they were squeezed."""


def names(path: Path, name: str) -> list[str]:
    """The member names of a zip archive; raises Problem where it is damaged, locked or overfull."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_MEMBERS:
                raise says.too_big(name, f"holds {len(infos):,} files")
            if sum(i.file_size for i in infos) > MAX_BYTES:
                raise says.too_big(name, "says that it unpacks to more than 1 GB")
            if any(i.flag_bits & 1 for i in infos):
                raise says.locked(name)
            return [i.filename for i in infos]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise says.damaged(name) from fault


def unpack(path: Path, room: Path, name: str) -> dict[str, Path]:
    """Every file of a zip archive in `room`, by its name in the archive; raises Problem as `names` does.

    The bytes that come out are counted, not the ones announced. A name that leads out of the archive
    stops the whole.
    """
    members = names(path, name)
    for member in members:
        _refuse_escape(member, name)
    allowed = max(_FREE, path.stat().st_size * MAX_RATIO)
    left = min(MAX_BYTES, allowed)
    found: dict[str, Path] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if info.is_dir() or _litter(info.filename):
                    continue
                target = room.joinpath(*_safe_parts(info.filename))
                if target.exists():
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                left -= _copy(archive, info, target, left, name)
                found[info.filename] = target
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as fault:
        raise says.damaged(name) from fault
    return found


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, left: int, name: str) -> int:
    written = 0
    with archive.open(info) as source, target.open("wb") as out:
        while block := source.read(1 << 20):
            written += len(block)
            if written > left:
                raise says.too_big(name, "unpacks to far more than its size")
            out.write(block)
    return written


def _refuse_escape(member: str, name: str) -> None:
    parts = PurePosixPath(member.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in member or "\x00" in member:
        raise Problem(
            f"{name} holds a file that wants to be put outside its own folder ({member[:80]!r}).",
            "Honest archives do not do this; it is a way of overwriting other files, so nothing was read.",
            "Ask whoever sent it for a fresh copy, and do not unpack this one.",
        )


def _safe_parts(member: str) -> list[str]:
    return [p[:200] for p in PurePosixPath(member.replace("\\", "/")).parts]


def _litter(member: str) -> bool:
    """What a Mac or Windows adds to archives by itself."""
    parts = PurePosixPath(member).parts
    return (
        "__MACOSX" in parts or parts[-1].lower() in (".ds_store", "thumbs.db", "desktop.ini")
        if parts
        else True
    )


def ungzip(path: Path, target: Path, name: str) -> None:
    """The one file of a .gz, written to `target` with the same bounds; raises Problem."""
    left = min(MAX_BYTES, max(_FREE, path.stat().st_size * MAX_RATIO))
    try:
        with gzip.open(path, "rb") as source, target.open("wb") as out:
            while block := source.read(1 << 20):
                left -= len(block)
                if left < 0:
                    raise says.too_big(name, "unpacks to far more than its size")
                out.write(block)
    except (OSError, EOFError, zlib.error) as fault:
        raise says.damaged(name) from fault


def clear(room: Path) -> None:
    """Remove a folder and what is in it, whatever state it is in."""
    shutil.rmtree(room, ignore_errors=True)
