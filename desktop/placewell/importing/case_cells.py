"""Rows of the case's own tables as values: statements, consultations, drawings, floorspace and quantities."""

from __future__ import annotations

import re
from typing import Any

from placewell.importing.scheme_cells import Cells, Unusable

PTAL_BANDS = ("0", "1a", "1b", "2", "3", "4", "5", "6a", "6b")
"""The bands that TfL publishes."""
_STATES = {
    **dict.fromkeys(("existing", "as existing", "current"), "existing"),
    **dict.fromkeys(("lost", "loss", "demolished", "to be lost"), "lost"),
    **dict.fromkeys(("proposed", "new", "total proposed"), "proposed"),
}
_MEASURES = {word: word for word in ("GIA", "NIA", "GEA")} | {"gross internal": "GIA", "net internal": "NIA"}
_CHANGES = {
    **dict.fromkeys(("new", "opened", "proposed", "open"), "new"),
    **dict.fromkeys(("closed", "stopped up", "lost", "removed"), "closed"),
}
_ENDED = re.compile(r"(A[1-5]|B1(\([a-c]\))?|D[12])\b", re.IGNORECASE)
_UNIT = re.compile(r"([-+]?[\d,]*\.?\d+)\s*([^\d\s].*)?")


def claim(cells: Cells) -> dict[str, Any]:
    """A statement; without a figure its words must say something."""
    value, unit = _figure(cells, "value")
    words, about = cells.text("words"), cells.text("about")
    if value is None and not words:
        raise Unusable("It states neither a figure nor words, so it was left out.")
    if not about and value is not None:
        cells.query("It does not say what its figure is of, so nothing can be compared with it; kept.")
    return {
        "document": cells.need("document", "which document it stands in"),
        "page": cells.text("page"),
        "about": about,
        "words": words,
        "value": value,
        "unit": cells.text("unit") or unit,
        "option": cells.text("option"),
    }


def consultation(cells: Cells) -> dict[str, Any]:
    """A body that was asked, with its dates."""
    made = {
        "body": cells.need("body", "which body was asked"),
        "about": cells.text("about"),
        "asked": cells.date("asked", "when it was asked"),
        "due": cells.date("due", "when its answer is due"),
        "received": cells.date("received", "when its answer came"),
        "outcome": cells.text("outcome"),
        "summary": cells.text("summary"),
    }
    if made["received"] and made["asked"] and made["received"] < made["asked"]:
        cells.query(f"Its answer came ({made['received']}) before it was asked ({made['asked']}).")
    return made


def drawing(cells: Cells) -> dict[str, Any]:
    """A line of a drawing list."""
    return {
        "number": cells.need("number", "which drawing it is"),
        "title": cells.text("title"),
        "revision": cells.text("revision"),
        "date": cells.date("date", "when it was drawn") if cells.text("date") else "",
        "scale": cells.text("scale"),
    }


def official_ptal(cells: Cells) -> dict[str, Any]:
    """A band that TfL publishes, and nothing else."""
    said = cells.need("band", "which band it is")
    band = said.lower().removeprefix("ptal").strip(" :")
    if band not in PTAL_BANDS:
        raise Unusable(f"'{said}' is not a PTAL band ({', '.join(PTAL_BANDS)}); left out.")
    return {
        "band": band,
        "index": cells.figure("index", "an access index"),
        "year": cells.text("year"),
        "source": "WebCAT export",
    }


def quantity(cells: Cells) -> dict[str, Any]:
    """Any quantity, exact or a range."""
    what = cells.need("what", "what it is a quantity of")
    value, least = cells.span("value", "a quantity")
    if value is None:
        raise Unusable("It gives no quantity, so it was left out.")
    return {
        "what": what,
        "value": value,
        "value_least": least,
        "unit": cells.text("unit").replace("m²", "m2"),
        "phase": cells.phase(),
        "document": cells.text("document"),
    }


def floorspace(cells: Cells) -> dict[str, Any]:
    """So much of a use class, as it stands, goes or is proposed."""
    m2, least = cells.span("m2", "floorspace in m²")
    state = cells.choice("state", _STATES, "whether it is existing, lost or proposed")
    if m2 is None or not state:
        cells.remarks.clear()
        lacks = "how much floorspace" if m2 is None else "whether it is existing, lost or proposed"
        raise Unusable(f"It does not say {lacks}, so it cannot be used.")
    return {
        "use": use_class(cells, cells.need("use", "which use it is")),
        "state": state,
        "measure": _measure(cells),
        "m2": m2,
        "m2_least": least,
        "phase": cells.phase(),
        "block": cells.text("block"),
        "what": cells.text("what"),
    }


def use_class(cells: Cells, said: str) -> str:
    """A use class as it is written, asked about where it is one that ended in September 2020."""
    bare = re.sub(r"^(?:use )?class\s+", "", said, flags=re.IGNORECASE)
    if _ENDED.match(bare):
        cells.query(
            f"Use class {bare} ended in September 2020: which of today's classes is it? Kept as written."
        )
    return bare


def link(cells: Cells) -> dict[str, Any]:
    """A way for walking that opens or closes."""
    change = cells.choice("change", _CHANGES, "whether it opens or closes")
    if not change:
        cells.remarks.clear()
        raise Unusable(f"'{cells.text('change')}' does not say whether it opens or closes; left out.")
    return {
        "name": cells.text("name"),
        "change": change,
        "phase": cells.phase(),
        "details": cells.text("details"),
    }


def blue_line(cells: Cells) -> dict[str, Any]:
    """Other land that the applicant holds."""
    return {"name": cells.text("name")}


def _measure(cells: Cells) -> str:
    if cells.text("measure"):
        return cells.choice("measure", _MEASURES, "how it was measured")
    cells.query("It does not say how it was measured (GIA, NIA, GEA): which is it? Kept without that.")
    return ""


def _figure(cells: Cells, name: str) -> tuple[float | None, str]:
    """A figure with the unit that may stand beside it ('4.96 ha', '35%')."""
    said = re.sub(
        r"^(c\.|ca\.?|circa|approx\.?|approximately|about|~)\s*", "", cells.text(name), flags=re.IGNORECASE
    )
    said = re.sub(r"\s*\([^)]*\)$", "", said)  # '12 (50%)'
    found = _UNIT.fullmatch(said)
    if not said:
        return None, ""
    if not found:
        cells.query(f"'{said}' cannot be read as a figure; kept without one.")
        return None, ""
    return float(found[1].replace(",", "")), found[2] or ""


OF_CASE = {
    "claim": claim,
    "consultation": consultation,
    "drawing": drawing,
    "official PTAL": official_ptal,
    "quantity": quantity,
    "floorspace": floorspace,
    "link": link,
    "blue line": blue_line,
}
"""By kind, what reads a row."""
