"""Colours and measures of the window, and the style sheet made from them."""

from __future__ import annotations

SURFACE, PANEL, LINE = "#FFFFFF", "#F6F7F8", "#D8DCE0"
TEXT, SECONDARY, ACCENT = "#1F2933", "#52606D", "#00657A"
NOTICE = "#FFF6E5"

BODY_PT, TITLE_PT = 10, 14
PANEL_WIDTH, CONTROL_HEIGHT, MARGIN = 400, 30, 16

SHEET = f"""
QWidget {{ color: {TEXT}; font-size: {BODY_PT}pt; }}
QMainWindow, QWidget#empty {{ background: {SURFACE}; }}
QWidget#panel {{ background: {PANEL}; border-right: 1px solid {LINE}; }}
QLabel#title {{ font-size: {TITLE_PT}pt; font-weight: 600; }}
QLabel#heading {{ font-weight: 600; }}
QLabel#quiet {{ color: {SECONDARY}; }}
QLabel#notice {{ background: {NOTICE}; border-bottom: 1px solid {LINE}; padding: 8px {MARGIN}px; }}
QTableView {{ background: {SURFACE}; border: 1px solid {LINE}; gridline-color: {LINE};
    selection-background-color: #D5EBEF; selection-color: {TEXT}; }}
QHeaderView::section {{ background: {PANEL}; color: {SECONDARY}; border: 0;
    border-bottom: 1px solid {LINE}; padding: 4px 6px; }}
QPushButton {{ min-height: {CONTROL_HEIGHT - 2}px; padding: 0 12px; background: {SURFACE};
    border: 1px solid {LINE}; border-radius: 4px; }}
QPushButton:hover, QPushButton:focus {{ border-color: {ACCENT}; }}
QPushButton#main {{ background: {ACCENT}; color: {SURFACE}; border-color: {ACCENT}; font-weight: 600; }}
QPushButton#main:hover, QPushButton#main:focus {{ border: 2px solid {TEXT}; }}
QToolTip {{ background: {SURFACE}; color: {TEXT}; border: 1px solid {LINE}; padding: 4px; }}
"""
