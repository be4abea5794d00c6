"""The one sheet of the workbook: title, findings, ways in, sources; set up for A4 landscape."""

from __future__ import annotations

from typing import Any

from placewell.assess.explain import WALKING_M_PER_MIN
from placewell.domain.assessment import Assessment
from placewell.domain.finding import Evidence, Finding, WayIn
from placewell.exporting import sheet_formulas as formulas
from placewell.exporting.sheet_text import LINE_PT, date_words, fit_height, plain_text, title_lines
from placewell.exporting.verdict_style import MEANING, VERDICT_STYLES

NAME = "Assessment"
FINDINGS = (
    ("Criterion", 13.0), ("Question", 20.0), ("Mark", 8.0), ("Verdict", 11.0), ("Found", 9.0), ("Rule", 9.0),
    ("Figure", 9.0), ("Unit", 9.0), ("To spare", 8.0), ("Altered", 14.0), ("How it was found", 30.0),
    ("How firm, or what it waits for", 28.0), ("Evidence", 20.0), ("Source", 24.0),
)  # fmt: skip
WAYS = (
    "Criterion", "Way in", "Attached", "Verdict", "Walk (m)", "Straight (m)", "Listed to (m)",
    "Mapped to (m)", "Walk (min)", "To",
)  # fmt: skip
"""Headings of the ways in. The columns are those of the findings, so the widths serve both."""
SOURCES = ("Layer", "Publisher", "As at", "Coverage", "Licence")
FONT = "Arial"
TEXT, SECONDARY, LINE, ACCENT, PANEL = "#1F2933", "#52606D", "#D8DCE0", "#00657A", "#F6F7F8"
WAYS_NOTE = (
    "Listed to: how far round it the list is complete. Mapped to: how far round it all ways on foot are "
    "mapped and joined. Beyond these, what was not found may still be there."
)
AFTER_FIGURES = (5, 7, 9)
"""Columns of text to the right of a column of figures: set off by an indent."""
MARGIN_IN = 18 / 25.4


