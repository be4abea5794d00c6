"""Colours that can be read: text 4.5:1 from its ground, marks told apart by every eye, on panels too."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from placewell.cartography.looks import LOOKS
from placewell.ui.theme import CONTRAST, DARK, LIGHT, PALETTES, Palette, sheet

MATRICES = {
    # Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, two: str) -> float:
    light = sorted((float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, two)), reverse=True)
    return (light[0] + 0.05) / (light[1] + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = np.clip(rgb, 0, 1) @ np.array(
        [[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]]
    )
    t = xyz / [0.95047, 1.0, 1.08883]
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("palette", PALETTES.values(), ids=list(PALETTES))
def test_every_text_passes_on_every_ground_that_it_stands_on(palette: Palette) -> None:
    grounds = [palette.surface, palette.panel]
    for ink in (palette.text, palette.secondary, palette.accent, *palette.words.values()):
        for ground in grounds:
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    for ground in (palette.selected, palette.notice):
        assert contrast(palette.text, ground) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_names_on_the_map_pass_against_their_edge(name: str) -> None:
    look = LOOKS[name]
    assert contrast(look.label, look.halo) >= 4.5
    assert contrast(look.label, look.land) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("eye", ["usual", *MATRICES])
def test_marks_of_verdicts_stay_apart_for_every_eye(palette: Palette, eye: str) -> None:
    matrix = np.array(MATRICES[eye]) if eye in MATRICES else np.eye(3)
    seen = [lab(matrix @ linear(c)) for c in palette.marks.values()]
    assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)) > 20


def test_the_sheet_is_made_for_every_palette_and_size() -> None:
    for palette in (LIGHT, DARK, CONTRAST):
        for size in (8.0, 10.0, 18.0):
            made = sheet(palette, size)
            assert f"{size:g}pt" in made and palette.accent in made
            assert made.count("{") == made.count("}")
