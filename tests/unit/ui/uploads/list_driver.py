"""Hands for tests of the list: click, select, open menus, and write down what the list asks for."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.ui.uploads.panel import UploadsPanel
from layers_desktop.ui.uploads.row_layout import RowLayout
from tests.support.uploads_panel import row_delegate, upload_list, upload_rows
from tests.support.window_services import RecordingCopier, RecordingMessages, RecordingQueue

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
NO_KEYS = Qt.KeyboardModifier.NoModifier


class Asked:
    """Writes down what a panel asks for."""

    def __init__(self, queue: RecordingQueue, copier: RecordingCopier, messages: RecordingMessages) -> None:
        self.commands: list[object] = []
        self.copied: list[list[int]] = []
        self.copied_as: list[tuple[list[int], CopyFormat]] = []
        self.texts: list[str] = []
        self.sentences: list[str] = []
        self.removed: list[str] = []
        """What was said of rows that can come back."""
        queue.posted.connect(self.commands.append)
        copier.copied.connect(lambda done: self.copied.append([transfer.id for transfer in done]))
        copier.copied_as.connect(lambda done, how: self.copied_as.append(([one.id for one in done], how)))
        copier.text_copied.connect(lambda text, _copied: self.texts.append(text))
        messages.shown.connect(self.sentences.append)
        messages.action_shown.connect(lambda text, _button: self.removed.append(text))


def layout(panel: UploadsPanel, row: int) -> RowLayout:
    uploads = upload_list(panel)
    index = uploads.model().index(row, 0)
    return row_delegate(panel).layout_of(uploads.visualRect(index), uploads.layoutDirection(), index)


def shown(panel: UploadsPanel) -> list[int]:
    """Return the ids of the rows that the list shows."""
    model = upload_rows(panel)
    return [model.snapshot(row).transfer.id for row in range(model.rowCount())]


def click(panel: UploadsPanel, point: QPoint) -> None:
    QTest.mouseClick(upload_list(panel).viewport(), LEFT, NO_KEYS, point)


def select(panel: UploadsPanel, rows: Iterable[int]) -> None:
    uploads = upload_list(panel)
    uploads.clearSelection()
    for row in rows:
        uploads.selectionModel().select(
            uploads.model().index(row, 0), QItemSelectionModel.SelectionFlag.Select
        )


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entries(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}
