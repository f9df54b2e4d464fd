"""Where a program without the keyboard cannot use the clipboard, copying waits for the window, or says so.

What the platforms themselves do is not tried here: there is neither a Wayland compositor nor macOS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.clipboard import AssetClipboard, System
from layers_desktop.ui.main_window import MainWindow

Done = Callable[..., Snapshot]
ID, OTHER = f"med_{1:026}", f"med_{2:026}"


class Elsewhere:
    """A system whose window a test puts in front, and whose clipboard it gives away."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.in_front = False
        self.ours = True

    def system(self) -> System:
        """Return it as the clipboard asks it."""
        return System(
            needs_front=True, in_front=lambda: self.in_front, owns=lambda: self.ours, clock=lambda: self.now
        )


@pytest.fixture
def elsewhere() -> Elsewhere:
    """Return a system with another program in front."""
    return Elsewhere()


@pytest.fixture
def clipboard(qtbot: QtBot, elsewhere: Elsewhere) -> Iterator[AssetClipboard]:  # noqa: ARG001
    """Return a clipboard on that system, with another program's words on it."""
    QGuiApplication.clipboard().setText("theirs")
    made = AssetClipboard(system=elsewhere.system())
    yield made
    made.deleteLater()


def text() -> str:
    """Return what is on the clipboard."""
    return QGuiApplication.clipboard().text()


def come_to_front(clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot) -> None:
    """Put the window in front, as the system tells of it, and let what follows come."""
    elsewhere.in_front = True
    clipboard.look_again()
    qtbot.waitUntil(lambda: not clipboard.waits, timeout=60_000)


@pytest.mark.parametrize("by_person", [True, False])
def test_copying_waits_for_the_window_and_says_so_only_then(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot, done: Done, by_person: bool
) -> None:
    said: list[str] = []
    clipboard.copied.connect(said.append)
    assert clipboard.copy([done(1).transfer], ProjectSettings(), by_person=by_person)
    clipboard.look_again()
    assert (text(), said, clipboard.waits) == ("theirs", [], True)
    come_to_front(clipboard, elsewhere, qtbot)
    assert (text(), said) == (ID, [f"Copied {ID}"])


def test_a_batch_never_takes_the_place_of_what_was_copied_while_the_window_was_behind(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot, done: Done
) -> None:
    clipboard.copy([done(1).transfer], ProjectSettings(), by_person=False)
    elsewhere.now += 5
    QGuiApplication.clipboard().setText("newer")  # the system tells of it when the window comes to the front
    come_to_front(clipboard, elsewhere, qtbot)
    assert text() == "newer"


def test_what_a_person_asked_for_long_ago_is_not_copied_any_more(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot, done: Done
) -> None:
    clipboard.copy([done(1).transfer], ProjectSettings())
    elsewhere.now += 60
    come_to_front(clipboard, elsewhere, qtbot)
    assert text() == "theirs"


def test_the_last_that_was_copied_counts(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot, done: Done
) -> None:
    clipboard.copy([done(1).transfer], ProjectSettings())
    clipboard.copy([done(2).transfer], ProjectSettings())
    come_to_front(clipboard, elsewhere, qtbot)
    assert text() == OTHER


@pytest.mark.parametrize(("by_person", "said"), [(True, 1), (False, 0)])
def test_a_clipboard_that_another_program_keeps_is_not_said_to_be_ours(
    clipboard: AssetClipboard, elsewhere: Elsewhere, done: Done, by_person: bool, said: int
) -> None:
    words: list[str] = []
    clipboard.copied.connect(words.append)
    elsewhere.in_front, elsewhere.ours = True, False
    clipboard.copy([done(1).transfer], ProjectSettings(), by_person=by_person)
    assert words == ["Nothing was copied: another program holds the clipboard. Copy once more."][:said]


def test_copy_ids_of_a_notification_brings_the_window_where_that_is_needed(
    open_window: MainWindow, done: Done, elsewhere: Elsewhere, qtbot: QtBot
) -> None:
    window = open_window
    window.on_added([done(1)])
    window.hide()
    window.copying._clipboard._system = elsewhere.system()
    window.notifications.copy_requested.emit(1)
    assert window.isVisible()
    come_to_front(window.copying._clipboard, elsewhere, qtbot)
    assert text() == ID
