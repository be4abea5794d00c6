"""Each publisher's own headings become the one source that they are, and look-alikes do not."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from placewell.importing.fields import Columns, fill
from placewell.importing.raw import RawTable
from placewell.importing.recognise import Recognised, Unrecognised, recognise
from placewell.importing.source import load_sources

SOURCES = load_sources(Path(__file__).resolve().parents[2] / "resources" / "sources")
SHAPES = {
    "polygon": [shapely.box(530000 + i * 500, 178000, 530400 + i * 500, 178400) for i in range(6)],
    "line": [shapely.LineString([(530000 + i, 178000), (530100 + i, 178050)]) for i in range(6)],
    "point": [shapely.Point(530000 + i * 100, 178000) for i in range(6)],
}
SAVED = "BNG_E BNG_N LONG LAT GlobalID Shape__Area Shape__Length"


def table(
    columns: dict[str, list[Any]], shape: str = "", *, form: str = "CSV", headed: bool = True, layer: str = ""
) -> RawTable:
    count = len(next(iter(columns.values())))
    geometry = np.array((SHAPES[shape] * count)[:count], dtype=object) if shape else None
    return RawTable(
        "download", "", form, columns, geometry, "", headed, list(range(2, count + 2)), layer=layer
    )  # fmt: skip


def split(heading: str) -> list[str]:
    return heading.split("|" if "|" in heading else None)


def rows(heading: str, *cells: str) -> dict[str, list[Any]]:
    """Columns from a publisher's heading row and rows of cells, both parted by '|'."""
    names = heading.split("|")
    parted = [row.split("|") for row in cells]
    assert all(len(row) == len(names) for row in parted), "a made-up row is not as long as its heading"
    return {n: [row[i] for row in parted] for i, n in enumerate(names)}


def listed(heading: str | list[str], **known: str) -> dict[str, list[Any]]:
    """Columns of a heading row (parted by '|' or spaces) with two filler rows; `known` gives some cells."""
    names = heading if isinstance(heading, list) else split(heading)
    return {n: [known.get(n, f"{n} 1"), known.get(n, f"{n} 2")] for n in names}


def shuffled(columns: dict[str, list[Any]], seed: int) -> dict[str, list[Any]]:
    order = list(columns)
    random.Random(seed).shuffle(order)
    return {n: columns[n] for n in order}


def taken_for(made: RawTable) -> str:
    found = recognise(made, SOURCES)
    if isinstance(found, Unrecognised):
        return f"nothing: {found.reason}"
    return f"{found.source.id}:{found.source.variant}" if found.source.variant else found.source.id


# -- one publisher's heading row each --------------------------------------------------------------

GIAS = (
    "URN|LA (code)|LA (name)|EstablishmentNumber|EstablishmentName|TypeOfEstablishment (code)|"
    "TypeOfEstablishment (name)|EstablishmentTypeGroup (code)|EstablishmentTypeGroup (name)|"
    "EstablishmentStatus (code)|EstablishmentStatus (name)|OpenDate|CloseDate|PhaseOfEducation (code)|"
    "PhaseOfEducation (name)|StatutoryLowAge|StatutoryHighAge|SchoolCapacity|NumberOfPupils|Street|Locality|"
    "Town|Postcode|Easting|Northing"
)
NAPTAN = (
    "ATCOCode|NaptanCode|PlateCode|CleardownCode|CommonName|Street|Indicator|Bearing|NptgLocalityCode|"
    "LocalityName|GridType|Easting|Northing|Longitude|Latitude|StopType|BusStopType|CreationDateTime|"
    "ModificationDateTime|RevisionNumber|Modification|Status"
)
STANDARD_REGISTER = (
    "OrganisationURI|OrganisationLabel|SiteReference|PreviouslyPartOf|SiteNameAddress|SiteplanURL|"
    "CoordinateReferenceSystem|GeoX|GeoY|Hectares|OwnershipStatus|Deliverable|PlanningStatus|PermissionType|"
    "PermissionDate|PlanningHistory|ProposedForPIP|MinNetDwellings|DevelopmentDescription|"
    "NonHousingDevelopment|Part2|NetDwellingsRangeFrom|NetDwellingsRangeTo|HazardousSubstances|"
    "SiteInformation|Notes|FirstAddedDate|LastUpdatedDate"
)
ROADS_GPKG_2022 = (
    "id|endNode|startNode|roadNumberTOID|roadNameTOID|fictitious|roadClassification|roadFunction|formOfWay|"
    "length|length_uom|loop|primaryRoute|trunkRoad|roadClassificationNumber|name1|name1_lang|name2|"
    "name2_lang|roadStructure"
)
ROADS_GPKG = (
    "id|fictitious|road_classification|road_function|form_of_way|road_classification_number|name_1|"
    "name_1_lang|name_2|name_2_lang|road_structure|length|length_uom|loop|primary_route|trunk_road|"
    "start_node|end_node|road_number_toid|road_name_toid"
)
ROADS_SHP = (
    "fictitious|identifier|class|roadNumber|name1|name1_lang|name2|name2_lang|formOfWay|length|primary|"
    "trunkRoad|loop|startNode|endNode|structure|nameTOID|numberTOID|function"
)
BOUNDARY_GPKG = (
    "Name|Area_Code|Area_Description|File_Name|Feature_Serial_Number|Collection_Serial_Number|"
    "Global_Polygon_ID|Admin_Unit_ID|Census_Code|Hectares|Non_Inland_Area|Area_Type_Code|"
    "Area_Type_Description|Non_Area_Type_Code|Non_Area_Type_Description"
)
BOUNDARY_SHP = (
    "NAME|AREA_CODE|DESCRIPTIO|FILE_NAME|NUMBER|NUMBER0|POLYGON_ID|UNIT_ID|CODE|HECTARES|AREA|TYPE_CODE|"
    "DESCRIPT0|TYPE_COD0|DESCRIPT1"
)

