"""Handing a case to another officer: a whole copy, or one without its base's layers, and filling that again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placewell.domain.errors import Problem
from placewell.store.geopackage import GeoPackage
from placewell.work.base import SHOWN, base_sum, unchanged
from placewell.work.opened import Opened
from placewell.work.progress import Progress, Work


@dataclass(frozen=True)
class HandedOver:
    """A copy that was written: which layers are not in it, how large it is beside the whole, and its base."""

    path: Path
    left_out: tuple[str, ...]
    rows: int
    bytes: int
    whole_bytes: int
    base: str
    base_sum: str


def hand_over(opened: Opened, path: Path, *, without_base: bool = False) -> Work[HandedOver]:
    """Write a copy of a case; `without_base` leaves out layers that the receiver's base has. Raises Problem."""
    base, checksum = opened.project.base, base_sum(opened)
    if not without_base:
        yield Progress("Copying the case", 0, 1)
        opened.file.save_copy(path)
        size = path.stat().st_size
        return HandedOver(path, (), 0, size, size, base, checksum)
    if not base:
        raise Problem(
            f"'{opened.path.name}' is no case file: it was not made from a base.",
            "Only layers that came from a base can be left out, since the receiver has them there.",
            "Hand over the whole of it, without --leave-out-base.",
        )
    yield Progress("Comparing the layers with those of the base", 0, 2)
    layers = unchanged(opened)
    if not layers:
        raise Problem(
            "No layer of this case is still as it came from its base.",
            "There is nothing that could be left out.",
            "Hand over the whole of it, without --leave-out-base.",
        )
    yield Progress("Copying the rest", 1, 2)
    opened.file.save_slim(path, layers)
    with GeoPackage.open(path, slim=True) as made:
        rows = sum(x.rows for x in made.left_out)
    names = tuple(la.name for la in layers)
    return HandedOver(path, names, rows, path.stat().st_size, opened.path.stat().st_size, base, checksum)


def handed_over_lines(done: HandedOver) -> list[str]:
    """What was written, what is not in it, and what the receiver needs."""
    lines = [f"Written to {done.path} ({_mb(done.bytes)})."]
    if not done.left_out:
        return lines
    many = f"{len(done.left_out):,} layers" if len(done.left_out) != 1 else "One layer"
    saved = max(done.whole_bytes - done.bytes, 0)
    return [
        *lines,
        f"{many} of the base left out ({done.rows:,} rows), which saves {_mb(saved)} of {_mb(done.whole_bytes)}:",
        *(f"  {name}" for name in done.left_out),
        f"To open it, the receiver needs the same base ({done.base}; checksum {done.base_sum[:SHOWN]}), or a case file made from it:",
        f"  placewell take-up {done.path.name} --base BASE.gpkg -o CASE.gpkg",
    ]


def handed_over_plain(done: HandedOver) -> dict[str, Any]:
    """The same for machines."""
    return {
        "file": str(done.path),
        "left_out": list(done.left_out),
        "rows_left_out": done.rows,
        "bytes": done.bytes,
        "whole_bytes": done.whole_bytes,
        "base": done.base,
        "base_sum": done.base_sum,
    }


def take_up(slim: Path, base: Path, out: Path) -> Work[Path]:
    """Write a whole case file from one handed over without its base's layers, and a project that has them.

    Every layer is checked against its digest before and after. Raises Problem; writes nothing then.
    """
    yield Progress("Reading what is missing", 0, 2)
    if _same(slim, base):
        raise Problem(
            f"'{base.name}' was named twice: it cannot be filled from itself.",
            "The layers that it lacks must come from another file.",
            "Name the base, or a case file made from it, with --base.",
        )
    with GeoPackage.open(slim, slim=True) as file:
        if not file.left_out:
            raise Problem(
                f"'{slim.name}' has all its layers.",
                "There is nothing to fill in.",
                "Open it as it is.",
            )
        with GeoPackage.open(base, slim=True) as source:
            yield Progress("Filling in the base's layers", 1, 2)
            wrong = file.save_filled(out, source)
            there = {la.id for la in source.layers()}
            held_name = source.project().name
        made_from = file.project().base
    if wrong:
        raise _another_base(base, held_name, made_from, [(w.name, w.layer in there) for w in wrong])
    return out


def _another_base(base: Path, name: str, made_from: str, wrong: list[tuple[str, bool]]) -> Problem:
    said = [f"{layer} ({'has changed there' if there else 'is not there'})" for layer, there in wrong]
    more = f" and {len(said) - 8} more" if len(said) > 8 else ""
    return Problem(
        f"'{base.name}' ({name}) is not the base that this case was made from: {'; '.join(said[:8])}{more}.",
        "It is another base, or has been renewed since. With other layers the findings would not be the ones handed over.",
        f"Take the base that was used ({made_from}) or a case file made from it; or ask for the whole case, without --leave-out-base.",
    )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _mb(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
