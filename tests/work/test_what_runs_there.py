"""Activities, services, published PTAL and commitments: from a file to the project and what it tells."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from work_making import Command

from placewell.work.opened import open_project

LIBRARIES = "name,code,easting,northing\nNorth Library,L-1,531000,181000\nQuay Library,L-2,533500,180500\n"
ACTIVITIES = (
    "Activity,Venue,Venue code,For whom,When,Cost,Run by,Sector\n"
    "Chair yoga,North Library,L-1,over 60,Tue 10:00,free,Steady Hands,VCS\n"
    "Chair yoga,North Library,L-1,over 60,Tue 10:00,free,Steady Hands,VCS\n"
    "Code club,Quay library,,8 to 12,Sat 11:00,£2,The council,Council\n"
    "Rhyme time,NORTH LIBRARY,L-9,under 5,Wed 9:30,free,The council,council\n"
    "Boxing,Mill Gym,G-7,all,Mon 18:00,£5,Mill Boxing,Private\n"
    "Walking group,,,all,Sun 10:00,free,Strollers,\n"
    ",North Library,L-1,all,daily,free,,\n"
)
STOPS = "id,naptanId,commonName,lat,lon,modes,lines\n{rows}"
GRID = "ID,X,Y,AI2015,PTAL\n1,530150,180150,3.2,1B\n2,532150,182150,41.0,6b\n3,532250,182150,9.9,2\n4,560000,182150,9.9,2\n5,532350,182150,9.9,7\n"
COMMITMENTS = (
    "Reference,Name,Address,Homes,People,Provision,Status,Year,Easting,Northing,WKT\n"
    '26/1,Gasworks,Gas Lane,"1,240",2700,a nursery,Under construction,2028/29,532000,181000,\n'
    '26/2,Coal yard,Coal Lane,80,,,Permission granted,2027,,,"POLYGON ((531000 182000, 531100 182000, 531100 182100, 531000 182000))"\n'
    "26/3,Refused,Sorry Street,90,,,Refused,,531500,181500,\n"
    "26/4,Waiting,Slow Street,70,,,Pending consideration,,531500,181600,\n"
    "26/5,Odd,Odd Street,60,,,Who knows,,531500,181700,\n"
    "26/6,No place,Nowhere,50,,,Allocated,,,,\n"
)


def rows(project: Path, kind: str) -> list[dict[str, Any]]:
    with open_project(project) as opened:
        return list(opened.file.read(kind).records())


def notes(project: Path, *sorts: str) -> dict[int | None, str]:
    with open_project(project) as opened:
        found = opened.file.read("import note").records()
        return {n["row"]: n["text"] for n in found if n["sort"] in sorts}


def told_of(project: Path, sort: str = "") -> str:
    """All lines of the reports (of one sort), one after another."""
    with open_project(project) as opened:
        found = opened.file.read("import note").records()
        return " ".join(n["text"] for n in found if sort in ("", n["sort"]))


def info(placewell: Command, project: Path) -> dict[str, Any]:
    status, out, err = placewell("info", project, "--json")
    assert status == 0, err
    made: dict[str, Any] = json.loads(out)
    return made


def test_activities_know_their_venue_or_say_that_they_do_not(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "libraries.csv").write_text(LIBRARIES)
    (tmp_path / "activities.csv").write_text(ACTIVITIES, encoding="utf-8")
    assert placewell("import", project, tmp_path / "libraries.csv", "--as", "asset:library")[0] == 0
    status, _, err = placewell("import", project, tmp_path / "activities.csv")
    assert status == 0, err
    kept = rows(project, "activity")
    assert [r["name"] for r in kept] == ["Chair yoga", "Code club", "Rhyme time", "Boxing", "Walking group"]
    assert (
        kept[0]["asset"] == "L-1" and kept[0]["place"] == "North Library" and kept[0]["sector"] == "voluntary"
    )
    assert (kept[1]["asset"], kept[1]["cost"], kept[4]["sector"]) == ("", "£2", "")
    assert notes(project, "duplicate")[3] == "The same as row 2: taken once."
    assert notes(project, "rejected") == {8: "This row names no activity."}
    told = notes(project, "checked")
    assert "Mill Gym (G-7), is no asset that the project has; kept" in told[6]
    assert "names no venue; kept" in told[7]
    assert "no asset has the code L-9" in told[5] and 4 not in told and 2 not in told
    assert info(placewell, project)["activities"] == {
        "council": 2,
        "not stated": 1,
        "private": 1,
        "voluntary": 1,
    }
    status, _, err = placewell("import", project, tmp_path / "activities.csv")
    assert status == 1 and "the two say the same" in err
    status, out, _ = placewell("info", project)
    assert "Activities by who runs them: 2 council; 1 not stated; 1 private; 1 voluntary" in out


def test_a_list_of_activities_comes_in_with_the_assets_of_the_same_folder(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    (folder / "activities.csv").write_text(ACTIVITIES, encoding="utf-8")
    (folder / "libraries.geojson").write_text(json.dumps({
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "EPSG:27700"}},
        "features": [{
            "type": "Feature", "geometry": {"type": "Point", "coordinates": [531000, 181000]},
            "properties": {"category": "library", "name": "North Library", "source": "x", "source_id": "L-1",
                           "vintage": "2026", "in_southwark": "yes"},
        }],
    }))  # fmt: skip
    assert placewell("import", project, folder)[0] == 0
    told = notes(project, "checked")
    assert 2 not in told and "Quay library, is no asset" in told[4]


def test_published_ptal_keeps_its_band_and_index(placewell: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "grid.csv").write_text(GRID)
    status, _, err = placewell("import", project, tmp_path / "grid.csv")
    assert status == 0, err
    kept = rows(project, "PTAL point")
    assert [(r["code"], r["band"], r["index"]) for r in kept] == [
        ("1", "1b", 3.2),
        ("2", "6b", 41.0),
        ("3", "2", 9.9),
    ]
    assert (kept[0]["geometry"].x, kept[0]["geometry"].y) == (530150, 180150)
    assert "no band that Placewell keeps: 7 (1)" in told_of(project, "left")
    assert "not the one of their index" not in told_of(project)
    (tmp_path / "odd.csv").write_text(GRID.replace("2015", "").replace("9.9,2\n4", "10.01,2\n4"))
    assert placewell("import", project, tmp_path / "odd.csv", "--vintage", "2024")[0] == 0
    assert "1 points have a band that is not the one of their index (rows 4)" in told_of(project)
    assert [la["vintage"] for la in info(placewell, project)["layers"]] == ["2024"]
    assert len(rows(project, "PTAL point")) == 3
    found = info(placewell, project)
    assert found["ptal"] == {
        "1b": {"inside": 1, "held": 1},
        "2": {"inside": 1, "held": 1},
        "6b": {"inside": 1, "held": 1},
    }
    (layer,) = found["layers"]
    assert (layer["kind"], layer["vintage"], layer["count"], layer["inside"]) == ("PTAL point", "2024", 3, 3)


def test_commitments_are_points_and_grounds_and_say_what_was_left(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "pipeline.csv").write_text(COMMITMENTS)
    status, _, err = placewell("import", project, tmp_path / "pipeline.csv")
    assert status == 0, err
    gas, coal = rows(project, "commitment")
    assert (gas["code"], gas["homes"], gas["people"], gas["status"], gas["year"], gas["provision"]) == (
        "26/1", 1240.0, 2700.0, "under way", "2028/29", "a nursery",
    )  # fmt: skip
    assert gas["geometry"].geom_type == "Point" and coal["geometry"].area == pytest.approx(5000)
    assert (coal["name"], coal["status"], coal["people"]) == ("Coal yard", "permitted", None)
    left = told_of(project, "left")
    assert "1 row left out: refused, withdrawn, lapsed or superseded" in left
    assert (
        "1 row left out: not decided yet" in left and "no status that Placewell keeps: Who knows (1)" in left
    )
    assert notes(project, "rejected") == {7: "This row has no coordinates, so it cannot be put on the map."}
    assert info(placewell, project)["commitments"] == {
        "permitted": {"inside": 1, "held": 1, "homes": 80},
        "under way": {"inside": 1, "held": 1, "homes": 1240},
    }


def feed(path: Path, stops: dict[str, tuple[str, float, float]]) -> Path:
    """A feed whose route 42 leaves each of these stops (the last is its end) every ten minutes."""
    listed = "".join(f"{id},{name},{lat},{lon}\n" for id, (name, lat, lon) in stops.items())
    calls = "".join(f"t,{7 + i // 60:02}:{i % 60:02}:00,{id},{i}\n" for i, id in enumerate(stops))
    members = {
        "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n" + listed,
        "routes.txt": "route_id,route_short_name,route_type\nr,42,3\n",
        "trips.txt": "trip_id,route_id,service_id,direction_id\nt,r,W,0\n",
        "stop_times.txt": "trip_id,departure_time,stop_id,stop_sequence\n" + calls,
        "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nt,06:00:00,20:00:00,600\n",
        "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,start_date,end_date\nW,1,1,1,1,1,20260105,20260327\n",
        "calendar_dates.txt": "service_id,date,exception_type\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


# The middle of the project's ground, 532000 182000, and a little east of it.
AT = (51.52177, -0.09920)
NEARBY = (51.52177, -0.09848)


def test_a_timetable_feed_gives_its_services_to_the_better_list_of_stops(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    """One stop by its code, one by place and name, one that the list has not, one far away."""
    listed = (
        f"490A,490A,High Street,{AT[0]},{AT[1]},bus,42\n490B,490B,Mill Lane,{NEARBY[0]},{NEARBY[1]},bus,42\n"
    )
    folder = tmp_path / "stops"
    folder.mkdir()
    (folder / "stops.csv").write_text(STOPS.format(rows=listed))
    feed(folder / "feed.zip", {
        "490A": ("High Street", *AT), "x77": ("Mill Lane", NEARBY[0] + 0.00003, NEARBY[1]),
        "x78": ("Coal Lane", AT[0] + 0.005, AT[1]), "far": ("Far", 53.0, -0.1), "end": ("End", 53.1, -0.1),
    })  # fmt: skip
    status, _, err = placewell("import", project, folder)
    assert status == 0, err
    assert sorted(r["code"] for r in rows(project, "stop")) == ["490A", "490B"]
    found = [
        (r["stop"], r["route"], r["mode"], r["direction"], r["per_hour"]) for r in rows(project, "service")
    ]
    assert found == [(code, "42", "bus", "outbound", 6.0) for code in ("490A", "490B", "x78")]
    told = told_of(project)
    assert "1 stops have another code here" in told and "have not (x78); kept" in told
    assert "Services are those of Monday 5 January 2026" in told
    assert "1 of 4 entries lie outside the project" in told
    assert "Not brought in for bus stops" in told and "a copy or cut of another list" in told
    assert info(placewell, project)["services"] == {"bus": {"routes": 1, "stops": 3}}
    status, out, _ = placewell("info", project)
    assert "Services in the morning peak: bus: 1 routes at 3 stops" in out


def test_a_feed_alone_gives_two_layers(placewell: Command, project: Path, tmp_path: Path) -> None:
    made = feed(tmp_path / "feed.zip", {"a": ("High Street", *AT), "b": ("Mill Lane", *NEARBY)})
    assert placewell("import", project, made)[0] == 0
    assert [r["code"] for r in rows(project, "stop")] == ["a", "b"]
    assert [(r["stop"], r["per_hour"]) for r in rows(project, "service")] == [("a", 6.0)]
    assert [la["kind"] for la in info(placewell, project)["layers"]] == ["stop", "service"]


FREQUENCIES = (
    "Stop code,Route,Mode,Direction,Per hour\n490A,42,bus,north,6\n490A,42,bus,north,6\n490A,42,bus,north,8\n"
    "490A,N42,bus,north,\n490A,7,bus,north,-2\n,7,bus,north,2\n490Z,9,bus,south,4\n490A,,bus,south,4\n"
)


def test_a_list_of_frequencies_joins_the_stops_by_code(
    placewell: Command, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "often.csv").write_text(FREQUENCIES)
    status, _, err = placewell("import", project, tmp_path / "often.csv")
    assert status == 1 and "the project has no stops yet" in err and "bring in a list of stops first" in err
    (tmp_path / "stops.csv").write_text(STOPS.format(rows=f"490A,490A,High Street,{AT[0]},{AT[1]},bus,42\n"))
    assert placewell("import", project, tmp_path / "stops.csv")[0] == 0
    assert placewell("import", project, tmp_path / "often.csv")[0] == 0
    found = [(r["stop"], r["route"], r["per_hour"]) for r in rows(project, "service")]
    assert found == [("490A", "42", 6.0), ("490A", "N42", None)]
    rejected = notes(project, "rejected")
    assert "stands in row 2 already, with other figures" in rejected[4]
    assert rejected[6] == "Route 7 cannot call -2 times an hour."
    assert rejected[7] == "This row names no stop." and rejected[9] == "This row names no route."
    assert notes(project, "duplicate") == {3: "The same as row 2: taken once."}
    (layer,) = [la for la in info(placewell, project)["layers"] if la["kind"] == "service"]
    assert layer["rejected"] == 4 and layer["inside"] is None


def test_kinds_said_by_hand(placewell: Command, project: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.csv"
    made.write_text('site ref,flats,x,y\nQ1,"1,100",531000,181000\n')
    words = ("--as", "commitment", "--map", "code=site ref", "homes=flats")
    assert placewell("import", project, made, *words)[0] == 0
    (row,) = rows(project, "commitment")
    assert (row["code"], row["homes"]) == ("Q1", 1100.0)
    made.write_text("what,venue\nChess,Quay Hall\n")
    assert placewell("import", project, made, "--as", "activity", "--map", "name=what")[0] == 0
    assert rows(project, "activity")[0]["place"] == "Quay Hall"
