"""A new project: a base from a boundary, or a case file from a base."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from placewell.domain.crs import MARGIN_M, NATIONAL_GRID
from placewell.domain.errors import Problem
from placewell.domain.kinds import KINDS
from placewell.domain.layer import Layer
from placewell.domain.project import PROJECT_ID, Project
from placewell.domain.rows import Rows
from placewell.edit.session import Clock, Session, now
from placewell.importing.coordinates import project_crs
from placewell.store.geopackage import GeoPackage
from placewell.work.base import digests, sum_of
from placewell.work.boundary import read_outline
from placewell.work.opened import Opened, open_project
from placewell.work.progress import Progress, Work
from placewell.work.seen import TAKEN_OVER


def new_base(
    path: Path,
    boundary: Path,
    name: str = "",
    crs: str = NATIONAL_GRID,
    boundary_crs: str = "",
    margin_m: float = MARGIN_M,
    clock: Clock = now,
) -> Work[tuple[str, ...]]:
    """Make a project for the area of a boundary file; returns what there is to tell of that file.

    Raises Problem; writes nothing then.
    """
    crs = project_crs(crs)
    if not 0 <= margin_m <= 50_000:
        raise Problem(
            f"A margin of {margin_m:,.0f} m round the boundary is not possible.",
            "Layers are kept as far as the margin reaches.",
            "Use a margin from 0 to 50,000 m; 2,000 m is usual.",
        )
    yield Progress(f"Reading {boundary.name}", 0, 2)
    outline = read_outline(boundary, "boundary", crs, boundary_crs)
    yield Progress("Writing the project", 1, 2)
    title = name or outline.name or path.stem
    GeoPackage.create(path, Project(PROJECT_ID, title, outline.shape, crs, margin_m, clock())).close()
    return outline.remarks


def new_case(path: Path, base: Path, name: str = "", clock: Clock = now) -> Work[Path]:
    """Make a case file from a base: its areas, layers and streets, never its schemes or history.

    The case file records which base it came from and when, with a checksum over its layers.
    Raises Problem; writes nothing then.
    """
    with open_project(base, clock=clock) as source:
        project = source.project
        layers = source.file.layers()
        yield Progress("Making the case file", 0, len(layers) + 1)
        made = replace(
            project, name=name or path.stem, created=clock(), base=f"{project.name}, as at {_as_at(source)}"
        )
        target = GeoPackage.create(path, made)
        try:
            session = Session(target, "", clock)
            with session.transaction(f"{TAKEN_OVER}{project.name}") as t:
                for i, layer in enumerate(layers, 1):
                    t.add_layer(layer, *_rows_of(source.file, layer))
                    yield Progress(layer.name, i, len(layers) + 1)
                if layers:
                    t.put("project", replace(made, base_sum=sum_of(digests(t.changes))))
        except BaseException:
            target.close()
            path.unlink(missing_ok=True)
            raise
        target.close()
    return path


def _as_at(base: Opened) -> str:
    """The day of the base's last change, so that a case file tells which state it was made from."""
    entries = base.file.read_since(base.file.head()[0] - 1)
    return (entries[-1].at if entries else base.project.created)[:10]


def _rows_of(file: GeoPackage, layer: Layer) -> list[Rows]:
    kinds = [layer.kind, "import note"]
    rows = [file.read(kind, layer=layer.id) for kind in kinds if kind in KINDS]
    return [r for r in rows if len(r)]
