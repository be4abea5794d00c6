"""Packs and criteria written in a test, so that what is asked stands beside what is expected."""

from __future__ import annotations

from typing import Any

from placewell.guidance.load import parse_pack
from placewell.guidance.model import Criterion, Pack

HEAD = """
[pack]
format = 2
id = "p"
title = "A pack"
publisher = "A council"
edition = "2020"
in_force = 2020
licence = "OGL"
"""


def criterion(measure: str, **more: Any) -> str:
    """One criterion as TOML; values, inputs and groups as inline tables."""
    asked = {
        "id": "C-1",
        "theme": "health",
        "topic": "A topic",
        "question": "Is it so?",
        "standing": "good practice",
        "addressee": "proposal",
        "answer_scale": "met or not met",
        "measure": measure,
        "source_status": "verified",
        "citation": {"publisher": "A body", "document": "A guide", "date": "2020", "url": "https://example.org"},
    } | more  # fmt: skip
    return "[[criterion]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in asked.items())


def toml(value: Any) -> str:
    """A value as TOML, tables inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{k}" = {toml(v)}' for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return repr(value)


def pack_of(*criteria: str, head: str = HEAD) -> Pack:
    """A pack of these criteria."""
    return parse_pack(head + "\n" + "\n".join(criteria), "made.toml")


def made(measure: str, **more: Any) -> Criterion:
    """One criterion, read as packs are."""
    return pack_of(criterion(measure, **more)).criteria[0]


def walk(types: list[str], limit: float, unit: str = "m", comparison: str = "at most", **more: Any) -> str:
    """A criterion of the walk to the nearest of some types."""
    given = {"comparison": comparison, "inputs": {"types": types}, "value": [{"number": limit, "unit": unit}]}
    return criterion("walk to nearest", **(given | more))
