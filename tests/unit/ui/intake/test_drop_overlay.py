from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QDragLeaveEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop.core.errors import Term
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import NewFile
from layers_desktop.media.urls import DropPreview
from layers_desktop.settings.preferences import ImageKind, ProjectSettings
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.intake import drop_overlay, intake_text
from layers_desktop.ui.intake.mime_data import Reason
from layers_desktop.ui.window_contents import WindowContents
from tests.support.accessible_name import accessible_name
from tests.support.prompt_reader import PromptReader
from tests.support.tables import for_each
from tests.support.window_services import RecordingServices
from tests.unit.ui.conftest import Fetch

DragOf = Callable[..., Any]


@for_each(
    ("preview", "sentence", "refused"),
    [
        (
            DropPreview(images=3, videos=1, refused=1, reasons=(Term("PDF"),)),
            "3 images, 1 video → Café",
            "1 file can't be sent (PDF)",
        ),
        (DropPreview(images=1), "1 image → Café", ""),
        (DropPreview(audio=2, unknown=1), "2 audio files, 1 other item → Café", ""),
        (DropPreview(unknown=1), "1 item → Café", ""),
        (
            DropPreview(refused=2, reasons=(Term("PDF"), Term("link"))),
            "Nothing here can be sent",
            "2 items can't be sent (PDF, link)",
        ),
        (
            DropPreview(refused=1, reasons=(Term("link"),)),
            "Nothing here can be sent",
            "1 item can't be sent (link)",
        ),
    ],
)
def test_the_words_say_what_the_drop_will_do(preview: DropPreview, sentence: str, refused: str) -> None:
    assert intake_text.will_be_sent(preview, "Café") == sentence
    assert intake_text.cannot_be_sent(preview) == refused


@for_each("size", [QSize(880, 640), QSize(520, 400), QSize(3000, 1800)])
def test_the_side_targets_lie_inside_and_apart_at_any_size(size: QSize) -> None:
    areas = drop_overlay.areas(size, with_targets=True)
    (_, logo), (_, reference) = areas.targets
    assert areas.whole == QRect(7, 7, size.width() - 14, size.height() - 14)
    assert areas.whole.contains(logo)
    assert areas.whole.contains(reference)
    assert not logo.intersects(reference)
    assert areas.kind_at(logo.center()) is MediaKind.LOGO
    assert areas.kind_at(reference.center()) is MediaKind.REFERENCE_IMAGE
    assert areas.kind_at(QPoint(20, 20)) is None


def test_a_drop_submits_to_the_picked_project(
    services: RecordingServices, open_window: WindowContents, drag_of: DragOf, qtbot: QtBot
) -> None:
    drag = drag_of(open_window, "/pictures/a b.png", "/clips/ü.mp4")
    assert drag.enter()
    overlay = open_window.intake.overlay
    assert overlay.isVisible()
    assert overlay.geometry() == open_window.window.rect()
    assert overlay.words == ("1 image, 1 video → Café Ünïcode iOS", "")
    with qtbot.waitSignal(services.queue.posted) as sent:
        assert drag.drop()
    assert sent.args == [
        Submit(
            organization_id="org_1",
            files=(NewFile(b"/pictures/a b.png"), NewFile("/clips/ü.mp4".encode())),
            project_id="prj_1",
            project_name="Café Ünïcode iOS",
            image_kind=MediaKind.IMAGE,
            ticket=1,
        )
    ]
    assert not overlay.isVisible()


def test_the_side_target_under_the_pointer_decides_the_kind(
    services: RecordingServices, open_window: WindowContents, drag_of: DragOf, qtbot: QtBot
) -> None:
    drag = drag_of(open_window, "/a.png")
    drag.enter()
    (kind, rect), _ = open_window.intake.overlay.areas.targets
    assert drag.move(rect.center())
    assert open_window.intake.overlay.target is kind is MediaKind.LOGO
    with qtbot.waitSignal(services.queue.posted) as sent:
        drag.drop(rect.center())
    assert sent.args is not None
    assert sent.args[0].image_kind is MediaKind.LOGO


def test_over_a_side_target_the_words_say_what_images_become(
    open_window: WindowContents, drag_of: DragOf
) -> None:
    drag = drag_of(open_window, "/a.png", "/b.png", "/c.mp4")
    drag.enter()
    overlay = open_window.intake.overlay
    assert overlay.words[0] == "2 images, 1 video → Café Ünïcode iOS"
    for kind, rect in overlay.areas.targets:
        drag.move(rect.center())
        words = {MediaKind.LOGO: "as logo", MediaKind.REFERENCE_IMAGE: "as reference image"}[kind]
        assert overlay.words[0] == f"2 images {words}, 1 video → Café Ünïcode iOS"
        assert overlay.accessibleDescription() == overlay.words[0]


