"""One file, of whatever kind its content shows, into tables. Runs inside the reading process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from placewell.domain.errors import Problem
from placewell.importing import archive, gdal, says, xmlish
from placewell.importing.raw import RawTable, ReadNote
from placewell.importing.sniff import sniff
from placewell.importing.whole import check_whole

_GDAL = {
    "gpkg": ("GeoPackage", ".gpkg"),
    "fgb": ("FlatGeobuf", ".fgb"),
    "pbf": ("OSM PBF", ".osm.pbf"),
    "shp": ("Shapefile", ".shp"),
    "dbf": ("dBase table", ".dbf"),
    "tab": ("MapInfo TAB", ".tab"),
    "mif": ("MapInfo MIF", ".mif"),
    "kml": ("KML", ".kml"),
    "gml": ("GML", ".gml"),
    "osm": ("OSM XML", ".osm"),
}
_MAPS = (".shp", ".tab", ".mif")
COMPANIONS: Mapping[str, tuple[str, ...]] = {
    ".shp": (
        ".shx",
        ".dbf",
        ".prj",
        ".cpg",
        ".qix",
        ".sbn",
        ".sbx",
        ".qpj",
        ".shp.xml",
        ".fix",
        ".qmd",
        ".qml",
    ),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
    ".gpkg": (".gpkg-wal", ".gpkg-shm"),
}
"""Files that belong to another of the same name and are read with it."""
_NEEDED = {"tab": (".dat",), "mif": (".mid",)}
_SILENT = (
    ".txt",
    ".md",
    ".pdf",
    ".xml",
    ".html",
    ".htm",
    ".doc",
    ".docx",
    ".rtf",
    ".png",
    ".jpg",
    ".lyr",
    ".qml",
    ".sld",
    ".log",
    ".url",
    ".odt",
    ".gif",
    ".css",
    ".xsd",
)


def read_path(path: Path, name: str, room: Path, nested: bool = False, cells: bool = False) -> list[RawTable]:
    """The tables of one file or geodatabase folder; `room` is an empty folder for what is unpacked.

    `name` is what the user calls it. With `cells`, sheets and text tables are given cell by cell
    (`headings.grid_of`). Raises Problem for all that cannot be read or is not to be.
    """
    if path.is_dir():
        return gdal.read_layers(path, name, "File Geodatabase")
    kind = sniff(path, name)
    if kind == "gzip":
        if nested:
            raise _too_deep(name)
        inner = room / "unpacked"
        archive.ungzip(path, inner, name)
        (room / "inside").mkdir()
        return read_path(inner, name, room / "inside", nested=True, cells=cells)
    if kind == "zip":
        return _read_zip(path, name, room, nested, cells)
    return _read_plain(path, name, kind, room, cells)


def _read_plain(path: Path, name: str, kind: str, room: Path, cells: bool) -> list[RawTable]:
    from placewell.importing import delimited, dxf, jsonish, osm, sheets

    if kind == "xml":
        kind = xmlish.xml_kind(path, name)
    if kind == "json":
        return jsonish.read_json(path, name)
    if kind == "text":
        return [delimited.read_delimited(path, name, cells=cells)]
    if kind == "dxf":
        check_whole(kind, path, name)
        return dxf.read_dxf(path, name)
    if kind == "ole":
        return sheets.read_sheets(path, name, _old_office(path, name), cells)
    format, suffix = _GDAL[kind]
    if kind in ("gml", "tab", "mif"):
        xmlish.refuse_pointers(path, name)
    if kind == "tab":
        _refuse_views(path, name)
    plain = _renamed(path, suffix)
    _need(plain, kind, name)
    check_whole(kind, plain, name)
    if kind in ("pbf", "osm"):
        return osm.read_osm(plain, name, format, room)
    tables = gdal.read_layers(plain, name, format)
    if kind == "shp" and not plain.with_suffix(".dbf").exists():
        note = ReadNote(None, "checked", "Its table (.dbf) did not come with it, so there are outlines only.")
        tables = [replace(t, notes=[*t.notes, note]) for t in tables]
    return tables


def _renamed(path: Path, suffix: str) -> Path:
    """The private copy under a name with the ending that its content asks for, companions with it."""
    if path.name.lower().endswith(suffix):
        return path
    target = path.with_name(path.name.split(".", 1)[0] + suffix)
    return path.replace(target)


def _need(path: Path, kind: str, name: str) -> None:
    missing = [s for s in _NEEDED.get(kind, ()) if not path.with_suffix(s).exists()]
    if missing:
        raise Problem(
            f"{name} came without {' and '.join(path.with_suffix(s).suffix for s in missing)}.",
            "A MapInfo layer is several files of one name, and its rows are in the ones that are missing.",
            "Put all of them in one folder, or into one zip, and bring that in.",
        )


def _refuse_views(path: Path, name: str) -> None:
    text = path.read_bytes()[:100_000].lower()
    if b"create view" in text or b"isseamless" in text or b"type linked" in text or b"open table" in text:
        raise says.pointing_elsewhere(name, "is a MapInfo view, which only names other tables")


def _old_office(path: Path, name: str) -> str:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise says.locked(name)
    if any(word.encode("utf-16-le") in data for word in ("Workbook", "Book")):
        return "Excel workbook"
    raise says.wanted(
        name, "an old Office document, not a workbook", "Save its table as an Excel workbook or CSV."
    )


def _read_zip(path: Path, name: str, room: Path, nested: bool, cells: bool) -> list[RawTable]:
    from placewell.importing import gtfs, sheets

    members = archive.names(path, name)
    bare = {PurePosixPath(m).name for m in members}
    if "[Content_Types].xml" in members:
        if any(m.startswith("xl/") for m in members):
            return sheets.read_sheets(path, name, "Excel workbook", cells)
        raise says.wanted(
            name, "a Word or PowerPoint document", "Save its table as an Excel workbook or CSV."
        )
    if "mimetype" in members and "content.xml" in members:
        return sheets.read_sheets(path, name, "OpenDocument spreadsheet", cells)
    if nested:
        raise _too_deep(name)
    found = archive.unpack(path, room / "zip", name)
    if "stop_times.txt" in bare or {"stops.txt", "routes.txt"} <= bare:
        return gtfs.read_gtfs({PurePosixPath(m).name: p for m, p in found.items()}, name)
    kml = [m for m in found if m.lower().endswith(".kml")]
    if kml and all(_like_kmz(m) for m in found):
        first = min(kml, key=lambda m: (PurePosixPath(m).name.lower() != "doc.kml", m))
        if xmlish.xml_kind(found[first], name) == "kml":
            return gdal.read_layers(_renamed(found[first], ".kml"), name, "KMZ")
    return _read_members(found, name, room, cells)


def _like_kmz(member: str) -> bool:
    return member.lower().endswith((".kml", ".png", ".jpg", ".jpeg", ".gif", ".dae", ".bmp"))


def _read_members(found: dict[str, Path], name: str, room: Path, cells: bool) -> list[RawTable]:
    """Every member that is a file of its own; what belongs to another is read with it."""
    units, skipped = _units(found)
    tables: list[RawTable] = []
    faults: list[Problem] = []
    notes: list[ReadNote] = []
    for at, (member, path) in enumerate(units.items()):
        inner = room / f"member{at}"
        inner.mkdir()
        try:
            for table in read_path(path, f"{name}, {member}", inner, True, cells):
                part = "/".join(filter(None, (member if len(units) > 1 else "", table.part)))
                tables.append(replace(table, file=name, part=part))
        except Problem as fault:
            faults.append(fault)
            notes.append(ReadNote(None, "left", str(fault)))
    if not tables:
        raise (
            faults[0]
            if faults
            else says.wanted(
                name,
                "an archive without a map layer or table",
                "Look inside it for the file you need and bring that in.",
            )
        )
    if skipped:
        notes.append(
            ReadNote(
                None,
                "left",
                f"Not read, because they hold no layer or table: {', '.join(sorted(skipped)[:20])}.",
            )
        )
    if notes:
        tables[0] = replace(tables[0], notes=[*tables[0].notes, *notes])
    return tables


def _units(found: dict[str, Path]) -> tuple[dict[str, Path], list[str]]:
    """Members to read, by name, and those that accompany nothing or are only words about the data."""
    folders: dict[str, Path] = {}
    for member, path in found.items():
        parts = PurePosixPath(member).parts
        inside = next((i for i, p in enumerate(parts[:-1]) if p.lower().endswith(".gdb")), None)
        if inside is not None:
            folders["/".join(parts[: inside + 1])] = path.parents[len(parts) - inside - 2]
    loose = {m: p for m, p in found.items() if not any(m.startswith(f + "/") for f in folders)}
    companions = {m for main in loose for m in loose if _accompanies(m, main)}
    units, skipped = dict(folders), []
    for member in sorted(loose):
        if member in companions:
            continue
        if member.lower().endswith(_SILENT) or PurePosixPath(member).suffix.lower() in (
            ".prj",
            ".cpg",
            ".shx",
            ".id",
        ):
            skipped.append(member)
        else:
            units[member] = _lowered(loose[member])
    return units, skipped


def _accompanies(member: str, main: str) -> bool:
    suffix = PurePosixPath(main).suffix.lower()
    if suffix not in _MAPS or member == main:
        return False
    stem = main[: -len(suffix)].lower()
    return (
        any(member.lower() == stem + s for s in COMPANIONS[suffix]) or member.lower() == main.lower() + ".xml"
    )


def _lowered(path: Path) -> Path:
    """A map's files with small endings, so that the companions are found on any computer."""
    if path.suffix.lower() not in _MAPS:
        return path
    stem = path.name[: -len(path.suffix)].lower()
    for other in list(path.parent.iterdir()):
        if other.stem.lower() == stem and other.suffix != other.suffix.lower():
            other.replace(other.with_suffix(other.suffix.lower()))
    return path.with_suffix(path.suffix.lower())


def _too_deep(name: str) -> Problem:
    return says.too_big(name, "is an archive inside an archive")
