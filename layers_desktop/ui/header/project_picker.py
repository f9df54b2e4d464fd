"""The combo box `Project` and its popup: pick one of thousands by a part of its name, customer id or id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListView, QSizePolicy, QVBoxLayout, QWidget

from layers_desktop.settings.caches import KnownProject
from layers_desktop.ui import announce
from layers_desktop.ui.header.project_model import (
    ROW,
    ProjectDelegate,
    ProjectMatches,
    ProjectModel,
    ProjectSearch,
)
from layers_desktop.ui.theme import theme
from layers_desktop.ui.widgets.buttons import link_button, plain_tooltip
from layers_desktop.ui.widgets.inputs import ComboBox

_VISIBLE_ROWS = 10
REFRESH_KEY: Final = Qt.Key.Key_F5
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class ProjectPopup(QWidget):
    """Type to filter, arrows to move, Enter to choose, F5 to ask Layers anew, Esc to leave."""

    chosen = Signal(str)
    """The id of the project."""
    settings_requested = Signal()
    """The settings of the picked project are wanted."""
    refresh_wanted = Signal()
    """Layers is to be asked for its projects now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("projects")
        # No QFrame: a style sheet leaves a combo box's frames alone.
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Projects"))
        self._search = ProjectSearch()
        self._loading = False
        self._anchor: QWidget = parent
        self._current: str | None = None
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Find project"))
        self.field.setPlaceholderText(self.tr("Name, customer id or id"))
        self.field.setClearButtonEnabled(False)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._edited)
        self.model = ProjectModel(self)
        self.view = QListView()
        self.view.setObjectName("projectList")
        self.view.setAccessibleName(self.tr("Projects"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(ProjectDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._choose)
        self.nothing = QLabel()
        self.nothing.setProperty("tone", "dim")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.settings = link_button("", flush=True)
        self.settings.clicked.connect(self._open_settings)
        self.settings.hide()
        self.refresh = link_button(self.tr("Refresh"), flush=True)
        self.refresh.setToolTip(self.tr("Ask Layers for its projects now (F5)"))
        self.refresh.clicked.connect(self.refresh_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.nothing, 1)
        last = QHBoxLayout()
        last.setContentsMargins(11, 0, 11, 0)  # where the names begin and the customers' ids end
        last.addWidget(self.settings)
        last.addStretch()
        last.addWidget(self.refresh)
        layout.addLayout(last)

    def set_projects(self, search: ProjectSearch) -> None:
        """List these from now on, also while the popup is open."""
        self._search = search
        self._filter(self.field.text())
        if self.isVisible():  # it was opened before they came: there is more to show, never less
            self._fit(self.height())
            self._say_found()

    def set_loading(self, *, loading: bool) -> None:
        """Say that projects are on their way; meanwhile there is nothing to ask for."""
        if loading is not self._loading:
            self.refresh.setText(self.tr("Loading …") if loading else self.tr("Refresh"))
        self._loading = loading
        self.refresh.setEnabled(not loading)
        self._filter(self.field.text())

    def open(self, anchor: QWidget, current: str | None, typed: str) -> None:
        """Show under `anchor` with `current` selected and `typed` already in the field."""
        self._anchor, self._current = anchor, current
        self.field.setText(typed)
        self._filter(typed)
        self._fit()
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        if typed:
            self._say_found()

    def _fit(self, least: int = 0) -> None:
        """Be as high as the projects need, at least `least`, and stand at the anchor."""
        width = max(self._anchor.width(), theme.scaled(320))
        rows = min(max(len(self.model.found.projects), 3), _VISIBLE_ROWS)
        extra = self._name_settings(self.model.row_of(self._current), width)
        self.resize(
            width,
            max(8 * 3 + theme.scaled(theme.BUTTON_HEIGHT) + rows * theme.scaled(ROW) + 4 + extra, least),
        )
        self.move(_place(self._anchor, self.size()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand the list its keys while the field keeps the focus."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _LIST_KEYS:
                self.view.event(event)
                self._say_current()
                return True
            if event.key() == REFRESH_KEY and not self._loading:
                self.refresh_wanted.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _name_settings(self, row: int, width: int) -> int:
        """Offer the settings of the picked project; returns the height of the line where they stand."""
        self.settings.setVisible(row >= 0)
        height = self.refresh.sizeHint().height() + 8
        if row < 0:
            return height
        name = self.model.found.projects[row].name or self.model.found.projects[row].id
        words = self.tr("Settings of %1…")
        metrics = self.settings.fontMetrics()
        room = (
            width - 64 - self.refresh.sizeHint().width() - metrics.horizontalAdvance(words.replace("%1", ""))
        )
        short = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        # An ampersand in a name is no mnemonic.
        self.settings.setText(words.replace("%1", short.replace("&", "&&")))
        self.settings.setAccessibleName(words.replace("%1", name))
        return height

    @Slot()
    def _open_settings(self) -> None:
        self.hide()
        self.settings_requested.emit()

    def _filter(self, text: str) -> None:
        self.model.show(self._search.find(text))
        empty = self.model.rowCount() == 0
        self.view.setVisible(not empty)
        self.nothing.setVisible(empty)
        if empty:
            self.nothing.setText(self._why_empty(text))
        else:
            row = 0 if text else max(self.model.row_of(self._current), 0)
            self.view.setCurrentIndex(self.model.index(row))

    @Slot(str)
    def _edited(self, text: str) -> None:
        self._filter(text)
        self._say_found()

    def _say_found(self) -> None:
        """Tell who cannot see the list what was found: the field keeps the focus."""
        count = self.model.rowCount()
        if count:
            words = self.tr("1 project found")
            if count > 1:
                words = self.tr("%n projects found", "", count).replace("%n", str(count))
            announce.politely(self.field, f"{words}. {self._current_words()}")
        else:
            announce.politely(self.field, self.nothing.text())

    def _say_current(self) -> None:
        announce.politely(self.field, self._current_words())

    def _current_words(self) -> str:
        return str(self.view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")

    def _why_empty(self, typed: str) -> str:
        if self._loading:
            return self.tr("Loading projects …")
        return self.tr("No project matches.") if typed.strip() else self.tr("No projects yet.")

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            project_id = self.model.found.projects[index.row()].id
            self.hide()
            self.chosen.emit(project_id)


def _place(anchor: QWidget, size: QSize) -> QPoint:
    """Return where a popup of `size` stands: under the anchor, above it where the screen ends."""
    screen = anchor.screen().availableGeometry()
    below = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
    if anchor.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        below.setX(below.x() + anchor.width() - size.width())
    if below.y() + size.height() > screen.bottom():
        above = anchor.mapToGlobal(QPoint(0, -size.height() - 4))
        below.setY(max(above.y(), screen.top()))
    below.setX(max(min(below.x(), screen.right() - size.width()), screen.left()))
    return below


_OPENING_KEYS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_F4,
)


class ProjectPicker(ComboBox):
    """Keeps the chosen project while lists come and go; a person's choice is signalled, ours is not."""

    project_chosen = Signal(str)
    """A person chose the project of this id."""
    settings_requested = Signal()
    """The settings of the chosen project are wanted."""
    refresh_wanted = Signal()
    """A person asks for the projects that Layers has now."""
    opened = Signal()
    """The popup opens: a good moment to ask Layers for new projects."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Project"))
        self.setPlaceholderText(self.tr("Choose a project"))
        self.setMaximumWidth(theme.scaled(290))
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._all = ProjectModel(self)
        self._wanted: str | None = None
        self._recent: tuple[str, ...] = ()
        self._loading = False
        self._quiet = True
        self.setModel(self._all)
        self.setCurrentIndex(-1)
        self._quiet = False
        self._popup: ProjectPopup | None = None
        self.currentIndexChanged.connect(self._index_changed)

    @property
    def current(self) -> KnownProject | None:
        """The chosen project; None while nothing is chosen or its list has not come."""
        row = self.currentIndex()
        return self._all.found.projects[row] if row >= 0 else None

    def listed(self, project_id: str) -> KnownProject | None:
        """Return the project of that id, if it is offered."""
        row = self._all.row_of(project_id)
        return self._all.found.projects[row] if row >= 0 else None

    def set_projects(self, projects: Sequence[KnownProject]) -> None:
        """Offer these; what was chosen stays chosen when it is among them."""
        self._show(projects)

    def set_recent(self, recent: Sequence[str]) -> None:
        """Put these ids on top, the newest first."""
        if tuple(recent) != self._recent:
            self._recent = tuple(recent)
            self._show(self._all.found.projects)

    def choose_last_used(self) -> None:
        """Choose the project that was used last of those offered, if one was."""
        self.choose(self._search().last_used)

    def set_loading(self, *, loading: bool) -> None:
        """Say in an empty list that projects are on their way."""
        self._loading = loading
        if self._popup is not None:
            self._popup.set_loading(loading=loading)

    def choose(self, project_id: str | None) -> None:
        """Choose without a person: now if it is known, else as soon as a list brings it."""
        self._wanted = project_id
        self._select()

    def showPopup(self) -> None:  # noqa: N802 - Qt's virtual method
        """Open our own list in place of Qt's."""
        self.open_popup("")

    def hidePopup(self) -> None:  # noqa: N802 - Qt's virtual method
        """Close it."""
        if self._popup is not None:
            self._popup.hide()

    @property
    def popup(self) -> ProjectPopup:
        """The list below, made when it is first needed."""
        if self._popup is None:
            self._popup = ProjectPopup(self)
            self._popup.set_projects(self._search())
            self._popup.set_loading(loading=self._loading)
            self._popup.chosen.connect(self._chosen)
            self._popup.settings_requested.connect(self.settings_requested)
            self._popup.refresh_wanted.connect(self.refresh_wanted)
        return self._popup

    @Slot()
    def start_search(self) -> None:
        """Take the focus and open the list, ready to type."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.open_popup("")

    def open_popup(self, typed: str) -> None:
        """Open the list with `typed` in its field."""
        self.opened.emit()
        self.popup.open(self, self._wanted, typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list for any key that would change the choice."""
        # A letter or an arrow on a closed combo box would change the project unseen: it opens the list.
        text = event.text()
        modified = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
        if event.key() in _OPENING_KEYS:
            self.open_popup("")
        elif text.isprintable() and text.strip() and not modified:
            self.open_popup(text)
        else:
            event.ignore()

    def say_choice(self, text: str) -> None:
        """Say nothing: the box is read with its choice when the popup gives the keyboard back."""

    def _search(self) -> ProjectSearch:
        return ProjectSearch(self._all.found.projects, self._recent)

    def _show(self, projects: Sequence[KnownProject]) -> None:
        self._quiet = True
        self._all.show(ProjectMatches(list(projects), 0))
        self._quiet = False
        self._select()
        if self._popup is not None:
            self._popup.set_projects(self._search())

    def _select(self) -> None:
        self._quiet = True
        self.setCurrentIndex(self._all.row_of(self._wanted))
        self._quiet = False
        project = self.current
        self.setToolTip(plain_tooltip(project.name) if project else "")
        self.update()

    @Slot(str)
    def _chosen(self, project_id: str) -> None:
        self.choose(project_id)
        self.project_chosen.emit(project_id)

    @Slot(int)
    def _index_changed(self, row: int) -> None:
        # Assistive technology picks a row without our popup.
        if not self._quiet and row >= 0:
            self._chosen(self._all.found.projects[row].id)
