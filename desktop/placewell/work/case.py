"""What applicants send, as far as it can be brought in yet: the red line of a site."""

from __future__ import annotations

from pathlib import Path

import shapely

from placewell.domain.errors import Problem
from placewell.domain.scheme import Scheme
from placewell.importing.coordinates import file_crs
from placewell.work.boundary import read_outline
from placewell.work.opened import Opened
from placewell.work.progress import Progress, Work


def schemes(opened: Opened) -> list[Scheme]:
    """All schemes, in order of creation."""
    return [Scheme(**record) for record in opened.file.read("scheme").records()]


def import_red_line(
    opened: Opened, path: Path, name: str = "", crs: str = ""
) -> Work[tuple[Scheme, tuple[str, ...]]]:
    """Bring in a scheme's site from a file with one outline; returns it and what there is to tell of the file.

    Raises Problem; changes nothing then.
    """
    ground = opened.ground()
    yield Progress(f"Reading {path.name}", 0, 2)
    outline = read_outline(path, "red line", ground.frame.crs, file_crs(crs) if crs else "", ground.frame)
    if not shapely.intersects(ground.boundary, outline.shape):
        raise Problem(
            f"The red line in '{path.name}' lies outside {opened.project.name}.",
            "What is near it is not in this project, so nothing could be said of it.",
            "Check that it is the right file and the right map coordinates (--crs), or open the project it belongs to.",
        )
    taken = schemes(opened)
    title = name or outline.name or path.stem
    if any(s.name.casefold() == title.casefold() for s in taken):
        raise Problem(
            f"There is a scheme called '{title}' already.",
            "Two of one name could not be told apart.",
            "Give this one another name with --name.",
        )
    scheme = Scheme(f"S{opened.file.head()[0] + 1}", title, outline.shape, created=opened.clock())
    yield Progress("Writing the scheme", 1, 2)
    with opened.session.transaction(f"Red line of {title}") as t:
        t.put("scheme", scheme)
    return scheme, outline.remarks
