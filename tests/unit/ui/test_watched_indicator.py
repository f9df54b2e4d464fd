"""That folders are being watched is seen, heard and leads to where it is set."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from layers_desktop.session.projects import WatchedProjects
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.preferences import Preferences, ProjectSettings
from layers_desktop.transfers.transfer import Activity, BatchSummary, Snapshot, Stage, Transfer
from layers_desktop.ui.settings.dialog import SettingsDialog
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.watched_indicator import WatchIndicator
from layers_desktop.ui.window_contents import WindowContents
from tests.support.accessible_name import named
from tests.support.problems import worded
from tests.support.window_services import RecordingServices

CAFE = KnownProject(id="prj_1", name="Café & Co")
BETA = KnownProject(id="prj_2", name="Beta")
LOST = worded(code="watch.lost", title="The watched folder “Holiday” of Beta cannot be read")


def watching(*pairs: tuple[KnownProject, str]) -> WatchedProjects:
    return WatchedProjects(
        on=tuple((project, ProjectSettings(watch_folder=folder)) for project, folder in pairs)
    )


ONE = watching((BETA, "/home/me/Holiday"))


def opened(window: WindowContents) -> list[SettingsDialog]:
    return [window.settings.dialog] if window.settings.dialog is not None else []


@pytest.fixture
def sign(theme: Theme, qtbot: QtBot) -> WatchIndicator:  # noqa: ARG001
    made = WatchIndicator()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def listed(open_window: WindowContents, done: Callable[..., Snapshot]) -> WindowContents:
    """Return a window with a finished row, at rest."""
    open_window.on_added([done(1)])
    return open_window


def test_one_folder_is_named_with_where_its_files_go(sign: WatchIndicator) -> None:
    sign.show_watched(ONE)
    assert sign.watches
    assert sign.text().strip() == sign.accessibleName() == "Watching Holiday"
    assert sign.accessibleDescription() == "What appears in /home/me/Holiday is uploaded to Beta by itself."
    assert "/home/me/Holiday" in sign.toolTip()


def test_a_click_or_a_key_asks_for_the_settings_of_its_project(sign: WatchIndicator, qtbot: QtBot) -> None:
    sign.show_watched(ONE)
    with qtbot.waitSignal(sign.project_wanted) as asked:
        sign.click()
    assert asked.args == [BETA]
    with qtbot.waitSignal(sign.project_wanted):
        QTest.keyClick(sign, Qt.Key.Key_Space)


def test_several_folders_are_counted_and_each_leads_to_its_project(
    sign: WatchIndicator, qtbot: QtBot
) -> None:
    sign.show_watched(watching((CAFE, "/a/Holiday"), (BETA, "/b/In & out"), (CAFE, "/c/Clips")))
    assert sign.accessibleName() == "Watching 3 folders"
    menu = sign.menu()
    assert [entry.text() for entry in menu.actions()] == [
        "Holiday → Café && Co", "In && out → Beta", "Clips → Café && Co",
    ]  # fmt: skip
    with qtbot.waitSignal(sign.project_wanted) as asked:
        menu.actions()[1].trigger()
    assert asked.args == [BETA]
    sign.show_watched(ONE)
    assert sign.menu() is None


def test_a_folder_of_two_projects_is_one_folder(sign: WatchIndicator) -> None:
    sign.show_watched(watching((CAFE, "/a/Holiday"), (BETA, "/a/Holiday")))
    assert sign.accessibleName() == "Watching Holiday"
    assert len(sign.menu().actions()) == 2


def test_a_name_that_is_long_or_has_an_ampersand_stays_one_calm_line(sign: WatchIndicator) -> None:
    sign.show_watched(watching((BETA, "/a/R&D")))
    assert sign.text().strip() == "Watching R&&D"
    assert sign.accessibleName() == "Watching R&D"
    sign.show_watched(watching((BETA, "/a/" + "long-" * 40)))
    assert sign.text().endswith("…")
    assert sign.sizeHint().width() < 340
    assert sign.accessibleName().endswith("long-")


def test_where_there_is_little_room_the_folder_alone_says_it(sign: WatchIndicator) -> None:
    sign.show_watched(ONE)
    full = sign.sizeHint().width()
    sign.fit(full)
    assert sign.sizeHint().width() == full
    sign.fit(60)
    assert sign.sizeHint().width() < full / 2
    assert sign.accessibleName() == "Watching Holiday"
    assert "/home/me/Holiday" in sign.toolTip()


def test_long_words_are_cut_to_the_room_that_there_is(sign: WatchIndicator) -> None:
    sign.show_watched(watching((BETA, "/home/me/Handed over by the agency")))
    full = sign.sizeHint().width()
    for room in range(full - 60, full):
        sign.fit(room)
        assert sign.text().endswith("…")
        assert full / 2 < sign.sizeHint().width() <= room
    sign.fit(0)
    assert sign.sizeHint().width() < full / 4


def test_a_folder_that_cannot_be_read_is_marked_and_said(sign: WatchIndicator) -> None:
    sign.show_watched(ONE)
    before = sign.grab().toImage()
    sign.show_lost((LOST,))
    assert sign.accessibleDescription().startswith(LOST.words.title)
    assert sign.grab().toImage() != before
    sign.show_lost(())
    assert sign.grab().toImage() == before


def test_the_footer_says_it_at_rest_and_no_button_moves_for_it(
    listed: WindowContents, asset: Callable[..., Transfer]
) -> None:
    footer = listed.footer
    listed.window.grab()
    places = [button.geometry() for button in (footer.words, footer.copy_all, footer.add)]
    listed.show_watched(ONE)
    listed.window.grab()
    assert footer.watched.isVisible()
    assert [button.geometry() for button in (footer.words, footer.copy_all, footer.add)] == places
    sending = asset(2, stage=Stage.PRESIGNED, asset_id=None, size=1_000_000)
    listed.on_added([Snapshot(transfer=sending, activity=Activity.SENDING)])
    assert not footer.watched.isVisible()
    listed.on_changed([Snapshot(transfer=asset(2), activity=Activity.FINISHED)])
    assert footer.watched.isVisible()
    listed.show_watched(WatchedProjects(off=("prj_2",)))
    assert not footer.watched.isVisible()


def test_a_narrow_footer_shows_the_folder_alone(listed: WindowContents, qtbot: QtBot) -> None:
    listed.show_watched(ONE)
    listed.window.resize(520, 400)
    sign = listed.footer.watched
    assert sign.isVisible()
    qtbot.waitUntil(lambda: sign.width() <= listed.footer.add.height() + 8)
    assert listed.footer.words.shortened(listed.footer.words.width()) == "1 uploaded"


def test_the_figures_of_an_end_come_before_the_words_of_the_sign(
    listed: WindowContents, qtbot: QtBot
) -> None:
    footer, sign = listed.footer, listed.footer.watched
    listed.show_watched(watching((BETA, "/home/me/Handed over by the agency")))
    listed.on_batch_finished(
        BatchSummary(batch_id=1, project_id="prj_1", done=1_234, needs_you=0, cancelled=0,
                     sent_bytes=1_200_000_000, seconds=190.0)
    )  # fmt: skip
    alone, styles = Qt.ToolButtonStyle.ToolButtonIconOnly, set()
    for width in range(520, 1_100, 60):
        listed.window.resize(width, 640)
        qtbot.waitUntil(lambda: sign.width() == sign.sizeHint().width())
        styles.add(sign.toolButtonStyle())
        whole = footer.words.shortened(footer.words.width()) == footer.words.text()
        assert whole or sign.toolButtonStyle() is alone, width
    assert len(styles) == 2, "at some width there is room for both, at some there is not"


def test_the_empty_page_says_it_below_and_nothing_moves_for_it(open_window: WindowContents) -> None:
    page = open_window.pages.empty
    open_window.window.grab()
    assert page.isVisible()
    assert not page.watched.isVisible()
    places = page.files.geometry(), page.folder.geometry()
    open_window.show_watched(ONE)
    open_window.window.grab()
    assert page.watched.isVisible()
    assert page.rect().contains(page.watched.geometry())
    assert abs(page.watched.geometry().center().x() - page.rect().center().x()) <= 1
    assert (page.files.geometry(), page.folder.geometry()) == places


def test_an_empty_page_without_room_leaves_it_out(open_window: WindowContents) -> None:
    open_window.show_watched(ONE)
    page = open_window.pages.empty
    page.setMaximumHeight(200)
    open_window.window.grab()
    assert not page.watched.isVisible()


def test_it_leads_to_the_settings_of_a_project_that_is_not_picked(
    services: RecordingServices, listed: WindowContents, qtbot: QtBot
) -> None:
    listed.show_watched(ONE)
    with qtbot.waitSignal(services.settings.project_read) as wanted:
        listed.footer.watched.click()
    assert wanted.args == ["prj_2"]
    assert not opened(listed), "its settings are not known yet"
    listed.projects.show_settings(Preferences().of_project({"watch_folder": "/home/me/Holiday"}), "prj_2")
    [dialog] = opened(listed)
    assert dialog.pages.currentItem().text() == "Project Beta"
    assert named(dialog, QLineEdit, "Watch a folder").text() == "/home/me/Holiday"


def test_a_folder_that_is_lost_is_told_to_the_signs_too(listed: WindowContents) -> None:
    listed.show_watched(ONE)
    listed.on_watching((LOST,))
    assert listed.footer.watched.accessibleDescription().startswith(LOST.words.title)
    assert listed.pages.empty.watched.accessibleDescription().startswith(LOST.words.title)
