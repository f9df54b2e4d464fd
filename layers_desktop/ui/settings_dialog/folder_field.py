"""A field for the path of a folder: typed, pasted, or chosen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from layers_desktop.ui import icons
from layers_desktop.ui.controls import enlarge_icons
from layers_desktop.ui.folder_look import FolderLook

_CHOOSING_KEYS: Final = (Qt.Key.Key_Down, Qt.Key.Key_F4)
"""As those that open the list of a combo box."""


class FolderField(QLineEdit):
    """A text with a button in it, which the arrow down presses, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = FolderLook(self)
        enlarge_icons(self)
        self.choose = self.addAction(icons.icon("folder", "dim"), QLineEdit.ActionPosition.TrailingPosition)
        self.choose.setText(self.tr("Choose folder"))
        self.choose.setToolTip(self.tr("Choose folder"))
        self.choose.triggered.connect(self.open_chooser)

    @Slot()
    def open_chooser(self) -> None:
        """Let a person choose; nothing changes when they do not."""
        self._look.begin_in(self.text(), self._open)

    def _open(self, folder: str) -> None:
        dialog = QFileDialog(self.window(), self.tr("Choose folder"), folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.setText)
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chooser by the keyboard."""
        if event.key() in _CHOOSING_KEYS:
            self.open_chooser()
        else:
            super().keyPressEvent(event)
