"""Preferences of the program and settings of each project, as they are stored."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.settings.json_file import SettingsError
from layers_desktop.settings.paths import Places, file_stem, places
from layers_desktop.settings.preferences import (
    CopyFormat,
    ImageKind,
    Preferences,
    ProjectSettings,
    ProxyMode,
    ThemeChoice,
    WindowState,
)
from layers_desktop.settings.store import PreferenceStore

PROJECT = "0b9c1c1e-0000-4000-8000-000000000001"
PIXELS = st.integers(1, 100_000)
WINDOWS = st.builds(WindowState, width=PIXELS, height=PIXELS, x=PIXELS, y=PIXELS, maximized=st.booleans())
PREFERENCES = st.builds(
    Preferences,
    concurrency=st.integers(1, 16),
    bandwidth_limit=st.integers(0, 1_000_000),
    small_first=st.booleans(),
    theme=st.sampled_from(ThemeChoice),
    proxy=st.sampled_from(ProxyMode),
    proxy_address=st.text(),
    recent_projects=st.lists(st.text(), max_size=5).map(tuple),
    last_project=st.none() | st.text(),
    window=st.none() | WINDOWS,
)
PROJECT_SETTINGS = st.builds(
    ProjectSettings,
    image_kind=st.sampled_from(ImageKind),
    copy_format=st.sampled_from(CopyFormat),
    copy_template=st.text(),
    copy_automatically=st.booleans(),
    notify=st.booleans(),
    checksum=st.booleans(),
)


@given(PREFERENCES, PROJECT_SETTINGS, st.text())
def test_settings_survive_a_restart(value: Preferences, project: ProjectSettings, project_id: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = places(Path(folder))
        PreferenceStore(here).save(value)
        PreferenceStore(here).save_project(project_id, project)
        loaded, loaded_project = PreferenceStore(here).load(), PreferenceStore(here).load_project(project_id)
    assert (loaded.value, loaded.problem) == (value, None)
    assert (loaded_project.value, loaded_project.problem) == (project, None)


def test_a_first_start_has_defaults_and_writes_nothing(room: Places) -> None:
    store = PreferenceStore(room)
    assert store.load().value == Preferences()
    assert store.load_project(PROJECT).value == ProjectSettings()
    assert not room.config.exists()


def test_the_settings_of_one_project_are_not_those_of_another(room: Places) -> None:
    store = PreferenceStore(room)
    store.save_project(PROJECT, ProjectSettings(notify=False))
    assert store.load_project("another").value == ProjectSettings()
    assert store.load_project(PROJECT).value == ProjectSettings(notify=False)


def test_a_damaged_project_does_not_touch_the_preferences(room: Places) -> None:
    store = PreferenceStore(room)
    store.save(Preferences(theme=ThemeChoice.DARK))
    store.save_project(PROJECT, ProjectSettings())
    (room.config / "projects" / f"{file_stem(PROJECT)}.json").write_bytes(b"\x00")
    damaged = store.load_project(PROJECT)
    assert damaged.value == ProjectSettings()
    assert damaged.problem is not None
    assert damaged.problem.title == "The settings of this project could not be read"
    assert store.load().value == Preferences(theme=ThemeChoice.DARK)


def test_preferences_of_a_newer_program_are_not_written_over(room: Places) -> None:
    room.config.mkdir(parents=True)
    (room.config / "preferences.json").write_text('{"version": 99, "theme": "dark"}')
    store = PreferenceStore(room)
    loaded = store.load()
    assert loaded.value == Preferences()
    assert loaded.problem is not None
    with pytest.raises(SettingsError):
        store.save(Preferences())
    assert (room.config / "preferences.json").read_text() == '{"version": 99, "theme": "dark"}'


@pytest.mark.parametrize(
    "project_id",
    ["../../escape", "/etc/passwd", "..", "", "CON", "a\\b", "a:b", "nul\x00byte", "x" * 4_000, "é" * 300,
     "\ud800", "line\nbreak", "trailing.", " ", "prj_01HXA3"],
)  # fmt: skip
def test_any_project_id_has_its_file_in_the_folder_of_projects(project_id: str, room: Places) -> None:
    store = PreferenceStore(room)
    store.save_project(project_id, ProjectSettings(notify=False))
    assert store.load_project(project_id).value == ProjectSettings(notify=False)
    written = [path for path in room.config.parent.rglob("*") if path.is_file()]
    assert [path.parent for path in written] == [room.config / "projects"]


@given(st.text(), st.text())
def test_two_ids_never_share_a_file_not_even_without_letter_case(one: str, other: str) -> None:
    assert (file_stem(one).casefold() == file_stem(other).casefold()) == (one == other)


def test_ids_that_differ_in_letter_case_have_two_files() -> None:
    assert file_stem("prj_A").casefold() != file_stem("prj_a").casefold()


def test_the_picked_project_is_on_top_once_and_fifty_are_kept() -> None:
    value = Preferences()
    for project_id in ("first", *(f"prj_{number}" for number in range(50)), "prj_7"):
        value = value.with_project(project_id)
    assert value.last_project == "prj_7"
    assert value.recent_projects[:3] == ("prj_7", "prj_49", "prj_48")
    assert len(set(value.recent_projects)) == len(value.recent_projects) == 50
    assert "first" not in value.recent_projects


def test_values_of_the_image_kind_are_those_of_layers() -> None:
    assert [str(kind) for kind in ImageKind] == ["image", "logo", "reference_image"]
