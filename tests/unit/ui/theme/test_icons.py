from __future__ import annotations

import gc

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from layers_desktop.ui.theme import icons


def test_an_icon_outlives_the_garbage_that_held_it(qapp: QApplication) -> None:
    """Collected in a circle with its engine, PySide 6.11 frees the engine first, and the icon ends us."""
    assert qapp is not None
    for _ in range(50):
        circle: list[object] = [icons.icon("close", "bad")]
        circle.append(circle)
        del circle
        gc.collect()
    assert icons.icon("close", "bad") is icons.icon("close", "bad")
    assert not icons.icon("close", "bad").pixmap(QSize(16, 16)).isNull()
