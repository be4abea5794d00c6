"""A picture in 128 colours of its own: a map has few, and its file is then a fraction as large."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

COLOURS = 128


def fewer_colours(image: QImage) -> QImage:
    """The same picture, each pixel in the nearest of 128 of its own colours; not dithered, so that grounds stay even.

    Qt's own way to few colours takes a fixed cube of them: pale land turns white, and the red line another red.
    """
    wide, high = image.width(), image.height()
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), np.uint32).reshape(high, -1)[:, :wide] & 0xFFFFFF
    colours, place, count = np.unique(pixels, return_inverse=True, return_counts=True)
    chosen = _chosen(colours, count)
    nearest = _nearest(_rgb(colours), _rgb(chosen))
    made = QImage(wide, high, QImage.Format.Format_Indexed8)
    made.setColorTable([int(c) | 0xFF000000 for c in chosen])
    rows = np.frombuffer(made.bits(), np.uint8).reshape(high, made.bytesPerLine())
    rows[:, :wide] = nearest[place.reshape(high, wide)]
    made.setDotsPerMeterX(image.dotsPerMeterX())
    made.setDotsPerMeterY(image.dotsPerMeterY())
    return made


def _chosen(colours: npt.NDArray[np.uint32], count: npt.NDArray[np.intp]) -> npt.NDArray[np.uint32]:
    """Of each of the fullest cells of the colour cube its commonest colour: edges then shade in few steps."""
    if len(colours) <= COLOURS:
        return colours
    common = np.argsort(-count, kind="stable")
    rgb = _rgb(colours[common])
    cell = (rgb[:, 0] >> 4 << 8) | (rgb[:, 1] >> 4 << 4) | (rgb[:, 2] >> 4)
    cells, first = np.unique(cell, return_index=True)
    full = np.bincount(cell, weights=count[common], minlength=4096)[cells]
    kept: npt.NDArray[np.intp] = np.sort(common[first[np.argsort(-full, kind="stable")[:COLOURS]]])
    chosen: npt.NDArray[np.uint32] = colours[kept]
    return chosen


def _rgb(colours: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.int32)


def _nearest(of: npt.NDArray[np.int32], among: npt.NDArray[np.int32]) -> npt.NDArray[np.uint8]:
    found = np.empty(len(of), np.uint8)
    for start in range(0, len(of), 4096):
        part = of[start : start + 4096, None, :] - among[None, :, :]
        found[start : start + 4096] = (part * part).sum(axis=2).argmin(axis=1)
    return found
