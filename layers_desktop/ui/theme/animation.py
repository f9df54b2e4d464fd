"""How something comes to be seen: gradually where the theme lets things move, else at once."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QObject, QVariantAnimation, Signal, Slot

from layers_desktop.ui.theme import theme


class FadeIn(QObject):
    """Goes from invisible to opaque in `theme.TRANSITION_MS`; no timer runs before and after."""

    value_changed = Signal()
    """The opacity is another, to be painted; the last time when it is opaque."""

    def __init__(self, app_theme: theme.Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = app_theme
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(theme.TRANSITION_MS)
        self._animation.valueChanged.connect(self._step)
        self._animation.finished.connect(self.value_changed)

    @property
    def duration(self) -> int:
        """Milliseconds from start to end."""
        return self._animation.duration()

    @property
    def running(self) -> bool:
        """Whether it is on its way."""
        return self._animation.state() is not QAbstractAnimation.State.Stopped

    @property
    def opacity(self) -> float:
        """From 0 to 1; exactly 1 unless it is on its way."""
        return float(self._animation.currentValue()) if self.running else 1.0

    def start(self) -> None:
        """Begin anew where things may move; elsewhere be opaque."""
        self.end()
        if self._theme.animations_allowed:
            self._animation.start()
            self.value_changed.emit()  # the first picture of it is the invisible one

    def end(self) -> None:
        """Be opaque now."""
        if self.running:
            self._animation.stop()
            self.value_changed.emit()

    @Slot()
    def _step(self) -> None:
        self.value_changed.emit()
