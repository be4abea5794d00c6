"""What the start page needs to know of projects: which are there, what each waits for, where the sample is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from placewell.domain.errors import Problem
from placewell.work.case_shown import case_of, case_shown
from placewell.work.new import new_base, new_case
from placewell.work.opened import Opened
from placewell.work.progress import Work
from placewell.work.sample import make_sample
from placewell.work.waiting import APPLICANT


@dataclass(frozen=True)
class Remembered:
    """What is remembered of a project when it was open, for a list of them."""

    name: str
    reference: str
    address: str
    waits: str
    case: bool


def remembered(opened: Opened) -> Remembered:
    """Name, reference and address of a project, and what it waits for in a few words."""
    project = opened.project
    case = case_of(opened)
    # The sample is an area with a scheme in it: cases can be made from it all the same.
    told = waits(opened) if project.base or len(opened.file.read("scheme")) else ""
    return Remembered(project.name, case.reference, case.address, told, bool(project.base))


def waits(opened: Opened) -> str:
    """'Waits for the red line', '5 things to come, 3 from the applicant', or that nothing is."""
    shown = case_shown(opened)
    lines = shown["waiting_for"]
    if not any(s["site_ha"] is not None for s in shown["schemes"]):
        return "Waits for the red line"
    if not lines:
        return "Nothing is waited for"
    theirs = sum(line["who"] == APPLICANT for line in lines)
    things = "1 thing" if len(lines) == 1 else f"{len(lines):,} things"
    return f"{things} to come" + (f", {theirs:,} from the applicant" if theirs else "")


def there(path: str) -> bool:
    """Whether a project is still where it was; a drive that does not answer counts as gone."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def known_bases(paths: Sequence[str]) -> list[Path]:
    """Those of these that are still there, each once, in their order."""
    return [Path(p) for p in dict.fromkeys(paths) if there(p)]


def free_name(folder: Path, stem: str, suffix: str = ".gpkg") -> Path:
    """A name in a folder that nothing has yet: 'Case.gpkg', 'Case 2.gpkg' …"""
    n, made = 1, folder / f"{stem}{suffix}"
    while made.exists():
        n += 1
        made = folder / f"{stem} {n}{suffix}"
    return made


def sample_at(folder: Path) -> Work[Path]:
    """The sample project within a folder; made there where it has not been yet. Raises Problem."""
    n, place = 1, folder
    while True:
        if (place / "sample.gpkg").is_file():
            return place / "sample.gpkg"
        if not any((place / name).exists() for name in ("raw", "cases", "sample.gpkg")):
            break
        # What broke off half-way is nobody's to remove.
        n += 1
        place = folder.with_name(f"{folder.name} {n}")
    return (yield from make_sample(place))


def case_at(path: Path, base: Path) -> Work[Path]:
    """A case file made from a base. Raises Problem, also where the base has gone."""
    check_base(base)
    return (yield from new_case(path, base))


def area_at(path: Path, boundary: Path) -> Work[tuple[Path, tuple[str, ...]]]:
    """A base for the area of a boundary file, with what there is to tell of that file. Raises Problem."""
    told = yield from new_base(path, boundary)
    return path, told


def check_base(base: Path) -> None:
    """Raise Problem where a base is no longer where it was."""
    if not there(str(base)):
        raise Problem(
            f"{base.name} is no longer where it was.",
            "A case file takes over the areas, places and streets of its base.",
            "Open the base from where it is now, and try again.",
        )
