"""Choose files, choose a folder: the platform's own dialogs, opened without blocking the window."""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from layers_desktop.media.formats import FORMATS
from layers_desktop.ui.folder_look import FolderLook


class Choosers(QObject):
    """Opens one dialog at a time and signals what was chosen."""

    chosen = Signal(object)
    """Paths as the file system's bytes, `tuple[bytes, ...]`."""
    moved = Signal(str)
    """The next dialog begins in another folder: it is worth remembering."""

    def __init__(self, window: QWidget, *, native: bool = True) -> None:
        super().__init__(window)
        self._window = window
        self._native = native
        self.look = FolderLook(self)
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
                self.moved.emit(folder)
            self.chosen.emit(tuple(os.fsencode(name) for name in names))
