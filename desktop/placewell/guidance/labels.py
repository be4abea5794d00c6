"""Frameworks that are labels: they tag criteria and ask nothing."""

from __future__ import annotations

LABELS: dict[str, tuple[str, ...]] = {
    "Marmot": (
        "best start for every child",
        "education and control over lives",
        "fair work",
        "healthy standard of living",
        "healthy, sustainable places",
        "ill-health prevention",
        "racism and discrimination",
        "environmental sustainability with health equity",
    ),
    "Five Ways": ("connect", "be active", "take notice", "keep learning", "give"),
    "determinants": (
        "individual",
        "social and community",
        "living and working conditions",
        "general environment",
    ),
    "Quality of Life": (
        "sense of control",
        "health equity",
        "connection to nature",
        "sense of wonder",
        "getting around",
        "connected communities",
    ),
    "Spatial Planning for Health": (
        "neighbourhood design",
        "housing",
        "healthier food",
        "natural and sustainable environment",
        "transport",
    ),
}
"""Each framework with its labels (guidance EQ-MARMOT, EQ-5WAYS, EQ-WHO, QOL-6, SPH-5)."""

TAGS = tuple(f"{name}: {label}" for name, labels in LABELS.items() for label in labels)
