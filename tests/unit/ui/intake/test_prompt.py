from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from layers_desktop.core.errors import Term
from layers_desktop.media.folder_scan import ScanResult, SkipCategory, Skipped
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import NewFile
from layers_desktop.media.urls import WebLink
from layers_desktop.ui import announce
from layers_desktop.ui.intake.prompt import IntakePrompt
from layers_desktop.ui.intake.prompt_values import (
    FetchProgress,
    FilesSubject,
    LinksSubject,
    Origin,
    PictureSubject,
    PromptAnswer,
    PromptRequest,
)
from tests.support.accessible_name import accessible_name
from tests.support.prompt_reader import PromptReader

PATIENCE = 20_000
FOUND = ScanResult(
    name="Holiday 2026",
    folder=True,
    files=(NewFile(b"/a.png", 4_000_000, 0),) * 312,
    images=290,
    videos=22,
    size=1_200_000_000,
    skipped=(Skipped(Term("PDF"), 12, ("a.pdf", "b.pdf", "c.pdf"), SkipCategory.DOCUMENT),),
)
FOLDER = PromptRequest(
    id=1, subject=FilesSubject(found=FOUND), project="Café", image_kind=MediaKind.IMAGE, writes_per_minute=60
)
LOOKING = replace(FOLDER, subject=FilesSubject(name="Holiday 2026", counted=500))
PICTURE = replace(FOLDER, id=2, subject=PictureSubject(stem="hero", extension="jpg", size=99_000))
ONLY_A_COPY = replace(
    PICTURE, subject=PictureSubject(stem="hero", extension="png", origin=Origin.WEB, host="example.com")
)
COPY = replace(
    PICTURE,
    subject=PictureSubject(
        stem="hero", extension="png", origin=Origin.WEB, host="example.com", fetchable=True
    ),
)
CELLS = replace(FOLDER, id=3, subject=PictureSubject(stem="Pasted", extension="png", origin=Origin.CELLS))
LINK = WebLink("https://example.com/hero.jpg", "example.com", "hero.jpg", MediaKind.IMAGE)
LINKS = replace(FOLDER, id=4, subject=LinksSubject(links=(LINK,)))
NOW = FetchProgress(name="hero.jpg", host="example.com", received=50, total=100)


class Desk(PromptReader):
    """A window with the prompt above a list and a field of text, and what the prompt told."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(IntakePrompt())
        self.window = window
        self.list = QListView()
        self.search = QLineEdit()
        layout = QVBoxLayout(window)
        for part in (self.prompt, self.search, self.list):
            layout.addWidget(part)
        self.accepted: list[tuple[int, PromptAnswer]] = []
        self.declined: list[int] = []
        self.prompt.accepted.connect(lambda number, answer: self.accepted.append((number, answer)))
        self.prompt.declined.connect(self.declined.append)
        self.prompt.closed.connect(self.list.setFocus)


@pytest.fixture
def desk(frame: QWidget, qtbot: QtBot) -> Desk:
    frame.resize(880, 640)
    made = Desk(frame)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow, timeout=PATIENCE)
    made.list.setFocus()
    return made


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader was told."""
    told: list[str] = []
    monkeypatch.setattr(announce, "politely", lambda _source, text: told.append(text))
    return told


# Enter, Escape, and where the keyboard is


def test_a_folder_is_asked_about_with_the_keyboard_on_upload_and_enter_sends(desk: Desk) -> None:
    desk.prompt.ask(FOLDER)
    assert desk.focused == "Upload 312 files"
    desk.press(Qt.Key.Key_Return)
    assert desk.accepted == [(1, PromptAnswer(image_kind=MediaKind.IMAGE))]
    assert not desk.prompt.isVisible()


def test_escape_leaves_and_the_keyboard_goes_back(desk: Desk, qtbot: QtBot) -> None:
    desk.prompt.ask(FOLDER)
    with qtbot.waitSignal(desk.prompt.closed):
        desk.press(Qt.Key.Key_Escape)
    assert desk.declined == [1]
    assert not desk.accepted
    assert not desk.prompt.isVisible()


