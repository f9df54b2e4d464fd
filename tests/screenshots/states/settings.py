"""The settings, page by page, and the help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication

from layers_desktop.settings.fields import Page
from layers_desktop.settings.preferences import CopyFormat, ProxyMode
from layers_desktop.ui.message_bar import MessageKind
from layers_desktop.ui.pages.help_dialog import HelpDialog
from layers_desktop.ui.settings.dialog import SettingsDialog
from tests.screenshots.scene import Scene, SceneSetup, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


@contextmanager
def _settings_open(setup: SceneSetup, page: Page) -> Iterator[tuple[Scene, SettingsDialog]]:
    with starts.at_work(setup) as scene:
        scene.window.shortcuts.settings.trigger()
        dialog = scene.window.settings.dialog
        assert dialog is not None
        dialog.open_at(page)
        yield scene, dialog


def _settings(page: Page) -> Callable[[SceneSetup], Iterator[Scene]]:
    def perform(setup: SceneSetup) -> Iterator[Scene]:
        with _settings_open(setup, page) as (scene, _):
            yield scene

    perform.__name__ = f"settings-{page.value}"
    return perform


for _page in Page:
    state.enter()(_settings(_page))


@state.enter()
def settings_changed(setup: SceneSetup) -> Iterator[Scene]:
    """What cannot be saved."""
    with _settings_open(setup, Page.NETWORK) as (scene, dialog):
        rows = dialog.sheets[Page.NETWORK].rows
        rows["proxy"].show_value(ProxyMode.MANUAL)
        rows["proxy_address"].show_value("socks5://proxy.example.com")
        yield scene


@state.enter()
def settings_of_project_that_differ(setup: SceneSetup) -> Iterator[Scene]:
    """Some fields follow all projects, which were changed too; some are the project's own."""
    with _settings_open(setup, Page.PROJECT) as (scene, dialog):
        dialog.sheets[Page.PROJECTS].rows["copy_format"].show_value(CopyFormat.MARKDOWN)
        rows = dialog.sheets[Page.PROJECT].rows
        rows["checksum"].show_value(False)
        rows["copy_format"].show_value(CopyFormat.TEMPLATE)
        rows["copy_template"].show_value("{project}: {filename}")
        yield scene


@state.enter()
def settings_connection_tested(setup: SceneSetup) -> Iterator[Scene]:
    with _settings_open(setup, Page.NETWORK) as (scene, dialog):
        dialog.test.button.click()
        wait_until(lambda: not dialog.test.running, "the end of the test")
        yield scene


@state.enter()
def settings_connection_failed(setup: SceneSetup) -> Iterator[Scene]:
    with _settings_open(setup, Page.NETWORK) as (scene, dialog):
        scene.box.pause_api()
        dialog.test.button.click()
        wait_until(lambda: not dialog.test.running, "the end of the test")
        yield scene
        scene.box.resume_api()


@state.enter()
def settings_account_for_this_session(setup: SceneSetup) -> Iterator[Scene]:
    with starts.first_start(setup) as scene:
        page = scene.window.pages.first_start
        page.field.setText(scene.box.key)
        page.connect_button.click()
        wait_until(lambda: scene.window.banner.topic is MessageKind.KEY_NOT_KEPT, "where the key is")
        scene.window.shortcuts.settings.trigger()
        dialog = scene.window.settings.dialog
        assert dialog is not None
        dialog.open_at(Page.ACCOUNT)
        yield scene


@state.enter()
def help_page(setup: SceneSetup) -> Iterator[Scene]:
    with _help_open(setup) as (scene, _):
        yield scene


@state.enter()
def help_page_small(setup: SceneSetup) -> Iterator[Scene]:
    """Its end."""
    with _help_open(setup) as (scene, page):
        page.resize(page.minimumSize())
        scene.settle()
        bar = page.area.verticalScrollBar()
        bar.setValue(bar.maximum())
        yield scene


@contextmanager
def _help_open(setup: SceneSetup) -> Iterator[tuple[Scene, HelpDialog]]:
    with starts.at_work(setup) as scene:
        scene.window.shortcuts.help.trigger()
        page = QApplication.activeModalWidget()
        assert isinstance(page, HelpDialog)
        yield scene, page


@state.enter()
def settings_small(setup: SceneSetup) -> Iterator[Scene]:
    with _settings_open(setup, Page.PROJECT) as (scene, dialog):
        dialog.resize(dialog.minimumSize())
        yield scene
