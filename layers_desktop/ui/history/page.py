"""The page of the history: what is asked goes out, what was found comes in. No file, no SQL, no network.

The bar below the history: how many there are, and what can be done with the selected ones.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from layers_desktop.core.errors import Problem
from layers_desktop.history import messages as values
from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.ui import announce
from layers_desktop.ui.history import text as words
from layers_desktop.ui.history.actions import HistoryCopies, HistoryExports
from layers_desktop.ui.history.model import HistoryModel
from layers_desktop.ui.history.query import HistoryQuery
from layers_desktop.ui.history.search_bar import HistorySearchBar
from layers_desktop.ui.history.view import HistoryView
from layers_desktop.ui.i18n.setting_text import translated
from layers_desktop.ui.theme import theme
from layers_desktop.ui.widgets.buttons import Elided, MenuButton, push_button


class HistoryFooter(QFrame):
    """Every action of a row, as a real button."""

    copy_requested = Signal()
    copy_as_requested = Signal(object)
    """A `CopyFormat`."""
    show_in_folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self.setFixedHeight(theme.scaled(theme.BAR_HEIGHT))
        self.words = Elided()
        self.folder = push_button(self.tr("Show in folder"))
        self.folder.clicked.connect(self.show_in_folder_requested)
        self.copy_as = MenuButton()
        self.copy_as.setText(self.tr("Copy as"))
        formats = CopyAsMenu(self.copy_as)
        formats.chosen.connect(self.copy_as_requested)
        self.copy_as.setMenu(formats)
        self.copy = push_button(self.tr("Copy ID"), icon="copy")
        self.copy.clicked.connect(self.copy_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GRID, 0, 2 * theme.GRID, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self.words, 1)
        row.addStretch(0)
        row.addWidget(self.folder)
        row.addWidget(self.copy_as)
        row.addWidget(self.copy)

    def show_count(self, found: int | None, selected: int | None, loaded: int) -> None:
        """Show how many were found, None while they are counted, and how many are selected: None for all."""
        known = loaded if found is None else found
        text = "" if found is None and not loaded else words.count(known)
        if selected is None:
            text, selected = words.all_selected(found), known
        elif selected:
            text = f"{words.selected(selected)} · {text}"
        self.words.setText(text)
        for button in (self.folder, self.copy_as):
            button.setEnabled(bool(selected))
        self.copy.setEnabled(bool(selected) or loaded == 1)  # a single one needs no selecting
        self.copy.setText(self.tr("Copy IDs") if selected > 1 else self.tr("Copy ID"))


class CopyAsMenu(QMenu):
    """The formats that assets can be copied in."""

    chosen = Signal(object)
    """A `CopyFormat`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        for form in CopyFormat:
            self.addAction(translated(form.label)).setData(form)
        self.triggered.connect(self._triggered)

    @Slot(QAction)
    def _triggered(self, entry: QAction) -> None:
        self.chosen.emit(entry.data())


