"""The field `Search history`: words are typed, and a file is dropped or pasted to find its id."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from layers_desktop.media.intake import from_urls
from layers_desktop.ui import icons
from layers_desktop.ui.incoming.offered import pastes_a_picture

_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HistorySearch(QLineEdit):
    """Down and Enter go to the list; Esc clears, and leaves the history when there is nothing to clear."""

    file_given = Signal(object)
    """The path of a dropped or pasted file, as the file system's bytes."""
    others_given = Signal(object)
    """Other files came with the one of this path: they are not looked for."""
    to_list = Signal()
    escaped = Signal()
    """Esc."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Search history"))
        self.setAccessibleDescription(self.tr("Paste or drop a file here to find its asset ID."))
        self.setMinimumWidth(120)
        self.setAcceptDrops(True)
        self.addAction(icons.icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(icons.icon("close", "dim"), self.tr("Clear search"), self)
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self.textChanged.connect(self._text_changed)
        self._invite(dragging=False)

    @Slot()
    def start(self) -> None:
        """Take the keyboard, with what is there selected, ready to be typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Leave to the window what is not for a field: pictures, and Ctrl+C while nothing is selected."""
        if pastes_a_picture(event):
            event.ignore()
            return False
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
            and not self.hasSelectedText()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the list, leave, or take a pasted file."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in _TO_LIST:
            self.to_list.emit()
        elif event.matches(QKeySequence.StandardKey.Paste) and (
            paths := _files(QGuiApplication.clipboard().mimeData())
        ):
            self._give(paths)
        else:
            super().keyPressEvent(event)

    # A file

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file."""
        if _files(event.mimeData()):
            self._invite(dragging=True)
            _take(event)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Go on taking it."""
        if _files(event.mimeData()):
            _take(event)
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Be a field of text again."""
        self._invite(dragging=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which file it is and return at once: the other program waits."""
        self._invite(dragging=False)
        paths = _files(event.mimeData())
        if not paths:
            event.ignore()
            return
        _take(event)
        self._give(paths)

    def _give(self, paths: Sequence[bytes]) -> None:
        self.file_given.emit(paths[0])
        if len(paths) > 1:
            self.others_given.emit(paths[0])

    def _invite(self, *, dragging: bool) -> None:
        words = self.tr("Drop here to find its ID") if dragging else self.tr("Search, or drop a file")
        self.setPlaceholderText(words)
        self.setProperty("dropping", dragging)
        self.style().polish(self)

    @Slot(str)
    def _text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))


def _files(mime: QMimeData) -> Sequence[bytes]:
    """Return the files among what is dragged or copied."""
    urls = tuple(bytes(url.toEncoded().data()) for url in mime.urls()) if mime.hasUrls() else ()
    return from_urls(urls).paths


def _take(event: QDropEvent) -> None:
    # Wayland has no Link, and Move would have the other program delete its file.
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
