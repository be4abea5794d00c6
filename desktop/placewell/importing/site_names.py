"""What names of drawing layers and of rows say: the site's red line, its blue line, or neither."""

from __future__ import annotations

import re

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OTHER = re.compile(r"[^a-z0-9]+")
_RED = re.compile(r"\bred ?l(ine)?\b|\bred ?line ?bound|\bredl\b|\brlb\b")
_SITE = re.compile(
    r"\bsite ?(bound|area|line|outline|extent|edge)|\bapplication ?(bound|site|area|line)"
    r"|\b(app|planning|development) ?bound"
)
_BLUE = re.compile(
    r"\bblue ?l(ine)?\b|\bblue ?line ?bound|\bblul\b|\bownership\b|\bother ?land\b|\bland in (control|ownership)\b"
)
_SURE, _LIKELY = 2, 1


def line_called(name: str) -> tuple[str, int]:
    """('redline' or 'blueline', 2 or 1) where a name says so, the greater number the surer; else ('', 0).

    A name that speaks of both lines says neither.
    """
    words = _OTHER.sub(" ", _CAMEL.sub(" ", name).casefold()).strip()
    red = _SURE if _RED.search(words) else _LIKELY if _SITE.search(words) else 0
    if _BLUE.search(words):
        return ("", 0) if red == _SURE else ("blueline", _SURE)
    return ("redline", red) if red else ("", 0)
