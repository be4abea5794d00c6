"""Whether a file is all there, by what it says of its own length: half a layer must not pass for one."""

from __future__ import annotations

import csv
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.parsers import expat

from placewell.importing import says


def check_whole(kind: str, path: Path, name: str) -> None:
    """Raise Problem where a file of this kind (as `sniff` and `xml_kind` name them) was cut short."""
    check = _CHECKS.get(kind)
    if check is not None and not check(path):
        raise says.damaged(name, "it ends before the end that it announces")


def _shapefile(path: Path) -> bool:
    """Main file and index give their length in 16-bit words; the table its rows and their width."""
    for file in (path, path.with_suffix(".shx")):
        if file.exists():
            head = _start(file, 100)
            if len(head) < 100 or int.from_bytes(head[24:28], "big") * 2 > file.stat().st_size:
                return False
    table = path.with_suffix(".dbf")
    return not table.exists() or _dbase(table)


def _dbase(path: Path) -> bool:
    head = _start(path, 32)
    if len(head) < 32:
        return False
    rows, first, width = struct.unpack("<IHH", head[4:12])
    return bool(first + rows * width <= path.stat().st_size)


def _geopackage(path: Path) -> bool:
    """SQLite's first page counts the pages, where the writer kept that count up to date."""
    if path.with_name(path.name + "-wal").exists():
        return True
    head = _start(path, 100)
    if len(head) < 100:
        return False
    size, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    counted = head[24:28] == head[92:96] and pages > 0
    return not counted or (65_536 if size == 1 else size) * pages <= path.stat().st_size


def _xml(path: Path) -> bool:
    """Parsed to the last tag, keeping nothing."""
    parser = expat.ParserCreate()
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError:
        return False
    return True


def _mif(path: Path) -> bool:
    """As many drawn things as there are rows in the table beside it."""
    with path.open(encoding="latin-1") as file:
        words = [line.split(None, 1)[0].lower() for line in file if line.strip()]
    drawn = words[words.index("data") + 1 :] if "data" in words else []
    with path.with_suffix(".mid").open(encoding="latin-1", newline="") as file:
        try:
            rows = sum(1 for row in csv.reader(file) if row)
        except csv.Error:
            return False
    return sum(w in _MIF_THINGS for w in drawn) >= rows


_MIF_THINGS = frozenset(
    {
        "none",
        "point",
        "line",
        "pline",
        "region",
        "arc",
        "text",
        "rect",
        "roundrect",
        "ellipse",
        "multipoint",
        "collection",
    }
)


def _drawing(path: Path) -> bool:
    """A drawing's last words are 0 and EOF."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 200))
        return file.read().split()[-2:] == [b"0", b"EOF"]


def _pbf(path: Path) -> bool:
    """A chain of blocks, each after a short head that gives its length; the last ends with the file."""
    at, size = 0, path.stat().st_size
    with path.open("rb") as file:
        while at < size:
            length = int.from_bytes(file.read(4), "big")
            head = file.read(length) if length <= 65_536 else b""
            block = _block_length(head)
            if block is None or length != len(head):
                return False
            at += 4 + length + block
            file.seek(at)
    return at == size


def _block_length(head: bytes) -> int | None:
    """The third field of a block's head: a tag of one byte, then the number, seven bits a byte."""
    at = 2 + head[1] if len(head) > 2 and head[0] == 0x0A else 0
    if head[at : at + 1] == b"\x12" and at + 1 < len(head):
        at += 2 + head[at + 1]
    if at == 0 or head[at : at + 1] != b"\x18":
        return None
    number = 0
    for i, byte in enumerate(head[at + 1 :][:9]):
        number |= (byte & 127) << 7 * i
        if byte < 128:
            return number
    return None


def _start(path: Path, count: int) -> bytes:
    with path.open("rb") as file:
        return file.read(count)


_CHECKS: Mapping[str, Callable[[Path], bool]] = {
    "shp": _shapefile,
    "dbf": _dbase,
    "gpkg": _geopackage,
    "gml": _xml,
    "kml": _xml,
    "osm": _xml,
    "pbf": _pbf,
    "mif": _mif,
    "dxf": _drawing,
}
