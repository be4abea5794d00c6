"""How a workbook looks: colours, fonts, and what a council may set of its own."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from placewell.domain.errors import Problem

TEXT, SECONDARY, LINE, PANEL = "#1F2933", "#52606D", "#D8DCE0", "#F6F7F8"
TYPED, ANSWER = "#E3F1F4", "#FFF6DC"
"""Grounds of cells that may be changed, and of cells for answers."""
LARGEST_LOGO = 1_000_000


@dataclass(frozen=True)
class Look:
    """A council's name, accent colour, logo (PNG or JPEG) and the sheets it wants (all where none is named)."""

    council: str = ""
    accent: str = "#00657A"
    font: str = "Arial"
    logo: bytes = b""
    sheets: tuple[str, ...] = ()


_KNOWN = ("council", "accent", "font", "logo", "sheets")


def read_look(path: Path) -> Look:
    """The settings file of a council's own look. Raises Problem with what is wrong."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise _problem(path, f"could not be read ({fault.strerror or 'no reason given'})") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise _problem(path, f"is not a settings file ({fault})") from fault
    unknown = sorted(set(said) - set(_KNOWN))
    if unknown:
        raise _problem(path, f"has settings that are not known: {', '.join(unknown)}")
    for name in ("council", "accent", "font", "logo"):
        if name in said and not isinstance(said[name], str):
            raise _problem(path, f"gives '{name}' as something other than words")
    accent = said.get("accent", Look.accent)
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", accent):
        raise _problem(path, f"gives the colour '{accent}', which is not like #00657A")
    if contrast(accent, "#FFFFFF") < 4.5:
        raise _problem(path, f"gives the colour {accent}, too light to be read on white (it needs 4.5 to 1)")
    sheets = said.get("sheets", [])
    if not isinstance(sheets, list) or not all(isinstance(s, str) for s in sheets):
        raise _problem(path, "gives 'sheets' as something other than a list of names")
    return Look(
        said.get("council", ""),
        accent,
        said.get("font", Look.font),
        _logo(path, said.get("logo", "")),
        tuple(sheets),
    )


def _logo(settings: Path, name: str) -> bytes:
    if not name:
        return b""
    if Path(name).name != name:
        raise _problem(settings, "names a logo that does not lie beside it")
    try:
        content = (settings.parent / name).read_bytes()
    except OSError as fault:
        raise _problem(settings, f"names the logo {name}, which could not be read") from fault
    if len(content) > LARGEST_LOGO or not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise _problem(settings, f"names the logo {name}, which is no PNG or JPEG of at most 1 MB")
    return content


def _problem(path: Path, what: str) -> Problem:
    return Problem(
        f"{path.name} {what}.",
        "It says how the council's workbooks look, so none was written.",
        f"It may hold {', '.join(_KNOWN)}; mend it or leave it out.",
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 works it out, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