PLAIN: list[tuple[str, dict[str, list[Any]], str]] = [
    ("ons-lsoa-2011", listed("OBJECTID LSOA11CD LSOA11NM LSOA11NMW BNG_E BNG_N LONG_ LAT GlobalID"), "polygon"),
    ("ons-lsoa-2021", listed(f"LSOA21CD LSOA21NM LSOA21NMW {SAVED}"), "polygon"),
    ("ons-msoa-2021", listed(f"MSOA21CD MSOA21NM MSOA21NMW {SAVED}"), "polygon"),
    ("ons-oa-2011", listed("OBJECTID OA11CD LAD11CD Shape__Area Shape__Length GlobalID"), "polygon"),
    ("ons-oa-2021", listed(f"OA21CD LSOA21CD LSOA21NM LSOA21NMW {SAVED}"), "polygon"),
    ("ons-lsoa-lookup", listed("LSOA11CD LSOA11NM LSOA21CD LSOA21NM LAD22CD LAD22NM LAD22NMW"), ""),
    ("gla-boroughs", listed("NAME GSS_CODE HECTARES NONLD_AREA ONS_INNER SUB_2009 SUB_2006"), "polygon"),
    ("gla-wards", listed("NAME GSS_CODE DISTRICT LAGSSCODE HECTARES NONLD_AREA"), "polygon"),
    ("os-boundary-line:geopackage", listed(BOUNDARY_GPKG, Area_Code="LBW"), "polygon"),
    ("os-boundary-line:shapefile", listed(BOUNDARY_SHP, AREA_CODE="UTE"), "polygon"),
    ("os-open-roads:geopackage", listed(ROADS_GPKG), "line"),
    ("os-open-roads:geopackage", listed(ROADS_GPKG_2022), "line"),
    ("os-open-roads:shapefile", listed(ROADS_SHP), "line"),
    ("os-open-greenspace:shapefile", listed("id function distName1 distName2 distName3 distName4"), "polygon"),
    ("os-open-greenspace:geopackage", listed(["id", "function", *(f"distinctive_name_{i}" for i in (1, 2, 3, 4))]), "polygon"),
    ("os-open-greenspace-gates:shapefile", listed("id accessType refToGSite"), "point"),
    ("os-open-greenspace-gates:geopackage", listed("id access_type ref_to_greenspace_site"), "point"),
    ("os-open-roads-nodes", listed("id form_of_road_node"), "point"),
    ("brownfield-register:standard", listed(STANDARD_REGISTER, GeoX="-0.08", GeoY="51.49"), ""),
    ("brownfield-register:collected", listed("resource-date entry-date organisation site site-address latitude longitude hectares minimum-net-dwellings maximum-net-dwellings start-date end-date notes resource name"), ""),
    ("gias-schools", listed(GIAS, Easting="532000", Northing="177000"), ""),
    ("naptan-stops", listed(NAPTAN, StopType="BCT"), ""),
    ("active-places", listed(["Site ID", "Site Name", "Facility ID", "Facility Type", "Facility Subtype", "Ownership Type", "Postcode", "Easting", "Northing"]), ""),
    ("gtfs-stops", listed("stop_id stop_code stop_name stop_lat stop_lon location_type parent_station route_types routes"), ""),
    ("tfl-stop-points", listed("id naptanId commonName lat lon modes lines"), ""),
    ("tfl-line-stations", listed("line_id line_name mode_name station_id station_name lat lon station_modes"), ""),
    ("orr-stations", listed("nlc_id tlc_id name"), "point"),
    ("station-maps:tfl", listed("id name nlc_id lines cartography zone"), "point"),
    ("station-maps:combined", listed("wkt_geom id name nlc_id nr_id category"), ""),
    ("station-maps:cut", listed("id name zone source"), "point"),
    ("imd-2019", listed(["LSOA code (2011)", "LSOA name (2011)", "Local Authority District code (2019)", "Local Authority District name (2019)", "Index of Multiple Deprivation (IMD) Rank", "Index of Multiple Deprivation (IMD) Decile"]), ""),
    ("iod-2025", listed(["LSOA code (2021)", "LSOA name (2021)", "Local Authority District code (2024)", "Local Authority District name (2024)", "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)", "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"]), ""),
    ("census-2021-age-lsoa", listed(["LSOA21CD", "LSOA21NM", "Total", "Aged 4 years and under", "Aged 85 years and over"]), ""),
    ("census-2021-age", listed(["date", "geography", "geography code", "Age: Total; measures: Value"]), ""),
    ("ons-population-2020", listed(["LSOA11CD", "Persons_All-Ages", "Persons_0-15", "Males_All-Ages"]), ""),
    ("tfl-ptal-grid:2015", listed("ID X Y AI2015 PTAL", PTAL="6a"), ""),
    ("tfl-ptal-grid:undated", listed("ID X Y AI PTAL", PTAL="1b"), ""),
    ("council-activities", listed(["Activity", "Venue", "Venue code", "For whom", "When", "Cost", "Run by", "Sector"]), ""),
    ("council-commitments:list", listed("Reference Name Address Homes People Provision Status Year Easting Northing WKT"), ""),
    ("council-commitments:datahub", listed("lpa_name lpa_app_no site_name street_name postcode decision status centroid_easting centroid_northing"), ""),
    ("stop-frequencies", listed(["Stop code", "Route", "Mode", "Direction", "Per hour"]), ""),
    ("tfl-ptal-average-2015", listed("LSOA2011 AvPTAI2015 PTAL PTAIHigh PTAILow"), ""),
    ("laei-no2-2019", listed("LSOA21CD NO2-2019-min NO2-2019-max NO2-2019-mean NO2-2019-std NO2-2019-median"), ""),
    ("conservation-areas:full-names", listed("Conservation_area Conservation_area_number More_information"), "polygon"),
    ("conservation-areas:shapefile", listed("Conservati Conserva00 More_infor"), "polygon"),
    ("conservation-area-register", listed("geography name reference organisation documentation-url boundary-document-url start-date"), ""),
    ("article-4-directions", listed("Name Article_4_Direction More_information"), "polygon"),
    ("tree-preservation-orders", listed("TPO_number Location TPO_type Made_date Species"), "polygon"),
    ("plan-designations", listed("reference name designation area_ha"), "polygon"),
    ("elections-boundary", listed("url official_identifier organisation_type official_name slug territory_code start_date"), "polygon"),
    ("schools-ofsted", listed("school_name urn phase type ofsted_rating inspection_date borough"), "point"),
    ("london-schools-atlas", listed("URN SCHOOL_NAM TYPE PHASE ADDRESS TOWN POSTCODE STATUS AGE EASTING NORTHING"), ""),
    ("dcms-libraries-2016", listed("id name authority_id address postcode lat lng type statutory2010 statutory2016 closed closed_year"), ""),
    ("dfe-pupil-yields", listed("area level academic_year measure phase tenure housing bedrooms value unit"), ""),
    ("gathered-assets", listed("category name source source_id vintage in_southwark"), "point"),
    ("osm-facility-lists", listed("osm_type osm_id name category lon lat", category="healthcare_pharmacies"), ""),
    ("osm-transport-lists:bus-stops", listed("osm_type osm_id name category lon lat", category="transport_bus_stops"), ""),
    ("osm-transport-lists:stations", listed("osm_type osm_id name category lon lat", category="transport_underground_metro_stations"), ""),
    ("osm-greenspace", listed("name leisure"), "polygon"),
    ("osm-points-of-interest", listed("id lat lng category name tags"), ""),
    ("osm-street-graph", listed("edge_id node1 node2 name length_m"), "line"),
    ("osm-street-graph-nodes", listed(["node"]), "point"),
    ("os-code-point-headings", listed("PC PQ EA NO CY RH LH CC DC WC"), ""),
    *((f"ons-wards:20{y}", listed([f"WD{y}CD", f"WD{y}NM", f"WD{y}NMW", f"LAD{y}CD", f"LAD{y}NM", *SAVED.split()]), "polygon") for y in range(18, 25)),
    *((f"ons-local-authorities:20{y}", listed([f"LAD{y}CD", f"LAD{y}NM", f"LAD{y}NMW", *SAVED.split()]), "polygon") for y in range(18, 26)),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "columns", "shape"), PLAIN, ids=[p[0] for p in PLAIN])
