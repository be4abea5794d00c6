"""The two tables of walks: from many places to many, and the PTAL-style index."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import shapely
from work_making import Command, feature_collection

from placewell.work import access
from placewell.work.access import access_table
from placewell.work.opened import open_project

X, Y = 531_000, 181_000
STREET = [
    shapely.LineString([(X, Y), (X + 1000, Y)]),
    shapely.LineString([(X + 1000, Y), (X + 1000, Y + 500)]),
]
"""1,000 m to the east, then 500 m to the north."""


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def town(placewell: Command, project: Path, tmp_path: Path) -> Path:
    """Streets, two libraries of which one is away from all streets, a park beside the street, two stops."""
    streets = write(tmp_path / "streets.geojson", feature_collection(STREET))
    libraries = write(
        tmp_path / "libraries.csv",
        f"id,name,easting,northing\nQ,Quay Library,{X + 400},{Y + 30}\nM,Mill Library,{X + 400},{Y + 900}\n",
    )
    park = shapely.box(X + 600, Y + 8, X + 700, Y + 200)
    parks = write(tmp_path / "parks.geojson", feature_collection([park], [{"name": "Mill Park"}]))
    stops = write(
        tmp_path / "stops.csv",
        f"code,name,easting,northing,modes,routes\nS1,Quay,{X + 80},{Y},bus,12\nS2,Mill,{X + 900},{Y},bus,36\n",
    )
    services = write(tmp_path / "services.csv", "stop,route,mode,direction,per hour\nS1,12,bus,north,6\n")
    for path, what in (
        (streets, "street:roads"), (libraries, "asset:library"), (parks, "asset:park"), (stops, "stop:bus stop"),
        (services, "service"),
    ):  # fmt: skip
        status, _, err = placewell("import", project, path, "--as", what)
        assert (status, err) == (0, ""), what
    return project


@pytest.fixture
def homes(tmp_path: Path) -> Path:
    return write(
        tmp_path / "homes.csv",
        f"ID,name,easting,northing\nh1,First,{X},{Y}\nh2,Second,{X + 200},{Y - 40}\nh3,Third,{X},{Y + 300}\n",
    )


# -- access ----------------------------------------------------------------------------------------


def test_every_pair_has_a_row(placewell: Command, town: Path, homes: Path, tmp_path: Path) -> None:
    out = tmp_path / "walks.csv"
    status, said, err = placewell("access", town, "--from", homes, "--to", "libraries", "--csv", out)
    assert (status, err) == (0, "")
    first, *_ = out.read_text(encoding="utf-8").splitlines()
    assert first == "from_id,to_id,to_name,reach_m,minutes,leg_from_m,leg_to_m,status"
    rows = table(out)
    found = [(r["from_id"], r["to_name"], r["reach_m"], r["minutes"], r["status"]) for r in rows]
    assert found == [
        ("h1", "Quay Library", "430.000", "5.38", "reached"),
        ("h1", "Mill Library", "", "", "not attached"),
        ("h2", "Quay Library", "270.000", "3.38", "reached"),
        ("h2", "Mill Library", "", "", "not attached"),
        ("h3", "Quay Library", "", "", "not attached"),
        ("h3", "Mill Library", "", "", "not attached"),
    ]
    assert [(r["leg_from_m"], r["leg_to_m"]) for r in rows[:4]] == [
        ("0.000", "30.000"), ("0.000", ""), ("40.000", "30.000"), ("40.000", ""),
    ]  # fmt: skip
    assert "reached: 2  beyond reach: 0  not attached: 4" in said
    assert "From: 1 not attached (no street within 250 m, or no place): Third" in said
    assert "To: 1 not attached (no street within 250 m, or no place): Mill Library" in said
    assert "along roads only" in said


def test_the_limit_counts_as_within(placewell: Command, town: Path, homes: Path, tmp_path: Path) -> None:
    for limit, expected in (("430", "reached"), ("429.999", "beyond reach"), ("0", "beyond reach")):
        out = tmp_path / f"at{limit}.csv"
        command = ("access", town, "--from", homes, "--to", "library", "--limit", limit, "--csv", out)
        assert placewell(*command)[0] == 0
        row = table(out)[0]
        assert (row["status"], row["reach_m"]) == (expected, "430.000" if expected == "reached" else "")


def test_a_park_is_reached_at_its_edge(placewell: Command, town: Path, homes: Path, tmp_path: Path) -> None:
    out = tmp_path / "parks.csv"
    assert placewell("access", town, "--from", homes, "--to", "Park", "--csv", out)[0] == 0
    # The street passes 8 m from its edge from 600 m on: 600 m along it and 8 m off it.
    assert (table(out)[0]["reach_m"], table(out)[0]["leg_to_m"]) == ("608.000", "8.000")


def test_a_walker_without_a_stated_speed_has_metres_and_no_minutes(
    placewell: Command, town: Path, homes: Path, tmp_path: Path
) -> None:
    start = ("access", town, "--from", homes, "--to", "library", "--profile", "wheelchair", "--csv")
    status, said, _ = placewell(*start, tmp_path / "a.csv")
    assert (status, table(tmp_path / "a.csv")[0]["minutes"]) == (0, "")
    assert "no source gives a speed for 'wheelchair'" in said
    placewell(*start, tmp_path / "b.csv", "--speed", "43")
    assert table(tmp_path / "b.csv")[0]["minutes"] == "10.00"


def test_rows_of_a_file_without_ids_are_numbered_from_0(
    placewell: Command, town: Path, tmp_path: Path
) -> None:
    doors = write(tmp_path / "doors.csv", f"easting,northing\n{X},{Y}\n{X + 10},{Y}\n")
    out = tmp_path / "walks.csv"
    assert placewell("access", town, "--from", doors, "--to", doors, "--csv", out)[0] == 0
    found = [(r["from_id"], r["to_id"], r["reach_m"]) for r in table(out)]
    assert found == [("0", "0", "0.000"), ("0", "1", "10.000"), ("1", "0", "10.000"), ("1", "1", "0.000")]


def test_a_row_without_a_place_keeps_its_row(placewell: Command, town: Path, tmp_path: Path) -> None:
    doors = write(tmp_path / "doors.csv", f"id,easting,northing\na,{X},{Y}\nb,,\nc,{X + 90_000},{Y}\n")
    out = tmp_path / "walks.csv"
    status, said, _ = placewell("access", town, "--from", doors, "--to", "library", "--csv", out)
    assert status == 0
    assert [r["status"] for r in table(out) if r["to_name"] == "Quay Library"] == [
        "reached", "not attached", "not attached",
    ]  # fmt: skip
    assert "From: 2 not attached (no street within 250 m, or no place): b, c" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--limit", "-5"], "cannot be followed for -5 metres"),
        (["--limit", "nan"], "cannot be followed for nan metres"),
        (["--limit", "inf"], "cannot be followed for inf metres"),
        (["--profile", "runner"], "no walker called 'runner'"),
        (["--speed", "0"], "0 metres a minute is not a walking speed"),
        (["--to", "librarys"], "Did you mean: library"),
    ],
)
def test_what_cannot_be_meant_is_told(
    placewell: Command, town: Path, homes: Path, tmp_path: Path, words: list[str], told: str
) -> None:
    out = tmp_path / "walks.csv"
    status, _, err = placewell("access", town, "--from", homes, "--to", "library", "--csv", out, *words)
    assert status == 1
    assert told in err
    assert not out.exists()


def test_nothing_is_written_over_and_no_half_file_stays(
    placewell: Command, town: Path, homes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write(tmp_path / "walks.csv", "mine")
    status, _, err = placewell("access", town, "--from", homes, "--to", "library", "--csv", out)
    assert (status, out.read_text()) == (1, "mine")
    assert "is there already" in err
    monkeypatch.setattr(access, "_PAIRS_AT_ONCE", 1)
    other = tmp_path / "other.csv"
    with open_project(town) as opened:
        work = access_table(opened, str(homes), "library", other)
        steps = [next(work) for _ in range(3)]
        work.close()
    assert steps[-1].what == "Walking"
    assert sorted(p.name for p in tmp_path.iterdir() if "other" in p.name) == []


def test_a_name_that_looks_like_a_formula_stays_text(placewell: Command, town: Path, tmp_path: Path) -> None:
    doors = write(tmp_path / "doors.csv", f"id,name,easting,northing\n-1,=1+1,{X},{Y}\n@x,+44,{X},{Y}\n")
    out, index = tmp_path / "walks.csv", tmp_path / "index.csv"
    assert placewell("access", town, "--from", doors, "--to", doors, "--csv", out)[0] == 0
    found = {(r["from_id"], r["to_name"]) for r in table(out)}
    assert found == {("-1", "'=1+1"), ("-1", "+44"), ("'@x", "'=1+1"), ("'@x", "+44")}
    assert placewell("ptal", town, "--from", doors, "--csv", index)[0] == 0
    assert [(r["id"], r["name"]) for r in table(index)] == [("-1", "'=1+1"), ("'@x", "+44")]


def test_a_file_without_places(placewell: Command, town: Path, tmp_path: Path) -> None:
    names = write(tmp_path / "names.csv", "name,size\nOne,2\nTwo,3\n")
    status, _, err = placewell(
        "access", town, "--from", names, "--to", "library", "--csv", tmp_path / "w.csv"
    )
    assert status == 1
    assert "No columns of this table say where its rows are." in err
    assert err.strip().endswith("Call the columns easting and northing, longitude and latitude, or postcode.")


def test_a_folder_that_is_not_there(placewell: Command, town: Path, homes: Path, tmp_path: Path) -> None:
    status, _, err = placewell(
        "access", town, "--from", homes, "--to", "library", "--csv", tmp_path / "none" / "w.csv"
    )
    assert status == 1
    assert "could not be written" in err


def test_without_streets_no_walk_is_told(
    placewell: Command, project: Path, homes: Path, tmp_path: Path
) -> None:
    for command in (("access", project, "--from", homes, "--to", homes), ("ptal", project, "--from", homes)):
        status, _, err = placewell(*command, "--csv", tmp_path / "w.csv")
        assert status == 1
        assert "holds no streets that can be walked" in err


# -- ptal ------------------------------------------------------------------------------------------


def test_the_index_with_its_working(placewell: Command, town: Path, homes: Path, tmp_path: Path) -> None:
    out, working = tmp_path / "ptal.csv", tmp_path / "working.csv"
    command = ("ptal", town, "--from", homes, "--csv", out, "--working", working)
    status, said, err = placewell(*command)
    assert (status, err) == (0, "")
    first, second, third = table(out)
    assert list(first)[:4] == ["id", "ai", "band", "bus"]
    # 80 m to stop S1, six an hour: the small example of the guidance.
    assert (first["ai"], first["band"], first["bus"], first["rail"]) == ("3.75", "1b", "3.75", "0.00")
    assert "not known to be complete" in first["note"]
    assert (third["ai"], third["note"]) == ("", "not attached: no street within 250 m")
    # 160 m from the street's start and 40 m off it: 120 + 40 m; 900 - 200 + 40 m to the other stop is too far.
    assert second["ai"] == f"{30 / (160 / 80 + 5 + 2):.2f}"
    steps = table(working)
    assert [(s["id"], s["route"], s["stop"], s["walk_min"], s["edf"], s["basis"]) for s in steps] == [
        ("h1", "12", "Quay", "1.000", "3.750", "timetable"),
        ("h2", "12", "Quay", "2.000", "3.333", "timetable"),
    ]
    assert "It is not TfL's published PTAL" in said


def test_where_a_frequency_is_missing_it_cannot_be_told(
    placewell: Command, town: Path, tmp_path: Path
) -> None:
    door = write(tmp_path / "door.csv", f"id,easting,northing\nd,{X + 900},{Y}\n")
    out, assumed = tmp_path / "ptal.csv", tmp_path / "assumed.csv"
    assert placewell("ptal", town, "--from", door, "--csv", out)[0] == 0
    (row,) = table(out)
    assert (row["ai"], row["band"]) == ("", "")
    assert row["note"].startswith("cannot tell: how often these call is not known: route 36 (bus)")
    status, said, _ = placewell("ptal", town, "--from", door, "--assume", "bus=6", "--csv", assumed)
    assert (status, table(assumed)[0]["ai"]) == (0, f"{30 / (5 + 2):.2f}")
    assert "frequencies assumed" in table(assumed)[0]["note"]
    assert "Assumed where no timetable says how often a route calls: bus 6 an hour." in said


@pytest.mark.parametrize("word", ["bus", "bus=", "bus=0", "bus=-1", "bus=nan", "bus=often", "ferry=6"])
def test_an_assumption_that_is_none(
    placewell: Command, town: Path, homes: Path, tmp_path: Path, word: str
) -> None:
    status, _, err = placewell("ptal", town, "--from", homes, "--assume", word, "--csv", tmp_path / "p.csv")
    assert status == 1
    assert f"'{word}' does not say how often a mode calls." in err


def test_without_stops(placewell: Command, project: Path, homes: Path, tmp_path: Path) -> None:
    streets = write(tmp_path / "streets.geojson", feature_collection(STREET))
    assert placewell("import", project, streets, "--as", "street:roads")[0] == 0
    status, _, err = placewell("ptal", project, "--from", homes, "--csv", tmp_path / "p.csv")
    assert status == 1
    assert "holds no stops or stations" in err
