"""What is planted in the sample's plans: where each page lies, and the red line that is on it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from placewell.importing.reader import Reader

CASES = Path(__file__).resolve().parents[1] / "sample_data" / "cases"
PDFS = {
    "gantry-wharf": "GW-PLA-001 Site Location Plan.pdf",
    "lantern-tower": "LT-A-0100 location plan.pdf",
    "foundry-mews": "FM-001 location plan.pdf",
}
LINES = {
    "gantry-wharf": "GW-PLA-001 Site Location Plan.dxf",
    "lantern-tower": "LT-A-0100 location plan.dxf",
    "foundry-mews": "foundry_mews.geojson",
}


@dataclass(frozen=True)
class Sheet:
    """A page with its planted placing: the ground at its lower left corner, and metres to a millimetre."""

    path: Path
    east: float
    north: float
    m_per_mm: float
    site: BaseGeometry
    """The true red line, on the ground."""

    def on_page(self, east: float, north: float) -> tuple[float, float]:
        """The millimetres of a place on the ground, by plain arithmetic."""
        return (east - self.east) / self.m_per_mm, (north - self.north) / self.m_per_mm

    def traced(self) -> BaseGeometry:
        """The red line in millimetres of the page."""
        return shapely.transform(
            self.site, lambda xy: (xy - np.array([self.east, self.north])) / self.m_per_mm
        )

    def points(self) -> list[tuple[float, float, float, float]]:
        """Four places of the page, near its corners, where they truly lie."""
        page = [(30.0, 40.0), (390.0, 45.0), (385.0, 250.0), (28.0, 255.0)]
        return [(x, y, self.east + x * self.m_per_mm, self.north + y * self.m_per_mm) for x, y in page]


def truth(case: str) -> dict[str, Any]:
    """What the case's files are made to hold."""
    return tomllib.loads((CASES / case / "truth.toml").read_text(encoding="utf-8"))


def sheet_of(case: str) -> Sheet:
    """One case's location plan."""
    told = truth(case)["plan"]
    path = CASES / case / PDFS[case]
    return Sheet(path, told["easting_m"], told["northing_m"], told["m_per_mm"], _site(case))


def _site(case: str) -> BaseGeometry:
    """The largest outline of the size that the truth tells, of the drawing in map coordinates."""
    with Reader() as reader:
        tables = reader.cells(CASES / case / LINES[case])
    shapes = [s for t in tables if t.geometry is not None for s in t.geometry if s is not None]
    lines = [s for s in shapes if s.geom_type == "LineString"]
    areas = [s for s in shapes if s.geom_type.endswith("Polygon")]
    areas += [shapely.Polygon(s.coords) for s in lines if s.is_closed]
    # A line in pieces is put together as it is drawn.
    areas += list(shapely.get_parts(shapely.polygonize(lines)))
    told = truth(case)["site_ha"]
    (site,) = {s.normalize().wkb: s for s in areas if abs(s.area / 1e4 - told) < 0.005 * told}.values()
    return site
