"""The application that pictures are drawn with: offscreen, in one font, in any language and palette."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QLocale, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from layers_desktop.ui.application import install_translators, make_application
from layers_desktop.ui.theme.theme import TEXT, Theme
from tests.screenshots.pseudo_languages import Mirrored, Short, Stretched

_ROLE = QPalette.ColorRole
PALETTES: Final = {
    "black": ("#000000", "#FFFFFF", "#FFFF00", "#000000"),
    "white": ("#FFFFFF", "#000000", "#37006E", "#FFFFFF"),
}
"""Systems in high contrast: ground, text, what is chosen and the text on it."""


def _quieter(kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
    """Leave out what the offscreen platform says at each popup."""
    del kind, where
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(f"{text}\n")


def screenshot_application(language: str, *, points: float | None = None, palette: str = "") -> Theme:
    """Make the application in this language (`use_language`); return its theme.

    `points` is the size of the system's font; a name of `PALETTES` puts the system into high contrast.
    """
    qInstallMessageHandler(_quieter)
    application = make_application(offscreen=True)
    font = QFont("Inter")
    if points is None:
        font.setPixelSize(TEXT)
    else:
        font.setPointSizeF(points)
    application.setFont(font)
    QLocale.setDefault(QLocale("en_GB"))
    use_language(application, language)
    if not palette:
        return Theme(application, "light", animations=False)
    theme = HighContrastTheme(application, "light", animations=False)
    application.setPalette(high_contrast_palette(palette))
    return theme


class HighContrastTheme(Theme):
    """The theme where the system asks for high contrast."""

    @property
    def high_contrast(self) -> bool:
        """Always."""
        return True


def high_contrast_palette(name: str) -> QPalette:
    """Return the palette that such a system gives to programs."""
    ground, text, chosen, on_chosen = (QColor(value) for value in PALETTES[name])
    palette = QPalette(ground, ground)
    for role in (_ROLE.Window, _ROLE.Base, _ROLE.AlternateBase, _ROLE.Button, _ROLE.ToolTipBase):
        palette.setColor(role, ground)
    for role in (_ROLE.WindowText, _ROLE.Text, _ROLE.ButtonText, _ROLE.ToolTipText, _ROLE.PlaceholderText):
        palette.setColor(role, text)
    for role in (_ROLE.Highlight, _ROLE.Accent, _ROLE.Link):
        palette.setColor(role, chosen)
    palette.setColor(_ROLE.HighlightedText, on_chosen)
    return palette


def use_language(application: QApplication, language: str) -> None:
    """Translate into `en`, `de`, `stretched`, `short` or `mirrored` from now on; once a process."""
    if language == "de":
        QLocale.setDefault(QLocale("de_DE"))
        assert install_translators(application, ["de-DE"]) == "de_DE"
    elif language == "stretched":
        application.installTranslator(Stretched(application))
    elif language == "short":
        QLocale.setDefault(QLocale("zh_CN"))
        application.installTranslator(Short(application))
    elif language == "mirrored":
        application.installTranslator(Mirrored(application))
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
