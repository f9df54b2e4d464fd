"""Uploads on their way and how they end."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication

from layers_desktop.transfers.transfer import Activity
from layers_desktop.ui.uploads.action_labels import action_name
from layers_desktop.ui.uploads.row_actions import RowAction
from tests.screenshots.scene import Scene, SceneSetup, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States
from tests.support.uploads_panel import upload_list, upload_rows

state = States()


@state.enter(also_small=True)
def busy(setup: SceneSetup) -> Iterator[Scene]:
    with starts.busy(setup) as scene:
        yield scene


@state.enter()
def busy_and_dragging(setup: SceneSetup) -> Iterator[Scene]:
    with starts.busy(setup) as scene:
        scene.drag(*starts.mixed(scene))
        yield scene


@state.enter()
def done(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        yield scene


@state.enter(also_small=True)
def copied(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        scene.window.shortcuts.copy_all.trigger()
        wait_until(scene.window.toast.isVisible, "what was copied")
        yield scene


@state.enter(also_small=True)
def failed(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        for name, fault in (
            ("storefront.jpg", "inline:403"),
            ("team-photo.jpg", "inline:422"),
            ("opening-night.jpg", "inline:404"),
        ):
            scene.fault(fault)
            scene.drop(scene.samples.photograph(name, 10 * len(name)))
            scene.wait_settled()
        scene.fault("put:403:2")
        scene.drop(scene.samples.video("interview.mp4", 900_000))
        scene.wait_settled()
        scene.drop(scene.samples.photograph("beach-at-dawn.png", 190))
        scene.wait_settled()
        yield scene


@state.enter()
def problem_in_full(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        scene.fault("inline:422")
        scene.drop(scene.samples.photograph("team-photo.jpg", 30))
        scene.wait_settled()
        panel = scene.window.panel
        upload_list(panel).setCurrentIndex(upload_rows(panel).index(0, 0))
        starts.open_row_menu(scene)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        name = action_name(RowAction.SHOW_PROBLEM)
        entry = next(one for one in menu.actions() if one.text() == name)
        menu.close()
        entry.trigger()
        wait_until(lambda: QApplication.activeModalWidget() is not None, "the whole problem")
        yield scene


@state.enter()
def refused(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        samples = scene.samples
        scene.drop(
            samples.document("campaign-brief.pdf", 1_200_000),
            samples.empty("untitled.png"),
            samples.photograph("billboard.png", 200, 53_000_000),
            samples.document("scan.jpg"),
            samples.photograph("founder-shot.jpg", 30),
        )
        scene.wait_settled()
        yield scene


@state.enter()
def retrying(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        scene.box.world.faults.add("put:slowdown:*:30")
        scene.drop(scene.samples.video("interview.mp4", 900_000), scene.samples.photograph("team.jpg", 80))
        scene.wait_row(lambda row: row.activity is Activity.RETRYING, "a row that waits for another try")
        scene.wait_done("team.jpg")
        yield scene


@state.enter(also_small=True)
def known_file(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        shot = scene.samples.photograph("founder-shot.jpg", 30)
        scene.drop(shot)
        scene.wait_settled()
        scene.drop(shot)
        scene.wait_row(lambda row: row.activity is Activity.KNOWN, "the question about a known file")
        yield scene


@state.enter(also_small=True)
def failed_and_known(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        shots = [scene.samples.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)]
        scene.drop(*shots)
        scene.wait_settled()
        scene.drop(*shots)
        wait_until(lambda: scene.window.panel.totals.known == len(shots), "what is known")
        scene.fault("inline:400:2")
        scene.drop(*(scene.samples.photograph(f"team-{n}.jpg", 50 * n) for n in range(5, 7)))
        wait_until(lambda: scene.window.panel.totals.failed == 2, "what failed")
        yield scene
