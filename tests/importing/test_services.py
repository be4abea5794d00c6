"""Services from timetable feeds and lists, against departures counted one by one."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import files
import pytest

from placewell.domain.rows import Rows
from placewell.importing import gtfs_times
from placewell.importing.gtfs_times import Calls, Headway, count, seconds
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader
from placewell.importing.recognise import Recognised, recognise
from placewell.importing.services import _added_up
from placewell.importing.source import load_sources
from placewell.shipped import resource

FEED = {
    "agency.txt": "agency_id,agency_name\nA,Made-up Buses\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
    "B1,High Street,51.5000,-0.1000,0,\n"
    "B2,High Street,51.5001,-0.1003,0,\n"
    "B3,Mill Lane,51.5050,-0.1000,0,\n"
    "S,Quay,51.5100,-0.1000,1,\n"
    "S1,Quay platform 1,51.5101,-0.1000,0,S\n"
    "S2,Quay platform 2,51.5102,-0.1000,0,S\n"
    "S9,Terminus,51.6000,-0.1000,0,\n",
    "routes.txt": "route_id,route_short_name,route_type\nr42,42,3\nrQ,Quay line,1\n",
    "trips.txt": "trip_id,route_id,service_id,direction_id,trip_headsign\n"
    "a,r42,WK,0,Mill Lane\nb,r42,WK,0,Mill Lane\nc,r42,WK,1,High Street\nd,r42,SAT,0,Mill Lane\n"
    "n,r42,WK,0,Mill Lane\nf,rQ,WK,0,Terminus\ng,rQ,WK,1,Quay\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type\n"
    # High Street to Mill Lane at 08:15 exactly (counts) and 09:15 exactly (does not).
    "a,08:15:00,08:15:00,B1,1,0\na,08:25:00,08:25:00,B3,2,0\n"
    "b,09:15:00,09:15:00,B1,1,0\nb,09:25:00,09:25:00,B3,2,0\n"
    # Back: ends at B2, which is no departure; boards at B3.
    "c,08:40:00,08:40:00,B3,5,0\nc,08:50:00,08:50:00,B2,9,0\n"
    # Saturdays only.
    "d,08:30:00,08:30:00,B1,1,0\nd,08:40:00,08:40:00,B3,2,0\n"
    # Past midnight: 32:30 is half past eight the next morning.
    "n,32:30:00,32:30:00,B1,1,0\nn,32:40:00,32:40:00,B3,2,0\n"
    # Every 7 minutes from 06:00, by frequencies.txt; and trains the other way, set down only at S2.
    "f,06:00:00,06:00:00,S1,1,0\nf,06:20:00,06:20:00,S9,2,0\n"
    "g,08:20:00,08:20:00,S9,1,0\ng,08:40:00,08:40:00,S2,2,1\ng,08:41:00,08:41:00,S,3,0\n",
    "frequencies.txt": "trip_id,start_time,end_time,headway_secs,exact_times\nf,06:00:00,10:00:00,420,0\n",
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
    "WK,1,1,1,1,1,0,0,20260105,20260327\nSAT,0,0,0,0,0,1,0,20260105,20260327\n",
    "calendar_dates.txt": "service_id,date,exception_type\nWK,20260106,2\n",
}


def read(reader: Reader, folder: Path, **changed: str | None) -> dict[str, RawTable]:
    """The tables of the feed with some files changed (`stop_times='…'`) or left out (None)."""
    members = {**FEED, **{f"{k}.txt": v for k, v in changed.items()}}
    whole = {k: v.encode() for k, v in members.items() if v is not None}
    return {t.part: t for t in reader.read(files.zipped(folder / "feed.zip", whole))}


def lines(table: RawTable) -> dict[tuple[Any, ...], Any]:
    names = ("stop_id", "route", "direction", "per_hour")
    found = zip(*(table.columns[n] for n in names), strict=True)
    return {(stop, route, to): times for stop, route, to, times in found}


def said(table: RawTable) -> str:
    return " ".join(n.text for n in table.notes)


def test_departures_of_a_small_feed_by_hand(tmp_path: Path, reader: Reader) -> None:
    found = read(reader, tmp_path)
    assert lines(found["services"]) == {
        ("B1", "42", "Mill Lane"): 2.0,  # 08:15 and 32:30; not 09:15, not Saturday's
        ("B3", "42", "High Street"): 1.0,
        ("S", "Quay line", "Terminus"): pytest.approx(60 / 7, abs=0.005),
        ("S9", "Quay line", "Quay"): 1.0,
    }
    told = said(found["services"])
    assert "Monday 5 January 2026" in told and "59 of 60 weekdays" in told
    # Mill Lane 42 is counted for its return; High Street B2 and nothing else is an end only.
    assert "1 of 5 pairs of stop and route nothing departs" in told
    assert found["services"].columns["lat"][0] == "51.5000"


def test_platforms_are_part_of_their_station(tmp_path: Path, reader: Reader) -> None:
    stops = read(reader, tmp_path)["stops"]
    by_id = dict(
        zip(
            stops.columns["stop_id"],
            zip(stops.columns["routes"], stops.columns["platform_of"], strict=True),
            strict=True,
        )
    )
    assert by_id["S"] == ("Quay line", None)
    assert by_id["S1"] == (None, "S") and by_id["S2"] == (None, "S")
    assert by_id["B1"] == ("42", None)


def test_times_between_two_stated_ones_are_filled_in_whatever_the_order_of_lines(
    tmp_path: Path, reader: Reader
) -> None:
    blanks = (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "a,,,B2,20\na,08:00:00,08:00:00,B1,10\na,08:40:00,08:40:00,B3,40\na,,,S9,30\na,08:50:00,,B1,50\n"
        "b,,,B1,1\nb,,,B3,2\n"
    )
    found = read(reader, tmp_path, stop_times=blanks, frequencies=None)
    # 08:00, 08:13:20, 08:26:40, 08:40, then the end.
    assert lines(found["services"]) == {("S9", "42", "Mill Lane"): 1.0, ("B3", "42", "Mill Lane"): 1.0}
    assert "1 trips of that day state no time at any stop" in said(found["services"])


def test_the_day_is_the_busiest_that_is_no_exception(tmp_path: Path, reader: Reader) -> None:
    trips = "trip_id,route_id,service_id\n" + "".join(
        f"{s}{i},r42,{s}\n" for s, n in (("MT", 2), ("F", 3), ("GALA", 9)) for i in range(n)
    )
    times = "trip_id,departure_time,arrival_time,stop_id,stop_sequence\n" + "".join(
        f"{s}{i},08:30:00,08:30:00,B1,1\n{s}{i},08:35:00,08:35:00,B3,2\n"
        for s, n in (("MT", 2), ("F", 3), ("GALA", 9))
        for i in range(n)
    )
    calendar = (
        "service_id,monday,tuesday,wednesday,thursday,friday,start_date,end_date\n"
        "MT,1,1,1,1,0,20260105,20260327\nF,0,0,0,0,1,20260105,20260327\n"
    )
    extra = "service_id,date,exception_type\nGALA,20260212,1\nMT,20260212,1\n"
    found = read(
        reader,
        tmp_path,
        trips=trips,
        stop_times=times,
        calendar=calendar,
        calendar_dates=extra,
        frequencies=None,
    )
    assert list(lines(found["services"]).values()) == [3.0]
    assert "Friday 9 January 2026" in said(found["services"])
    only_dates = "service_id,date,exception_type\n" + "".join(f"MT,202601{d:02},1\n" for d in range(5, 31))
    found = read(
        reader,
        tmp_path,
        trips=trips,
        stop_times=times,
        calendar=None,
        calendar_dates=only_dates,
        frequencies=None,
    )
    assert list(lines(found["services"]).values()) == [2.0]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"calendar": None, "calendar_dates": None}, "does not say on which days its services run"),
        ({"calendar": FEED["calendar.txt"].replace("WK,1,1,1,1,1,0", "WK,0,0,0,0,0,1")}, "None of its services runs on a weekday"),
        ({"stop_times": "trip_id,stop_id,stop_sequence\na,B1,1\na,B3,2\n"}, "No departure between 08:15 and 09:15 could be counted"),
        ({"stop_times": FEED["stop_times.txt"] + "zz,08:30:00,08:30:00,B1,1,0\na,08:30:00,08:30:00,??,7,0\n"}, "2 calls are of trips or stops that the feed does not list"),
        ({"frequencies": FEED["frequencies.txt"] + "f,06:00:00,05:00:00,60,\nf,6,10:00:00,60,\nzz,06:00:00,10:00:00,60,\n"}, "3 lines of frequencies.txt"),
    ],
)  # fmt: skip
def test_what_a_feed_lacks_is_told(
    tmp_path: Path, reader: Reader, changed: dict[str, str], words: str
) -> None:
    found = read(reader, tmp_path, **changed)
    assert words in " ".join(said(t) for t in found.values())


def test_without_a_direction_trips_are_told_apart_by_where_they_go(tmp_path: Path, reader: Reader) -> None:
    trips = "trip_id,route_id,service_id,trip_headsign\na,r42,WK,Mill Lane\nc,r42,WK,High Street\n"
    times = (
        "trip_id,departure_time,arrival_time,stop_id,stop_sequence\n"
        "a,08:30:00,,B1,1\na,08:35:00,,B3,2\nc,08:40:00,,B1,1\nc,08:45:00,,B2,2\n"
    )
    found = read(reader, tmp_path, trips=trips, stop_times=times, frequencies=None)
    assert lines(found["services"]) == {("B1", "42", "High Street"): 1.0, ("B1", "42", "Mill Lane"): 1.0}
    assert "told apart by where it goes" in said(found["services"])


def test_a_made_up_timetable_against_departures_counted_one_by_one() -> None:
    """A thousand trips, a third of them by headway, with gaps; the oracle walks each by itself."""
    dice = random.Random("a thousand trips")
    calls, groups, often = Calls(), [], {}
    wanted: dict[tuple[int, int], float] = {}
    shuffled: list[tuple[int, int, int, int, int]] = []
    for trip in range(1000):
        group = dice.randrange(12)
        groups.append(group)
        start, step = dice.randrange(5 * 3600, 34 * 3600), dice.randrange(30, 600)
        stops = [dice.randrange(40) for _ in range(dice.randrange(2, 25))]
        known = [i in (0, len(stops) - 1) or dice.random() < 0.5 for i in range(len(stops))]
        boards = [dice.random() < 0.9 for _ in stops]
        if trip % 3 == 0:
            exact = trip % 2 == 0
            often[trip] = [Headway(start, start + dice.randrange(60, 20000), dice.randrange(60, 1800), exact)]
        for i, stop in enumerate(stops):
            shuffled.append((trip, stop, 10 * i, start + step * i if known[i] else -1, boards[i]))
            if i == len(stops) - 1 or not boards[i]:
                continue
            times = 0.0
            for h in often.get(trip, [Headway(start, start + 1, 1, True)]):
                if h.exact:
                    t = h.starts
                    while t < h.ends:
                        times += 29700 <= (t + step * i) % 86400 < 33300
                        t += h.every
                else:
                    seconds_in = sum(
                        1 for t in range(h.starts, h.ends) if 29700 <= (t + step * i) % 86400 < 33300
                    )
                    times += seconds_in / h.every
            if times:
                wanted[stop, group] = wanted.get((stop, group), 0) + times
    dice.shuffle(shuffled)
    for trip, stop, order, time, may in shuffled:
        for column, value in zip(
            (calls.trip, calls.stop, calls.order, calls.time, calls.boards),
            (trip, stop, order, time, may),
            strict=True,
        ):
            column.append(value)
    found = count(calls, groups, often)
    assert found.untimed == 0 and found.counted.keys() == wanted.keys() and len(wanted) > 200
    assert all(found.counted[k] == pytest.approx(wanted[k], abs=1e-6) for k in wanted)


def test_times_as_feeds_write_them() -> None:
    assert (
        seconds("8:15:00") == 29700 and seconds("25:00:01") == 90001 and seconds(" 08:15:00".strip()) == 29700
    )
    assert {
        seconds(t) for t in ("", "8:15", "-1:00:00", "8:-5:00", "a:b:c", "8:60:00", "999999999999:00:00")
    } == {gtfs_times.NO_TIME}


def test_services_of_a_feed_are_known_for_what_they_are(tmp_path: Path, reader: Reader) -> None:
    sources = load_sources(resource("sources"))
    found = {part: recognise(t, sources) for part, t in read(reader, tmp_path).items()}
    assert {p: f.source.id for p, f in found.items() if isinstance(f, Recognised)} == {
        "stops": "gtfs-stops",
        "services": "gtfs-services",
    }


def test_two_routes_of_one_name_keep_their_own_destinations(tmp_path: Path, reader: Reader) -> None:
    routes = "route_id,route_short_name,route_type\nr1,1,3\ns1,1,3\n"
    trips = (
        "trip_id,route_id,service_id,direction_id,trip_headsign\n"
        "a,r1,WK,0,Mill Lane\nb,s1,WK,0,Terminus\nc,s1,WK,0,Terminus\n"
    )
    times = "trip_id,departure_time,arrival_time,stop_id,stop_sequence\n" + "".join(
        f"{trip},08:30:00,,B1,1\n{trip},08:40:00,,{to},2\n"
        for trip, to in (("a", "B3"), ("b", "S9"), ("c", "S9"))
    )
    found = read(reader, tmp_path, routes=routes, trips=trips, stop_times=times, frequencies=None)
    assert lines(found["services"]) == {("B1", "1", "Mill Lane"): 1.0, ("B1", "1", "Terminus"): 2.0}


def test_one_route_under_two_ids_is_one_line(tmp_path: Path, reader: Reader) -> None:
    routes = "route_id,route_short_name,route_type\nr1,1,3\ns1,1,3\n"
    trips = (
        "trip_id,route_id,service_id,direction_id,trip_headsign\n"
        "a,r1,WK,0,Mill Lane\nb,s1,WK,0,Mill Lane\nc,s1,WK,0,Mill Lane\n"
    )
    times = "trip_id,departure_time,arrival_time,stop_id,stop_sequence\n" + "".join(
        f"{trip},08:30:00,,B1,1\n{trip},08:40:00,,B3,2\n" for trip in "abc"
    )
    found = read(reader, tmp_path, routes=routes, trips=trips, stop_times=times, frequencies=None)
    assert lines(found["services"]) == {("B1", "1", "Mill Lane"): 3.0}
    assert len(found["services"]) == 1


@pytest.mark.parametrize("blank", [0, 1, 2])
def test_services_added_up_with_a_figure_missing_are_of_no_known_figure(blank: int) -> None:
    times = [4.0, 5.0, 6.0, 7.0]
    given = [None if i == blank else t for i, t in enumerate(times)]
    columns: dict[str, list[Any]] = {
        "stop": ["S", "S", "S", "T"], "route": ["1"] * 4, "mode": ["bus"] * 4, "direction": ["Quay"] * 4,
        "per_hour": list(given), "details": [""] * 4,
    }  # fmt: skip
    rows, told = _added_up(Rows("service", columns, None, [2, 3, 4, 5]))
    assert (rows.columns["stop"], rows.columns["per_hour"]) == (["S", "T"], [None, 7.0])
    assert [(r.sort, r.row, r.text.split(",")[0]) for r in told] == [
        ("checked", 2, "Route 1 at stop S is in several rows")
    ]


def test_services_added_up_that_all_lack_a_figure_are_kept_without_one() -> None:
    columns: dict[str, list[Any]] = {
        "stop": ["S", "S"],
        "route": ["1", "1"],
        "mode": ["", ""],
        "direction": ["", ""],
        "per_hour": [None, None],
    }
    rows, told = _added_up(Rows("service", columns, None, [2, 3]))
    assert (rows.columns["per_hour"], told) == ([None], [])
