from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop.media import refusals
from layers_desktop.media.inspect import Refusal
from layers_desktop.media.kinds import Kind
from layers_desktop.media.survey import MOST_FILES, Skipped, Survey
from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.incoming import folder_words
from layers_desktop.ui.incoming.survey import DropSurvey, Offer
from layers_desktop.ui.main_window import MainWindow

DragOf = Callable[..., Any]
PATIENCE = 20_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three files that can be sent and one that cannot."""
    made = tmp_path / "holiday"
    (made / "day 2").mkdir(parents=True)
    for name in ("a.png", "b.jpg", "day 2/c.mp4", "plan.pdf"):
        (made / name).write_bytes(b"content")
    return made


@pytest.fixture
def survey(qapp: QApplication) -> Iterator[DropSurvey]:  # noqa: ARG001
    made = DropSurvey()
    yield made
    made.close()


FOUND = Survey(
    name="holiday",
    paths=(b"/a",) * 312,
    images=290,
    videos=22,
    size=1_200_000_000,
    skipped=(Skipped("PDF", 12, ("a.pdf", "b.pdf", "c.pdf")), Skipped("empty", 2, ("x.png", "y.png"))),
)


def test_the_words_count_what_goes_and_what_is_skipped_and_why() -> None:
    assert folder_words.headline(FOUND) == "holiday: 312 files, 14 skipped"
    assert folder_words.contents(FOUND, "Café", None) == "290 images, 22 videos → Café · 1.2 GB"
    assert folder_words.contents(FOUND, "Café", Kind.LOGO).startswith("290 images as logo, 22 videos")
    assert folder_words.reasons(FOUND).splitlines() == [
        "12 × PDF: a.pdf, b.pdf, c.pdf …",
        "2 × empty: x.png, y.png",
    ]
    assert folder_words.upload(FOUND) == "Upload 312 files"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Survey(name="trip", others=2, paths=(b"/a",)), "trip and 2 more: 1 file"),
        (Survey(name="", others=150, paths=(b"/a",) * 150), "150 files"),
        (Survey(name="trip"), "trip: there is no file in it"),
        (Survey(name="trip", skipped=FOUND.skipped), "trip: nothing here can be sent, 14 skipped"),
        (
            Survey(name="disk", paths=(b"/a",), too_many=True),
            f"disk: more than {QLocale().toString(MOST_FILES)} files",
        ),
        (Survey(name="n" * 200, paths=(b"/a",)), f"{'n' * 31}…{'n' * 16}: 1 file"),
    ],
)
def test_the_headline_of_every_outcome(found: Survey, words: str) -> None:
    assert folder_words.headline(found) == words


def test_plain_files_go_straight_in(survey: DropSurvey, qtbot: QtBot) -> None:
    offer = Offer((b"/a.png", b"/b.mp4"))
    with qtbot.waitSignal(survey.passed) as passed:
        survey.look(offer)
    assert passed.args == [offer]


def test_a_file_with_a_name_that_says_nothing_goes_in_once_it_was_looked_at(
    survey: DropSurvey, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "README").touch()
    offer = Offer((os.fsencode(tmp_path / "README"),))
    with qtbot.assertNotEmitted(survey.begun), qtbot.waitSignal(survey.passed, timeout=PATIENCE) as passed:
        survey.look(offer)
    assert passed.args == [offer]


def test_exactly_the_files_that_were_shown_go_in(survey: DropSurvey, qtbot: QtBot, folder: Path) -> None:
    with qtbot.waitSignal(survey.found, timeout=PATIENCE) as found:
        survey.look(Offer((os.fsencode(folder),), image_kind=Kind.LOGO))
    assert found.args is not None
    assert found.args[0].skipped_count == 1
    (folder / "later.png").write_bytes(b"content")
    with qtbot.waitSignals([survey.passed, survey.ended]), qtbot.waitSignal(survey.passed) as passed:
        survey.accept()
    assert passed.args is not None
    offer = passed.args[0]
    assert [Path(os.fsdecode(path)).name for path in offer.paths] == ["a.png", "b.jpg", "c.mp4"]
    assert offer.image_kind is Kind.LOGO


def test_declining_lets_nothing_in(survey: DropSurvey, qtbot: QtBot, folder: Path) -> None:
    with qtbot.waitSignal(survey.found, timeout=PATIENCE):
        survey.look(Offer((os.fsencode(folder),)))
    with qtbot.assertNotEmitted(survey.passed), qtbot.waitSignal(survey.ended):
        survey.decline()
    survey.accept()


def test_what_was_refused_with_a_folder_is_listed_whatever_becomes_of_the_folder(
    survey: DropSurvey, qtbot: QtBot, folder: Path
) -> None:
    refused = Refusal(path=b"", name="x", size=None, problem=refusals.link("It is a link."))
    found = qtbot.waitSignal(survey.found, timeout=PATIENCE)
    with found, qtbot.waitSignal(survey.passed, timeout=PATIENCE) as told:
        survey.look(Offer((os.fsencode(folder),), (refused,)))
    assert told.args == [Offer((), (refused,))]
    with qtbot.waitSignal(survey.passed) as passed:
        survey.accept()
    assert passed.args is not None
    assert passed.args[0].refused == ()


def test_a_second_folder_is_shown_once_the_first_is_answered(
    survey: DropSurvey, qtbot: QtBot, folder: Path
) -> None:
    with qtbot.waitSignal(survey.found, timeout=PATIENCE):
        survey.look(Offer((os.fsencode(folder),)))
    second = Offer((os.fsencode(folder / "day 2"),))
    with qtbot.assertNotEmitted(survey.begun):
        survey.look(second)
        qtbot.waitUntil(lambda: bool(survey._waiting), timeout=PATIENCE)
    with qtbot.waitSignal(survey.found, timeout=PATIENCE) as found:
        survey.decline()
    assert found.args is not None
    assert found.args[0].videos == 1


def test_cancelling_ends_a_long_look_and_its_result_is_not_shown(
    survey: DropSurvey, qtbot: QtBot, tmp_path: Path
) -> None:
    for number in range(2_000):
        (tmp_path / f"{number}.png").touch()
    with qtbot.waitSignal(survey.begun, timeout=PATIENCE):
        survey.look(Offer((os.fsencode(tmp_path),)))
    with qtbot.assertNotEmitted(survey.found):
        survey.decline()
        qtbot.waitUntil(lambda: not survey._tasks.busy, timeout=PATIENCE)


# In the window


def test_a_dropped_folder_is_shown_first_and_uploaded_when_agreed_to(
    open_window: MainWindow, drag_of: DragOf, qtbot: QtBot, folder: Path
) -> None:
    panel, survey = open_window.intake.folder, open_window.intake.survey
    drag = drag_of(open_window, str(folder))
    drag.enter()
    with qtbot.assertNotEmitted(open_window.command), qtbot.waitSignal(survey.found, timeout=PATIENCE):
        assert drag.drop()
    assert panel.isVisible()
    assert panel.headline.text() == "holiday: 3 files, 1 skipped"
    assert panel.contents.text() == "2 images, 1 video → Café Ünïcode iOS · 21 bytes"
    assert panel.reasons.text() == "1 × PDF: plan.pdf"
    assert panel.upload.accessibleName() == "Upload 3 files"
    with qtbot.waitSignal(open_window.command) as sent:
        QTest.keyClick(panel.upload, Qt.Key.Key_Space)
    assert sent.args is not None
    assert len(sent.args[0].files) == 3
    assert not panel.isVisible()


def test_by_the_keyboard_enter_agrees_and_the_list_has_the_keyboard_again(
    open_window: MainWindow, qtbot: QtBot, folder: Path, done: Callable[[int], Snapshot]
) -> None:
    open_window.on_added([done(1)])
    open_window.activateWindow()
    qtbot.waitUntil(open_window.isActiveWindow, timeout=PATIENCE)
    open_window.panel.setFocus()
    panel = open_window.intake.folder
    with qtbot.waitSignal(open_window.intake.survey.found, timeout=PATIENCE):
        open_window.submit_paths([os.fsencode(folder)])
    assert panel.upload.hasFocus()
    with qtbot.waitSignal(open_window.command):
        QTest.keyClick(panel.upload, Qt.Key.Key_Return)
    uploads = QApplication.focusWidget()
    assert uploads is not None
    assert uploads.accessibleName() == "Uploads"


def test_whoever_types_elsewhere_keeps_the_keyboard(
    open_window: MainWindow, qtbot: QtBot, folder: Path, done: Callable[[int], Snapshot]
) -> None:
    open_window.on_added([done(1)])
    open_window.activateWindow()
    qtbot.waitUntil(open_window.isActiveWindow, timeout=PATIENCE)
    open_window.panel.start_search()
    search = QApplication.focusWidget()
    with qtbot.waitSignal(open_window.intake.survey.found, timeout=PATIENCE):
        open_window.submit_paths([os.fsencode(folder)])
    assert QApplication.focusWidget() is search
    assert search is not None
    assert search.accessibleName() == "Search uploads"


def test_escape_declines_a_folder(open_window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    with qtbot.waitSignal(open_window.intake.survey.found, timeout=PATIENCE):
        open_window.submit_paths([os.fsencode(folder)])
    with qtbot.assertNotEmitted(open_window.command):
        QTest.keyClick(open_window.intake.folder.upload, Qt.Key.Key_Escape)
    assert not open_window.intake.folder.isVisible()


def test_the_panel_names_the_project_that_is_picked_when_it_is_agreed_to(
    open_window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    with qtbot.waitSignal(open_window.intake.survey.found, timeout=PATIENCE):
        open_window.submit_paths([os.fsencode(folder)])
    open_window.choose_project("prj_2")
    assert "→ Beta" in open_window.intake.folder.contents.text()


def test_an_empty_folder_says_so_and_offers_nothing_but_to_close(
    open_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "void").mkdir()
    with qtbot.waitSignal(open_window.intake.survey.found, timeout=PATIENCE):
        open_window.submit_paths([os.fsencode(tmp_path / "void")])
    panel = open_window.intake.folder
    assert panel.headline.text() == "void: there is no file in it"
    assert not panel.upload.isVisible()
    assert panel.cancel.text() == "Close"


def test_a_pasted_folder_is_shown_first_too(open_window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    QGuiApplication.clipboard().setMimeData(mime)
    with qtbot.waitSignal(open_window.intake.survey.found, timeout=PATIENCE):
        open_window.shortcuts.paste.trigger()
    assert open_window.intake.folder.isVisible()


@pytest.mark.parametrize(("groups", "stop"), [(1, False), (30, True)])
def test_the_reasons_are_a_stop_of_the_keyboard_only_when_they_scroll(
    open_window: MainWindow, qtbot: QtBot, groups: int, stop: bool
) -> None:
    panel = open_window.intake.folder
    skipped = tuple(Skipped(f"reason {number}", 1, ("a.pdf",)) for number in range(groups))
    panel.show_survey(dataclasses.replace(FOUND, skipped=skipped))
    wanted = Qt.FocusPolicy.TabFocus if stop else Qt.FocusPolicy.NoFocus
    qtbot.waitUntil(lambda: panel.skipped.focusPolicy() is wanted, timeout=PATIENCE)
    qtbot.waitUntil(lambda: panel.skipped.verticalScrollBar().isVisible() is stop, timeout=PATIENCE)
