"""OpenStreetMap extracts as XML and PBF, encoded by hand: no library writes PBF the same on every machine."""

from __future__ import annotations

import datetime
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
from convertbng import cutil

CHUNK = 8000
"""Things in one block; the format's readers take up to this many."""


@dataclass(frozen=True)
class Node:
    """A point; `x` and `y` in National Grid metres."""

    id: int
    x: float
    y: float
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OsmWay:
    """A line or outline through nodes by id."""

    id: int
    nodes: tuple[int, ...]
    tags: Mapping[str, str] = field(default_factory=dict)


def _degrees(nodes: Sequence[Node]) -> list[tuple[int, int]]:
    """Longitude and latitude of each node in ten-millionths of a degree, as OpenStreetMap keeps them."""
    if not nodes:
        return []
    xy = np.array([(n.x, n.y) for n in nodes], dtype=float)
    lon, lat = cutil.convert_lonlat(np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1]))
    tens = np.round(np.column_stack([lon, lat]) * 1e7).astype(np.int64).tolist()
    return [(x, y) for x, y in tens]


def osm_xml(path: Path, nodes: Iterable[Node], ways: Iterable[OsmWay], date: str) -> None:
    """An extract as XML as at `date` ('2023-06-13'); no users, versions or times of edits."""
    points = sorted(nodes, key=lambda n: n.id)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="Placewell sample">']
    lines.append(f'  <note>Made up; as at {date}.</note>\n  <meta osm_base="{date}T00:00:00Z"/>')
    for node, (lon, lat) in zip(points, _degrees(points), strict=True):
        start = f'  <node id="{node.id}" lat="{lat / 1e7:.7f}" lon="{lon / 1e7:.7f}"'
        lines.append(start + (">" + _xml_tags(node.tags) + "</node>" if node.tags else "/>"))
    for way in sorted(ways, key=lambda w: w.id):
        through = "".join(f'<nd ref="{ref}"/>' for ref in way.nodes)
        lines.append(f'  <way id="{way.id}">{through}{_xml_tags(way.tags)}</way>')
    path.write_text("\n".join([*lines, "</osm>", ""]), encoding="utf-8", newline="\n")


def _xml_tags(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in sorted(tags.items()))


def osm_pbf(path: Path, nodes: Iterable[Node], ways: Iterable[OsmWay], date: str) -> None:
    """An extract as PBF as at `date`; dense nodes, then ways, each in order of their ids."""
    points = sorted(nodes, key=lambda n: n.id)
    lines = sorted(ways, key=lambda w: w.id)
    seconds = int(datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.UTC).timestamp())
    head = _bytes(4, b"OsmSchema-V0.6") + _bytes(4, b"DenseNodes") + _bytes(16, b"Placewell sample")
    parts = [_blob(b"OSMHeader", head + _number(32, seconds))]
    for at in range(0, len(points), CHUNK):
        parts.append(_blob(b"OSMData", _dense(points[at : at + CHUNK])))
    for at in range(0, len(lines), CHUNK):
        parts.append(_blob(b"OSMData", _ways(lines[at : at + CHUNK])))
    path.write_bytes(b"".join(parts))


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _packed(field: int, values: Iterable[int]) -> bytes:
    return _bytes(field, b"".join(map(_varint, values)))


def _steps(values: Iterable[int]) -> Iterable[int]:
    """Differences from one to the next, with the sign in the last bit."""
    before = 0
    for value in values:
        step = value - before
        yield step << 1 if step >= 0 else (-step << 1) - 1
        before = value


def _blob(kind: bytes, block: bytes) -> bytes:
    blob = _number(2, len(block)) + _bytes(3, zlib.compress(block, 9))
    head = _bytes(1, kind) + _number(3, len(blob))
    return struct.pack(">I", len(head)) + head + blob


class _Words:
    """The texts of a block, each once; number 0 is kept empty."""

    def __init__(self) -> None:
        self.at: dict[str, int] = {"": 0}

    def __getitem__(self, word: str) -> int:
        return self.at.setdefault(word, len(self.at))

    def table(self) -> bytes:
        return _bytes(1, b"".join(_bytes(1, word.encode()) for word in self.at))


def _dense(nodes: Sequence[Node]) -> bytes:
    words, places = _Words(), _degrees(nodes)
    tags: list[int] = []
    for node in nodes:
        for key, value in sorted(node.tags.items()):
            tags += (words[key], words[value])
        tags.append(0)
    dense = _packed(1, _steps(n.id for n in nodes))
    dense += _packed(8, _steps(lat for _, lat in places)) + _packed(9, _steps(lon for lon, _ in places))
    if any(tags):
        dense += _packed(10, tags)
    return words.table() + _bytes(2, _bytes(2, dense))


def _ways(ways: Sequence[OsmWay]) -> bytes:
    words = _Words()
    group = b""
    for way in ways:
        tags = sorted(way.tags.items())
        one = _number(1, way.id) + _packed(2, (words[k] for k, _ in tags))
        one += _packed(3, (words[v] for _, v in tags)) + _packed(8, _steps(way.nodes))
        group += _bytes(3, one)
    return words.table() + _bytes(2, group)