def test_enter_on_cancel_cancels(desk: Desk) -> None:
    desk.prompt.ask(FOLDER)
    desk.find(QPushButton, "Cancel").setFocus()
    desk.press(Qt.Key.Key_Enter)
    assert (desk.declined, desk.accepted) == ([1], [])


def test_whoever_types_elsewhere_keeps_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    desk.search.setFocus()
    desk.prompt.ask(FOLDER)
    assert desk.focus is desk.search
    with qtbot.assertNotEmitted(desk.prompt.closed):
        desk.prompt.dismiss(1)
    assert desk.focus is desk.search


def test_a_window_behind_others_has_the_keyboard_in_the_prompt_once_it_comes_forward(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.search.setFocus()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow, timeout=PATIENCE)
    desk.prompt.ask(FOLDER)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow, timeout=PATIENCE)
    assert desk.focused == "Upload 312 files"


def test_nothing_is_answered_because_time_has_passed(desk: Desk) -> None:
    for request in (FOLDER, PICTURE, CELLS, LINKS):
        desk.prompt.ask(request)
    assert not [timer for timer in desk.prompt.findChildren(QTimer) if timer.isActive()]


def test_the_tab_key_goes_through_it_as_it_is_on_the_screen(desk: Desk) -> None:
    desk.prompt.ask(replace(COPY, project=""))
    seen = []
    while desk.focus is not desk.search:
        seen.append(desk.focused)
        desk.press(Qt.Key.Key_Tab)
    assert seen == ["Name of the picture", "Image", "Choose project", "Discard", "Fetch and upload"]
    desk.name.setFocus()
    QTest.keyClick(desk.focus, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert desk.focused == "Upload this copy"


# One after another


def test_one_is_shown_at_a_time_in_order_and_says_how_many_wait(desk: Desk) -> None:
    desk.prompt.ask(FOLDER)
    desk.prompt.ask(PICTURE)
    desk.prompt.ask(LINKS)
    assert "Holiday 2026" in desk.said
    assert "2 more after this" in desk.said
    desk.press(Qt.Key.Key_Return)
    assert desk.focused == "Name of the picture"
    assert "1 more after this" in desk.said
    desk.press(Qt.Key.Key_Escape)
    assert desk.focused == "Fetch and upload"
    assert "after this" not in desk.said
    desk.press(Qt.Key.Key_Return)
    assert [number for number, _ in desk.accepted] == [1, 4]
    assert desk.declined == [2]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_key_that_is_held_down_answers_one_question(desk: Desk, key: Qt.Key) -> None:
    desk.prompt.ask(FOLDER)
    desk.prompt.ask(replace(FOLDER, id=9))
    desk.press(key)
    held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", autorep=True)
    QApplication.sendEvent(desk.focus, held)
    assert len(desk.accepted) + len(desk.declined) == 1
    assert desk.prompt.isVisible()


def test_a_double_click_answers_one_question(desk: Desk) -> None:
    desk.prompt.ask(FOLDER)
    desk.prompt.ask(replace(FOLDER, id=9))
    upload = desk.find(QPushButton, "Upload 312 files")
    QTest.mouseClick(upload, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(upload, Qt.MouseButton.LeftButton)  # the second press, as Qt tells it
    QTest.mouseRelease(upload, Qt.MouseButton.LeftButton)
    assert [number for number, _ in desk.accepted] == [1]


def test_what_is_withdrawn_is_asked_no_more(desk: Desk, qtbot: QtBot) -> None:
    desk.prompt.ask(FOLDER)
    desk.prompt.ask(PICTURE)
    desk.prompt.dismiss(1)
    assert desk.focused == "Name of the picture"
    with qtbot.waitSignal(desk.prompt.closed):
        desk.prompt.dismiss(2)
    assert not desk.prompt.isVisible()
    assert not desk.declined
    desk.prompt.update_request(FOLDER)
    desk.prompt.dismiss(1)
    assert not desk.prompt.isVisible()


def test_while_the_window_is_at_something_else_it_waits(desk: Desk) -> None:
    asking: list[bool] = []
    desk.prompt.asking.connect(asking.append)
    desk.prompt.set_allowed(allowed=False)
    desk.prompt.ask(PICTURE)
    assert not desk.shown
    desk.prompt.set_allowed(allowed=True)
    QTest.keyClicks(desk.focus, "Team")
    desk.prompt.set_allowed(allowed=False)
    assert not desk.shown
    assert desk.focus is desk.list
    desk.prompt.set_allowed(allowed=True)
    assert desk.name.text() == "Team.jpg"
    assert asking == [True, False, True]
    assert (desk.accepted, desk.declined) == ([], [])


def test_it_says_when_it_begins_and_ends_to_ask(desk: Desk) -> None:
    asking: list[bool] = []
    desk.prompt.asking.connect(asking.append)
    desk.prompt.ask(FOLDER)
    desk.prompt.ask(PICTURE)
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    assert asking == [True, False]


# Folders


def test_while_files_are_counted_enter_does_nothing_and_then_it_is_on_upload(desk: Desk) -> None:
    desk.prompt.ask(LOOKING)
    assert "Counting files … 500" in desk.said
    desk.press(Qt.Key.Key_Return)
    assert not desk.accepted
    assert not desk.declined
    desk.prompt.update_request(FOLDER)
    assert desk.focused == "Upload 312 files"


def test_counting_can_be_cancelled(desk: Desk) -> None:
    desk.prompt.ask(LOOKING)
    desk.find(QPushButton, "Cancel").click()
    desk.prompt.ask(LOOKING)
    desk.press(Qt.Key.Key_Escape)
    assert desk.declined == [1, 1]


def test_whoever_went_to_cancel_while_files_were_counted_stays_there(desk: Desk) -> None:
    desk.prompt.ask(LOOKING)
    desk.press(Qt.Key.Key_Tab)
    assert desk.focused == "Cancel"
    desk.prompt.update_request(FOLDER)
    assert desk.focused == "Cancel"


def test_a_folder_says_how_much_how_long_and_where(desk: Desk) -> None:
    desk.prompt.ask(FOLDER)
    assert "312 files, 1.2 GB · about 11 min at 60 a minute" in desk.said
    assert "290 images · 22 videos" in desk.said
    assert "12 documents" in desk.said
    assert "To Café" in desk.said


def test_the_reasons_unfold(desk: Desk) -> None:
    desk.prompt.ask(FOLDER)
    assert "a.pdf" not in desk.said
    desk.find(QPushButton, "Show").setFocus()
    desk.press(Qt.Key.Key_Return)
    assert "12 × PDF: a.pdf, b.pdf, c.pdf …" in desk.said
    assert not desk.accepted
    assert desk.focused == "Hide"
    desk.press(Qt.Key.Key_Space)
    assert "a.pdf" not in desk.said


@pytest.mark.parametrize(
    "found",
    [replace(FOUND, too_many=True), replace(FOUND, files=(), images=0, videos=0), ScanResult(name="void")],
)
def test_what_cannot_be_sent_can_only_be_closed(desk: Desk, found: ScanResult) -> None:
    desk.prompt.ask(replace(FOLDER, subject=FilesSubject(found=found)))
    shown = [one.text() for one in desk.prompt.findChildren(QPushButton) if one.isVisible()]
    assert [text for text in shown if text != "Show"] == ["Close"]
    assert not desk.chosen
    desk.press(Qt.Key.Key_Return)
    assert (desk.accepted, desk.declined) == ([], [1])


def test_without_a_project_it_says_that_it_waits_for_one(desk: Desk, qtbot: QtBot) -> None:
    desk.prompt.ask(replace(FOLDER, project="", image_kind=None))
    assert "Waits until you choose a project" in desk.said
    assert desk.chosen == []
    with qtbot.waitSignal(desk.prompt.project_wanted):
        desk.find_button("Choose project").click()
    desk.prompt.update_request(FOLDER)
    assert not desk.has("Choose project")
    assert "To Café" in desk.said
    assert desk.chosen == ["Image"]


def test_without_a_project_or_a_choice_the_project_has_the_last_word(desk: Desk) -> None:
    desk.prompt.ask(replace(FOLDER, project="", image_kind=None))
    desk.press(Qt.Key.Key_Return)
    assert desk.accepted == [(1, PromptAnswer(image_kind=None))]


# The kind


def test_the_kind_is_chosen_by_the_keyboard_among_radio_buttons(desk: Desk) -> None:
    desk.prompt.ask(FOLDER)
    image = desk.find(QRadioButton, "Image")
    image.setFocus()
    desk.press(Qt.Key.Key_Right)
    assert desk.chosen == ["Logo"]
    desk.press(Qt.Key.Key_Right)
    assert desk.chosen == ["Reference"]
    assert desk.focused == "Reference"
    desk.press(Qt.Key.Key_Return)
    assert desk.accepted == [(1, PromptAnswer(image_kind=MediaKind.REFERENCE_IMAGE))]
    role = QAccessible.queryAccessibleInterface(image).role()
    assert role == QAccessible.Role.RadioButton


def test_the_kind_is_chosen_by_a_click_anywhere_in_its_segment(desk: Desk) -> None:
    desk.prompt.ask(FOLDER)
    logo = desk.find(QRadioButton, "Logo")
    QTest.mouseClick(logo, Qt.MouseButton.LeftButton, pos=QPoint(logo.width() - 2, 2))
    assert desk.chosen == ["Logo"]


def test_the_kind_begins_as_the_side_target_has_it(desk: Desk) -> None:
    desk.prompt.ask(replace(FOLDER, image_kind=MediaKind.LOGO))
    desk.press(Qt.Key.Key_Return)
    assert desk.accepted == [(1, PromptAnswer(image_kind=MediaKind.LOGO))]


def test_another_projects_default_replaces_the_kind_unless_a_person_chose(desk: Desk) -> None:
    desk.prompt.ask(FOLDER)
    desk.prompt.update_request(replace(FOLDER, project="Beta", image_kind=MediaKind.LOGO))
    assert desk.chosen == ["Logo"]
    desk.find(QRadioButton, "Reference").click()
    desk.prompt.update_request(replace(FOLDER, image_kind=MediaKind.IMAGE))
    assert desk.chosen == ["Reference"]


def test_what_holds_no_image_has_no_kind(desk: Desk) -> None:
    clips = replace(FOUND, images=0, videos=312)
    desk.prompt.ask(replace(FOLDER, subject=FilesSubject(found=clips)))
    assert not desk.has("Image")
    desk.press(Qt.Key.Key_Return)
    assert desk.accepted == [(1, PromptAnswer(image_kind=None))]


def test_what_may_be_images_has_one(desk: Desk) -> None:
    desk.prompt.ask(replace(FOLDER, subject=FilesSubject(found=replace(FOUND, images=0, unknown=3))))
    assert desk.has("Image")


# Pictures


def test_a_pictures_name_is_selected_without_its_extension_and_enter_sends(desk: Desk) -> None:
    desk.prompt.ask(PICTURE)
    assert desk.name.text() == "hero.jpg"
    assert desk.name.selectedText() == "hero"
    QTest.keyClicks(desk.focus, "Team")
    assert desk.name.text() == "Team.jpg"
    desk.press(Qt.Key.Key_Return)
    assert desk.accepted == [(2, PromptAnswer(image_kind=MediaKind.IMAGE, stem="Team"))]


@pytest.mark.parametrize(
    ("typed", "stem"),
    [("Team", "Team"), ("Team.JPG", "Team"), ("a.b", "a.b"), ("", "hero"), (".jpg", "hero")],
)
def test_the_extension_stays_whatever_is_typed(desk: Desk, typed: str, stem: str) -> None:
    desk.prompt.ask(PICTURE)
    desk.name.selectAll()
    QTest.keyClick(desk.name, Qt.Key.Key_Delete)
    QTest.keyClicks(desk.name, typed)
    desk.find(QRadioButton, "Image").setFocus()
    assert desk.name.text() == f"{stem}.jpg"
    desk.find(QPushButton, "Upload").click()
    assert desk.accepted[0][1].stem == stem


def test_a_preview_that_comes_later_takes_nothing_away(desk: Desk) -> None:
    desk.prompt.ask(PICTURE)
    QTest.keyClicks(desk.focus, "Te")
    desk.find(QRadioButton, "Logo").click()
    desk.name.setFocus()
    desk.name.end(False)
    preview = QImage(40, 30, QImage.Format.Format_RGB32)
    desk.prompt.update_request(replace(PICTURE, previews=(preview,)))
    assert desk.focused == "Name of the picture"
    QTest.keyClick(desk.focus, Qt.Key.Key_Home)
    QTest.keyClicks(desk.focus, "A ")
    desk.press(Qt.Key.Key_Return)
    assert desk.accepted == [(2, PromptAnswer(image_kind=MediaKind.LOGO, stem="A Te"))]


def test_of_a_copy_enter_agrees_to_fetch_the_original(desk: Desk) -> None:
    desk.prompt.ask(COPY)
    assert "A copy as PNG; the original is at example.com" in desk.said
    QTest.keyClicks(desk.focus, "Team")
    assert desk.has("Fetch and upload")
    desk.press(Qt.Key.Key_Return)
    assert desk.accepted == [(2, PromptAnswer(image_kind=MediaKind.IMAGE, stem="Team"))]


def test_the_copy_itself_is_sent_by_a_button_of_its_own(desk: Desk) -> None:
    desk.prompt.ask(COPY)
    QTest.keyClicks(desk.focus, "Team")
    desk.find_button("Upload this copy").setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.accepted == [(2, PromptAnswer(image_kind=MediaKind.IMAGE, stem="Team", copy=True))]


@pytest.mark.parametrize(
    "request_",
    [
        PICTURE,
        CELLS,
        ONLY_A_COPY,
        replace(COPY, fetching=NOW),
    ],
)
def test_where_there_is_no_original_to_fetch_there_is_no_such_button(
    desk: Desk, request_: PromptRequest
) -> None:
    desk.prompt.ask(request_)
    assert "Upload this copy" not in {
        one.text() for one in desk.prompt.findChildren(QPushButton) if one.isVisible()
    }


def test_an_original_that_is_being_fetched_shows_how_far_it_is(desk: Desk) -> None:
    desk.prompt.ask(replace(COPY, fetching=NOW))
    assert desk.find(QProgressBar, "Fetched so far").value() == 500
    assert not desk.has("Fetch and upload")
    desk.press(Qt.Key.Key_Return)
    assert (desk.accepted, desk.declined) == ([], [])


def test_cells_with_a_picture_are_discarded_by_default(desk: Desk) -> None:
    desk.prompt.ask(CELLS)
    assert "Cells from a spreadsheet" in desk.said
    assert desk.focused == "Discard"
    desk.press(Qt.Key.Key_Return)
    assert (desk.accepted, desk.declined) == ([], [3])


def test_cells_are_uploaded_as_a_picture_only_by_that_button_or_a_name(desk: Desk) -> None:
    desk.prompt.ask(CELLS)
    desk.find(QRadioButton, "Logo").setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.declined == [3]
    desk.prompt.ask(CELLS)
    desk.find(QPushButton, "Upload as picture").setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.prompt.ask(CELLS)
    desk.name.setFocus()
    QTest.keyClicks(desk.focus, "Prices")
    desk.press(Qt.Key.Key_Return)
    assert [answer.stem for _, answer in desk.accepted] == ["Pasted", "Prices"]


def test_a_picture_is_pasted_into_the_window_from_within_the_name(desk: Desk, qtbot: QtBot) -> None:
    paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), desk.window)
    mime = QMimeData()
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0)
    mime.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(mime)
    desk.prompt.ask(PICTURE)
    with qtbot.waitSignal(paste.activated):
        QTest.keyClick(desk.focus, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().setText("Team")
    QTest.keyClick(desk.focus, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert desk.name.text() == "Team.jpg"


# Links


def test_a_link_is_fetched_when_a_person_says_so(desk: Desk) -> None:
    desk.prompt.ask(LINKS)
    assert "Link to an image at example.com" in desk.said
    assert desk.focused == "Fetch and upload"
    desk.find(QRadioButton, "Logo").click()
    desk.find(QPushButton, "Fetch and upload").click()
    assert desk.accepted == [(4, PromptAnswer(image_kind=MediaKind.LOGO))]


def test_a_fetch_can_be_stopped_and_stays_until_it_is_withdrawn(desk: Desk, qtbot: QtBot) -> None:
    fetching = replace(LINKS, fetching=NOW)
    desk.prompt.ask(fetching)
    desk.press(Qt.Key.Key_Return)  # pressed in expectation of a question
    with qtbot.waitSignal(desk.prompt.stopped) as stopped:
        desk.find(QPushButton, "Stop").click()
    assert stopped.args == [4]
    with qtbot.waitSignal(desk.prompt.stopped):
        desk.press(Qt.Key.Key_Escape)
    assert desk.prompt.isVisible()
    assert not desk.declined
    desk.prompt.dismiss(4)
    assert not desk.prompt.isVisible()


def test_a_question_comes_before_a_fetch_that_goes_on(desk: Desk) -> None:
    desk.prompt.ask(replace(LINKS, fetching=NOW))
    desk.prompt.ask(FOLDER)
    assert desk.focused == "Upload 312 files"
    desk.press(Qt.Key.Key_Return)
    assert desk.has("Stop")


def test_a_fetch_that_becomes_a_question_waits_until_the_one_that_is_shown_is_answered(desk: Desk) -> None:
    desk.prompt.ask(replace(COPY, fetching=NOW))
    desk.prompt.ask(FOLDER)
    desk.prompt.update_request(COPY)
    assert desk.focused == "Upload 312 files"
    desk.press(Qt.Key.Key_Return)
    assert [number for number, _ in desk.accepted] == [1]
    assert desk.focused == "Name of the picture"


def test_a_controller_may_ask_again_while_it_hears_the_answer(desk: Desk) -> None:
    desk.prompt.accepted.connect(lambda *_: desk.prompt.ask(replace(LINKS, fetching=NOW)))
    asking: list[bool] = []
    desk.prompt.asking.connect(asking.append)
    desk.prompt.ask(LINKS)
    desk.press(Qt.Key.Key_Return)
    assert desk.has("Stop")
    assert asking == [True]


# Assistive technology


def test_it_is_a_group_with_a_name_and_says_what_it_is_about(desk: Desk) -> None:
    desk.prompt.ask(FOLDER)
    group = next(one for one in desk.prompt.findChildren(QWidget) if accessible_name(one) == "Confirm upload")
    interface = QAccessible.queryAccessibleInterface(group)
    assert interface.role() == QAccessible.Role.Grouping
    assert interface.text(QAccessible.Text.Name) == "Confirm upload"
    assert interface.text(QAccessible.Text.Description).startswith("Holiday 2026. 312 files")
    around = desk.find(QRadioButton, "Logo").parentWidget()
    assert around is not None
    kinds = QAccessible.queryAccessibleInterface(around)
    assert kinds.role() == QAccessible.Role.Grouping
    assert kinds.text(QAccessible.Text.Name) == "Send images as"


def test_it_is_announced_once(desk: Desk, announced: list[str]) -> None:
    desk.prompt.ask(LOOKING)
    assert not announced
    desk.prompt.update_request(FOLDER)
    desk.prompt.update_request(replace(FOLDER, project="Beta"))
    assert announced == ["Holiday 2026. 312 files, 1.2 GB · about 11 min at 60 a minute. To Café"]
    desk.prompt.ask(PICTURE)
    assert len(announced) == 1
    desk.press(Qt.Key.Key_Return)
    assert announced[1].startswith("Pasted picture. 99 KB JPEG")


# Its size


def test_it_wraps_in_a_narrow_window_and_scrolls_in_a_low_one(desk: Desk, qtbot: QtBot) -> None:
    desk.prompt.ask(FOLDER)
    wide = desk.prompt.sizeHint().height()
    desk.window.resize(520, 640)
    qtbot.waitUntil(lambda: desk.prompt.width() < 520, timeout=PATIENCE)
    assert desk.prompt.sizeHint().height() > wide
    for button in ("Cancel", "Upload 312 files"):
        place = desk.find(QPushButton, button)
        assert desk.prompt.rect().contains(place.mapTo(desk.prompt, place.rect().bottomRight()))
    assert desk.prompt.minimumSizeHint().height() < desk.prompt.sizeHint().height()
