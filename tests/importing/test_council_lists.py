"""Lists of places that councils and health services keep themselves: any words for a type, any format of place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from convertbng import cutil

from placewell.domain.asset import TYPES
from placewell.importing.coordinates import Frame
from placewell.importing.draft import Draft, Left
from placewell.importing.interpret import interpret
from placewell.importing.place import Ground
from placewell.importing.raw import RawTable, ReadNote
from placewell.importing.recognise import Recognised, recognise
from placewell.importing.source import load_sources

SOURCES = load_sources(Path(__file__).resolve().parents[2] / "resources" / "sources")
BOX = (530_000.0, 176_000.0, 536_000.0, 182_000.0)
LAND = shapely.box(*BOX)
GROUND = Ground(Frame("EPSG:27700", BOX), LAND, LAND)


def table(rows: list[dict[str, Any]]) -> RawTable:
    columns = {key: [row.get(key) for row in rows] for key in dict.fromkeys(k for row in rows for k in row)}
    return RawTable("places.csv", "", "CSV", columns, None, "", True, range(2, len(rows) + 2))


def row(**cells: Any) -> dict[str, Any]:
    """A row of a council's list with a place of its own; underlines stand for spaces in names of columns."""
    plain: dict[str, Any] = {
        "Type": "Library",
        "Name": "Marl Library",
        "Owner": "Council",
        "Status": "Open",
        "Step free": "Yes",
    }
    place = {"Easting": 532_000 + len(str(cells)), "Northing": 178_000}
    return plain | place | {k.replace("_", " "): v for k, v in cells.items()}


def drafts(
    rows: list[dict[str, Any]], variant: str = "named", source: str = "council-assets"
) -> dict[str, Draft]:
    known = recognise(table(rows), SOURCES)
    assert isinstance(known, Recognised), known
    assert (known.source.id, known.source.variant) == (source, variant)
    found = interpret(known, GROUND, {})
    assert all(isinstance(d, Draft) for d in found), found
    return {d.role: d for d in found if isinstance(d, Draft)}


def texts(found: dict[str, Draft]) -> list[str]:
    return [r.text for d in found.values() for r in d.remarks]


def test_every_field_is_filled_from_its_column() -> None:
    given = row(
        UPRN="010090000001", Run_by="The Marl Trust", Capacity="1,200", Unit="people", Used=380, Price_band="££", Opens="12 March 2027",
        Closes="2029-01-31", Valued_by_residents="12 mentions", Address="3 Marl Road", Postcode="zq11aa", Notes="lift",
    )  # fmt: skip
    (one,) = drafts([given])["library"].rows.records()
    assert {k: one[k] for k in ("code", "operator", "capacity", "capacity_unit", "used", "price_band", "opens", "closes")} == {
        "code": "010090000001", "operator": "The Marl Trust", "capacity": 1200.0, "capacity_unit": "people", "used": 380.0,
        "price_band": "medium", "opens": "2027-03-12", "closes": "2029-01-31",
    }  # fmt: skip
    assert (one["owner"], one["status"], one["step_free"], one["valued"]) == (
        "council",
        "open",
        "yes",
        "12 mentions",
    )
    assert (one["address"], one["postcode"], one["theme"]) == ("3 Marl Road", "ZQ1 1AA", "library")
    assert json.loads(str(one["details"])) == {"Notes": "lift", "Run by": "The Marl Trust"}


def test_columns_that_are_not_there_are_blank_and_numbers_none() -> None:
    (one,) = drafts([row()])["library"].rows.records()
    assert (one["capacity"], one["used"]) == (None, None)
    assert (one["price_band"], one["code"], one["opens"], one["valued"]) == ("", "", "", "")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Locally Equipped Area for Play (LEAP)", "LEAP"),
        ("multi-use games area", "MUGA"),
        ("TRA hall", "tenants' hall"),
        ("Takeaway", "hot food takeaway"),
        ("Public convenience", "public toilet"),
        ("Café", "cafe"),
        ("Children's centre", "family hub"),
        ("MOSQUE", "place of worship"),
        ("Jobcentre Plus", "job centre"),
    ],
)
def test_types_are_known_by_the_words_that_teams_use(said: str, meant: str) -> None:
    (draft,) = drafts([row(Type=said)]).values()
    assert draft.rows.columns["type"] == [meant]


def test_every_type_can_be_written_by_its_own_word() -> None:
    carried = {"bus stop", "station", "pier"}
    wanted = [t for t in TYPES if t not in carried]
    found = drafts([row(Type=t, Name=f"A {t}", Easting=532_000 + 9 * i) for i, t in enumerate(wanted)])
    assert sorted(t for d in found.values() for t in d.rows.columns["type"]) == sorted(wanted)


