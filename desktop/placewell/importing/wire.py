"""How tables travel from the fenced process: JSON and plain bytes, never pickle, checked on arrival.

The sender may have been taken over by a hostile file, so the receiver believes nothing: sizes are
bounded, every value has one of the plain types, and shapes are walked before shapely sees them.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from placewell.domain.errors import Problem
from placewell.domain.layer import NOTE_SORTS
from placewell.domain.rows import Geometries
from placewell.importing.raw import Merge, RawTable, ReadNote

MAX_FRAME = 1 << 30
"""The longest message accepted, in bytes."""
MAX_TABLES = 5000
_MAX_NESTING = 16
_CELLS = {type(None), str, int, float, bool}
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MEMBER = {4: 1, 5: 2, 6: 3}


class Garbled(Exception):
    """What came over the pipe is not what the reader sends."""


def problem_frames(problem: Problem) -> Iterator[bytes]:
    """A problem as the one message that stands for an answer without tables."""
    yield _json({"problem": [problem.what, problem.why, problem.todo]})


def table_frames(tables: Sequence[RawTable]) -> Iterator[bytes]:
    """Tables as messages: one header, then for each table its columns, lengths and shapes."""
    yield _json({"tables": [_header(t) for t in tables]})
    for table in tables:
        for values in table.columns.values():
            yield _json(list(values))
        if table.geometry is not None:
            blobs = shapely.to_wkb(table.geometry, output_dimension=2, byte_order=1)
            lengths = np.array([-1 if b is None else len(b) for b in blobs], dtype="<i8")
            yield lengths.tobytes()
            yield b"".join(b for b in blobs if b is not None)


def _header(table: RawTable) -> dict[str, Any]:
    rows = list(table.rows)
    run = rows == list(range(rows[0], rows[0] + len(rows))) if rows else True
    return {
        "file": table.file,
        "part": table.part,
        "layer": table.layer,
        "format": table.format,
        "crs": table.crs,
        "unit": table.unit_m,
        "headed": table.headed,
        "rows": [rows[0] if rows else 1, len(rows)] if run else None,
        "each": None if run else rows,
        "notes": [[n.row, n.sort, n.text] for n in table.notes],
        "columns": list(table.columns),
        "shapes": table.geometry is not None,
        "merged": None if table.merged is None else [list(m) for m in table.merged],
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")


def receive(frame: Callable[[], bytes]) -> list[RawTable]:
    """The tables of one answer, read message by message; raises Problem as sent, or Garbled."""
    try:
        head = _parse(frame())
        if "problem" in head:
            what, why, todo = head["problem"]
            raise Problem(_text(what), _text(why), _text(todo))
        headers = head["tables"]
        if not isinstance(headers, list) or len(headers) > MAX_TABLES:
            raise Garbled("tables")
        return [_table(h, frame) for h in headers]
    except (KeyError, TypeError, ValueError, IndexError, struct.error) as fault:
        raise Garbled(str(fault)) from fault


def _table(head: dict[str, Any], frame: Callable[[], bytes]) -> RawTable:
    rows = _rows(head)
    names = [_text(n) for n in head["columns"]]
    if len(set(names)) != len(names):
        raise Garbled("columns")
    columns = {name: _column(frame(), len(rows)) for name in names}
    shapes = _shapes(frame(), frame(), len(rows)) if head["shapes"] is True else None
    return RawTable(
        file=_text(head["file"]),
        part=_text(head["part"]),
        layer=_text(head["layer"]),
        format=_text(head["format"]),
        columns=columns,
        geometry=shapes,
        crs=_text(head["crs"]),
        unit_m=_unit(head["unit"]),
        headed=head["headed"] is True,
        rows=rows,
        notes=[_note(*n) for n in head["notes"]],
        merged=None if head["merged"] is None else [_merge(*m) for m in head["merged"]],
    )


def _unit(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1e6:
        raise Garbled("unit")
    return float(value)


def _merge(top: Any, bottom: Any, left: Any, right: Any) -> Merge:
    found = (top, bottom, left, right)
    if any(type(n) is not int or not 0 <= n <= MAX_FRAME for n in found):
        raise Garbled("merged cells")
    return found


def _rows(head: dict[str, Any]) -> list[int]:
    if head["rows"] is not None:
        first, count = head["rows"]
        if type(first) is not int or type(count) is not int or not 0 <= count <= MAX_FRAME:
            raise Garbled("rows")
        return list(range(first, first + count))
    each: list[int] = head["each"]
    if set(map(type, each)) - {int}:
        raise Garbled("rows")
    return each


def _column(data: bytes, count: int) -> list[Any]:
    values = _parse(data)
    if not isinstance(values, list) or len(values) != count or set(map(type, values)) - _CELLS:
        raise Garbled("column")
    if b"\\u00" in data or b"\\ud" in data:
        return [_clean(v) if type(v) is str else v for v in values]
    return values


def _clean(text: str) -> str:
    """Text without what no file or database can hold: control characters and halves of characters."""
    return text if text.isprintable() else _UNFIT.sub("\ufffd", text)


def _note(row: Any, sort: Any, text: Any) -> ReadNote:
    if sort not in NOTE_SORTS or not (row is None or type(row) is int):
        raise Garbled("note")
    return ReadNote(row, sort, _text(text))


def _shapes(lengths: bytes, blob: bytes, count: int) -> Geometries:
    sizes = np.frombuffer(lengths, dtype="<i8")
    if len(sizes) != count or (sizes < -1).any() or int(sizes[sizes > 0].sum()) != len(blob):
        raise Garbled("shapes")
    parts: Any = np.empty(count, dtype=object)
    at = 0
    for i, size in enumerate(sizes.tolist()):
        if size >= 0:
            wkb = blob[at : at + size]
            if _walk(wkb, 0, 0) != size:
                raise Garbled("shape")
            parts[i] = wkb
            at += size
    shapes: Geometries = shapely.from_wkb(parts, on_invalid="ignore")
    return shapes


def _walk(wkb: bytes, at: int, depth: int) -> int:
    """The end of the shape that starts at `at`; bounds its nesting, which GEOS follows by recursion."""
    order, kind, count = struct.unpack_from("<BII", wkb, at)
    if order != 1 or depth > _MAX_NESTING:
        raise Garbled("shape")
    at += 9
    if kind == 1:
        return at + 12
    if kind == 2:
        return at + 16 * int(count)
    if kind == 3:
        for _ in range(count):
            (points,) = struct.unpack_from("<I", wkb, at)
            at += 4 + 16 * int(points)
        return at
    if kind not in (4, 5, 6, 7):
        raise Garbled("shape")
    for _ in range(count):
        (inner,) = struct.unpack_from("<I", wkb, at + 1)
        if kind != 7 and inner != _MEMBER[kind]:
            raise Garbled("shape")
        at = _walk(wkb, at, depth + 1)
    return at


def _parse(data: bytes) -> Any:
    return json.loads(data, parse_constant=_no_constant)


def _no_constant(_: str) -> float:
    raise Garbled("number")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Garbled("text")
    return _clean(value)
