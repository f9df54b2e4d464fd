"""Choose files, choose a folder: the platform's own dialogs, opened without blocking the window.

Each begins in a folder that was found to answer: one on a dead network drive may never do so, and Qt asks the
system about it in the window's thread. What a person opens in the dialog itself is between them and Qt.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QDir, QObject, QStandardPaths, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from layers_desktop.media.formats import FORMATS

TIMEOUT_MS: Final = 1_000
"""Longer than any drive takes that is there; short enough for somebody who waits for a dialog."""
_POLL_MS: Final = 10
_USUAL: Final = ""
"""Stands for the folder that the system has for such files."""


class FolderProbe(QObject):
    """Looks on threads that nothing depends on: Qt's dialog would ask in the window's own, and freeze it.

    There is one look at a time; what is asked meanwhile is dropped, as a second press of the same key is.
    """

    def __init__(
        self,
        parent: QObject,
        usual: QStandardPaths.StandardLocation = QStandardPaths.StandardLocation.PicturesLocation,
        *,
        is_folder: Callable[[str], bool] = os.path.isdir,
        timeout_ms: int = TIMEOUT_MS,
    ) -> None:
        super().__init__(parent)
        self._location = usual
        self._is_folder = is_folder
        self._polls = max(timeout_ms // _POLL_MS, 1)
        self._left = 0
        self._then: Callable[[str], None] | None = None
        self._looks: dict[str, _Look] = {}
        self._asked: list[_Look] = []
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)

    def begin_in(self, folder: str, then: Callable[[str], None]) -> None:
        """Call `then` soon: with this folder, else with the usual one, else with the home folder.

        The first of them counts that is there and answers. The home folder is not asked: the program's own
        files are in it.
        """
        if self._then is not None:
            return
        self._then, self._left = then, self._polls
        self._looks = {place: look for place, look in self._looks.items() if look.is_alive()}
        # A look that hangs since the last time says enough.
        fresh = [place for place in dict.fromkeys((folder, _USUAL)) if place not in self._looks]
        self._asked = [_Look(place, self._location, self._is_folder) for place in fresh]
        for place, look in zip(fresh, self._asked, strict=True):
            self._looks[place] = look
            look.start()
        self._timer.start()

    @Slot()
    def _poll(self) -> None:
        self._left -= 1
        begin = QDir.homePath()
        for look in self._asked:
            if look.found is None and self._left > 0:
                return
            if look.found:
                begin = look.found
                break
        self._timer.stop()
        then, self._then = self._then, None
        if then is not None:
            then(begin)


class _Look(threading.Thread):
    """Looks at one folder. `found` is None until it has answered, and empty where there is no folder."""

    def __init__(
        self, folder: str, usual: QStandardPaths.StandardLocation, is_folder: Callable[[str], bool]
    ) -> None:
        super().__init__(name="folder-look", daemon=True)
        self._folder = folder
        self._usual = usual
        self._is_folder = is_folder
        self.found: str | None = None

    def run(self) -> None:
        # Linux has a file for where the usual folders are; so that is asked here, too.
        folder = self._folder or QStandardPaths.writableLocation(self._usual)
        self.found = folder if self._is_folder(folder) else ""


class FileDialogs(QObject):
    """Opens one dialog at a time and signals what was chosen."""

    chosen = Signal(object)
    """Paths as the file system's bytes, `tuple[bytes, ...]`."""
    folder_changed = Signal(str)
    """The next dialog begins in another folder: it is worth remembering."""

    def __init__(self, window: QWidget, *, native: bool = True) -> None:
        super().__init__(window)
        self._window = window
        self._native = native
        self.look = FolderProbe(self)
        self._folder = ""
        """Where the last choice was made; empty: among the pictures."""

    def begin_in(self, folder: str) -> None:
        """Begin in the folder where the last choice was made, also in an earlier run of the program."""
        self._folder = folder

    @Slot()
    def open_files(self) -> None:
        """Let a person choose any number of files."""
        self.look.begin_in(self._folder, self._open_files)

    @Slot()
    def open_folder(self) -> None:
        """Let a person choose one folder."""
        self.look.begin_in(self._folder, self._open_folder)

    def _open_files(self, folder: str) -> None:
        dialog = self._dialog(self.tr("Choose files"), folder, QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*.{extension}" for row in FORMATS for extension in row.extensions)
        media = self.tr("Images, video and audio")
        dialog.setNameFilters([f"{media} ({patterns})", self.tr("All files (*)")])
        dialog.open()

    def _open_folder(self, folder: str) -> None:
        dialog = self._dialog(self.tr("Choose folder"), folder, QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.open()

    def _dialog(self, title: str, folder: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self._window, title, folder)
        dialog.setFileMode(mode)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not self._native)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._selected)
        return dialog

    @Slot(list)
    def _selected(self, names: list[str]) -> None:
        if names:
            folder = os.path.dirname(names[0])  # noqa: PTH120 - a string in, a string out
            if folder != self._folder:
                self._folder = folder
                self.folder_changed.emit(folder)
            self.chosen.emit(tuple(os.fsencode(name) for name in names))
