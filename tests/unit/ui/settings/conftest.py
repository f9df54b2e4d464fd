"""The settings dialog, open over a frame, with a project and somebody signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from layers_desktop.session.state import SessionState
from layers_desktop.settings.preferences import Overrides, Preferences
from layers_desktop.ui.settings.dialog import EditedProject, SettingsDialog
from tests.support.window_services import RecordingSettings

OpenSettings = Callable[[Preferences, Overrides], SettingsDialog]


@pytest.fixture
def store() -> RecordingSettings:
    """Return what the settings are saved by."""
    return RecordingSettings()


@pytest.fixture
def open_settings(frame: QWidget, signed_in: SessionState, store: RecordingSettings) -> OpenSettings:
    """Return what opens the settings of the program and of one project."""

    def opened(preferences: Preferences, overrides: Overrides) -> SettingsDialog:
        project = EditedProject("prj_1", "Café", preferences.of_project(overrides))
        store.preferences = preferences
        made = SettingsDialog(store, project, signed_in, frame)
        made.open()
        return made

    return opened


@pytest.fixture
def dialog(open_settings: OpenSettings) -> SettingsDialog:
    """Return the open settings, as nobody has set anything yet."""
    return open_settings(Preferences(), {})