class Sheet:
    """Writes one assessment onto a new sheet of an open workbook."""

    def __init__(self, book: Any, assessment: Assessment) -> None:
        self._assessment = assessment
        self._sheet = book.add_worksheet(NAME)
        base = {"font_name": FONT, "font_size": 10, "font_color": TEXT, "valign": "top"}
        cell = base | {"bottom": 1, "bottom_color": LINE}
        head = base | {"bold": True, "bottom": 1, "bottom_color": TEXT, "text_wrap": True, "bg_color": PANEL}
        self._formats = {
            name: book.add_format(form)
            for name, form in {
                "title": base | {"font_size": 16, "bold": True},
                "plain": base,
                "label": base | {"font_color": SECONDARY},
                "section": base | {"font_size": 12, "bold": True, "valign": "bottom"},
                "note": base | {"font_color": SECONDARY, "text_wrap": True},
                "head": head,
                "head after": head | {"indent": 1, "align": "left"},
                "head right": head | {"align": "right"},
                "text": cell | {"text_wrap": True},
                "after": cell | {"text_wrap": True, "indent": 1, "align": "left"},
                "word": cell | {"bold": True},
                "mark": cell | {"bold": True, "align": "center"},
                "number": cell | {"num_format": "#,##0", "align": "right", "text_wrap": True},
                "input": cell | {"num_format": "#,##0", "align": "right", "font_color": ACCENT, "bold": True},
                "minutes": cell | {"num_format": "0", "align": "right"},
            }.items()
        }
        self._conditional = {
            word: book.add_format({"font_color": style.text}) for word, style in VERDICT_STYLES.items()
        }
        self._row = 0

    def write(self) -> None:
        """The whole sheet."""
        self._page()
        self._title()
        findings = self._assessment.findings
        head = self._row
        first = head + 1
        ways_first = first + len(findings) + 3
        rows = [(f, w) for f in findings if _by_ways(f) for w in f.ways_in]
        ways = formulas.WaysRange(
            ways_first + 1, ways_first + max(len(rows), 1), "A", "C", "E", "F", "G", "H", "D"
        )
        self._table(head, len(findings), "Findings", [h for h, _ in FINDINGS], right=(4, 6, 8))
        for i, finding in enumerate(findings):
            self._finding(first + i, finding, ways)
        self._colour(first, len(findings), 3, mark_column=2)
        if rows:
            self._section(ways_first - 2, "Ways in: what the verdicts follow from")
            self._sheet.write_string(ways_first - 2, 4, WAYS_NOTE, self._formats["label"])
            self._table(ways_first - 1, len(rows), "Ways", list(WAYS), right=(4, 5, 6, 7, 8))
            place = {f.criterion: first + i for i, f in enumerate(findings)}
            for i, (finding, way) in enumerate(rows):
                self._way_in(ways_first + i, finding, way, ways, f"$G${place[finding.criterion] + 1}")
            self._colour(ways_first, len(rows), 3)
            self._row = ways_first + len(rows) + 1
        else:
            self._row = first + len(findings) + 1
        self._sources()
        self._sheet.freeze_panes(0, 2)
        self._sheet.print_area(0, 0, self._row, len(FINDINGS) - 1)

    def _page(self) -> None:
        sheet, a = self._sheet, self._assessment
        for column, (_, width) in enumerate(FINDINGS):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(MARGIN_IN, MARGIN_IN, MARGIN_IN, MARGIN_IN)
        name = plain_text(f"{a.scheme} {a.option}".strip()).replace("&", "&&")[:100]
        sheet.set_footer(f"&L{name}, as at {date_words(a.as_at)}&RPage &P of &N")

    def _title(self) -> None:
        a = self._assessment
        self._sheet.set_row(0, 24)
        self._sheet.write_string(0, 0, plain_text(f"Assessment of {a.scheme}"), self._formats["title"])
        for row, (label, said) in enumerate(title_lines(a), 1):
            self._sheet.write_string(row, 0, label, self._formats["label"])
            self._sheet.write_string(row, 1, plain_text(said), self._formats["plain"])
            self._row = row
        self._row += 2
        self._sheet.merge_range(self._row, 0, self._row, len(FINDINGS) - 1, MEANING, self._formats["note"])
        self._row += 2

    def _finding(self, row: int, f: Finding, ways: formulas.WaysRange) -> None:
        sheet, formats = self._sheet, self._formats
        n = row + 1
        live = _by_ways(f) and f.verdict is not None
        texts = {
            0: f.criterion,
            1: f.question,
            5: f.comparison,
            7: f.unit,
            10: f.working,
            11: _firm_or_waiting(f),
            12: "\n".join(_evidence(e) for e in f.evidence),
            13: _source(f),
        }
        for column, text in texts.items():
            form = formats["after"] if column in AFTER_FIGURES else formats["text"]
            sheet.write_string(row, column, plain_text(text), form)
        word = f.verdict or "for information"
        signs: dict[str, str] = {verdict: style.mark for verdict, style in VERDICT_STYLES.items()}
        sheet.write_formula(row, 2, formulas.mark(f"$D{n}", signs), formats["mark"], signs.get(word, ""))
        if f.threshold is None:
            sheet.write_blank(row, 6, None, formats["number"])
            sheet.write_blank(row, 9, None, formats["text"])
        else:
            sheet.write_number(row, 6, f.threshold, formats["input"])
            sheet.write_formula(row, 9, formulas.altered(f"$G{n}", f.threshold), formats["after"], "")
        if live and f.threshold is not None:
            shown = f.value if f.value is not None else f.value_text
            spare = f.threshold - f.value if f.value is not None and f.verdict != "cannot tell" else ""
            beyond = f.value_text if f.value is None else "beyond the search"
            verdict_formula = formulas.finding_verdict(ways, f"$A{n}")
            value_formula = formulas.finding_value(ways, f"$A{n}", f"$D{n}", beyond, "not measured")
            sheet.write_formula(row, 3, verdict_formula, formats["word"], word)
            sheet.write_formula(row, 4, value_formula, formats["number"], shown)
            sheet.write_formula(row, 8, formulas.room(f"$G{n}", f"$E{n}", f"$D{n}"), formats["number"], spare)
        else:
            sheet.write_string(row, 3, word, formats["word"])
            if f.value is None:
                sheet.write_string(row, 4, plain_text(f.value_text), formats["number"])
            else:
                sheet.write_number(row, 4, f.value, formats["number"])
            sheet.write_blank(row, 8, None, formats["number"])
        sheet.set_row(row, fit_height([(texts.get(c, ""), w) for c, (_, w) in enumerate(FINDINGS)]))

    def _way_in(self, row: int, f: Finding, way: WayIn, ways: formulas.WaysRange, limit: str) -> None:
        sheet, formats = self._sheet, self._formats
        assert f.threshold is not None
        sheet.write_string(row, 0, plain_text(f.criterion), formats["text"])
        sheet.write_string(row, 1, plain_text(way.name), formats["text"])
        sheet.write_string(row, 2, "yes" if way.attached else "no", formats["text"])
        formula = formulas.way_in_verdict(ways, row + 1, limit)
        sheet.write_formula(row, 3, formula, formats["word"], way.verdict(f.threshold))
        for column, metres in ((4, way.walk_m), (5, way.straight_m), (6, way.listed_m), (7, way.mapped_m)):
            if metres is None:
                sheet.write_blank(row, column, None, formats["number"])
            else:
                sheet.write_number(row, column, metres, formats["number"])
        walk = f"$E{row + 1}"
        minutes = way.walk_m / WALKING_M_PER_MIN if way.walk_m is not None else ""
        formula = f'=IF(ISNUMBER({walk}),{walk}/{WALKING_M_PER_MIN:g},"")'
        sheet.write_formula(row, 8, formula, formats["minutes"], minutes)
        sheet.write_string(row, 9, plain_text(way.to), formats["after"])
        sheet.set_row(row, fit_height([(way.name, FINDINGS[1][1]), (way.to, FINDINGS[9][1])]))

    def _sources(self) -> None:
        layers = self._assessment.layers
        self._section(self._row, "Data used")
        self._row += 1
        places = (0, 2, 4, 5, 10)
        for column, heading in zip(places, SOURCES, strict=True):
            self._sheet.write_string(self._row, column, heading, self._formats["label"])
        for layer in layers:
            self._row += 1
            coverage = " – ".join(p for p in (layer.coverage, layer.coverage_area) if p)
            said = (layer.name, layer.publisher, layer.vintage or "undated", coverage, layer.licence)
            for column, text in zip(places, said, strict=True):
                self._sheet.write_string(self._row, column, plain_text(text), self._formats["plain"])
        for text in sorted({la.attribution for la in layers if la.attribution}):
            self._row += 1
            self._sheet.write_string(self._row, 0, plain_text(text), self._formats["label"])

    def _section(self, row: int, text: str) -> None:
        self._sheet.set_row(row, 22)
        self._sheet.write_string(row, 0, text, self._formats["section"])

    def _table(self, row: int, count: int, name: str, headings: list[str], right: tuple[int, ...]) -> None:
        columns = [
            {"header": h, "header_format": self._formats[_head(i, right)]} for i, h in enumerate(headings)
        ]
        options = {"name": name, "columns": columns, "style": None, "autofilter": False}
        self._sheet.set_row(row, 2 * LINE_PT + 3)
        self._sheet.add_table(row, 0, row + max(count, 1), len(headings) - 1, options)

    def _colour(self, first: int, count: int, column: int, mark_column: int | None = None) -> None:
        left = column if mark_column is None else mark_column
        letter = chr(ord("A") + column)
        for word, form in self._conditional.items():
            criteria = f'=${letter}{first + 1}="{word}"'
            options = {"type": "formula", "criteria": criteria, "format": form}
            self._sheet.conditional_format(first, left, first + max(count, 1) - 1, column, options)


