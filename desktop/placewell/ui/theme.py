"""Colours and measures of the window, and the style sheet made from them: light, dark and high contrast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from placewell.domain.finding import Verdict
from placewell.shipped import resource

LookName = Literal["light", "dark", "contrast"]

BODY_PT, LEAST_PT, MOST_PT = 10.0, 8.0, 18.0
CONTROL_HEIGHT, MARGIN, GAP = 30, 16, 8
PANEL_WIDTH, LEFT_WIDTH = 400, 320


@dataclass(frozen=True)
class Palette:
    """One set of colours. Every text stands 4.5:1 from every ground that it is put on."""

    surface: str
    panel: str
    line: str
    text: str
    secondary: str
    accent: str
    on_accent: str
    selected: str
    notice: str
    marks: dict[Verdict, str]
    words: dict[Verdict, str]
    """Verdicts as text."""


LIGHT = Palette(
    "#FFFFFF", "#F6F7F8", "#D8DCE0", "#1F2933", "#52606D", "#00657A", "#FFFFFF", "#D5EBEF", "#FFF6E5",
    {"met": "#00695C", "partly met": "#C77700", "not met": "#B3261E", "cannot tell": "#6A4FB3", "not applicable": "#8793A0"},
    {"met": "#00695C", "partly met": "#8A5A00", "not met": "#B3261E", "cannot tell": "#6A4FB3", "not applicable": "#5F6B76"},
)  # fmt: skip
_DARK_MARKS: dict[Verdict, str] = {
    "met": "#00E5C0", "partly met": "#E3B04B", "not met": "#FF6B6B", "cannot tell": "#C4A7FF", "not applicable": "#7D94AE",
}  # fmt: skip
DARK = Palette(
    "#1B1F24", "#22272E", "#373E47", "#E6EAEE", "#A9B4BF", "#4FC3D9", "#10222A", "#1E4450", "#3A3320",
    _DARK_MARKS, _DARK_MARKS | {"not applicable": "#9FB2C6"},
)  # fmt: skip
_CONTRAST_MARKS: dict[Verdict, str] = {
    "met": "#00FFC8", "partly met": "#FFD25A", "not met": "#FF8A8A", "cannot tell": "#D9C2FF", "not applicable": "#C8D4E0",
}  # fmt: skip
CONTRAST = Palette(
    "#000000", "#000000", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFFF00", "#000000", "#00327A", "#000000",
    _CONTRAST_MARKS, _CONTRAST_MARKS,
)  # fmt: skip
PALETTES: dict[LookName, Palette] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def sheet(p: Palette, size_pt: float = BODY_PT) -> str:
    """The style sheet of a palette at a size of text."""
    title, edge = size_pt * 1.4, 2 if p is CONTRAST else 1
    chevron = resource(f"icons/chevron-{'light' if p is LIGHT else 'dark'}.svg").as_posix()
    tick = resource(f"icons/tick-{'white' if p.on_accent == '#FFFFFF' else 'dark'}.svg").as_posix()
    return f"""
QWidget {{ color: {p.text}; font-size: {size_pt:g}pt; }}
QMainWindow, QDialog, QWidget#surface, QStackedWidget, QScrollArea, QWidget#sheet {{ background: {p.surface}; }}
QScrollArea {{ border: 0; }}
QWidget#panel {{ background: {p.panel}; }}
QWidget#left {{ background: {p.panel}; border-right: {edge}px solid {p.line}; }}
QWidget#right {{ background: {p.panel}; border-left: {edge}px solid {p.line}; }}
QWidget#drawer {{ background: {p.panel}; border-top: {edge}px solid {p.line}; }}
QWidget#bar {{ background: {p.surface}; border-bottom: {edge}px solid {p.line}; }}
QWidget#foot {{ background: {p.panel}; border-top: {edge}px solid {p.line}; }}
QFrame#card {{ background: {p.surface}; border: {edge}px solid {p.line}; border-radius: 4px; }}
QFrame#rule {{ background: {p.line}; max-height: 1px; min-height: 1px; border: 0; }}
QFrame#drop {{ background: {p.panel}; border: 1px dashed {p.secondary}; border-radius: 6px; }}
QFrame#drop[over="true"] {{ border: 2px dashed {p.accent}; background: {p.selected}; }}
QLabel {{ background: transparent; }}
QLabel#title {{ font-size: {title:g}pt; font-weight: 600; }}
QLabel#hero {{ font-size: {size_pt * 2:g}pt; font-weight: 600; }}
QLabel#heading {{ font-weight: 600; }}
QLabel#closed {{ background: {p.panel}; color: {p.text}; padding: 3px 16px; border-bottom: {edge}px solid {p.line}; }}
QLabel#quiet {{ color: {p.secondary}; }}
QLabel#tag {{ color: {p.secondary}; border: 1px solid {p.line}; border-radius: 3px; padding: 0 4px; }}
QWidget#message {{ background: {p.notice}; border-bottom: {edge}px solid {p.line}; }}
QAbstractItemView {{ background: {p.surface}; border: {edge}px solid {p.line}; outline: 0;
    selection-background-color: {p.selected}; selection-color: {p.text}; alternate-background-color: {p.panel}; }}
QAbstractItemView:focus {{ border-color: {p.accent}; }}
QListWidget::item {{ padding: 2px 2px; }}
QTableView {{ gridline-color: {p.line}; }}
QHeaderView {{ background: {p.panel}; }}
QHeaderView::section {{ background: {p.panel}; color: {p.secondary}; border: 0;
    border-bottom: {edge}px solid {p.line}; padding: 4px 6px; }}
