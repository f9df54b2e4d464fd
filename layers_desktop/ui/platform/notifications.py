"""One notification a batch while the window is not in front, with Copy IDs as its action.

On Linux through the Desktop Notifications Specification (freedesktop.org, version 1.2); everywhere the
window's entry in the dock or task bar asks for a look.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.transfers.transfer import BatchSummary
from layers_desktop.ui import footer

if TYPE_CHECKING:
    from layers_desktop.ui.platform.dbus import SessionBus

_PATH: Final = "/org/freedesktop/Notifications"
_NAME: Final = "org.freedesktop.Notifications"
_COPY: Final = "copy"
_SHOW: Final = "default"
"""The specification's key for a click on the notification itself."""
_MOST_REMEMBERED: Final = 32
"""Notifications whose action still works; a service shows a few at a time."""


class Notifications(QObject):
    """Tells a person who is elsewhere how a batch ended. Never waits for the desktop, never complains."""

    copy_requested = Signal(object)
    """The batch id whose asset ids the person wants on the clipboard."""

    show_requested = Signal()
    """The person wants to see the window."""

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._bus: SessionBus | None = None
        self._batches: dict[int, int] = {}
        self._token: tuple[int, str] = (0, "")
        self.activation = ""
        """The desktop's leave to bring the window to the front, of the action that was pressed last."""

    def batch_finished(self, summary: BatchSummary, settings: ProjectSettings, project: str = "") -> None:
        """Notify, if the project's settings want it, the window is not in front and there is any news."""
        in_front = QApplication.activeWindow() is not None
        if not settings.notify or in_front or not (summary.done or summary.needs_you):
            return
        QApplication.alert(self._window)
        if sys.platform.startswith("linux"):
            self._notify(summary, project)

    @Slot()
    def close(self) -> None:
        """Let go of the session bus, for quit."""
        if self._bus is not None:
            self._bus.close()

    def _notify(self, summary: BatchSummary, project: str) -> None:
        from layers_desktop.ui.platform.dbus import DBusCall  # noqa: PLC0415 - there is a bus on Linux only

        bus = self._connected()

        def with_capabilities(answer: tuple[object, ...]) -> None:
            can = answer[0] if answer and isinstance(answer[0], list) else []
            arguments = self._arguments(summary, project, can)
            bus.call(DBusCall(_NAME, _PATH, "Notify", "susssasa{sv}i", arguments), shown)

        def shown(answer: tuple[object, ...]) -> None:
            if answer and isinstance(answer[0], int):
                self._remember(answer[0], summary.batch_id)

        bus.call(DBusCall(_NAME, _PATH, "GetCapabilities"), with_capabilities)

    def _connected(self) -> SessionBus:
        from layers_desktop.ui.platform.dbus import SessionBus  # noqa: PLC0415 - there is a bus on Linux only

        if self._bus is None:
            self._bus = SessionBus(self)
            self._bus.signalled.connect(self._signalled)
        if not self._bus.connected:
            self._batches.clear()
            self._bus.watch(_PATH, _NAME)
        return self._bus

    def _arguments(self, summary: BatchSummary, project: str, can: Sequence[object]) -> tuple[object, ...]:
        actions = [_SHOW, self.tr("Show")]
        if summary.done:
            actions += [_COPY, self.tr("Copy IDs")]
        title = footer.outcome(summary.done, summary.needs_you)
        body = html.escape(project, quote=False) if "body-markup" in can else project
        hints = {"desktop-entry": ("s", "com.layers.desktop"), "category": ("s", "transfer.complete")}
        # No notification is replaced (0), and the service decides how long it stays (-1).
        actions = actions if "actions" in can else []
        return ("Layers Desktop", 0, "com.layers.desktop", title, body, actions, hints, -1)

    def _remember(self, notification: int, batch_id: int) -> None:
        self._batches[notification] = batch_id
        for oldest in list(self._batches)[:-_MOST_REMEMBERED]:
            del self._batches[oldest]

    @Slot(str, object)
    def _signalled(self, name: str, arguments: tuple[object, ...]) -> None:
        # Services tell everybody of every notification: only ours are in the table.
        match (name, *arguments):
            case ("ActivationToken", int(notification), str(token)) if notification in self._batches:
                self._token = (notification, token)  # comes before its action
            case ("ActionInvoked", int(notification), key) if notification in self._batches:
                of, token = self._token
                self.activation = token if of == notification else ""
                self._token = (0, "")
                if key == _COPY:
                    self.copy_requested.emit(self._batches[notification])
                elif key == _SHOW:
                    self.show_requested.emit()
