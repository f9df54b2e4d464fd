"""Where a program without the keyboard cannot use the clipboard, copying waits for the window, or says so.

What the platforms themselves do is not tried here: there is neither a Wayland compositor nor macOS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from layers_desktop.errors import Problem
from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.transfers.transfer import Snapshot, Stage
from layers_desktop.ui.clipboard import AssetClipboard, System
from layers_desktop.ui.main_window import MainWindow
from layers_desktop.ui.transfer_list.actions import RowAction
from layers_desktop.ui.transfer_list.problem_dialog import ProblemDialog

Done = Callable[..., Snapshot]
ID, OTHER = f"med_{1:026}", f"med_{2:026}"
PROBLEM = Problem(code="storage.refused", title="The storage refused the file", request_id="req_7")


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


def test_another_text_waits_for_the_window_too(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot
) -> None:
    said: list[str] = []
    clipboard.copied.connect(said.append)
    assert not clipboard.copy_text("req_1")
    assert (text(), said) == ("theirs", [])
    come_to_front(clipboard, elsewhere, qtbot)
    assert (text(), said) == ("req_1", ["Copied req_1"])


def test_a_request_id_that_a_person_copied_is_theirs(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot, done: Done
) -> None:
    clipboard.copy([done(1).transfer], ProjectSettings(), by_person=False)
    elsewhere.now += 5
    elsewhere.in_front = True
    assert clipboard.copy_text("req_1")
    assert not clipboard.untouched_for(60)
    come_to_front(clipboard, elsewhere, qtbot)
    assert text() == "req_1"


@pytest.mark.parametrize("ours", [True, False])
def test_the_problems_dialog_says_copied_only_where_it_is(
    open_window: MainWindow, done: Done, elsewhere: Elsewhere, ours: bool
) -> None:
    open_window.copying._clipboard._system = elsewhere.system()
    elsewhere.in_front, elsewhere.ours = True, ours
    failed = replace(
        done(1), transfer=replace(done(1).transfer, stage=Stage.FAILED, problem=PROBLEM, asset_id=None)
    )
    open_window.on_added([failed])
    open_window.panel._deeds.perform(RowAction.SHOW_PROBLEM, [failed])
    dialog = open_window.findChild(ProblemDialog)
    assert dialog is not None
    dialog.copy.click()
    assert dialog.copy.text() == ("Copied" if ours else "Copy request ID")
    assert open_window.toast.words.text().startswith("Copied req_7" if ours else "Nothing was copied")
    dialog.reject()


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
