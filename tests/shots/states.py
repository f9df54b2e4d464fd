"""Every state of the window, by name: how the program is brought into it.

A state is a generator that performs up to the moment of the picture and yields; a new one needs no other
line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from layers_desktop.sandbox import SandboxConfig
from layers_desktop.settings.fields import Page
from layers_desktop.settings.preferences import ProxyMode
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Activity, HoldReason
from layers_desktop.ui.banner import Topic
from layers_desktop.ui.desktop.leave_question import LeaveQuestion
from layers_desktop.ui.settings_dialog.dialog import OfProject, SettingsDialog
from layers_desktop.ui.transfer_list.actions import RowAction
from layers_desktop.ui.transfer_list.labels import action_name
from tests.shots.material import Material
from tests.shots.stage import Act, Scenery, performed, wait_until

State = Callable[[Scenery], AbstractContextManager[Act]]
SMALL: Final = (520, 400)
SLOW: Final = 0.25
"""Seconds for 64 KiB: nothing large comes to its end while the rest is set up."""


@dataclass(frozen=True, slots=True)
class Described:
    """A state, and how large its window is."""

    perform: State
    size: tuple[int, int] = (880, 640)


STATES: Final[dict[str, Described]] = {}
"""Name → state, in the order of a person's day."""


def state(*, also_small: bool = False) -> Callable[[Callable[[Scenery], Iterator[Act]]], State]:
    """Put a state on the list under its function's name; `also_small` in a window of 520 x 400 too."""

    def enter(perform: Callable[[Scenery], Iterator[Act]]) -> State:
        made = contextmanager(perform)
        name = perform.__name__.replace("_", "-")
        STATES[name] = Described(made)
        if also_small:
            STATES[f"{name}-small"] = Described(made, SMALL)
        return made

    return enter


# Before anybody is signed in


@state()
def starting(scenery: Scenery) -> Iterator[Act]:
    with performed(scenery, built=False) as act:
        yield act


@state()
def connecting_by_itself(scenery: Scenery) -> Iterator[Act]:
    with performed(scenery, faults=("whoami:stall",)) as act:
        wait_until(lambda: act.box.world.faults.held, "the question whose key it is")
        yield act


@state(also_small=True)
def first_start(scenery: Scenery) -> Iterator[Act]:
    with _first_start(scenery) as act:
        yield act


@state(also_small=True)
def key_rejected(scenery: Scenery) -> Iterator[Act]:
    with _first_start(scenery) as act:
        page = act.window.pages.first_start
        page.field.setText("lp_test_0123456789abcdef")
        page.connect_button.click()
        wait_until(page.problem.isVisible, "what Layers says of the key")
        yield act


@state()
def connecting(scenery: Scenery) -> Iterator[Act]:
    with _first_start(scenery) as act:
        act.fault("whoami:stall")
        page = act.window.pages.first_start
        page.field.setText(act.box.key)
        page.connect_button.click()
        wait_until(lambda: act.box.world.faults.held, "the question whose key it is")
        yield act


@state()
def key_for_this_session(scenery: Scenery) -> Iterator[Act]:
    with _first_start(scenery) as act:
        page = act.window.pages.first_start
        page.field.setText(act.box.key)
        page.connect_button.click()
        wait_until(lambda: act.window.banner.topic is Topic.KEY_NOT_KEPT, "where the key is")
        yield act


# Nothing there yet


