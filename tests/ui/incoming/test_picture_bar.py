from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from layers_desktop.ui.incoming.picture_bar import PictureBar
from layers_desktop.ui.intake.fetched_links import FetchedLinks
from layers_desktop.ui.intake.picture_store import KeptPicture, PictureStore
from layers_desktop.ui.main_window import MainWindow
from tests.patience import AN_HOUR_MS

PATIENCE = 20_000
FIRST, SECOND = KeptPicture(b"/p/Pasted 1.png"), KeptPicture(b"/p/Pasted 2.png")


@pytest.fixture
def bar(qtbot: QtBot) -> PictureBar:
    made = PictureBar(let_be_ms=AN_HOUR_MS)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def with_stores(open_window: MainWindow, tmp_path: Path) -> Iterator[MainWindow]:
    pictures, links = PictureStore(tmp_path), FetchedLinks(tmp_path)
    open_window.intake.use_stores(pictures, links)
    yield open_window
    pictures.close()
    links.close()


def paste_picture(window: MainWindow) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0xFF225588)
    mime = QMimeData()
    mime.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(mime)
    window.shortcuts.paste.trigger()


def test_enter_takes_the_suggested_name(bar: PictureBar, qtbot: QtBot) -> None:
    bar.show_picture(FIRST)
    assert bar.field.text() == "Pasted 1"
    assert bar.field.selectedText() == "Pasted 1"
    with qtbot.waitSignal(bar.named) as named:
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert named.args == [FIRST, "Pasted 1"]
    assert not bar.isVisible()
    assert not bar.timer.isActive()


def test_what_is_typed_replaces_the_suggestion(bar: PictureBar, qtbot: QtBot) -> None:
    bar.show_picture(FIRST)
    QTest.keyClicks(bar.field, "Team.png")
    with qtbot.waitSignal(bar.named) as named:
        bar.upload.click()
    assert named.args == [FIRST, "Team"]


def test_whoever_does_nothing_gets_the_suggested_name(qtbot: QtBot) -> None:
    bar = PictureBar(let_be_ms=1)
    qtbot.addWidget(bar)
    with qtbot.waitSignal(bar.named, timeout=PATIENCE) as named:
        bar.show_picture(FIRST)
    assert named.args == [FIRST, "Pasted 1"]


def test_turning_to_the_field_ends_the_waiting(bar: PictureBar) -> None:
    bar.show_picture(FIRST)
    assert bar.timer.isActive()
    QTest.keyClick(bar.field, Qt.Key.Key_A)
    assert not bar.timer.isActive()
    assert bar.hint.text() == "Enter uploads it, Escape discards it."


def test_the_next_picture_sends_the_one_before_on_its_way(bar: PictureBar, qtbot: QtBot) -> None:
    bar.show_picture(FIRST)
    with qtbot.waitSignal(bar.named) as named:
        bar.show_picture(SECOND)
    assert named.args == [FIRST, "Pasted 1"]
    assert bar.field.text() == "Pasted 2"


def test_escape_discards(bar: PictureBar, qtbot: QtBot) -> None:
    bar.show_picture(FIRST)
    with qtbot.waitSignal(bar.discarded) as discarded, qtbot.assertNotEmitted(bar.named):
        QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert discarded.args == [FIRST]
    assert not bar.isVisible()


def test_a_pasted_picture_is_named_written_and_uploaded(
    with_stores: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    bar = with_stores.intake.picture
    with qtbot.assertNotEmitted(with_stores.command):
        paste_picture(with_stores)
        qtbot.waitUntil(bar.isVisible, timeout=PATIENCE)
    bar.field.setText("Team photo")
    with qtbot.waitSignal(with_stores.command, timeout=PATIENCE) as sent:
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert sent.args is not None
    assert [file.path for file in sent.args[0].files] == [bytes(tmp_path / "Team photo.png")]
    assert (tmp_path / "Team photo.png").stat().st_size > 0


def test_a_second_picture_can_be_pasted_from_within_the_name(with_stores: MainWindow, qtbot: QtBot) -> None:
    bar = with_stores.intake.picture
    paste_picture(with_stores)
    qtbot.waitUntil(bar.isVisible, timeout=PATIENCE)
    first = bar.field.text()
    with qtbot.waitSignal(with_stores.command, timeout=PATIENCE) as sent:
        QTest.keyClick(bar.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert sent.args is not None
    assert first.encode() in sent.args[0].files[0].path


def test_signing_out_lets_go_of_what_was_asked(with_stores: MainWindow, qtbot: QtBot) -> None:
    bar = with_stores.intake.picture
    paste_picture(with_stores)
    qtbot.waitUntil(bar.isVisible, timeout=PATIENCE)
    with qtbot.assertNotEmitted(with_stores.command):
        with_stores.intake.open_to_drops(accepting=False)
    assert not bar.isVisible()


def test_pictures_of_an_earlier_run_are_asked_about_one_by_one_and_never_go_by_themselves(
    bar: PictureBar, qtbot: QtBot
) -> None:
    bar.keep_asking((FIRST, SECOND))
    assert bar.isHidden()  # nobody is signed in yet
    bar.ask_again(True)
    assert bar.field.text() == "Pasted 1"
    assert "pasted earlier" in bar.hint.text()
    assert not bar.timer.isActive()
    with qtbot.waitSignal(bar.named) as named:
        bar.upload.click()
    assert named.args == [FIRST, "Pasted 1"]
    assert bar.field.text() == "Pasted 2"
    with qtbot.waitSignal(bar.discarded) as discarded:
        bar.discard_button.click()
    assert discarded.args == [SECOND]
    assert bar.isHidden()


def test_a_new_picture_goes_before_one_of_an_earlier_run(bar: PictureBar, qtbot: QtBot) -> None:
    bar.ask_again(True)
    bar.keep_asking((FIRST,))
    with qtbot.assertNotEmitted(bar.named), qtbot.assertNotEmitted(bar.discarded):
        bar.show_picture(SECOND)
    assert bar.field.text() == "Pasted 2"
    assert bar.timer.isActive()
    bar.accept()
    assert bar.field.text() == "Pasted 1"
    assert not bar.timer.isActive()


def test_who_signs_out_keeps_the_picture_of_an_earlier_run(bar: PictureBar, qtbot: QtBot) -> None:
    bar.ask_again(True)
    bar.keep_asking((FIRST,))
    with qtbot.assertNotEmitted(bar.discarded):
        bar.forget()
    assert bar.isHidden()
    bar.ask_again(True)
    assert bar.field.text() == "Pasted 1"
