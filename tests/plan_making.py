"""Plans as applicants spoil them: several pages, turned, locked, printed to fit; and tables of their points."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from shapely import to_geojson
from shapely.geometry.base import BaseGeometry


def locked_pdf(path: Path) -> Path:
    """A page behind a password: the handler's own words are there, the empty password does not open it."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"6b" * 32 + b"> /U <" + b"a7" * 32 + b"> >>",
    ]
    out, at = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (n, part)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % a for a in at)
    tail = b"trailer\n<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00112233> <00112233>] >>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(out + table + tail % len(out))
    return path


def copies_of(source: Path, path: Path, pages: int = 1, rotate: int = 0) -> Path:
    """The first page so many times, each turned by so many degrees with the clock when it is displayed."""
    import pypdfium2 as pdfium

    made, given = pdfium.PdfDocument.new(), pdfium.PdfDocument(source)
    for _ in range(pages):
        made.import_pages(given, [0])
    for page in made:
        page.set_rotation(rotate)
    made.save(path)
    return path


def points_file(path: Path, points: Sequence[tuple[float, float, float, float]]) -> Path:
    """Known points as a table."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(["page_x", "page_y", "easting", "northing"])
        table.writerows(points)
    return path


def trace_file(path: Path, *shapes: BaseGeometry, **said: str) -> Path:
    """What was traced, as GeoJSON, with what is said of it."""
    features = [
        {"type": "Feature", "properties": said, "geometry": json.loads(to_geojson(s))} for s in shapes
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path
