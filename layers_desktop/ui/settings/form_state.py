"""What the dialog edits: copies of the settings, of the program and of one project. No widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal

from layers_desktop.settings.fields import FieldInfo, Page, changed, fields
from layers_desktop.settings.preferences import Preferences, ProjectSettings


class Scope(Enum):
    """Whose settings."""

    PROGRAM = "program"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """One setting of the program or of the project."""

    scope: Scope
    field: FieldInfo


@dataclass(frozen=True, slots=True)
class EditedProject:
    """The project that is picked, or whose settings were asked for."""

    id: str
    name: str
    settings: ProjectSettings


class FormState(QObject):
    """The settings as they would be saved. Lives in the GUI thread."""

    edited = Signal()
    """Some value is another now."""

    def __init__(
        self, preferences: Preferences, project: EditedProject | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.project = project
        self.preferences = preferences
        self.settings = project.settings if project is not None else ProjectSettings()
        self._before: dict[Scope, Preferences | ProjectSettings] = {
            Scope.PROGRAM: self.preferences,
            Scope.PROJECT: self.settings,
        }
        ours = [SettingEntry(Scope.PROGRAM, field) for field in fields(Preferences)]
        theirs = [SettingEntry(Scope.PROJECT, field) for field in fields(ProjectSettings)] if project else []
        self.entries: tuple[SettingEntry, ...] = (*ours, *theirs)
        """Every setting that can be changed, in the order in which they are written."""

    def on(self, page: Page, scope: Scope) -> list[SettingEntry]:
        """Return the settings of a page."""
        return [entry for entry in self.entries if entry.scope is scope and entry.field.page is page]

    def value(self, entry: SettingEntry) -> object:
        """Return what is set now."""
        return getattr(self._of(entry.scope), entry.field.name)

    def before(self, entry: SettingEntry) -> object:
        """Return what was set when the dialog was opened."""
        return getattr(self._before[entry.scope], entry.field.name)

    def put(self, entry: SettingEntry, value: object) -> None:
        """Set a value. Raises ValueError for one that the field does not allow."""
        if value == self.value(entry):
            return
        self._take(changed(self._of(entry.scope), {entry.field.name: value}))

    def may_be_set(self, entry: SettingEntry) -> bool:
        """Tell whether the setting means anything with what the others say."""
        condition = entry.field.only_when
        return condition is None or condition.met(self._of(entry.scope))

    def is_default(self, entry: SettingEntry) -> bool:
        """Tell whether nothing was ever chosen here, or the default."""
        return self.value(entry) == entry.field.default

    def reset(self, entries: Iterable[SettingEntry]) -> None:
        """Put these back to their defaults."""
        for entry in entries:
            self.put(entry, entry.field.default)

    def follow(self, settings: Preferences | ProjectSettings) -> None:
        """Take settings that were changed elsewhere meanwhile; what was edited here stays edited."""
        scope = Scope.PROGRAM if isinstance(settings, Preferences) else Scope.PROJECT
        edited = {
            entry.field.name: self.value(entry)
            for entry in self.entries
            if entry.scope is scope and self.value(entry) != self.before(entry)
        }
        self._before[scope] = settings
        self._take(changed(settings, edited))

    @property
    def preferences_changed(self) -> bool:
        """Whether there is something of the program to save."""
        return self.preferences != self._before[Scope.PROGRAM]

    @property
    def settings_changed(self) -> bool:
        """Whether there is something of the project to save."""
        return self.project is not None and self.settings != self._before[Scope.PROJECT]

    def _take(self, settings: Preferences | ProjectSettings) -> None:
        if isinstance(settings, Preferences):
            self.preferences = settings
        else:
            self.settings = settings
        self.edited.emit()

    def _of(self, scope: Scope) -> Preferences | ProjectSettings:
        return self.preferences if scope is Scope.PROGRAM else self.settings
