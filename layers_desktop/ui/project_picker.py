"""The combo box `Project`: pick one of thousands by typing a part of its name, customer id or id."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from layers_desktop.settings.caches import KnownProject
from layers_desktop.ui import theme
from layers_desktop.ui.combo_box import ComboBox
from layers_desktop.ui.controls import plain_tooltip
from layers_desktop.ui.project_list import ProjectModel
from layers_desktop.ui.project_popup import ProjectPopup
from layers_desktop.ui.project_search import Found, ProjectSearch

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
        self._all.show(Found(list(projects), 0))
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
