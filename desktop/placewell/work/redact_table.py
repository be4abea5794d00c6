"""What a copy without notes and names keeps: a decision for every kind of thing, column by column.

Decided with them, and worth knowing:

- What applicants publish (claims' own words, drawings, schedules, plans and the names of documents) stays.
- What publishers list (places, streets, statistics) stays, with any name that they print in their lists.
- What officers typed freely goes: reasons, notes, summaries, mitigation in words, answers in words.
- Who owns an action stays only where it is one of `OWNERS`: anything else may be somebody's name.
- Reports of imports, differences and the entries taken from another copy go whole: they quote.
- An answer to a question that an officer made up goes whole: the question is in the officer's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Decision = Literal["kept", "name", "words", "weighed"]
"""kept: stays, looked through for names; name, words: a mark stands in its place where there was something;
weighed: each value by itself, as `work.redact_values` says."""

NAME_GONE = "[name taken out]"
WORDS_GONE = "[words taken out]"

LEFT_OUT: Mapping[str, str] = {
    "import note": "lines of import reports",
    "difference": "differences between two copies",
    "taken entry": "entries of another copy's history",
}
"""Kinds of which nothing is in the copy, and how they are told."""

OWNERS = frozenset(
    {
        "applicant", "the applicant", "developer", "the developer", "operator", "the operator", "owner", "freeholder",
        "contractor", "management company", "council", "the council", "lpa", "planning", "public health", "education",
        "housing", "transport", "highways", "highway authority", "parks", "leisure", "nhs", "icb", "nhs icb",
        "integrated care board", "tfl", "transport for london", "gla", "mayor of london", "police",
        "environmental health", "culture", "economy", "regeneration", "registered provider",
    }
)  # fmt: skip
"""Who may own an action without being a person; folded."""


@dataclass(frozen=True)
class Columns:
    """What is done with each column of a kind, as names parted by spaces."""

    kept: str
    name: str = ""
    words: str = ""
    weighed: str = ""

    def decisions(self) -> dict[str, Decision]:
        """Column by column. Raises ValueError where one is decided twice."""
        found: dict[str, Decision] = {}
        said: tuple[tuple[Decision, str], ...] = (
            ("kept", self.kept), ("name", self.name), ("words", self.words), ("weighed", self.weighed),
        )  # fmt: skip
        for decision, columns in said:
            for column in columns.split():
                if column in found:
                    raise ValueError(f"{column} is decided twice")
                found[column] = decision
        return found


_DRAWN = "traced_m plan"

TABLE: Mapping[str, Columns] = {
    "project": Columns("id name geometry crs margin_m created base base_sum", weighed="redacted"),
    "layer": Columns(
        "id name kind role source variant authority parts publisher licence attribution vintage imported file crs"
        " mapping coverage coverage_area covers count repaired rejected",
        weighed="coverage_note",
    ),
    "area": Columns("id layer level code name geometry details"),
    "statistic": Columns("id layer level code dataset measure date value text"),
    "asset": Columns(
        "id layer theme type name geometry code address postcode operator owner capacity capacity_unit used status"
        " opens closes step_free price_band valued details"
    ),
    "activity": Columns("id layer name asset place audience schedule cost partner sector details"),
    "street": Columns("id layer network code name geometry street_class form start_node end_node details"),
    "stop": Columns("id layer type code name geometry modes routes details"),
    "service": Columns("id layer stop route mode direction per_hour details"),
    "PTAL point": Columns("id layer code geometry index band"),
    "commitment": Columns("id layer code name geometry homes people provision status year details"),
    "site": Columns(
        "id layer register code name geometry status hectares homes_min homes_max start end details"
    ),
    "backdrop": Columns("id layer cover name geometry"),
    "postcode": Columns("id layer code geometry quality"),
    "code link": Columns("id layer from_level from_code to_level to_code"),
    "requirement": Columns("id layer allocation duty text source"),
    "yield rate": Columns("id layer tenure bedrooms people age_from age_to ptal zone illustrative"),
    "scheme": Columns(f"id name geometry option reference created submission {_DRAWN}"),
    "entrance": Columns(f"id scheme name geometry block {_DRAWN}"),
    "block": Columns(f"id scheme name geometry phase storeys {_DRAWN}"),
    "phase": Columns("id scheme number name starts completes"),
    "homes": Columns(
        "id scheme homes block phase tenure type bedrooms bed_spaces habitable_rooms gia_m2 homes_least core level"
        " home amenity_m2 access aspect faces stated_tenure derived"
    ),
    "provision": Columns(
        "id scheme type name geometry phase capacity capacity_unit area_m2 certainty capacity_least area_least_m2"
    ),
    "loss": Columns(
        "id scheme what name asset amount unit phase details amount_least tenure bedrooms habitable_rooms gia_m2"
        " occupied right_to_return decant_phase"
    ),
    "blue line": Columns(f"id scheme name geometry {_DRAWN}"),
    "link": Columns(f"id scheme name geometry change phase details {_DRAWN}"),
    "floorspace": Columns("id scheme use state measure m2 m2_least phase block what"),
    "quantity": Columns("id scheme what value unit value_least phase document"),
    "case": Columns(
        "id reference address type stage proposal valid target committee confidential_until",
        name="applicant agent officer",
    ),
    "submission": Columns("id number received name", words="note"),
    "drawing": Columns("id submission number title revision date scale"),
    "claim": Columns("id submission document page about words value unit option"),
    "consultation": Columns("id body about asked due received outcome", words="summary"),
    "official PTAL": Columns("id band index year source geometry"),
    "answer": Columns(
        "id question option scale at submission inputs look_again part mark document revision page",
        name="by",
        words="reason",
        weighed="value",
    ),
    "action": Columns(
        "id criterion mechanism status necessary directly_related reasonable at submission option",
        name="by",
        words="what trigger reason",
        weighed="owner",
    ),
    "sign-off": Columns("id role at snapshot", name="name", words="note"),
    "assessment": Columns(
        "id made scheme option as_at placewell head packs submission",
        name="by",
        weighed="entry answer sha256",
    ),
    "pack": Columns("id pack text added"),
    "plan": Columns(
        "id name document geometry image page wide_mm high_mm m_per_mm turn_deg east north fit_m stated_scale"
        " points added"
    ),
    "plan image": Columns("id png wide_px high_px"),
}

TOLD: Mapping[tuple[str, str], str] = {
    ("layer", "coverage_note"): "officers' words on how far a list can be relied on",
    ("case", "applicant"): "the applicant's name",
    ("case", "agent"): "the agent's name",
    ("case", "officer"): "the case officer's name",
    ("submission", "note"): "notes of submissions",
    ("consultation", "summary"): "summaries of consultations",
    ("answer", "by"): "names of those who answered",
    ("answer", "reason"): "reasons of answers",
    ("answer", "value"): "answers in words",
    ("action", "by"): "names of those who noted an action",
    ("action", "owner"): "owners of actions",
    ("action", "what"): "actions in words",
    ("action", "trigger"): "triggers of actions",
    ("action", "reason"): "reasons of actions",
    ("sign-off", "name"): "names of sign-offs",
    ("sign-off", "note"): "notes of sign-offs",
    ("assessment", "by"): "names of those who kept an assessment",
    ("assessment", "answer"): "texts within kept assessments",
    ("assessment", ""): "kept assessments that could not be read",
    ("answer", ""): "answers to questions of an officer's own",
}
"""How what was taken out is told."""
