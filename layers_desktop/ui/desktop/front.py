"""Bringing the window back to the person."""

from __future__ import annotations

import os
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

_VARIABLE: Final = "XDG_ACTIVATION_TOKEN"


def bring(window: QWidget, activation: str = "") -> None:
    """Show the window in front of the others; where the desktop refuses that, its entry asks for a look.

    `activation` is a token of Wayland's desktops (xdg-activation), which Qt reads from the environment. It is
    good for once: no program that this one starts gets it.
    """
    if activation and QGuiApplication.platformName().startswith("wayland"):
        os.environ[_VARIABLE] = activation
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    os.environ.pop(_VARIABLE, None)
    QApplication.alert(window)
