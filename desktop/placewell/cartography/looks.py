"""The colours of the base map: light, dark, for print and in high contrast. Themes and the red line keep theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from placewell.cartography.draw import LAND
from placewell.domain import style
from placewell.domain.style import Style


@dataclass(frozen=True)
class Look:
    """One style of the base map. `swaps` says what each colour of the light one becomes."""

    name: str
    land: str
    label: str
    halo: str
    swaps: tuple[tuple[str, str], ...] = ()

    def of(self, drawn: Style) -> Style:
        """A style in these colours."""
        return _of(self, drawn)

    def colour(self, light: str) -> str:
        """What a colour of the light map becomes."""
        return dict(self.swaps).get(light, light)


@lru_cache(maxsize=512)
def _of(look: Look, drawn: Style) -> Style:
    if not look.swaps:
        return drawn
    colours = {name: look.colour(getattr(drawn, name)) for name in ("fill", "line", "casing")}
    return replace(drawn, fill=colours["fill"], line=colours["line"], casing=colours["casing"])


LIGHT = Look("light", LAND, "#3C4043", "#FFFFFF")
PRINT = Look(
    "print", "#FFFFFF", "#1F2933", "#FFFFFF", ((style.BUILDING, "#E9E6E0"), (style.CASING, "#C9C4BA"))
)
DARK = Look(
    "dark", "#23272C", "#D5DBE1", "#1B1F24",
    (
        (LAND, "#23272C"), (style.WATER, "#1E3442"), (style.PARK, "#26352A"), (style.BUILDING, "#2E333A"), (style.ROAD, "#3B424B"),
        (style.CASING, "#2A2F36"), (style.RAIL, "#5A626C"), (style.TEXT, "#D5DBE1"), (style.SECONDARY, "#8A95A1"),
        (style.ACCENT, "#4FC3D9"), (style.BLACK, "#E6EAEE"),
    ),
)  # fmt: skip
CONTRAST = Look(
    "contrast", "#000000", "#FFFFFF", "#000000",
    (
        (LAND, "#000000"), (style.WATER, "#003A5C"), (style.PARK, "#003D1F"), (style.BUILDING, "#3A3A3A"), (style.ROAD, "#9A9A9A"),
        (style.CASING, "#5A5A5A"), (style.RAIL, "#C0C0C0"), (style.TEXT, "#FFFFFF"), (style.SECONDARY, "#E0E0E0"),
        (style.ACCENT, "#FFFF00"), (style.BLACK, "#FFFFFF"),
    ),
)  # fmt: skip
LOOKS = {look.name: look for look in (LIGHT, DARK, PRINT, CONTRAST)}
