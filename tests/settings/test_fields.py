"""Every setting describes itself well enough for a dialog to be built from it."""

from __future__ import annotations

from typing import Annotated

import msgspec
import pytest

from layers_desktop.settings.fields import (
    ANYTHING,
    FieldInfo,
    FieldType,
    Page,
    changed,
    description,
    fields,
    shown,
)
from layers_desktop.settings.preferences import (
    CopyFormat,
    ImageKind,
    Preferences,
    ProjectSettings,
    ThemeChoice,
)

STRUCTS: list[type[msgspec.Struct]] = [Preferences, ProjectSettings]
SETTINGS = [pytest.param(field, id=field.name) for struct in STRUCTS for field in fields(struct)]


@pytest.mark.parametrize("struct", STRUCTS)
def test_every_stored_field_has_a_label_and_a_sentence(struct: type[msgspec.Struct]) -> None:
    for field in msgspec.structs.fields(struct):
        meta = description(field)
        assert meta.title, field.name
        assert meta.description, field.name
        assert meta.description.endswith("."), field.name


@pytest.mark.parametrize("struct", STRUCTS)
def test_no_two_settings_have_one_label(struct: type[msgspec.Struct]) -> None:
    labels = [field.label for field in fields(struct)]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_control_can_show_the_default(setting: FieldInfo) -> None:
    match setting.type:
        case FieldType.SWITCH:
            assert isinstance(setting.default, bool)
        case FieldType.TEXT:
            assert isinstance(setting.default, str)
        case FieldType.CHOICE:
            assert setting.default in setting.choices
            assert all(choice.label for choice in setting.choices)
        case FieldType.NUMBER:
            assert isinstance(setting.default, int)
            assert setting.minimum is not None
            assert setting.maximum is not None
            assert setting.minimum <= setting.default <= setting.maximum


def test_the_settings_of_a_project_are_those_of_the_order() -> None:
    assert {field.name: field.default for field in fields(ProjectSettings)} == {
        "image_kind": ImageKind.IMAGE,
        "checksum": True,
        "watch_folder": "",
        "watch_existing": False,
        "copy_format": CopyFormat.ID,
        "copy_template": "{filename}: {assetId}",
        "copy_automatically": False,
        "notify": True,
    }


def test_what_the_program_remembers_by_itself_is_in_no_dialog() -> None:
    shown_names = {field.name for field in fields(Preferences)}
    assert {"concurrency", "theme"} <= shown_names
    assert not shown_names & {"recent_projects", "last_project", "window"}


def test_a_number_carries_its_range() -> None:
    concurrency = fields(Preferences)[0]
    assert (concurrency.type, concurrency.minimum, concurrency.maximum) == (FieldType.NUMBER, 1, 16)
    assert concurrency.page is Page.UPLOADS


def test_choices_are_the_members_in_order_with_labels() -> None:
    theme = next(field for field in fields(Preferences) if field.name == "theme")
    assert theme.choices == tuple(ThemeChoice)
    assert [choice.label for choice in theme.choices] == ["As the system", "Light", "Dark"]
    assert [str(choice) for choice in theme.choices] == ["system", "light", "dark"]


def test_one_annotated_field_is_a_whole_setting() -> None:
    class Extended(ProjectSettings, frozen=True, kw_only=True):
        sounds: Annotated[bool, shown(Page.NOTIFICATIONS, "Play a sound", "When a batch is done.")] = False

    assert fields(Extended)[-1] == FieldInfo(
        name="sounds",
        type=FieldType.SWITCH,
        label="Play a sound",
        help="When a batch is done.",
        page=Page.NOTIFICATIONS,
        default=False,
    )


@pytest.mark.parametrize("struct", STRUCTS)
def test_what_a_setting_depends_on_is_a_setting_that_can_have_that_value(
    struct: type[msgspec.Struct],
) -> None:
    named = {field.name: field for field in fields(struct)}
    conditions = [field.only_when for field in named.values() if field.only_when is not None]
    for condition in conditions:
        decider = named[condition.field]
        value = "something" if condition.value is ANYTHING else condition.value
        assert isinstance(value, type(decider.default))
        assert condition.met(changed(struct(), {condition.field: value}))


def test_the_template_is_for_the_format_that_uses_it() -> None:
    condition = next(field.only_when for field in fields(ProjectSettings) if field.name == "copy_template")
    assert condition is not None
    assert not condition.met(ProjectSettings())
    assert condition.met(ProjectSettings(copy_format=CopyFormat.TEMPLATE))


def test_what_is_in_a_watched_folder_already_is_asked_about_only_where_there_is_one() -> None:
    condition = next(field.only_when for field in fields(ProjectSettings) if field.name == "watch_existing")
    assert condition is not None
    assert not condition.met(ProjectSettings())
    assert condition.met(ProjectSettings(watch_folder="/exports"))


def test_a_number_says_what_it_counts() -> None:
    class Limited(msgspec.Struct, frozen=True):
        limit: Annotated[
            int,
            shown(Page.UPLOADS, "Limit", "How fast.", minimum=0, maximum=9, unit="MB/s", lowest="No limit"),
        ] = 0

    (limit,) = fields(Limited)
    assert (limit.unit, limit.lowest) == ("MB/s", "No limit")


def test_a_setting_that_does_not_describe_itself_is_found() -> None:
    class Bare(msgspec.Struct):
        silent: bool = False

    class Unhelpful(msgspec.Struct):
        silent: Annotated[bool, "some other annotation"] = False

    for struct in (Bare, Unhelpful):
        with pytest.raises(TypeError, match="silent"):
            fields(struct)


@pytest.mark.parametrize("kind", [float, list[int]])
def test_a_setting_that_no_control_shows_is_found(kind: object) -> None:
    struct = msgspec.defstruct("Odd", [("odd", Annotated[kind, shown(Page.UPLOADS, "Odd", "Odd.")], None)])
    with pytest.raises(TypeError, match="no control"):
        fields(struct)


def test_a_change_gives_a_new_value_and_leaves_the_old() -> None:
    before = ProjectSettings()
    after = changed(before, {"notify": False, "copy_format": "csv"})
    assert (after.notify, after.copy_format) == (False, CopyFormat.CSV)
    assert before == ProjectSettings()


@pytest.mark.parametrize(
    "changes", [{"concurrency": 0}, {"concurrency": 17}, {"concurrency": "4"}, {"theme": "pink"}]
)
def test_a_change_that_a_field_does_not_allow_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"Expected|Invalid"):
        changed(Preferences(), changes)
