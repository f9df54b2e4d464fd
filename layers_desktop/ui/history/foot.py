"""The bar below the history: how many there are, and what can be done with the selected ones."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.ui import theme
from layers_desktop.ui.controls import Elided, push_button
from layers_desktop.ui.history import words
from layers_desktop.ui.menu_button import MenuButton
from layers_desktop.ui.settings_dialog.texts import said


class HistoryFoot(QFrame):
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
            self.addAction(said(form.label)).setData(form)
        self.triggered.connect(self._triggered)

    @Slot(QAction)
    def _triggered(self, entry: QAction) -> None:
        self.chosen.emit(entry.data())
