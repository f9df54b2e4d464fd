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

LINK = WebLink("https://example.com/hero.jpg", "example.com", "hero.jpg", MediaKind.IMAGE)
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
    subject=PictureSubject(stem="hero", extension="png", origin=Origin.WEB, host="example.com", link=LINK),
)
CELLS = replace(FOLDER, id=3, subject=PictureSubject(stem="Pasted", extension="png", origin=Origin.CELLS))
LINKS = replace(FOLDER, id=4, subject=LinksSubject(links=(LINK,)))
NOW = FetchProgress(name="hero.jpg", host="example.com", received=50)


class IntakeDriver(PromptReader):
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
def driver(frame: QWidget, qtbot: QtBot) -> IntakeDriver:
    frame.resize(880, 640)
    made = IntakeDriver(frame)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    made.list.setFocus()
    return made


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader was told."""
    told: list[str] = []
    monkeypatch.setattr(announce, "politely", lambda _source, text: told.append(text))
    return told


# Enter, Escape, and where the keyboard is


def test_a_folder_is_asked_about_with_the_keyboard_on_upload_and_enter_sends(driver: IntakeDriver) -> None:
    driver.prompt.ask(FOLDER)
    assert driver.focused == "Upload 312 files"
    driver.press(Qt.Key.Key_Return)
    assert driver.accepted == [(1, PromptAnswer(image_kind=MediaKind.IMAGE))]
    assert not driver.prompt.isVisible()


def test_escape_leaves_and_the_keyboard_goes_back(driver: IntakeDriver, qtbot: QtBot) -> None:
    driver.prompt.ask(FOLDER)
    with qtbot.waitSignal(driver.prompt.closed):
        driver.press(Qt.Key.Key_Escape)
    assert driver.declined == [1]
    assert not driver.accepted
    assert not driver.prompt.isVisible()


def test_enter_on_cancel_cancels(driver: IntakeDriver) -> None:
    driver.prompt.ask(FOLDER)
    driver.find(QPushButton, "Cancel").setFocus()
    driver.press(Qt.Key.Key_Enter)
    assert (driver.declined, driver.accepted) == ([1], [])


def test_whoever_types_elsewhere_keeps_the_keyboard(driver: IntakeDriver, qtbot: QtBot) -> None:
    driver.search.setFocus()
    driver.prompt.ask(FOLDER)
    assert driver.focus is driver.search
    with qtbot.assertNotEmitted(driver.prompt.closed):
        driver.prompt.dismiss(1)
    assert driver.focus is driver.search


def test_a_window_behind_others_has_the_keyboard_in_the_prompt_once_it_comes_forward(
    driver: IntakeDriver, qtbot: QtBot
) -> None:
    driver.search.setFocus()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    driver.prompt.ask(FOLDER)
    driver.window.activateWindow()
    qtbot.waitUntil(driver.window.isActiveWindow)
    assert driver.focused == "Upload 312 files"


def test_nothing_is_answered_because_time_has_passed(driver: IntakeDriver) -> None:
    for request in (FOLDER, PICTURE, CELLS, LINKS):
        driver.prompt.ask(request)
    assert not [timer for timer in driver.prompt.findChildren(QTimer) if timer.isActive()]


def test_the_tab_key_goes_through_it_as_it_is_on_the_screen(driver: IntakeDriver) -> None:
    driver.prompt.ask(replace(COPY, project=""))
    seen = []
    while driver.focus is not driver.search:
        seen.append(driver.focused)
        driver.press(Qt.Key.Key_Tab)
    assert seen == ["Name of the picture", "Image", "Choose project", "Discard", "Fetch and upload"]
    driver.name.setFocus()
    QTest.keyClick(driver.focus, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert driver.focused == "Upload this copy"


# One after another


def test_one_is_shown_at_a_time_in_order_and_says_how_many_wait(driver: IntakeDriver) -> None:
    driver.prompt.ask(FOLDER)
    driver.prompt.ask(PICTURE)
    driver.prompt.ask(LINKS)
    assert "Holiday 2026" in driver.said
    assert "2 more after this" in driver.said
    driver.press(Qt.Key.Key_Return)
    assert driver.focused == "Name of the picture"
    assert "1 more after this" in driver.said
    driver.press(Qt.Key.Key_Escape)
    assert driver.focused == "Fetch and upload"
    assert "after this" not in driver.said
    driver.press(Qt.Key.Key_Return)
    assert [number for number, _ in driver.accepted] == [1, 4]
    assert driver.declined == [2]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_key_that_is_held_down_answers_one_question(driver: IntakeDriver, key: Qt.Key) -> None:
    driver.prompt.ask(FOLDER)
    driver.prompt.ask(replace(FOLDER, id=9))
    driver.press(key)
    held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", autorep=True)
    QApplication.sendEvent(driver.focus, held)
    assert len(driver.accepted) + len(driver.declined) == 1
    assert driver.prompt.isVisible()


def test_a_double_click_answers_one_question(driver: IntakeDriver) -> None:
    driver.prompt.ask(FOLDER)
    driver.prompt.ask(replace(FOLDER, id=9))
    upload = driver.find(QPushButton, "Upload 312 files")
    QTest.mouseClick(upload, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(upload, Qt.MouseButton.LeftButton)  # the second press, as Qt tells it
    QTest.mouseRelease(upload, Qt.MouseButton.LeftButton)
    assert [number for number, _ in driver.accepted] == [1]


def test_what_is_withdrawn_is_asked_no_more(driver: IntakeDriver, qtbot: QtBot) -> None:
    driver.prompt.ask(FOLDER)
    driver.prompt.ask(PICTURE)
    driver.prompt.dismiss(1)
    assert driver.focused == "Name of the picture"
    with qtbot.waitSignal(driver.prompt.closed):
        driver.prompt.dismiss(2)
    assert not driver.prompt.isVisible()
    assert not driver.declined
    driver.prompt.update_request(FOLDER)
    driver.prompt.dismiss(1)
    assert not driver.prompt.isVisible()


def test_while_the_window_is_at_something_else_it_waits(driver: IntakeDriver) -> None:
    asking: list[bool] = []
    driver.prompt.asking.connect(asking.append)
    driver.prompt.set_allowed(allowed=False)
    driver.prompt.ask(PICTURE)
    assert not driver.shown
    driver.prompt.set_allowed(allowed=True)
    QTest.keyClicks(driver.focus, "Team")
    driver.prompt.set_allowed(allowed=False)
    assert not driver.shown
    assert driver.focus is driver.list
    driver.prompt.set_allowed(allowed=True)
    assert driver.name.text() == "Team.jpg"
    assert asking == [True, False, True]
    assert (driver.accepted, driver.declined) == ([], [])


def test_it_says_when_it_begins_and_ends_to_ask(driver: IntakeDriver) -> None:
    asking: list[bool] = []
    driver.prompt.asking.connect(asking.append)
    driver.prompt.ask(FOLDER)
    driver.prompt.ask(PICTURE)
    driver.press(Qt.Key.Key_Return)
    driver.press(Qt.Key.Key_Return)
    assert asking == [True, False]


# Folders


def test_while_files_are_counted_enter_does_nothing_and_then_it_is_on_upload(driver: IntakeDriver) -> None:
    driver.prompt.ask(LOOKING)
    assert "Counting files … 500" in driver.said
    driver.press(Qt.Key.Key_Return)
    assert not driver.accepted
    assert not driver.declined
    driver.prompt.update_request(FOLDER)
    assert driver.focused == "Upload 312 files"


def test_counting_can_be_cancelled(driver: IntakeDriver) -> None:
    driver.prompt.ask(LOOKING)
    driver.find(QPushButton, "Cancel").click()
    driver.prompt.ask(LOOKING)
    driver.press(Qt.Key.Key_Escape)
    assert driver.declined == [1, 1]


def test_whoever_went_to_cancel_while_files_were_counted_stays_there(driver: IntakeDriver) -> None:
    driver.prompt.ask(LOOKING)
    driver.press(Qt.Key.Key_Tab)
    assert driver.focused == "Cancel"
    driver.prompt.update_request(FOLDER)
    assert driver.focused == "Cancel"


def test_a_folder_says_how_much_how_long_and_where(driver: IntakeDriver) -> None:
    driver.prompt.ask(FOLDER)
    assert "312 files, 1.2 GB · about 11 min at 60 a minute" in driver.said
    assert "290 images · 22 videos" in driver.said
    assert "12 documents" in driver.said
    assert "To Café" in driver.said


def test_the_reasons_unfold(driver: IntakeDriver) -> None:
    driver.prompt.ask(FOLDER)
    assert "a.pdf" not in driver.said
    driver.find(QPushButton, "Show").setFocus()
    driver.press(Qt.Key.Key_Return)
    assert "12 × PDF: a.pdf, b.pdf, c.pdf …" in driver.said
    assert not driver.accepted
    assert driver.focused == "Hide"
    driver.press(Qt.Key.Key_Space)
    assert "a.pdf" not in driver.said


@pytest.mark.parametrize(
    "found",
    [replace(FOUND, too_many=True), replace(FOUND, files=(), images=0, videos=0), ScanResult(name="void")],
)
def test_what_cannot_be_sent_can_only_be_closed(driver: IntakeDriver, found: ScanResult) -> None:
    driver.prompt.ask(replace(FOLDER, subject=FilesSubject(found=found)))
    shown = [one.text() for one in driver.prompt.findChildren(QPushButton) if one.isVisible()]
    assert [text for text in shown if text != "Show"] == ["Close"]
    assert not driver.chosen
    driver.press(Qt.Key.Key_Return)
    assert (driver.accepted, driver.declined) == ([], [1])


def test_without_a_project_it_says_that_it_waits_for_one(driver: IntakeDriver, qtbot: QtBot) -> None:
    driver.prompt.ask(replace(FOLDER, project="", image_kind=None))
    assert "Waits until you choose a project" in driver.said
    assert driver.chosen == []
    with qtbot.waitSignal(driver.prompt.project_wanted):
        driver.find_button("Choose project").click()
    driver.prompt.update_request(FOLDER)
    assert not driver.has("Choose project")
    assert "To Café" in driver.said
    assert driver.chosen == ["Image"]


def test_without_a_project_or_a_choice_the_project_has_the_last_word(driver: IntakeDriver) -> None:
    driver.prompt.ask(replace(FOLDER, project="", image_kind=None))
    driver.press(Qt.Key.Key_Return)
    assert driver.accepted == [(1, PromptAnswer(image_kind=None))]


# The kind


def test_the_kind_is_chosen_by_the_keyboard_among_radio_buttons(driver: IntakeDriver) -> None:
    driver.prompt.ask(FOLDER)
    image = driver.find(QRadioButton, "Image")
    image.setFocus()
    driver.press(Qt.Key.Key_Right)
    assert driver.chosen == ["Logo"]
    driver.press(Qt.Key.Key_Right)
    assert driver.chosen == ["Reference"]
    assert driver.focused == "Reference"
    driver.press(Qt.Key.Key_Return)
    assert driver.accepted == [(1, PromptAnswer(image_kind=MediaKind.REFERENCE_IMAGE))]
    role = QAccessible.queryAccessibleInterface(image).role()
    assert role == QAccessible.Role.RadioButton


def test_the_kind_is_chosen_by_a_click_anywhere_in_its_segment(driver: IntakeDriver) -> None:
    driver.prompt.ask(FOLDER)
    logo = driver.find(QRadioButton, "Logo")
    QTest.mouseClick(logo, Qt.MouseButton.LeftButton, pos=QPoint(logo.width() - 2, 2))
    assert driver.chosen == ["Logo"]


def test_the_kind_begins_as_the_side_target_has_it(driver: IntakeDriver) -> None:
    driver.prompt.ask(replace(FOLDER, image_kind=MediaKind.LOGO))
    driver.press(Qt.Key.Key_Return)
    assert driver.accepted == [(1, PromptAnswer(image_kind=MediaKind.LOGO))]


def test_another_projects_default_replaces_the_kind_unless_a_person_chose(driver: IntakeDriver) -> None:
    driver.prompt.ask(FOLDER)
    driver.prompt.update_request(replace(FOLDER, project="Beta", image_kind=MediaKind.LOGO))
    assert driver.chosen == ["Logo"]
    driver.find(QRadioButton, "Reference").click()
    driver.prompt.update_request(replace(FOLDER, image_kind=MediaKind.IMAGE))
    assert driver.chosen == ["Reference"]


def test_what_holds_no_image_has_no_kind(driver: IntakeDriver) -> None:
    clips = replace(FOUND, images=0, videos=312)
    driver.prompt.ask(replace(FOLDER, subject=FilesSubject(found=clips)))
    assert not driver.has("Image")
    driver.press(Qt.Key.Key_Return)
    assert driver.accepted == [(1, PromptAnswer(image_kind=None))]


def test_what_may_be_images_has_one(driver: IntakeDriver) -> None:
    driver.prompt.ask(replace(FOLDER, subject=FilesSubject(found=replace(FOUND, images=0, unknown=3))))
    assert driver.has("Image")


# Pictures


def test_a_pictures_name_is_selected_without_its_extension_and_enter_sends(driver: IntakeDriver) -> None:
    driver.prompt.ask(PICTURE)
    assert driver.name.text() == "hero.jpg"
    assert driver.name.selectedText() == "hero"
    QTest.keyClicks(driver.focus, "Team")
    assert driver.name.text() == "Team.jpg"
    driver.press(Qt.Key.Key_Return)
    assert driver.accepted == [(2, PromptAnswer(image_kind=MediaKind.IMAGE, stem="Team"))]


@pytest.mark.parametrize(
    ("typed", "stem"),
    [("Team", "Team"), ("Team.JPG", "Team"), ("a.b", "a.b"), ("", "hero"), (".jpg", "hero")],
)
def test_the_extension_stays_whatever_is_typed(driver: IntakeDriver, typed: str, stem: str) -> None:
    driver.prompt.ask(PICTURE)
    driver.name.selectAll()
    QTest.keyClick(driver.name, Qt.Key.Key_Delete)
    QTest.keyClicks(driver.name, typed)
    driver.find(QRadioButton, "Image").setFocus()
    assert driver.name.text() == f"{stem}.jpg"
    driver.find(QPushButton, "Upload").click()
    assert driver.accepted[0][1].stem == stem


def test_a_preview_that_comes_later_takes_nothing_away(driver: IntakeDriver) -> None:
    driver.prompt.ask(PICTURE)
    QTest.keyClicks(driver.focus, "Te")
    driver.find(QRadioButton, "Logo").click()
    driver.name.setFocus()
    driver.name.end(False)
    preview = QImage(40, 30, QImage.Format.Format_RGB32)
    driver.prompt.update_request(replace(PICTURE, previews=(preview,)))
    assert driver.focused == "Name of the picture"
    QTest.keyClick(driver.focus, Qt.Key.Key_Home)
    QTest.keyClicks(driver.focus, "A ")
    driver.press(Qt.Key.Key_Return)
    assert driver.accepted == [(2, PromptAnswer(image_kind=MediaKind.LOGO, stem="A Te"))]


def test_of_a_copy_enter_agrees_to_fetch_the_original(driver: IntakeDriver) -> None:
    driver.prompt.ask(COPY)
    assert "A copy as PNG; the original is at example.com" in driver.said
    QTest.keyClicks(driver.focus, "Team")
    assert driver.has("Fetch and upload")
    driver.press(Qt.Key.Key_Return)
    assert driver.accepted == [(2, PromptAnswer(image_kind=MediaKind.IMAGE, stem="Team"))]


def test_the_copy_itself_is_sent_by_a_button_of_its_own(driver: IntakeDriver) -> None:
    driver.prompt.ask(COPY)
    QTest.keyClicks(driver.focus, "Team")
    driver.find_button("Upload this copy").setFocus()
    driver.press(Qt.Key.Key_Return)
    assert driver.accepted == [(2, PromptAnswer(image_kind=MediaKind.IMAGE, stem="Team", copy=True))]


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
    driver: IntakeDriver, request_: PromptRequest
) -> None:
    driver.prompt.ask(request_)
    assert "Upload this copy" not in {
        one.text() for one in driver.prompt.findChildren(QPushButton) if one.isVisible()
    }


def test_an_original_that_is_being_fetched_shows_how_far_it_is(driver: IntakeDriver) -> None:
    driver.prompt.ask(replace(COPY, fetching=NOW))
    assert "50 bytes" in driver.said
    assert not driver.has("Fetch and upload")
    driver.press(Qt.Key.Key_Return)
    assert (driver.accepted, driver.declined) == ([], [])


def test_cells_with_a_picture_are_discarded_by_default(driver: IntakeDriver) -> None:
    driver.prompt.ask(CELLS)
    assert "Cells from a spreadsheet" in driver.said
    assert driver.focused == "Discard"
    driver.press(Qt.Key.Key_Return)
    assert (driver.accepted, driver.declined) == ([], [3])


def test_cells_are_uploaded_as_a_picture_only_by_that_button_or_a_name(driver: IntakeDriver) -> None:
    driver.prompt.ask(CELLS)
    driver.find(QRadioButton, "Logo").setFocus()
    driver.press(Qt.Key.Key_Return)
    assert driver.declined == [3]
    driver.prompt.ask(CELLS)
    driver.find(QPushButton, "Upload as picture").setFocus()
    driver.press(Qt.Key.Key_Return)
    driver.prompt.ask(CELLS)
    driver.name.setFocus()
    QTest.keyClicks(driver.focus, "Prices")
    driver.press(Qt.Key.Key_Return)
    assert [answer.stem for _, answer in driver.accepted] == ["Pasted", "Prices"]


def test_a_picture_is_pasted_into_the_window_from_within_the_name(driver: IntakeDriver, qtbot: QtBot) -> None:
    paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), driver.window)
    mime = QMimeData()
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0)
    mime.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(mime)
    driver.prompt.ask(PICTURE)
    with qtbot.waitSignal(paste.activated):
        QTest.keyClick(driver.focus, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().setText("Team")
    QTest.keyClick(driver.focus, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert driver.name.text() == "Team.jpg"


# Links


def test_a_link_is_fetched_when_a_person_says_so(driver: IntakeDriver) -> None:
    driver.prompt.ask(LINKS)
    assert "Link to an image at example.com" in driver.said
    assert driver.focused == "Fetch and upload"
    driver.find(QRadioButton, "Logo").click()
    driver.find(QPushButton, "Fetch and upload").click()
    assert driver.accepted == [(4, PromptAnswer(image_kind=MediaKind.LOGO))]


def test_a_fetch_can_be_stopped_and_stays_until_it_is_withdrawn(driver: IntakeDriver, qtbot: QtBot) -> None:
    fetching = replace(LINKS, fetching=NOW)
    driver.prompt.ask(fetching)
    driver.press(Qt.Key.Key_Return)  # pressed in expectation of a question
    with qtbot.waitSignal(driver.prompt.stopped) as stopped:
        driver.find(QPushButton, "Stop").click()
    assert stopped.args == [4]
    with qtbot.waitSignal(driver.prompt.stopped):
        driver.press(Qt.Key.Key_Escape)
    assert driver.prompt.isVisible()
    assert not driver.declined
    driver.prompt.dismiss(4)
    assert not driver.prompt.isVisible()


def test_a_question_comes_before_a_fetch_that_goes_on(driver: IntakeDriver) -> None:
    driver.prompt.ask(replace(LINKS, fetching=NOW))
    driver.prompt.ask(FOLDER)
    assert driver.focused == "Upload 312 files"
    driver.press(Qt.Key.Key_Return)
    assert driver.has("Stop")


def test_a_fetch_that_becomes_a_question_waits_until_the_one_that_is_shown_is_answered(
    driver: IntakeDriver,
) -> None:
    driver.prompt.ask(replace(COPY, fetching=NOW))
    driver.prompt.ask(FOLDER)
    driver.prompt.update_request(COPY)
    assert driver.focused == "Upload 312 files"
    driver.press(Qt.Key.Key_Return)
    assert [number for number, _ in driver.accepted] == [1]
    assert driver.focused == "Name of the picture"


def test_a_controller_may_ask_again_while_it_hears_the_answer(driver: IntakeDriver) -> None:
    driver.prompt.accepted.connect(lambda *_: driver.prompt.ask(replace(LINKS, fetching=NOW)))
    asking: list[bool] = []
    driver.prompt.asking.connect(asking.append)
    driver.prompt.ask(LINKS)
    driver.press(Qt.Key.Key_Return)
    assert driver.has("Stop")
    assert asking == [True]


# Assistive technology


def test_it_is_a_group_with_a_name_and_says_what_it_is_about(driver: IntakeDriver) -> None:
    driver.prompt.ask(FOLDER)
    group = next(
        one for one in driver.prompt.findChildren(QWidget) if accessible_name(one) == "Confirm upload"
    )
    interface = QAccessible.queryAccessibleInterface(group)
    assert interface.role() == QAccessible.Role.Grouping
    assert interface.text(QAccessible.Text.Name) == "Confirm upload"
    assert interface.text(QAccessible.Text.Description).startswith("Holiday 2026. 312 files")
    around = driver.find(QRadioButton, "Logo").parentWidget()
    assert around is not None
    kinds = QAccessible.queryAccessibleInterface(around)
    assert kinds.role() == QAccessible.Role.Grouping
    assert kinds.text(QAccessible.Text.Name) == "Send images as"


def test_it_is_announced_once(driver: IntakeDriver, announced: list[str]) -> None:
    driver.prompt.ask(LOOKING)
    assert not announced
    driver.prompt.update_request(FOLDER)
    driver.prompt.update_request(replace(FOLDER, project="Beta"))
    assert announced == ["Holiday 2026. 312 files, 1.2 GB · about 11 min at 60 a minute. To Café"]
    driver.prompt.ask(PICTURE)
    assert len(announced) == 1
    driver.press(Qt.Key.Key_Return)
    assert announced[1].startswith("Pasted picture. 99 KB JPEG")


# Its size


def test_it_wraps_in_a_narrow_window_and_scrolls_in_a_low_one(driver: IntakeDriver, qtbot: QtBot) -> None:
    driver.prompt.ask(FOLDER)
    wide = driver.prompt.sizeHint().height()
    driver.window.resize(520, 640)
    qtbot.waitUntil(lambda: driver.prompt.width() < 520)
    assert driver.prompt.sizeHint().height() > wide
    for button in ("Cancel", "Upload 312 files"):
        place = driver.find(QPushButton, button)
        assert driver.prompt.rect().contains(place.mapTo(driver.prompt, place.rect().bottomRight()))
    assert driver.prompt.minimumSizeHint().height() < driver.prompt.sizeHint().height()
