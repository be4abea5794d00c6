"""Seeded damage: every format's sound file, broken in the ways that files get broken or are made to break."""

from __future__ import annotations

import random
from collections.abc import Iterator

WAYS = ("cut", "flip", "zeros", "splice", "huge", "repeat", "prefix", "swap")


def mutate(data: bytes, way: str, seed: int, other: bytes) -> bytes:
    """`data` damaged in one way; the same seed gives the same bytes."""
    chance = random.Random(f"{way}-{seed}-{len(data)}")
    out = bytearray(data)
    if way == "cut":
        return data[: chance.randrange(len(data))]
    if way == "flip":
        for _ in range(chance.choice((1, 8, 64, 400))):
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    elif way == "zeros":
        at = chance.randrange(len(out))
        out[at : at + 200] = bytes(len(out[at : at + 200]))
    elif way == "splice":
        at, start = chance.randrange(len(out)), chance.randrange(len(other))
        out[at:at] = other[start : start + chance.choice((10, 500, 5000))]
    elif way == "huge":
        # Counts and lengths live in the first bytes of most binary formats.
        for _ in range(4):
            at = chance.randrange(min(len(out), 512))
            out[at : at + 4] = chance.choice(
                (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80", b"9999")
            )
    elif way == "repeat":
        at = chance.randrange(len(out))
        out[at:at] = out[at : at + 40] * 500
    elif way == "prefix":
        return bytes(chance.randrange(256) for _ in range(chance.choice((1, 3, 64)))) + data
    elif way == "swap":
        half = len(out) // 2
        return data[half:] + data[:half]
    return bytes(out)


def nasty() -> Iterator[tuple[str, bytes]]:
    """Written by hand: what no accident makes, under names that mislead."""
    yield "deep.json", b'{"a":' * 60_000 + b"1" + b"}" * 60_000
    yield "deep.geojson", b'{"type":"GeometryCollection","geometries":[' * 400 + b"]}" * 400
    yield "long.csv", b"a," * 200_000 + b"\n" + b"1," * 200_000
    yield "quote.csv", b'a,b\n"' + b"x\n" * 50_000
    yield "nul.csv", b"a,b\n1,\x002\n"
    yield "bytes.csv", bytes(range(1, 256)) * 20
    yield "one.csv", b"\xef\xbb\xbf"
    yield "digits.json", b"[" + b"9" * 20_000 + b"]"
    yield "bignum.json", b'[{"a": ' + b"9" * 4000 + b"}]"
    yield "keys.json", b'[{"a":1,"a":2},{"":3," ":4}]'
    yield "deep.kml", b"<kml xmlns='http://www.opengis.net/kml/2.2'>" + b"<Folder>" * 20_000
    yield "deep.gml", b"<gml:x xmlns:gml='http://www.opengis.net/gml'>" + b"<gml:featureMember>" * 20_000
    yield "deep.osm", b"<osm>" + b"<way>" * 20_000
    yield "open.osm", b"<?xml version='1.0'?><osm version='0.6'><node id='x' lat='a' lon='b'/></osm>"
    yield "empty.osm", b"<osm version='0.6'></osm>"
    yield "utf16.csv", "a,b\n1,2\n".encode("utf-16")[:-1]
    yield "half.xlsx", b"PK\x03\x04" + bytes(100)
    yield "points.fgb", b"fgb\x03fgb\x00" + b"\xff" * 200
    yield "blob.pbf", b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\xff\xff\xff\x7f" + bytes(100)
    yield "loop.dxf", b"0\nSECTION\n2\nENTITIES\n" + b"0\nLINE\n" * 5000
    yield (
        "mif.mif",
        b'Version 300\nCharset "x"\nColumns 99999\n' + b"  a Char(254)\n" * 50 + b"Data\nPline 99999999\n",
    )
    yield "table.tab", b"!table\n!version 300\nDefinition Table\n  Type NATIVE\n  Fields 99999\n"
    yield (
        "sheet.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le") + bytes(2000),
    )
    yield "gzip.gz", b"\x1f\x8b\x08\x00" + bytes(30)
    yield (
        "topology.json",
        b'{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[0,0,0]]}},"arcs":[[[0,0]]]}',
    )
    yield (
        "database.dbf",
        b"\x03\x79\x0b\x11\xff\xff\xff\x7f\x41\x00\xff\xff" + bytes(20) + b"A" * 32 + b"\x0d",
    )
