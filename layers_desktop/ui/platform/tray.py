"""An icon in the desktop's tray, where there is one and only if asked for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from layers_desktop.ui.i18n import formats
from layers_desktop.ui.platform.activity import UploadActivity
from layers_desktop.ui.theme import icons

LOOK_MS: Final = 5_000
"""Nobody tells when a tray comes or goes (it may start after us), so it is asked for while it is wanted."""
_NAME: Final = "Layers Desktop"


class Tray(QObject):
    """The icon: how far the uploads are, Show, Pause all, Quit."""

    show_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    quit_requested = Signal()
    changed = Signal(bool)
    """The icon is there now, or is not any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = False
        self._under_way = UploadActivity()
        self._icon: QSystemTrayIcon | None = None
        self._announced = False
        self._looker = QTimer(self, interval=LOOK_MS)
        self._looker.timeout.connect(self._look)

    @property
    def present(self) -> bool:
        """True while the icon is shown."""
        return self._icon is not None

    def want(self, *, wanted: bool) -> None:
        """Follow the person's setting."""
        self._wanted = wanted
        if wanted:
            self._looker.start()
        else:
            self._looker.stop()
        self._look()

    def follow(self, under_way: UploadActivity) -> None:
        """Show how things stand."""
        self._under_way = under_way
        self._apply_theme()

    def say_where(self) -> None:
        """Tell, once a run, that the program goes on although its window is gone."""
        if self._icon is not None and not self._announced:
            self._announced = True
            words = self.tr("The window is closed; this icon brings it back. Its menu ends the program.")
            self._icon.showMessage(_NAME, words, icons.application_icon())

    @Slot()
    def close(self) -> None:
        """Take the icon away, for quit."""
        self.want(wanted=False)

    @Slot()
    def _look(self) -> None:
        there = self._wanted and QSystemTrayIcon.isSystemTrayAvailable()
        if there and self._icon is None:
            self._make()
        elif not there and self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._menu.deleteLater()
            self._icon = None
        else:
            return
        self.changed.emit(there)

    def _make(self) -> None:
        self._menu = QMenu()
        self.show_action = self._menu.addAction(self.tr("Show"))
        self.pause_action = self._menu.addAction("")
        self._menu.addSeparator()
        self.quit_action = self._menu.addAction(self.tr("Quit"))
        self.show_action.triggered.connect(self.show_requested)
        self.pause_action.triggered.connect(self._pause_or_resume)
        self.quit_action.triggered.connect(self.quit_requested)
        self._icon = QSystemTrayIcon(icons.application_icon(), self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._apply_theme()
        self._icon.show()

    def _apply_theme(self) -> None:
        if self._icon is None:
            return
        words = self._words()
        if self._icon.toolTip() != words:
            self._icon.setToolTip(words)
        pause = self.tr("Resume all") if self._under_way.paused else self.tr("Pause all")
        if self.pause_action.text() != pause:
            self.pause_action.setText(pause)
        self.pause_action.setEnabled(self._under_way.paused or self._under_way.uploads > 0)

    def _words(self) -> str:
        totals = self._under_way.totals
        if self._under_way.paused:
            paused = self.tr("Paused")
            return f"{_NAME} · {paused}"
        if not self._under_way.uploads:
            return _NAME
        count = self.tr("%1 of %2").replace("%1", QLocale().toString(totals.run_settled))
        count = count.replace("%2", QLocale().toString(totals.run_count))
        return f"{_NAME} · {count} · {formats.percent(totals.bytes_sent, totals.bytes_total)}"

    @Slot()
    def _pause_or_resume(self) -> None:
        (self.resume_requested if self._under_way.paused else self.pause_requested).emit()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.show_requested.emit()
