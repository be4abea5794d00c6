"""Charts as data, and the one way in which they are drawn: for panels, Word and PDF alike."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TEXT_PT = 9.0
ROW_IN, LINE_IN, SMALL_LINE_IN, EDGE_IN = 0.40, 0.19, 0.17, 0.06
TITLE_IN, NAME_IN, SMALL_IN = 0.094, 0.078, 0.068
"""About how wide a letter is, in inches: of titles, of names and of small text."""


@dataclass(frozen=True)
class Colours:
    """What a chart is drawn in; segments go from dark to light of one hue, so that grey tells them apart."""

    ground: str = "#FFFFFF"
    text: str = "#1F2933"
    secondary: str = "#52606D"
    line: str = "#D8DCE0"
    segments: tuple[str, ...] = ("#00657A", "#5AA5B3", "#A9D3DA", "#D9ECEF", "#8793A0", "#C3CBD3")
    before: str = "#8793A0"
    after: str = "#00657A"


LIGHT = Colours()
DARK = Colours(
    "#22272E", "#E6EAEE", "#A9B4BF", "#373E47",
    ("#4FC3D9", "#2E8DA0", "#1F6271", "#9FB2C6", "#5A6B7C", "#CBD5DF"), "#9FB2C6", "#4FC3D9",
)  # fmt: skip


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, each of segments; `title` says the finding, `subtitle` unit, area and date."""

    title: str
    subtitle: str
    segments: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]
    unit: str
    marks: tuple[float, ...] = ()
    """What each row is held against, with `mark` as its word; empty where there is nothing such."""
    mark: str = ""


@dataclass(frozen=True)
class Dumbbells:
    """Two values a row, joined: before and after, or needed and brought."""

    title: str
    subtitle: str
    ends: tuple[str, str]
    rows: tuple[tuple[str, float, float], ...]
    unit: str


Chart = Bars | Dumbbells


def alt_of(chart: Chart) -> str:
    """The chart in words: everything that it shows."""
    if isinstance(chart, Bars):
        said = [
            f"{name}: {', '.join(f'{s} {figure_text(v)}' for s, v in zip(chart.segments, values, strict=True) if v)}"
            for name, values in chart.rows
        ]
        said = (
            [f"{s}; {chart.mark} {figure_text(m)}" for s, m in zip(said, chart.marks, strict=True)]
            if chart.marks
            else said
        )
    else:
        one, two = chart.ends
        said = [f"{name}: {one} {figure_text(a)}, {two} {figure_text(b)}" for name, a, b in chart.rows]
    return f"{chart.title} {chart.subtitle}. {'; '.join(said)} ({chart.unit})."


def figure_of(chart: Chart, width_in: float, colours: Colours = LIGHT) -> Any:
    """A matplotlib Figure without a window, as high as its rows need. Each row's name stands over its marks, so
    that a narrow panel cuts none."""
    from matplotlib.figure import Figure

    titles = textwrap.wrap(chart.title, max(int(width_in / TITLE_IN), 16))
    subtitles = textwrap.wrap(chart.subtitle, max(int(width_in / SMALL_IN), 20))
    keyed = isinstance(chart, Bars) and len(chart.segments) > 1
    head = 0.16 + LINE_IN * len(titles) + SMALL_LINE_IN * (len(subtitles) + keyed)
    high = head + ROW_IN * max(len(chart.rows), 1) + 0.06
    figure = Figure(figsize=(width_in, high), facecolor=colours.ground)
    y = high - 0.14
    for text, size, weight, ink, line in (
        *((t, TEXT_PT + 1, "bold", colours.text, LINE_IN) for t in titles),
        *((t, TEXT_PT - 1, "normal", colours.secondary, SMALL_LINE_IN) for t in subtitles),
    ):
        figure.text(
            EDGE_IN / width_in, y / high, text, fontsize=size, fontweight=weight, color=ink, va="center"
        )
        y -= line
    axes = figure.add_axes((0, 0.06 / high, 1, ROW_IN * max(len(chart.rows), 1) / high))
    axes.axis("off")
    axes.set_xlim(0, width_in)  # Inches along, so that what fits can be told.
    axes.set_ylim(len(chart.rows), 0)
    if keyed and isinstance(chart, Bars):
        _key(figure, chart, colours, y, width_in, high)
    for n, (name, *_) in enumerate(chart.rows):
        short = textwrap.shorten(str(name), max(int(width_in / NAME_IN), 12), placeholder=" …")
        axes.text(EDGE_IN, n + 0.26, short, fontsize=TEXT_PT - 0.5, color=colours.text, va="center")
    if isinstance(chart, Bars):
        _bars(axes, chart, colours, width_in)
    else:
        _dumbbells(axes, chart, colours, width_in)
    return figure


