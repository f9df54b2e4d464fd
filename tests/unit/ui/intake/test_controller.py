"""The ways into the window: what goes in at once, what is asked about, and where it goes."""

from __future__ import annotations

import base64
import dataclasses
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from layers_desktop.core.resources import resource
from layers_desktop.instance import HandOver
from layers_desktop.media.folder_scan import MOST_UNASKED
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import NewFile
from layers_desktop.session.state import Phase, SessionState
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.preferences import ImageKind, ProjectSettings
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.transfer import FileUsage, Snapshot
from layers_desktop.ui.intake.picture_store import PictureStore
from layers_desktop.ui.platform.close_behavior import CloseDialog
from layers_desktop.ui.window_contents import WindowContents
from tests.support.prompt_reader import PromptReader, W
from tests.support.window_services import RecordingServices
from tests.unit.ui.conftest import Fetch

DragOf = Callable[..., Any]
JPEG = resource("samples", "founder-shot.jpg").read_bytes()
LINK = "https://example.com/shot.jpg"
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


class IntakeDriver(PromptReader):
    """A window and what is done at it: what it asks, and what it hands over to the queue."""

    def __init__(
        self,
        services: RecordingServices,
        window: WindowContents,
        qtbot: QtBot,
        pictures: PictureStore,
        fetch: Fetch,
    ) -> None:
        super().__init__(window.intake.prompt)
        self.window, self.qtbot, self.pictures, self.fetch = window, qtbot, pictures, fetch
        self.sent: list[Submit] = []
        services.queue.posted.connect(self._hand_over)

    def _hand_over(self, command: object) -> None:
        if isinstance(command, Submit):
            self.sent.append(command)

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait until this is so."""
        self.qtbot.waitUntil(until)

    def asks(self, words: str) -> None:
        """Wait until the prompt says this."""
        self.wait(lambda: self.shown and words in self.said)

    def find(self, kind: type[W], name: str) -> W:
        """Return the control once it is there: a button names how many files once they are counted."""
        self.wait(lambda: self.has(name))
        return super().find(kind, name)

    def is_sent(self, count: int = 1) -> Submit:
        """Wait for so many uploads, of which there are no more, and return the last."""
        self.wait(lambda: len(self.sent) >= count)
        assert len(self.sent) == count
        return self.sent[-1]

    @property
    def kept(self) -> list[str]:
        """What is in the folder of pictures."""
        folder = self.pictures.folder
        return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def fresh(
    services: RecordingServices,
    window: WindowContents,
    qtbot: QtBot,
    picture_store: PictureStore,
    fetch: Fetch,
) -> IntakeDriver:
    """Return a window that does not know yet who is signed in."""
    driver = IntakeDriver(services, window, qtbot, picture_store, fetch)
    window.window.activateWindow()
    driver.wait(window.window.isActiveWindow)
    return driver


@pytest.fixture
def driver(fresh: IntakeDriver, open_window: WindowContents) -> IntakeDriver:
    """Return a window with the first project picked, that sends images of each project as something else."""
    open_window.projects.show_settings(ProjectSettings(image_kind=ImageKind.LOGO), "prj_1")
    open_window.projects.show_settings(ProjectSettings(image_kind=ImageKind.REFERENCE_IMAGE), "prj_2")
    return fresh


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three files that can be sent and one that cannot."""
    made = tmp_path / "holiday"
    (made / "day 2").mkdir(parents=True)
    for name in ("a.png", "b.jpg", "day 2/c.mp4", "plan.pdf"):
        (made / name).write_bytes(b"content")
    return made


def a_picture() -> QImage:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0xFF225588)
    return picture


def paste(
    window: WindowContents, *files: str | Path, text: str = "", html: str = "", picture: QImage | None = None
) -> None:
    """Press Ctrl+V with this on the clipboard."""
    mime = QMimeData()
    if files:
        mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    if picture is not None:
        mime.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(mime)
    window.shortcuts.paste.trigger()


def paste_copy(window: WindowContents) -> None:
    """Paste the pixels of a picture out of a page, whose address comes along."""
    paste(window, html=f'<img src="{LINK}">', picture=a_picture())


def paths(submit: Submit) -> list[str]:
    return [os.fsdecode(file.path) for file in submit.files]


def switch_account(window: WindowContents, signed_in: SessionState) -> None:
    """Go to another organization, as the session tells of it."""
    window.show_session(dataclasses.replace(signed_in, phase=Phase.CONNECTING))
    window.show_session(
        dataclasses.replace(signed_in, organization_id="org_2", organization_name="Northwind")
    )


# Files


def test_plain_files_go_in_at_once(driver: IntakeDriver, drag_of: DragOf) -> None:
    driver.window.projects.show_settings(ProjectSettings(image_kind=ImageKind.LOGO, checksum=False), "prj_1")
    drag = drag_of(driver.window, "/a.png", "/b.mp4")
    assert drag.enter()
    assert drag.drop()
    [submit] = driver.sent
    assert submit == Submit(
        organization_id="org_1",
        files=(NewFile(b"/a.png"), NewFile(b"/b.mp4")),
        project_id="prj_1",
        project_name="Café Ünïcode iOS",
        image_kind=MediaKind.LOGO,
        checksum=False,
        ticket=submit.ticket,
    )
    assert not driver.shown


