from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QKeyCombination, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QAction,
    QDesktopServices,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from layers_desktop.ui.pages.help_dialog import HelpDialog
from layers_desktop.ui.uploads import shortcuts
from layers_desktop.ui.uploads.shortcuts import ListShortcut
from layers_desktop.ui.window_contents import WindowContents
from tests.support.accessible_name import accessible_name

GUIDE = Path(__file__).parents[4] / "docs" / "guide.md"
NATIVE = QKeySequence.SequenceFormat.NativeText


@pytest.fixture
def page(open_window: WindowContents) -> HelpDialog:
    open_window.shortcuts.help.trigger()  # by its key: tests/integration/keyboard
    opened = open_window.window.findChild(HelpDialog)
    assert opened is not None
    assert opened.isVisible()
    return opened


def keys_of(page: HelpDialog) -> set[QKeySequence]:
    return {QKeySequence.fromString(keys, NATIVE) for keys, _ in page.keys}


def test_every_action_of_the_window_is_there_with_its_key(
    open_window: WindowContents, page: HelpDialog
) -> None:
    keyed = {action for action in open_window.window.findChildren(QAction) if not action.shortcut().isEmpty()}
    assert {open_window.shortcuts.help, open_window.shortcuts.copy_all} <= keyed
    assert {(action.shortcut().toString(NATIVE), action.text()) for action in keyed} <= set(page.keys)


def test_a_key_that_an_action_gets_is_what_the_page_says(open_window: WindowContents) -> None:
    history = open_window.shortcuts.history
    history.setShortcut("Ctrl+J")
    other = QAction("Other", open_window, shortcut=QKeySequence("Ctrl+9"))
    made = HelpDialog(open_window.shortcuts, [history, other], open_window.window)
    assert made.keys[:2] == [("Ctrl+J", "History"), ("Ctrl+9", "Other")]
    assert "Ctrl+H" not in dict(made.keys)


def test_every_gesture_of_the_list_has_its_key_there(page: HelpDialog) -> None:
    said = {shortcuts.gesture_of(pressed(keys)) for keys in keys_of(page)}
    assert said >= set(ListShortcut)


def test_the_menu_key_of_a_row_is_there(page: HelpDialog) -> None:
    assert any(shortcuts.asks_for_menu(pressed(keys)) for keys in keys_of(page))


def pressed(keys: QKeySequence) -> QKeyEvent:
    first: QKeyCombination = keys[0]  # type: ignore[index]  # its stub forgets it
    return QKeyEvent(QEvent.Type.KeyPress, first.key(), first.keyboardModifiers())


def test_the_guide_has_the_same_keys(page: HelpDialog) -> None:
    table = GUIDE.read_text(encoding="utf-8").partition("| keys | what they do |\n|---|---|\n")[2]
    rows = table.partition("\n\n")[0].splitlines()
    written = [re.split(r", (?=[A-Z])| and ", row.split("|")[1].strip()) for row in rows]
    assert {QKeySequence(keys) for row in written for keys in row} == keys_of(page)


def test_what_is_seen_is_reached_by_a_screen_reader_in_its_order(page: HelpDialog) -> None:
    spoken = list(spoken_in(QAccessible.queryAccessibleInterface(page.area)))
    read = [accessible_name(one) for one in page.area.findChildren(QLabel)]
    assert [name for name in spoken if name] == [name for name in read if name]
    listed = [f"{does}: {keys}" for keys, does in page.keys]
    first = read.index("Keys") + 1
    assert [name for name in read[first:] if name][: len(listed)] == listed  # each action with its key
    assert spoken[0] == "From a file to an asset ID"


def spoken_in(part: QAccessibleInterface) -> Iterator[str]:
    if part.role() == QAccessible.Role.StaticText and not part.state().invisible:
        yield part.text(QAccessible.Text.Name)
    for number in range(part.childCount()):
        yield from spoken_in(part.child(number))


@pytest.mark.parametrize("opens", [True, False])
def test_the_documentation_is_one_press_away(
    open_window: WindowContents, page: HelpDialog, monkeypatch: pytest.MonkeyPatch, *, opens: bool
) -> None:
    asked: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        asked.append(url)
        return opens

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    QTest.mouseClick(page.documentation, Qt.MouseButton.LeftButton)
    assert asked == [QUrl("https://developers.layers.com")]
    assert not any(one.isVisible() for one in open_window.window.findChildren(HelpDialog))
    assert open_window.toast.isVisible() is not opens
    if not opens:
        QTest.mouseClick(open_window.toast.button, Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == "https://developers.layers.com"
