"""The settings dialog, open over a frame, with a project and somebody signed in."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from layers_desktop.session.state import SessionState
from layers_desktop.settings.preferences import Preferences, ProjectSettings
from layers_desktop.ui.settings.dialog import SettingsDialog
from layers_desktop.ui.settings.form_state import EditedProject


@pytest.fixture
def project() -> EditedProject:
    """Return a project as nobody has set it yet."""
    return EditedProject("prj_1", "Café", ProjectSettings())


@pytest.fixture
def dialog(frame: QWidget, project: EditedProject, signed_in: SessionState) -> SettingsDialog:
    """Return the open settings of the program and of one project."""
    made = SettingsDialog(Preferences(), project, signed_in, frame)
    made.open()
    return made
