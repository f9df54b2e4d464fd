"""The page without uploads: the whole window is the target, and two buttons for those who do not drag."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from layers_desktop.session.projects import WatchedProjects
from layers_desktop.ui.theme import theme
from layers_desktop.ui.watched_indicator import WatchIndicator
from layers_desktop.ui.widgets.buttons import PictureLabel, label, push_button

_ROOM_FOR_PICTURE = 272
_ROOM_FOR_LIMITS = 232
_ROOM_FOR_PASTE = 192
_ROOM_FOR_TITLE = 112
_ROOM_FOR_PICTURE_ALONE = 176
"""Above the title, with nothing below it."""
_SIGN_WIDEST = 400
_BELOW = 16
"""Between what stands at the bottom of the page and its edge, and what is above it."""


class EmptyPage(QWidget):
    """One sentence, two buttons, the limits in small type; at the bottom what is watched."""

    files_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_behind = False
        center = Qt.AlignmentFlag.AlignHCenter
        title = label(self.tr("Drop images, video or audio here"), role="title", wrap=True)
        title.setAlignment(center)
        self.files = push_button(self.tr("Choose files…"), primary=True)
        self.files.clicked.connect(self.files_wanted)
        self.folder = push_button(self.tr("Choose folder…"))
        self.folder.clicked.connect(self.folder_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch()
        buttons.addWidget(self.files)
        buttons.addWidget(self.folder)
        buttons.addStretch()
        keys = QKeySequence(QKeySequence.StandardKey.Paste).toString(QKeySequence.SequenceFormat.NativeText)
        paste = label(
            self.tr("or paste a picture with %1").replace("%1", keys),
            tone="dim",
            wrap=True,
        )
        paste.setAlignment(center)
        # Layers' documentation: the caps of presign, by kind.
        limits = label(
            self.tr("Images up to 50 MB · audio 200 MB · video 1 GB"), tone="faint", role="small", wrap=True
        )
        limits.setAlignment(center)
        # Where the keyboard is when the page comes.
        self.setAccessibleName(title.text())
        self.setAccessibleDescription(f"{paste.text()}. {limits.text()}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(0)
        layout.addStretch()
        self._picture = PictureLabel("drop", 58, "accent")
        self._title, self._limits, self._paste, self._column = title, limits, paste, layout
        layout.addWidget(self._picture, 0, center)
        for gap, item in ((24, title), (14, None), (14, paste), (14, limits)):
            layout.addSpacing(gap)
            if item is None:
                layout.addLayout(buttons)
            else:
                layout.addWidget(item)
        layout.addStretch()
        # In no layout: nothing moves when it comes and goes.
        self.watched = WatchIndicator(self, widest=theme.scaled(_SIGN_WIDEST))
        self.watched.hide()

    def show_watched(self, projects: WatchedProjects) -> None:
        """Say that folders are watched."""
        self.watched.show_watched(projects)
        self._place_sign()

    def step_back(self, *, back: bool) -> None:
        """Leave the view's buttons to a question about what was dropped."""
        self._is_behind = back
        self._leave_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is not needed when there is little room."""
        super().resizeEvent(event)
        self._leave_out()
        self._place_sign()

    def _leave_out(self) -> None:
        height, behind = self.height(), self._is_behind
        self._picture.setVisible(
            height >= theme.scaled(_ROOM_FOR_PICTURE_ALONE if behind else _ROOM_FOR_PICTURE)
        )
        self._title.setVisible(height >= theme.scaled(_ROOM_FOR_TITLE))
        self.files.setVisible(not behind)
        self.folder.setVisible(not behind)
        self._limits.setVisible(height >= theme.scaled(_ROOM_FOR_LIMITS) and not behind)
        self._paste.setVisible(height >= theme.scaled(_ROOM_FOR_PASTE) and not behind)
        margin = 24 if height >= theme.scaled(_ROOM_FOR_LIMITS) else 8
        self._column.setContentsMargins(24, margin, 24, margin)

    def _place_sign(self) -> None:
        size, margins = self.watched.sizeHint(), self._column.contentsMargins()
        self.watched.resize(size)
        self.watched.move(QPoint((self.width() - size.width()) // 2, self.height() - _BELOW - size.height()))
        above = (self.height() + self._column.totalHeightForWidth(self.width())) // 2 - margins.bottom()
        fits = above + _BELOW <= self.watched.y()
        self.watched.setVisible(self.watched.watches and fits)
