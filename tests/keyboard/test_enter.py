"""Enter presses the button that has the focus: what `tests/shots` tries in each state leaves nothing out."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog

import layers_desktop.ui
from layers_desktop.ui.desktop.leave_question import LeaveQuestion
from layers_desktop.ui.help_page import HelpPage
from layers_desktop.ui.settings_dialog.dialog import SettingsDialog
from layers_desktop.ui.transfer_list.problem_dialog import ProblemDialog
from tests.shots.enter import front
from tests.shots.stage import Scenery
from tests.shots.states import STATES

DIALOGS: dict[str, type[QDialog]] = {
    "closing": LeaveQuestion,
    "help-page": HelpPage,
    "problem-in-full": ProblemDialog,
    "settings-general": SettingsDialog,
}
"""State → the dialog that is in front in it."""


@pytest.mark.parametrize("name", DIALOGS)
def test_a_state_shows_this_dialog(name: str, scenery: Scenery) -> None:
    with STATES[name].perform(scenery) as act:
        assert type(front(act)) is DIALOGS[name]


def test_every_dialog_has_a_state() -> None:
    for module in pkgutil.walk_packages(layers_desktop.ui.__path__, "layers_desktop.ui."):
        import_module(module.name)
    ours = {kind for kind in _below(QDialog) if kind.__module__.startswith("layers_desktop.ui.")}
    assert {kind for kind in ours if not issubclass(kind, QFileDialog)} == set(DIALOGS.values())


def _below(kind: type[QDialog]) -> set[type[QDialog]]:
    return {one for child in kind.__subclasses__() for one in (child, *_below(child))}


def test_every_button_is_one_that_enter_presses() -> None:
    folder = Path(layers_desktop.ui.__file__).parent
    made = re.compile(r"= Q(Push|Tool)Button\(|QDialogButtonBox\(")
    direct = [place.name for place in folder.rglob("*.py") if made.search(place.read_text("utf-8"))]
    assert direct == [], "PushButton and ToolButton in controls.py take Enter; Qt's own do not"
