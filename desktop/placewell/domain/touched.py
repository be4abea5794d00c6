"""What a change to a case touches, in the words that answers name their inputs by."""

from __future__ import annotations

SUBJECTS: dict[str, str] = {
    "scheme": "site",
    "blue line": "site",
    "phase": "phases",
    "block": "blocks",
    "entrance": "entrances",
    "link": "links",
    "homes": "homes",
    "floorspace": "floorspace",
    "quantity": "quantities",
    "provision": "provision",
    "loss": "losses",
    "claim": "claims",
    "official PTAL": "official PTAL",
    "layer": "layers",
}
"""By kind of thing: what an answer that rests on it says it rests on."""


def inputs_of(text: str) -> set[str]:
    """The subjects that an answer names ('homes,phases')."""
    return {word.strip() for word in text.split(",") if word.strip()}
