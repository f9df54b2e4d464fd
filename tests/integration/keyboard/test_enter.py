"""Enter presses the button that has the focus: what `tests/screenshots` tries leaves nothing out."""

from __future__ import annotations

import ast
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

import layers_desktop.ui
from layers_desktop.ui.application import show_error_box
from layers_desktop.ui.pages.help_dialog import HelpDialog
from layers_desktop.ui.platform.close_behavior import CloseDialog
from layers_desktop.ui.settings.dialog import SettingsDialog
from layers_desktop.ui.uploads.row_controller import ProblemDialog
from tests.screenshots.enter_key import front
from tests.screenshots.scene import SceneSetup
from tests.screenshots.states import STATES
from tests.support.tables import for_each

DIALOGS: dict[str, type[QDialog]] = {
    "closing": CloseDialog,
    "help-page": HelpDialog,
    "problem-in-full": ProblemDialog,
    "settings-general": SettingsDialog,
}
"""State → the dialog that is in front in it."""


@pytest.mark.parametrize("name", DIALOGS)
def test_a_state_shows_this_dialog(name: str, setup: SceneSetup) -> None:
    with STATES[name].perform(setup) as scene:
        assert type(front(scene)) is DIALOGS[name]


def test_every_dialog_has_a_state() -> None:
    for module in pkgutil.walk_packages(layers_desktop.ui.__path__, "layers_desktop.ui."):
        import_module(module.name)
    ours = {kind for kind in _below(QDialog) if kind.__module__.startswith("layers_desktop.ui.")}
    assert {kind for kind in ours if not issubclass(kind, QFileDialog)} == set(DIALOGS.values())


def _below(kind: type[QDialog]) -> set[type[QDialog]]:
    return {one for child in kind.__subclasses__() for one in (child, *_below(child))}


@for_each(
    ("source", "named"),
    [
        ("box.add(QPushButton('x'))", ["QPushButton"]),
        ("made = QtWidgets.QToolButton()", ["QToolButton"]),
        ("class Own(QPushButton):\n    pass", ["QPushButton"]),
        ("make = partial(QToolButton)", ["QToolButton"]),
        ("QMessageBox.warning(None, 'a', 'b')", ["QMessageBox"]),
        ("box: QDialogButtonBox = made()\ndef f(a: QPushButton) -> QPushButton: ...", []),
    ],
)
def test_a_button_of_qt_is_found_however_it_is_made(source: str, named: list[str]) -> None:
    assert list(_of_qt(ast.parse(source))) == named


def test_every_button_is_one_that_enter_presses() -> None:
    folder = Path(layers_desktop.__file__).parent
    found = [
        (place.name, name)
        for place in folder.rglob("*.py")
        for name in _of_qt(ast.parse(place.read_text("utf-8")))
    ]
    own = [("buttons.py", "QPushButton"), ("buttons.py", "QToolButton")]
    words = "PushButton and ToolButton in buttons.py take Enter; Qt's own do not"
    assert sorted(set(found)) == sorted([("application.py", "QMessageBox"), *own]), words
    assert [one for one in found if one in own] == own


_OF_QT: Final = {
    "QPushButton", "QToolButton", "QCommandLinkButton", "QDialogButtonBox", "QMessageBox", "QErrorMessage",
    "QInputDialog", "QProgressDialog", "QWizard",
}  # fmt: skip


def _of_qt(node: ast.AST) -> Iterator[str]:
    """Yield the buttons of Qt, and its dialogs that have some, that code names otherwise than as a type."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    if name in _OF_QT:
        yield name
    for field, value in ast.iter_fields(node):
        if field not in {"annotation", "returns"}:
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, ast.AST):
                    yield from _of_qt(part)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize("tabs", [0, 1, 2])
def test_enter_ends_a_complaint(qtbot: QtBot, key: Qt.Key, tabs: int) -> None:
    dialog = show_error_box("The other window does not answer.")
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitActive(dialog)
    for _ in range(tabs):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(dialog.focusWidget(), key)
    assert not dialog.isVisible()
