"""Settings in memory, read and saved off the window's thread, in the order in which they were changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.session.settings_service import SettingsService
from layers_desktop.settings.fields import changed
from layers_desktop.settings.paths import places
from layers_desktop.settings.preferences import CopyFormat, Preferences, ThemeChoice, WindowState
from layers_desktop.settings.store import PreferenceStore

AUTOMATIC: dict[str, object] = {"copy_automatically": True}


@pytest.fixture
def store(tmp_path: Path) -> PreferenceStore:
    return PreferenceStore(places(tmp_path))


@pytest.fixture
def choices(qtbot: QtBot, store: PreferenceStore) -> SettingsService:
    made = SettingsService(store)
    with qtbot.waitSignal(made.loaded):
        made.load()
    return made


def test_what_was_saved_last_is_what_stays(choices: SettingsService, store: PreferenceStore) -> None:
    for count in range(1, 16):
        choices.save(changed(Preferences(), {"concurrency": count}))
    choices.close()
    assert store.load().value.concurrency == 15


def test_nothing_is_saved_before_it_was_loaded(qtbot: QtBot, store: PreferenceStore) -> None:
    store.save(changed(Preferences(), {"theme": ThemeChoice.DARK}))
    early = SettingsService(store)
    early.remember_window(WindowState(width=800, height=600, x=0, y=0))
    with qtbot.waitSignal(early.loaded):
        early.load()
    early.close()
    assert store.load().value.theme is ThemeChoice.DARK


def test_the_window_and_the_project_are_remembered(
    qtbot: QtBot, choices: SettingsService, store: PreferenceStore
) -> None:
    with qtbot.waitSignal(choices.project_settings):
        choices.project_chosen("prj_1")
    choices.remember_window(WindowState(width=801, height=602, x=3, y=4))
    choices.remember_folder("/pictures/ü")
    choices.close()
    kept = store.load().value
    assert kept.last_project == "prj_1"
    assert kept.recent_projects == ("prj_1",)
    assert kept.window == WindowState(width=801, height=602, x=3, y=4)
    assert kept.last_folder == "/pictures/ü"


def test_a_projects_settings_are_read_when_it_is_chosen_and_saved_when_they_change(
    qtbot: QtBot, choices: SettingsService, store: PreferenceStore
) -> None:
    choices.save_project("prj_1", AUTOMATIC)
    with qtbot.waitSignal(choices.project_settings) as told:
        choices.project_chosen("prj_1")
    assert told.args == [Preferences().of_project(AUTOMATIC), "prj_1"]
    assert store.load_project("prj_1").value == AUTOMATIC


def test_projects_follow_the_defaults_for_all_at_once_but_in_what_is_their_own(
    qtbot: QtBot, choices: SettingsService
) -> None:
    with qtbot.waitSignal(choices.project_settings):
        choices.read_project("prj_1")
    choices.save_project("prj_2", {"copy_format": CopyFormat.CSV})
    now: dict[str, CopyFormat] = {}
    choices.project_settings.connect(lambda settings, project: now.update({project: settings.copy_format}))
    choices.save(changed(choices.preferences, {"copy_format": CopyFormat.MARKDOWN}))
    assert now == {"prj_1": CopyFormat.MARKDOWN, "prj_2": CopyFormat.CSV}


def test_what_a_person_saved_is_not_undone_by_an_older_reading(
    qtbot: QtBot, choices: SettingsService, store: PreferenceStore
) -> None:
    choices.read_project("prj_1")
    choices.save_project("prj_1", AUTOMATIC)
    with qtbot.waitSignal(choices.project_settings) as told:
        pass
    assert told.args[0].copy_automatically
    choices.close()
    assert store.load_project("prj_1").value == AUTOMATIC


def test_a_damaged_file_is_told_and_the_window_still_comes(
    qtbot: QtBot, store: PreferenceStore, tmp_path: Path
) -> None:
    store.save(Preferences())
    [file] = list((tmp_path / "config").rglob("*.json"))
    file.write_bytes(b"{not json")
    choices = SettingsService(store)
    with qtbot.waitSignals([choices.loaded, choices.problem], order="strict"):
        choices.load()
    assert choices.preferences == Preferences()


def test_a_damaged_project_file_is_told_and_defaults_are_used(
    qtbot: QtBot, choices: SettingsService, store: PreferenceStore, tmp_path: Path
) -> None:
    before = set((tmp_path / "config").rglob("*.json"))
    store.save_project("prj_1", {})
    [file] = set((tmp_path / "config").rglob("*.json")) - before
    file.write_bytes(b"\x00")
    with qtbot.waitSignals([choices.project_settings, choices.problem], order="strict"):
        choices.project_chosen("prj_1")


def test_what_cannot_be_saved_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "config").touch()
    choices = SettingsService(PreferenceStore(places(tmp_path)))
    with qtbot.waitSignal(choices.loaded):
        choices.load()
    with qtbot.waitSignal(choices.problem) as told:
        choices.save(changed(Preferences(), {"concurrency": 2}))
    assert told.args[0].code in {"settings.not_written", "settings.unreadable"}
    assert choices.preferences.concurrency == 2
