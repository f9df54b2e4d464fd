"""The page of the history: it asks the history, whose thread reads the journal, and shows what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from layers_desktop.core.errors import Problem
from layers_desktop.history import messages as values
from layers_desktop.history.messages import ExportFormat
from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.ui import announce
from layers_desktop.ui.history import text as words
from layers_desktop.ui.history.exports import HistoryExports
from layers_desktop.ui.history.model import HistoryModel
from layers_desktop.ui.history.search_bar import HistorySearchBar
from layers_desktop.ui.history.view import HistoryView
from layers_desktop.ui.i18n.problem_text import translated
from layers_desktop.ui.interfaces import Copier, Messages
from layers_desktop.ui.theme import theme
from layers_desktop.ui.uploads.panel import UploadsPanel
from layers_desktop.ui.widgets.buttons import Elided, MenuButton, push_button

if TYPE_CHECKING:
    from layers_desktop.history.service import History

_LONG: Final = 5_000
"""Assets that take long enough to be read to say so."""


class HistoryFooter(QFrame):
    """Every action of a row, as a real button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self.setFixedHeight(theme.scaled(theme.BAR_HEIGHT))
        self.words = Elided()
        self.folder = push_button(self.tr("Show in folder"))
        self.copy_as = MenuButton()
        self.copy_as.setText(self.tr("Copy as"))
        self.formats = CopyAsMenu(self.copy_as)
        self.copy_as.setMenu(self.formats)
        self.copy = push_button(self.tr("Copy ID"), icon="copy")
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

    closed = Signal()
    """Back to the uploads."""

    def __init__(
        self,
        app_theme: theme.Theme,
        uploads: UploadsPanel,
        copier: Copier,
        messages: Messages,
        *,
        native: bool = True,
    ) -> None:
        super().__init__()
        self._uploads = uploads
        self._copier = copier
        self._messages = messages
        self._history: History | None = None
        self._collecting: tuple[values.Collect, CopyFormat | None] | None = None
        """What is read to be copied, and in which format."""
        self._found: int | None = None
        """How many fit; None while they are counted."""
        self.bar = HistorySearchBar(self._ask)
        self.rows = HistoryModel(self)
        self.table = HistoryView(self.rows, app_theme)
        self.foot = HistoryFooter()
        self.exports = HistoryExports(self, self._ask, messages, native=native)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)
        self._connect(app_theme)
        self._count()

    def _connect(self, app_theme: theme.Theme) -> None:
        self.bar.began.connect(self._began)
        self._uploads.rows.export_requested.connect(self.exports.export_uploads)
        self.bar.back.clicked.connect(self.closed)
        self.bar.export_wanted.connect(self._export_as)
        self.bar.search.to_list.connect(self._to_list)
        self.bar.search.escaped.connect(self._escaped)
        for field in (self.bar.search, self._uploads.search_field):
            field.others_given.connect(self._say_only)
        self.table.copy_requested.connect(self.copy_selected)
        self.table.menu_requested.connect(self._open_menu)
        self.table.closed.connect(self._escaped)
        self.table.selectionModel().selectionChanged.connect(self._count)
        self.table.all_chosen.connect(self._count)
        self.foot.copy.clicked.connect(self.copy_selected)
        self.foot.formats.chosen.connect(self._copy)
        self.foot.folder.clicked.connect(self._show_in_folder)
        self.rows.more_wanted.connect(self._more)
        app_theme.changed.connect(self.table.viewport().update)
        find = QAction(self.tr("Search history"), self)
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.triggered.connect(self.bar.search.start)
        self.addAction(find)

    # What others say

    def use_history(self, history: History) -> None:
        """Ask this one."""
        self._history = history
        history.found.connect(self._on_found)
        history.counted.connect(self._on_counted)
        history.collected.connect(self._on_collected)
        history.looking.connect(self.bar.on_looking)
        history.looked.connect(self.bar.on_looked)
        history.exported.connect(self.exports.on_exported)
        history.grown.connect(self._on_grown)
        history.problem.connect(self._on_problem)

    def use_account(self, organization_id: str) -> None:
        """Show the assets of this organization from now on."""
        if self.bar.use_account(organization_id):
            self.rows.show([], more=False)
            self.bar.look()

    @Slot(object)
    def _on_found(self, found: values.SearchResult) -> None:
        """Show a page, or what is new, if it is still what is looked for."""
        asked = found.question
        if asked.wanted != self.bar.wanted:
            return
        if isinstance(asked, values.NewerAssets):
            self._show_news(found, asked.after)
        elif asked.before is None:
            self.rows.with_project = asked.wanted.project_id is None
            self.table.sentence = "" if found.assets else self.bar.nothing()
            self.rows.show(found.assets, more=found.more)
            if self.table.hasFocus():
                self.table.select_first()
            announce.politely(self.table, self.table.sentence)
        else:
            self.rows.append(found.assets, more=found.more)
        self._count()

    @Slot(object)
    def _on_counted(self, counted: values.Counted) -> None:
        """Show how many there are."""
        if counted.wanted == self.bar.wanted:
            self._found = counted.count
            self._count()
            if counted.count and self.bar.narrowed:
                announce.politely(self.table, words.count(counted.count))

    @Slot(object)
    def _on_collected(self, collected: values.Collected) -> None:
        """Copy all that was found, if that is what was asked for last."""
        if self._collecting is not None and self._collecting[0] is collected.question:
            form, self._collecting = self._collecting[1], None
            self._copier.copy(collected.assets, form)

    @Slot()
    def _on_grown(self) -> None:
        """Ask for what is new, if anybody sees it."""
        if self.isVisible() and self.bar.wanted is not None:
            newest = self.rows.newest
            if newest is None:
                self.bar.start()
            else:
                self._ask(values.NewerAssets(self.bar.wanted, newest.number))

    @Slot(object)
    def _on_problem(self, problem: Problem) -> None:  # noqa: ARG002 - the window's banner says it
        """Stop waiting for what does not come."""
        self.bar.on_problem()
        if self._found is None:
            self.rows.show([], more=False)  # what is shown is not what was asked for
        self.rows.ask_again()

    # What the person does

    @Slot()
    def copy_selected(self) -> None:
        """Copy the selected assets; a single one that was found needs no selecting."""
        self._copy(None)

    @Slot(object)
    def _copy(self, form: CopyFormat | None) -> None:
        """Copy in this format, else in that of their project; what is not loaded is read by the history."""
        chosen = self.table.selected() or self.table.only()
        if self.table.chose_unloaded and self.bar.wanted is not None:
            if self._found is not None and self._found >= _LONG:
                self._messages.show_text(words.reading(self._found))
            question = values.Collect(self.bar.wanted)
            self._collecting = question, form
            self._ask(question)
        elif chosen:
            self._copier.copy(chosen, form)
        else:
            self._messages.show_text(self.tr("Select the assets to copy."))

    def export(self) -> None:
        """Export what is selected, or else everything that was found."""
        self._export_as(ExportFormat.CSV, only_selected=bool(self.table.count_selected()))

    @Slot(object, bool)
    def _export_as(self, form: ExportFormat, only_selected: bool) -> None:
        if only_selected and not self.table.chose_unloaded:
            self.exports.choose(tuple(self.table.selected()), form)
        else:
            found = self.bar.wanted if self.rows.assets else None
            self.exports.choose(found or (), form)

    @Slot()
    def _show_in_folder(self) -> None:
        self._uploads.show_in_folder(self.table.selected())

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
        formats_menu.chosen.connect(self._copy)
        menu.addMenu(formats_menu)
        menu.addAction(self.foot.folder.text()).triggered.connect(self._show_in_folder)
        menu.popup(place)

    @Slot()
    def _escaped(self) -> None:
        """Take back one thing after the other: the file, what was typed, the page itself."""
        if not self.bar.take_back():
            self.closed.emit()

    @Slot(object)
    def _say_only(self, path: bytes) -> None:
        """Say that of several files this one alone is looked for."""
        self._messages.show_text(self.tr("Only %1 is looked for.").replace("%1", words.file_name(path)))

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
        self.bar.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing more."""
        self.bar.stop()
        super().hideEvent(event)

    # Inside

    def _ask(self, question: values.Question) -> None:
        if self._history is not None:
            self._history.post(question)

    @Slot()
    def _began(self) -> None:
        self._found = None

    @Slot(object)
    def _more(self, before: int) -> None:
        if self.bar.wanted is not None:
            self._ask(values.Search(self.bar.wanted, before))

    def _show_news(self, found: values.SearchResult, after: int) -> None:
        newest = self.rows.newest
        if found.more or newest is None or newest.number != after:
            self.bar.start()  # too much at once, or other rows by now
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
