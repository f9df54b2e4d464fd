"""The language of the window: the first of the person's that there is a translation for, else English."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from layers_desktop.core.resources import resource

_SOURCE = ("en", "C")
"""What the sources are written in: nothing is read for it, so the start costs nothing.

Other languages are read in the window's thread: there is no window yet, and the file lies beside the program.
"""


def speak(application: QCoreApplication, wanted: Sequence[str] | None = None) -> str:
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
