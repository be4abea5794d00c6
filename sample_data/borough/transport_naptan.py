"""The national list of access points (NaPTAN), as somebody downloads it for one area."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from borough.book import Book
from borough.transport_calls import Stop
from borough.transport_lists import in_degrees
from borough.write import csv_file

NAPTAN = "naptan.csv"
OUT_OF_USE = 4
NAPTAN_COLUMNS = (
    "ATCOCode,NaptanCode,PlateCode,CleardownCode,CommonName,CommonNameLang,ShortCommonName,ShortCommonNameLang,"
    "Landmark,LandmarkLang,Street,StreetLang,Crossing,CrossingLang,Indicator,IndicatorLang,Bearing,"
    "NptgLocalityCode,LocalityName,ParentLocalityName,GrandParentLocalityName,Town,TownLang,Suburb,SuburbLang,"
    "LocalityCentre,GridType,Easting,Northing,Longitude,Latitude,StopType,BusStopType,TimingStatus,"
    "DefaultWaitTime,Notes,NotesLang,AdministrativeAreaCode,CreationDateTime,ModificationDateTime,"
    "RevisionNumber,Modification,Status"
)


def write_naptan(
    stops: Sequence[Stop], boundary: BaseGeometry, folder: Path, book: Book, rng: random.Random
) -> None:
    """The national list of access points, as downloaded for the borough's area: bus stops only.

    Stations and piers are in it under national area codes, in other downloads.
    """
    near = boundary.buffer(250)
    listed = [s for s in stops if near.contains(s.point)]
    gone = set(rng.sample(range(len(listed)), OUT_OF_USE))
    columns = NAPTAN_COLUMNS.split(",")
    rows: list[list[object]] = [list(columns)]
    for i, (stop, p) in enumerate(zip(listed, in_degrees([s.point for s in listed]), strict=True)):
        record: dict[str, object] = {
            "ATCOCode": stop.code,
            "NaptanCode": f"{99000 + i}",
            "CommonName": stop.name,
            "Street": stop.street,
            "Indicator": f"Stop {stop.letter}" if stop.letter else "",
            "Bearing": stop.bearing,
            "StopType": "BCT",
            "BusStopType": "MKD",
            "TimingStatus": "OTH",
            "NptgLocalityCode": "ZQ0000001",
            "LocalityName": "Larkhithe",
            "GridType": "UKOS",
            "Easting": round(stop.point.x),
            "Northing": round(stop.point.y),
            "Longitude": f"{p.x:.6f}",
            "Latitude": f"{p.y:.6f}",
            "AdministrativeAreaCode": "499",
            "CreationDateTime": "2009-11-12T00:00:00",
            "ModificationDateTime": f"2025-0{1 + i % 8}-1{i % 7}T0{i % 6}:15:00",
            "RevisionNumber": i % 5,
            "Modification": "del" if i in gone else "rev",
            "Status": "inactive" if i in gone else "active",
        }
        rows.append([record.get(column, "") for column in columns])
    csv_file(folder / NAPTAN, rows)
    count = len(listed) - OUT_OF_USE
    for sort, words, what in (
        (
            "left",
            f"{OUT_OF_USE} rows left out: the stop is no longer in use",
            "Stops out of use stay in the list.",
        ),
        ("left", "Not brought in for bus stops", "The operator's own list has the same stops, with routes."),
        (
            "checked",
            f"{count} of {count} list no routes",
            "The national list does not say which routes call.",
        ),
        ("checked", "columns are empty throughout", "The national list has columns that nobody fills."),
        (
            "checked",
            "The file does not say which map coordinates it uses",
            "Eastings and northings, without a word.",
        ),
    ):
        book.add(NAPTAN, sort, words, what)
