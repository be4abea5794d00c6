"""What a criterion can ask for: the measures that exist in code, with what each needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

M = ("m", "km", "miles")
NEAR = ("at most", "less than")
FAR = ("more than", "at least")
BOTH = ("at least", "at most", "more than", "less than")


@dataclass(frozen=True)
class Input:
    """One input of a measure. `kind` says what its texts are (see `guidance.check`)."""

    kind: str
    needed: bool = True


@dataclass(frozen=True)
class MeasureForm:
    """What a criterion with this measure must and may say.

    `units` are those that its figures can be in, `parts` the names of figures it knows (`of`): '' is the
    figure itself, '*' any name. `moves` says whether its answer depends on where the scheme is.
    """

    family: str
    does: str
    units: tuple[str, ...] = ()
    comparisons: tuple[str, ...] = ()
    inputs: Mapping[str, Input] = field(default_factory=dict)
    parts: tuple[str, ...] = ("",)
    needed: tuple[str, ...] = ("",)
    """Parts without which it cannot judge (any one, where the name is '*')."""
    groups: bool = False
    moves: bool = False


TYPES = Input("asset types")
MAYBE_TYPES = Input("asset types", needed=False)
TEXTS = Input("texts")
SIZES = ("", "least size", "most size")
"""Beside the distance, how large a place must be to count, in ha; 'most size' is itself too large."""

MEASURES: Mapping[str, MeasureForm] = {
    # Reach: on foot, along streets and paths.
    "walk to nearest": MeasureForm(
        "reach",
        "the walk from the farthest entrance to the nearest place of these types",
        (*M, "ha"), NEAR, {"types": TYPES}, SIZES, moves=True,
    ),
    "walk to each": MeasureForm(
        "reach",
        "the longest of the walks to the nearest of each kind of place; a kind may be 'a | b'",
        M, NEAR, {"kinds": Input("kinds")}, moves=True,
    ),
    "minutes to nearest": MeasureForm(
        "reach",
        "the minutes on foot, at 80 m/min, from the farthest entrance to the nearest place",
        ("min",), NEAR, {"types": TYPES}, moves=True,
    ),
    "walk clear of": MeasureForm(
        "reach",
        "the shortest walk between the site and any place of these types, which must not be near",
        M, FAR, {"types": TYPES}, moves=True,
    ),
    # Greenspace and proximity: in a straight line.
    "straight line to nearest": MeasureForm(
        "greenspace",
        "the straight line from the farthest entrance to the nearest place of these types",
        (*M, "ha"), NEAR, {"types": TYPES}, SIZES, moves=True,
    ),
    "straight line clear of": MeasureForm(
        "proximity",
        "the straight line between the red line and the boundary of the nearest place of these types",
        M, FAR, {"types": TYPES}, moves=True,
    ),
    "separation": MeasureForm(
        "proximity",
        "the least straight line between play spaces that the scheme brings and its blocks, by type",
        ("m",), ("at least",), parts=("LAP", "LEAP", "NEAP"), needed=("*",),
    ),
    # Overlay: what lies under the red line.
    "overlap": MeasureForm(
        "overlay",
        "how much of the site lies on areas of these levels whose name or designation is one of these",
        ("m2",), NEAR, {"levels": Input("area levels"), "names": Input("texts", needed=False)}, moves=True,
    ),
    "statistic here": MeasureForm(
        "indicator",
        "a figure of the area that the site lies in (the largest share of it)",
        ("decile", "%", "µg/m³", "dB", "index", "rate"), BOTH,
        {"level": TEXTS, "statistic": TEXTS}, ("", "*"), (), moves=True,
    ),
    # Homes.
    "share of homes": MeasureForm(
        "homes",
        "the share of homes in each group; by 'homes', 'habitable rooms' or 'floor area', among 'among'."
        " A figure in homes is a count",
        ("%", "homes"), BOTH, {"by": Input("counted by")}, ("*",), ("*",), groups=True,
    ),
    "floor area of homes": MeasureForm(
        "homes",
        "each home's floor area against a table by type and storeys ('2b3p, 1 storey')",
        ("m2",), ("at least",), parts=("*",), needed=("*",),
    ),
    "private outdoor space": MeasureForm(
        "homes",
        "each home's private outdoor space against 'first' (1 or 2 people) and 'each extra' person",
        ("m2",), ("at least",), parts=("first", "each extra"), needed=("first", "each extra"),
    ),
    "communal outdoor space": MeasureForm(
        "homes",
        "communal space against 'communal' and what homes with 3 or more bedrooms lack of 'private'",
        ("m2",), ("at least",), parts=("communal", "private"), needed=("communal", "private"),
    ),
    "homes per core": MeasureForm(
        "homes", "the most homes that share a core on one floor", ("homes",), NEAR,
    ),
    "replacement of homes": MeasureForm(
        "displacement",
        "residential floorspace ('all') and affordable floorspace ('affordable') built less lost",
        ("m2",), ("at least",), parts=("all", "affordable"), needed=("*",), groups=True,
    ),
    # Floorspace and quantities.
    "stated quantity": MeasureForm(
        "quantities",
        "a quantity that the applicant states, by any of these names",
        ("index", "%", "m", "m2", "count", "spaces", "years", "premises"), BOTH, {"what": TEXTS},
    ),
    "stated share": MeasureForm(
        "quantities",
        "one stated quantity as a share of another ('homes' is the number of homes)",
        ("%",), BOTH, {"part": TEXTS, "whole": TEXTS},
    ),
    "spaces per home": MeasureForm(
        "transport", "a stated number of spaces for each home", ("per home",), BOTH, {"what": TEXTS},
    ),
    "net quantity": MeasureForm(
        "quantities",
        "what is gained less what is lost, of stated quantities",
        ("count", "m2"), BOTH, {"gained": TEXTS, "lost": TEXTS},
    ),
    "share of floorspace": MeasureForm(
        "floorspace",
        "floorspace described by these words as a share of floorspace of these use classes",
        ("%",), BOTH, {"uses": TEXTS, "words": TEXTS},
    ),
    "cycle spaces": MeasureForm(
        "transport",
        "stated cycle spaces against what homes need: 'studio or 1b1p', '1b2p', '1 bed', '2+ bed', 'other',"
        " 'each bedroom', 'each home'",
        ("per home", "per bedroom"), ("at least",), {"what": TEXTS},
        ("studio or 1b1p", "1b2p", "1 bed", "2+ bed", "other", "each bedroom", "each home"), ("*",),
    ),
    "visitor cycle spaces": MeasureForm(
        "transport",
        "stated spaces for visitors against one for every 'homes each' homes, from 'from' homes on, at least"
        " 'least' of them up to 'up to' homes",
        ("homes", "spaces"), ("at least",), {"what": TEXTS},
        ("homes each", "from", "least", "up to"), ("homes each",),
    ),
    "cycle spaces by floorspace": MeasureForm(
        "transport",
        "stated spaces against floorspace of these uses: one for every 'm2 each' up to 'up to', then one for"
        " every 'm2 each beyond'; none below 'from'",
        ("m2",), ("at least",), {"uses": TEXTS, "words": TEXTS, "what": TEXTS},
        ("m2 each", "up to", "m2 each beyond", "from"), ("m2 each",),
    ),
    "owed where near": MeasureForm(
        "transport",
        "a stated quantity that is owed where a place of these types is within 'near'",
        ("years", "m", "homes"), ("at least",), {"types": TYPES, "what": TEXTS}, ("", "near"), ("", "near"),
        moves=True,
    ),
    # Play, provision and what is lost.
    "play space per child": MeasureForm(
        "quantities", "play space that the scheme brings for each child it is expected to house",
        ("m2 per child",), ("at least",), {"types": TYPES},
    ),
    "size of places": MeasureForm(
        "quantities", "each place that the scheme brings against the least size of its type",
        ("m2",), ("at least",), {"types": TYPES}, ("*",), ("*",),
    ),
    "net provision": MeasureForm(
        "displacement", "area of places of these types brought less area lost",
        ("m2", "ha"), ("at least",), {"types": TYPES},
    ),
    "floor per place": MeasureForm(
        "capacity", "floor area of places brought for each place of their capacity",
        ("m2 per place",), ("at least",), {"types": TYPES},
    ),
    "school floor area": MeasureForm(
        "capacity", "floor area of a school brought against 'base' and 'each pupil'",
        ("m2",), ("at least",), {"types": TYPES}, ("base", "each pupil"), ("base", "each pupil"),
    ),
    # Capacity.
    "provision per 1,000 people": MeasureForm(
        "capacity",
        "what the scheme brings for every 1,000 people it is expected to house; a part is of the types named as it",
        ("ha per 1,000", "m2 per 1,000", "courts per 1,000", "m2 per 1,750"), ("at least",),
        {"types": MAYBE_TYPES}, ("", "*"), ("*",),
    ),
    "people for each GP": MeasureForm(
        "capacity",
        "registered patients and new people for each whole-time GP at the nearest practice",
        ("people per GP",), NEAR, {"types": TYPES}, moves=True,
    ),
    # Engagement and judgement.
    "record complete": MeasureForm(
        "engagement", "how many of these parts of a record the applicant has given; all are asked for",
        inputs={"record": TEXTS}, parts=(), needed=(),
    ),
    "asked": MeasureForm(
        "judgement",
        "nothing is computed: the officer answers, with these facts beside the question",
        inputs={
            "facts": Input("facts", needed=False),
            "types": MAYBE_TYPES,
            "bodies": Input("texts", needed=False),
            "stated": Input("texts", needed=False),
        },
        parts=(), needed=(), moves=True,
    ),
    # Context: facts without a verdict.
    "official PTAL": MeasureForm(
        "transport", "the official band, with the computed PTAL-style index beside it",
        ("band", "index"), parts=("", "*"), needed=(), moves=True,
    ),
    "PTAL or walk": MeasureForm(
        "transport", "whether the official band is at least 'band', or a place of these types is within 'near'",
        ("band", "m"), ("at least",), {"types": TYPES}, ("band", "near"), ("band", "near"), moves=True,
    ),
    "fairness of access": MeasureForm(
        "indicator",
        "how walks to the nearest place of these types are shared among the areas of the borough:"
        " 'mean distance', 'share within', 'Gini' or 'concentration'",
        ("m", "%", "index"), BOTH, {"types": TYPES, "shown": TEXTS}, ("", "*"), (),
    ),
    "floating catchment": MeasureForm(
        "indicator",
        "supply for each person in reach, by a floating catchment method: '2SFCA' or 'E2SFCA'",
        ("index", "m", "min", "weight", "m2 per person"), BOTH, {"types": TYPES, "method": TEXTS}, ("", "*"), (),
    ),
}  # fmt: skip
"""Every measure, by the name that packs use."""

FACTS = (
    "people",
    "children",
    "homes",
    "tenures",
    "bedrooms",
    "access",
    "aspect",
    "floorspace",
    "provision",
    "losses",
    "quantities",
    "consultations",
    "claims",
    "links",
    "phases",
    "allocations",
    "deprivation",
    "official PTAL",
    "commitments",
)
"""What an asked question can show beside it."""

COUNTED_BY = ("homes", "habitable rooms", "floor area")
