"""The sample project, built from its raw files by the same import as a user's."""

from __future__ import annotations

import shutil
from pathlib import Path

from placewell.domain.errors import Problem
from placewell.importing.plan import Stated
from placewell.shipped import sample
from placewell.work.bring_in import apply_plan, plan_import
from placewell.work.case import import_case
from placewell.work.layers import state
from placewell.work.new import new_base
from placewell.work.opened import Opened, open_project
from placewell.work.progress import Progress, Work

BOUNDARY = "larkhithe_boundary.geojson"
MADE_UP = Stated(publisher="Placewell (a made-up borough)", licence="MIT")
MARGIN_M = 400.0
"""As far as the raw files are drawn past the boundary."""
YIELDS = "illustrative_yields.csv"
WHOLE = (
    "allotment", "cemetery", "common", "community garden", "nature reserve", "park", "playing field",
    "recreation ground", "square", "woodland", "bus stop", "pier", "station",
)  # fmt: skip
"""Lists whose publishers cannot promise that they are whole. Here they are: the borough is made up."""
WHOLE_NOTE = "The borough is made up, and the list holds all there is of them in it."
CASE = "gantry_wharf_"
"""How the files of the scheme in it begin."""


def make_sample(folder: Path) -> Work[Path]:
    """Write raw files, applicants' files and `sample.gpkg` into a folder, made where it is not there.

    Raises Problem.
    """
    target = folder / "sample.gpkg"
    raw, cases = folder / "raw", folder / "cases"
    if target.exists() or raw.exists() or cases.exists():
        raise Problem(
            f"There is a sample in '{folder}' already.",
            "Placewell writes over nothing.",
            "Name another folder, or remove that one first.",
        )
    yield Progress("Copying the raw files", 0, 4)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(sample("raw"), raw)
        shutil.copytree(sample("raw").parent / "cases", cases)
        yield from _build(target, raw, cases / YIELDS)
    except BaseException as fault:
        # Half a sample would stand in the way of the next try.
        shutil.rmtree(raw, ignore_errors=True)
        shutil.rmtree(cases, ignore_errors=True)
        target.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise Problem(
                f"The sample could not be written to '{folder}' ({fault.strerror}).",
                "It needs a folder to be in.",
                "Name a folder that you may write to.",
            ) from None
        raise
    return target


def _build(target: Path, raw: Path, yields: Path) -> Work[None]:
    yield from new_base(target, raw / BOUNDARY, margin_m=MARGIN_M)
    with open_project(target, "Placewell") as opened:
        found = sorted(p for p in raw.iterdir() if p.name != BOUNDARY)
        files = [*(p for p in found if not p.name.startswith(CASE)), yields]
        plan = yield from plan_import(opened, files, MADE_UP)
        apply_plan(opened, plan)
        _state_whole(opened)
        yield from import_case(opened, [p for p in found if p.name.startswith(CASE)])


def _state_whole(opened: Opened) -> None:
    """Say of these lists what an officer who has checked them would."""
    names = {la.name for la in opened.file.layers() if la.role in WHOLE and la.kind in ("asset", "stop")}
    for name in sorted(names):
        state(opened, name, coverage="complete", note=WHOLE_NOTE)
