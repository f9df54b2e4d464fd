"""Uploads on their way and how they end."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication

from layers_desktop.transfers.transfer import Activity
from layers_desktop.ui.uploads.action_labels import action_name
from layers_desktop.ui.uploads.row_actions import RowAction
from tests.screenshots.scene import Act, Scenery, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


@state.enter(also_small=True)
def busy(scenery: Scenery) -> Iterator[Act]:
    with starts.busy(scenery) as act:
        yield act


@state.enter()
def busy_and_dragging(scenery: Scenery) -> Iterator[Act]:
    with starts.busy(scenery) as act:
        act.drag(*starts.mixed(act))
        yield act


@state.enter()
def done(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        yield act


@state.enter(also_small=True)
def copied(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        act.window.shortcuts.copy_all.trigger()
        wait_until(act.window.toast.isVisible, "what was copied")
        yield act


@state.enter(also_small=True)
def failed(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
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


@state.enter()
def problem_in_full(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        act.fault("inline:422")
        act.drop(act.material.photograph("team-photo.jpg", 30))
        act.wait_settled()
        panel = act.window.panel
        panel._list.setCurrentIndex(panel._model.index(0, 0))
        starts.open_row_menu(act)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        name = action_name(RowAction.SHOW_PROBLEM)
        entry = next(one for one in menu.actions() if one.text() == name)
        menu.close()
        entry.trigger()
        wait_until(lambda: QApplication.activeModalWidget() is not None, "the whole problem")
        yield act


@state.enter()
def refused(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
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


@state.enter()
def retrying(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        act.box.world.faults.add("put:slowdown:*:30")
        act.drop(act.material.video("interview.mp4", 900_000), act.material.photograph("team.jpg", 80))
        act.wait_row(lambda row: row.activity is Activity.RETRYING, "a row that waits for another try")
        act.wait_done("team.jpg")
        yield act


@state.enter(also_small=True)
def known_file(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        shot = act.material.photograph("founder-shot.jpg", 30)
        act.drop(shot)
        act.wait_settled()
        act.drop(shot)
        act.wait_row(lambda row: row.activity is Activity.KNOWN, "the question about a known file")
        yield act


@state.enter(also_small=True)
def failed_and_known(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        shots = [act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)]
        act.drop(*shots)
        act.wait_settled()
        act.drop(*shots)
        wait_until(lambda: act.window.panel.totals.known == len(shots), "what is known")
        act.fault("inline:400:2")
        act.drop(*(act.material.photograph(f"team-{n}.jpg", 50 * n) for n in range(5, 7)))
        wait_until(lambda: act.window.panel.totals.failed == 2, "what failed")
        yield act
