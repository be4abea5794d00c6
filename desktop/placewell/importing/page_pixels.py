"""Drawing a page of a PDF, or opening a picture; runs in the reading process alone."""

from __future__ import annotations

import base64
import io
import math
import re
from pathlib import Path
from typing import Any

from placewell.domain.errors import Problem
from placewell.importing import says
from placewell.importing.raw import RawTable, ReadNote

DPI = 150
MOST_PX = 4000
"""Longest side that a page is kept in: a line on an A1 sheet still has its breadth."""
_MM = 25.4
_MOST_PIXELS = 150_000_000
_MOST_TEXT = 200_000
_SCALE = re.compile(r"(?<![\d.,])1\s?[:/]\s?(\d{1,3}(?:,\d{3})+|\d{2,6})(?![\d])")
_SCALES = range(50, 100_001)
_DPI = (30.0, 2400.0)


def read_page_of(path: Path, name: str, page: int | None) -> RawTable:
    """One page as a table of one row. Raises Problem."""
    with path.open("rb") as stream:
        head = stream.read(1024)
    if b"%PDF" in head:
        return _pdf(path, name, page)
    if head.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")):
        return _picture(path, name, page)
    raise Problem(
        f"{name} is neither a PDF nor a picture.",
        "A plan that is laid under the map is a page that can be seen.",
        "Choose the PDF, or a picture of it (PNG, JPEG, TIFF); a drawing (DXF) is brought in as it is.",
    )


def _pdf(path: Path, name: str, page: int | None) -> RawTable:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as fault:
        if "password" in str(fault).lower() or "security" in str(fault).lower():
            raise says.locked(name) from fault
        raise says.damaged(name) from fault
    try:
        at = _which(name, page, len(document))
        sheet = document[at - 1]
        wide, high = sheet.get_size()
        if not (
            math.isfinite(wide) and math.isfinite(high) and min(wide, high) > 10 and max(wide, high) < 2e5
        ):
            raise says.damaged(name, "its page has no usable size")
        text = sheet.get_textpage()
        words = text.get_text_range(count=min(text.count_chars(), _MOST_TEXT)) if text.count_chars() else ""
        scale = min(DPI / 72, MOST_PX / max(wide, high))
        image = sheet.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except pdfium.PdfiumError as fault:
        raise says.damaged(name) from fault
    notes = []
    if at == 1 and not words.strip():
        notes.append(
            ReadNote(None, "checked", "The page holds no text, so a scale stated on it cannot be read.")
        )
    return _table(
        name, image, (wide / 72 * _MM, high / 72 * _MM), (at, len(document)), _scales(words), True, notes
    )  # fmt: skip


def _picture(path: Path, name: str, page: int | None) -> RawTable:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        image = Image.open(path, formats=("PNG", "JPEG", "TIFF"))
        pages = int(getattr(image, "n_frames", 1))
        at = _which(name, page, pages)
        if pages > 1:
            image.seek(at - 1)
        if image.width * image.height > _MOST_PIXELS:
            raise says.too_big(name, f"is a picture of {image.width:,} × {image.height:,} points")
        dpi = image.info.get("dpi")
        upright = ImageOps.exif_transpose(image).convert("RGB")
    except Image.DecompressionBombError as fault:
        raise says.too_big(name, "is a picture that unpacks to far more than it looks") from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as fault:
        raise says.damaged(name) from fault
    each = _dpi(dpi)
    notes = []
    if each is None:
        each = (_MM, _MM)
        notes.append(
            ReadNote(
                None,
                "checked",
                "The picture does not say how large it is on paper: a pixel counts as a millimetre, and a stated"
                " scale cannot be checked.",
            )
        )
    turned = (image.width, image.height) != (upright.width, upright.height)
    across, up = each[::-1] if turned else each
    size = (upright.width / across * _MM, upright.height / up * _MM)
    upright.thumbnail((MOST_PX, MOST_PX))
    return _table(name, upright, size, (at, pages), (), not notes, notes)


def _dpi(said: Any) -> tuple[float, float] | None:
    """Points to the inch across and up, where the picture says them and they can be true."""
    try:
        across, up = (float(v) for v in said)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return (across, up) if all(_DPI[0] <= v <= _DPI[1] for v in (across, up)) else None


def _which(name: str, page: int | None, pages: int) -> int:
    if pages < 1:
        raise says.damaged(name, "it has no pages")
    if page is None and pages > 1:
        raise Problem(
            f"{name} has {pages:,} pages.",
            "A plan is one of them.",
            f"Say which, from 1 to {pages:,} (--page N).",
        )
    at = page or 1
    if not 1 <= at <= pages:
        raise Problem(
            f"{name} has no page {at:,}.",
            f"It has {pages:,} {'page' if pages == 1 else 'pages'}.",
            f"Say one from 1 to {pages:,} (--page N)." if pages > 1 else "Leave the page out.",
        )
    return at


def _scales(text: str) -> tuple[int, ...]:
    found = (int(m.group(1).replace(",", "")) for m in _SCALE.finditer(text))
    return tuple(dict.fromkeys(n for n in found if n in _SCALES))[:8]


def _table(
    name: str,
    image: Any,
    size_mm: tuple[float, float],
    pages: tuple[int, int],
    scales: tuple[int, ...],
    sized: bool,
    notes: list[ReadNote],
) -> RawTable:
    held = io.BytesIO()
    image.save(held, "PNG", optimize=True)
    cells = {
        "page": pages[0],
        "pages": pages[1],
        "wide_mm": size_mm[0],
        "high_mm": size_mm[1],
        "wide_px": image.width,
        "high_px": image.height,
        "png": base64.b64encode(held.getvalue()).decode("ascii"),
        "scales": " ".join(map(str, scales)),
        "sized": sized,
    }
    return RawTable(name, "", "page", {k: [v] for k, v in cells.items()}, rows=range(1, 2), notes=notes)
