from __future__ import annotations

import pytest

from layers_desktop.settings.fields import Page
from layers_desktop.settings.preferences import Preferences, ProjectSettings, ProxyMode, ThemeChoice
from layers_desktop.ui.settings.form_state import EditedProject, FormState, Scope, SettingEntry


@pytest.fixture
def draft() -> FormState:
    return FormState(Preferences(), EditedProject("prj_1", "Café", ProjectSettings()))


def entry(draft: FormState, name: str) -> SettingEntry:
    return next(one for one in draft.entries if one.field.name == name)


def test_nothing_is_to_be_saved_until_something_is_another(draft: FormState) -> None:
    assert (draft.preferences_changed, draft.settings_changed) == (False, False)
    draft.put(entry(draft, "concurrency"), 9)
    draft.put(entry(draft, "notify"), value=False)
    assert (draft.preferences_changed, draft.settings_changed) == (True, True)
    draft.put(entry(draft, "concurrency"), 4)
    assert (draft.preferences_changed, draft.settings_changed) == (False, True)


def test_a_value_that_a_field_does_not_allow_is_refused(draft: FormState) -> None:
    with pytest.raises(ValueError, match="Expected"):
        draft.put(entry(draft, "concurrency"), 99)


def test_what_is_changed_elsewhere_is_not_undone_by_saving(draft: FormState) -> None:
    draft.put(entry(draft, "concurrency"), 9)
    draft.follow(Preferences(last_project="prj_2", theme=ThemeChoice.DARK, concurrency=2))
    assert draft.preferences == Preferences(last_project="prj_2", theme=ThemeChoice.DARK, concurrency=9)
    assert draft.preferences_changed
    draft.follow(ProjectSettings(checksum=False))
    assert draft.settings == ProjectSettings(checksum=False)
    assert not draft.settings_changed


def test_settings_are_listed_by_page_and_owner(draft: FormState) -> None:
    names = [one.field.name for one in draft.on(Page.NETWORK, Scope.PROGRAM)]
    assert names == ["proxy", "proxy_address"]
    assert not draft.on(Page.NETWORK, Scope.PROJECT)
    assert not FormState(Preferences(), None).on(Page.COPYING, Scope.PROJECT)


def test_a_setting_may_be_set_when_what_it_depends_on_says_so(draft: FormState) -> None:
    assert not draft.may_be_set(entry(draft, "proxy_address"))
    draft.put(entry(draft, "proxy"), ProxyMode.MANUAL)
    assert draft.may_be_set(entry(draft, "proxy_address"))


def test_a_reset_reaches_what_it_is_given_only(draft: FormState) -> None:
    draft.put(entry(draft, "concurrency"), 9)
    draft.put(entry(draft, "theme"), ThemeChoice.DARK)
    draft.reset([entry(draft, "theme")])
    assert draft.preferences == Preferences(concurrency=9)
    assert draft.is_default(entry(draft, "theme"))
