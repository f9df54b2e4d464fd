"""Every setting describes itself well enough for a dialog to be built from it."""

from __future__ import annotations

from typing import Annotated

import msgspec
import pytest

from layers_desktop.settings.fields import (
    NOT_EMPTY,
    Page,
    Setting,
    changed,
    fields,
)
from layers_desktop.settings.preferences import (
    CopyFormat,
    Preferences,
    ProjectSettings,
)
from tests.support.tables import for_each

STRUCTS: list[type[msgspec.Struct]] = [Preferences, ProjectSettings]


@pytest.mark.parametrize("struct", STRUCTS)
def test_every_setting_has_words_and_a_default_for_its_control(
    struct: type[msgspec.Struct],
) -> None:
    for setting in fields(struct):
        assert setting.label
        assert setting.help.endswith("."), setting.name
        assert isinstance(setting.default, setting.type), setting.name
        assert all(choice.label for choice in setting.choices), setting.name
        if isinstance(setting.default, int) and setting.type is int:
            assert setting.minimum <= setting.default <= setting.maximum, setting.name


@pytest.mark.parametrize("struct", STRUCTS)
def test_no_two_settings_have_one_label(struct: type[msgspec.Struct]) -> None:
    labels = [field.label for field in fields(struct)]
    assert len(set(labels)) == len(labels)


def test_only_what_belongs_to_one_project_by_nature_has_no_value_for_all() -> None:
    alone = {field.name for field in fields(ProjectSettings)} - {field.name for field in fields(Preferences)}
    assert alone == {"watch_folder", "watch_existing"}


def test_what_the_program_remembers_by_itself_is_in_no_dialog() -> None:
    shown_names = {field.name for field in fields(Preferences)}
    assert {"concurrency", "theme"} <= shown_names
    assert not shown_names & {"recent_projects", "last_project", "window"}


def test_one_annotated_field_is_a_whole_setting() -> None:
    class Extended(ProjectSettings, frozen=True, kw_only=True):
        example: Annotated[bool, Setting(Page.PROJECT, "An example", "What it does.")] = False

    assert fields(Extended)[-1] == Setting(
        name="example",
        type=bool,
        label="An example",
        help="What it does.",
        page=Page.PROJECT,
        default=False,
    )


@pytest.mark.parametrize("struct", STRUCTS)
def test_what_a_setting_depends_on_is_a_setting_that_can_have_that_value(
    struct: type[msgspec.Struct],
) -> None:
    named = {field.name: field for field in fields(struct)}
    for condition in [field.only_when for field in named.values() if field.only_when is not None]:
        value = "something" if condition[1] is NOT_EMPTY else condition[1]
        assert isinstance(value, named[condition[0]].type)


@pytest.mark.parametrize("kind", [float, list[int]])
def test_a_setting_that_no_control_shows_is_found(kind: object) -> None:
    struct = msgspec.defstruct("Odd", [("odd", Annotated[kind, Setting(Page.UPLOADS, "Odd", "Odd.")], None)])
    with pytest.raises(TypeError, match="no control"):
        fields(struct)


def test_a_change_gives_a_new_value_and_leaves_the_old() -> None:
    before = ProjectSettings()
    after = changed(before, {"notify": False, "copy_format": "csv"})
    assert (after.notify, after.copy_format) == (False, CopyFormat.CSV)
    assert before == ProjectSettings()


@for_each("changes", [{"concurrency": 0}, {"concurrency": 17}, {"concurrency": "4"}, {"theme": "pink"}])
def test_a_change_that_a_field_does_not_allow_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"Expected|Invalid"):
        changed(Preferences(), changes)
