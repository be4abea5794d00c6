"""How each kind of thing is drawn, as data: window, paper and QGIS all draw from this."""

from __future__ import annotations

from dataclasses import dataclass, field

from placewell.domain.asset import THEMES

# Okabe and Ito's hues, told apart under the common kinds of colour blindness.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"

RED_LINE = "#D32F2F"
"""The red line of a site; nothing else on the map uses it."""
BLUE_LINE = "#1565C0"
"""Other land of the applicant; nothing else on the map uses it."""
WHITE = "#FFFFFF"
TEXT = "#1F2933"
SECONDARY = "#52606D"
WATER, PARK, BUILDING = "#CFE3EE", "#DCEAD0", "#E4DFD7"
ROAD, CASING, RAIL = "#FFFFFF", "#D5CFC4", "#A9A299"
ACCENT = "#00657A"

SHAPES = (
    "circle", "square", "triangle", "diamond", "pentagon", "hexagon", "star", "cross", "corner",
    "half circle", "half square", "arrow", "quarter circle",
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """One way of drawing. Widths and sizes in pixels at 96 to the inch; an empty colour draws nothing.

    A point is a `shape` of `size_px` filled with `fill` and edged with `line`; a line has `line` over a
    wider `casing`; a polygon `fill` (with `opacity`) edged by `line` over `casing`.
    """

    fill: str = ""
    opacity: float = 1.0
    line: str = ""
    line_px: float = 0.0
    casing: str = ""
    casing_px: float = 0.0
    shape: str = ""
    size_px: float = 0.0
    dashed: bool = False


@dataclass(frozen=True)
class Styling:
    """The style of a kind, or one for each value of its field `by` (`plain` for any other value)."""

    plain: Style
    by: str = ""
    each: dict[str, Style] = field(default_factory=dict)


THEME_MARKS: dict[str, tuple[str, str]] = {
    "health": (VERMILION, "cross"),
    "education": (BLUE, "square"),
    "leisure and sport": (SKY, "hexagon"),
    "play": (YELLOW, "star"),
    "open space": (GREEN, "circle"),
    "arts and culture": (PURPLE, "diamond"),
    "community space": (ORANGE, "pentagon"),
    "library": (BLUE, "half square"),
    "food": (GREEN, "half circle"),
    "shops and services": (ORANGE, "corner"),
    "transport": (BLACK, "triangle"),
    "work and skills": (SKY, "arrow"),
    "faith": (PURPLE, "quarter circle"),
}
"""Hue and shape of each theme; every shape is used once, so that no theme rests on hue alone."""


VERDICT_MARKS = {
    "met": "#00695C",
    "partly met": "#C77700",
    "not met": "#B3261E",
    "cannot tell": "#6A4FB3",
    "not applicable": "#8793A0",
}
"""Colour of each verdict's mark, which has a shape of its own too (`cartography.symbols`)."""

SIZES_PX = {
    "cross": 15.0, "star": 15.0, "triangle": 13.0, "diamond": 13.0, "arrow": 14.0, "corner": 14.0,
    "half circle": 16.0, "half square": 16.0, "quarter circle": 20.0,
}  # fmt: skip
"""Shapes that fill less of their square are drawn larger, so that no theme looks less important."""


def _mark(theme: str) -> Style:
    colour, shape = THEME_MARKS[theme]
    # White round yellow would leave it too faint to find on pale ground.
    edge = TEXT if colour == YELLOW else WHITE
    return Style(colour, line=edge, line_px=1.0, shape=shape, size_px=SIZES_PX.get(shape, 11.0))


def _ground(theme: str) -> Style:
    colour, _ = THEME_MARKS[theme]
    return Style(colour, 0.25, line=colour, line_px=1.0)


def _edge(colour: str, px: float, *, dashed: bool = False) -> Style:
    return Style(line=colour, line_px=px, dashed=dashed)


_OTHER_MARK = Style(SECONDARY, line=WHITE, line_px=1.0, shape="circle", size_px=9.0)
_SHOP = Style(PURPLE, 0.15, line=PURPLE, line_px=0.75)

ASSETS = Styling(_OTHER_MARK, "theme", {t: _mark(t) for t in THEMES})
"""Assets that are points."""
ASSET_GROUNDS = Styling(
    Style(SECONDARY, 0.2, line=SECONDARY, line_px=1.0), "theme", {t: _ground(t) for t in THEMES}
)
"""Assets that are polygons (parks, playing fields)."""
AREAS = Styling(
    _edge(SECONDARY, 0.5),
    "level",
    {
        "region": _edge(TEXT, 2.0),
        "borough": _edge(TEXT, 1.5),
        "ward": _edge(SECONDARY, 1.0),
        "LSOA 2021": _edge(SECONDARY, 0.5),
        "LSOA 2011": _edge(SECONDARY, 0.5, dashed=True),
        "regeneration area": Style(ORANGE, 0.1, line=ORANGE, line_px=1.25),
        "site allocation": Style(ACCENT, 0.1, line=ACCENT, line_px=1.0),
        "town centre": _SHOP,
        "shopping frontage": _SHOP,
        "conservation area": _edge(GREEN, 1.0, dashed=True),
    },
)
STREETS = Styling(Style(line=ROAD, line_px=2.0, casing=CASING, casing_px=3.5))
STOPS = Styling(Style(WHITE, line=TEXT, line_px=1.25, shape="circle", size_px=6.0))
SITES = Styling(Style(WHITE, line=ACCENT, line_px=1.5, shape="square", size_px=8.0))
SITE_GROUNDS = Styling(Style(ACCENT, 0.1, line=ACCENT, line_px=1.0))
PTAL_RAMP = {
    "0": "#E3EEF0", "1a": "#E3EEF0", "1b": "#E3EEF0", "2": "#B5D3D9", "3": "#7FB3BD", "4": "#438C9A",
    "5": "#438C9A", "6a": ACCENT, "6b": ACCENT,
}  # fmt: skip
"""Published bands of public transport access in five steps of one hue: light means little."""
PTAL_POINTS = Styling(
    Style(WHITE, line=SECONDARY, line_px=0.5, shape="square", size_px=5.0),
    "band",
    {
        band: Style(fill, line=SECONDARY, line_px=0.5, shape="square", size_px=5.0)
        for band, fill in PTAL_RAMP.items()
    },
)
COMMITMENTS = Styling(Style(WHITE, line=SECONDARY, line_px=1.5, shape="diamond", size_px=10.0))
"""Other schemes nearby: hollow, as all that is planned."""
COMMITMENT_GROUNDS = Styling(Style(SECONDARY, 0.08, line=SECONDARY, line_px=1.25, dashed=True))
BACKDROP = Styling(
    Style(BUILDING),
    "cover",
    {"building": Style(BUILDING), "water": Style(WATER), "green": Style(PARK), "rail": Style(RAIL)},
)
BACKDROP_LINES = Styling(
    _edge(RAIL, 1.0),
    "cover",
    {"water": _edge(WATER, 2.0), "green": _edge(PARK, 2.0), "rail": _edge(RAIL, 1.5)},
)
POSTCODES = Styling(Style(SECONDARY, shape="circle", size_px=2.0))
BOUNDARY = Styling(Style(line=TEXT, line_px=2.0, casing=WHITE, casing_px=4.0))
SCHEMES = Styling(Style(line=RED_LINE, line_px=2.5, casing=WHITE, casing_px=5.0))
BLUE_LINES = Styling(_edge(BLUE_LINE, 1.5))
PLANS = Styling(_edge("#52606D", 0.75))
"""The edge of a sheet that was placed under the map."""
"""Other land that the applicant holds."""
LINKS = Styling(
    _edge(ACCENT, 2.5), "change", {"new": _edge(ACCENT, 2.5), "closed": _edge(SECONDARY, 2.5, dashed=True)}
)
ENTRANCES = Styling(Style(WHITE, line=TEXT, line_px=2.0, shape="triangle", size_px=9.0))
BLOCKS = Styling(Style(SECONDARY, 0.35, line=TEXT, line_px=1.0))
PROVISION = Styling(Style(ACCENT, line=WHITE, line_px=1.5, shape="circle", size_px=11.0))
"""What a scheme brings, of whatever type: solid, as all that is new."""
PROVISION_GROUNDS = Styling(Style(ACCENT, 0.25, line=ACCENT, line_px=1.25))