def test_publishers_own_headings_in_any_order(wanted: str, columns: dict[str, list[Any]], shape: str) -> None:
    assert taken_for(table(columns, shape)) == wanted
    for seed in range(3):
        assert taken_for(table(shuffled(columns, seed), shape)) == wanted


@pytest.mark.parametrize(
    ("wanted", "form", "shape", "columns", "layer"),
    [
        ("osm-extract-assets:points", "OSM PBF", "point", listed("osm_type osm_id name tags"), ""),
        (
            "osm-extract-assets:polygons",
            "OSM XML",
            "polygon",
            listed("osm_type osm_id name tags"),
            "",
        ),
        ("osm-extract-streets", "OSM XML", "line", listed("osm_type osm_id name tags"), ""),
        ("outline:greater-london", "KML", "polygon", listed(["Name"]), "Greater London"),
        ("outline:charging-zone", "KML", "polygon", listed(["Name"]), "London Congestion Charge Zone"),
    ],
)
def test_files_told_by_format_and_layer(
    wanted: str, form: str, shape: str, columns: dict[str, list[Any]], layer: str
) -> None:
    assert taken_for(table(columns, shape, form=form, layer=layer)) == wanted
    assert taken_for(table(columns, shape, form="CSV")).startswith("nothing")


OPENMAP = ("buildings", "railways", "rest", "shapefile", "shapefile-rest", "water", "woodland")
CENSUS_TOPICS = ("cars", "disability", "ethnicity", "health", "household-numbers", "households", "tenure")


