"""Maps of a scheme: what a project holds round it, as the content of a still map, and the page or picture of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from placewell.domain import style
from placewell.domain.asset import theme_of
from placewell.domain.errors import Problem
from placewell.domain.rows import Rows
from placewell.domain.scheme import Scheme
from placewell.work.case import find_scheme
from placewell.work.opened import Opened
from placewell.work.submissions import parts_of

if TYPE_CHECKING:
    from placewell.cartography.content import Box, Drawn, MapContent, Name, Place

ROUND_M = 900.0
"""How far round a site its neighbourhood is shown."""
PICTURE_PX = (1500, 860)
ENDINGS = (".pdf", ".svg", ".png")
GREEN_GROUND = style.Styling(style.Style(style.PARK))
GREEN_THEMES = ("open space", "play", "leisure and sport")


def neighbourhood(scheme: Scheme, by_m: float = ROUND_M) -> Box:
    """The ground round a site."""
    assert scheme.geometry is not None
    x0, y0, x1, y1 = scheme.geometry.bounds
    return x0 - by_m, y0 - by_m, x1 + by_m, y1 + by_m


def content_of(opened: Opened, scheme: Scheme | None, box: Box) -> MapContent:
    """What the project holds on this ground, quiet at the back, places and the red line before it."""
    from placewell.cartography.content import Drawn, MapContent

    read = opened.file.read
    ground = shapely.box(*box)
    assets = _near(read("asset"), ground)
    parks, places = _split(assets)
    parts = parts_of(opened).get(scheme.id, {}) if scheme is not None else {}
    blocks = [b.geometry for b in parts.get("block", ())]
    under = [
        Drawn(_near(read("backdrop"), ground), style.BACKDROP, until_m_px=12.0),
        Drawn(parks, GREEN_GROUND),
    ]
    over: list[Drawn] = []
    if blocks:
        over.append(Drawn(_bare(blocks), style.BLOCKS, "The scheme's blocks"))
    stops = _near(read("stop"), ground)
    credits = _credits(la.attribution for la in opened.file.layers())
    blue = [b.geometry for b in parts.get("blue line", ())]
    content = MapContent(
        box=box,
        crs=opened.project.crs,
        under=tuple(under),
        streets=_near(read("street"), ground),
        over=(Drawn(stops, style.STOPS, until_m_px=3.0), *over),
        places=tuple(places),
        other_land=shapely.union_all(blue) if blue else None,
        site=scheme.geometry if scheme is not None else None,
        site_name=scheme.name if scheme is not None else "",
        names=tuple(_names(parks, stops)),
        credits=credits,
    )
    from dataclasses import replace

    return replace(content, alt=alt_of(content))


def _credits(said: Iterable[str]) -> tuple[str, ...]:
    """Each sentence of the publishers once: many layers share most of theirs."""
    sentences = (
        part.strip().rstrip(".") for text in said for part in re.split(r";|(?<=[a-z)])\.\s+(?=[A-Z©])", text)
    )
    return tuple(dict.fromkeys(s for s in sentences if s))


def _near(rows: Rows, ground: shapely.Geometry) -> Rows:
    if rows.geometry is None or not len(rows):
        return rows
    return rows.where(shapely.intersects(rows.geometry, ground))


def _bare(shapes: list[shapely.Geometry]) -> Rows:
    held = np.empty(len(shapes), dtype=object)
    held[:] = shapes
    return Rows("block", {"id": [str(n) for n in range(len(shapes))]}, held)


def _split(assets: Rows) -> tuple[Rows, list[Place]]:
    """Grounds of parks and the like, and every other place at a point."""
    from placewell.cartography.content import Place

    if assets.geometry is None or not len(assets):
        return assets, []
    themes = [theme_of(str(t)) for t in assets.column("type")]
    areal = shapely.get_dimensions(assets.geometry) == 2
    green = areal & np.array([t in GREEN_THEMES for t in themes], dtype=bool)
    names, states = assets.column("name"), assets.column("status")
    places = []
    for n, shape in enumerate(assets.geometry):
        if green[n] or shape is None or not themes[n]:
            continue
        at = shapely.point_on_surface(shape)
        status = str(states[n] or "open")
        state = "planned" if status == "planned" else "lost" if status == "closed" else "open"
        places.append(Place(at.x, at.y, themes[n], str(names[n] or ""), state))  # type: ignore[arg-type]
    return assets.where(green), places


def _names(parks: Rows, stops: Rows) -> list[Name]:
    from placewell.cartography.content import Name

    found = []
    if parks.geometry is not None:
        for name, shape in zip(parks.column("name"), parks.geometry, strict=True):
            if name:
                at = shapely.point_on_surface(shape)
                found.append(Name(str(name), at.x, at.y, "park", float(shape.area)))
    if stops.geometry is not None:
        for name, kind, at in zip(stops.column("name"), stops.column("type"), stops.geometry, strict=True):
            if name and "station" in str(kind):
                found.append(Name(str(name), at.x, at.y, "station", 1.0))
    return found


def alt_of(content: MapContent) -> str:
    """The map in words."""
    x0, y0, x1, y1 = content.box
    many = Counter(p.theme for p in content.places if x0 <= p.x <= x1 and y0 <= p.y <= y1)
    said = ", ".join(f"{n} of {theme}" for theme, n in many.most_common(6))
    site = f"the red line of {content.site_name}" if content.site is not None else "the area"
    return (
        f"Map of {site} with the streets, parks and places round it, {x1 - x0:,.0f} m wide and {y1 - y0:,.0f} m high. "
        f"{f'Places shown: {said}.' if said else 'No places are listed there.'}"
    )


def picture_of(opened: Opened, scheme: Scheme) -> tuple[bytes, str, str]:
    """The site in its neighbourhood as a PNG, with what it shows in words and a caption."""
    from placewell.cartography.page import LEGEND_PX, picture

    wide, high = PICTURE_PX[0] - LEGEND_PX, PICTURE_PX[1]
    x0, y0, x1, y1 = neighbourhood(scheme)
    # The picture's own shape, so that nothing that is seen was left out.
    tall = max(y1 - y0, (x1 - x0) * high / wide)
    middle = (x0 + x1) / 2, (y0 + y1) / 2
    box = (
        middle[0] - tall * wide / high / 2, middle[1] - tall / 2, middle[0] + tall * wide / high / 2, middle[1] + tall / 2,
    )  # fmt: skip
    content = content_of(opened, scheme, box)
    return picture(content, *PICTURE_PX), content.alt, f"{scheme.name} and what is round it"


def write_map(
    opened: Opened,
    path: Path,
    *,
    scheme: str = "",
    option: str = "",
    extent: str = "scheme",
    scale: float = 0.0,
    size: str = "A4",
    portrait: bool = False,
) -> Path:
    """Write a page of a map. `extent` is 'scheme', 'project' or four coordinates. Raises Problem."""
    from placewell.cartography.page import draw_page
    from placewell.cartography.paper import Paper, box_round

    _check(path)
    found = _scheme(opened, scheme, option, extent)
    paper = Paper(size, portrait)
    box = _extent(opened, extent, found)
    if not scale:
        scale = paper.fitting(box)
    elif extent not in ("scheme", "project") and not paper.holds(box, scale):
        raise Problem(
            f"That ground does not fit on {paper.said} at 1:{scale:,.0f}.",
            "Part of it would be cut off.",
            f"At 1:{paper.fitting(box):,} it fits; or choose A3, or less ground.",
        )
    content = content_of(opened, found, box_round(box, *paper.ground_m(scale)))
    title = f"{found.name}{f', {found.option}' if found.option else ''}" if found else opened.project.name
    try:
        draw_page(content, paper, scale, title, f"{opened.project.name}.", path)
    except OSError as fault:
        raise Problem(
            f"{path.name} could not be written ({fault.strerror or 'the disk gave no reason'}).",
            "The project is as it was.",
            "Check that you may write there and that the disk has room.",
        ) from fault
    return path


def _check(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise Problem(
            f"'{path.name}' is no kind of map that Placewell writes.",
            "The ending of its name says what it is to be.",
            f"Use one of: {', '.join(ENDINGS)}.",
        )
    if path.exists():
        raise Problem(
            f"{path.name} is there already.",
            "Nothing is written over.",
            "Choose another name or move that file.",
        )
    if not path.parent.is_dir():
        raise Problem(
            f"There is no folder {path.parent}.",
            "The map has nowhere to go.",
            "Make the folder, or choose another.",
        )


def _scheme(opened: Opened, name: str, option: str, extent: str) -> Scheme | None:
    try:
        found = find_scheme(opened, name, option)
    except Problem:
        if name or option or extent == "scheme":
            raise
        return None
    if found.geometry is None and extent == "scheme":
        raise Problem(
            f"The red line of {found.name} has not come yet.",
            "There is no ground to show.",
            "Bring it in first, or say which ground with --extent.",
        )
    return found


def _extent(opened: Opened, extent: str, scheme: Scheme | None) -> Box:
    if extent == "scheme" and scheme is not None:
        return neighbourhood(scheme, 500.0)
    if extent == "project":
        x0, y0, x1, y1 = opened.project.geometry.bounds
        return x0, y0, x1, y1
    parts = extent.replace(" ", "").split(",")
    try:
        x0, y0, x1, y1 = (float(p) for p in parts)
    except ValueError:
        raise _no_extent(extent) from None
    if not (x0 < x1 and y0 < y1) or not all(np.isfinite([x0, y0, x1, y1])):
        raise _no_extent(extent)
    return x0, y0, x1, y1


def _no_extent(extent: str) -> Problem:
    return Problem(
        f"'{extent}' does not say which ground to show.",
        "A map needs its edges.",
        "Use 'scheme', 'project', or west,south,east,north in metres: 532000,177000,534000,179000.",
    )
