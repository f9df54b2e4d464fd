"""The list of uploads, and what is done with its rows."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from layers_desktop.sandbox import SandboxConfig
from layers_desktop.transfers.transfer import HoldReason
from layers_desktop.ui.uploads.filter_model import StatusFilter
from tests.screenshots.scene import Act, Scenery, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


@state.enter()
def many_rows(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery, config=SandboxConfig(tier="partner")) as act:
        act.drop(*(act.material.photograph(f"IMG_{n:04}.jpg", n * 7 % 360) for n in range(96)))
        act.wait_settled()
        bar = act.window.panel._list.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        yield act


@state.enter(also_small=True)
def long_names(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
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


@state.enter(also_small=True)
def other_projects(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        material = act.material
        act.pick_project("Habit Tracker Android")
        act.drop(
            material.photograph("founder-shot.jpg", 30),
            material.video("a-clip-with-quite-a-long-name-for-a-narrow-window.mp4", 920_000),
        )
        act.wait_settled()
        act.fault("inline:422")
        act.drop(material.photograph("team.jpg", 80))
        act.wait_settled()
        act.drop(material.document("campaign-brief.pdf", 1_200_000))
        act.wait_settled()
        act.pick_project()
        act.drop(material.photograph("beach-at-dawn.png", 190))
        act.wait_settled()
        yield act


@state.enter(also_small=True)
def search_without_match(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        act.window.panel.start_search()
        act.window.panel._filters.search.setText("winter")
        yield act


@state.enter()
def search(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        act.window.panel.start_search()
        act.window.panel._filters.search.setText("beach")
        yield act


@state.enter()
def selected(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        view = act.window.panel._list
        view.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(view, Qt.Key.Key_Home)
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        yield act


@state.enter()
def row_menu(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        starts.open_row_menu(act)
        yield act


@state.enter()
def kind_menu(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery, config=SandboxConfig(writes_per_minute=1)) as act:
        act.drop(*(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        starts.wait_for_hold(act, HoldReason.WRITE_BUDGET)
        view = act.window.panel._list
        rows = [view.model().index(number, 0) for number in range(3)]
        layouts = [
            view._delegate.layout_of(view.visualRect(row), view.layoutDirection(), row) for row in rows
        ]
        open_one = next(layout for layout in reversed(layouts) if not layout.chevron.isEmpty())
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=open_one.kind.center())
        wait_until(lambda: QApplication.activePopupWidget() is not None, "the kinds")
        yield act


@state.enter()
def menu_of_several(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        act.window.panel._list.selectAll()
        starts.open_row_menu(act)
        yield act


@state.enter(also_small=True)
def removed(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        view = act.window.panel._list
        view.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(view, Qt.Key.Key_Home)
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(view, Qt.Key.Key_Delete)
        wait_until(act.window.toast.isVisible, "the way back")
        yield act


@state.enter()
def nothing_active(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        act.window.panel.show_only(StatusFilter.ACTIVE)
        yield act