def test_the_plain_table_above_leaves_out_no_source() -> None:
    tried = {p[0] for p in PLAIN} | {
        "osm-extract-assets:points", "osm-extract-assets:polygons", "osm-extract-streets",
        "outline:greater-london", "outline:charging-zone", "nhs-practices", "os-code-point-open",
    }  # fmt: skip
    tried |= {"gtfs-services"}  # in test_services.py
    tried |= {"population-yields:rows", "population-yields:columns"}  # in test_yields.py
    tried |= {"allocation-requirements"}  # in test_case_flow.py
    tried |= {f"census-2021-{t}" for t in CENSUS_TOPICS}  # in test_census.py
    tried |= {"council-assets:checked", "council-assets:named", "health-premises"}  # in test_council_lists.py
    tried |= {f"os-openmap-local:{v}" for v in OPENMAP}  # in test_openmap.py
    tried |= {f"gla-cultural-infrastructure:{v}" for v in (*CULTURE, "outdoor-spaces")}
    assert {f"{s.id}:{s.variant}" if s.variant else s.id for s in SOURCES} == tried


def test_variant_ids_can_be_typed_without_quotes() -> None:
    odd = [s.variant for s in SOURCES if s.variant and not s.variant.replace("-", "").isalnum()]
    assert odd == []
    assert [s.variant for s in SOURCES if s.variant != s.variant.lower()] == []


# -- copies and look-alikes ------------------------------------------------------------------------


def added_to(columns: str) -> tuple[str, ...]:
    found = recognise(table(listed(columns), "polygon"), SOURCES)
    assert isinstance(found, Recognised)
    return found.added


def test_a_publishers_own_file_is_not_called_a_copy_and_a_cut_is() -> None:
    for columns in (
        "OBJECTID LSOA11CD LSOA11NM LSOA11NMW BNG_E BNG_N LONG_ LAT GlobalID Shape__Are Shape__Len",
        f"LSOA21CD LSOA21NM LSOA21NMW {SAVED}",
        f"OA21CD LSOA21CD LSOA21NM {SAVED}",
        f"WD22CD WD22NM WD22NMW LAD22CD LAD22NM {SAVED}",
        f"LAD23CD LAD23NM LAD23NMW {SAVED}",
    ):
        assert added_to(columns) == ()
    assert added_to("LSOA21CD LSOA21NM in_southwark") == ("in_southwark",)
    assert added_to("WD22CD WD22NM LAD22CD LAD22NM in_southwark") == ("in_southwark",)


def test_wards_that_name_their_borough_are_wards() -> None:
    assert taken_for(table(listed("WD22CD WD22NM LAD22CD LAD22NM"), "polygon")) == "ons-wards:2022"