QPushButton {{ min-height: {CONTROL_HEIGHT - 2}px; padding: 0 12px; background: {p.surface};
    border: {edge}px solid {p.line}; border-radius: 4px; }}
QPushButton:hover {{ border-color: {p.accent}; }}
QPushButton:focus {{ border: 2px solid {p.accent}; padding: 0 11px; }}
QPushButton:disabled {{ color: {p.secondary}; background: {p.panel}; }}
QPushButton:checked {{ background: {p.selected}; border-color: {p.accent}; }}
QPushButton#main {{ background: {p.accent}; color: {p.on_accent}; border-color: {p.accent}; font-weight: 600; }}
QPushButton#main:hover, QPushButton#main:focus {{ border: 2px solid {p.text}; padding: 0 11px; }}
QPushButton#main:disabled {{ background: {p.line}; color: {p.secondary}; border-color: {p.line}; }}
QPushButton#tab {{ border: 0; border-bottom: 2px solid transparent; border-radius: 0; background: transparent;
    padding: 0 10px; color: {p.secondary}; min-height: {CONTROL_HEIGHT + 8}px; }}
QPushButton#tab:checked {{ color: {p.text}; border-bottom: 2px solid {p.accent}; }}
QPushButton#tab:focus {{ border: 2px solid {p.accent}; padding: 0 8px; }}
QPushButton#tab:disabled {{ color: {p.secondary}; background: transparent; }}
QPushButton#link {{ border: 0; background: transparent; color: {p.accent}; padding: 0; text-align: left;
    min-height: 22px; text-decoration: underline; }}
QPushButton#link:focus {{ border: 2px solid {p.accent}; }}
QPushButton#chip {{ min-height: 22px; padding: 0 8px; border-radius: 12px; }}
QPushButton#chip:focus {{ border: 2px solid {p.accent}; padding: 0 7px; }}
QPushButton#choice {{ text-align: left; padding: 0 8px; }}
QPushButton#choice:focus {{ border: 2px solid {p.accent}; padding: 0 7px; }}
QPushButton#choice:checked {{ background: {p.selected}; border: 2px solid {p.accent}; padding: 0 7px; font-weight: 600; }}
QToolButton {{ background: {p.surface}; border: {edge}px solid {p.line}; border-radius: 12px; padding: 2px 8px; min-height: 20px; }}
QToolButton:hover {{ border-color: {p.accent}; }}
QToolButton:focus {{ border: 2px solid {p.accent}; padding: 1px 7px; }}
QToolButton[on="true"] {{ background: {p.selected}; border-color: {p.accent}; }}
QToolButton::menu-indicator {{ width: 0; image: none; }}
QPushButton::menu-indicator {{ width: 0; image: none; }}
QPushButton#verb {{ text-align: left; padding: 12px 16px; min-height: 44px; }}
QPushButton#flat {{ border: 0; background: transparent; padding: 0 6px; }}
QPushButton#flat:hover {{ background: {p.selected}; }}
QPushButton#flat:checked {{ background: {p.selected}; border-radius: 4px; }}
QPushButton#flat:focus {{ border: 2px solid {p.accent}; padding: 0 4px; }}
QPushButton#flat:disabled {{ color: {p.secondary}; background: transparent; }}
QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit {{ background: {p.surface};
    border: {edge}px solid {p.line}; border-radius: 4px; padding: 3px 6px; min-height: {CONTROL_HEIGHT - 8}px;
    selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{
    border: 2px solid {p.accent}; padding: 2px 5px; }}
QComboBox::drop-down {{ border: 0; width: 22px; }}
QComboBox::down-arrow {{ image: url("{chevron}"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {p.surface}; }}
QCheckBox, QRadioButton {{ spacing: 6px; background: transparent; }}
QCheckBox::indicator, QAbstractItemView::indicator {{ width: 15px; height: 15px; border: 1px solid {p.secondary}; border-radius: 3px; background: {p.surface}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {p.accent}; border-color: {p.accent}; image: url("{tick}"); }}
QRadioButton::indicator {{ background: {p.surface}; border-radius: 8px; }}
QRadioButton::indicator:unchecked {{ width: 15px; height: 15px; border: 1px solid {p.secondary}; }}
QRadioButton::indicator:checked {{ width: 7px; height: 7px; border: 5px solid {p.accent}; }}
QCheckBox:focus, QRadioButton:focus {{ color: {p.accent}; text-decoration: underline; }}
QMenu {{ background: {p.surface}; border: 1px solid {p.line}; padding: 4px; }}
QMenu::item {{ padding: 5px 20px; }}
QMenu::item:selected {{ background: {p.selected}; }}
QMenu::item:disabled {{ color: {p.secondary}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: 4px; }}
QSplitter::handle {{ background: {p.line}; }}
QProgressBar {{ border: 1px solid {p.line}; border-radius: 3px; background: {p.surface}; max-height: 8px; }}
QProgressBar::chunk {{ background: {p.accent}; }}
QToolTip {{ background: {p.surface}; color: {p.text}; border: 1px solid {p.line}; padding: 4px; }}
QSlider::groove:horizontal {{ height: 4px; background: {p.line}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 14px; margin: -6px 0; background: {p.accent}; border-radius: 7px; }}
QScrollBar:vertical {{ width: 12px; background: transparent; }}
QScrollBar:horizontal {{ height: 12px; background: transparent; }}
QScrollBar::handle {{ background: {p.line}; border-radius: 5px; min-height: 28px; min-width: 28px; margin: 2px; }}
QScrollBar::handle:hover {{ background: {p.secondary}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
