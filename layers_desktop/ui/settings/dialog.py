"""The settings dialog: pages, search, reset, Save. A new field of the settings needs no line here.

The left side of the settings: the search above the list of pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from layers_desktop.core.text import words_of
from layers_desktop.session.state import SessionState
from layers_desktop.settings.fields import Page, fields
from layers_desktop.settings.preferences import Preferences, ProjectSettings
from layers_desktop.ui import announce, geometry
from layers_desktop.ui.i18n.setting_text import translated
from layers_desktop.ui.settings.connection_test import ConnectionTestSection
from layers_desktop.ui.settings.extras import AccountSection, CopyPreview
from layers_desktop.ui.settings.field_row import FieldRow
from layers_desktop.ui.settings.form_state import EditedProject, FormState, Scope
from layers_desktop.ui.settings.page import Hint, SettingsPage, SettingsPart
from layers_desktop.ui.theme import icons, theme
from layers_desktop.ui.widgets.buttons import MenuButton, enlarge_icons, label, plain_tooltip, push_button

_ROW = 32
_NARROWEST, _WIDEST = 152, 224
_PAGE = Qt.ItemDataRole.UserRole


class SideBar(QFrame):
    """Pages by arrows; a search by words, which hides those without a match."""

    page_changed = Signal(int)
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
        self.page_changed.emit(-1 if item is None else item.data(_PAGE))


_SIZE = QSize(720, 540)
_SMALLEST = QSize(460, 360)


class OfProject(Enum):
    """The page of the edited project, beside those of `Page`."""

    PAGE = "project"


class SettingsDialog(QDialog):
    """Edits a draft; only Save lets it out. Open it with `open()`."""

    saved = Signal(object)
    """The `Preferences`, when they were changed."""
    project_saved = Signal(str, object)
    """The project's id and its `ProjectSettings`, when they were changed."""
    sign_out_requested = Signal()
    test_wanted = Signal(object)
    """Try the connection as these `Preferences` have it."""

    def __init__(
        self,
        preferences: Preferences,
        project: EditedProject | None,
        session: SessionState,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(geometry.for_text(parent, _SMALLEST))
        geometry.fit(self, _SIZE, parent)
        self.draft = FormState(preferences, project, self)
        self.account = AccountSection()
        self.account.sign_out_requested.connect(self.sign_out_requested)
        self.test = ConnectionTestSection()
        self.test.wanted.connect(self._test)
        self.sheets: dict[Page | OfProject, SettingsPage] = {}
        self._stack = QStackedWidget()
        self.nothing = label(tone="dim", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setContentsMargins(24, 24, 24, 24)
        self.side = SideBar()
        self._fill()
        self._stack.addWidget(self.nothing)
        self.side.page_changed.connect(self._turned)
        self.side.searched.connect(self._search)
        self.side.entered.connect(self._enter)
        self._build()
        self.draft.edited.connect(self._edited)
        for row in self.rows():
            row.editor.complained.connect(self._edited)
        self.show_session(session)
        self.side.turn(0)
        self._edited()

    def show_session(self, session: SessionState) -> None:
        """Follow signing in and out."""
        self.account.show_session(session)

    def open_at(self, page: Page | OfProject) -> None:
        """Open with this page on top."""
        if page in self.sheets:
            self.side.turn(list(self.sheets).index(page))
        self.side.pages.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open()

    @Slot()
    def accept(self) -> None:
        """Send what was changed, and close; stay open while something cannot be saved."""
        wrong = self._wrong()
        if wrong is not None:
            self._turn_to(wrong)
            return
        if self.draft.preferences_changed:
            self.saved.emit(self.draft.preferences)
        if self.draft.settings_changed and self.draft.project is not None:
            self.project_saved.emit(self.draft.project.id, self.draft.settings)
        super().accept()

    def rows(self) -> list[FieldRow]:
        """Return the rows of all pages."""
        return [row for sheet in self.sheets.values() for row in sheet.rows]

    def row(self, name: str) -> FieldRow:
        """Return the first row of the setting of this name."""
        return next(row for row in self.rows() if row.entry.field.name == name)

    def _fill(self) -> None:
        parts: dict[Page, SettingsPart] = {
            Page.COPYING: CopyPreview(self.draft), Page.NETWORK: self.test, Page.ACCOUNT: self.account,
        }  # fmt: skip
        project = self.draft.project
        whose = self.tr("Project %1").replace("%1", project.name) if project is not None else ""
        for page in Page:
            sheet = SettingsPage(translated(page.label), self.draft)
            ours, theirs = self.draft.on(page, Scope.PROGRAM), self.draft.on(page, Scope.PROJECT)
            sheet.add_section(self.tr("All projects") if theirs else "", ours)
            sheet.add_section(whose, theirs)
            if project is None and any(field.page is page for field in fields(ProjectSettings)):
                hint = self.tr("More here belongs to a project: pick one in the window first.")
                sheet.add_section("", [], [Hint(hint)])
            if page in parts and (theirs or page is not Page.COPYING):
                sheet.add_section("", [], [parts[page]])
            self._add_sheet(page, sheet)
        if project is not None:
            self.side.add_heading(self.tr("Project"))
            sheet = SettingsPage(project.name, self.draft)
            for page in Page:
                sheet.add_section(translated(page.label), self.draft.on(page, Scope.PROJECT))
            self._add_sheet(OfProject.PAGE, sheet)

    def _add_sheet(self, page: Page | OfProject, sheet: SettingsPage) -> None:
        if sheet.is_empty:
            sheet.deleteLater()
            return
        self.sheets[page] = sheet
        self._stack.addWidget(sheet)
        self.side.add(sheet.title)

    def _build(self) -> None:
        self.save = push_button(self.tr("Save"), primary=True)
        self.save.setDefault(True)
        self.save.clicked.connect(self.accept)
        cancel = push_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.reset = MenuButton()
        self.reset.setText(self.tr("Reset to defaults"))
        menu = QMenu(self.reset)
        self.reset_page = menu.addAction(self.tr("This page"))
        self.reset_page.triggered.connect(self._reset_page)
        self.reset_all = menu.addAction(self.tr("All settings"))
        self.reset_all.triggered.connect(self._reset_all)
        self.reset.setMenu(menu)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(6, 12, 6, 12)  # Reset begins where the names of the pages do
        buttons.setSpacing(8)
        buttons.addWidget(self.reset)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        buttons.addSpacing(10)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.side)
        middle.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.side.start_search)

    def _wrong(self) -> FieldRow | None:
        return next((row for row in self.rows() if row.wrong), None)

    def _turn_to(self, row: FieldRow) -> None:
        """Show a row, whatever is looked for, with what is wrong with it."""
        self.side.field.clear()
        sheet = next(index for index, sheet in enumerate(self.sheets.values()) if row in sheet.rows)
        self.side.turn(sheet)
        row.insist()
        row.editor.control.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _edited(self) -> None:
        self._forget_what_is_unused()
        self.reset_page.setEnabled(not all(row.is_default for row in self._shown()))
        self.reset_all.setEnabled(not all(row.is_default for row in self.rows()))
        self.reset.setEnabled(self.reset_all.isEnabled())

    def _shown(self) -> list[FieldRow]:
        """Return the settings of the page; while something is looked for, those that were found."""
        sheet = self._stack.currentWidget()
        return [row for row in sheet.rows if not row.isHidden()] if isinstance(sheet, SettingsPage) else []

    def _forget_what_is_unused(self) -> None:
        """Put back a text that cannot be saved where it is not used: it is not kept for later either."""
        for row in self.rows():
            if not self.draft.may_be_set(row.entry) and row.invalid:
                row.editor.drop_typed()
                self.draft.put(row.entry, self.draft.before(row.entry))

    @Slot(int)
    def _turned(self, index: int) -> None:
        self._stack.setCurrentIndex(index if index >= 0 else self._stack.indexOf(self.nothing))
        self._edited()

    @Slot(object)
    def _search(self, words: tuple[str, ...]) -> None:
        self.nothing.setText(self.tr("No setting is called like that."))
        self.side.show_only([sheet.filter(words) for sheet in self.sheets.values()])
        self._edited()
        if self._stack.currentWidget() is self.nothing:
            announce.politely(self.nothing, self.nothing.text())

    @Slot()
    def _enter(self) -> None:
        """Go from the search into the page."""
        sheet = self._stack.currentWidget()
        rows = sheet.rows if isinstance(sheet, SettingsPage) else []
        target = next((row.editor.control for row in rows if not row.isHidden()), None)
        if target is not None and target.isEnabled():
            target.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _reset_page(self) -> None:
        self._reset_to_defaults(self._shown())

    @Slot()
    def _reset_all(self) -> None:
        self._reset_to_defaults(self.rows())

    def _reset_to_defaults(self, rows: Sequence[FieldRow]) -> None:
        for row in rows:
            row.editor.drop_typed()
        self.draft.reset([row.entry for row in rows])

    @Slot()
    def _test(self) -> None:
        wrong = self._wrong()
        if wrong is not None and wrong.entry.field.page is Page.NETWORK:
            self._turn_to(wrong)
            return
        self.test.show_start()
        self.test_wanted.emit(self.draft.preferences)
