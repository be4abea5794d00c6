"""The teams and bodies that answer questions, for whoever asks one of them."""

from __future__ import annotations

from placewell.guidance.model import WHO_ANSWERS

TEAMS: tuple[str, ...] = WHO_ANSWERS
"""In the order in which packs name them."""
