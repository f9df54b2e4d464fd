"""The window's place: out as plain values, in only where a screen is. How large a dialog can be."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from layers_desktop.settings.preferences import WindowState
from layers_desktop.ui.theme import theme

_GRIP = 64
"""So much of the window's top must be on a screen, in pixels, for a person to get hold of it."""


def places_are_known() -> bool:
    """Tell whether a window's place can be known; on Wayland it is always told as 0, 0."""
    return not QGuiApplication.platformName().startswith("wayland")


def state_of(window: QWidget, shown: str = "all") -> WindowState:
    """Return where the window is, or would be if it were not maximized, and what its list shows."""
    place = window.normalGeometry() if window.isMaximized() else window.geometry()
    known = places_are_known()
    return WindowState(
        width=max(place.width(), 1),
        height=max(place.height(), 1),
        x=place.x() if known else None,
        y=place.y() if known else None,
        maximized=window.isMaximized(),
        show=shown,
    )


def restore(window: QWidget, state: WindowState) -> None:
    """Put the window where it was; a place that is unknown or on no screen any more is the desktop's choice.

    On a screen that is smaller now it is made to fit.
    """
    found = _on_a_screen(state) if places_are_known() else None
    if found is not None:
        window.setGeometry(found)
    else:
        window.resize(_fitting(state, QGuiApplication.primaryScreen().availableGeometry()))
    if state.maximized:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def for_text(window: QWidget, size: QSize) -> QSize:
    """Return the size enlarged as the system's text is, as far as the window's screen has room for that."""
    return theme.scaled_size(size).boundedTo(window.screen().availableGeometry().size()).expandedTo(size)


def fit(dialog: QDialog, wanted: QSize, over: QWidget) -> None:
    """Give a dialog over this window the size wanted, enlarged as the system's text is.

    A screen that has less room beside a frame gives that.
    """
    frame = over.frameGeometry().size() - over.size()
    dialog.resize(theme.scaled_size(wanted).boundedTo(over.screen().availableGeometry().size() - frame))


def _on_a_screen(state: WindowState) -> QRect | None:
    """Return the window's place, if a person can get hold of it there."""
    if state.x is None or state.y is None:
        return None
    top = QRect(state.x, state.y, state.width, _GRIP)
    for screen in QGuiApplication.screens():
        room = screen.availableGeometry()
        seen = room.intersected(top)
        if seen.width() >= _GRIP and seen.height() >= _GRIP // 2:
            return QRect(QPoint(state.x, state.y), _fitting(state, room))
    return None


def _fitting(state: WindowState, room: QRect) -> QSize:
    return QSize(state.width, state.height).boundedTo(room.size())
