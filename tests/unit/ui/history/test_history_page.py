"""The history in the window, by keyboard alone, on a real journal and the real history behind it."""

from __future__ import annotations

import csv
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QAction, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from layers_desktop.history.service import History
from layers_desktop.media.formats import MediaKind
from layers_desktop.session.state import SessionState
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage, Transfer
from layers_desktop.ui.window_contents import WindowContents
from tests.support.accessible_name import accessible_name
from tests.support.file_dialogs import opened_dialog, save_as
from tests.support.journal_rows import add_rows
from tests.support.prompt_reader import PromptReader
from tests.support.window_services import RecordingServices
from tests.unit.transfers.test_journal import draft
from tests.unit.ui.conftest import Drag

CONTENT = b"the very bytes" * 1_000
KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def uploaded(journal: Path, *transfers: Transfer) -> list[Snapshot]:
    """Finish these uploads in the journal, one hour after the other, the last one now."""
    opened = Journal(journal)
    now = time.time()
    done = [
        replace(one, stage=Stage.DONE, finished_at=now - (len(transfers) - place) * 3600.0)
        for place, one in enumerate(add_rows(opened, list(transfers), "run"))
    ]
    opened.save(done)
    opened.close()
    return [Snapshot(transfer=one, activity=Activity.FINISHED) for one in done]


def upload(name: str, number: int, **values: object) -> Transfer:
    made = {"account_id": "org_1", "project_id": "prj_1", "project_name": "Café Ünïcode iOS"}
    return draft(name, asset_id=f"med_{number}", **(made | values))


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "journal.sqlite3"
    mark = {"size": len(CONTENT), "sha256": hashlib.sha256(CONTENT).hexdigest()}
    uploaded(
        path,
        upload("launch.mp4", 1, kind=MediaKind.VIDEO),
        upload("founder.jpg", 2, **mark),
        upload("beach.png", 3, project_id="prj_2", project_name="Beta"),
        upload("other.png", 4, account_id="org_2"),
        upload("Tölz.png", 5),
    )
    return path


@pytest.fixture
def history(tmp_path: Path, journal: Path) -> Iterator[History]:
    made = History(journal, tmp_path / "cache" / "history.sqlite3")
    made.start()
    yield made
    assert made.stop()


@pytest.fixture
def window(open_window: WindowContents, history: History, qtbot: QtBot) -> Iterator[WindowContents]:
    open_window.history.use_history(history)
    history.problem.connect(open_window.on_notice)
    open_window.window.activateWindow()
    qtbot.waitUntil(open_window.window.isActiveWindow)  # for its shortcuts
    yield open_window
    open_window.copying.close()


Names = Callable[[], list[str]]


@pytest.fixture
def names(window: WindowContents) -> Names:
    """Return the names of the assets that are shown, newest first."""

    def shown() -> list[str]:
        rows = window.history.rows
        return [a.name for row in range(rows.rowCount()) if (a := rows.asset(rows.index(row, 0))) is not None]

    return shown


@pytest.fixture
def opened(window: WindowContents, names: Names, qtbot: QtBot) -> WindowContents:
    QTest.keyClick(window.window, KEY.Key_H, CONTROL)
    qtbot.waitUntil(lambda: names() == ["Tölz.png", "founder.jpg", "launch.mp4"])
    return window


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_ctrl_h_opens_the_history_of_the_picked_project_and_closes_it(
    opened: WindowContents, qtbot: QtBot
) -> None:
    assert opened.pages.currentWidget() is opened.history
    assert opened.history.bar.search.hasFocus()
    qtbot.waitUntil(lambda: opened.history.foot.words.text() == "3 assets")
    QTest.keyClick(opened.history.bar.search, KEY.Key_H, CONTROL)
    assert opened.pages.currentWidget() is opened.pages.empty
    QTest.keyClick(opened.window, KEY.Key_H, CONTROL)
    QTest.keyClick(opened.history.bar.search, KEY.Key_Escape)
    assert opened.pages.currentWidget() is opened.pages.empty


