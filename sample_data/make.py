"""Make the sample's raw files from its plan: the made-up borough of Larkhithe, the same bytes every time.

Run `python sample_data/make.py` in the project's environment after changing anything under sample_data;
`raw/` (the practice files) and `faults/` (the book of what is wrong with them) are kept beside it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import shapely

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from borough.book import Book  # noqa: E402
from borough.buildings import buildings_of  # noqa: E402
from borough.cases import write_cases  # noqa: E402
from borough.on_foot import OnFoot  # noqa: E402
from borough.people import people_of  # noqa: E402
from borough.people_files import write_people  # noqa: E402
from borough.places import places_of, write_places  # noqa: E402
from borough.plan_areas import write_plan_areas  # noqa: E402
from borough.planted import plant, planted_places, truths  # noqa: E402
from borough.postcodes import postcodes_of  # noqa: E402
from borough.raw_streets import write_ground  # noqa: E402
from borough.scheme import scheme_of, write_scheme  # noqa: E402
from borough.survey import survey  # noqa: E402
from borough.transport import transport_of, write_transport  # noqa: E402


def make(raw: Path, faults: Path, cases: Path) -> None:
    """Write every raw file into one folder and the book of planted faults into another, both made anew."""
    for folder in (raw, faults):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    ground = survey()
    net = OnFoot(ground.ways)
    scheme = scheme_of(ground, net, truths())
    planted = plant(ground, net, scheme)
    books = {part: Book(part) for part in ("ground", "people", "places", "transport", "plan", "scheme")}
    near = shapely.union_all(
        [scheme.red_line, planted.clinic, planted.venue, planted.surgery]
    ).convex_hull.buffer(150)
    write_ground(
        ground,
        raw,
        books["ground"],
        buildings=[b.shape for b in buildings_of(ground, 150.0)],
        postcodes=postcodes_of(ground),
        regeneration=ground.regeneration,
        missing=planted.footpath,
        keep_open=near,
    )
    people = people_of(ground)
    write_people(people, raw, books["people"])
    write_places(places_of(ground, people, planted_places(planted)), raw, books["places"])
    write_transport(transport_of(ground), raw, books["transport"])
    write_plan_areas(ground, scheme, raw, books["plan"])
    write_scheme(scheme, raw, books["scheme"])
    write_cases(ground, scheme, cases)
    for book in books.values():
        book.save(faults)


if __name__ == "__main__":
    make(HERE / "raw", HERE / "faults", HERE / "cases")
