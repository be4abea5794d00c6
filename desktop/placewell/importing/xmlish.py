"""What an XML file is, and whether it is safe to hand on; nothing of it is expanded to find out."""

from __future__ import annotations

import re
from pathlib import Path

from placewell.importing import says

_HEAD = 1 << 20
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_SKIPPED = re.compile(r"\s*(<\?.*?\?>|<!--.*?-->)", re.DOTALL)


def xml_kind(path: Path, name: str) -> str:
    """'kml', 'gml' or 'osm'; raises Problem for every other XML and for any that declares entities."""
    with path.open("rb") as file:
        data = file.read(_HEAD)
    text = _decode(data).lstrip("\ufeff")
    at = 0
    while (skip := _SKIPPED.match(text, at)) is not None:
        at = skip.end()
    rest = text[at:].lstrip()
    if rest[:14].lower() == "<!doctype html" or re.match(r"(?i)<html\b", rest):
        raise says.wanted(
            name,
            "a web page",
            "The download probably gave a page instead of the file; "
            "open it in a browser to see what it says, then download again.",
        )
    if rest.startswith("<!"):
        raise says.pointing_elsewhere(name, "declares names (entities) that can stand for other files")
    root = _ROOT.match(rest)
    if root is None:
        raise says.damaged(name, "its first tag is missing")
    return _kind(root.group(2), rest[:4000], name)


def _kind(tag: str, start: str, name: str) -> str:
    if tag == "kml":
        return "kml"
    if tag in ("osm", "osmChange"):
        if tag == "osm":
            return "osm"
        raise says.wanted(
            name, "a list of OpenStreetMap changes", "Download the map data itself (.osm or .osm.pbf)."
        )
    if tag in ("OGRVRTDataSource", "VRTDataset", "OGRVRTLayer", "WFS_Capabilities", "OGRWFSDataSource"):
        raise says.pointing_elsewhere(
            name, "only describes where data is (a virtual layer), and holds none itself"
        )
    if "opengis.net/gml" in start or "opengis.net/wfs" in start:
        return "gml"
    if tag == "Workbook":
        raise says.wanted(name, "an Excel 2003 XML workbook", "Open it in Excel and save it as .xlsx.")
    if tag == "qgis":
        raise says.wanted(name, "a QGIS project, which only lists layers", "Bring in the layers' own files.")
    raise says.unknown(name)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) // 2 * 2].decode("utf-16", "replace")
    return data.decode("utf-8", "replace")


def refuse_pointers(path: Path, name: str) -> None:
    """Raise Problem where a file that GDAL will read names one of GDAL's own virtual paths."""
    with path.open("rb") as file:
        tail = b""
        while block := file.read(_HEAD):
            data = tail + block
            if b"/vsi" in data or b"/\x00v\x00s\x00i" in data:
                raise says.pointing_elsewhere(name, "names a path inside the reading program (/vsi…)")
            tail = block[-16:]