def test_output_areas_that_name_their_lsoa_are_output_areas() -> None:
    assert taken_for(table(listed("OA21CD LSOA21CD LSOA21NM LAD22CD LAD22NM"), "polygon")) == "ons-oa-2021"  # fmt: skip


def test_lsoas_that_name_their_borough_are_lsoas() -> None:
    columns = "LSOA21CD LSOA21NM MSOA21CD MSOA21NM LAD22CD LAD22NM"
    assert taken_for(table(listed(columns), "polygon")) == "ons-lsoa-2021"


# -- the Cultural Infrastructure Map: one set of columns, many lists --------------------------------

CIM = (
    "name address1 address2 address3 borough_name website os_addressbase_uprn borough_code ward_2018_name "
    "ward_2018_code easting northing longitude latitude runtime"
)
CULTURE = {
    "community-centres": ["Elm Community Centre", "Oak Tenants Hall", "Ash Road Residents Hall", "St Luke's Youth Centre", "Willow Community Hall", "The Hut"],
    "libraries": ["North Library", "Hill Street Library", "Quay Library", "The Peepul Idea Store", "East Library"],
    "museums": ["Museum of Ships", "Lantern Museum", "Hill House", "The Tin Museum", "Tile Gallery", "Bread Museum"],
    "arts-centres": ["Quay Arts Centre", "The Foundling", "Hill Arts Centre ", "North Cultural Centre", "Jubilee Lane", "Arts Depot"],
    "skate-parks": ["Elm-Common", "Harbour", "North-Green", "Canal-Side-Park", "Vauxmouth"],
    "music-venues": ["Red Lion", "The Queens Arms", "Hope & Anchor", "The Jazz Room", "Quay Bar", "Elm Social Club", "North Theatre", "St Ann's Church", "Fieldwork", "Off Beat", "Biddle", "Nuvo", "Landing", "Dome"],
    "pubs": ["Red Lion", "Queens Arms", "Wooden Walls", "Elm Tavern", "Three Tuns", "Railway", "Volunteer", "Kelsey House"],
    "theatres": ["North Theatre", "Quay Playhouse", "The Gate Theatre", "Almond", "Hill Theatre"],
    "cinemas": ["Odeon Quay", "Vue Hill", "Elm Picturehouse", "The Lumiere", "Curzon North"],
    "commercial-galleries": ["Finch Gallery", "Marsh Contemporary", "White Cabin", "Oak Fine Art", "Tide Gallery"],
}  # fmt: skip
NOT_TOLD = {
    "artists' workspaces": ["Quay Studios", "Hill Works", "Acre Studios", "Space Elm", "The Ropeworks", "Unit 8"],
    "archives": ["Elm Local Archive", "Bank Archive", "School Records", "Transport Collection", "Zine Shelf"],
    "rehearsal rooms for theatre": ["Quay Rehearsal Studios", "The Drill Space", "Hill Studios", "Theatre Loft"],
    "dance studios": ["Pointe Dance Studios", "Elm Ballet School", "Quay Dance", "Move"],
    "LGBT+ venues": ["The Green Carnation", "Admiral", "Quay Bar", "Rainbow Bar", "Duke of Elm", "Club 12", "Velvet", "The Two Masts", "Bar Sappho", "The Swan"],
    "street art walls": ["Elm Wall", "Canal graffiti wall", "Underpass", "Stockyard Wall"],
    "makerspaces": ["Elm Makerspace", "Hackspace North", "The Workshop", "Foundry", "Create Yard"],
    "recording studios": ["Red Bus Studios", "Elm Music Studio", "The Chairworks", "Quay Recording Studios"],
    "fashion": ["Elm Couture", "Thread & Co", "Atelier North", "The Cutting Table"],
}  # fmt: skip


def culture(names: list[str], uprn: str = "10033601867") -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {c: [f"{c} {i}" for i in range(len(names))] for c in split(CIM)}
    return columns | {"name": names, "os_addressbase_uprn": [uprn] * len(names)}


@pytest.mark.parametrize("variant", CULTURE)
def test_a_culture_list_is_told_by_its_names(variant: str) -> None:
    columns = culture(CULTURE[variant], "0" if variant == "skate-parks" else "10033601867")
    for seed in range(3):
        assert taken_for(table(shuffled(columns, seed))) == f"gla-cultural-infrastructure:{variant}"


def test_outdoor_spaces_are_told_by_their_own_column() -> None:
    columns = culture(["Elm Park", "Quay Green"]) | {"greenflagcommunityaward": ["", "yes"]}
    assert taken_for(table(columns)) == "gla-cultural-infrastructure:outdoor-spaces"


