"""Preferences of the program and settings of each project, as they are stored."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.settings.paths import Places, file_stem, places
from layers_desktop.settings.preferences import (
    CopyFormat,
    ImageKind,
    Overrides,
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
SHARED: dict[str, st.SearchStrategy[object]] = {
    "image_kind": st.sampled_from(ImageKind),
    "copy_format": st.sampled_from(CopyFormat),
    "copy_template": st.text(),
    "copy_automatically": st.booleans(),
    "notify": st.booleans(),
    "checksum": st.booleans(),
}
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
    **SHARED,
)
OVERRIDES = st.fixed_dictionaries({}, optional={**SHARED, "watch_folder": st.text()})


@given(PREFERENCES, OVERRIDES, st.text())
def test_settings_survive_a_restart(value: Preferences, project: Overrides, project_id: str) -> None:
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
    assert store.load_project(PROJECT).value == {}
    assert not room.config.exists()


def test_the_settings_of_one_project_are_not_those_of_another(room: Places) -> None:
    store = PreferenceStore(room)
    store.save_project(PROJECT, {"notify": False})
    assert store.load_project("another").value == {}
    assert store.load_project(PROJECT).value == {"notify": False}


def test_a_project_has_what_is_its_own_and_follows_all_projects_in_the_rest() -> None:
    everywhere = Preferences(copy_format=CopyFormat.MARKDOWN, notify=False)
    ours = everywhere.of_project({"notify": True, "watch_folder": "/inbox"})
    assert ours == ProjectSettings(
        copy_format=CopyFormat.MARKDOWN,
        notify=True,
        watch_folder="/inbox",
        overrides=frozenset({"notify", "watch_folder"}),
    )
    assert everywhere.of_project({}) == ProjectSettings(copy_format=CopyFormat.MARKDOWN, notify=False)


def test_the_file_of_a_project_has_only_what_is_its_own(room: Places) -> None:
    store = PreferenceStore(room)
    store.save_project(PROJECT, {"notify": True, "copy_format": CopyFormat.CSV})
    store.save_project(PROJECT, {"notify": True})
    [file] = (room.config / "projects").iterdir()
    assert json.loads(file.read_text()) == {"version": 2, "notify": True}


def test_of_a_file_of_the_first_edition_what_differed_from_the_defaults_is_the_projects(room: Places) -> None:
    folder = room.config / "projects"
    folder.mkdir(parents=True)
    first = {
        "version": 1, "image_kind": "image", "checksum": True, "watch_folder": "/inbox",
        "watch_existing": False, "copy_format": "csv", "copy_template": "{filename}: {assetId}",
        "copy_automatically": False, "notify": True, "of_a_later_edition": 7,
    }  # fmt: skip
    (folder / f"{file_stem(PROJECT)}.json").write_text(json.dumps(first))
    store = PreferenceStore(room)
    own = {"watch_folder": "/inbox", "copy_format": CopyFormat.CSV}
    assert store.load_project(PROJECT).value == own
    assert store.load_projects([PROJECT]) == {PROJECT: own}
    store.save_project(PROJECT, {**own, "notify": True})
    assert store.load_project(PROJECT).value == {**own, "notify": True}
    [file] = folder.iterdir()
    assert json.loads(file.read_text())["of_a_later_edition"] == 7


def test_a_damaged_project_does_not_touch_the_preferences(room: Places) -> None:
    store = PreferenceStore(room)
    store.save(Preferences(theme=ThemeChoice.DARK))
    store.save_project(PROJECT, {})
    (room.config / "projects" / f"{file_stem(PROJECT)}.json").write_bytes(b"\x00")
    damaged = store.load_project(PROJECT)
    assert damaged.value == {}
    assert damaged.problem is not None
    assert damaged.problem.words.title == "The settings of this project could not be read"
    assert store.load().value == Preferences(theme=ThemeChoice.DARK)


@pytest.mark.parametrize(
    "project_id",
    ["../../escape", "/etc/passwd", "..", "", "CON", "a\\b", "a:b", "nul\x00byte", "x" * 4_000, "é" * 300,
     "\ud800", "line\nbreak", "trailing.", " ", "prj_01HXA3"],
)  # fmt: skip
def test_any_project_id_has_its_file_in_the_folder_of_projects(project_id: str, room: Places) -> None:
    store = PreferenceStore(room)
    store.save_project(project_id, {"notify": False})
    assert store.load_project(project_id).value == {"notify": False}
    written = [path for path in room.config.parent.rglob("*") if path.is_file()]
    assert [path.parent for path in written] == [room.config / "projects"]


@given(st.text(), st.text())
def test_two_ids_never_share_a_file_not_even_without_letter_case(one: str, other: str) -> None:
    assert (file_stem(one).casefold() == file_stem(other).casefold()) == (one == other)


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
