"""The bar above the history: back, words or a file to look for, whose assets, export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from layers_desktop.history import messages as values
from layers_desktop.history.messages import AssetFilter, ExportFormat, FileDigest
from layers_desktop.ui.history import text as words
from layers_desktop.ui.i18n import formats
from layers_desktop.ui.theme import theme
from layers_desktop.ui.uploads.row_text import display_name
from layers_desktop.ui.widgets.buttons import Elided, MenuButton, icon_button
from layers_desktop.ui.widgets.file_search_field import FileSearchField
from layers_desktop.ui.widgets.inputs import ComboBox

_TO_LIST: Final = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SCOPE_WIDTH: Final = 176
_NO_ASSET: Final = FileDigest(-1, "")
"""Which no asset has."""


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


class HistorySearchBar(QWidget):
    """Follows what is typed and the file that is looked at, and asks when something else is looked for."""

    began = Signal()
    """Something else is looked for: `wanted`."""
    export_wanted = Signal(object, bool)
    """An `ExportFormat`, and whether only what is selected."""

    def __init__(self, ask: Callable[[values.Question], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._account = ""
        self._file: tuple[bytes, FileDigest | None] | None = None
        """The file that is looked for, and what is known of it."""
        self._open = False
        self.wanted: AssetFilter | None = None
        # Back is where lines begin.
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.back = icon_button("chevron-right" if mirrored else "back", self.tr("Back to uploads"))
        self.search = HistorySearchField()
        self.search.textChanged.connect(self.look)
        self.search.file_given.connect(self.look_for_file)
        self.scope = ComboBox()
        self.scope.setAccessibleName(self.tr("Show history of"))
        self.scope.setMinimumContentsLength(6)
        self.scope.setMaximumWidth(theme.scaled(_SCOPE_WIDTH))
        self.scope.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.scope.addItem(self.tr("All projects"), None)
        self.scope.currentIndexChanged.connect(self.look)
        self.export = MenuButton()
        self.export.setText(self.tr("Export"))
        self.export.setMenu(self._export_menu())
        self.file = Elided()
        self.dismiss_file = icon_button("close", self.tr("Show all again"))
        self.dismiss_file.clicked.connect(self._dismiss_file)
        self._lay_out()
        self._show_file("")

    def offer_project(self, project_id: str | None, name: str) -> None:
        """Offer this project beside all; it is chosen unless the person has chosen all."""
        chosen = self._project_id
        had_one = self.scope.count() > 1
        with QSignalBlocker(self.scope):
            while self.scope.count() > 1:
                self.scope.removeItem(0)
            if project_id is not None:
                self.scope.insertItem(0, display_name(name), project_id)
                self.scope.setCurrentIndex(1 if had_one and chosen is None else 0)
        self.look()

    def can_export(self, *, found: int, selected: int) -> None:
        """Offer to export what there is."""
        self.export.setEnabled(bool(found))
        for entry in self.export.menu().actions():
            if not entry.isSeparator():
                _, only_selected = entry.data()
                entry.setEnabled(bool(selected if only_selected else found))

    @property
    def _typed(self) -> bool:
        """True while words are looked for."""
        return bool(self.search.text().strip())

    @property
    def narrowed(self) -> bool:
        """True while words or a file are looked for."""
        return self._typed or self._file is not None

    def use_account(self, organization_id: str) -> bool:
        """Look for assets of this organization; returns whether it is another one."""
        if organization_id == self._account:
            return False
        self._account = organization_id
        self.wanted = None
        self._stop_looking()
        return True

    def start(self) -> None:
        """Ask again, also for what is shown already: the page has come into sight."""
        self._open = True
        self.wanted = None
        self.look()

    def stop(self) -> None:
        """Ask nothing more: the page is out of sight."""
        self._open = False
        self._stop_looking()

    @Slot()
    def look(self) -> None:
        """Ask, if anything else is looked for than before."""
        if not self._account or not self._open:
            return
        if self._typed and self._file is not None:
            self._stop_looking()  # who types looks for something else
        wanted = self._filter()
        if wanted != self.wanted:
            self.wanted = wanted
            self.began.emit()
            self._ask(values.Search(wanted))

    def take_back(self) -> bool:
        """Take back the file, or else what was typed; False when there is neither."""
        if self._file is not None:
            self._dismiss_file()
        elif self.search.text():
            self.search.clear()
        else:
            return False
        return True

    def nothing(self) -> str:
        """Return why nothing was found."""
        if self._file is not None:
            return words.not_from_here(words.file_name(self._file[0]))
        return words.nothing(self.search.text(), self.scope.currentText() if self._project_id else None)

    # A file

    @Slot(object)
    def look_for_file(self, path: bytes) -> None:
        """Look for the assets that have the bytes of this file."""
        self._stop_looking()
        self.search.clear()
        self._file = (path, None)
        self._show_file(self.tr("Looking at %1. Esc stops.").replace("%1", words.file_name(path)))
        self._ask(values.FindFile(self._account, path))

    @Slot(object)
    def on_looking(self, looking: values.Looking) -> None:
        """Show how far the file is read."""
        if self._file == (looking.path, None):
            done = formats.percent(round(looking.part * 1000), 1000)
            text = self.tr("Looking at %1: %2. Esc stops.").replace("%2", done)
            self._show_file(text.replace("%1", words.file_name(looking.path)))

    @Slot(object)
    def on_looked(self, looked: values.FileIdentified) -> None:
        """Look for the assets that have the file's bytes."""
        if self._file == (looked.path, None):
            self._file = (looked.path, looked.mark or _NO_ASSET)
            text = self.tr("Assets that are %1, byte for byte")
            self._show_file(text.replace("%1", words.file_name(looked.path)))
            self.look()

    def on_problem(self) -> None:
        """Stop waiting for a file that could not be read."""
        if self._file is not None and self._file[1] is None:
            self._dismiss_file()

    @Slot()
    def _dismiss_file(self) -> None:
        """Look for what the bar says, and for no file."""
        self._stop_looking()
        self.look()

    def _stop_looking(self) -> None:
        if self._file is not None and self._file[1] is None:
            self._ask(values.StopLooking())
        self._file = None
        self._show_file("")

    def _show_file(self, says: str) -> None:
        self.file.setText(says)
        self._strip.setVisible(bool(says))

    @property
    def _project_id(self) -> str | None:
        """The project whose assets are shown; None for all."""
        chosen = self.scope.currentData()
        return None if chosen is None else str(chosen)

    def _filter(self) -> AssetFilter:
        if self._file is not None and self._file[1] is not None:
            return AssetFilter(account_id=self._account, file=self._file[1])
        typed = words.looked_for(self.search.text())
        return AssetFilter(account_id=self._account, project_id=self._project_id, words=typed)

    # Widgets

    def _export_menu(self) -> QMenu:
        menu = QMenu(self.export)
        everything, selected = self.tr("Everything found as %1…"), self.tr("Selected as %1…")
        for text, only_selected in ((everything, False), (selected, True)):
            for form in ExportFormat:
                menu.addAction(text.replace("%1", form.name)).setData((form, only_selected))
            menu.addSeparator()
        menu.triggered.connect(self._export_chosen)
        return menu

    @Slot(QAction)
    def _export_chosen(self, entry: QAction) -> None:
        self.export_wanted.emit(*entry.data())

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
        strip.addWidget(self.dismiss_file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._strip)