class HistoryPage(QWidget):
    """Shows every asset ever uploaded from here, and says what the person wants of them."""

    requested = Signal(object)
    """A question for the history (`transfers.history_values`)."""
    copy_requested = Signal(object)
    """`list[Transfer]` for the clipboard, in the format of their project."""
    copy_as_requested = Signal(object, object)
    """`list[Transfer]` and a `CopyFormat`."""
    show_in_folder_requested = Signal(object)
    """`list[Transfer]`."""
    closed = Signal()
    """Back to the uploads."""
    message = Signal(str)
    """A sentence for the toast."""

    def __init__(self, app_theme: theme.Theme, parent: QWidget | None = None, *, native: bool = True) -> None:
        super().__init__(parent)
        self._found: int | None = None
        self.bar = HistorySearchBar()
        self.rows = HistoryModel(self)
        self.table = HistoryView(self.rows, app_theme)
        self.foot = HistoryFooter()
        self._inquiry = HistoryQuery(self.bar, self)
        self.copies = HistoryCopies(self.table, self._inquiry, self)
        self.exports = HistoryExports(self.table, self._inquiry, self, native=native)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)
        self._connect(app_theme)
        self._count()

    def _connect(self, app_theme: theme.Theme) -> None:
        self._inquiry.requested.connect(self.requested)
        self._inquiry.began.connect(self._began)
        self.exports.requested.connect(self.requested)
        self.exports.message.connect(self.message)
        self.copies.requested.connect(self.requested)
        self.copies.message.connect(self.message)
        self.copies.copy_requested.connect(self.copy_requested)
        self.copies.copy_as_requested.connect(self.copy_as_requested)
        self.bar.closed.connect(self.closed)
        self.bar.export_wanted.connect(self.exports.export_as)
        self.bar.search.to_list.connect(self._to_list)
        self.bar.search.escaped.connect(self._escaped)
        self.bar.search.others_given.connect(self.say_only)
        self.table.copy_requested.connect(self.copy_selected)
        self.table.menu_requested.connect(self._open_menu)
        self.table.closed.connect(self._escaped)
        self.table.selectionModel().selectionChanged.connect(self._count)
        self.table.all_chosen.connect(self._count)
        self.foot.copy_requested.connect(self.copy_selected)
        self.foot.copy_as_requested.connect(self._copy_as)
        self.foot.show_in_folder_requested.connect(self._show_in_folder)
        self.rows.more_wanted.connect(self._more)
        app_theme.changed.connect(self.table.viewport().update)
        find = QAction(self.tr("Search history"), self)
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.triggered.connect(self.bar.search.start)
        self.addAction(find)

    # What others say

    def use_account(self, organization_id: str) -> None:
        """Show the assets of this organization from now on."""
        if self._inquiry.use_account(organization_id):
            self.rows.show([], more=False)
            self._inquiry.look()

    def use_project(self, project_id: str | None, name: str) -> None:
        """Offer this project's assets alone."""
        self.bar.offer_project(project_id, name)

    @Slot(object)
    def on_found(self, found: values.SearchResult) -> None:
        """Show a page, or what is new, if it is still what is looked for."""
        asked = found.question
        if asked.wanted != self._inquiry.wanted:
            return
        if isinstance(asked, values.NewerAssets):
            self._show_news(found, asked.after)
        elif asked.before is None:
            self.rows.with_project = asked.wanted.project_id is None
            self.table.sentence = "" if found.assets else self._inquiry.nothing()
            self.rows.show(found.assets, more=found.more)
            if self.table.hasFocus():
                self.table.select_first()
            announce.politely(self.table, self.table.sentence)
        else:
            self.rows.append(found.assets, more=found.more)
        self._count()

    @Slot(object)
    def on_counted(self, counted: values.Counted) -> None:
        """Show how many there are."""
        if counted.wanted == self._inquiry.wanted:
            self._found = counted.count
            self._count()
            if counted.count and self._inquiry.narrowed:
                announce.politely(self.table, words.count(counted.count))

    @Slot(object)
    def on_looking(self, looking: values.Looking) -> None:
        """Show how far the file that is looked for is read."""
        self._inquiry.on_looking(looking)

    @Slot(object)
    def on_looked(self, looked: values.FileIdentified) -> None:
        """Show the assets that have the file's bytes, or that there is none."""
        self._inquiry.on_looked(looked)

    @Slot()
    def on_grown(self) -> None:
        """Ask for what is new, if anybody sees it."""
        if self.isVisible() and self._inquiry.wanted is not None:
            newest = self.rows.newest
            if newest is None:
                self._inquiry.open()
            else:
                self.requested.emit(values.NewerAssets(self._inquiry.wanted, newest.number))

    @Slot(object)
    def on_problem(self, problem: Problem) -> None:  # noqa: ARG002 - the window's banner says it
        """Stop waiting for what does not come."""
        self._inquiry.on_problem()
        self.rows.ask_again()

    # What the person does

    @Slot()
    def copy_selected(self) -> None:
        """Copy the selected assets; a single one that was found needs no selecting."""
        self.copies.copy(self._found)

    @Slot(object)
    def _copy_as(self, form: CopyFormat) -> None:
        self.copies.copy_as(form, self._found)

    @Slot()
    def _show_in_folder(self) -> None:
        self.show_in_folder_requested.emit([asset.as_transfer() for asset in self.table.selected()])

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.foot.copy.text())
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # the list answers to it; here it is shown
        copy.triggered.connect(self.copy_selected)
        formats_menu = CopyAsMenu(menu)
        formats_menu.setTitle(self.foot.copy_as.text())
        formats_menu.chosen.connect(self._copy_as)
        menu.addMenu(formats_menu)
        menu.addAction(self.foot.folder.text()).triggered.connect(self._show_in_folder)
        menu.popup(place)

    @Slot()
    def _escaped(self) -> None:
        """Take back one thing after the other: the file, what was typed, the page itself."""
        if not self._inquiry.take_back():
            self.closed.emit()

    def find_file(self, path: bytes) -> None:
        """Look for the assets that have the bytes of the file at `path`, as if dropped on the search."""
        self._inquiry.look_for_file(path)

    @Slot(object)
    def say_only(self, path: bytes) -> None:
        """Say that of several files this one alone is looked for."""
        self.message.emit(self.tr("Only %1 is looked for.").replace("%1", words.file_name(path)))

    @Slot()
    def _to_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Esc from every part of the page."""
        if event.key() == Qt.Key.Key_Escape:
            self._escaped()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is there now."""
        super().showEvent(event)
        self._inquiry.open()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing more."""
        self._inquiry.close()
        super().hideEvent(event)

    # Inside

    @Slot()
    def _began(self) -> None:
        self._found = None

    @Slot(object)
    def _more(self, before: int) -> None:
        if self._inquiry.wanted is not None:
            self.requested.emit(values.Search(self._inquiry.wanted, before))

    def _show_news(self, found: values.SearchResult, after: int) -> None:
        newest = self.rows.newest
        if found.more or newest is None or newest.number != after:
            self._inquiry.open()  # too much at once, or other rows by now
            return
        self.table.prepend(found.assets)
        if self._found is not None:
            self._found += len(found.assets)

    @Slot()
    def _count(self) -> None:
        selected = self.table.count_selected()
        everything = self.table.chose_unloaded
        self.foot.show_count(self._found, None if everything else selected, self.rows.assets)
        self.bar.can_export(found=self.rows.assets, selected=selected)
