"""A search field that also takes a file, dropped or pasted, to find its asset. Nothing is uploaded by it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from layers_desktop.media.urls import from_uri_list
from layers_desktop.ui.intake.mime_data import (
    MimeContent,
    Reason,
    Unusable,
    UriList,
    leave_paste_to_window,
    peek,
    read,
    read_copied_list,
)
from layers_desktop.ui.theme import icons, theme

_MOST = 500
"""Addresses of a list among which a file is looked for: no more are read in the window's thread."""
_AROUND_TEXT = 48
"""The icon and the insets; device-independent pixels."""


class FileSearchField(QLineEdit):
    """Words are typed into it. While it is empty it says what it is for, given by `say_while_empty`."""

    file_given = Signal(object)
    """The path of a dropped or pasted file, as the file system's bytes."""
    others_given = Signal(object)
    """Other files came with the one of this path: they are not looked for."""
    hovered = Signal(bool)
    """A file is dragged over it, or no longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleDescription(self.tr("Paste or drop a file here to find its asset ID."))
        self.setAcceptDrops(True)
        search = self.addAction(icons.icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        search.setText(self.tr("Search"))
        search.triggered.connect(self.start)
        # Not Qt's own clear button, which is drawn for a light ground and has no name.
        self._clear = QAction(icons.icon("close", "dim"), self.tr("Clear search"), self)
        self._clear.triggered.connect(self._clear_clicked)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self.textChanged.connect(self._text_changed)
        self._quiet: Sequence[str] = ()
        self._dragging = False
        self._over = False
        self._takes = False
        """What is dragged over it holds a file."""

    @Slot()
    def start(self) -> None:
        """Take the keyboard, with what is there selected, ready to be typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Leave to the window what is not for a field: pictures, and Ctrl+C while nothing is selected."""
        if leave_paste_to_window(event):
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
        """Take a pasted file; text goes into the field."""
        if not event.matches(QKeySequence.StandardKey.Paste):
            super().keyPressEvent(event)
            return
        content = read_copied_list()
        paths = _files(content)
        if paths:
            self._give(paths)
        elif content != Unusable(Reason.NO_ANSWER):  # Qt's field would ask once more
            super().keyPressEvent(event)

    # What it says while it is empty

    def say_while_empty(self, *words: str) -> None:
        """Say one of these, the longest first, while nothing is typed: the first that has room."""
        self._quiet = words
        self._say()

    def invite(self, *, dragging: bool) -> None:
        """Say that a file can be dropped here, while one is dragged over the window."""
        self._dragging = dragging
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in fewer words what does not fit."""
        super().resizeEvent(event)
        self._say()

    def _say(self) -> None:
        state = "here" if self._over else "offered" if self._dragging else ""
        words = (self.tr("Drop here to find its ID"), self.tr("Find its ID")) if state else self._quiet
        room = self.width() - theme.scaled(_AROUND_TEXT)
        fitting = (one for one in words if self.fontMetrics().horizontalAdvance(one) <= room)
        self.setPlaceholderText(next(fitting, words[-1] if words else ""))
        if self.property("dropping") != state:
            self.setProperty("dropping", state)
            self.style().polish(self)

    # A file

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file; a picture that is none is the window's."""
        self._takes = peek(event.mimeData()).has_files
        if self._takes:
            self._hover(over=True)
            _take(event)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Go on taking it."""
        if self._takes:
            _take(event)
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Be a field of text again."""
        self._hover(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which file it is and return at once: the other program waits."""
        self._hover(over=False)
        paths = _files(read(event.mimeData())) if self._takes else ()
        if not paths:
            event.ignore()
            return
        _take(event)
        self._give(paths)

    def hideEvent(self, event: QHideEvent) -> None:
        """Be a field of text again: a drag over what is hidden is not told to leave."""
        self._hover(over=False)
        super().hideEvent(event)

    def _give(self, paths: Sequence[bytes]) -> None:
        self.file_given.emit(paths[0])
        if len(paths) > 1:
            self.others_given.emit(paths[0])

    def _hover(self, *, over: bool) -> None:
        if over == self._over:
            return
        self._over = over
        self._say()
        self.hovered.emit(over)

    @Slot(str)
    def _text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))

    @Slot()
    def _clear_clicked(self) -> None:
        self.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def _files(content: MimeContent) -> Sequence[bytes]:
    """Return the first files among what is dragged or copied: one is looked for, others are told of."""
    return from_uri_list(content.raw, _MOST).paths if isinstance(content, UriList) else ()


def _take(event: QDropEvent) -> None:
    # Wayland has no Link, and Move would have the other program delete its file.
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
