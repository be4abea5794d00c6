"""The fence: nothing but the file is read, nothing is left behind, and a crash is a message."""

from __future__ import annotations

import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import files
import pytest

import placewell
from placewell.domain.errors import Problem
from placewell.importing import archive, drivers, wire, worker
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader, time_limit

SECRET = "id,secret\n1,the planted truth\n2,another\n"


def python(code: str, *arguments: str) -> str:
    """What a Python of its own prints when it runs `code` with Placewell importable."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(Path(placewell.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def refused(reader: Reader, path: Path, words: str) -> None:
    """The file is refused in those words, all three sentences are there, and nothing planted leaks."""
    with pytest.raises(Problem, match=words) as caught:
        reader.read(path)
    assert caught.value.what and caught.value.why and caught.value.todo
    assert "planted" not in str(caught.value)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    return files.text(tmp_path / "secret.csv", SECRET)


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this computer and the list of what was asked of it."""
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    web = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{web.server_port}", asked
    web.shutdown()
    web.server_close()
    thread.join()


@pytest.mark.parametrize(
    "name", ["layer.vrt", "layer.geojson", "layer.gpkg", "layer.kml", "layer.csv", "layer.gml"]
)
def test_a_virtual_layer_reads_nothing_under_any_name(
    name: str, secret: Path, tmp_path: Path, reader: Reader
) -> None:
    vrt = (
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    refused(reader, files.text(tmp_path / name, vrt), "virtual layer.*holds none itself.*never another file")


@pytest.mark.parametrize(
    "content",
    [
        "/vsicurl/{url}/a.geojson",
        "/vsizip//etc/x.zip",
        "{url}/data.geojson",
        "WFS:{url}",
        "PG:host=127.0.0.1",
        "file:///etc/passwd",
    ],
)
def test_a_file_that_is_only_a_link_reads_nothing(
    content: str, server: tuple[str, list[str]], tmp_path: Path, reader: Reader
) -> None:
    url, asked = server
    for name in ("link.geojson", "link.csv", "link"):
        refused(reader, files.text(tmp_path / name, content.format(url=url) + "\n"), "link to somewhere else")
    assert asked == []


@pytest.mark.parametrize(
    "path",
    ["/vsicurl/http://x/y.gpkg", "/vsimem/x", "http://127.0.0.1/a.gpkg", "https://x/y", "/VSIZIP/a.zip"],
)
def test_a_path_that_leads_elsewhere_is_not_opened(path: str, reader: Reader) -> None:
    refused(reader, Path(path), "not a file on this computer")


@pytest.mark.parametrize("root", ["kml", "osm", "gml:FeatureCollection"])
def test_xml_that_declares_entities_is_refused(
    root: str, secret: Path, tmp_path: Path, reader: Reader
) -> None:
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    body = (
        f'<{root} xmlns="http://www.opengis.net/kml/2.2" xmlns:gml="http://www.opengis.net/gml">&e;</{root}>'
    )
    refused(reader, files.text(tmp_path / "x.kml", head + body), r"entities.*never another file")
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    refused(reader, files.text(tmp_path / "y.kml", "<!-- hello -->" + bomb + body, "utf-16"), "entities")


def test_gml_that_points_elsewhere_reads_nothing(
    server: tuple[str, list[str]], tmp_path: Path, reader: Reader
) -> None:
    url, asked = server
    path = files.gml(tmp_path)
    whole = path.read_text(encoding="utf-8")
    far = whole.replace("wards.xsd", f"{url}/schema.xsd")
    assert far != whole
    (table,) = reader.read(files.text(path, far))
    assert len(table) == 3 and asked == []
    refused(
        reader, files.text(path, whole.replace("wards.xsd", f"/vsicurl/{url}/s.xsd")), r"virtual path|/vsi"
    )
    assert asked == []


def test_kml_links_are_not_followed(server: tuple[str, list[str]], tmp_path: Path, reader: Reader) -> None:
    url, asked = server
    whole = files.kml(tmp_path).read_text(encoding="utf-8")
    link = f"<NetworkLink><Link><href>{url}/more.kml</href></Link></NetworkLink></Document>"
    (table,) = reader.read(files.text(tmp_path / "l.kml", whole.replace("</Document>", link)))
    assert len(table) == 3 and asked == []


def test_mapinfo_views_are_refused(tmp_path: Path, reader: Reader) -> None:
    view = '!table\n!version 100\nOpen Table "/etc/other.tab" Hide\nCreate View x As Select a From other\n'
    refused(reader, files.text(tmp_path / "v.tab", view), "MapInfo view, which only names other tables")


def test_zip_that_climbs_out_writes_nothing(tmp_path: Path, reader: Reader) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    for name in (
        "../../escaped.csv",
        "/tmp/placewell-escaped.csv",
        "a\\..\\..\\escaped.csv",
        "C:/escaped.csv",
    ):
        path = inside / "trap.zip"
        with zipfile.ZipFile(path, "w") as trap:
            trap.writestr(name, SECRET)
        refused(reader, path, "outside its own folder.*nothing was read")
    assert not list(tmp_path.rglob("*escaped*")) and not Path("/tmp/placewell-escaped.csv").exists()


def test_zip_bombs_are_stopped(tmp_path: Path, reader: Reader) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a.csv", bytes(300_000_000))
    refused(reader, tmp_path / "bomb.zip", "far more than its size")
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as many:
        for i in range(archive.MAX_MEMBERS + 1):
            many.writestr(f"{i}.csv", "")
    refused(reader, tmp_path / "many.zip", r"holds 3,001 files")
    inner = files.shapefile_zip(tmp_path).read_bytes()
    nested = files.zipped(tmp_path / "nested.zip", {"inner.zip": inner})
    refused(reader, nested, "archive inside an archive")


def test_gz_bomb_is_stopped(tmp_path: Path, reader: Reader) -> None:
    import gzip

    (tmp_path / "b.json.gz").write_bytes(gzip.compress(bytes(200_000_000)))
    refused(reader, tmp_path / "b.json.gz", "far more than its size")


def test_locked_zip_says_so(tmp_path: Path, reader: Reader) -> None:
    path = files.zipped(tmp_path / "l.zip", {"a.csv": SECRET.encode()})
    data = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    path.write_bytes(bytes(data))
    refused(reader, path, "protected by a password")


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"AC1032\x00\x00", "DWG drawing.*Save it as DXF"),
        (b"SQLite format 3\x00" + bytes(4000), "database without map layers"),
        (b"", "is empty"),
        (b"  \r\n\r\n ", "is empty"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        (b"<svg xmlns='x'></svg>", "not a kind of file"),
        (bytes(range(256)) * 40, "not a kind of file"),
        (b"PK\x05\x06" + bytes(18), "archive without a map layer"),
    ],
)
def test_what_placewell_cannot_use_is_named(head: bytes, words: str, tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "thing.gpkg").write_bytes(head)
    refused(reader, tmp_path / "thing.gpkg", words)