def test_without_images_there_are_no_side_targets(open_window: WindowContents, drag_of: DragOf) -> None:
    drag_of(open_window, "/a.mp4").enter()
    assert open_window.intake.overlay.areas.targets == ()


def test_elsewhere_the_projects_own_kind_is_used(
    services: RecordingServices, open_window: WindowContents, drag_of: DragOf, qtbot: QtBot
) -> None:
    open_window.projects.show_settings(ProjectSettings(image_kind=ImageKind.REFERENCE_IMAGE))
    drag = drag_of(open_window, "/a.png")
    drag.enter()
    with qtbot.waitSignal(services.queue.posted) as sent:
        drag.drop()
    assert sent.args is not None
    assert sent.args[0].image_kind is MediaKind.REFERENCE_IMAGE


def test_a_drop_brings_the_window_forward_with_the_keyboard_in_the_list(
    open_window: WindowContents, drag_of: DragOf, done: Callable[..., Snapshot], qtbot: QtBot
) -> None:
    open_window.window.showMinimized()
    open_window.header.picker.setFocus()
    drag = drag_of(open_window, "/a.png")
    drag.enter()
    drag.drop()
    assert not open_window.window.isMinimized()
    qtbot.waitUntil(open_window.window.isActiveWindow)
    open_window.on_added([done(1)])
    focused = QApplication.focusWidget()
    assert focused is not None
    assert accessible_name(focused) == "Uploads"


def test_links_that_are_not_fetched_are_listed_with_the_reason(
    services: RecordingServices, open_window: WindowContents, drag_of: DragOf
) -> None:
    drag = drag_of(open_window, "/a.png", "ftp://example.com/b.png")
    assert drag.enter()
    assert open_window.intake.overlay.words[1] == "1 item can't be sent (link)"
    sent: list[Submit] = []
    services.queue.posted.connect(sent.append)
    assert drag.drop()
    assert [file.path for one in sent for file in one.files] == [b"/a.png"]
    assert [refusal.name for one in sent for refusal in one.refused] == ["b.png"]


def test_a_link_is_counted_and_said_to_be_fetched_only_on_demand(
    services: RecordingServices, open_window: WindowContents, drag_of: DragOf, qtbot: QtBot, fetch: Fetch
) -> None:
    drag = drag_of(open_window, "https://example.com/b.png")
    assert drag.enter()
    overlay = open_window.intake.overlay
    assert overlay.words == (
        "1 link to an image → Café Ünïcode iOS",
        "The link is fetched only if you say so",
    )
    with qtbot.assertNotEmitted(services.queue.posted):
        assert drag.drop()
    assert "Link to an image at example.com" in PromptReader(open_window.intake.prompt).said
    assert not fetch.asked


def test_a_picture_on_a_side_target_keeps_its_kind(
    open_window: WindowContents, drag_of: DragOf, qtbot: QtBot
) -> None:
    drag = drag_of(open_window, picture=QImage(4, 3, QImage.Format.Format_RGB32))
    drag.enter()
    kind, rect = open_window.intake.overlay.areas.targets[1]
    assert kind is MediaKind.REFERENCE_IMAGE
    drag.drop(rect.center())
    prompt = PromptReader(open_window.intake.prompt)
    qtbot.waitUntil(lambda: prompt.shown)
    assert prompt.chosen == ["Reference"]


def test_a_picture_that_the_other_program_keeps_to_itself_is_told(
    open_window: WindowContents, drag_of: DragOf
) -> None:
    drag = drag_of(open_window, picture=QImage())
    assert drag.enter()
    drag.drop()
    assert "did not hand the picture over" in open_window.toast.words.text()


def test_a_promised_file_is_told_to_be_saved_first(open_window: WindowContents, drag_of: DragOf) -> None:
    drag = drag_of(open_window)
    drag.mime.setData("application/x-promised", b"x")
    assert not drag.enter()
    assert "offers no file" in open_window.intake.overlay.words[0]


