"""Six made-up applications as applicants send them, each with the truth of what its files hold."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import shapely
from shapely import Polygon

from borough.cases_kit import Case, write_truth
from borough.cases_large import estate, gantry_wharf, outline
from borough.cases_small import infill, student, tower
from borough.ground import Ground
from borough.scheme import Scheme
from borough.write import csv_file

YIELDS = "illustrative_yields.csv"


def write_cases(ground: Ground, scheme: Scheme, folder: Path) -> None:
    """Write every case into a folder of its own, made anew, and the illustrative yield table beside them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    taken: list[Polygon] = [scheme.red_line]

    def site(style: str, hectares: float, part: float = 1.0) -> Polygon:
        found = _site(ground, taken, style, hectares, part)
        taken.append(found)
        return found

    makers = (
        ("gantry-wharf", lambda to: gantry_wharf(to, ground, scheme)),
        ("coopers-yard-outline", lambda to: outline(to, site("industrial", 3.0), _beside(ground, taken))),
        ("almond-estate", lambda to: estate(to, site("estate", 3.0))),
        ("pier-house-students", lambda to: student(to, site("quay", 0.5))),
        ("lantern-tower", lambda to: tower(to, ground, site("docks", 0.6))),
        ("foundry-mews", lambda to: infill(to, ground, site("terrace", 0.5, 0.12))),
    )
    for slug, maker in makers:
        to = folder / slug
        to.mkdir()
        case: Case = maker(to)
        write_truth(case, to)
    _yields(folder / YIELDS)


def _site(ground: Ground, taken: list[Polygon], style: str, hectares: float, part: float) -> Polygon:
    """The block of a style nearest in size, well inside the borough and clear of the other sites."""
    inside = ground.boundary.buffer(-150)
    free = [
        b.shape
        for b in ground.blocks
        if b.style == style and inside.contains(b.shape) and all(b.shape.distance(t) > 30 for t in taken)
    ]
    block = min(free, key=lambda s: (round(abs(s.area / 1e4 - hectares), 6), s.centroid.x))
    if part < 1:
        # A yard behind the street: square, from the middle of the block's longest side inwards.
        ring = list(block.exterior.coords)
        (x0, y0), (x1, y1) = max(
            pairwise(ring), key=lambda ab: (ab[0][0] - ab[1][0]) ** 2 + (ab[0][1] - ab[1][1]) ** 2
        )
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        half = (part * block.area) ** 0.5
        block = max(
            shapely.get_parts(block.intersection(shapely.box(x - half, y - half, x + half, y + half))),
            key=lambda s: s.area,
        )
    made = shapely.set_precision(shapely.simplify(block, 0.2), 0.01)
    if not isinstance(made, Polygon):
        raise ValueError(f"the site of style {style} is not one piece of land")
    return Polygon(made.exterior)


def _beside(ground: Ground, taken: list[Polygon]) -> Polygon:
    """Other land next to the last site: the nearest block."""
    last = taken[-1]
    near = min(
        (b.shape for b in ground.blocks if all(not b.shape.intersects(t.buffer(-1)) for t in taken)),
        key=lambda s: (round(s.distance(last), 3), s.centroid.x),
    )
    return Polygon(shapely.set_precision(shapely.simplify(near, 0.2), 0.01).exterior)


def _yields(path: Path) -> None:
    """A table that shows how the sums are done: round numbers, of nobody's survey."""
    note = "Illustrative only: made-up round numbers, not for use"
    ages = ((0, 4), (5, 11), (12, 15), (16, 17), (18, 64), (65, ""))
    rates = {
        "market": {0: (0, 0, 0, 0, 1.0, 0), 1: (0.05, 0, 0, 0, 1.25, 0.1), 2: (0.15, 0.1, 0.05, 0, 1.5, 0.1),
                   3: (0.25, 0.3, 0.15, 0.05, 1.75, 0.1), 4: (0.3, 0.4, 0.25, 0.1, 2.0, 0.1)},
        "social": {0: (0, 0, 0, 0, 1.0, 0.1), 1: (0.1, 0.05, 0, 0, 1.1, 0.2), 2: (0.3, 0.3, 0.15, 0.05, 1.4, 0.1),
                   3: (0.4, 0.7, 0.4, 0.2, 1.6, 0.1), 4: (0.5, 1.0, 0.6, 0.3, 1.9, 0.1)},
    }  # fmt: skip
    rows: list[tuple[object, ...]] = [
        ("Table", "Tenure", "Bedrooms", "Age from", "Age to", "People per home", "Note")
    ]
    for tenure, sizes in rates.items():
        for beds, people in sizes.items():
            size = f"{beds}+" if beds == 4 else str(beds)
            rows += [
                ("Illustrative yields", tenure, size, start, end, rate, note)
                for (start, end), rate in zip(ages, people, strict=True)
            ]
    csv_file(path, rows)
