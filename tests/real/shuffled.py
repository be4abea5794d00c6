"""A copy of a folder of downloads with every file renamed and the columns of every table shuffled."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import shutil
import zipfile
from pathlib import Path

_GEO = {".gpkg", ".geojson"}


def shuffled_copy(source: Path, target: Path, seed: int) -> dict[str, str]:
    """Copy all data files below `source` into `target`, flat, under names that say nothing.

    Returns the new name of each old one.
    """
    rng = random.Random(seed)
    target.mkdir(parents=True)
    names: dict[str, str] = {}
    files = sorted(p for p in source.rglob("*") if p.is_file() and p.suffix != ".md")
    for i, path in enumerate(rng.sample(files, len(files))):
        new = target / f"download_{i:03d}{_ending(path)}"
        names[str(path.relative_to(source))] = new.name
        _copy(path, new, rng)
    return names


def _ending(path: Path) -> str:
    return (
        ".osm.pbf"
        if path.name.endswith(".osm.pbf")
        else ".json.gz"
        if path.name.endswith(".json.gz")
        else path.suffix
    )


def _copy(path: Path, new: Path, rng: random.Random) -> None:
    if path.suffix == ".csv":
        new.write_bytes(_csv(path.read_bytes(), rng))
    elif path.suffix == ".xlsx":
        _xlsx(path, new, rng)
    elif path.suffix in _GEO and _plain_geo(path):
        _geo(path, new, rng)
    elif path.name.endswith(".json.gz"):
        rows = json.loads(gzip.decompress(path.read_bytes()))
        keys = rng.sample(list(rows[0]), len(rows[0]))
        new.write_bytes(gzip.compress(json.dumps([{k: r[k] for k in keys if k in r} for r in rows]).encode()))
    elif path.suffix == ".zip":
        _zip(path, new, rng)
    else:
        shutil.copyfile(path, new)


def _plain_geo(path: Path) -> bool:
    return path.suffix == ".gpkg" or '"FeatureCollection"' in path.read_text("utf-8")[:2000]


def _csv(data: bytes, rng: random.Random) -> bytes:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    width = max(len(r) for r in rows)
    order = rng.sample(range(width), width)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        if row:
            full = row + [""] * (width - len(row))
            writer.writerow([full[i] for i in order])
    return out.getvalue().encode()


def _xlsx(path: Path, new: Path, rng: random.Random) -> None:
    import python_calamine
    import xlsxwriter

    book = python_calamine.CalamineWorkbook.from_path(str(path))
    out = xlsxwriter.Workbook(str(new), {"constant_memory": True})
    for name in book.sheet_names:
        sheet = out.add_worksheet(name)
        rows = book.get_sheet_by_name(name).to_python()
        order = rng.sample(range(len(rows[0])), len(rows[0])) if rows else []
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, [row[j] for j in order])
    out.close()


def _geo(path: Path, new: Path, rng: random.Random) -> None:
    import pyogrio

    for layer in pyogrio.list_layers(path)[:, 0]:
        frame = pyogrio.read_dataframe(path, layer=layer)
        columns = [c for c in frame.columns if c != "geometry"]
        frame = frame[[*rng.sample(columns, len(columns)), "geometry"]]
        options = {"RFC7946": False} if path.suffix == ".geojson" else {}
        # The layer's own name is content (it says which Article 4 direction it is); the file's is not.
        pyogrio.write_dataframe(
            frame, new, layer=layer, append=new.exists() and path.suffix == ".gpkg", **options
        )


def _zip(path: Path, new: Path, rng: random.Random) -> None:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as out:
        members = [m for m in old.namelist() if not m.endswith("/")]
        if "stop_times.txt" in members:
            for m in members:
                data = old.read(m)
                out.writestr(m, _csv(data, rng) if m in {"stops.txt", "routes.txt", "trips.txt"} else data)
            return
        for m in members:
            data, suffix = old.read(m), Path(m).suffix
            if suffix == ".csv":
                out.writestr(f"table_{len(out.namelist())}.csv", _csv(data, rng))
            elif suffix != ".txt":
                out.writestr(
                    f"inner{suffix}",
                    data.replace(Path(m).stem.encode(), b"inner") if suffix == ".tab" else data,
                )