def test_a_file_with_a_name_that_says_nothing_goes_in_once_it_is_known_to_be_no_folder(
    driver: IntakeDriver, drag_of: DragOf, tmp_path: Path
) -> None:
    (tmp_path / "README").touch()
    drag = drag_of(driver.window, str(tmp_path / "README"))
    drag.enter()
    drag.drop()
    assert paths(driver.is_sent()) == [str(tmp_path / "README")]
    assert not driver.shown


def test_files_are_taken_before_anybody_is_signed_in(fresh: IntakeDriver, drag_of: DragOf) -> None:
    fresh.window.show_session(SessionState(phase=Phase.SIGNED_OUT))
    drag = drag_of(fresh.window, "/a.png")
    assert drag.enter()
    assert drag.drop()
    assert paths(fresh.sent[0]) == ["/a.png"]
    assert (fresh.sent[0].project_id, fresh.sent[0].project_name, fresh.sent[0].image_kind) == ("", "", None)


def test_a_dropped_folder_is_asked_about_and_exactly_what_was_shown_goes_in(
    driver: IntakeDriver, drag_of: DragOf, folder: Path
) -> None:
    drag = drag_of(driver.window, str(folder))
    drag.enter()
    assert drag.drop()
    driver.asks("3 files, 21 bytes")
    assert "holiday" in driver.said
    assert "2 images · 1 video" in driver.said
    assert "1 document" in driver.said
    assert "To Café Ünïcode iOS" in driver.said
    assert driver.chosen == ["Logo"]
    assert driver.focused == "Upload 3 files"
    assert not driver.sent
    (folder / "later.png").write_bytes(b"content")
    driver.press(ENTER)
    submit = driver.is_sent()
    assert sorted(Path(path).name for path in paths(submit)) == ["a.png", "b.jpg", "c.mp4"]
    assert {file.size for file in submit.files} == {7}
    assert submit.image_kind is MediaKind.LOGO
    assert not driver.shown


def test_of_a_folder_that_is_left_nothing_goes_in(
    driver: IntakeDriver, drag_of: DragOf, folder: Path
) -> None:
    drag = drag_of(driver.window, str(folder))
    drag.enter()
    drag.drop()
    driver.asks("3 files")
    driver.press(ESCAPE)
    assert not driver.shown
    assert not driver.sent


def test_a_folder_on_a_side_target_begins_with_its_kind_and_a_person_may_choose_another(
    driver: IntakeDriver, drag_of: DragOf, folder: Path
) -> None:
    drag = drag_of(driver.window, str(folder), "/a.png")
    drag.enter()
    kind, area = driver.window.intake.overlay.areas.targets[1]
    assert kind is MediaKind.REFERENCE_IMAGE
    drag.move(area.center())
    drag.drop(area.center())
    driver.asks("Send images as")
    assert driver.chosen == ["Reference"]
    driver.choose("Image")
    driver.find(QPushButton, "Upload 3 files").click()
    assert driver.is_sent().image_kind is MediaKind.IMAGE