def test_typing_finds_and_enter_goes_to_the_rows_where_ctrl_c_copies(
    opened: WindowContents, names: Names, qtbot: QtBot
) -> None:
    search, table = opened.history.bar.search, opened.history.table
    QTest.keyClicks(search, "tolz png")
    qtbot.waitUntil(lambda: names() == ["Tölz.png"])
    QTest.keyClick(search, KEY.Key_Return)
    assert table.hasFocus()
    QTest.keyClick(table, KEY.Key_C, CONTROL)
    assert copied() == "med_5"
    assert opened.toast.words.text() == "Copied med_5"
    QTest.keyClick(table, KEY.Key_Escape)
    assert search.text() == ""
    qtbot.waitUntil(lambda: len(names()) == 3)


def test_several_are_chosen_by_the_arrows_past_the_days_and_copied_in_drop_order(
    opened: WindowContents,
) -> None:
    search, table = opened.history.bar.search, opened.history.table
    QTest.keyClick(search, KEY.Key_Down)
    for _ in range(3):
        QTest.keyClick(table, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert opened.history.foot.words.text().startswith("3 selected · ")
    assert opened.history.foot.copy.text() == "Copy IDs"
    opened.history.foot.copy.setFocus()
    QTest.keyClick(opened.history.foot.copy, KEY.Key_Space)
    assert copied() == "med_1\nmed_2\nmed_5"


def test_ctrl_c_in_the_search_copies_the_only_one_found_and_else_says_what_to_do(
    opened: WindowContents, names: Names, qtbot: QtBot
) -> None:
    QTest.keyClick(opened.history.bar.search, KEY.Key_C, CONTROL)
    assert opened.toast.words.text() == "Select the assets to copy."
    QTest.keyClicks(opened.history.bar.search, "launch")
    qtbot.waitUntil(lambda: names() == ["launch.mp4"])
    QTest.keyClick(opened.history.bar.search, KEY.Key_C, CONTROL)
    assert copied() == "med_1"


def test_all_projects_are_a_choice_away_and_rows_then_name_theirs(
    opened: WindowContents, names: Names, qtbot: QtBot
) -> None:
    scope = opened.history.bar.scope
    scope.setFocus()
    QTest.keyClick(scope, KEY.Key_Down)
    qtbot.waitUntil(lambda: names() == ["Tölz.png", "beach.png", "founder.jpg", "launch.mp4"])
    rows = opened.history.rows
    read = [
        rows.data(rows.index(row, 0), Qt.ItemDataRole.AccessibleTextRole) for row in range(rows.rowCount())
    ]
    assert any("beach.png, image, 10 bytes, asset med_3, Beta" in text for text in read)


def test_nothing_found_is_a_sentence_and_nothing_to_export(
    opened: WindowContents, names: Names, qtbot: QtBot
) -> None:
    QTest.keyClicks(opened.history.bar.search, "zzz")
    qtbot.waitUntil(lambda: names() == [])
    assert opened.history.table.sentence == (
        "No asset of Café Ünïcode iOS matches “zzz”. Choose All projects to look further."
    )
    qtbot.waitUntil(lambda: opened.history.foot.words.text() == "0 assets")
    assert not opened.history.bar.export.isEnabled()
    assert not opened.history.foot.copy.isEnabled()


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_file_given_to_the_search_finds_its_asset_in_whatever_project(
    opened: WindowContents, names: Names, qtbot: QtBot, tmp_path: Path, way: str
) -> None:
    file = tmp_path / "renamed since.jpg"
    file.write_bytes(CONTENT)
    give(opened.history.bar.search, file, way)
    qtbot.waitUntil(lambda: names() == ["founder.jpg"])
    assert opened.history.bar.file.text() == "Assets that are renamed since.jpg, byte for byte"
    assert not opened.history.foot.folder.isEnabled()
    QTest.mouseClick(opened.history.foot.copy, Qt.MouseButton.LeftButton)  # the only one needs no selecting
    assert copied() == "med_2"
    QTest.keyClick(opened.history.bar.search, KEY.Key_Escape)
    qtbot.waitUntil(lambda: len(names()) == 3)
    assert opened.history.bar.file.text() == ""
    assert opened.pages.currentWidget() is opened.history


def test_a_file_that_was_never_uploaded_is_said_to_be_so(
    opened: WindowContents, names: Names, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "new.jpg"
    file.write_bytes(b"other bytes")
    give(opened.history.bar.search, file, "drop")
    qtbot.waitUntil(lambda: names() == [])
    assert opened.history.table.sentence == "new.jpg was not uploaded from here."


def test_a_folder_given_to_the_search_is_a_sentence_and_the_rows_stay(
    opened: WindowContents, names: Names, qtbot: QtBot, tmp_path: Path
) -> None:
    give(opened.history.bar.search, tmp_path, "drop")
    qtbot.waitUntil(lambda: "Only a file can be looked for" in opened.banner.words.text())
    assert opened.history.bar.file.text() == ""
    assert len(names()) == 3


def test_of_several_files_given_to_the_search_the_one_that_is_looked_for_is_named(
    opened: WindowContents, names: Names, qtbot: QtBot, tmp_path: Path
) -> None:
    files = [tmp_path / "img2.jpg", tmp_path / "img3.jpg"]
    for file in files:
        file.write_bytes(CONTENT)
    give(opened.history.bar.search, files[0], "paste", files[1])
    assert opened.toast.words.text() == "Only img2.jpg is looked for."
    qtbot.waitUntil(lambda: names() == ["founder.jpg"])


def test_a_picture_pasted_into_the_search_is_taken_by_the_window(
    opened: WindowContents, qtbot: QtBot
) -> None:
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    QGuiApplication.clipboard().setImage(picture)
    QTest.keyClick(opened.history.bar.search, KEY.Key_V, CONTROL)
    qtbot.waitUntil(lambda: "Pasted picture" in PromptReader(opened.intake.prompt).said)


def test_text_is_pasted_into_the_search_though_a_picture_comes_with_it(opened: WindowContents) -> None:
    mime = QMimeData()
    mime.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))
    mime.setText("launch")
    QGuiApplication.clipboard().setMimeData(mime)
    QTest.keyClick(opened.history.bar.search, KEY.Key_V, CONTROL)
    assert opened.history.bar.search.text() == "launch"


