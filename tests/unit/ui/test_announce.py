from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.ui import announce
from layers_desktop.ui.announce import politely, together


class Listening:
    """Takes the place of Qt's accessibility: somebody listens, and what is announced is kept."""

    def __init__(self) -> None:
        self.said: list[tuple[object, str]] = []

    def isActive(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802 - Qt's name
        self.said.append((event.object(), event.message()))


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Listening:
    """Return what is announced from now on."""
    made = Listening()
    monkeypatch.setattr(announce, "QAccessible", made)
    return made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Return a window with two labels that are to be seen and one that is not."""
    made = QWidget()
    qtbot.addWidget(made)
    for name in ("one", "two", "hidden"):
        shown = QLabel(name, made)
        shown.setObjectName(name)
        shown.setVisible(name != "hidden")
    made.show()
    return made


def part(window: QWidget, name: str) -> QWidget:
    found = window.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found


def test_of_one_source_the_last_words_are_said_and_never_none(
    listening: Listening, window: QWidget, qtbot: QtBot
) -> None:
    one = part(window, "one")
    for text in ("4 projects found", "1 project found", ""):
        politely(one, text)
    assert listening.said == []
    qtbot.waitUntil(lambda: bool(listening.said))
    assert listening.said == [(one, "1 project found")]


def test_what_several_say_at_once_is_said_together(
    listening: Listening, window: QWidget, qtbot: QtBot
) -> None:
    one, two = part(window, "one"), part(window, "two")
    politely(one, "Copied nothing")
    politely(two, "12 uploaded")
    politely(one, "Copied 12 IDs")
    qtbot.waitUntil(lambda: bool(listening.said))
    assert listening.said == [(one, "12 uploaded. Copied 12 IDs")]


def test_only_what_is_in_sight_then_is_announced(listening: Listening, window: QWidget, qtbot: QtBot) -> None:
    one, two = part(window, "one"), part(window, "two")
    politely(part(window, "hidden"), "Layers did not accept your key.")
    politely(two, "3 images")
    politely(one, "Connected")
    two.hide()
    qtbot.waitUntil(lambda: bool(listening.said))
    assert listening.said == [(one, "Connected")]


def test_what_is_gone_by_then_says_nothing(listening: Listening, window: QWidget, qtbot: QtBot) -> None:
    gone = QLabel(window)
    gone.show()
    politely(gone, "Gone")
    politely(part(window, "one"), "Here")
    gone.setParent(None)
    del gone
    qtbot.waitUntil(lambda: bool(listening.said))
    assert [text for _, text in listening.said] == ["Here"]


def test_sentences_end_where_another_follows() -> None:
    assert (
        together(["Connected to Acme", "3 files wait.", "Loading …"])
        == "Connected to Acme. 3 files wait. Loading …"
    )
    assert together(["12 uploaded · 1.2 GB"]) == "12 uploaded · 1.2 GB"
