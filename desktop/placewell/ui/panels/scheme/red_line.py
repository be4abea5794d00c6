"""The red line: how large the site is, where it lies, and drawing it by hand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from placewell.ui.desk import Desk
from placewell.ui.panels.scheme.step import StepCard, link
from placewell.ui.parts import button, cleared, column, label, row
from placewell.work.scheme_steps import SchemeState


class RedLineStep(StepCard):
    """Says what came; a drawing that does not say which line it is can be helped out."""

    edit = Signal()
    trace = Signal()
    key = "red line"
    role = "redline"
    drop_words = "Drop the red line here: a drawing (DXF), a Shapefile with its parts zipped, GeoPackage, GeoJSON or KML."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.told = column(gap=4)
        self.body.addLayout(self.told)
        self.draw = button("Draw it on the map", self.edit.emit)
        self.plan = button(
            "From a PDF or picture …",
            self.trace.emit,
            "",
            "Lay the plan under the map by known points and trace it",
        )
        self.body.addLayout(row(self.draw, 1))
        self.body.addLayout(row(self.plan, 1))
        self.help = QWidget()
        grid = QGridLayout(self.help)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self.layer_name, self.coordinates = QLineEdit(), QLineEdit()
        for at, (word, field, tip) in enumerate(
            (
                ("Layer of the line", self.layer_name, "As the drawing calls it, for example A-SITE-REDL"),
                ("Map coordinates", self.coordinates, "As the sender says, for example EPSG:27700"),
            )
        ):
            field.setAccessibleName(word)
            field.setPlaceholderText(tip)
            name = label(word, "quiet")
            name.setBuddy(field)
            grid.addWidget(name, at, 0)
            grid.addWidget(field, at, 1)
        self.help.hide()
        self.more = link("If it is not found …", lambda: self.help.setVisible(self.help.isHidden()))
        inside = self.inside.layout()
        assert inside is not None
        inside.addWidget(self.more)
        inside.addWidget(self.help)

    def show_state(self, state: SchemeState) -> None:
        """Area, place and options."""
        super().show_state(state)
        cleared(self.told)
        found = state.shown["schemes"]
        if not any(s["site_ha"] is not None for s in found):
            self.told.addWidget(
                label(
                    "The site's outline will be here. A first answer appears as soon as it has come.",
                    wrap=True,
                )
            )
            self.draw.setText("Draw it on the map")
            return
        self.draw.setText("Draw or edit on the map")
        sizes = dict.fromkeys((s["name"], s["site_ha"], s["blue_line_ha"]) for s in found)
        for name, ha, blue in sizes:
            words = "no red line yet" if ha is None else f"{ha:.2f} ha"
            more = f", and {blue:.2f} ha of other land of the applicant" if blue else ""
            self.told.addWidget(label(f"{name}: {words}{more}", wrap=True, select=True))
        for place in state.places:
            self.told.addWidget(label(place, "quiet", wrap=True, select=True))
        for words in dict.fromkeys(w for s in found for w in s["traced"]):
            self.told.addWidget(label(f"{words[:1].upper()}{words[1:]}", "quiet", wrap=True, select=True))
        options = [s["option"] for s in found if s["option"]]
        if options:
            self.told.addWidget(label(f"Options: {', '.join(dict.fromkeys(options))}", wrap=True))
        for a in {x["label"]: x for s in found for x in s["allocations"]}.values():
            said = f"In {a['label']}: {a['share_of_site']:.0%} of the site"
            self.told.addWidget(label(said, "quiet", wrap=True, select=True))
