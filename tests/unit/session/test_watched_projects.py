from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop.session.projects import ProjectWatchList, WatchedProjects
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.paths import places
from layers_desktop.settings.preferences import ImageKind, Overrides, Preferences
from layers_desktop.settings.store import PreferenceStore

A, B, C = (KnownProject(id=f"prj_{name}", name=name.upper()) for name in "abc")
INBOX: Overrides = {"watch_folder": "/inbox"}
NONE: Overrides = {}
ON = Preferences().of_project(INBOX)


@pytest.fixture
def store(tmp_path: Path) -> PreferenceStore:
    return PreferenceStore(places(tmp_path))


@pytest.fixture
def watching(store: PreferenceStore, qapp: QApplication) -> ProjectWatchList:
    return ProjectWatchList(store, qapp)


def test_all_projects_that_have_a_folder_are_watched_not_only_the_picked_one(
    watching: ProjectWatchList, store: PreferenceStore, qtbot: QtBot
) -> None:
    for project, settings in ((A, INBOX), (B, NONE), (C, INBOX)):
        store.save_project(project.id, settings)
    with qtbot.waitSignal(watching.changed) as told:
        watching.show_projects([A, B, C])
    assert told.args == [WatchedProjects(on=((A, ON), (C, ON)), off=(B.id,))]


def test_the_projects_of_others_are_not(
    watching: ProjectWatchList, store: PreferenceStore, qtbot: QtBot
) -> None:
    for project in (A, B):
        store.save_project(project.id, INBOX)
    with qtbot.waitSignal(watching.changed) as told:
        watching.show_projects([B])
    assert told.args == [WatchedProjects(on=((B, ON),))]


def test_what_is_saved_is_followed_at_once(
    watching: ProjectWatchList, store: PreferenceStore, qtbot: QtBot
) -> None:
    store.save_project(A.id, INBOX)
    with qtbot.waitSignal(watching.changed):
        watching.show_projects([A, B])
    with qtbot.waitSignal(watching.changed) as told:
        watching.save_project(A.id, NONE)
    assert told.args == [WatchedProjects(off=(A.id,))]
    with qtbot.waitSignal(watching.changed) as told:
        watching.save_project(B.id, INBOX)
    assert told.args == [WatchedProjects(on=((B, ON),), off=(A.id,))]


def test_the_defaults_for_all_projects_are_followed(
    watching: ProjectWatchList, store: PreferenceStore, qtbot: QtBot
) -> None:
    store.save_project(A.id, INBOX)
    with qtbot.waitSignal(watching.changed):
        watching.show_projects([A])
    logos = Preferences(image_kind=ImageKind.LOGO)
    with qtbot.waitSignal(watching.changed) as told:
        watching.show_preferences(logos)
    assert told.args == [WatchedProjects(on=((A, logos.of_project(INBOX)),))]


def test_signing_out_watches_nothing_and_forgets_nothing(
    watching: ProjectWatchList, store: PreferenceStore, qtbot: QtBot
) -> None:
    store.save_project(A.id, INBOX)
    with qtbot.waitSignal(watching.changed):
        watching.show_projects([A])
    with qtbot.waitSignal(watching.changed) as told:
        watching.show_projects([])
    assert told.args == [WatchedProjects()]


def test_settings_that_cannot_be_read_switch_nothing_off(
    watching: ProjectWatchList, store: PreferenceStore, qtbot: QtBot, tmp_path: Path
) -> None:
    for project in (A, B):
        store.save_project(project.id, INBOX)
    next((tmp_path / "config" / "projects").glob("prj-a*")).write_text("{")
    with qtbot.waitSignal(watching.changed) as told:
        watching.show_projects([A, B])
    assert told.args == [WatchedProjects(on=((B, ON),))]
