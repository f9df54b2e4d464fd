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
from tests.screenshots.scene import Act, Scenery, performed, wait_until

SLOW: Final = 0.25
"""Seconds for 64 KiB: nothing large comes to its end while the rest is set up."""


@contextmanager
def first_start(scenery: Scenery) -> Iterator[Act]:
    """Show the page of the key."""
    with performed(scenery, key=False) as act:
        wait_until(act.window.pages.first_start.isVisible, "the page of the key")
        yield act


@contextmanager
def at_work(scenery: Scenery, *, config: SandboxConfig | None = None) -> Iterator[Act]:
    """Be signed in, with a project picked."""
    with performed(scenery, config=config) as act:
        act.pick_project()
        yield act


@contextmanager
def done(scenery: Scenery) -> Iterator[Act]:
    """Have uploaded five files and been refused one."""
    with at_work(scenery) as act:
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
def busy(scenery: Scenery) -> Iterator[Act]:
    """Have every kind of row at once, two of them on their way."""
    with at_work(scenery) as act:
        material = act.material
        logo = material.sample("logo-dark.svg", "logo-dark.svg")
        act.drop(logo)
        act.wait_settled()
        act.backend.engine.queue.post(commands.Remove(tuple(one.id for one in act.transfers)))
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
def signed_out(scenery: Scenery) -> Iterator[Act]:
    """Have three uploads wait because Layers does not take the key any more."""
    with done(scenery) as act:
        act.box.world.revoke_key(act.box.key)
        act.drop(*(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        wait_until(lambda: act.window.banner.topic is MessageKind.KEY, "that the key is not taken any more")
        yield act


def mixed(act: Act) -> list[Path]:
    """Return three images, a video, and what cannot be sent."""
    return [
        *(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)),
        act.material.video("interview.mp4"),
        act.material.document("brief.pdf"),
    ]


def wait_for_hold(act: Act, reason: HoldReason) -> None:
    """Wait until everything waits for this."""
    model = act.window.panel._model
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


def open_row_menu(act: Act) -> None:
    """Open the menu of the list's current row, the first unless another one is selected."""
    view = act.window.panel._list
    if not view.selectionModel().hasSelection():
        view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    wait_until(lambda: QApplication.activePopupWidget() is not None, "the row's menu")
