"""The left side of the settings: the search above the list of pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from layers_desktop.core.text import words_of
from layers_desktop.ui import icons, theme
from layers_desktop.ui.controls import enlarge_icons, plain_tooltip

_ROW = 32
_NARROWEST, _WIDEST = 152, 224
_PAGE = Qt.ItemDataRole.UserRole


class SideBar(QFrame):
    """Pages by arrows; a search by words, which hides those without a match."""

    turned = Signal(int)
    """Another page is picked, counted as they were added; -1 when none is found."""
    searched = Signal(object)
    """The folded words that are looked for."""
    entered = Signal()
    """Enter in the search: on to what was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Search settings"))
        self.field.setPlaceholderText(self.tr("Search settings"))
        # Not Qt's own clear button, which is drawn for a light ground and has no name.
        self._clear = QAction(icons.icon("close", "dim"), self.tr("Clear search"), self)
        self._clear.triggered.connect(self.field.clear)
        enlarge_icons(self.field)
        self.field.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.pages = QListWidget()
        self.pages.setObjectName("pages")
        self.pages.setAccessibleName(self.tr("Pages"))
        self.pages.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.currentRowChanged.connect(self._picked)
        self._items: list[QListWidgetItem] = []
        self._headings: list[QListWidgetItem] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.pages, 1)

    def add(self, title: str) -> None:
        """Put a page at the end."""
        item = QListWidgetItem(title, self.pages)
        item.setSizeHint(QSize(0, max(theme.scaled(_ROW), self.fontMetrics().height() + 12)))
        item.setToolTip(plain_tooltip(title))
        item.setData(_PAGE, len(self._items))
        self._items.append(item)
        longest = max(self.fontMetrics().horizontalAdvance(known.text()) for known in self._items)
        self.setFixedWidth(min(max(theme.scaled(_NARROWEST), longest + 56), theme.scaled(_WIDEST)))

    def add_heading(self, title: str) -> None:
        """Put words at the end that cannot be picked, over the pages to come."""
        item = QListWidgetItem(title, self.pages)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, theme.scaled(_ROW) + 8))
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self._headings.append(item)

    def turn(self, page: int) -> None:
        """Pick a page."""
        self.pages.setCurrentItem(self._items[page])

    def show_only(self, found: Sequence[bool]) -> None:
        """Hide the pages on which nothing was found; turn to the first that has something."""
        for item, shown in zip(self._items, found, strict=True):
            item.setHidden(not shown)
        for heading in self._headings:
            after = [item for item in self._items if self.pages.row(item) > self.pages.row(heading)]
            heading.setHidden(all(item.isHidden() for item in after))
        row = self.pages.currentRow()
        if row < 0 or self.pages.item(row).isHidden():
            first = next((item for item in self._items if not item.isHidden()), None)
            self.pages.setCurrentRow(-1 if first is None else self.pages.row(first))

    @Slot()
    def start_search(self) -> None:
        """Take the focus, ready to type."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows pick a page, Enter go on to what was found, and Esc clear the field first."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Up | Qt.Key.Key_Down:
                    self.pages.setFocus(Qt.FocusReason.TabFocusReason)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.field.text():
                    self.entered.emit()
                    return True
                case Qt.Key.Key_Escape if self.field.text():
                    self.field.clear()
                    return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self.searched.emit(words_of(text))

    @Slot(int)
    def _picked(self, row: int) -> None:
        item = self.pages.item(row) if row >= 0 else None
        self.turned.emit(-1 if item is None else item.data(_PAGE))
