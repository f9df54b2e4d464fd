"""Bringing the window back to the person."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def bring(window: QWidget, activation: str = "") -> None:
    """Show the window in front of the others; where the desktop refuses that, its entry asks for a look.

    `activation` is a token of Wayland's desktops (xdg-activation), which Qt reads from the environment.
    """
    if activation:
        os.environ["XDG_ACTIVATION_TOKEN"] = activation
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)
