"""The picked project and its settings, as they come and go, and those of others as they are wanted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.session.state import Phase, SessionState
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.ui.header.project_picker import ProjectPicker

REFRESH_AFTER_S: Final = 60.0
"""Opening the picker asks for new projects so long after the last list: one of thousands costs many reads."""


class ProjectController(QObject):
    """Says which project is picked, and hands it on once its settings are known."""

    chosen = Signal(str)
    """Another project is picked, by a person or because it was the last one; its settings are wanted."""
    ready = Signal()
    """The picked project's settings are known, or no project is picked any more."""
    chosen_by_hand = Signal()
    """A person has chosen a project, be it the one that was picked already."""
    missing = Signal()
    """The key does not see the project that a start named: a person has to choose."""
    settings_wanted = Signal(str)
    """The settings of this project are wanted, though it is not picked. Once a project."""
    learned = Signal()
    """The settings of some project are known now, or others than before."""
    refresh_wanted = Signal()

    def __init__(
        self, picker: ProjectPicker, parent: QObject, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._picker = picker
        self._clock = clock
        self._picked: str | None = None
        self._named: str | None = None
        """What a start of the program named and no list has brought yet: nothing else is picked by itself."""
        self.unseen: str | None = None
        """The id that a start named and that Layers does not list for this key."""
        self._settings: dict[str, ProjectSettings] = {}
        self._asked: set[str] = set()
        self._waiting: dict[str, list[Callable[[ProjectSettings], None]]] = {}
        self._refreshed_at: float | None = None
        self._organization_id = ""
        self._of_another = False
        """The organization was changed: its own last project is picked as soon as its list is there."""
        picker.project_chosen.connect(self._person_chose)
        picker.opened.connect(self._picker_opened)
        picker.refresh_wanted.connect(self.refresh_wanted)

    @property
    def current(self) -> KnownProject | None:
        """The picked project."""
        return self._picker.current

    @property
    def known(self) -> bool:
        """True when a project is picked and its settings are known."""
        return self._picked is not None and self._picked in self._settings

    def knows(self, project_id: str) -> bool:
        """Tell whether the settings of this project are known."""
        return project_id in self._settings

    @property
    def wanted(self) -> str | None:
        """The id of the project that a start named and no list has brought yet."""
        return self._named

    def surely_missing(self, project_id: str) -> bool:
        """Tell whether Layers has told of all projects, and this is none of them."""
        return self._refreshed_at is not None and self._picker.listed(project_id) is None

    def listed_project(self, project_id: str) -> KnownProject | None:
        """Return the project of that id if Layers lists it for this key, as far as that is known by now."""
        return self._picker.listed(project_id)

    @property
    def settings(self) -> ProjectSettings:
        """The picked project's settings, defaults until they are known."""
        return self.settings_of(self._picked)

    def settings_of(self, project_id: str | None) -> ProjectSettings:
        """Return what is known of a project's settings, defaults otherwise."""
        return self._settings.get(project_id or "", ProjectSettings())

    @property
    def any_copies_itself(self) -> bool:
        """True when batches of some project whose settings are known are copied automatically."""
        return any(settings.copy_automatically for settings in self._settings.values())

    def want(self, project_ids: Iterable[str]) -> None:
        """Have the settings of these read where they are not known: something of them is shown."""
        for project_id in project_ids:
            if project_id not in self._settings and project_id not in self._asked:
                self._asked.add(project_id)
                self.settings_wanted.emit(project_id)

    def when_known(self, project_id: str | None, then: Callable[[ProjectSettings], None]) -> None:
        """Do this with a project's settings, now or as soon as they are read; defaults for no project."""
        if project_id is None or project_id in self._settings:
            then(self.settings_of(project_id))
            return
        self._waiting.setdefault(project_id, []).append(then)
        self.want((project_id,))

    def show_session(self, state: SessionState) -> None:
        """Let go of the project of another organization."""
        if state.phase is not Phase.SIGNED_IN or state.organization_id == self._organization_id:
            return
        if self._organization_id:
            self._of_another = self._named is None
            self.unseen = None
            self._picker.choose(self._named)
            self._follow()
        self._organization_id = state.organization_id

    def show_projects(self, projects: Sequence[KnownProject]) -> None:
        """Offer these projects; an only one is picked by itself unless a start named another."""
        self._picker.set_projects(projects)
        self._name_is_known()
        if self.current is None and self._named is None and len(projects) == 1:
            self._picker.choose(projects[0].id)
        elif self._of_another and projects:
            self._of_another = False
            self._picker.choose_last_used()
        self._follow()

    def show_settings(self, settings: ProjectSettings, project_id: str | None = None) -> None:
        """Keep these settings, of the picked project when no id is given."""
        owner = project_id or self._picked
        if owner is None:
            return
        self._settings[owner] = settings
        if owner == self._picked:
            self.ready.emit()
        self.learned.emit()
        for then in self._waiting.pop(owner, ()):
            then(settings)

    @property
    def awaited(self) -> bool:
        """True while Layers has not yet said whether the key sees the project that a start named."""
        return self._named is not None and self.unseen is None

    def listed(self) -> None:
        """Take the list that was shown for all that Layers has: what is not in it is not seen by this key."""
        self._refreshed_at = self._clock()
        if self.awaited:
            self.unseen = self._named
            self.missing.emit()

    def choose(self, project_id: str) -> None:
        """Pick this project, now or as soon as a list brings it."""
        self.forget_name()
        self._pick(project_id)

    def choose_again(self, project_id: str) -> None:
        """Pick the project of last time, unless one is picked or was named at the start."""
        if self.current is None and self._named is None:
            self._pick(project_id)

    def name(self, project_id: str) -> None:
        """Pick this project or none: a start named it, and what came with it is meant for no other."""
        self._named, self.unseen = project_id, None
        self._pick(project_id)
        self._name_is_known()

    def forget_name(self) -> None:
        """Let go of what a start named: a person chose another, or let what came with it go."""
        self._named = self.unseen = None

    def _name_is_known(self) -> None:
        if self.current is not None:
            self.forget_name()

    def _pick(self, project_id: str) -> None:
        self._of_another = False
        self._picker.choose(project_id)
        self._follow()

    @Slot(str)
    def _person_chose(self, project_id: str) -> None:
        self.forget_name()
        # Asked for again too: an empty answer the first time must not leave it without settings for ever.
        self._picked = None if project_id not in self._settings else self._picked
        self._follow()
        self.chosen_by_hand.emit()

    def _follow(self) -> None:
        project = self.current
        picked = project.id if project is not None else None
        if picked == self._picked:
            return
        self._picked = picked
        self.ready.emit()
        if picked is not None:
            self.chosen.emit(picked)

    @Slot()
    def _picker_opened(self) -> None:
        now = self._clock()
        if self._refreshed_at is None or now - self._refreshed_at >= REFRESH_AFTER_S:
            self.refresh_wanted.emit()
