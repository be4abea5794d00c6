"""The window's beginning: everything it needs is put together here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(args: Sequence[str] = ()) -> int:
    """Show the window, on the project named first where one is; returns when it is closed."""
    from PySide6.QtCore import QLocale
    from PySide6.QtWidgets import QApplication

    from placewell import __version__
    from placewell.folders import settings_folder
    from placewell.ui.settings import Kept
    from placewell.ui.window import Window

    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    app = QApplication([sys.argv[0]])
    app.setStyle("Fusion")  # The same on Windows, macOS and Linux; the native ones fight a style sheet.
    app.setApplicationName("Placewell")
    app.setApplicationVersion(__version__)
    window = Window(Kept(settings_folder() / "window.json"))
    if args:
        window.open(Path(args[0]))
    window.show()
    return app.exec()
