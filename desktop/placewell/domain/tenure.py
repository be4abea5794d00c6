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

ROOMS = ("student", "shared living", "care")
"""Tenures let by the room: their rooms are not homes, and no family yield is worked out for them."""

AFFORDABLE = TENURES[:6]
"""What applicants' own shares of affordable housing count, for comparing their totals only: which
tenures a policy counts is said by its pack."""

TENURE_GROUPS: dict[str, tuple[str, ...]] = {
    "social": ("social rent", "London Affordable Rent", "affordable rent"),
    "market": (
        "shared ownership",
        "discount market rent",
        "London Living Rent",
        "market sale",
        "build to rent",
        "older people's",
    ),
}
"""How yield tables with two columns divide tenures: intermediate and private rent count as market there
(GLA population yield calculator, method note)."""