def _by_ways(f: Finding) -> bool:
    """Whether the verdict follows from walks to one kind of place, so that the sheet can work it out again."""
    plain = not (f.parts or f.otherwise or f.by_phase) and all(w.sure == (w.listed_m > 0) for w in f.ways_in)
    return bool(f.ways_in) and plain and (f.comparison, f.unit) == ("at most", "m")


def _head(column: int, right: tuple[int, ...]) -> str:
    if column in right:
        return "head right"
    return "head after" if column in AFTER_FIGURES else "head"


def _firm_or_waiting(f: Finding) -> str:
    if f.verdict == "cannot tell":
        return "\n".join(f"Waiting for {w.kind}: {w.what}" for w in f.waiting_for)
    said = (f.firmness.words if f.firmness else "", f.would_meet.words if f.would_meet else "", f.reason)
    return "\n".join(p for p in said if p)


def _evidence(e: Evidence) -> str:
    walk = f", {e.reach_m:,.0f} m on foot" if e.reach_m is not None else ""
    return f"{e.name or 'unnamed'}{walk} ({e.layer}, {e.id})"


def _source(f: Finding) -> str:
    status = {"verified": "verified", "secondary": "read at second hand"}.get(f.source_status, "check source")
    return "\n".join(p for p in (f"{f.citation}.", f"{f.standing.capitalize()}; {status}.", f.note) if p)