def test_more_than_a_hundred_files_are_asked_about(
    driver: IntakeDriver, drag_of: DragOf, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.png" for number in range(MOST_UNASKED + 1)]
    for file in files:
        file.write_bytes(b"content")
    drag = drag_of(driver.window, *map(str, files))
    drag.enter()
    drag.drop()
    driver.asks("707 bytes")
    assert "101 files" in driver.said
    assert not driver.sent
    driver.press(ENTER)
    assert len(driver.is_sent().files) == MOST_UNASKED + 1


def test_what_cannot_be_sent_is_listed_though_a_folder_that_came_with_it_is_left(
    driver: IntakeDriver, drag_of: DragOf, folder: Path
) -> None:
    drag = drag_of(driver.window, str(folder), "ftp://example.com/b.png")
    drag.enter()
    drag.drop()
    assert [one.name for one in driver.is_sent().refused] == ["b.png"]
    driver.asks("3 files")
    driver.press(ESCAPE)
    assert len(driver.sent) == 1


def test_cancelling_while_files_are_counted_ends_that(
    driver: IntakeDriver, drag_of: DragOf, tmp_path: Path
) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(2_000):
        (many / f"{number}.png").touch()
    drag = drag_of(driver.window, str(many))
    drag.enter()
    drag.drop()
    driver.wait(lambda: driver.shown)
    driver.press(ESCAPE)
    driver.wait(lambda: not driver.window.intake._tasks.busy)
    assert not driver.shown
    assert not driver.sent


def test_a_second_folder_is_asked_about_once_the_first_is_answered(
    driver: IntakeDriver, folder: Path
) -> None:
    paste(driver.window, folder)
    driver.asks("holiday")
    paste(driver.window, folder / "day 2")
    driver.asks("1 more after this")
    driver.press(ESCAPE)
    driver.asks("day 2")
    driver.find(QPushButton, "Upload 1 file").click()
    assert [Path(path).name for path in paths(driver.is_sent())] == ["c.mp4"]


def test_an_empty_folder_says_so_and_can_only_be_closed(driver: IntakeDriver, tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    paste(driver.window, tmp_path / "void")
    driver.asks("There are no files in it")
    driver.find(QPushButton, "Close").click()
    assert not driver.shown


def test_a_folder_goes_to_the_project_in_which_it_was_given(driver: IntakeDriver, folder: Path) -> None:
    paste(driver.window, folder)
    driver.window.projects.choose("prj_2")
    driver.asks("3 files")
    assert "To Café Ünïcode iOS" in driver.said
    driver.find(QPushButton, "Upload 3 files").click()
    assert driver.is_sent().project_id == "prj_1"


def test_each_start_sends_to_the_project_that_it_named_whenever_the_list_comes(
    driver: IntakeDriver, projects: list[KnownProject], folder: Path
) -> None:
    take(driver.window, folder, project_id="prj_8")
    take(driver.window, "/b.png", project_id="prj_9")
    take(driver.window, "/c.png", project_id="prj_2")
    driver.window.show_projects([*projects, KnownProject(id="prj_9", name="Nine")])
    driver.window.on_projects_listed()
    driver.wait(lambda: len(driver.sent) == 3)
    sent = {submit.project_id: len(submit.files) for submit in driver.sent}
    assert sent == {"prj_8": 3, "prj_9": 1, "prj_2": 1}


def test_a_folder_pasted_while_a_named_project_is_awaited_goes_there(
    driver: IntakeDriver, projects: list[KnownProject], folder: Path
) -> None:
    take(driver.window, "/b.png", project_id="prj_8")
    paste(driver.window, folder)
    driver.asks("To prj_8")
    take(driver.window, "/c.png", project_id="prj_9")
    later = [KnownProject(id="prj_8", name="Eight"), KnownProject(id="prj_9", name="Nine")]
    driver.window.show_projects([*projects, *later])
    assert "To Eight" in driver.said
    driver.press(ENTER)
    assert driver.is_sent(3).project_id == "prj_8"


def test_a_folder_for_a_project_that_is_not_there_goes_to_the_one_that_a_person_chooses(
    driver: IntakeDriver, projects: list[KnownProject], folder: Path
) -> None:
    take(driver.window, "/b.png", project_id="prj_8")
    paste(driver.window, folder)
    driver.window.show_projects(projects)
    driver.window.on_projects_listed()
    driver.asks("To prj_8")
    driver.window.header.picker.popup.chosen.emit("prj_2")
    driver.window.header.picker.hidePopup()
    assert "To Beta" in driver.said
    driver.find(QPushButton, "Upload 3 files").click()
    assert driver.is_sent(2).project_id == "prj_2"


def test_a_folder_that_was_given_without_a_project_follows_the_picker(
    fresh: IntakeDriver, signed_in: SessionState, projects: list[KnownProject], folder: Path
) -> None:
    fresh.window.show_session(signed_in)
    fresh.window.show_projects(projects)
    paste(fresh.window, folder)
    fresh.asks("Waits until you choose a project")
    assert fresh.chosen == []
    fresh.find_button("Choose project").click()
    assert fresh.window.header.picker.popup.isVisible()
    fresh.window.header.picker.popup.chosen.emit("prj_2")
    fresh.window.header.picker.hidePopup()
    fresh.window.projects.show_settings(ProjectSettings(image_kind=ImageKind.LOGO))
    assert "To Beta" in fresh.said
    assert fresh.chosen == ["Logo"]
    fresh.wait(fresh.window.window.isActiveWindow)
    fresh.press(ENTER)
    submit = fresh.is_sent()
    assert (submit.project_id, submit.project_name, submit.image_kind) == ("prj_2", "Beta", MediaKind.LOGO)


# Where the kind is asked for


def test_chosen_images_are_asked_about_with_the_kind_and_enter_sends(
    driver: IntakeDriver, folder: Path
) -> None:
    driver.window.intake.choosers.chosen.emit([os.fsencode(folder / "a.png")])
    driver.asks("Send images as")
    assert driver.chosen == ["Logo"]
    assert not driver.sent
    driver.press(ENTER)
    submit = driver.is_sent()
    assert paths(submit) == [str(folder / "a.png")]
    assert submit.image_kind is MediaKind.LOGO


def test_pasted_images_are_asked_about_with_the_kind(driver: IntakeDriver, folder: Path) -> None:
    paste(driver.window, folder / "a.png", folder / "b.jpg")
    driver.asks("Send images as")
    driver.choose("Reference")
    driver.find(QPushButton, "Upload 2 files").click()
    assert driver.is_sent().image_kind is MediaKind.REFERENCE_IMAGE


@pytest.mark.parametrize("way", ["chosen", "pasted"])
def test_without_an_image_there_is_nothing_to_choose(driver: IntakeDriver, way: str) -> None:
    if way == "chosen":
        driver.window.intake.choosers.chosen.emit([b"/a.mp4"])
    else:
        paste(driver.window, "/a.mp4")
    assert paths(driver.sent[0]) == ["/a.mp4"]
    assert not driver.shown


# What a start of the program gives


def take(window: WindowContents, *files: Path | str, project_id: str | None = None) -> list[bool]:
    """Give these to the window as a start does, and return what it was told of them."""
    told: list[bool] = []
    given = tuple(os.fsencode(file) for file in files)
    window.take(HandOver(paths=given, project_id=project_id), told.append)
    return told


@pytest.mark.parametrize("count", [1, MOST_UNASKED + 1])
@pytest.mark.parametrize("on_disk", [True, False])
def test_files_of_a_start_go_in_whatever_their_number_and_it_hears_when_they_are_on_disk(
    driver: IntakeDriver, count: int, on_disk: bool
) -> None:
    told = take(driver.window, *(f"/{number}.png" for number in range(count)))
    [submit] = driver.sent
    assert len(submit.files) == count
    assert not driver.shown
    assert told == []
    driver.window.intake.submitter.on_submitted(submit.ticket, on_disk=on_disk)
    assert told == [on_disk]


@pytest.mark.parametrize("connected", [True, False])
def test_a_folder_of_a_start_goes_in_and_it_hears_when_that_is_on_disk(
    fresh: IntakeDriver, signed_in: SessionState, folder: Path, connected: bool
) -> None:
    fresh.window.show_session(signed_in if connected else SessionState(phase=Phase.SIGNED_OUT))
    told = take(fresh.window, folder, "/gone.png")
    submit = fresh.is_sent()
    sizes = {Path(os.fsdecode(file.path)).name: file.size for file in submit.files}
    assert sizes == {"a.png": 7, "b.jpg": 7, "c.mp4": 7, "gone.png": None}
    fresh.wait(lambda: fresh.window.toast.words.text() == "Left out: 2 files: 1 document, 1 unreadable")
    assert not fresh.shown
    assert told == []
    fresh.window.intake.submitter.on_submitted(submit.ticket, on_disk=True)
    assert told == [True]


def test_a_start_hears_that_nothing_of_its_folder_can_be_sent(driver: IntakeDriver, tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    told = take(driver.window, tmp_path / "plans")
    driver.wait(lambda: driver.shown and bool(told))
    assert told == [False]
    assert not driver.sent


def test_files_of_a_start_keep_their_order_whatever_is_wrong_with_some(
    driver: IntakeDriver, tmp_path: Path
) -> None:
    names = ["1.png", "2-missing.png", "README", "4-empty.png", "5.zip", "6.png"]
    for name in names:
        if "missing" not in name:
            (tmp_path / name).write_bytes(b"" if "empty" in name else b"content")
    take(driver.window, *(tmp_path / name for name in names))
    assert [Path(path).name for path in paths(driver.is_sent())] == names


def test_a_start_hears_it_when_the_window_ends_while_its_folder_is_listed(
    driver: IntakeDriver, folder: Path
) -> None:
    told = take(driver.window, folder)
    assert told == []
    driver.window.intake.close()
    assert told == [False]


def test_a_file_that_is_named_twice_is_taken_once(driver: IntakeDriver, drag_of: DragOf) -> None:
    take(driver.window, "/a.png", "/b.png", "/a.png")
    assert paths(driver.is_sent()) == ["/a.png", "/b.png"]
    drag = drag_of(driver.window, "/c.png", "/c.png")
    drag.enter()
    drag.drop()
    assert paths(driver.is_sent(2)) == ["/c.png"]
    take(driver.window, "/README", "/README")
    assert paths(driver.is_sent(3)) == ["/README"]


def test_an_address_on_another_computer_is_listed_with_the_reason(driver: IntakeDriver) -> None:
    take(driver.window, "file://other/pictures/a.png", "/b.png")
    submit = driver.is_sent()
    assert paths(submit) == ["/b.png"]
    assert [(one.name, one.problem.words.explanation) for one in submit.refused] == [
        ("a.png", "It is on another computer (other).")
    ]


def test_a_start_hears_when_its_folder_is_let_go_before_it_is_asked_about(
    driver: IntakeDriver, signed_in: SessionState, folder: Path
) -> None:
    told = take(driver.window, folder)
    switch_account(driver.window, signed_in)
    assert told == [False]
    driver.wait(lambda: not driver.window.intake._tasks.busy)
    assert told == [False]
    assert not driver.shown
    assert not driver.sent


def test_a_start_without_files_is_safe_at_once(driver: IntakeDriver) -> None:
    assert take(driver.window) == [True]


def test_files_of_a_start_are_taken_before_the_window_knows_who_is_signed_in(fresh: IntakeDriver) -> None:
    told = take(fresh.window, "/a.png", project_id="prj_2")
    [submit] = fresh.sent
    assert (submit.project_id, submit.project_name) == ("prj_2", "")
    fresh.window.intake.submitter.on_submitted(submit.ticket, on_disk=True)
    assert told == [True]


# Pictures


def test_a_pasted_picture_is_named_and_sent_by_enter(driver: IntakeDriver) -> None:
    paste(driver.window, picture=a_picture())
    driver.asks("Pasted picture")
    driver.asks("40 × 30")
    assert driver.focused == "Name of the picture"
    driver.choose("Reference")
    driver.write("Team photo")
    assert not driver.sent
    driver.press(ENTER)
    submit = driver.is_sent()
    assert paths(submit) == [str(driver.pictures.folder / "Team photo.png")]
    assert (submit.project_id, submit.image_kind) == ("prj_1", MediaKind.REFERENCE_IMAGE)
    assert driver.kept == ["Team photo.png"]


def test_a_pasted_picture_is_asked_about_at_once_and_shown_when_the_decoder_is_free(
    driver: IntakeDriver,
) -> None:
    with driver.pictures.decoder._asking:  # a row's picture is awaited
        paste(driver.window, picture=a_picture())
        driver.asks("Pasted picture")
        driver.write("Team")
        assert "40 × 30" not in driver.said
    driver.asks("40 × 30")
    assert driver.name.text().startswith("Team")


def test_escape_discards_a_picture_and_its_file(driver: IntakeDriver) -> None:
    paste(driver.window, picture=a_picture())
    driver.asks("Pasted picture")
    assert len(driver.kept) == 1
    driver.press(ESCAPE)
    driver.wait(lambda: driver.kept == [])
    assert not driver.shown
    assert not driver.sent


def test_a_second_picture_can_be_pasted_from_within_the_name_and_waits_its_turn(driver: IntakeDriver) -> None:
    paste(driver.window, picture=a_picture())
    driver.asks("Pasted picture")
    first = driver.name.text()
    QTest.keyClick(driver.name, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    driver.asks("1 more after this")
    assert driver.name.text() == first
    driver.press(ENTER)
    assert Path(paths(driver.is_sent())[0]).name == first
    assert driver.name.text() != first


def test_a_picture_goes_to_the_project_in_which_it_was_given(driver: IntakeDriver) -> None:
    paste(driver.window, picture=a_picture())
    driver.window.projects.choose("prj_2")
    driver.asks("To Café Ünïcode iOS")
    driver.find(QPushButton, "Upload").click()
    submit = driver.is_sent()
    assert (submit.project_id, submit.image_kind) == ("prj_1", MediaKind.LOGO)


def test_the_picture_of_a_table_is_named_as_such_and_discarded_by_default(driver: IntakeDriver) -> None:
    paste(driver.window, text="1\t2\n3\t4", picture=a_picture())
    driver.asks("Cells from a spreadsheet")
    assert driver.focused == "Discard"
    driver.press(ENTER)
    driver.wait(lambda: driver.kept == [])
    assert not driver.sent


def test_a_picture_in_its_own_address_is_the_original_and_asked_about(
    driver: IntakeDriver, drag_of: DragOf
) -> None:
    drag = drag_of(driver.window, f"data:image/jpeg;base64,{base64.b64encode(JPEG).decode()}")
    assert drag.enter()
    assert drag.drop()
    driver.wait(lambda: driver.shown)
    assert driver.name.text() == "Picture from a page.jpg"
    driver.find(QPushButton, "Upload").click()
    assert paths(driver.is_sent()) == [str(driver.pictures.folder / "Picture from a page.jpg")]
    assert (driver.pictures.folder / "Picture from a page.jpg").read_bytes() == JPEG
    assert not driver.fetch.asked


@pytest.mark.parametrize("content", ["AAAA", "A", ""])
def test_a_damaged_picture_in_its_own_address_is_listed(
    driver: IntakeDriver, drag_of: DragOf, content: str
) -> None:
    drag = drag_of(driver.window, f"data:image/jpeg;base64,{content}")
    drag.enter()
    drag.drop()
    assert [one.name for one in driver.is_sent().refused] == ["Picture from a page"]


def test_pictures_of_an_earlier_run_are_asked_about_one_after_another(driver: IntakeDriver) -> None:
    driver.pictures.folder.mkdir()
    for number in (1, 2):
        kept = driver.pictures.folder / f"Pasted {number}.png"
        a_picture().save(str(kept))
        os.utime(kept, (number * 1_000.0, number * 1_000.0))
    driver.pictures.sort_out(FileUsage(frozenset(), frozenset()))
    driver.asks("Picture not sent yet")
    assert driver.name.text() == "Pasted 1.png"
    assert "bytes PNG" in driver.said
    driver.asks("PNG, 40 × 30")
    assert "1 more after this" in driver.said
    driver.press(ENTER)
    assert paths(driver.is_sent()) == [str(driver.pictures.folder / "Pasted 1.png")]
    assert driver.name.text() == "Pasted 2.png"
    driver.press(ESCAPE)
    driver.wait(lambda: driver.kept == ["Pasted 1.png"])
    assert not driver.shown


def test_choosing_a_project_while_links_are_fetched_leaves_the_keyboard_where_it_is(
    driver: IntakeDriver,
) -> None:
    driver.fetch.hold()
    paste(driver.window, text="https://example.com/a.jpg")
    driver.asks("example.com")
    driver.press(ENTER)
    picker = driver.window.header.picker
    picker.setFocus()
    picker.popup.chosen.emit("prj_2")
    assert QApplication.focusWidget() is picker, "Escape would stop the fetch"
    driver.fetch.release()
    assert driver.is_sent().project_id == "prj_1"


def test_closing_while_links_are_fetched_asks_first(driver: IntakeDriver) -> None:
    driver.fetch.hold()
    paste(driver.window, text="https://example.com/a.jpg\nhttps://example.com/b.jpg")
    driver.asks("2 links")
    driver.press(ENTER)
    assert not driver.window.window.close()
    dialog = driver.window.window.findChild(CloseDialog)
    assert dialog is not None
    assert dialog.title.text() == "2 links are not fetched yet"
    assert dialog.stop.text() == "Stop now"
    dialog.cancel.click()
    driver.fetch.release()
    driver.is_sent(2)
    assert driver.window.window.close()


# A picture whose original can be fetched


def test_of_a_copy_enter_fetches_the_original_under_the_chosen_name_and_discards_the_copy(
    driver: IntakeDriver,
) -> None:
    driver.fetch.hold()
    paste_copy(driver.window)
    driver.asks("the original is at example.com")
    assert driver.kept == ["shot.png"]
    assert not driver.fetch.asked
    driver.choose("Reference")
    driver.write("Team")
    driver.press(ENTER)
    driver.asks("Fetching shot.jpg from example.com")
    assert not driver.sent
    driver.fetch.release()
    submit = driver.is_sent()
    driver.wait(lambda: not driver.pictures.busy)
    assert driver.fetch.asked == [LINK]
    assert paths(submit) == [str(driver.pictures.folder / "Team.jpg")]
    assert (submit.project_id, submit.image_kind) == ("prj_1", MediaKind.REFERENCE_IMAGE)
    assert driver.kept == ["Team.jpg"]
    assert (driver.pictures.folder / "Team.jpg").read_bytes() == JPEG
    assert not driver.shown


def test_upload_this_copy_sends_the_copy_and_fetches_nothing(driver: IntakeDriver) -> None:
    paste_copy(driver.window)
    driver.asks("the original is at example.com")
    driver.find_button("Upload this copy").click()
    assert paths(driver.is_sent()) == [str(driver.pictures.folder / "shot.png")]
    assert not driver.fetch.asked


def test_an_original_that_cannot_be_fetched_leaves_the_copy_and_what_a_person_chose(
    driver: IntakeDriver,
) -> None:
    driver.fetch.reason = "It is gone."
    paste_copy(driver.window)
    driver.asks("the original is at example.com")
    driver.choose("Reference")
    driver.write("Team")
    driver.press(ENTER)
    driver.wait(lambda: "couldn't be fetched" in driver.window.toast.words.text())
    driver.asks("A copy as PNG")
    assert "the original is at" not in driver.said
    assert driver.name.text() == "Team.png"
    assert driver.chosen == ["Reference"]
    assert not driver.sent
    driver.find(QPushButton, "Upload").click()
    submit = driver.is_sent()
    assert paths(submit) == [str(driver.pictures.folder / "Team.png")]
    assert submit.image_kind is MediaKind.REFERENCE_IMAGE


def test_the_typed_name_is_offered_again_though_another_question_came_between(
    driver: IntakeDriver, drag_of: DragOf
) -> None:
    driver.fetch.hold()
    driver.fetch.reason = "It is gone."
    paste_copy(driver.window)
    driver.asks("the original is at example.com")
    driver.write("Team")
    driver.press(ENTER)
    drag = drag_of(driver.window, "https://b.example/2.jpg")
    drag.enter()
    drag.drop()
    driver.asks("Link to an image at b.example")
    driver.fetch.release()
    driver.wait(lambda: "couldn't be fetched" in driver.window.toast.words.text())
    assert "Link to an image at b.example" in driver.said
    driver.find(QPushButton, "Discard").click()
    driver.asks("A copy as PNG")
    assert driver.name.text() == "Team.png"


def test_a_fetch_of_an_original_that_is_stopped_leaves_the_copy(driver: IntakeDriver) -> None:
    driver.fetch.hold()
    paste_copy(driver.window)
    driver.asks("the original is at example.com")
    driver.press(ENTER)
    driver.asks("Fetching shot.jpg")
    driver.wait(lambda: bool(driver.fetch.asked))
    driver.find(QPushButton, "Stop").click()
    driver.asks("A copy as PNG")
    assert driver.fetch.ended.wait(60)
    driver.find(QPushButton, "Upload").click()
    assert paths(driver.is_sent())[0].endswith("shot.png")


# Links


def test_nothing_is_fetched_before_a_person_says_so_and_then_it_is_uploaded(driver: IntakeDriver) -> None:
    paste(driver.window, text=LINK)
    assert "Link to an image at example.com" in driver.said
    assert "To Café Ünïcode iOS" in driver.said
    assert not driver.fetch.asked
    assert driver.focused == "Fetch and upload"
    driver.press(ENTER)
    submit = driver.is_sent()
    assert paths(submit) == [str(driver.pictures.folder / "shot.jpg")]
    assert (submit.project_id, submit.image_kind) == ("prj_1", MediaKind.LOGO)
    assert not driver.shown


def test_a_link_on_a_side_target_keeps_its_kind(driver: IntakeDriver, drag_of: DragOf) -> None:
    drag = drag_of(driver.window, LINK)
    drag.enter()
    kind, area = driver.window.intake.overlay.areas.targets[1]
    drag.drop(area.center())
    assert driver.chosen == ["Reference"]
    driver.find(QPushButton, "Fetch and upload").click()
    assert driver.is_sent().image_kind is kind is MediaKind.REFERENCE_IMAGE


def test_a_link_that_is_not_fetched_is_listed_with_the_reason(driver: IntakeDriver) -> None:
    driver.fetch.content = b"<html>"
    paste(driver.window, text=f"{LINK}?signature=secret")
    driver.press(ENTER)
    driver.window.projects.choose("prj_2")
    submit = driver.is_sent()
    [refusal] = submit.refused
    assert submit.project_id == "prj_1"
    assert refusal.name == "shot.jpg"
    assert "this is a web page" in refusal.problem.words.explanation
    assert "secret" not in refusal.problem.sentence()
    assert not driver.shown


def test_stopping_frees_the_fetch_and_nothing_comes_in(driver: IntakeDriver) -> None:
    driver.fetch.hold()
    paste(driver.window, text=f"{LINK}\nhttps://example.com/2.jpg")
    driver.press(ENTER)
    driver.asks("Fetching shot.jpg from example.com")
    driver.wait(lambda: bool(driver.fetch.asked))
    assert "1 more after this" in driver.said
    driver.press(ESCAPE)
    assert driver.fetch.ended.wait(60)
    assert not driver.shown
    driver.wait(lambda: not driver.pictures.busy)
    assert driver.kept == []
    assert driver.fetch.asked == [LINK]
    assert not driver.sent


def test_links_that_come_while_others_are_fetched_are_asked_about_meanwhile(driver: IntakeDriver) -> None:
    driver.fetch.hold()
    paste(driver.window, text=LINK)
    driver.press(ENTER)
    paste(driver.window, text="https://b.example/2.jpg")
    driver.asks("Link to an image at b.example")
    driver.fetch.release()
    driver.is_sent()
    assert "Link to an image at b.example" in driver.said
    assert driver.fetch.asked == [LINK]


def test_the_same_link_given_in_two_projects_goes_to_both(driver: IntakeDriver) -> None:
    paste(driver.window, text=LINK)
    driver.window.projects.choose("prj_2")
    paste(driver.window, text=LINK)
    driver.press(ENTER)
    driver.press(ENTER)
    driver.is_sent(2)
    assert {one.project_id for one in driver.sent} == {"prj_1", "prj_2"}


def test_a_dismissed_link_is_forgotten(driver: IntakeDriver) -> None:
    paste(driver.window, text=LINK)
    driver.find(QPushButton, "Discard").click()
    assert not driver.shown
    assert (driver.fetch.asked, driver.sent) == ([], [])


# Another organization, another page


def test_files_and_links_are_withdrawn_when_another_organization_is_signed_in(
    driver: IntakeDriver, signed_in: SessionState, folder: Path
) -> None:
    driver.fetch.hold()
    paste(driver.window, text=LINK)
    driver.press(ENTER)
    driver.wait(lambda: bool(driver.fetch.asked))
    paste(driver.window, text="https://b.example/2.jpg")
    paste(driver.window, folder)
    driver.asks("after this")
    switch_account(driver.window, signed_in)
    assert not driver.shown
    assert driver.fetch.ended.wait(60)
    for worker in (driver.window.intake._tasks, driver.pictures):
        driver.wait(lambda worker=worker: not worker.busy)  # type: ignore[misc]  # mypy cannot infer it
    assert not driver.shown
    assert not driver.sent


def test_a_picture_is_asked_about_for_the_other_organizations_project(
    driver: IntakeDriver, signed_in: SessionState
) -> None:
    paste(driver.window, picture=a_picture())
    driver.asks("To Café Ünïcode iOS")
    driver.write("Team")
    switch_account(driver.window, signed_in)
    assert "Waits until you choose a project" in driver.said
    assert driver.name.text().startswith("Team")
    assert len(driver.kept) == 1
    driver.window.show_projects([KnownProject(id="prj_9", name="Northern")])
    driver.window.projects.show_settings(ProjectSettings(), "prj_9")
    assert "To Northern" in driver.said
    driver.find(QPushButton, "Upload").click()
    assert driver.is_sent().project_id == "prj_9"


def test_an_original_that_is_being_fetched_is_its_copy_again_in_another_organization(
    driver: IntakeDriver, signed_in: SessionState
) -> None:
    driver.fetch.hold()
    paste_copy(driver.window)
    driver.asks("the original is at example.com")
    driver.press(ENTER)
    driver.asks("Fetching shot.jpg")
    driver.wait(lambda: bool(driver.fetch.asked))
    switch_account(driver.window, signed_in)
    driver.asks("A copy as PNG")
    assert "Waits until you choose a project" in driver.said
    assert driver.fetch.ended.wait(60)
    assert not driver.sent


def test_trying_a_new_key_of_the_same_organization_withdraws_nothing(
    driver: IntakeDriver, signed_in: SessionState
) -> None:
    paste(driver.window, text=LINK)
    driver.window.show_session(dataclasses.replace(signed_in, phase=Phase.CONNECTING))
    driver.window.show_session(signed_in)
    assert "Link to an image at example.com" in driver.said


def test_the_prompt_waits_while_the_key_is_asked_for(driver: IntakeDriver) -> None:
    paste(driver.window, picture=a_picture())
    driver.asks("Pasted picture")
    driver.write("Team")
    driver.window.header.new_key_requested.emit()
    assert driver.window.pages.first_start.field.isVisible()
    assert not driver.shown
    driver.window.pages.first_start.back_button.click()
    assert driver.name.text().startswith("Team")
    assert not driver.sent


def test_a_picture_of_an_earlier_run_is_asked_about_once_somebody_is_signed_in(
    fresh: IntakeDriver, signed_in: SessionState
) -> None:
    fresh.pictures.folder.mkdir()
    a_picture().save(str(fresh.pictures.folder / "Pasted 1.png"))
    os.utime(fresh.pictures.folder / "Pasted 1.png", (1_000.0, 1_000.0))
    fresh.window.show_session(SessionState(phase=Phase.SIGNED_OUT))
    with fresh.qtbot.waitSignal(fresh.pictures.left_over):
        fresh.pictures.sort_out(FileUsage(frozenset(), frozenset()))
    assert not fresh.shown
    fresh.window.show_session(signed_in)
    assert "Picture not sent yet" in fresh.said


# The keyboard


def test_the_list_has_the_keyboard_after_an_answer(
    driver: IntakeDriver, folder: Path, done: Callable[[int], Snapshot]
) -> None:
    driver.window.on_added([done(1)])
    driver.window.panel.list_view.setFocus()
    paste(driver.window, folder)
    driver.asks("3 files")
    assert driver.focused == "Upload 3 files"
    driver.press(ENTER)
    assert driver.focused == "Uploads"


def test_whoever_types_elsewhere_keeps_the_keyboard(
    driver: IntakeDriver, done: Callable[[int], Snapshot]
) -> None:
    driver.window.on_added([done(1)])
    driver.window.panel.start_search()
    search = QApplication.focusWidget()
    assert isinstance(search, QLineEdit)
    driver.pictures.folder.mkdir()
    a_picture().save(str(driver.pictures.folder / "Pasted 1.png"))
    os.utime(driver.pictures.folder / "Pasted 1.png", (1_000.0, 1_000.0))
    driver.pictures.sort_out(FileUsage(frozenset(), frozenset()))
    driver.asks("Picture not sent yet")
    assert QApplication.focusWidget() is search


def test_whoever_pastes_from_another_field_has_the_keyboard_at_the_question(
    driver: IntakeDriver, done: Callable[[int], Snapshot]
) -> None:
    driver.window.on_added([done(1)])
    driver.window.panel.start_search()
    paste(driver.window, picture=a_picture())
    driver.asks("Pasted picture")
    assert QApplication.focusWidget() is driver.name
    driver.press(ENTER)
    assert len(paths(driver.is_sent())) == 1


def test_what_is_asked_about_later_says_so(fresh: IntakeDriver, drag_of: DragOf, folder: Path) -> None:
    fresh.window.show_session(SessionState(phase=Phase.SIGNED_OUT))
    drag = drag_of(fresh.window, str(folder))
    drag.enter()
    assert fresh.window.intake.overlay.words[0] == "1 item → connect next"
    drag.drop()
    fresh.wait(lambda: fresh.window.toast.words.text() == "You are asked about it after this page.")


def test_a_change_of_the_account_says_what_is_not_sent(
    driver: IntakeDriver, signed_in: SessionState, folder: Path
) -> None:
    paste(driver.window, folder)
    driver.asks("3 files")
    switch_account(driver.window, signed_in)
    driver.wait(
        lambda: (
            driver.window.toast.words.text()
            == "Not sent: you signed out or changed the account. Drop it again."
        )
    )


def test_what_came_by_one_paste_is_copied_together(
    driver: IntakeDriver, done: Callable[..., Snapshot]
) -> None:
    paste(driver.window, text="https://example.com/a.jpg\nhttps://example.com/b.jpg")
    driver.asks("2 links")
    driver.press(ENTER)
    driver.is_sent(2)
    for number, submit in enumerate(driver.sent, start=1):
        driver.window.on_submitted(submit.ticket, number)
        driver.window.on_added([done(number, batch_id=number)])
    driver.window.panel.copy_selected()
    ids = [one.asset_id for one in driver.window.panel.all_done()]
    assert QGuiApplication.clipboard().text().splitlines() == ids