def test_paths_that_are_no_files(tmp_path: Path, reader: Reader) -> None:
    refused(reader, tmp_path / "gone.gpkg", "gone.gpkg is not there")
    refused(reader, tmp_path, "is a folder")
    refused(reader, Path("/dev/zero"), "not an ordinary file")
    os.mkfifo(tmp_path / "pipe.csv")
    refused(reader, tmp_path / "pipe.csv", "not an ordinary file")


def test_an_unreadable_file_is_a_message(tmp_path: Path) -> None:
    path = files.csv_file(tmp_path)
    path.chmod(0)
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    code = f"""
import os, tempfile
from pathlib import Path
from placewell.domain.errors import Problem
from placewell.importing.companions import gather
from placewell.importing.reader import _look_at
if os.geteuid() == 0:
    os.setresuid(65534, 65534, 65534)
path = Path({str(path)!r})
for look in (_look_at, lambda p: gather(p, Path(tempfile.mkdtemp()) / "x", p.name)):
    try:
        look(path)
    except Problem as problem:
        print(problem)
"""
    out = python(code)
    lines = out.splitlines()
    assert len(lines) == 2
    assert all(
        line.startswith("places.csv cannot be opened. This computer does not let you read it")
        for line in lines
    )


def _sleeper(pipe: Connection, room: str) -> None:
    pipe.send_bytes(b"ready")
    pipe.recv_bytes()
    time.sleep(600)


def _crasher(pipe: Connection, room: str) -> None:
    pipe.send_bytes(b"ready")
    while True:
        request = json.loads(pipe.recv_bytes())
        if request["name"].startswith("bad"):
            os.abort()
        for frame in wire.table_frames([RawTable(request["name"], "", "CSV", {"a": ["1"]}, rows=[2])]):
            pipe.send_bytes(frame)