def test_a_type_nobody_knows_and_a_closed_place_are_left_out_with_the_reason() -> None:
    found = drafts(
        [row(), row(Type="Vehicle", Name="Mobile library"), row(Name="Old Library", Status="CLOSED")]
    )
    assert found["library"].rows.columns["name"] == ["Marl Library"]
    assert "1 row left out: the place has closed." in texts(found)
    assert "1 row left out: no type that Placewell keeps: Vehicle (1)." in texts(found)


def test_an_owner_or_a_status_in_other_words_is_told_not_guessed() -> None:
    found = drafts([row(), row(Name="Second", Owner="Crown Estate"), row(Name="Third", Status="mothballed")])
    assert found["library"].rows.columns["name"] == ["Marl Library"]
    assert "1 row left out: no owner that Placewell keeps: Crown Estate (1)." in texts(found)
    assert "1 row left out: no status that Placewell keeps: mothballed (1)." in texts(found)


def test_references_of_nought_or_made_round_are_not_references() -> None:
    found = drafts(
        [row(UPRN="0", Name="A"), row(UPRN="990000000000", Name="BB"), row(UPRN="9.9E+11", Name="CCC")]
    )
    assert found["library"].rows.columns["code"] == ["", "", ""]
    assert "3 rows with a UPRN that is 0 or was rounded by a spreadsheet for code: kept without it." in texts(
        found
    )


def test_places_may_be_written_as_text_or_degrees() -> None:
    bare = {k: v for k, v in row().items() if k not in ("Easting", "Northing")}
    as_text = drafts(
        [bare | {"WKT": "POLYGON ((532000 178000, 532040 178000, 532040 178030, 532000 178000))"}]
    )
    assert shapely.area(as_text["library"].rows.geometry[0]) == pytest.approx(600)  # type: ignore[index]
    degrees = drafts([bare | {"Latitude": "51.4893", "Longitude": "-0.0998"}])
    point = degrees["library"].rows.geometry[0]  # type: ignore[index]
    east, north = cutil.convert_bng([-0.0998], [51.4893])
    assert (point.x, point.y) == pytest.approx((east[0], north[0]), abs=0.01)


def test_only_a_list_that_was_checked_in_full_says_that_there_are_no_others() -> None:
    spread = [
        row(Name=f"Hall {i}", Type="TRA hall", Easting=530_100 + 450 * i, Northing=176_100 + 450 * i)
        for i in range(13)
    ]
    known = drafts([*spread, row()])
    assert {d.coverage for d in known.values()} == {"partial"}
    dated = [r | {"Last full check": "30/06/2025"} for r in [*spread, row()]]
    checked = drafts(dated, "checked")
    assert {d.coverage for d in checked.values()} == {"complete"}
    assert {d.vintage for d in checked.values()} == {"2025-06-30"}


def checked_list(*more: dict[str, Any]) -> dict[str, Draft]:
    """A list checked in full: halls from corner to corner, a library, and more rows."""
    spread = [
        row(Name=f"Hall {i}", Type="TRA hall", Easting=530_100 + 450 * i, Northing=176_100 + 450 * i)
        for i in range(13)
    ]
    return drafts([r | {"Last full check": "2025"} for r in [*spread, row(), *more]], "checked")


@pytest.mark.parametrize(
    ("cells", "partial"),
    [
        ({"Easting": "", "Northing": ""}, {"library"}),
        ({"Type": ""}, {"library", "tenants' hall"}),
        ({"Type": "Libary"}, {"library"}),
        ({"Type": "Public clock"}, set()),
        ({"Easting": 545_000}, set()),
    ],
)
def test_a_list_of_which_a_row_was_lost_is_not_complete(cells: dict[str, Any], partial: set[str]) -> None:
    found = checked_list(row(**{"Name": "Lost Library", **cells}))
    assert {role for role, d in found.items() if d.coverage == "partial"} == partial
    assert {
        role for role, d in found.items() if d.coverage_note.startswith("1 row could not be used.")
    } == partial
    for draft in found.values():
        assert draft.total == len(draft.rows) + draft.rejected + draft.elsewhere


def test_a_remark_of_reading_goes_to_the_layer_of_its_row() -> None:
    given = table([row(), row(Name="Hall", Type="TRA hall"), row(Name="Other Hall", Type="TRA hall")])
    note = ReadNote(3, "repaired", "Its outline did not close and was closed.")
    known = recognise(replace(given, notes=[note]), SOURCES)
    assert isinstance(known, Recognised)
    told = {
        d.role: [r.row for r in d.remarks if r.sort == "repaired"]
        for d in interpret(known, GROUND, {})
        if isinstance(d, Draft)
    }
    assert told == {"library": [], "tenants' hall": [3]}


