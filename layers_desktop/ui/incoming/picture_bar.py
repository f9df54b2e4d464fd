"""A pasted picture's name, before it is uploaded: Enter takes it, and so does doing nothing for a while."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from layers_desktop.ui import announce, theme
from layers_desktop.ui.controls import icon_button, label, push_button
from layers_desktop.ui.direction import isolated
from layers_desktop.ui.drop_words import shortened
from layers_desktop.ui.incoming.question import Question
from layers_desktop.ui.incoming.target import Target
from layers_desktop.ui.intake.mime_data import leave_paste_to_window
from layers_desktop.ui.intake.picture_store import KeptPicture

LET_BE_MS: Final = 10_000
"""So long a picture waits for another name; touching the field ends the waiting."""
_SIDE: Final = 36
_PROJECT: Final = 60


class PictureBar(Question):
    """Shows one picture with its name; the next one sends it on its way."""

    named = Signal(object, str)
    """A `KeptPicture` and its name without extension: upload it."""
    discarded = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, let_be_ms: int = LET_BE_MS) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pasted picture"))
        self._picture: KeptPicture | None = None
        self._left: deque[KeptPicture] = deque()
        self._asks_again = False
        self._is_left = False
        self._preview = _Preview()
        self.field = NameField()
        self.field.setAccessibleName(self.tr("Name of the picture"))
        self.field.returnPressed.connect(self.accept)
        self.field.touched.connect(self._touched)
        self._suffix = label(tone="dim")
        self.hint = label(tone="dim", role="small", wrap=True)
        self.upload = push_button(self.tr("Upload"), self.tr("Upload picture"))
        self.upload.clicked.connect(self.accept)
        self.discard_button = icon_button("close", self.tr("Discard picture"))
        self.discard_button.clicked.connect(self.discard)
        self.refused.connect(self.discard)
        self.timer = QTimer(self, singleShot=True, interval=let_be_ms)
        self.timer.timeout.connect(self.accept)
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.GRID)
        line.addWidget(self._whole_name(), 1)
        line.addWidget(self.upload)
        line.addWidget(self.discard_button)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, theme.GRID, 16, theme.GRID)
        row.setSpacing(10)
        row.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def _whole_name(self) -> QWidget:
        """Return the name with its extension: from left to right in every language."""
        whole = QWidget()
        whole.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self.field, 1)
        row.addWidget(self._suffix)
        return whole

    @Slot(object)
    def show_picture(self, picture: KeptPicture) -> None:
        """Ask for the name of this one; the one before goes out as it is called now."""
        if self._is_left:
            self._put_back()
        else:
            self._send()
        words = self.tr("Enter uploads it. It goes by itself in a few seconds.")
        if picture.target.project is not None:
            words = self.tr("Enter uploads it to %1. It goes by itself in a few seconds.")
        self._show(picture, _named(words, picture))
        if picture.document is None:
            self.timer.start()
        else:  # text or a table is a picture only if a person says so
            self._touched()
        self.take_keyboard(self.field)

    @Slot(object)
    def keep_asking(self, pictures: tuple[KeptPicture, ...]) -> None:
        """Ask about pictures that an earlier run never handed in, one by one; none goes by itself."""
        self._left.extend(pictures)
        self._next()

    def ask_again(self, on: bool) -> None:
        """Ask about such pictures from now on, or wait with them: nobody is signed in."""
        self._asks_again = on
        self._next()

    def forget(self) -> None:
        """Stop asking; a picture of this run is discarded, one of an earlier run waits on."""
        self._asks_again = False
        if self._is_left:
            self._put_back()
            self.leave()
        else:
            self.discard()

    def put_off(self) -> None:
        """Ask about the picture once more, as about one of an earlier run: its project is out of reach."""
        if self._picture is None:
            return
        self._picture = replace(self._picture, target=Target())
        self.timer.stop()
        self._put_back()
        self.leave()
        self._next()

    @Slot()
    def accept(self) -> None:
        """Upload it under the name in the field."""
        self._send()
        self._next()

    @Slot()
    def discard(self) -> None:
        """Do not upload it."""
        picture = self._take()
        if picture is not None:
            self.discarded.emit(picture)
        self._next()

    def _show(self, picture: KeptPicture, hint: str) -> None:
        self._picture = picture
        self._preview.show_picture(picture)
        self.field.setText(picture.stem)
        self._suffix.setText(picture.suffix)
        self.field.selectAll()
        self.hint.setText(hint)
        self.show()
        announce.politely(self, f"{self.field.accessibleName()}: {picture.stem}. {hint}")

    def _next(self) -> None:
        if self._asks_again and self._picture is None and self._left:
            # Only after the one before was answered; it waits as long as it takes, at the next start too.
            hint = self.tr("It was pasted earlier and not uploaded: upload or discard it.")
            self._is_left = True
            self._show(self._left.popleft(), hint)

    def _send(self) -> None:
        picture = self._take()
        if picture is not None:
            self.named.emit(picture, self.field.text().removesuffix(picture.suffix))

    def _put_back(self) -> None:
        if self._picture is not None:
            self._left.appendleft(self._picture)
        self._picture, self._is_left = None, False

    def _take(self) -> KeptPicture | None:
        picture, self._picture, self._is_left = self._picture, None, False
        self.timer.stop()
        self.leave()
        return picture

    @Slot()
    def _touched(self) -> None:
        self.timer.stop()
        words = self.tr("Enter uploads it, Escape discards it.")
        if self._picture is not None and self._picture.target.project is not None:
            words = _named(self.tr("Enter uploads it to %1, Escape discards it."), self._picture)
        self.hint.setText(words)


def _named(words: str, picture: KeptPicture) -> str:
    """Put the picture's project into a sentence."""
    return words.replace("%1", isolated(shortened(picture.target.project_name, _PROJECT)))


class NameField(QLineEdit):
    """A name; says when a person turns to it, and leaves pasted pictures to the window."""

    touched = Signal()

    def event(self, event: QEvent) -> bool:
        """Let Ctrl+V paste a picture into the window, where the clipboard has no text for the field."""
        if leave_paste_to_window(event):
            return False
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            self.touched.emit()
        return super().event(event)


class _Preview(QWidget):
    """The picture, small."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self.setFixedSize(QSize(_SIDE, _SIDE))

    def show_picture(self, picture: KeptPicture) -> None:
        self._pixmap = QPixmap.fromImage(picture.preview)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        if self._pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter.drawPixmap(place, self._pixmap)