def give(search: QLineEdit, file: Path, way: str, *others: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(one)) for one in (file, *others)])
    if way == "paste":
        QGuiApplication.clipboard().setMimeData(mime)
        QTest.keyClick(search, KEY.Key_V, CONTROL)
        return
    drag = Drag(search, mime)
    quiet = search.placeholderText()
    assert drag.enter(QPoint(20, 10))
    assert search.placeholderText() == "Drop here to find its ID"
    assert drag.drop(QPoint(20, 10))
    assert search.placeholderText() == quiet


# More than is loaded


MANY = 1_200
"""More than a slice, of which one page of rows is loaded."""


@pytest.fixture
def many(journal: Path, opened: WindowContents, qtbot: QtBot) -> WindowContents:
    """Return the open history with `MANY` assets found, the keyboard in its list."""
    uploaded(journal, *(upload(f"lot-{n:04}.png", 10 + n) for n in range(MANY)))
    opened.history.bar.search.setText("lot-")
    wanted = f"{MANY} assets"
    qtbot.waitUntil(lambda: opened.history.foot.words.text() == wanted)
    assert opened.history.rows.assets < 1_000
    opened.history.table.setFocus()
    return opened


def everything() -> str:
    return "\n".join(f"med_{10 + n}" for n in range(MANY))


def test_ctrl_a_and_ctrl_c_copy_everything_found_in_drop_order(many: WindowContents, qtbot: QtBot) -> None:
    table = many.history.table
    QTest.keyClick(table, KEY.Key_A, CONTROL)
    assert many.history.foot.words.text() == "All 1200 selected"
    assert many.history.foot.copy.text() == "Copy IDs"
    QTest.keyClick(table, KEY.Key_C, CONTROL)
    qtbot.waitUntil(lambda: copied() == everything())
    assert many.toast.words.text() == "Copied 1200 IDs"