def png_of(chart: Chart, width_px: int, colours: Colours = LIGHT, ratio: float = 1.0) -> bytes:
    """The chart as a PNG of a width in pixels (times `ratio`); 96 pixels to the inch."""
    held = io.BytesIO()
    figure_of(chart, width_px / 96, colours).savefig(
        held, format="png", dpi=96 * ratio, facecolor=colours.ground
    )
    return held.getvalue()


def _key(figure: Any, chart: Bars, colours: Colours, y: float, width_in: float, high: float) -> None:
    """Which shade is which segment, in one line of words."""
    x = EDGE_IN
    for k, name in enumerate(chart.segments):
        figure.text(x / width_in, y / high, "\u25a0", fontsize=TEXT_PT, color=_ink(colours, k), va="center")
        figure.text(
            (x + 0.13) / width_in,
            y / high,
            name,
            fontsize=TEXT_PT - 1.5,
            color=colours.secondary,
            va="center",
        )
        x += 0.26 + SMALL_IN * len(name)


def _bars(axes: Any, chart: Bars, colours: Colours, width_in: float) -> None:
    ends = [_end(chart, n) for n in range(len(chart.rows))]
    room = width_in - 2 * EDGE_IN - SMALL_IN * max(map(len, ends), default=0) - 0.08
    most = max((*(sum(values) for _, values in chart.rows), *chart.marks), default=0) or 1
    for n, (_, values) in enumerate(chart.rows):
        at = EDGE_IN
        for k, value in enumerate(values):
            wide = value / most * room
            ink = _ink(colours, k)
            axes.barh(
                n + 0.66, wide, left=at, height=0.42, color=ink, edgecolor=colours.ground, linewidth=0.8
            )
            text = figure_text(value)
            if len(chart.segments) > 1 and wide > SMALL_IN * len(text) + 0.06:
                axes.text(
                    at + wide / 2,
                    n + 0.67,
                    text,
                    ha="center",
                    va="center",
                    fontsize=TEXT_PT - 2,
                    color=_on(ink),
                )
            at += wide
        if chart.marks:
            mark = EDGE_IN + chart.marks[n] / most * room
            axes.plot([mark, mark], [n + 0.40, n + 0.92], color=colours.text, linewidth=2.0)
            at = max(at, mark)
        axes.text(at + 0.06, n + 0.67, ends[n], va="center", fontsize=TEXT_PT - 1, color=colours.text)


def _end(chart: Bars, n: int) -> str:
    whole = figure_text(sum(chart.rows[n][1]))
    return f"{whole}; {chart.mark} {figure_text(chart.marks[n])}" if chart.marks else whole


def _dumbbells(axes: Any, chart: Dumbbells, colours: Colours, width_in: float) -> None:
    most = max((max(a, b) for _, a, b in chart.rows), default=0) or 1
    words = [
        [f"{w} {figure_text(v)}" for w, v in zip(chart.ends, (a, b), strict=True)] for _, a, b in chart.rows
    ]
    side = SMALL_IN * max((len(t) for pair in words for t in pair), default=0) + 0.12
    room = max(width_in - 2 * (EDGE_IN + side), 0.4)
    for n, (_, *values) in enumerate(chart.rows):
        xs = [EDGE_IN + side + v / most * room for v in values]
        axes.plot(xs, [n + 0.66] * 2, color=colours.line, linewidth=3, solid_capstyle="round", zorder=1)
        for k, (x, ink, marker) in enumerate(
            zip(xs, (colours.before, colours.after), ("o", "D"), strict=True)
        ):
            axes.scatter([x], [n + 0.66], s=36, color=ink, marker=marker, zorder=2)
            right = x > xs[1 - k] or (x == xs[1 - k] and k == 1)
            axes.text(x + (0.1 if right else -0.1), n + 0.67, words[n][k], ha="left" if right else "right",
                      va="center", fontsize=TEXT_PT - 1.5, color=colours.text)  # fmt: skip


def figure_text(value: float) -> str:
    """Whole numbers from ten on, below that two figures: 1,204; 7.3; 0.42."""
    if value == 0 or abs(value) >= 10 or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"


def _ink(colours: Colours, k: int) -> str:
    return colours.segments[k % len(colours.segments)]


def _on(ink: str) -> str:
    """Black or white, whichever reads better on a colour."""
    r, g, b = (int(ink[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return "#FFFFFF" if 0.299 * r + 0.587 * g + 0.114 * b < 0.5 else "#1F2933"


def ordered(counts: Mapping[str, Sequence[float]]) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Rows by size, the largest first."""
    return tuple(sorted(((k, tuple(v)) for k, v in counts.items()), key=lambda kv: (-sum(kv[1]), kv[0])))