@pytest.mark.parametrize("kind", NOT_TOLD)
def test_other_culture_lists_are_not_guessed_at(kind: str) -> None:
    found = recognise(table(culture(NOT_TOLD[kind])), SOURCES)
    assert isinstance(found, Unrecognised), f"{kind} became {found.source.variant}"
    assert "columns of Cultural Infrastructure Map" in found.reason
    assert "--as: gla-cultural-infrastructure:arts-centres" in found.reason


def test_a_files_name_does_not_make_a_list_what_its_names_are_not() -> None:
    made = table(culture(NOT_TOLD["artists' workspaces"]))
    assert taken_for(replace(made, file="gla_cim_Music_venues_all.csv")).startswith("nothing")


def test_what_is_not_known_is_told_how_to_say_it() -> None:
    found = recognise(table({"colour": ["red"], "flavour": ["sweet"]}), SOURCES)
    assert isinstance(found, Unrecognised)
    assert "No known source has these columns: colour, flavour" in found.reason
    assert "--as asset:library" in found.reason


# -- how two readings of one table are weighed -------------------------------------------------------


def sources_of(tmp_path: Path, tests: dict[str, str]) -> list[Any]:
    for name, values in tests.items():
        (tmp_path / f"{name}.toml").write_text(
            f'[source]\nid = "{name}"\ntitle = "{name}"\npublisher = "p"\nlicence = "l"\nkind = "stop"\n'
            f'[recognise]\ncolumns = ["name"]\nvalues = [{values}]\nhints = ["{name}"]\n'
        )
    return load_sources(tmp_path)


def test_two_weak_tests_do_not_outrank_one_strong_one(tmp_path: Path) -> None:
    weak = '{ column = "name", pattern = "a", at_least = 0.8 }, { column = "name", pattern = "b", at_least = 0.8 }'
    strong = '{ column = "name", pattern = "c", at_least = 0.3 }'
    made = table({"name": ["abc", "abc", "abc", "abc", "c"]})
    for order in (1, -1):
        found = recognise(made, sources_of(tmp_path, {"weak": weak, "strong": strong})[::order])
        assert isinstance(found, Recognised)
        assert found.source.id == "strong"


def test_equally_sure_readings_are_asked_about_unless_the_name_tells(tmp_path: Path) -> None:
    both = '{ column = "name", pattern = "c", at_least = 0.3 }'
    known = sources_of(tmp_path, {"one": both, "two": both})
    made = table({"name": ["c", "c"]})
    found = recognise(made, known)
    assert isinstance(found, Unrecognised)
    assert "equally like one and like two" in found.reason
    assert "--as one or --as two" in found.reason
    named = recognise(RawTable("two.csv", "", "CSV", made.columns, rows=made.rows), known)
    assert isinstance(named, Recognised)
    assert named.source.id == "two"


# -- tables without headings -------------------------------------------------------------------------

POSTCODES = {
    "London": [("SE1 0AA", "531869", "179427"), ("SE1 0AB", "532277", "180064"), ("SE170AD", "531910", "179558"), ("W1A1AA", "528887", "181593"), ("E1  6AN", "533500", "181800")],
    "Cumbria": [("CA1 1AA", "340100", "555800"), ("CA1 1AB", "340222", "555900"), ("CA110XR", "351000", "530100")],
    "Scilly": [("TR210AA", "90200", "10600"), ("TR210AB", "91500", "9800"), ("TR210LP", "89100", "15200")],
    "Shetland": [("ZE1 0AA", "447500", "1141200"), ("ZE1 0AB", "447600", "1141500"), ("ZE2 9AA", "441000", "1150000")],
}  # fmt: skip


def headless(cells: list[tuple[str, ...]], seed: int) -> RawTable:
    columns = [list(c) for c in zip(*cells, strict=True)]
    random.Random(seed).shuffle(columns)
    return table({str(i): c for i, c in enumerate(columns, 1)}, headed=False)


@pytest.mark.parametrize("place", POSTCODES)
def test_postcodes_without_headings_wherever_east_and_north_stand(place: str) -> None:
    cells = [
        (p, "10", e, n, "E92000001", "E19000003", "E18000007", "", "E09000028", "E05000536")
        for p, e, n in POSTCODES[place]
    ]
    for seed in range(12):
        found = recognise(headless(cells, seed), SOURCES)
        assert isinstance(found, Recognised)
        assert found.source.id == "os-code-point-open"
        got = [list(found.table.columns[c]) for c in ("code", "easting", "northing", "quality")]
        assert got == [
            [c[0] for c in cells],
            [c[2] for c in cells],
            [c[3] for c in cells],
            ["10"] * len(cells),
        ]


