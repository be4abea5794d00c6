"""A merge in words: what a thing is called, what was taken, what is to be decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

MANY: Mapping[str, tuple[str, str]] = {
    "homes": ("row of homes", "rows of homes"),
    "loss": ("loss", "losses"),
    "quantity": ("quantity", "quantities"),
    "floorspace": ("line of floorspace", "lines of floorspace"),
    "provision": ("provision", "provisions"),
    "entrance": ("entrance", "entrances"),
    "import note": ("note on an import", "notes on imports"),
    "backdrop": ("piece of the backdrop", "pieces of the backdrop"),
    "pack": ("guidance pack", "guidance packs"),
    "project": ("setting of the project", "settings of the project"),
    "plan image": ("picture of a plan", "pictures of plans"),
    "difference": ("earlier decision", "earlier decisions"),
    "case": ("sheet of case details", "sheets of case details"),
}


def counted(kinds: Iterable[str]) -> list[str]:
    """'3 answers', '1 row of homes', most first."""
    found = Counter(kinds)
    return [f"{n:,} {named(kind, n)}" for kind, n in sorted(found.items(), key=lambda f: (-f[1], f[0]))]


def named(kind: str, n: int = 1) -> str:
    """The kind of a thing in a planner's words."""
    one, many = MANY.get(kind, (kind, f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"))
    return one if n == 1 else many


def title(kind: str, row: Mapping[str, Any]) -> str:
    """What somebody would call this one thing: 'Answer to LP-H6', 'Homes in Block A, 2b4p'."""
    got = {k: str(v) for k, v in row.items() if v not in (None, "")}
    match kind:
        case "answer":
            part = f", {got['part']}" if "part" in got else ""
            return f"Answer to {got.get('question', '').removeprefix('criterion:')}{part}"
        case "homes":
            rest = ", ".join(filter(None, (got.get("type", ""), got.get("tenure", ""), got.get("home", ""))))
            return f"Homes in {got.get('block', 'no block')}{', ' if rest else ''}{rest}"
        case "action":
            return f"Action for {got.get('criterion', '')}: {got.get('what', '')}"
        case "case":
            return "Case details"
        case "project":
            return "Settings of the project"
        case "consultation":
            return f"Consultation of {got.get('body', '')}"
        case "submission":
            return f"Submission {got.get('number', '')}"
        case "claim":
            return f"What {got.get('document', 'the applicant')} states of {got.get('about', 'the scheme')}"
        case _:
            said = next((got[k] for k in ("name", "what", "use", "number", "band", "pack") if k in got), "")
            called = named(kind)
            return f"{called[:1].upper()}{called[1:]}{' ' if said else ''}{said}"


FIELDS: Mapping[str, str] = {
    "there": "it is",
    "inputs": "rests on",
    "by": "answered by",
    "at": "answered on",
    "value": "answer",
    "gia_m2": "floor area, m²",
    "target": "decision due",
    "valid": "valid from",
}


def field_words(name: str) -> str:
    """A column in a planner's words."""
    return FIELDS.get(name, name.replace("_m2", ", m²").replace("_m", ", m").replace("_", " "))


def value_words(name: str, value: Any) -> str:
    """What a column says; a moment by its day and hour."""
    if value in (None, ""):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.6g}"
    text = str(value)
    return text[:16].replace("T", " ") if name == "at" else text
