"""Where a program without the keyboard cannot use the clipboard, copying waits for the window, or says so.

A real compositor is asked in tests/e2e/test_wayland_clipboard.py; macOS is not tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.transfer import Snapshot, Stage
from layers_desktop.ui.clipboard.clipboard import AssetClipboard, System
from layers_desktop.ui.uploads.row_actions import RowAction
from layers_desktop.ui.uploads.row_controller import ProblemDialog
from layers_desktop.ui.window_contents import WindowContents
from tests.support.problems import worded

Done = Callable[..., Snapshot]
ID, OTHER = f"med_{1:026}", f"med_{2:026}"
PROBLEM = worded(code="storage.refused", title="The storage refused the file", request_id="req_7")


class Elsewhere:
    """A system whose window a test puts in front, and whose clipboard it gives away."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.in_front = False
        self.ours = True

    def system(self, *, confirms: bool = False) -> System:
        """Return it as the clipboard asks it."""
        return System(
            needs_front=True,
            in_front=lambda: self.in_front,
            owns=lambda: self.ours,
            clock=lambda: self.now,
            confirms=confirms,
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
    end(made)


def end(clipboard: AssetClipboard) -> None:
    """Delete it now, so that it copies nothing at the keys of another test."""
    clipboard.deleteLater()
    QCoreApplication.sendPostedEvents(clipboard, QEvent.Type.DeferredDelete)


def text() -> str:
    """Return what is on the clipboard."""
    return QGuiApplication.clipboard().text()


def come_to_front(clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot) -> None:
    """Put the window in front, as the system tells of it, and let what follows come."""
    elsewhere.in_front = True
    clipboard.look_again()
    qtbot.waitUntil(lambda: not clipboard.waits)


@pytest.mark.parametrize("by_person", [True, False])
def test_copying_waits_for_the_window_and_says_so_only_then(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot, by_person: bool
) -> None:
    said: list[str] = []
    clipboard.copied.connect(said.append)
    clipboard.copy(ID, f"Copied {ID}", by_person=by_person)
    clipboard.look_again()
    assert (text(), said, clipboard.waits) == ("theirs", [], True)
    come_to_front(clipboard, elsewhere, qtbot)
    assert (text(), said) == (ID, [f"Copied {ID}"])


def test_a_batch_never_takes_the_place_of_what_was_copied_while_the_window_was_behind(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot
) -> None:
    clipboard.copy(ID, f"Copied {ID}", by_person=False)
    elsewhere.now += 5
    QGuiApplication.clipboard().setText("newer")  # the system tells of it when the window comes to the front
    come_to_front(clipboard, elsewhere, qtbot)
    assert text() == "newer"


def test_what_a_person_asked_for_long_ago_is_not_copied_any_more(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot
) -> None:
    clipboard.copy(ID, f"Copied {ID}")
    elsewhere.now += 60
    come_to_front(clipboard, elsewhere, qtbot)
    assert text() == "theirs"


def test_the_last_that_was_copied_counts(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot
) -> None:
    clipboard.copy(ID, f"Copied {ID}")
    clipboard.copy(OTHER, f"Copied {OTHER}")
    come_to_front(clipboard, elsewhere, qtbot)
    assert text() == OTHER


@pytest.mark.parametrize(("by_person", "said"), [(True, 1), (False, 0)])
def test_a_clipboard_that_another_program_keeps_is_not_said_to_be_ours(
    clipboard: AssetClipboard, elsewhere: Elsewhere, by_person: bool, said: int
) -> None:
    words: list[str] = []
    clipboard.copied.connect(words.append)
    elsewhere.in_front, elsewhere.ours = True, False
    clipboard.copy(ID, f"Copied {ID}", by_person=by_person)
    assert words == ["Nothing was copied: another program holds the clipboard. Copy once more."][:said]


def test_another_text_waits_for_the_window_too(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot
) -> None:
    said: list[str] = []
    clipboard.copied.connect(said.append)
    clipboard.copy("req_1", "Copied req_1", arrived=lambda: said.append("arrived"))
    assert (text(), said) == ("theirs", [])
    come_to_front(clipboard, elsewhere, qtbot)
    assert (text(), said) == ("req_1", ["Copied req_1", "arrived"])


def test_a_request_id_that_a_person_copied_is_theirs(
    clipboard: AssetClipboard, elsewhere: Elsewhere, qtbot: QtBot
) -> None:
    clipboard.copy(ID, f"Copied {ID}", by_person=False)
    elsewhere.now += 5
    elsewhere.in_front = True
    clipboard.copy("req_1", "Copied req_1")
    assert not clipboard.untouched_for(60)
    come_to_front(clipboard, elsewhere, qtbot)
    assert text() == "req_1"


# Wayland: the compositor refuses in silence, and tells of what it took


@pytest.fixture
def compositor(qtbot: QtBot, elsewhere: Elsewhere) -> Iterator[Compositor]:  # noqa: ARG001
    """Return a compositor with the window in front and another program's words on its clipboard."""
    QGuiApplication.clipboard().setText("theirs")
    elsewhere.in_front, elsewhere.ours = True, False
    made = Compositor(elsewhere)
    made.clipboard.follow_others(follow=True)
    yield made
    made.window.close()
    end(made.clipboard)


class Compositor:
    """Wayland's side: what it announces is told of as Qt tells of it."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self._elsewhere = elsewhere
        self.clipboard = AssetClipboard(system=elsewhere.system(confirms=True))
        self.said: list[str] = []
        self.wanted: list[bool] = []
        self.clipboard.copied.connect(self.said.append)
        self.clipboard.input_wanted.connect(self.wanted.append)
        self.window = QWidget()
        self.window.show()

    def takes(self) -> None:
        """Take the copy that it was asked for."""
        self._elsewhere.ours = True
        QGuiApplication.clipboard().dataChanged.emit()

    def refuses(self) -> None:
        """Let the time pass in which it would have told that it took the copy; Qt believes it has."""
        self._elsewhere.ours = True
        self.clipboard._timeout.timeout.emit()
        self._elsewhere.ours = False
        assert text() == "", "Qt would paste what was refused"
        with QSignalBlocker(QGuiApplication.clipboard()):
            QGuiApplication.clipboard().setText("theirs")  # as Qt has it once its own is taken off

    def announces(self, other: str) -> None:
        """Tell of another program's copy, be it new or the same as before a focus."""
        self._elsewhere.ours = False
        if text() == other:
            QGuiApplication.clipboard().dataChanged.emit()
        else:
            QGuiApplication.clipboard().setText(other)
        QApplication.processEvents()

    def leaves(self) -> None:
        """Put another program in front."""
        self._elsewhere.in_front = False
        self.clipboard.look_again()

    def returns(self, other: str | None = None) -> None:
        """Put the window in front again, and announce the clipboard before, as Wayland does."""
        if other is None:
            QGuiApplication.clipboard().dataChanged.emit()
        else:
            self.announces(other)
        self._elsewhere.in_front = True
        self.clipboard.look_again()
        QApplication.processEvents()


def test_copied_is_said_once_the_compositor_took_it(compositor: Compositor) -> None:
    compositor.clipboard.copy(ID, f"Copied {ID}")
    assert (text(), compositor.said, compositor.clipboard.waits) == (ID, [], True)
    compositor.takes()
    assert (compositor.said, compositor.clipboard.waits) == ([f"Copied {ID}"], False)
    compositor.takes()  # a focus announces our own once more
    assert compositor.said == [f"Copied {ID}"]


def test_a_refused_copy_is_copied_after_the_next_key(compositor: Compositor) -> None:
    compositor.clipboard.copy(ID, f"Copied {ID}")
    compositor.refuses()
    assert (compositor.said, compositor.wanted) == ([], [True])
    assert text() == "theirs"
    QTest.keyClick(compositor.window, Qt.Key.Key_F9)
    QApplication.processEvents()
    assert text() == ID
    compositor.takes()
    assert (compositor.said, compositor.wanted) == ([f"Copied {ID}"], [True, False])


def test_a_refusal_that_is_told_needs_no_time(compositor: Compositor) -> None:
    compositor.clipboard.copy(ID, f"Copied {ID}")
    compositor.announces(ID)  # as Qt tells that its copy was cancelled
    assert (compositor.said, compositor.wanted) == ([], [True])
    QTest.mouseClick(compositor.window, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    compositor.takes()
    assert compositor.said == [f"Copied {ID}"]


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Control, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_a_key_that_pastes_is_no_reason_to_copy(
    compositor: Compositor, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    compositor.clipboard.copy(ID, f"Copied {ID}")
    compositor.refuses()
    QTest.keyClick(compositor.window, key, modifier)
    QApplication.processEvents()
    assert text() == "theirs"
    assert compositor.clipboard.waits


def test_what_another_program_copied_is_not_taken_off_after_a_key_has_moved(
    compositor: Compositor, elsewhere: Elsewhere
) -> None:
    """Its serial makes the next request good, also the one that takes off what was refused."""
    compositor.clipboard.copy(ID, f"Copied {ID}")
    QTest.keyPress(compositor.window, Qt.Key.Key_Shift)
    QTest.keyRelease(compositor.window, Qt.Key.Key_Shift)
    elsewhere.ours = True
    compositor.clipboard._timeout.timeout.emit()
    assert text() == ID, "the clipboard is not cleared"
    assert compositor.wanted == [True]


def test_a_change_that_comes_late_is_not_taken_for_a_confirmation(
    compositor: Compositor, elsewhere: Elsewhere
) -> None:
    compositor.clipboard.copy(ID, f"Copied {ID}")
    elsewhere.now += 0.3
    compositor.takes()  # another program copied: Qt calls it ours, for it has heard of no refusal
    assert (compositor.said, compositor.wanted) == ([], [True])


def test_a_person_is_asked_for_a_key_as_long_as_the_toast_asks(compositor: Compositor) -> None:
    compositor.clipboard.copy(ID, f"Copied {ID}")
    compositor.refuses()
    compositor.clipboard._timeout.timeout.emit()
    assert (compositor.wanted, compositor.clipboard.waits) == ([True, False], False)
    QTest.keyClick(compositor.window, Qt.Key.Key_F9)
    QApplication.processEvents()
    assert text() == "theirs"


def test_what_is_copied_elsewhere_takes_the_place_of_what_a_person_waits_for(
    compositor: Compositor, elsewhere: Elsewhere
) -> None:
    compositor.clipboard.copy(ID, f"Copied {ID}")
    compositor.refuses()
    elsewhere.now += 5
    compositor.announces("newer")
    QTest.keyClick(compositor.window, Qt.Key.Key_F9)
    QApplication.processEvents()
    assert (text(), compositor.clipboard.waits) == ("newer", False)


def test_what_a_key_copies_itself_takes_the_place_of_what_waited(compositor: Compositor) -> None:
    compositor.clipboard.copy(ID, f"Copied {ID}")
    compositor.refuses()
    QTest.keyPress(compositor.window, Qt.Key.Key_F9)
    compositor.clipboard.copy(OTHER, f"Copied {OTHER}")
    compositor.takes()
    QApplication.processEvents()
    assert (text(), compositor.said) == (OTHER, [f"Copied {OTHER}"])


def test_a_batch_never_takes_the_place_of_what_a_person_waits_for(
    compositor: Compositor, elsewhere: Elsewhere
) -> None:
    compositor.clipboard.copy(ID, f"Copied {ID}")
    compositor.refuses()
    elsewhere.now += 600
    compositor.clipboard.copy(OTHER, f"Copied {OTHER}", by_person=False)
    QTest.keyClick(compositor.window, Qt.Key.Key_F9)
    QApplication.processEvents()
    assert text() == ID


def test_one_click_asks_once(compositor: Compositor) -> None:
    compositor.clipboard.copy(ID, f"Copied {ID}")
    compositor.refuses()
    asked: list[str] = []

    def note() -> None:
        asked.append(text())

    QGuiApplication.clipboard().dataChanged.connect(note)
    QTest.mouseClick(compositor.window.windowHandle(), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    QGuiApplication.clipboard().dataChanged.disconnect(note)
    assert asked == [ID]


def test_a_focus_is_no_confirmation_of_a_refused_copy(compositor: Compositor, elsewhere: Elsewhere) -> None:
    compositor.clipboard.copy(ID, f"Copied {ID}")
    elsewhere.ours = True  # Qt says so, whether it was taken or refused
    compositor.leaves()
    compositor.returns()
    assert compositor.said == []
    compositor.refuses()
    assert compositor.wanted == [True]


def test_an_automatic_copy_comes_with_the_focus(compositor: Compositor, elsewhere: Elsewhere) -> None:
    compositor.leaves()
    elsewhere.now += 5
    assert compositor.clipboard.untouched_for(4)
    compositor.clipboard.copy(ID, f"Copied {ID}", by_person=False)
    elsewhere.now += 60
    compositor.returns("theirs")
    assert text() == ID
    compositor.takes()
    assert compositor.said == [f"Copied {ID}"]


def test_an_automatic_copy_leaves_what_was_copied_elsewhere(
    compositor: Compositor, elsewhere: Elsewhere
) -> None:
    compositor.leaves()
    elsewhere.now += 5
    compositor.clipboard.copy(ID, f"Copied {ID}", by_person=False)
    elsewhere.now += 5
    compositor.returns("newer")
    assert (text(), compositor.clipboard.waits) == ("newer", False)


def test_a_picture_that_another_program_copied_is_never_replaced(
    compositor: Compositor, elsewhere: Elsewhere
) -> None:
    """Two pictures look alike without reading all of them."""
    QGuiApplication.clipboard().setImage(QImage(2, 2, QImage.Format.Format_RGB32))
    QApplication.processEvents()
    compositor.leaves()
    elsewhere.now += 5
    compositor.clipboard.copy(ID, f"Copied {ID}", by_person=False)
    elsewhere.now += 5
    compositor.returns()
    assert (text(), compositor.clipboard.waits) == ("", False)


def test_our_own_echo_stops_no_other_batch(compositor: Compositor, elsewhere: Elsewhere) -> None:
    elsewhere.now += 60
    compositor.clipboard.copy(ID, f"Copied {ID}", by_person=False)
    compositor.takes()
    elsewhere.now += 1
    assert compositor.clipboard.untouched_for(30)
    compositor.leaves()
    elsewhere.now += 1
    compositor.takes()  # the focus announces it
    elsewhere.in_front = True
    assert compositor.clipboard.untouched_for(30)
    elsewhere.now += 1
    compositor.announces(ID)  # a clipboard manager keeps it in our place
    assert compositor.clipboard.untouched_for(30)
    compositor.announces("newer")
    assert not compositor.clipboard.untouched_for(30)


def test_who_does_not_answer_is_asked_once(elsewhere: Elsewhere, qtbot: QtBot) -> None:  # noqa: ARG001
    asked: list[str] = []

    def silent() -> bytes:
        asked.append("text")
        return b""

    elsewhere.in_front, elsewhere.ours = True, False
    system = replace(elsewhere.system(confirms=True), formats=lambda: frozenset({"text/plain"}), text=silent)
    clipboard = AssetClipboard(system=system)
    clipboard.follow_others(follow=True)
    for _ in range(3):
        QGuiApplication.clipboard().dataChanged.emit()
        QApplication.processEvents()
    assert asked == ["text"]
    end(clipboard)


def test_elsewhere_nobody_is_asked_for_what_they_copied(elsewhere: Elsewhere) -> None:
    def ask() -> frozenset[str]:
        raise AssertionError("who copied may hang")

    clipboard = AssetClipboard(system=replace(elsewhere.system(), formats=ask))
    elsewhere.in_front = True
    clipboard.follow_others(follow=True)
    QGuiApplication.clipboard().setText("newer")
    assert not clipboard.untouched_for(60)
    end(clipboard)


@pytest.mark.parametrize("ours", [True, False])
def test_the_problems_dialog_says_copied_only_where_it_is(
    open_window: WindowContents, done: Done, elsewhere: Elsewhere, ours: bool
) -> None:
    open_window.copying._clipboard._system = elsewhere.system()
    elsewhere.in_front, elsewhere.ours = True, ours
    failed = replace(
        done(1), transfer=replace(done(1).transfer, stage=Stage.FAILED, problem=PROBLEM, asset_id=None)
    )
    open_window.on_added([failed])
    open_window.panel.rows.perform(RowAction.SHOW_PROBLEM, [failed])
    dialog = open_window.window.findChild(ProblemDialog)
    assert dialog is not None
    dialog.copy.click()
    assert dialog.copy.text() == ("Copied" if ours else "Copy request ID")
    assert open_window.toast.words.text().startswith("Copied req_7" if ours else "Nothing was copied")
    dialog.reject()


def test_copy_ids_of_a_notification_brings_the_window_where_that_is_needed(
    open_window: WindowContents, done: Done, elsewhere: Elsewhere, qtbot: QtBot
) -> None:
    window = open_window
    window.on_added([done(1)])
    window.window.hide()
    window.copying._clipboard._system = elsewhere.system()
    window.notifications.copy_requested.emit(1)
    assert window.window.isVisible()
    come_to_front(window.copying._clipboard, elsewhere, qtbot)
    assert text() == ID
