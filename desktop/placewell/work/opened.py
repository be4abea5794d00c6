"""An open project: its file and the session through which all edits go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import shapely

from placewell.domain.project import PROJECT_ID, Project
from placewell.domain.records import from_row
from placewell.edit.session import Clock, Session, now
from placewell.importing.coordinates import Frame
from placewell.importing.place import Ground
from placewell.store.geopackage import GeoPackage


@dataclass
class Opened:
    """One project, open for reading and, where it can be written, for edits through `session`."""

    path: Path
    file: GeoPackage
    session: Session
    clock: Clock = now

    @property
    def project(self) -> Project:
        """Name, boundary and settings as they stand now."""
        row = self.file.get("project", PROJECT_ID)
        assert row is not None
        project: Project = from_row("project", row)
        return project

    def ground(self) -> Ground:
        """The boundary, and the boundary with the margin that layers reach to."""
        project = self.project
        # Arcs of 16 chords a quarter, as GIS programs draw them: at most 2.4 m short of a 2 km margin.
        reach = shapely.buffer(project.geometry, project.margin_m, quad_segs=16)
        x0, y0, x1, y1 = (float(v) for v in shapely.bounds(reach))
        return Ground(Frame(project.crs, (x0, y0, x1, y1)), project.geometry, reach)

    def check_writable(self) -> None:
        """Raise Problem where nothing could be written, before anybody waits for what would be."""
        self.file.begin()
        self.file.rollback()

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()


@contextmanager
def open_project(path: Path, who: str = "", clock: Clock = now) -> Iterator[Opened]:
    """Open a project and close it again; edits made in another program are adopted on the way.

    Raises Problem where the file cannot be opened as a project.
    """
    opened = opened_project(path, who, clock)
    try:
        yield opened
    finally:
        opened.close()


def opened_project(path: Path, who: str = "", clock: Clock = now) -> Opened:
    """As `open_project`, for callers that keep the project open (the window)."""
    file = GeoPackage.open(path)
    try:
        return Opened(path, file, Session(file, who, clock, read_only=file.read_only), clock)
    except BaseException:
        file.close()
        raise
