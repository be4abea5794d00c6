"""The tenures of homes, in the words that Placewell keeps; each pack groups them its own way."""

from __future__ import annotations

TENURES = (
    "social rent",
    "London Affordable Rent",
    "affordable rent",
    "shared ownership",
    "discount market rent",
    "London Living Rent",
    "market sale",
    "build to rent",
    "student",
    "shared living",
    "older people's",
    "care",
)
"""Every tenure there is, in the order in which they are told."""
