"""What applicants' files are written with: workbooks with merged cells, drawings, plans on paper, and truths."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from shapely import Polygon

from borough.ground import Ground
from borough.write import csv_file
from borough.write_sheets import MADE

MM_A3 = (420.0, 297.0)


@dataclass(frozen=True)
class Home:
    """One home, or one room, as it is planted."""

    tenure: str
    beds: int | None
    people: int
    rooms: int
    gia_m2: float
    block: str = ""
    level: int = 0
    ref: str = ""
    phase: int | None = None
    amenity_m2: float = 0.0
    access: str = ""
    aspect: str = ""

    @property
    def type(self) -> str:
        """'2b4p', 'studio'."""
        return "studio" if self.beds == 0 else f"{self.beds}b{self.people}p"


@dataclass
class Case:
    """One applicant's files and what is true of them."""

    slug: str
    name: str
    kind: str
    red_line: Polygon
    files: dict[str, str] = field(default_factory=dict)
    """By file: what it is, as --as takes it ('' where it is recognised)."""
    truth: dict[str, Any] = field(default_factory=dict)


def totals(homes: Iterable[Home]) -> dict[str, Any]:
    """The truths of a schedule; rooms of students are no homes."""
    every = list(homes)
    own = [h for h in every if h.tenure != "student"]
    made: dict[str, Any] = {
        "homes": len(own),
        "rooms": len(every) - len(own),
        "habitable_rooms": sum(h.rooms for h in own),
        "gia_m2": round(sum(h.gia_m2 for h in own), 2),
        "by_tenure": dict(sorted(Counter(h.tenure for h in every).items())),
        "by_bedrooms": {
            str(k): n for k, n in sorted(Counter(h.beds for h in own if h.beds is not None).items())
        },
    }
    if any(h.phase for h in every):
        made["by_phase"] = {str(k): n for k, n in sorted(Counter(h.phase for h in own if h.phase).items())}
    return made


def write_truth(case: Case, folder: Path) -> None:
    """What is planted, as TOML: scalars first, then tables."""
    data: dict[str, Any] = {
        "name": case.name,
        "type": case.kind,
        "site_ha": round(case.red_line.area / 1e4, 4),
        **case.truth,
    }
    lines = [f"{k} = {_plain(v)}" for k, v in data.items() if not isinstance(v, dict | list) or _flat(v)]
    for key, value in [*data.items(), ("files", case.files)]:
        if isinstance(value, dict) and not _flat(value):
            lines += ["", f"[{key}]"] + [f"{json.dumps(str(k))} = {_plain(v)}" for k, v in value.items()]
        elif isinstance(value, list) and not _flat(value):
            for row in value:
                lines += ["", f"[[{key}]]"] + [f"{k} = {_plain(v)}" for k, v in row.items()]
    text = "# What these files are made to hold. Written by sample_data/make.py.\n" + "\n".join(lines) + "\n"
    (folder / "truth.toml").write_text(text, encoding="utf-8", newline="\n")


def _flat(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(v, dict) for v in value)


def _plain(value: Any) -> str:
    """A value of TOML; JSON's scalars and lists of them are also TOML's."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(str(k))} = {_plain(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


Rows = Sequence[Sequence[Any]]


@dataclass
class Sheet:
    """A sheet with merged cells: (first row, last row, first column, last column) from 0."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    bold: list[int] = field(default_factory=list)
    widths: Sequence[float] = ()

    def add(self, *cells: Any, bold: bool = False) -> int:
        """Add a row and return its number from 0."""
        self.rows.append(list(cells))
        if bold:
            self.bold.append(len(self.rows) - 1)
        return len(self.rows) - 1


def workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """An Excel workbook as an office sends it, the same bytes every time."""
    import xlsxwriter

    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": MADE})
        strong = book.add_format({"bold": True, "valign": "top"})
        middle = book.add_format({"valign": "vcenter"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for column, width in enumerate(sheet.widths):
                page.set_column(column, column, width)
            starts = {(m[0], m[2]): m for m in sheet.merged}
            inside = {
                (r, c)
                for r0, r1, c0, c1 in sheet.merged
                for r in range(r0, r1 + 1)
                for c in range(c0, c1 + 1)
            } - starts.keys()
            for at, row in enumerate(sheet.rows):
                how = strong if at in sheet.bold else None
                for column, value in enumerate(row):
                    if (at, column) in starts:
                        r0, r1, c0, c1 = starts[at, column]
                        page.merge_range(r0, c0, r1, c1, value, how or middle)
                    elif value is not None and (at, column) not in inside:
                        page.write(at, column, value, how)


def figures(path: Path, rows: Sequence[tuple[str, str, str, str, float | str, str]]) -> None:
    """What an application form and planning statement state."""
    csv_file(path, [("Document", "Page", "About", "Words", "Value", "Unit"), *rows])


Layers = Mapping[str, Sequence[tuple[Sequence[tuple[float, float]], bool]]]
"""By layer: points of a line, and whether it is closed."""


def dxf(
    path: Path, layers: Layers, *, unit: int = 6, scale: float = 1.0, texts: Rows = (), red: str = ""
) -> None:
    """A drawing with lines on layers and texts (words, x, y); `red` is the layer drawn in red."""
    import ezdxf

    # Without it, the library writes the time of day into the file.
    ezdxf.options.write_fixed_meta_data_for_testing = True
    try:
        made = ezdxf.new("R2010", setup=False)
        made.header["$INSUNITS"] = unit
        for name in layers:
            made.layers.add(name, color=1 if name == red else 8)
        space = made.modelspace()
        for name, lines in layers.items():
            for points, closed in lines:
                corners = [(x * scale, y * scale) for x, y in points]
                space.add_lwpolyline(corners, close=closed, dxfattribs={"layer": name})
        for words, x, y in texts:
            text = space.add_text(words, dxfattribs={"layer": "A-ANNO-TEXT", "height": 2 * scale})
            text.set_placement((x * scale, y * scale))
        # What it registers when it writes comes out of a set; in order, the file is the same every time.
        made.classes.add_required_classes(made.dxfversion)
        made.classes.classes = dict(sorted(made.classes.classes.items()))
        out = io.StringIO()
        made.write(out)
    finally:
        ezdxf.options.write_fixed_meta_data_for_testing = False
    path.write_text(out.getvalue(), encoding="utf-8", newline="\n")


def ring(shape: Polygon) -> list[tuple[float, float]]:
    """Corners of an outline, the first not repeated."""
    return [(round(x, 3), round(y, 3)) for x, y in list(shape.exterior.coords)[:-1]]


def plan_pdf(path: Path, ground: Ground, case: Case, title: str, per_mm: float = 1.25) -> dict[str, float]:
    """A location plan on A3 at 1:1250 (1.25 m a millimetre): streets, the red line, grid ticks, a title block.

    Returns where the page lies: easting and northing of its lower left corner, and metres a millimetre.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.figure import Figure
    from matplotlib.patches import Polygon as Patch

    wide, high = MM_A3
    c = case.red_line.centroid
    e0, n0 = round(c.x - wide / 2 * per_mm), round(c.y - high / 2 * per_mm)
    view = shapely.box(e0, n0, e0 + wide * per_mm, n0 + high * per_mm)
    with matplotlib.rc_context({"pdf.fonttype": 42, "svg.hashsalt": "sample"}):
        page = Figure(figsize=(wide / 25.4, high / 25.4))
        axes = page.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, wide)
        axes.set_ylim(0, high)

        def mm(shape: Any) -> list[tuple[float, float]]:
            return [((x - e0) / per_mm, (y - n0) / per_mm) for x, y in shape.coords]

        for block in ground.blocks:
            if block.shape.intersects(view):
                axes.add_patch(
                    Patch(mm(block.shape.exterior), closed=True, fill=False, edgecolor="0.6", linewidth=0.4)
                )
        axes.add_patch(
            Patch(mm(case.red_line.exterior), closed=True, fill=False, edgecolor="red", linewidth=1.6)
        )
        for east in range(-(-e0 // 100) * 100, int(e0 + wide * per_mm), 100):
            x = (east - e0) / per_mm
            axes.plot([x, x], [high - 8, high - 4], color="black", linewidth=0.5)
            axes.text(x, high - 3.5, f"{east}", fontsize=6, ha="center")
        for north in range(-(-n0 // 100) * 100, int(n0 + high * per_mm), 100):
            y = (north - n0) / per_mm
            axes.plot([4, 8], [y, y], color="black", linewidth=0.5)
            axes.text(9, y, f"{north}", fontsize=6, va="center")
        axes.add_patch(
            Patch(
                [(290, 8), (412, 8), (412, 50), (290, 50)], closed=True, facecolor="white", edgecolor="black"
            )
        )
        for at, words in enumerate((case.name, title, "Scale 1:1250 at A3")):
            axes.text(294, 42 - 9 * at, words, fontsize=9 if at else 11)
        axes.plot([294, 294 + 100 / per_mm], [12, 12], color="black", linewidth=2)
        for metres in (0, 50, 100):
            axes.text(294 + metres / per_mm, 14, f"{metres} m", fontsize=7, ha="center" if metres else "left")
        page.savefig(
            path,
            format="pdf",
            metadata={"CreationDate": None, "ModDate": None, "Producer": None, "Title": title},
        )
    return {"easting_m": float(e0), "northing_m": float(n0), "m_per_mm": per_mm}