def test_practices_without_headings_in_any_order() -> None:
    def practice(
        code: str, name: str, street: str, postcode: str, status: str, setting: str
    ) -> tuple[str, ...]:
        return (
            code, name, "Y99", "Q99", name if setting == "4" else street, street, "LONDON", "", "GREATER LONDON",
            postcode, "20101001", "", status, "B", "13Q", "20130401", "", "020 70000000", "", "", "", "0", "",
            "13Q", "", setting, "",
        )  # fmt: skip

    cells = [
        practice("G85001", "ELM SURGERY", "1 ELM ROAD", "SE1 4AA", "A", "4"),
        practice("G85002", "QUAY MEDICAL CENTRE", "2 QUAY STREET", "SE16 2BB", "A", "4"),
        practice("G85003", "HILL PRACTICE", "HILL HOUSE", "SE5 8CC", "C", "4"),
        practice("Y01234", "NORTH OUT OF HOURS", "3 NORTH WAY", "SE17 1DD", "A", "1"),
    ]
    seen = set()
    for seed in range(12):
        found = recognise(headless(cells, seed), SOURCES)
        assert isinstance(found, Recognised)
        assert found.source.id == "nhs-practices"
        named = {c: tuple(found.table.columns[c]) for c in ("code", "postcode", "status", "setting", "name")}
        assert named["code"] == ("G85001", "G85002", "G85003", "Y01234")
        assert named["status"] == ("A", "A", "C", "A")
        assert named["setting"] == ("4", "4", "4", "1")
        assert named["name"][:3] == ("ELM SURGERY", "QUAY MEDICAL CENTRE", "HILL PRACTICE")
        seen.add(tuple(sorted(named.items())))
    assert len(seen) == 1, "the order of columns changed which column is the name"


# -- what rows become --------------------------------------------------------------------------------


def filled(columns: dict[str, list[Any]], field: str, shape: str = "") -> tuple[list[str], str]:
    """A field of the rows that are kept, and all remarks as one text."""
    found = recognise(table(columns, shape), SOURCES)
    assert isinstance(found, Recognised), found.reason
    count = len(found.table)
    made = fill(Columns(found.table, found.columns), found.source, count)
    kept = [v for v, k in zip(made.columns[field], made.keep, strict=True) if k]
    return kept, "\n".join(r.text for r in made.remarks)


def school(type_: str, group: str, phase: str, status: str = "Open") -> str:
    return f"100001|210|Southwark|2000|A School|1|{type_}|4|{group}|1|{status}|||0|{phase}|3|11|210|200|Elm Road||London|SE1 4AA|532500|179000"


@pytest.mark.parametrize(
    ("type_", "group", "phase", "wanted"),
    [
        ("Community school", "Local authority maintained schools", "Primary", "primary school"),
        ("Academy converter", "Academies", "Secondary", "secondary school"),
        ("Free schools", "Free Schools", "All-through", "all-through school"),
        ("Foundation school", "Local authority maintained schools", "Middle deemed secondary", "secondary school"),
        ("Other independent school", "Independent schools", "Not applicable", "independent school"),
        ("Other independent special school", "Independent schools", "Not applicable", "independent school"),
        ("Community special school", "Special schools", "Not applicable", "special school"),
        ("Academy special converter", "Academies", "Not applicable", "special school"),
        ("Local authority nursery school", "Local authority maintained schools", "Nursery", "nursery"),
        ("Further education", "Colleges", "16 plus", "college"),
        ("Academy 16-19 converter", "Academies", "16 plus", "college"),
        ("Free schools 16 to 19", "Free Schools", "16 plus", "college"),
        ("Special post 16 institution", "Colleges", "Not applicable", "college"),
        ("University technical college", "Free Schools", "Secondary", "secondary school"),
        ("City technology college", "Independent schools", "Secondary", "secondary school"),
        ("Studio schools", "Free Schools", "Secondary", "secondary school"),
        ("Higher education institutions", "Universities", "Not applicable", "university"),
        ("Pupil referral unit", "Local authority maintained schools", "Not applicable", "school"),
    ],
)  # fmt: skip
def test_a_school_is_what_its_establishment_type_says(
    type_: str, group: str, phase: str, wanted: str
) -> None:
    assert filled(rows(GIAS, school(type_, group, phase)), "type")[0] == [wanted]


def test_schools_that_close_are_open_until_then_and_centres_are_no_schools() -> None:
    made = rows(
        GIAS,
        school("Community school", "Local authority maintained schools", "Primary"),
        school("Community school", "Local authority maintained schools", "Primary", "Open, but proposed to close"),
        school("Community school", "Local authority maintained schools", "Primary", "Closed"),
        school("Community school", "Local authority maintained schools", "Primary", "Proposed to open"),
        school("Children's centre", "Other types", "Not applicable"),
        school("Offshore schools", "Other types", "Not applicable"),
    )  # fmt: skip
    status, said = filled(made, "status")
    assert status == ["open", "closing"]
    assert "2 rows left out: the school is closed or proposed" in said
    assert "1 row left out: it is a children's centre" in said
    assert "1 row left out: it is not a school, college or university in England" in said


