"""Where people live: how many each block of the ground holds, and what of it falls in a face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely import LineString, Polygon

from borough.ground import Ground

DENSITY = {
    "industrial": 0.0, "rail": 0.0, "school": 0.0, "civic": 0.06, "high street": 0.8, "core": 0.9, "docks": 1.0,
}  # fmt: skip
"""People to the hectare of a style of block, against its district's; 1 for what is not named."""
ESTATE = 0.14
"""What living on an estate adds to its district's hardship."""
LEAST_M2 = 60.0


@dataclass(frozen=True)
class Homes:
    """The blocks people live in: how many (before all is brought to a total), how well off, where."""

    shapes: npt.NDArray[np.object_]
    people: npt.NDArray[np.float64]
    hardship: npt.NDArray[np.float64]
    style: list[str]
    district: list[str]
    tree: shapely.STRtree
    paths: list[LineString]
    paths_tree: shapely.STRtree
    """Ways for people on foot only, along which ground that holds many is parted."""

    def paths_in(self, face: Polygon) -> list[LineString]:
        """What runs of the paths within a face."""
        found = self.paths_tree.query(face, predicate="intersects")
        pieces = [self.paths[i].intersection(face) for i in sorted(found.tolist())]
        return [p for p in pieces if not p.is_empty]


def homes_of(ground: Ground) -> Homes:
    """Every block in which somebody lives."""
    blocks = [b for b in ground.blocks if DENSITY.get(b.style, 1.0) > 0 and b.shape.area > LEAST_M2]
    by_name = {d.name: d for d in ground.districts}
    tree = shapely.STRtree([d.shape for d in ground.districts])
    # A block of a district that the ground does not list belongs to the one it lies in.
    of = [by_name.get(b.district) or ground.districts[int(tree.nearest(b.shape.centroid))] for b in blocks]
    shapes = np.array([b.shape for b in blocks], dtype=object)
    pairs = list(zip(blocks, of, strict=True))
    paths = [w.line for w in ground.ways if not w.is_street]
    return Homes(
        shapes,
        np.array([d.people_per_ha * DENSITY.get(b.style, 1.0) * b.shape.area / 10_000 for b, d in pairs]),
        np.array([d.hardship + (ESTATE if b.style == "estate" else 0.0) for b, d in pairs]),
        [b.style for b in blocks],
        [d.name for d in of],
        shapely.STRtree(shapes),
        paths,
        shapely.STRtree(paths),
    )


def people_in(
    shapes: list[Polygon], homes: Homes
) -> tuple[npt.NDArray[np.float64], list[dict[str, float]], npt.NDArray[np.float64], list[str]]:
    """People of each face, those by style, their hardship and district (none where nobody lives)."""
    outlines = np.array(shapes, dtype=object)
    at, of = homes.tree.query(outlines, predicate="intersects")
    part = shapely.area(shapely.intersection(homes.shapes[of], outlines[at]))
    held = homes.people[of] * part / shapely.area(homes.shapes)[of]
    people, hard = np.zeros(len(shapes)), np.zeros(len(shapes))
    style: list[dict[str, float]] = [{} for _ in shapes]
    district: list[dict[str, float]] = [{} for _ in shapes]
    order = np.lexsort((of, at))
    for face, home, n in zip(at[order].tolist(), of[order].tolist(), held[order].tolist(), strict=True):
        people[face] += n
        hard[face] += n * homes.hardship[home]
        for by, key in ((style[face], homes.style[home]), (district[face], homes.district[home])):
            by[key] = by.get(key, 0.0) + n
    with np.errstate(invalid="ignore", divide="ignore"):
        mostly = [max(sorted(by), key=by.__getitem__) if by else "" for by in district]
        return people, style, hard / people, mostly
