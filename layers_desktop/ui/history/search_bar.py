"""The bar above the history: back, search, whose assets, export.

The field `Search history`: words are typed, and a file is dropped or pasted to find its id.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from layers_desktop.history.messages import ExportFormat
from layers_desktop.ui.theme import theme
from layers_desktop.ui.uploads.row_text import display_name
from layers_desktop.ui.widgets.buttons import Elided, MenuButton, icon_button
from layers_desktop.ui.widgets.combo_box import ComboBox
from layers_desktop.ui.widgets.file_search_field import FileSearchField

_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HistorySearchField(FileSearchField):
    """Down and Enter go to the list; Esc clears, and leaves the history when there is nothing to clear."""

    to_list = Signal()
    escaped = Signal()
    """Esc."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Search history"))
        self.setMinimumWidth(120)
        self.say_while_empty(self.tr("Search, or drop a file"), self.tr("Search"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the list, or leave."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in _TO_LIST:
            self.to_list.emit()
        else:
            super().keyPressEvent(event)


_SCOPE_WIDTH = 176


class HistorySearchBar(QWidget):
    """What is looked for is asked by `changed`; what was found is exported by `export_wanted`."""

    closed = Signal()
    changed = Signal()
    """Other words, or another choice of projects."""
    export_wanted = Signal(object, bool)
    """An `ExportFormat`, and whether only what is selected."""
    file_dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Back is where lines begin.
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.back = icon_button("chevron-right" if mirrored else "back", self.tr("Back to uploads"))
        self.back.clicked.connect(self.closed)
        self.search = HistorySearchField()
        self.search.textChanged.connect(self.changed)
        self.scope = ComboBox()
        self.scope.setAccessibleName(self.tr("Show history of"))
        self.scope.setMinimumContentsLength(6)
        self.scope.setMaximumWidth(theme.scaled(_SCOPE_WIDTH))
        self.scope.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.scope.addItem(self.tr("All projects"), None)
        self.scope.currentIndexChanged.connect(self.changed)
        self.export = MenuButton()
        self.export.setText(self.tr("Export"))
        self.export.setMenu(self._export_menu())
        self.file = Elided()
        self._file_clear = icon_button("close", self.tr("Show all again"))
        self._file_clear.clicked.connect(self.file_dismissed)
        self._lay_out()
        self.show_file("")

    @property
    def project_id(self) -> str | None:
        """The project whose assets are shown; None for all."""
        chosen = self.scope.currentData()
        return None if chosen is None else str(chosen)

    @property
    def project_name(self) -> str | None:
        """Its name."""
        return None if self.project_id is None else self.scope.currentText()

    def offer_project(self, project_id: str | None, name: str) -> None:
        """Offer this project beside all; it is chosen unless the person has chosen all."""
        chosen = self.project_id
        had_one = self.scope.count() > 1
        with QSignalBlocker(self.scope):
            while self.scope.count() > 1:
                self.scope.removeItem(0)
            if project_id is not None:
                self.scope.insertItem(0, display_name(name), project_id)
                self.scope.setCurrentIndex(1 if had_one and chosen is None else 0)
        if self.project_id != chosen:
            self.changed.emit()

    def choose_all_projects(self) -> None:
        """Show the assets of all projects."""
        self.scope.setCurrentIndex(self.scope.count() - 1)

    def can_export(self, *, found: int, selected: int) -> None:
        """Offer to export what there is."""
        self.export.setEnabled(bool(found))
        for action in self._all:
            action.setEnabled(bool(found))
        for action in self._selected:
            action.setEnabled(bool(selected))

    def show_file(self, words: str) -> None:
        """Say which file is looked for; nothing without one."""
        self.file.setText(words)
        self._strip.setVisible(bool(words))

    def _export_menu(self) -> QMenu:
        menu = QMenu(self.export)
        named = {ExportFormat.CSV: "CSV", ExportFormat.JSON: "JSON"}
        self._all, self._selected = [], []
        for form, name in named.items():
            self._all.append(self._entry(menu, self.tr("Everything found as %1…"), name, form, only=False))
        menu.addSeparator()
        for form, name in named.items():
            self._selected.append(self._entry(menu, self.tr("Selected as %1…"), name, form, only=True))
        return menu

    def _entry(self, menu: QMenu, words: str, name: str, form: ExportFormat, *, only: bool) -> QAction:
        entry = menu.addAction(words.replace("%1", name))
        entry.setData((form, only))
        entry.triggered.connect(self._export_chosen)
        return entry

    @Slot()
    def _export_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.export_wanted.emit(*action.data())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        row.setSpacing(theme.GRID)
        row.addWidget(self.back)
        row.addWidget(self.search, 10)
        row.addWidget(self.scope, 6)
        row.addWidget(self.export)
        row.addSpacing(theme.GRID)  # no margin: that would stay on its side in a mirrored window
        self._strip = QFrame()
        self._strip.setObjectName("lookedFor")
        strip = QHBoxLayout(self._strip)
        strip.setContentsMargins(2 * theme.GRID, 4, 2 * theme.GRID, 4)
        strip.addWidget(self.file, 1, Qt.AlignmentFlag.AlignVCenter)
        strip.addStretch(0)
        strip.addWidget(self._file_clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._strip)