def test_everything_found_is_copied_in_another_format(many: WindowContents, qtbot: QtBot) -> None:
    QTest.keyClick(many.history.table, KEY.Key_A, CONTROL)
    entry(many.history.foot.formats, "JSON").trigger()
    qtbot.waitUntil(lambda: copied().startswith("["))
    assert [one["assetId"] for one in json.loads(copied())] == everything().split("\n")


def test_what_is_loaded_while_everything_is_selected_is_selected_too(
    many: WindowContents, qtbot: QtBot
) -> None:
    history, table = many.history, many.history.table
    QTest.keyClick(table, KEY.Key_A, CONTROL)
    before = history.rows.assets
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: history.rows.assets > before)
    assert table.count_selected() == history.rows.assets
    assert history.foot.words.text() == "All 1200 selected"


def test_who_chooses_rows_after_all_has_chosen_those_alone(many: WindowContents, qtbot: QtBot) -> None:
    table = many.history.table
    table.select_first()
    QTest.keyClick(table, KEY.Key_A, CONTROL)
    QTest.keyClick(table, KEY.Key_Down)
    assert many.history.foot.words.text() == "1 selected · 1200 assets"
    QTest.keyClick(table, KEY.Key_C, CONTROL)
    qtbot.waitUntil(lambda: "\n" not in copied() and copied().startswith("med_"))