def _liar(pipe: Connection, room: str) -> None:
    """A reading process taken over by its file: it sends whatever it likes."""
    pipe.send_bytes(b"ready")
    head = {"file": "x", "part": "", "format": "CSV", "crs": "", "headed": True, "rows": [1, 2], "each": None,
            "notes": [], "columns": ["a"], "shapes": False, "layer": ""}  # fmt: skip
    nest = b"".join(b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" for _ in range(200_000))
    lies: dict[str, list[bytes]] = {
        "text": [b"hello"],
        "shape": [json.dumps({"tables": 7}).encode()],
        "length": [json.dumps({"tables": [head]}).encode(), b"[1]"],
        "type": [json.dumps({"tables": [head]}).encode(), b'[[1], {"a": 2}]'],
        "nan": [json.dumps({"tables": [head]}).encode(), b"[NaN, 1]"],
        "note": [json.dumps({"tables": [{**head, "notes": [[1, "made up", "x"]]}]}).encode(), b"[1, 2]"],
        "rows": [json.dumps({"tables": [{**head, "rows": [1, 10**12]}]}).encode()],
        "pickle": [b"\x80\x04cos\nsystem\n(S'touch /tmp/x'\ntR."],
        "nested": [json.dumps({"tables": [{**head, "rows": [1, 1], "shapes": True, "columns": []}]}).encode(),
                   len(nest).to_bytes(8, "little"), nest],
    }  # fmt: skip
    request = json.loads(pipe.recv_bytes())
    for frame in lies[request["name"]]:
        pipe.send_bytes(frame)
    pipe.recv_bytes()


def test_a_file_that_takes_too_long_is_stopped_and_told(tmp_path: Path) -> None:
    path = files.csv_file(tmp_path)
    with Reader(limit=lambda size: 1.0, serve=_sleeper) as slow:
        began = time.monotonic()
        refused(slow, path, "took longer than 1 seconds to read and was stopped")
        assert time.monotonic() - began < 8
        refused(slow, path, "took longer")


def test_a_crash_is_a_message_and_the_next_file_reads(tmp_path: Path) -> None:
    bad, good = (files.text(tmp_path / n, SECRET) for n in ("bad.csv", "good.csv"))
    with Reader(serve=_crasher) as fragile:
        for _ in range(2):
            refused(fragile, bad, "bad.csv is damaged or was cut short")
            (table,) = fragile.read(good)
            assert table.columns == {"a": ["1"]}


def test_the_real_reader_recovers_after_its_child_is_killed(tmp_path: Path) -> None:
    path = files.csv_file(tmp_path)
    with Reader() as reader:
        assert len(reader.read(path)) == 1
        assert reader._child is not None
        reader._child.kill()
        reader._child.join()
        assert len(reader.read(path)) == 1


@pytest.mark.parametrize(
    "lie", ["text", "shape", "length", "type", "nan", "note", "rows", "pickle", "nested"]
)
def test_nothing_the_child_says_is_believed(lie: str, tmp_path: Path) -> None:
    path = files.text(tmp_path / lie, SECRET)
    with Reader(serve=_liar) as reader:
        refused(reader, path, "damaged")


def _caller(pipe: Connection, room: str) -> None:
    """A fenced process that tries to reach a server on this computer, as taken-over code would."""
    worker._fence(Path(room))
    pipe.send_bytes(b"ready")
    request = json.loads(pipe.recv_bytes())
    port = int(Path(request["path"]).read_text(encoding="ascii"))
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            answer = "reached"
    except OSError:
        answer = "barred"
    for frame in wire.table_frames([RawTable("x", "", "CSV", {"a": [answer]}, rows=[1])]):
        pipe.send_bytes(frame)
    pipe.recv_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process give up the network by itself")
def test_the_fenced_process_cannot_reach_the_network(server: tuple[str, list[str]], tmp_path: Path) -> None:
    url, _ = server
    port = url.rsplit(":", 1)[1]
    with socket.create_connection(("127.0.0.1", int(port)), timeout=5):
        pass  # the same call from outside the fence works
    with Reader(serve=_caller) as reader:
        (table,) = reader.read(files.text(tmp_path / "port", port))
    assert table.columns == {"a": ["barred"]}


def test_private_copies_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with Reader() as reader:
        reader.read(files.shapefile_zip(tmp_path))
        (room,) = scratch.iterdir()
        assert not [p for p in room.rglob("*") if p.is_file() and p.suffix in (".shp", ".dbf", ".zip")]
        with pytest.raises(Problem):
            reader.read(files.text(tmp_path / "x.gpkg", "SQLite format 3\x00"))
    assert list(scratch.iterdir()) == []


def test_only_listed_drivers_are_there_and_more_are_refused() -> None:
    """In a process of its own: with the fence only our drivers, and without it a refusal."""
    code = (
        "import sys, tempfile\nfrom pathlib import Path\nfrom placewell.domain.errors import Problem\n"
        "from placewell.importing import gdal\n"
        "if 'bare' in sys.argv: import pyogrio\n"
        "try: gdal.fence(Path(tempfile.mkdtemp()))\nexcept Problem as p: print(p)\n"
        "import pyogrio; print(sorted(pyogrio.list_drivers()))"
    )
    for how in ("fenced", "bare"):
        out = python(code, how)
        if how == "fenced":
            assert set(listed(out)) <= drivers.ALLOWED
            assert {"GPKG", "ESRI Shapefile", "MapInfo File", "GML", "OSM", "FlatGeobuf"} <= set(listed(out))
        else:
            assert "opens more kinds of file than it should" in out and "OGR_VRT" in out


def listed(printed: str) -> list[str]:
    found: list[str] = json.loads(printed.strip().replace("'", '"'))
    return found


def test_the_limit_grows_with_the_file() -> None:
    assert time_limit(0) == 8.0
    assert time_limit(10_000_000) == 48.0
