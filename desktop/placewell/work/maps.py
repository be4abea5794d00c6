"""Maps of a scheme: what a project holds round it, as the content of a still map, and the page or picture of it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from placewell.domain import style
from placewell.domain.asset import TYPES, theme_of
from placewell.domain.errors import Problem
from placewell.domain.rows import Rows
from placewell.domain.scheme import Scheme
from placewell.work.case import find_scheme
from placewell.work.confidential import words as confidential_words
from placewell.work.opened import Opened
from placewell.work.submissions import parts_of

if TYPE_CHECKING:
    from placewell.cartography.content import Box, MapContent, Name, Place

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
    from placewell.cartography.content import Drawn, MapContent, Place

    read = opened.file.read
    ground = shapely.box(*box)
    assets = _near(read("asset"), ground)
    parts = parts_of(opened).get(scheme.id, {}) if scheme is not None else {}
    blocks = [b.geometry for b in parts.get("block", ())]
    under = [
        Drawn(_near(read("backdrop"), ground), style.BACKDROP, until_m_px=12.0),
    ]
    stops, streets, nearby = (_near(read(kind), ground) for kind in ("stop", "street", "commitment"))
    at_points = np.array([shapely.get_dimensions(g) == 0 for g in _shapes(nearby)], dtype=bool)
    over = [
        Drawn(nearby.where(~at_points), style.COMMITMENT_GROUNDS, "Other scheme nearby"),
        Drawn(nearby.where(at_points), style.COMMITMENTS, "Other scheme nearby"),
        Drawn(stops, style.STOPS, "Stop or station", 3.0),
    ]
    if blocks:
        over.append(Drawn(_bare(blocks), style.BLOCKS, "The scheme's blocks"))
    for kind, how, words in (
        ("link", style.LINKS, "Way for walking, new or closed"),
        ("entrance", style.ENTRANCES, "Entrance"),
    ):
        mine = read(kind)
        yours = np.array([scheme is not None and s == scheme.id for s in mine.column("scheme")], dtype=bool)
        over.append(Drawn(_near(mine.where(yours), ground), how, words))
    gone = {str(loss.asset) for loss in parts.get("loss", ()) if loss.asset}
    brought = [p for p in parts.get("provision", ()) if p.geometry is not None]
    parks, places = _split(assets, gone)
    under.append(Drawn(parks, GREEN_GROUND, "Park, pitch or play area"))
    for each in brought:
        at = shapely.point_on_surface(each.geometry)
        places.append(Place(at.x, at.y, TYPES.get(each.type, ""), each.name or each.type, "planned"))
    credits = credits_of(_said_by(opened, (under[0].rows, assets, stops, streets, nearby)))
    blue = [b.geometry for b in parts.get("blue line", ())]
    content = MapContent(
        box=box,
        crs=opened.project.crs,
        under=tuple(under),
        streets=streets,
        over=tuple(over),
        places=tuple(places),
        other_land=shapely.union_all(blue) if blue else None,
        site=scheme.geometry if scheme is not None else None,
        site_name=scheme.name if scheme is not None else "",
        names=tuple(_names(parks, stops)),
        credits=credits,
    )
    from dataclasses import replace

    return replace(content, alt=alt_of(content))


def _said_by(opened: Opened, drawn: Iterable[Rows]) -> Iterator[str]:
    """What the publishers of these rows ask to be said, else their names; layers that are not drawn say nothing."""
    used = {str(id) for rows in drawn for id in rows.column("layer")}
    return (la.attribution or la.publisher for la in opened.file.layers() if la.id in used)


def _shapes(rows: Rows) -> list[shapely.Geometry]:
    return [] if rows.geometry is None else list(rows.geometry)


def credits_of(said: Iterable[str]) -> tuple[str, ...]:
    """Each sentence of the publishers once: many layers share most of theirs."""
    sentences = (
        part.strip().rstrip(".") for text in said for part in re.split(r";|(?<=[a-z)])\.\s+(?=[A-Z©])", text)
    )
    return tuple(dict.fromkeys(s for s in sentences if s))


def compact(credits: Iterable[str]) -> list[str]:
    """The same credits with those of one owner told together: a map on a screen has little room for them."""
    held: dict[str, list[str]] = {}
    for text in credits:
        found = re.match(r"(?:Contains )?(.+?) data (©.*)$", text)
        owner, what = (
            (found[2].removesuffix(" and database rights").removesuffix(" and database right"), found[1])
            if found
            else (text, "")
        )
        held.setdefault(owner.removesuffix(".0").rstrip("."), []).append(what)
    return [
        f"{', '.join(dict.fromkeys(w for w in what if w))} data {owner} and database right"
        if any(what)
        else owner
        for owner, what in held.items()
    ]


def _near(rows: Rows, ground: shapely.Geometry) -> Rows:
    if rows.geometry is None or not len(rows):
        return rows
    return rows.where(shapely.intersects(rows.geometry, ground))


def _bare(shapes: list[shapely.Geometry]) -> Rows:
    held = np.empty(len(shapes), dtype=object)
    held[:] = shapes
    return Rows("block", {"id": [str(n) for n in range(len(shapes))]}, held)


def _split(assets: Rows, gone: Container[str] = ()) -> tuple[Rows, list[Place]]:
    """Grounds of parks and the like, and every other place at a point; `gone` are codes of what the scheme takes."""
    from placewell.cartography.content import Place

    if assets.geometry is None or not len(assets):
        return assets, []
    themes = [theme_of(str(t)) for t in assets.column("type")]
    areal = shapely.get_dimensions(assets.geometry) == 2
    green = areal & np.array([t in GREEN_THEMES for t in themes], dtype=bool)
    names, states, codes = assets.column("name"), assets.column("status"), assets.column("code")
    places = []
    for n, shape in enumerate(assets.geometry):
        if green[n] or shape is None or not themes[n]:
            continue
        at = shapely.point_on_surface(shape)
        status = str(states[n] or "open")
        lost = status in ("closing", "closed") or (codes[n] and str(codes[n]) in gone)
        state = "lost" if lost else "planned" if status == "planned" else "open"
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
    return picture(content, *PICTURE_PX, _mark(opened)), content.alt, f"{scheme.name} and what is round it"


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
    _check_scale(scale)
    found = _scheme(opened, scheme, option, extent)
    paper = Paper(size, portrait)
    box = _extent(opened, extent, found)
    # At a scale of one's own the neighbourhood may be smaller, but never the site cut.
    held = neighbourhood(found, 0.0) if scale and extent == "scheme" and found is not None else box
    scale = scale or paper.fitting(box)
    if not paper.holds(held, paper.fitting(held)):
        raise Problem(
            f"That ground is {(box[2] - box[0]) / 1000:,.0f} km wide and {(box[3] - box[1]) / 1000:,.0f} km high.",
            f"At 1:{paper.fitting(box):,}, the smallest scale there is, it does not fit on {paper.said}.",
            "Choose less ground with --extent, or --size A3.",
        )
    if not paper.holds(held, scale):
        raise Problem(
            f"That ground does not fit on {paper.said} at 1:{scale:,.0f}.",
            "Part of it would be cut off.",
            f"At 1:{paper.fitting(held):,} it fits; or choose A3, or less ground.",
        )
    content = content_of(opened, found, box_round(box, *paper.ground_m(scale)))
    title = f"{found.name}{f', {found.option}' if found.option else ''}" if found else opened.project.name
    try:
        day = date.fromisoformat(opened.clock()[:10])
        said = f"{opened.project.name}. Made {day.day} {day:%B} {day.year}."
        draw_page(content, paper, scale, title, said, path, _mark(opened))
    except OSError as fault:
        raise Problem(
            f"{path.name} could not be written ({fault.strerror or 'the disk gave no reason'}).",
            "The project is as it was.",
            "Check that you may write there and that the disk has room.",
        ) from fault
    return path


def _mark(opened: Opened) -> str:
    told = confidential_words(opened)
    return told[:1].upper() + told[1:]


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


def _check_scale(scale: float) -> None:
    """Raise Problem for a scale that no page can be drawn at; 0 stands for the nearest that fits."""
    if not math.isfinite(scale) or scale < 0 or 0 < scale < 100:
        raise Problem(
            f"1:{scale:,g} is no scale that a map can be drawn at.",
            "It says how many metres on the ground are a metre on the page.",
            "Write a number of 100 or more after --scale, for example 5000, or leave it out.",
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
    if extent in ("project", "borough"):
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
        "Use 'scheme', 'borough' (all of the project), or west,south,east,north in metres: 532000,177000,534000,179000.",
    )
