"""A source as the user says it, for files of no known one: what its rows are, and which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from placewell.domain.asset import STATUSES
from placewell.domain.errors import Problem
from placewell.domain.kinds import KINDS
from placewell.importing.fields import NUMBERS
from placewell.importing.interpret import CLOSED
from placewell.importing.source import FieldRule, Source


def source_by_hand(words: str, mapping: Mapping[str, str], sources: Sequence[Source]) -> Source:
    """A source as the user says it: 'asset:library', 'area:ward' or a known source's id.

    Raises Problem where it names no kind, type or field that Placewell has.
    """
    of_id = [s for s in sources if s.id == words]
    named = [s for s in sources if s.variant and f"{s.id}:{s.variant}" == words]
    if len(of_id) == 1 or named:
        return with_mapping((named or of_id)[0], mapping)
    if of_id:
        raise Problem(
            f"'{words}' has several lists.",
            "Placewell would not know which of them this is.",
            "Use one of: " + ", ".join(f"'{s.id}:{s.variant}'" for s in of_id) + ".",
        )
    kind, _, role = words.partition(":")
    if kind == "statistic":
        return _made_up_figures(role, mapping)
    if kind not in KINDS or not KINDS[kind].layered or kind in {"import note", "statistic", "code link"}:
        raise Problem(
            f"'{words}' is neither a known source nor a kind of thing.",
            "Placewell would not know what the rows are.",
            "Use a source's name (placewell sources lists them), or asset:TYPE, area:LEVEL, street, stop, service, activity, site, commitment, 'PTAL point', postcode or statistic:WHAT; for example asset:library or area:ward.",
        )
    field, choices = CLOSED.get(kind, ("", frozenset[str]()))
    role = role or {"stop": "bus stop", "area": "other area"}.get(kind, "")
    if field and role not in choices:
        raise Problem(
            f"'{role or 'nothing'}' is not a {field} of {kind}.",
            f"What is assessed depends on its {field}.",
            "Use one of: " + ", ".join(sorted(choices, key=str.casefold)) + ".",
        )
    fixed = "network" if kind == "street" else field
    fields = {
        n: FieldRule(columns=names, transform="number" if n in NUMBERS else "")
        for n, names in _USUAL.items()
        if n in KINDS[kind].fields
    }
    if kind == "asset":
        fields["status"] = FieldRule(columns=_USUAL["status"], lookup=_STATUSES)
    if fixed:
        fields[fixed] = FieldRule(value=role or "paths")
    source = Source(
        id=f"as stated: {words}", title="As described", publisher="not stated",
        licence="not stated", kind=kind, role="" if fixed else (role or kind), fields=fields, place=_PLACES,
        coverage="unknown",
    )  # fmt: skip
    return with_mapping(source, mapping)


def _made_up_figures(dataset: str, mapping: Mapping[str, str]) -> Source:
    """A council's own table of figures by area code: 'statistic:childcare places'."""
    wrong = sorted(set(mapping) - {"key"})
    if not dataset or wrong:
        raise Problem(
            f"'{wrong[0]}' cannot be said of a table of figures."
            if wrong
            else "It was not said what the figures are.",
            "Figures are kept by what they are about and by the code of their area.",
            "Write --as 'statistic:childcare places', and --map key=COLUMN where the column of area codes is not found by itself.",
        )
    fields = {"key": FieldRule((mapping["key"],))} if "key" in mapping else {}
    return Source(
        id=f"as stated: statistic:{dataset}", title=dataset, publisher="not stated", licence="not stated",
        kind="statistic", dataset=dataset, fields=fields, name=dataset[:1].upper() + dataset[1:],
    )  # fmt: skip


_USUAL = {
    "name": ("name", "title", "site name", "asset name", "label"),
    "code": ("id", "code", "ref", "reference", "uprn", "urn", "gss_code"),
    "address": ("address", "address1", "street"),
    "postcode": ("postcode", "post code", "pcd", "pcds"),
    "operator": ("operator",),
    "owner": ("owner", "ownership"),
    "place": ("venue", "place", "where"),
    "asset": ("venue code", "asset code"),
    "audience": ("for whom", "audience"),
    "schedule": ("when", "times"),
    "cost": ("cost", "price"),
    "partner": ("run by", "provider"),
    "stop": ("stop code", "stop", "stop_id"),
    "route": ("route", "line"),
    "mode": ("mode",),
    "modes": ("modes", "mode"),
    "routes": ("routes", "lines"),
    "direction": ("direction", "towards"),
    "per_hour": ("per hour", "frequency"),
    "band": ("ptal", "band"),
    "index": ("ai", "index"),
    "homes": ("homes", "units", "dwellings"),
    "status": ("status",),
    "year": ("year", "completion"),
}
_STATUSES = {"": "open", **{s: s for s in STATUSES}, "in use": "open", "proposed": "planned"}
"""A list that says nothing of it lists what is open; a word for it that is none of ours is told."""
_PLACES = {
    "easting": ("easting", "eastings", "x", "geox", "e"),
    "northing": ("northing", "northings", "y", "geoy", "n"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "latitude": ("latitude", "lat"),
    "wkt": ("wkt", "wkt_geom", "geometry", "geom"),
    "postcode": ("postcode", "post code", "pcd", "pcds"),
}


def with_mapping(source: Source, mapping: Mapping[str, str]) -> Source:
    """A source with the user's own words on which column fills which field or place."""
    fields, place = dict(source.fields), dict(source.place)
    for field, column in mapping.items():
        if field in _PLACES:
            place[field] = (column,)
            if field == "postcode" and "postcode" in KINDS[source.kind].fields:
                fields[field] = FieldRule(columns=(column,))
        elif field in KINDS[source.kind].fields and field not in {"id", "layer"}:
            fields[field] = FieldRule((column,), transform="number" if field in NUMBERS else "")
        else:
            choices = sorted((set(KINDS[source.kind].fields) | set(_PLACES)) - {"id", "layer"})
            raise Problem(
                f"'{field}' is not something that can be filled for a {source.kind}.",
                f"The column '{column}' would be lost.",
                "Use one of: " + ", ".join(choices) + ".",
            )
    return replace(source, fields=fields, place=place)
