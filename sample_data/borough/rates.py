"""How people of each style of street tend to live: made-up rates within the range of inner London."""

from __future__ import annotations

AGES = (
    "Aged 4 years and under", "Aged 5 to 9 years", "Aged 10 to 15 years", "Aged 16 to 19 years", "Aged 20 to 24 years",
    "Aged 25 to 34 years", "Aged 35 to 49 years", "Aged 50 to 64 years", "Aged 65 to 74 years", "Aged 75 to 84 years",
    "Aged 85 years and over",
)  # fmt: skip

AGE = {
    "core": (3.8, 3.2, 3.6, 4.2, 12.0, 33.0, 20.5, 12.0, 4.3, 2.4, 1.0),
    "georgian": (4.3, 4.0, 4.7, 3.9, 9.0, 28.0, 22.5, 14.6, 5.3, 2.7, 1.0),
    "terrace": (5.6, 5.5, 6.7, 4.2, 7.2, 22.8, 23.6, 16.4, 4.8, 2.3, 0.9),
    "villa": (5.6, 6.0, 7.7, 4.3, 5.3, 14.2, 23.6, 19.4, 8.0, 4.3, 1.6),
    "estate": (6.2, 6.4, 8.1, 5.4, 7.2, 18.0, 20.6, 18.0, 5.8, 3.1, 1.2),
    "docks": (5.4, 4.4, 4.6, 3.2, 6.8, 27.0, 25.5, 15.0, 5.2, 2.2, 0.7),
    "quay": (4.5, 2.7, 2.2, 2.2, 12.4, 42.0, 22.2, 8.6, 2.3, 0.7, 0.2),
    "high street": (4.6, 3.6, 4.0, 4.4, 12.4, 32.0, 21.3, 12.2, 3.5, 1.5, 0.5),
    "civic": (2.0, 1.2, 1.6, 15.0, 26.0, 29.0, 13.0, 7.0, 2.6, 1.6, 1.0),
}
"""Percent of people in each band of age, by style."""

HOUSEHOLD = {
    "core": 1.95, "georgian": 2.05, "terrace": 2.45, "villa": 2.55, "estate": 2.4, "docks": 2.2, "quay": 1.85,
    "high street": 2.1, "civic": 2.0,
}  # fmt: skip
"""People to a household."""

TENURES = (
    "Owned: Owns outright", "Owned: Owns with a mortgage or loan", "Shared ownership: Shared ownership",
    "Social rented: Rents from council or Local Authority", "Social rented: Other social rented",
    "Private rented: Private landlord or letting agency", "Private rented: Other private rented", "Lives rent free",
)  # fmt: skip
TENURE = {
    "core": (10, 16, 2, 14, 11, 44, 2.5, 0.5),
    "georgian": (13, 19, 1.5, 18, 9, 37, 2, 0.5),
    "terrace": (14, 24, 2, 17, 10, 30.5, 2, 0.5),
    "villa": (27, 34, 1, 7, 4, 25, 1.5, 0.5),
    "estate": (7, 10, 3, 46, 14, 18, 1.5, 0.5),
    "docks": (14, 27, 6, 10, 14, 27, 1.5, 0.5),
    "quay": (8, 19, 7, 3, 15, 46, 1.5, 0.5),
    "high street": (6, 11, 1.5, 10, 10, 58, 3, 0.5),
    "civic": (4, 6, 1, 12, 22, 51, 3.5, 0.5),
}

NO_CAR = {
    "core": 0.72, "georgian": 0.64, "terrace": 0.52, "villa": 0.33, "estate": 0.62, "docks": 0.47, "quay": 0.68,
    "high street": 0.71, "civic": 0.78,
}  # fmt: skip
MORE_CARS = {"villa": 0.19, "docks": 0.1, "terrace": 0.09, "georgian": 0.08}
"""Of households with a car, those with two or more (0.07 where not named)."""

ALONE = {
    "core": 0.39, "georgian": 0.38, "terrace": 0.29, "villa": 0.26, "estate": 0.35, "docks": 0.33, "quay": 0.36,
    "high street": 0.36, "civic": 0.44,
}  # fmt: skip
"""Share of households that are one person."""

BAD_HEALTH = (0.004, 0.005, 0.008, 0.012, 0.014, 0.019, 0.045, 0.1, 0.135, 0.19, 0.27)
FAIR_HEALTH = (0.015, 0.018, 0.024, 0.045, 0.05, 0.065, 0.105, 0.19, 0.28, 0.37, 0.42)
VERY_GOOD = (0.82, 0.81, 0.78, 0.68, 0.65, 0.62, 0.53, 0.41, 0.33, 0.26, 0.21)
"""Of those in good or very good health."""
DISABLED = (0.035, 0.07, 0.09, 0.1, 0.1, 0.095, 0.12, 0.21, 0.29, 0.43, 0.62)

ETHNIC = {
    "Asian, Asian British or Asian Welsh": (
        ("Bangladeshi", 22), ("Chinese", 22), ("Indian", 20), ("Pakistani", 10), ("Other Asian", 26),
    ),
    "Black, Black British, Black Welsh, Caribbean or African": (("African", 60), ("Caribbean", 26), ("Other Black", 14)),
    "Mixed or Multiple ethnic groups": (
        ("White and Asian", 24), ("White and Black African", 17), ("White and Black Caribbean", 28),
        ("Other Mixed or Multiple ethnic groups", 31),
    ),
    "White": (
        ("English, Welsh, Scottish, Northern Irish or British", 67), ("Irish", 4.2), ("Gypsy or Irish Traveller", 0.2),
        ("Roma", 1.2), ("Other White", 27.4),
    ),
    "Other ethnic group": (("Arab", 27), ("Any other ethnic group", 73)),
}  # fmt: skip
"""Groups of the Census, each with its parts by weight."""

FAMILIES = (
    ("All aged 66 years and over", 4.0),
    ("Married or civil partnership couple: No children", 14.0),
    ("Married or civil partnership couple: Dependent children", 22.0),
    ("Married or civil partnership couple: All children non-dependent", 7.5),
    ("Cohabiting couple family: No children", 17.0),
    ("Cohabiting couple family: With dependent children", 7.0),
    ("Cohabiting couple family: All children non-dependent", 1.5),
    ("Lone parent family: With dependent children", 16.0),
    ("Lone parent family: All children non-dependent", 8.5),
    ("Other single family household: Other family composition", 2.5),
)
