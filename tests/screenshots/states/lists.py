"""The list of uploads, and what is done with its rows."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from layers_desktop.sandbox import SandboxConfig
from layers_desktop.transfers.transfer import HoldReason
from layers_desktop.ui.uploads.filter_model import StatusFilter
from tests.screenshots.scene import Scene, SceneSetup, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States
from tests.support.uploads_panel import filters, upload_list

state = States()


@state.enter()
def many_rows(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup, config=SandboxConfig(tier="partner")) as scene:
        scene.drop(*(scene.samples.photograph(f"IMG_{n:04}.jpg", n * 7 % 360) for n in range(96)))
        scene.wait_settled()
        bar = upload_list(scene.window.panel).verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        yield scene


@state.enter(also_small=True)
def long_names(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        samples = scene.samples
        scene.drop(
            samples.photograph("Sommerfest-" + "Donaudampfschifffahrtsgesellschaft-" * 4 + "final.jpg", 60),
            samples.photograph("夏のキャンペーン_表参道ヒルズ_メインビジュアル_最終版_校了.png", 190),
            samples.photograph("حملة الصيف - الصورة الرئيسية النهائية.jpg", 300),
            samples.document("a name with & and <b>tags and 100 % of  spaces.pdf"),
            samples.photograph("no-extension-but-a-very-long-name-" + "x" * 120 + ".jpeg", 20),
        )
        scene.wait_settled()
        yield scene


@state.enter(also_small=True)
def other_projects(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        samples = scene.samples
        scene.pick_project("Habit Tracker Android")
        scene.drop(
            samples.photograph("founder-shot.jpg", 30),
            samples.video("a-clip-with-quite-a-long-name-for-a-narrow-window.mp4", 920_000),
        )
        scene.wait_settled()
        scene.fault("inline:422")
        scene.drop(samples.photograph("team.jpg", 80))
        scene.wait_settled()
        scene.drop(samples.document("campaign-brief.pdf", 1_200_000))
        scene.wait_settled()
        scene.pick_project()
        scene.drop(samples.photograph("beach-at-dawn.png", 190))
        scene.wait_settled()
        yield scene


@state.enter(also_small=True)
def search_without_match(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        scene.window.panel.start_search()
        filters(scene.window.panel).search.setText("winter")
        yield scene


@state.enter()
def search(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        scene.window.panel.start_search()
        filters(scene.window.panel).search.setText("beach")
        yield scene


@state.enter()
def selected(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        view = upload_list(scene.window.panel)
        view.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(view, Qt.Key.Key_Home)
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        yield scene


@state.enter()
def row_menu(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        starts.open_row_menu(scene)
        yield scene


@state.enter()
def kind_menu(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup, config=SandboxConfig(writes_per_minute=1)) as scene:
        scene.drop(*(scene.samples.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        starts.wait_for_hold(scene, HoldReason.WRITE_BUDGET)
        view = upload_list(scene.window.panel)
        rows = [view.model().index(number, 0) for number in range(3)]
        layouts = [
            view._delegate.layout_of(view.visualRect(row), view.layoutDirection(), row) for row in rows
        ]
        open_one = next(layout for layout in reversed(layouts) if not layout.chevron.isEmpty())
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=open_one.kind.center())
        wait_until(lambda: QApplication.activePopupWidget() is not None, "the kinds")
        yield scene


@state.enter()
def menu_of_several(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        upload_list(scene.window.panel).selectAll()
        starts.open_row_menu(scene)
        yield scene


@state.enter(also_small=True)
def removed(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        view = upload_list(scene.window.panel)
        view.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(view, Qt.Key.Key_Home)
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(view, Qt.Key.Key_Delete)
        wait_until(scene.window.toast.isVisible, "the way back")
        yield scene


@state.enter()
def nothing_active(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        scene.window.panel.show_only(StatusFilter.ACTIVE)
        yield scene