def test_what_is_selected_is_exported_whole_when_that_is_everything(
    many: WindowContents, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.keyClick(many.history.table, KEY.Key_A, CONTROL)
    entry(many.history.bar.export.menu(), "Selected as CSV…").trigger()
    dialog = opened_dialog(many.history, qtbot)
    path = tmp_path / "all.csv"
    save_as(dialog, path)
    qtbot.waitUntil(lambda: many.toast.words.text() == f"1200 assets written to {path}")
    with path.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == MANY


# From the uploads


@pytest.fixture
def uploads(window: WindowContents, done: Callable[..., Snapshot], qtbot: QtBot) -> WindowContents:
    """Return the window with a row in its list, which is in sight."""
    window.on_added([done(9, name="row.png")])
    qtbot.waitUntil(window.panel.search_field.isVisible)
    return window


def test_a_file_given_to_the_uploads_search_is_looked_up_in_the_history_and_not_uploaded(
    services: RecordingServices, uploads: WindowContents, names: Names, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "renamed since.jpg"
    file.write_bytes(CONTENT)
    with qtbot.assertNotEmitted(services.queue.posted):
        give(uploads.panel.search_field, file, "drop", tmp_path / "other.jpg")
        assert uploads.toast.words.text() == "Only renamed since.jpg is looked for."
        qtbot.waitUntil(lambda: names() == ["founder.jpg"])
    assert uploads.pages.currentWidget() is uploads.history
    assert uploads.history.bar.file.text() == "Assets that are renamed since.jpg, byte for byte"
    search = uploads.history.bar.search
    assert search.hasFocus()
    QTest.keyClick(search, KEY.Key_C, CONTROL)
    assert copied() == "med_2"
    QTest.keyClick(search, KEY.Key_Escape)
    QTest.keyClick(search, KEY.Key_Escape)
    assert uploads.pages.currentWidget() is uploads.panel


def test_while_files_are_dragged_the_search_says_what_it_does_with_them(
    uploads: WindowContents, drag_of: Callable[..., Drag], tmp_path: Path
) -> None:
    overlay, search = uploads.intake.overlay, uploads.panel.search_field
    quiet = search.placeholderText()
    at = search.mapTo(uploads.window, search.rect().center())
    over_window = drag_of(uploads, str(tmp_path / "a.png"))
    assert over_window.enter()
    assert search.placeholderText() == "Drop here to find its ID"
    assert overlay.words[0] == "1 image → Café Ünïcode iOS"
    assert not overlay.mask().contains(at)
    over_window.leave()
    assert search.placeholderText() == quiet
    over_field = drag_of(search, str(tmp_path / "a.png"))
    assert over_field.enter(QPoint(20, 10))
    assert overlay.isVisible()
    assert overlay.words == (
        "Find this file's asset",
        "Looked for in the history; nothing is uploaded",
    )
    assert overlay.accessibleDescription().startswith("Find this file's asset")
    assert not overlay.areas.targets
    over_field.leave()
    assert not overlay.isVisible()
    assert over_window.enter()
    assert overlay.words[0] == "1 image → Café Ünïcode iOS"
    over_window.leave()


def test_a_dragged_picture_that_is_no_file_is_nothing_to_look_up(
    uploads: WindowContents, drag_of: Callable[..., Drag]
) -> None:
    search = uploads.panel.search_field
    quiet = search.placeholderText()
    drag = drag_of(uploads, picture=QImage(8, 8, QImage.Format.Format_RGB32))
    assert drag.enter()
    assert search.placeholderText() == quiet
    drag.leave()


def test_files_dragged_over_the_window_leave_the_search_uncovered(
    opened: WindowContents, tmp_path: Path
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    assert Drag(opened.window, mime).enter()
    overlay, search = opened.intake.overlay, opened.history.bar.search
    place = search.mapTo(opened.window, search.rect().center())
    assert overlay.isVisible()
    assert not overlay.mask().contains(place)
    assert overlay.mask().contains(QPoint(300, 300))
    assert opened.window.childAt(place) is search
    opened.pages.leave_history()
    assert Drag(opened.window, mime).enter()
    assert overlay.mask().contains(place)


def test_what_is_selected_is_shown_in_its_folder(opened: WindowContents, qtbot: QtBot) -> None:
    QTest.keyClick(opened.history.bar.search, KEY.Key_Down)
    opened.history.foot.folder.setFocus()
    QTest.keyClick(opened.history.foot.folder, KEY.Key_Space)
    gone = "Tölz.png is not where it was: it was moved, renamed or deleted."
    qtbot.waitUntil(lambda: opened.toast.words.text() == gone)


def test_what_was_found_is_exported_through_a_dialog_that_does_not_block(
    opened: WindowContents, qtbot: QtBot, tmp_path: Path
) -> None:
    entry(opened.history.bar.export.menu(), "Everything found as CSV…").trigger()
    dialog = opened_dialog(opened.history, qtbot)
    path = tmp_path / "out.csv"
    save_as(dialog, path)
    qtbot.waitUntil(lambda: opened.toast.words.text() == f"3 assets written to {path}")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["assetId"] for row in rows] == ["med_5", "med_2", "med_1"]
    assert {row["projectName"] for row in rows} == {"Café Ünïcode iOS"}


def test_ctrl_s_exports_the_last_batch_of_the_uploads_as_json_if_it_is_named_so(
    window: WindowContents, qtbot: QtBot, tmp_path: Path, done: Callable[..., Snapshot]
) -> None:
    window.on_added([done(1, batch_id=1), done(2, batch_id=2, finished_at=9.0), done(3, batch_id=2)])
    QTest.keyClick(window.window, KEY.Key_S, CONTROL)
    dialog = opened_dialog(window.history, qtbot)
    path = tmp_path / "batch.json"
    save_as(dialog, path)
    qtbot.waitUntil(lambda: window.toast.words.text() == f"2 assets written to {path}")
    assert [row["assetId"][-1] for row in json.loads(path.read_bytes())] == ["2", "3"]


def test_ctrl_s_on_the_history_exports_what_is_selected_and_else_what_was_found(
    opened: WindowContents, qtbot: QtBot, tmp_path: Path
) -> None:
    for selected, words in ((False, "3 assets"), (True, "1 asset")):
        if selected:
            QTest.keyClick(opened.history.bar.search, KEY.Key_Down)
        opened.window.activateWindow()  # again, after the dialog
        qtbot.waitUntil(opened.window.isActiveWindow)
        QTest.keyClick(opened.window.focusWidget(), KEY.Key_S, CONTROL)
        dialog = opened_dialog(opened.history, qtbot)
        path = tmp_path / f"{words}.csv"
        save_as(dialog, path)
        said = f"{words} written to {path}"
        qtbot.waitUntil(lambda said=said: opened.toast.words.text() == said)  # type: ignore[misc]  # a default keeps the text


def test_without_anything_done_there_is_nothing_to_export(window: WindowContents) -> None:
    QTest.keyClick(window.window, KEY.Key_S, CONTROL)
    assert window.toast.words.text() == "There is nothing to export yet."


def test_another_format_that_is_picked_changes_the_name(opened: WindowContents, qtbot: QtBot) -> None:
    QTest.keyClick(opened.window, KEY.Key_S, CONTROL)
    dialog = opened_dialog(opened.history, qtbot)
    (before,) = dialog.selectedFiles()
    assert before.endswith(".csv")
    filters = dialog.findChild(QComboBox, "fileTypeCombo")
    assert isinstance(filters, QComboBox)
    filters.setFocus()  # as by a person's hand: while the name has the keyboard, Qt leaves it alone
    dialog.filterSelected.emit("JSON (*.json)")
    (after,) = dialog.selectedFiles()
    assert after == before.removesuffix(".csv") + ".json"


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def test_a_new_asset_comes_in_on_top_without_moving_what_is_selected(
    opened: WindowContents, history: History, journal: Path, names: Names, qtbot: QtBot
) -> None:
    QTest.keyClick(opened.history.bar.search, KEY.Key_Down)
    uploaded(journal, upload("fresh.png", 6))
    history.grown.emit()
    qtbot.waitUntil(lambda: names() == ["fresh.png", "Tölz.png", "founder.jpg", "launch.mp4"])
    assert [asset.name for asset in opened.history.table.selected()] == ["Tölz.png"]
    assert opened.history.foot.words.text() == "1 selected · 4 assets"


def test_another_organization_has_a_history_of_its_own(
    opened: WindowContents, signed_in: SessionState, names: Names, qtbot: QtBot
) -> None:
    opened.history.bar.scope.setCurrentIndex(1)
    opened.show_session(replace(signed_in, organization_id="org_2"))
    assert "Tölz.png" not in names()
    qtbot.waitUntil(lambda: names() == ["other.png"])


def test_who_uploads_something_is_taken_back_to_the_uploads(
    services: RecordingServices, opened: WindowContents, drag_of: Callable[..., Drag], qtbot: QtBot
) -> None:
    drag = drag_of(opened, "/nowhere/a.png")
    drag.enter()
    with qtbot.waitSignal(services.queue.posted):
        drag.drop()
    assert opened.pages.currentWidget() is opened.pages.empty


def test_every_control_has_a_name_that_is_read_aloud(opened: WindowContents) -> None:
    panel = opened.history
    named = {
        panel.bar.search: "Search history",
        panel.bar.back: "Back to uploads",
        panel.bar.export: "Export",
        panel.table: "History",
        panel.foot.folder: "Show in folder",
        panel.foot.copy_as: "Copy as",
        panel.foot.copy: "Copy ID",
        opened.header.history: "History",
    }
    assert accessible_name(panel.bar.scope) == "Show history of"  # see ui/accessibility.py
    for control, name in named.items():
        assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name) == name


def test_tab_reaches_everything_and_esc_leaves_from_everywhere(opened: WindowContents) -> None:
    QTest.keyClick(opened.history.bar.search, KEY.Key_Down)  # with a row selected all buttons can be used
    for control in (opened.history.bar.back, opened.history.foot.folder, opened.history.bar.export):
        control.setFocus(Qt.FocusReason.TabFocusReason)
        assert control.hasFocus()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(opened.history.foot.folder, KEY.Key_Escape)
    assert opened.pages.currentWidget() is opened.pages.empty
