"""A row's file in another program: open it, or show it in its folder. The GUI thread never touches the file.

Whether it is still there is found out on a thread that quit does not wait for: a folder of a network that has
gone can take minutes to say so. On Linux the file manager is asked over the session bus
(`org.freedesktop.FileManager1`, which selects the files); where none answers, and on other systems, the
folder is opened. Qt hands paths over to another program in the window's thread, and only those that have just
answered.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from layers_desktop.core.background import DetachedTasks
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.uploads.row_text import display_name

if TYPE_CHECKING:
    from layers_desktop.ui.platform.dbus import SessionBus

MOST_SHOWN: Final = 200
"""Files that are selected in a file manager at once."""
_MANAGER: Final = "org.freedesktop.FileManager1"
_MANAGER_PATH: Final = "/org/freedesktop/FileManager1"


class FileOpener(QObject):
    """Opens files and folders; says in one sentence when it cannot."""

    message = Signal(str)
    """A sentence for the toast."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = DetachedTasks(self)
        self._bus: SessionBus | None = None

    def open(self, transfer: Transfer) -> None:
        """Open the file in the program that the desktop has for it."""
        self._tasks.run(lambda: _present([transfer.path]), lambda there: self._open(transfer, there))

    def show_in_folder(self, transfers: Sequence[Transfer]) -> None:
        """Show these files, selected, in the file manager."""
        shown = list(transfers[:MOST_SHOWN])
        paths = [transfer.path for transfer in shown]
        self._tasks.run(lambda: _present(paths), lambda there: self._show(shown[0], there))

    def close(self) -> bool:
        """Let go of files and of the session bus, for quit; True when nothing runs any more."""
        if self._bus is not None:
            self._bus.close()
        return self._tasks.close()

    def _open(self, transfer: Transfer, there: list[bytes]) -> None:
        if not there:
            self._say_gone(transfer)
        elif not QDesktopServices.openUrl(_url(there[0])):
            words = self.tr("No program opened %1.")
            self.message.emit(words.replace("%1", display_name(transfer.name)))

    def _show(self, first: Transfer, there: list[bytes]) -> None:
        if not there:
            self._say_gone(first)
        elif sys.platform.startswith("linux"):
            self._ask_file_manager(there)
        else:
            self._open_folder(there[0])

    def _ask_file_manager(self, paths: list[bytes]) -> None:
        from layers_desktop.ui.platform.dbus import DBusCall, SessionBus  # noqa: PLC0415 - there is a bus on Linux only

        if self._bus is None:
            self._bus = SessionBus(self)
        call = DBusCall(_MANAGER, _MANAGER_PATH, "ShowItems", "ass", ([uri(path) for path in paths], ""))
        self._bus.call(call, on_refused=lambda: self._open_folder(paths[0]))
        if not self._bus.connected:
            self._open_folder(paths[0])

    def _open_folder(self, path: bytes) -> None:
        folder = os.path.dirname(path)  # noqa: PTH120 - the path is bytes that may not be text
        if not QDesktopServices.openUrl(_url(folder)):
            words = self.tr("No program opened the folder %1.")
            self.message.emit(words.replace("%1", display_name(folder.decode("utf-8", "replace"))))

    @Slot()
    def _say_gone(self, transfer: Transfer) -> None:
        words = self.tr("%1 is not where it was: it was moved, renamed or deleted.")
        self.message.emit(words.replace("%1", display_name(transfer.name)))


def uri(path: bytes) -> str:
    """Return the `file:` address of an absolute path, byte for byte."""
    return Path(os.fsdecode(path)).as_uri()


def _url(path: bytes) -> QUrl:
    return QUrl.fromEncoded(uri(path).encode())


def _present(paths: Sequence[bytes]) -> list[bytes]:
    """Return those that are there. Blocking."""
    return [path for path in paths if os.path.lexists(path)]