def test_a_picture_that_is_no_file_goes_the_way_of_paste(
    services: RecordingServices, open_window: WindowContents, drag_of: DragOf, qtbot: QtBot
) -> None:
    picture = QImage(4, 3, QImage.Format.Format_RGB32)
    picture.fill(0xFF336699)
    drag = drag_of(open_window, picture=picture)
    assert drag.enter()
    prompt = PromptReader(open_window.intake.prompt)
    with qtbot.assertNotEmitted(services.queue.posted):
        drag.drop()
        qtbot.waitUntil(lambda: prompt.shown)
    qtbot.waitUntil(lambda: "PNG, 4 × 3" in prompt.said)


def test_of_a_picture_with_an_address_the_original_is_offered(
    open_window: WindowContents, drag_of: DragOf, qtbot: QtBot
) -> None:
    drag = drag_of(open_window, "https://example.com/b.gif", picture=QImage(4, 3, QImage.Format.Format_RGB32))
    assert drag.enter()
    assert open_window.intake.overlay.words[0] == "1 image → Café Ünïcode iOS"
    assert drag.drop()
    prompt = PromptReader(open_window.intake.prompt)
    qtbot.waitUntil(lambda: prompt.shown)
    assert "the original is at example.com" in prompt.said
    assert prompt.name.text() == "b.png"
    assert prompt.has("Fetch and upload")


def test_a_table_that_brings_a_picture_along_is_named_and_discarded_by_default(
    open_window: WindowContents, drag_of: DragOf, qtbot: QtBot
) -> None:
    drag = drag_of(open_window, text="1\t2", picture=QImage(4, 3, QImage.Format.Format_RGB32))
    assert drag.enter()
    assert open_window.intake.overlay.words == (
        "A table with a picture of it",
        "Its picture is sent only if you say so",
    )
    assert drag.drop()
    prompt = PromptReader(open_window.intake.prompt)
    qtbot.waitUntil(lambda: prompt.shown)
    assert "Cells from a spreadsheet" in prompt.said
    assert prompt.focused == "Discard"


def test_of_many_files_the_number_is_said(open_window: WindowContents, drag_of: DragOf) -> None:
    assert drag_of(open_window, *(f"/{number}.png" for number in range(1_200))).enter()
    assert open_window.intake.overlay.words == ("1200 items → Café Ünïcode iOS", "")


@for_each(
    ("reason", "pasted", "words"),
    [
        (Reason.NO_ANSWER, True, "The other program didn't answer. Copy it again"),
        (Reason.NO_ANSWER, False, "The other program didn't answer. Drag it again"),
        (Reason.EMPTY, True, "There is no picture and no file on the clipboard."),
        (Reason.TEXT, True, "There is no picture and no file on the clipboard."),
        (Reason.EMPTY, False, "The other program offers no file: save it first, then drop it"),
    ],
)
def test_what_cannot_be_taken_is_said_with_what_to_do(reason: Reason, pasted: bool, words: str) -> None:
    assert intake_text.unusable(reason, pasted=pasted) == words


def test_text_is_not_taken_and_told_why(open_window: WindowContents, drag_of: DragOf) -> None:
    drag = drag_of(open_window, text="hello")
    assert not drag.enter()
    assert open_window.intake.overlay.isVisible()
    assert "Text can't be sent" in open_window.intake.overlay.words[0]
    assert not drag.drop()
    assert not open_window.intake.overlay.isVisible()


def test_leaving_shows_the_list_again(open_window: WindowContents, drag_of: DragOf) -> None:
    drag_of(open_window, "/a.png").enter()
    QApplication.sendEvent(open_window.window, QDragLeaveEvent())
    assert not open_window.intake.overlay.isVisible()


def test_before_anybody_is_signed_in_files_are_taken_too(
    services: RecordingServices, window: WindowContents, drag_of: DragOf, qtbot: QtBot
) -> None:
    drag = drag_of(window, "/a.png")
    assert drag.enter()
    assert window.intake.overlay.isVisible()
    with qtbot.waitSignal(services.queue.posted) as sent:
        assert drag.drop()
    assert sent.args is not None
    assert [file.path for file in sent.args[0].files] == [b"/a.png"]


def test_the_side_targets_are_in_reading_order() -> None:
    size = QSize(880, 640)
    read = drop_overlay.areas(size, with_targets=True).targets
    mirrored = drop_overlay.areas(size, with_targets=True, mirrored=True).targets
    assert (
        [kind for kind, _ in mirrored]
        == [kind for kind, _ in read]
        == [MediaKind.LOGO, MediaKind.REFERENCE_IMAGE]
    )
    assert read[0][1].x() < read[1][1].x()
    assert mirrored[0][1].x() > mirrored[1][1].x()
