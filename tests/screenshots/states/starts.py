"""What several states begin with, and what a person does in several of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from layers_desktop.sandbox import SandboxConfig
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Activity, HoldReason
from layers_desktop.ui.message_bar import MessageKind
from tests.screenshots.scene import Scene, SceneSetup, running_scene, wait_until
from tests.support.uploads_panel import upload_list, upload_rows

SLOW: Final = 0.25
"""Seconds for 64 KiB: nothing large comes to its end while the rest is set up."""


@contextmanager
def first_start(setup: SceneSetup) -> Iterator[Scene]:
    """Show the page of the key."""
    with running_scene(setup, key=False) as scene:
        wait_until(scene.window.pages.first_start.isVisible, "the page of the key")
        yield scene


@contextmanager
def at_work(setup: SceneSetup, *, config: SandboxConfig | None = None) -> Iterator[Scene]:
    """Be signed in, with a project picked."""
    with running_scene(setup, config=config) as scene:
        scene.pick_project()
        yield scene


@contextmanager
def done(setup: SceneSetup) -> Iterator[Scene]:
    """Have uploaded five files and been refused one."""
    with at_work(setup) as scene:
        samples = scene.samples
        scene.drop(
            samples.photograph("founder-shot.jpg", 30),
            samples.photograph("beach-at-dawn.png", 190, 410_000),
            samples.video("launch-teaser.mp4", 920_000),
            samples.sound("jingle-30s.wav", 530_000),
            samples.sample("logo-dark.svg", "logo-dark.svg"),
            samples.document("campaign-brief.pdf", 1_200_000),
        )
        scene.wait_settled()
        wait_until(scene.window.footer.copy_all.isVisible, "the end of the batch")
        yield scene


@contextmanager
def busy(setup: SceneSetup) -> Iterator[Scene]:
    """Have every kind of row at once, two of them on their way."""
    with at_work(setup) as scene:
        samples = scene.samples
        logo = samples.sample("logo-dark.svg", "logo-dark.svg")
        scene.drop(logo)
        scene.wait_settled()
        scene.backend.engine.queue.post(commands.Remove(tuple(one.id for one in scene.transfers)))
        wait_until(lambda: not scene.rows, "an empty list")
        scene.line.pace = SLOW
        scene.fault("finalize:stall")
        scene.drop(
            samples.video("launch-teaser-final-v3.mp4", 48_000_000),
            samples.photograph("beach-at-dawn.png", 190, 270_000),
        )
        scene.drop(samples.photograph("founder-shot.jpg", 30))
        scene.wait_done("founder-shot.jpg")
        scene.drop(logo, samples.document("campaign-brief.pdf", 1_200_000))
        scene.wait_row(lambda row: row.activity is Activity.KNOWN, "the question about a known file")
        scene.fault("inline:403")
        scene.drop(samples.photograph("storefront.jpg", 350))
        wait_until(lambda: scene._stage("storefront.jpg") is not None, "a row")
        scene.wait_row(lambda row: row.transfer.name == "storefront.jpg" and row.transfer.settled, "its end")
        scene.wait_row(lambda row: row.activity is Activity.FINISHING, "a file that is being finished")
        scene.drop(
            samples.sound("jingle-30s.wav", 5_300_000), samples.video("interview-cut-2.mp4", 9_400_000)
        )
        scene.line.pace = 0.004
        scene.wait_sent("launch-teaser-final-v3.mp4", 0.6)
        yield scene


@contextmanager
def signed_out(setup: SceneSetup) -> Iterator[Scene]:
    """Have three uploads wait because Layers does not take the key any more."""
    with done(setup) as scene:
        scene.box.world.revoke_key(scene.box.key)
        scene.drop(*(scene.samples.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        wait_until(lambda: scene.window.banner.topic is MessageKind.KEY, "that the key is not taken any more")
        yield scene


def mixed(scene: Scene) -> list[Path]:
    """Return three images, a video, and what cannot be sent."""
    return [
        *(scene.samples.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)),
        scene.samples.video("interview.mp4"),
        scene.samples.document("brief.pdf"),
    ]


def wait_for_hold(scene: Scene, reason: HoldReason) -> None:
    """Wait until everything waits for this."""
    model = upload_rows(scene.window.panel)
    wait_until(lambda: model.hold is not None and model.hold.reason is reason, f"a hold: {reason}")


def open_menu(button: QToolButton) -> None:
    """Open a button's menu where a click would."""
    # A click would wait for the menu's end in an event loop of its own.
    menu = button.menu()
    corner = button.rect().bottomLeft()
    if button.isRightToLeft():
        corner = button.rect().bottomRight() - QPoint(menu.sizeHint().width(), 0)
    menu.popup(button.mapToGlobal(corner))
    wait_until(menu.isVisible, "the menu")


def open_row_menu(scene: Scene) -> None:
    """Open the menu of the list's current row, the first unless another one is selected."""
    view = upload_list(scene.window.panel)
    if not view.selectionModel().hasSelection():
        view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    wait_until(lambda: QApplication.activePopupWidget() is not None, "the row's menu")
