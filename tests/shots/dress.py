"""The application that pictures are drawn with: offscreen, in one font, in any of the languages."""

from __future__ import annotations

import sys

from PySide6.QtCore import QLocale, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from layers_desktop.ui.application import make_application
from layers_desktop.ui.language import speak
from layers_desktop.ui.theme import TEXT, Theme
from tests.shots.language import Mirrored, Short, Stretched


def _quieter(kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
    """Leave out what the offscreen platform says at each popup."""
    del kind, where
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(f"{text}\n")


def dressed_application(language: str) -> Theme:
    """Make the application in this language (`use_language`); return its theme."""
    qInstallMessageHandler(_quieter)
    application = make_application(offscreen=True)
    font = QFont("Inter")
    font.setPixelSize(TEXT)
    application.setFont(font)
    QLocale.setDefault(QLocale("en_GB"))
    use_language(application, language)
    return Theme(application, "light")


def use_language(application: QApplication, language: str) -> None:
    """Translate into `en`, `de`, `stretched`, `short` or `mirrored` from now on; once a process."""
    if language == "de":
        QLocale.setDefault(QLocale("de_DE"))
        assert speak(application, ["de-DE"]) == "de_DE"
    elif language == "stretched":
        application.installTranslator(Stretched(application))
    elif language == "short":
        QLocale.setDefault(QLocale("zh_CN"))
        application.installTranslator(Short(application))
    elif language == "mirrored":
        application.installTranslator(Mirrored(application))
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