@state(also_small=True)
def empty(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        yield act


@state(also_small=True)
def sandbox(scenery: Scenery) -> Iterator[Act]:
    with performed(scenery, sandbox=True) as act:
        act.pick_project()
        yield act


@state(also_small=True)
def dragging(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        act.drag(*_mixed(act))
        yield act


@state()
def dragging_on_a_target(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        files = _mixed(act)
        act.drag(*files)
        _, area = act.window.intake.overlay.areas.targets[0]
        act.drag(*files, to=area.center())
        yield act


@state()
def dragging_without_pictures(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        act.drag(act.material.video("interview.mp4"), act.material.document("brief.pdf"))
        yield act


@state(also_small=True)
def folder(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        holiday = Material(scenery.folder / "Holiday 2026")
        for number in range(12):
            holiday.photograph(f"IMG_{number:04}.jpg", number * 30)
        holiday.video("sunset.mp4")
        holiday.document("tickets.pdf")
        holiday.empty("notes.txt")
        act.drag(scenery.folder / "Holiday 2026")
        act.let_go()
        wait_until(act.window.intake.folder.upload.isVisible, "what is in the folder")
        yield act


@state(also_small=True)
def link(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        act.drag_links("https://press.example.com/launch/hero-image.jpg")
        act.let_go()
        wait_until(act.window.intake.links.isVisible, "the question about the link")
        yield act


@state(also_small=True)
def pasted_picture(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        QApplication.clipboard().setImage(QImage(str(act.material.photograph("square.png", 210))))
        act.window.shortcuts.paste.trigger()
        wait_until(act.window.intake.picture.isVisible, "the name of the picture")
        yield act


# Uploads


@state(also_small=True)
def busy(scenery: Scenery) -> Iterator[Act]:
    with _busy(scenery) as act:
        yield act


@state()
def busy_and_dragging(scenery: Scenery) -> Iterator[Act]:
    with _busy(scenery) as act:
        act.drag(*_mixed(act))
        yield act


@state()
def done(scenery: Scenery) -> Iterator[Act]:
    with _done(scenery) as act:
        yield act


@state(also_small=True)
def copied(scenery: Scenery) -> Iterator[Act]:
    with _done(scenery) as act:
        act.window.shortcuts.copy_all.trigger()
        wait_until(act.window.toast.isVisible, "what was copied")
        yield act


@state(also_small=True)
def failed(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        for name, fault in (
            ("storefront.jpg", "inline:403"),
            ("team-photo.jpg", "inline:422"),
            ("opening-night.jpg", "inline:404"),
        ):
            act.fault(fault)
            act.drop(act.material.photograph(name, 10 * len(name)))
            act.wait_settled()
        act.fault("put:403:2")
        act.drop(act.material.video("interview.mp4", 900_000))
        act.wait_settled()
        act.drop(act.material.photograph("beach-at-dawn.png", 190))
        act.wait_settled()
        yield act


@state()
def problem_in_full(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        act.fault("inline:422")
        act.drop(act.material.photograph("team-photo.jpg", 30))
        act.wait_settled()
        panel = act.window.panel
        panel._list.setCurrentIndex(panel._rows.index(0, 0))
        _open_row_menu(act)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        name = action_name(RowAction.SHOW_PROBLEM)
        entry = next(one for one in menu.actions() if one.text() == name)
        menu.close()
        entry.trigger()
        wait_until(lambda: QApplication.activeModalWidget() is not None, "the whole problem")
        yield act


@state()
def refused(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        material = act.material
        act.drop(
            material.document("campaign-brief.pdf", 1_200_000),
            material.empty("untitled.png"),
            material.photograph("billboard.png", 200, 53_000_000),
            material.document("scan.jpg"),
            material.photograph("founder-shot.jpg", 30),
        )
        act.wait_settled()
        yield act


@state()
def retrying(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        act.box.world.faults.add("put:slowdown:*:30")
        act.drop(act.material.video("interview.mp4", 900_000), act.material.photograph("team.jpg", 80))
        act.wait_row(lambda row: row.activity is Activity.RETRYING, "a row that waits for another try")
        act.wait_done("team.jpg")
        yield act


@state(also_small=True)
def offline(scenery: Scenery) -> Iterator[Act]:
    with _done(scenery) as act:
        act.box.pause_api()
        act.drop(*(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        wait_until(lambda: act.window.banner.topic is Topic.OFFLINE, "that there is no network")
        yield act
        act.box.resume_api()


@state(also_small=True)
def signed_out(scenery: Scenery) -> Iterator[Act]:
    with _signed_out(scenery) as act:
        yield act


@state()
def new_key(scenery: Scenery) -> Iterator[Act]:
    with _signed_out(scenery) as act:
        act.window.banner.action.click()
        wait_until(act.window.pages.first_start.isVisible, "the page of the key")
        yield act


@state()
def suspended(scenery: Scenery) -> Iterator[Act]:
    with _done(scenery) as act:
        act.box.world.suspend()
        act.drop(*(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        wait_until(lambda: act.window.banner.topic is Topic.SUSPENDED, "the suspension")
        yield act
        act.box.world.unsuspend()


@state()
def budget(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery, config=SandboxConfig(writes_per_minute=2)) as act:
        act.drop(*(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 6)))
        _wait_for_hold(act, HoldReason.WRITE_BUDGET)
        wait_until(lambda: sum(one.settled for one in act.transfers) == 2, "two uploads")
        yield act


@state(also_small=True)
def known_file(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        shot = act.material.photograph("founder-shot.jpg", 30)
        act.drop(shot)
        act.wait_settled()
        act.drop(shot)
        act.wait_row(lambda row: row.activity is Activity.KNOWN, "the question about a known file")
        yield act


@state()
def paused(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        act.line.pace = SLOW
        act.drop(
            act.material.video("launch-teaser.mp4", 48_000_000),
            act.material.photograph("team.jpg", 80),
        )
        act.wait_done("team.jpg")
        act.wait_row(lambda row: row.activity is Activity.SENDING, "a file on its way")
        act.window.command.emit(commands.Pause())
        _wait_for_hold(act, HoldReason.PAUSED)
        yield act


@state()
def closing(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        act.line.pace = SLOW
        act.drop(act.material.video("launch-teaser.mp4", 48_000_000))
        act.wait_row(lambda row: row.activity is Activity.SENDING, "a file on its way")
        act.window.close()
        wait_until(lambda: isinstance(QApplication.activeModalWidget(), LeaveQuestion), "the question")
        yield act
        act.line.pace = 0.0


# Projects


@state(also_small=True)
def choose_project(scenery: Scenery) -> Iterator[Act]:
    with performed(scenery) as act:
        wait_until(act.window.header.picker._all.rowCount, "projects")
        act.drop(act.material.photograph("founder-shot.jpg", 30), act.material.video("interview.mp4"))
        wait_until(lambda: act.window.banner.topic is Topic.CHOOSE_PROJECT, "the question which project")
        act.window.header.picker.hidePopup()
        yield act


@state(also_small=True)
def picker(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery, config=SandboxConfig(project_count=60)) as act:
        act.window.header.picker.start_search()
        wait_until(act.window.header.picker.popup.isVisible, "the list of projects")
        yield act


@state()
def picker_search(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery, config=SandboxConfig(project_count=60)) as act:
        act.window.header.picker.open_popup("cafe")
        wait_until(act.window.header.picker.popup.isVisible, "the list of projects")
        yield act


# The list


@state()
def many_rows(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery, config=SandboxConfig(tier="partner")) as act:
        act.drop(*(act.material.photograph(f"IMG_{n:04}.jpg", n * 7 % 360) for n in range(96)))
        act.wait_settled()
        bar = act.window.panel._list.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        yield act


@state(also_small=True)
def long_names(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        material = act.material
        act.drop(
            material.photograph("Sommerfest-" + "Donaudampfschifffahrtsgesellschaft-" * 4 + "final.jpg", 60),
            material.photograph("夏のキャンペーン_表参道ヒルズ_メインビジュアル_最終版_校了.png", 190),
            material.photograph("حملة الصيف - الصورة الرئيسية النهائية.jpg", 300),
            material.document("a name with & and <b>tags and 100 % of  spaces.pdf"),
            material.photograph("no-extension-but-a-very-long-name-" + "x" * 120 + ".jpeg", 20),
        )
        act.wait_settled()
        yield act


@state(also_small=True)
def search_without_match(scenery: Scenery) -> Iterator[Act]:
    with _done(scenery) as act:
        act.window.panel.start_search()
        act.window.panel._filters.search.setText("winter")
        yield act


@state()
def search(scenery: Scenery) -> Iterator[Act]:
    with _done(scenery) as act:
        act.window.panel.start_search()
        act.window.panel._filters.search.setText("beach")
        yield act


@state()
def selected(scenery: Scenery) -> Iterator[Act]:
    with _done(scenery) as act:
        view = act.window.panel._list
        view.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(view, Qt.Key.Key_Home)
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        yield act


@state()
def row_menu(scenery: Scenery) -> Iterator[Act]:
    with _done(scenery) as act:
        _open_row_menu(act)
        yield act


@state()
def kind_menu(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery, config=SandboxConfig(writes_per_minute=1)) as act:
        act.drop(*(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        _wait_for_hold(act, HoldReason.WRITE_BUDGET)
        view = act.window.panel._list
        rows = [view.model().index(number, 0) for number in range(3)]
        layouts = [
            view._delegate.layout_of(view.visualRect(row), view.layoutDirection(), row) for row in rows
        ]
        open_one = next(layout for layout in reversed(layouts) if not layout.chevron.isEmpty())
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=open_one.kind.center())
        wait_until(lambda: QApplication.activePopupWidget() is not None, "the kinds")
        yield act


@state(also_small=True)
def history(scenery: Scenery) -> Iterator[Act]:
    with _done(scenery) as act:
        act.window.shortcuts.history.trigger()
        wait_until(lambda: act.window.history.rows.assets == 5, "what was uploaded")
        yield act


@state()
def history_without_match(scenery: Scenery) -> Iterator[Act]:
    with _done(scenery) as act:
        act.window.shortcuts.history.trigger()
        panel = act.window.history
        wait_until(lambda: panel.rows.assets == 5, "what was uploaded")
        panel.bar.search.setText("winter")
        wait_until(lambda: panel.rows.assets == 0, "an empty history")
        yield act


# Around


@state()
def account_menu(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        _open_menu(act.window.header.organization)
        yield act


@state()
def two_accounts(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        globex = act.box.world.add_organization("Globex & Söhne", "Globex iOS")
        act.backend.session.connect_key(globex)
        name = "Globex && Söhne"
        wait_until(lambda: act.window.header.organization.text() == name, "the other organization")
        wait_until(lambda: len(act.window.header.accounts.actions) == 2, "both organizations")
        _open_menu(act.window.header.organization)
        yield act


@state()
def add_account(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        act.window.header.accounts.add.trigger()
        yield act


@state()
def rehearse_menu(scenery: Scenery) -> Iterator[Act]:
    with performed(scenery, sandbox=True) as act:
        act.pick_project()
        _open_menu(act.window.header.rehearse)
        yield act


def _settings(number: int, page: Page) -> Callable[[Scenery], Iterator[Act]]:
    def perform(scenery: Scenery) -> Iterator[Act]:
        with _at_work(scenery) as act:
            act.window.shortcuts.settings.trigger()
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, SettingsDialog)
            dialog.side.turn(number)
            yield act

    perform.__name__ = f"settings-{page.value}"
    return perform


for _number, _page in enumerate(Page):
    state()(_settings(_number, _page))


@contextmanager
def _settings_open(scenery: Scenery) -> Iterator[tuple[Act, SettingsDialog]]:
    with _at_work(scenery) as act:
        act.window.shortcuts.settings.trigger()
        dialog = act.window.settings.dialog
        assert dialog is not None
        yield act, dialog


@state()
def settings_of_project(scenery: Scenery) -> Iterator[Act]:
    with _settings_open(scenery) as (act, dialog):
        dialog.open_at(OfProject.PAGE)
        yield act


@state()
def settings_search(scenery: Scenery) -> Iterator[Act]:
    with _settings_open(scenery) as (act, dialog):
        dialog.side.field.setText("copy")
        yield act


@state()
def settings_changed(scenery: Scenery) -> Iterator[Act]:
    """Fields that differ from their default, one of them with what cannot be saved."""
    with _settings_open(scenery) as (act, dialog):
        dialog.open_at(Page.NETWORK)
        row = dialog.row("proxy")
        row.editor.edited.emit(ProxyMode.MANUAL)
        dialog.row("proxy_address").editor.edited.emit("socks5://proxy.example.com")
        yield act


@state()
def settings_connection_tested(scenery: Scenery) -> Iterator[Act]:
    with _settings_open(scenery) as (act, dialog):
        dialog.open_at(Page.NETWORK)
        dialog.test.button.click()
        wait_until(lambda: not dialog.test.running, "the end of the test")
        yield act


# What several states begin with


@contextmanager
def _first_start(scenery: Scenery) -> Iterator[Act]:
    with performed(scenery, key=False) as act:
        wait_until(act.window.pages.first_start.isVisible, "the page of the key")
        yield act


@contextmanager
def _at_work(scenery: Scenery, *, config: SandboxConfig | None = None) -> Iterator[Act]:
    with performed(scenery, config=config) as act:
        act.pick_project()
        yield act


@contextmanager
def _done(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        material = act.material
        act.drop(
            material.photograph("founder-shot.jpg", 30),
            material.photograph("beach-at-dawn.png", 190, 410_000),
            material.video("launch-teaser.mp4", 920_000),
            material.sound("jingle-30s.wav", 530_000),
            material.sample("logo-dark.svg", "logo-dark.svg"),
            material.document("campaign-brief.pdf", 1_200_000),
        )
        act.wait_settled()
        wait_until(act.window.footer.copy_all.isVisible, "the end of the batch")
        yield act


@contextmanager
def _busy(scenery: Scenery) -> Iterator[Act]:
    with _at_work(scenery) as act:
        material = act.material
        logo = material.sample("logo-dark.svg", "logo-dark.svg")
        act.drop(logo)
        act.wait_settled()
        act.window.command.emit(commands.Remove(tuple(act.rows)))
        wait_until(lambda: not act.rows, "an empty list")
        act.line.pace = SLOW
        act.fault("finalize:stall")
        act.drop(
            material.video("launch-teaser-final-v3.mp4", 48_000_000),
            material.photograph("beach-at-dawn.png", 190, 270_000),
        )
        act.drop(material.photograph("founder-shot.jpg", 30))
        act.wait_done("founder-shot.jpg")
        act.drop(logo, material.document("campaign-brief.pdf", 1_200_000))
        act.wait_row(lambda row: row.activity is Activity.KNOWN, "the question about a known file")
        act.fault("inline:403")
        act.drop(material.photograph("storefront.jpg", 350))
        wait_until(lambda: act._stage("storefront.jpg") is not None, "a row")
        act.wait_row(lambda row: row.transfer.name == "storefront.jpg" and row.transfer.settled, "its end")
        act.wait_row(lambda row: row.activity is Activity.FINISHING, "a file that is being finished")
        act.drop(
            material.sound("jingle-30s.wav", 5_300_000), material.video("interview-cut-2.mp4", 9_400_000)
        )
        act.line.pace = 0.004
        act.wait_sent("launch-teaser-final-v3.mp4", 0.6)
        yield act


@contextmanager
def _signed_out(scenery: Scenery) -> Iterator[Act]:
    with _done(scenery) as act:
        act.box.world.revoke_key(act.box.key)
        act.drop(*(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        wait_until(lambda: act.window.banner.topic is Topic.KEY, "that the key is not taken any more")
        yield act


def _mixed(act: Act) -> list[Path]:
    return [
        *(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)),
        act.material.video("interview.mp4"),
        act.material.document("brief.pdf"),
    ]


def _wait_for_hold(act: Act, reason: HoldReason) -> None:
    model = act.window.panel._model
    wait_until(lambda: model.hold is not None and model.hold.reason is reason, f"a hold: {reason}")


def _open_menu(button: QToolButton) -> None:
    # A click would wait for the menu's end in an event loop of its own.
    menu = button.menu()
    corner = button.rect().bottomLeft()
    if button.isRightToLeft():
        corner = button.rect().bottomRight() - QPoint(menu.sizeHint().width(), 0)
    menu.popup(button.mapToGlobal(corner))
    wait_until(menu.isVisible, "the menu")


def _open_row_menu(act: Act) -> None:
    view = act.window.panel._list
    index = view.model().index(0, 0)
    view.setCurrentIndex(index)
    QTest.keyClick(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    wait_until(lambda: QApplication.activePopupWidget() is not None, "the row's menu")
