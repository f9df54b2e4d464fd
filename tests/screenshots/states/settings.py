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
from tests.screenshots.scene import Act, Scenery, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


@contextmanager
def _settings_open(scenery: Scenery, page: Page) -> Iterator[tuple[Act, SettingsDialog]]:
    with starts.at_work(scenery) as act:
        act.window.shortcuts.settings.trigger()
        dialog = act.window.settings.dialog
        assert dialog is not None
        dialog.open_at(page)
        yield act, dialog


def _settings(page: Page) -> Callable[[Scenery], Iterator[Act]]:
    def perform(scenery: Scenery) -> Iterator[Act]:
        with _settings_open(scenery, page) as (act, _):
            yield act

    perform.__name__ = f"settings-{page.value}"
    return perform


for _page in Page:
    state.enter()(_settings(_page))


@state.enter()
def settings_changed(scenery: Scenery) -> Iterator[Act]:
    """What cannot be saved."""
    with _settings_open(scenery, Page.NETWORK) as (act, dialog):
        rows = dialog.sheets[Page.NETWORK].rows
        rows["proxy"].show_value(ProxyMode.MANUAL)
        rows["proxy_address"].show_value("socks5://proxy.example.com")
        yield act


@state.enter()
def settings_of_project_that_differ(scenery: Scenery) -> Iterator[Act]:
    """Some fields follow all projects, which were changed too; some are the project's own."""
    with _settings_open(scenery, Page.PROJECT) as (act, dialog):
        dialog.sheets[Page.PROJECTS].rows["copy_format"].show_value(CopyFormat.MARKDOWN)
        rows = dialog.sheets[Page.PROJECT].rows
        rows["checksum"].show_value(False)
        rows["copy_format"].show_value(CopyFormat.TEMPLATE)
        rows["copy_template"].show_value("{project}: {filename}")
        yield act


@state.enter()
def settings_connection_tested(scenery: Scenery) -> Iterator[Act]:
    with _settings_open(scenery, Page.NETWORK) as (act, dialog):
        dialog.test.button.click()
        wait_until(lambda: not dialog.test.running, "the end of the test")
        yield act


@state.enter()
def settings_connection_failed(scenery: Scenery) -> Iterator[Act]:
    with _settings_open(scenery, Page.NETWORK) as (act, dialog):
        act.box.pause_api()
        dialog.test.button.click()
        wait_until(lambda: not dialog.test.running, "the end of the test")
        yield act
        act.box.resume_api()


@state.enter()
def settings_account_for_this_session(scenery: Scenery) -> Iterator[Act]:
    with starts.first_start(scenery) as act:
        page = act.window.pages.first_start
        page.field.setText(act.box.key)
        page.connect_button.click()
        wait_until(lambda: act.window.banner.topic is MessageKind.KEY_NOT_KEPT, "where the key is")
        act.window.shortcuts.settings.trigger()
        dialog = act.window.settings.dialog
        assert dialog is not None
        dialog.open_at(Page.ACCOUNT)
        yield act


@state.enter()
def help_page(scenery: Scenery) -> Iterator[Act]:
    with _help_open(scenery) as (act, _):
        yield act


@state.enter()
def help_page_small(scenery: Scenery) -> Iterator[Act]:
    """Its end."""
    with _help_open(scenery) as (act, page):
        page.resize(page.minimumSize())
        act.settle()
        bar = page.area.verticalScrollBar()
        bar.setValue(bar.maximum())
        yield act


@contextmanager
def _help_open(scenery: Scenery) -> Iterator[tuple[Act, HelpDialog]]:
    with starts.at_work(scenery) as act:
        act.window.shortcuts.help.trigger()
        page = QApplication.activeModalWidget()
        assert isinstance(page, HelpDialog)
        yield act, page


@state.enter()
def settings_small(scenery: Scenery) -> Iterator[Act]:
    with _settings_open(scenery, Page.PROJECT) as (act, dialog):
        dialog.resize(dialog.minimumSize())
        yield act
