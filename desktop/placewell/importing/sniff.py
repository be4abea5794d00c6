"""What a file is, told from its content; its name is not believed."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from placewell.importing import says

HEAD = 65_536

_SIGNS: tuple[tuple[bytes, str, str], ...] = (
    (
        b"%PDF",
        "a PDF",
        "Ask for the map layer or table behind it, or place its page in a case by known points and trace it.",
    ),
    (b"\x89PNG", "a picture", "Ask for the map layer behind it, for example as a GeoPackage."),
    (b"\xff\xd8\xff", "a picture", "Ask for the map layer behind it, for example as a GeoPackage."),
    (b"II*\x00", "a picture", "Ask for the map layer behind it, for example as a GeoPackage."),
    (b"MM\x00*", "a picture", "Ask for the map layer behind it, for example as a GeoPackage."),
    (b"GIF8", "a picture", "Ask for the map layer behind it, for example as a GeoPackage."),
    (b"Rar!", "a RAR archive", "Unpack it first, and bring in the files inside."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first, and bring in the files inside."),
    (b"AC10", "an AutoCAD DWG drawing", "Save it as DXF in the drawing program and bring that in."),
    (b"AutoCAD Binary DXF", "a binary DXF drawing", "Save it as a text (ASCII) DXF and bring that in."),
    (b"PAR1", "a Parquet file", "Save it as a GeoPackage or CSV and bring that in."),
    (b"\x7fELF", "a program", "Check that this is the file you meant."),
    (b"MZ", "a program", "Check that this is the file you meant."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LINK = re.compile(
    r"(?i)\s*(/vsi|(https?|ftp|file|s3|gs|wfs|wms|pg|mysql|mssql|oci|mongodb\S*|es|csw|oapif)://?\S|"
    r"(wfs|pg|mysql|mssql|oci|oapif|ogcapi|csw|plscenes|carto|ngw|gtfs|libkml|sqlite):\S)"
)


def sniff(path: Path, name: str) -> str:
    """The kind of a file: one of gpkg zip gzip fgb pbf ole shp dbf xml json dxf tab mif text.

    Raises Problem for what is empty, unknown, known but of no use, or only leads elsewhere.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\x00\r\n\t "):
        raise says.empty(name)
    kind = _binary(head, path, name)
    if kind:
        return kind
    text = _as_text(head)
    if text is None:
        raise says.unknown(name)
    return _textual(text.lstrip("\ufeff \t\r\n"), name)


def _binary(head: bytes, path: Path, name: str) -> str:
    if head.startswith(b"SQLite format 3\x00"):
        if head[68:72] in (b"GPKG", b"GP10", b"GP11") or _has_contents(path):
            return "gpkg"
        raise says.wanted(
            name,
            "a database without map layers that follow the GeoPackage standard",
            "Save its layers as a GeoPackage in the program it came from.",
        )
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"fgb\x03fgb"):
        return "fgb"
    if head[4:6] == b"\x0a\x09" and head[6:15] == b"OSMHeader":
        return "pbf"
    if head.startswith(_OLE):
        return "ole"
    if head[:4] == b"\x00\x00\x27\x0a" and head[28:32] == b"\xe8\x03\x00\x00":
        return "shp"
    if _is_dbase(head, path):
        return "dbf"
    for sign, what, how in _SIGNS:
        if head.startswith(sign):
            raise says.wanted(name, what, how)
    return ""


def _has_contents(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            return bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_contents'").fetchone())
    except sqlite3.Error:
        return False


def _is_dbase(head: bytes, path: Path) -> bool:
    if len(head) < 33 or head[0] not in (0x03, 0x83, 0x8B, 0x30, 0x31, 0xF5):
        return False
    month, day = head[2], head[3]
    length, record = int.from_bytes(head[8:10], "little"), int.from_bytes(head[10:12], "little")
    sane = month <= 12 and day <= 31 and length >= 33 and record >= 1
    return sane and length <= path.stat().st_size and (length > HEAD or head[length - 1] in (0x0D, 0x00))


def _as_text(head: bytes) -> str | None:
    """The beginning as text where it is text: UTF-8, UTF-16 or a Windows code page; else None."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if b"\x00" in head:
        return None
    controls = sum(head.count(bytes([c])) for c in range(32) if c not in (9, 10, 12, 13, 26, 27))
    if controls > len(head) / 100:
        return None
    return head.decode("utf-8", "replace") if _utf8(head) else head.decode("cp1252", "replace")


def _utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as fault:
        return fault.start >= len(head) - 4
    return True


def _textual(text: str, name: str) -> str:
    if text.startswith("<"):
        return "xml"
    if text[:1] in ("{", "["):
        return "json"
    if text[:6].lower() == "!table":
        return "tab"
    if re.match(r"(?i)version\s+\d+\s*\n", text) and re.search(r"(?im)^\s*columns\s+\d+\s*$", text):
        return "mif"
    if re.match(r"(999\r?\n.*\r?\n\s*)*0\r?\n\s*SECTION\b", text):
        return "dxf"
    first = text.split("\n", 1)[0].strip()
    if _LINK.match(first) and not re.search(r"[,;\t|]", first):
        raise says.pointing_elsewhere(name, "holds a link to somewhere else, not the data itself")
    return "text"
