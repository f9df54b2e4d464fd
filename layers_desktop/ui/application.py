"""The QApplication: one place that makes it, names it and chooses its platform."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLoggingCategory, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from layers_desktop import __version__
from layers_desktop.ui import accessibility, icons, language

_FIRST_ICON = 64
_NOISE = (
    "qt.qpa.wayland.textinput",  # its own order of events, at every change of the focus
    "qt.accessibility.atspi",  # each text that `AccessibleKeyField` keeps back
)
"""Categories of Qt that warn of what is meant to be so."""

YOUNG_COLLECTIONS: Final = 1_000
"""Collections of young objects before Python looks through all there are, in place of its 10.

That holds all threads for 130 ms at 100 000 rows (measured), every few thousand files of a drop, and finds
nothing: rows have no cycles, and what has some is found young.
"""

SWITCH_SECONDS: Final = 0.0002
"""How long a thread that only computes keeps the others from Python: the window's waits that long after each
call of Qt that lets the others run, a hundred times in a painting. Python's own is 25 times as long."""


def make_application(*, offscreen: bool = False) -> QApplication:
    """Return the application, made at the first call. `offscreen` draws into memory, without a display."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    gc.set_threshold(*gc.get_threshold()[:2], YOUNG_COLLECTIONS)
    sys.setswitchinterval(SWITCH_SECONDS)
    # QT_LOGGING_RULES shows what is left out here.
    QLoggingCategory.setFilterRules("\n".join(f"{category}.warning=false" for category in _NOISE))
    application = QApplication(["layers-desktop"])
    application.setApplicationName("layers-desktop")
    application.setApplicationDisplayName("Layers Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("com.layers.desktop")
    application.setWindowIcon(icons.application_icon(largest=_FIRST_ICON))
    language.speak(application)
    accessibility.install()
    return application


def open_folder(folder: Path) -> bool:
    """Show a folder in the file manager; False where there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
