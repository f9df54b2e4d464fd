"""The QApplication: made, named, in the person's language; and a box for a sentence without a window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QLoggingCategory, Qt, QTranslator, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox

from layers_desktop import __version__
from layers_desktop.core.resources import resource
from layers_desktop.ui.theme import icons

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
    install_translators(application)
    return application


def open_folder(folder: Path) -> bool:
    """Show a folder in the file manager; False where there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


_SOURCE = ("en", "C")
"""What the sources are written in: nothing is read for it, so the start costs nothing.

Other languages are read in the window's thread: there is no window yet, and the file lies beside the program.
"""


def install_translators(application: QCoreApplication, wanted: Sequence[str] | None = None) -> str:
    """Translate from now on, before anything is shown; return the language, `en` when nothing is translated.

    `wanted` are language tags as Qt's `QLocale.uiLanguages()` has them, best first. Qt's own texts (Close,
    the menu of a text field) follow; a right-to-left language turns the layout, as Qt's translation says.
    """
    for tag in QLocale.system().uiLanguages() if wanted is None else wanted:
        language = tag.replace("-", "_")
        if language.split("_")[0] in _SOURCE:
            break
        ours = QTranslator(application)
        if ours.load(f"layers_desktop_{language}", str(resource("translations"))):
            qts = QTranslator(application)
            if qts.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                application.installTranslator(qts)
            application.installTranslator(ours)
            return language
    return "en"


def show_error_box(sentence: str) -> QMessageBox:
    """Return a dialog that says it, in the look of the system; open it with `open()`."""
    dialog = QMessageBox(QMessageBox.Icon.Warning, "Layers Desktop", sentence)
    dialog.setTextFormat(Qt.TextFormat.PlainText)
    dialog.setAccessibleName("Layers Desktop")
    return dialog
