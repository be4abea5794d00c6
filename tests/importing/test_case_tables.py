"""The small tables of a case: every cell that cannot be read has its words, and nothing is guessed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from placewell.importing.coordinates import Frame
from placewell.importing.floorspace import as_rows
from placewell.importing.place import Ground
from placewell.importing.raw import RawTable, ReadNote
from placewell.importing.scheme_columns import tell
from placewell.importing.scheme_tables import SchemeTable, read_tidy

TOWN = shapely.box(530_000, 180_000, 534_000, 184_000)
GROUND = Ground(Frame("EPSG:27700", tuple(TOWN.bounds)), TOWN, TOWN)


def table(head: tuple[str, ...], *rows: tuple[Any, ...], notes: tuple[ReadNote, ...] = ()) -> RawTable:
    columns = {name: [r[i] for r in rows] for i, name in enumerate(head)}
    return RawTable("t.csv", "", "CSV", columns, rows=range(2, len(rows) + 2), notes=notes)


def read(head: tuple[str, ...], *rows: tuple[Any, ...], role: str = "") -> SchemeTable:
    raw = table(head, *rows)
    tidy = tell(raw, role)
    assert tidy is not None
    return read_tidy(raw, tidy, GROUND)


def values(made: SchemeTable, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(r.values[n] for n in names) for r in made.rows]


def told(made: SchemeTable) -> dict[int | None, str]:
    return {r.row: r.text for r in made.remarks}


def test_statements() -> None:
    head = ("Document", "Page", "About", "Words", "Value", "Unit", "Option")
    made = read(head, ("Form", 3, "homes", "", 120, "", "A"), ("Form", "", "site area", "", "4.96 ha", "", ""), ("PS", "12", "", "Many jobs", "", "", ""),
                ("PS", "1", "homes", "", "a few", "", ""), ("PS", "2", "", "", 5, "", ""), ("PS", "2", "x", "", "", "", ""), ("", "2", "homes", "", 5, "", ""))  # fmt: skip
    assert (made.kind, made.of) == ("claim", "case")
    assert values(made, "document", "about", "value", "unit", "option") == [
        ("Form", "homes", 120.0, "", "A"), ("Form", "site area", 4.96, "ha", ""), ("PS", "", None, "", ""), ("PS", "", 5.0, "", ""),
    ]  # fmt: skip
    said = told(made)
    assert said[6] == "It does not say what its figure is of, so nothing can be compared with it; kept."
    assert said[5] == "It states neither a figure nor words, so it was left out." == said[7]
    assert "which document it stands in" in said[8]


def test_consultations_and_drawings() -> None:
    made = read(
        ("Body", "About", "Asked", "Due", "Received", "Outcome"),
        ("NHS", "surgeries", "1 March 2026", "", "soon", ""),
        ("", "x", "", "", "", ""),
        ("EA", "", "2026-03-02", "", "2026-03-01", ""),
    )
    assert values(made, "body", "asked", "received") == [
        ("NHS", "2026-03-01", ""),
        ("EA", "2026-03-02", "2026-03-01"),
    ]
    assert "'soon' cannot be read as when its answer came" in told(made)[2]
    assert told(made)[4] == "Its answer came (2026-03-01) before it was asked (2026-03-02)."
    made = read(
        ("Drawing no", "Title", "Rev", "Scale"), ("A-100", "Plan", "P2", "1:1250"), ("", "Plan", "P2", "")
    )
    assert values(made, "number", "revision", "scale") == [("A-100", "P2", "1:1250")]


@pytest.mark.parametrize(
    ("said", "most", "least"),
    [
        ("450", 450.0, None),
        ("up to 450", 450.0, 0.0),
        ("400-460", 460.0, 400.0),
        ("400 to 460", 460.0, 400.0),
        ("max 1,200", 1200.0, 0.0),
        ("460 - 400", 460.0, 400.0),
    ],
)
def test_ranges_and_maxima(said: str, most: float, least: float | None) -> None:
    made = read(("Quantity", "Value", "Unit", "Document"), ("play space", said, "m²", "PP-07"))
    assert values(made, "value", "value_least", "unit", "document") == [(most, least, "m2", "PP-07")]
    homes = read(("Scheme", "Tenure", "Homes"), ("S", "market sale", said))
    assert values(homes, "homes", "homes_least") == [(int(most), None if least is None else int(least))]


def test_a_quantity_that_is_none() -> None:
    made = read(("Quantity", "Value"), ("trees", "many"), ("trees", -3), ("", 4))
    assert made.rows == []
    assert sum("gives no quantity" in r.text for r in made.remarks) == 2


def test_floorspace_as_a_list() -> None:
    head = ("Use class", "State", "Measure", "m2", "Phase")
    made = read(
        head,
        ("Class E(a)", "proposed", "GIA", "up to 900", 1),
        ("B1", "Existing", "", 400, ""),
        ("E", "maybe", "GIA", 4, ""),
        ("E", "lost", "GIA", "", ""),
        ("", "lost", "GIA", 4, ""),
    )
    assert values(made, "use", "state", "measure", "m2", "m2_least") == [
        ("E(a)", "proposed", "GIA", 900.0, 0.0),
        ("B1", "existing", "", 400.0, None),
    ]
    words = [r.text for r in made.remarks if r.row == 3]
    assert "Use class B1 ended in September 2020: which of today's classes is it? Kept as written." in words
    assert "It does not say how it was measured (GIA, NIA, GEA): which is it? Kept without that." in words
    assert told(made)[4] == "It does not say whether it is existing, lost or proposed, so it cannot be used."
    assert told(made)[5] == "It does not say how much floorspace, so it cannot be used."


def test_floorspace_as_applicants_head_it() -> None:
    raw = table(("Use Class", "Existing GIA (sqm)", "Loss (sqm)", "Proposed GIA (sqm)", "Proposed NIA", "Net change (sqm)"),
                ("E(g)(i)", "1,850", 1850, 0, "-", -1850), ("E(b)", None, None, "240 m²", 200, 240), ("Total", 1850, 1850, 240, 200, -1610))  # fmt: skip
    wide = as_rows(raw)
    assert wide is not None
    made = read_tidy(wide, next(t for t in [tell(wide, "floorspace")] if t), GROUND)
    assert values(made, "use", "state", "measure", "m2") == [
        ("E(g)(i)", "existing", "GIA", 1850.0), ("E(g)(i)", "lost", "", 1850.0), ("E(b)", "proposed", "GIA", 240.0), ("E(b)", "proposed", "NIA", 200.0),
    ]  # fmt: skip
    assert "Worked out from the other columns, so not read: Net change (sqm)." in [
        r.text for r in made.remarks
    ]
    assert as_rows(table(("Room", "Existing"), ("Kitchen", 1))) is None


def test_homes_lost_are_told_in_full() -> None:
    head = (
        "Loss",
        "Tenure",
        "Amount",
        "Unit",
        "Phase",
        "Bedrooms",
        "Habitable rooms",
        "GIA m2",
        "Occupied",
        "Right to return",
        "Decant phase",
    )
    made = read(
        head,
        ("homes", "social rent", 12, "homes", 1, 2, 3, 66.5, "tenanted", "Yes", "Phase 2"),
        ("homes", "social rent", 3, "homes", 1, 1, 2, 48, "void", "maybe", ""),
    )
    assert values(made, "tenure", "name", "bedrooms", "gia_m2", "occupied", "right_to_return", "decant_phase") == [
        ("social rent", "", 2, 66.5, "occupied", "yes", 2), ("social rent", "", 1, 48.0, "empty", "", None),
    ]  # fmt: skip
    assert told(made)[3] == "'maybe' does not say whether residents may return (yes, no); kept without that."


def test_links_and_other_land() -> None:
    line = shapely.LineString([(531_000, 181_000), (531_200, 181_000)])
    raw = RawTable("w.geojson", "", "GeoJSON", {"Link": ["Yard Walk", "Old Alley", "?"], "Status": ["new", "Stopped up", "wide"], "Phase": [1, 2, 1]},
                   np.array([line] * 3, dtype=object), "EPSG:27700", rows=(1, 2, 3))  # fmt: skip
    tidy = tell(raw)
    assert tidy is not None and tidy.kind == "link"
    made = read_tidy(raw, tidy, GROUND)
    assert values(made, "name", "change", "phase") == [("Yard Walk", "new", 1), ("Old Alley", "closed", 2)]
    assert told(made)[3] == "'wide' does not say whether it opens or closes; left out."