def stop(type_: str, status: str = "active") -> str:
    return f"490000001|76001|||Elm Road|Elm Road|Stop A|N|N0060490|Elm||532500|179000|-0.09|51.49|{type_}|MKD|2005-01-01T00:00:00|2024-03-01T00:00:00|3|rev|{status}"


def test_stations_piers_and_stops_are_kept_and_their_entrances_are_not() -> None:
    kinds = ["BCT", "BCS", "RLY", "MET", "FER", "RSE", "TMU", "FTD", "PLT", "TXR"]
    made = rows(NAPTAN, *(stop(k) for k in kinds), stop("BCT", "inactive"), stop("BCT", "del"))
    types, said = filled(made, "type")
    assert types == ["bus stop", "bus stop", "station", "station", "pier"]
    assert "2 rows left out: the stop is no longer in use" in said
    assert "3 rows left out: the entry is an entrance to a station" in said
    assert "1 row left out: the entry is a platform or berth" in said
    assert "TXR (1)" in said


@pytest.mark.parametrize(
    ("routes", "type_", "modes"),
    [
        ("0", "station", "tram"), ("1", "station", "underground"), ("2", "station", "rail"),
        ("3", "bus stop", "bus"), ("4", "pier", "ferry"), ("2,3", "station", "bus, rail"),
        ("200,3", "bus stop", "bus, coach"), ("109", "station", "rail"), ("1200", "pier", "ferry"),
    ],
)  # fmt: skip
def test_stops_of_a_feed_are_what_calls_there(routes: str, type_: str, modes: str) -> None:
    made = rows("stop_id|stop_name|stop_lat|stop_lon|route_types|routes", f"1|Elm|51.49|-0.09|{routes}|12")
    assert filled(made, "type")[0] == [type_]
    assert filled(made, "modes")[0] == [modes]


def test_green_spaces_of_no_fitting_type_are_left_with_the_reason() -> None:
    made = rows(
        "id|function|distinctive_name_1|distinctive_name_2",
        "1|Public Park Or Garden|Elm Park|", "2|Golf Course|Hill Golf Club|", "3|Religious Grounds||",
        "4|Play Space||", "5|Other Sports Facility||", "6|Cemetery|Elm Cemetery|",
    )  # fmt: skip
    types, said = filled(made, "type", "polygon")
    assert types == ["park", "playground", "cemetery"]
    assert "golf course or bowling green" in said
    assert "ground of a place of worship" in said
    assert "does not say for which sport" in said
    assert filled(made, "name", "polygon")[0] == ["Elm Park", "", "Elm Cemetery"]


def test_sites_taken_off_the_register_are_left_out() -> None:
    heading = "site|site-address|latitude|longitude|hectares|minimum-net-dwellings|maximum-net-dwellings|start-date|end-date|resource-date"
    made = rows(
        heading,
        "A1|1 Elm Road|51.49|-0.09|0.2|10|20|2018-01-01||2020-03-31",
        "A2|2 Elm Road|51.49|-0.08|0.3|5|5|2018-01-01|2019-12-20|2020-03-31",
    )
    codes, said = filled(made, "code")
    assert codes == ["A1"]
    assert "1 row left out: the site was taken off the register" in said


@pytest.mark.parametrize(
    ("least", "range_from", "wanted"), [("12", "", 12.0), ("", "9", 9.0), ("12", "9", 9.0)]
)
def test_homes_of_the_standard_register(least: str, range_from: str, wanted: float) -> None:
    made = listed(STANDARD_REGISTER, MinNetDwellings=least, NetDwellingsRangeFrom=range_from, Hectares="0.4")
    assert filled(made, "homes_min")[0] == [wanted, wanted]


def test_levels_of_boundary_line() -> None:
    codes = ["LBO", "LBW", "UTE", "UTA", "GLA", "CTY", "CPC", "WMC"]
    made = {c: [f"{c} {i}" for i in range(len(codes))] for c in split(BOUNDARY_SHP)} | {"AREA_CODE": codes}
    levels, said = filled(made, "level", "polygon")
    assert levels == ["borough", "ward", "ward", "borough", "region", "other area", "other area"]
    assert "WMC (1)" in said
    assert filled(made, "code", "polygon")[0] == [f"CODE {i}" for i in range(7)]