def test_a_type_of_which_all_lie_in_the_margin_is_still_of_the_councils_own_list() -> None:
    ground = Ground(GROUND.frame, shapely.box(530_000, 176_000, 536_000, 181_000), LAND)
    halls = [
        row(Name=f"Hall {i}", Type="TRA hall", Easting=530_100 + 450 * i, Northing=176_100 + 380 * i)
        for i in range(13)
    ]
    rows = [r | {"Last full check": "2025"} for r in [*halls, row(Northing=181_500)]]
    known = recognise(table(rows), SOURCES)
    assert isinstance(known, Recognised)
    found = {d.role: d for d in interpret(known, ground, {}) if isinstance(d, Draft)}
    assert (
        found["library"].coverage_area
        == found["tenants' hall"].coverage_area
        != "a neighbouring council's area"
    )
    assert {d.coverage for d in found.values()} == {"complete"}
    # Where the whole list lies beside the project, it is a neighbour's.
    moved = Ground(GROUND.frame, shapely.box(530_000, 181_900, 536_000, 182_000), LAND)
    beside = interpret(known, moved, {})
    assert {d.coverage_area for d in beside if isinstance(d, Draft)} == {"a neighbouring council's area"}


def test_a_checked_list_of_one_corner_may_be_a_cut_of_the_councils() -> None:
    corner = [
        row(Name=f"Hall {i}", Easting=530_100 + 90 * i, Northing=176_100 + 90 * i)
        | {"Last full check": "2025"}
        for i in range(9)
    ]
    (draft,) = drafts(corner, "checked").values()
    assert draft.coverage == "partial"
    assert draft.coverage_note.startswith("Its entries lie in one part of the project")


def surgery(name: str, easting: int, **cells: Any) -> dict[str, Any]:
    plain = {
        "Premises": name,
        "Premises type": "GP surgery",
        "ODS code": f"Z{easting}",
        "Owned by": "NHS",
        "Status": "open",
    }
    return (
        plain | {"Easting": easting, "Northing": 178_000} | {k.replace("_", " "): v for k, v in cells.items()}
    )


def test_health_premises_have_patients_beside_room() -> None:
    rows = [
        surgery("Marl Surgery", 532_000, Capacity=8750, Unit="patients", In_use=9100),
        surgery("Lane Clinic", 533_000, Premises_type="Clinic"),
        surgery("Old Surgery", 534_000, Status="Closed"),
    ]
    found = drafts(rows, "", "health-premises")
    (full,) = found["GP surgery"].rows.records()
    assert (full["capacity"], full["used"], full["capacity_unit"], full["owner"]) == (
        8750.0,
        9100.0,
        "patients",
        "NHS",
    )
    assert found["clinic"].rows.columns["used"] == [None]
    assert "1 row left out: the premises have closed." in texts(found)


def school(name: str, kind: str, group: str, phase: str, pupils: object) -> dict[str, Any]:
    return {
        "URN": str(abs(hash_of(name))), "EstablishmentName": name, "EstablishmentStatus (name)": "Open", "TypeOfEstablishment (name)": kind,
        "EstablishmentTypeGroup (name)": group, "PhaseOfEducation (name)": phase, "SchoolCapacity": "420", "NumberOfPupils": pupils,
        "Easting": 532_000 + len(name), "Northing": 178_000,
    }  # fmt: skip


def hash_of(text: str) -> int:
    return 990_000 + sum(map(ord, text))


def test_schools_have_pupils_and_owners() -> None:
    rows = [
        school(
            "Marl Primary School", "Community school", "Local authority maintained schools", "Primary", "377"
        ),
        school("St Edda", "Voluntary aided school", "Local authority maintained schools", "Primary", ""),
        school("Thole Academy", "Academy sponsor led", "Academies", "Primary", "401"),
        school("Windle House", "Other independent school", "Independent schools", "Not applicable", "120"),
    ]
    found = drafts(rows, "", "gias-schools")
    state = {r["name"]: (r["owner"], r["used"], r["capacity"]) for r in found["state school"].rows.records()}
    assert state == {
        "Marl Primary School": ("council", 377.0, 420.0),
        "St Edda": ("voluntary", None, 420.0),
        "Thole Academy": ("academy trust", 401.0, 420.0),
    }
    assert [r["owner"] for r in found["independent school"].rows.records()] == ["private"]


def test_sports_facilities_have_owners_in_the_same_words() -> None:
    rows = [
        {"Site ID": f"{i}", "Site Name": f"Site {i}", "Facility Type": "Swimming Pool", "Ownership Type": owner, "Management Type": "Trust", "Easting": 532_000 + i * 40, "Northing": 178_000}
        for i, owner in enumerate(("Local Authority", "Commercial", "Community Organisation", "Academies", "Not known"))
    ]  # fmt: skip
    found = drafts(rows, "", "active-places")["swimming pool"].rows
    assert found.columns["owner"] == ["council", "private", "voluntary", "academy trust", ""]
    assert found.columns["operator"] == ["Trust"] * 5


def test_a_table_of_types_and_names_alone_is_not_taken_for_a_councils_list() -> None:
    known = recognise(
        table([{"Type": "Library", "Name": "Marl Library", "Easting": 532_000, "Northing": 178_000}]), SOURCES
    )
    assert not isinstance(known, Recognised)
    assert not isinstance(known, Left)
