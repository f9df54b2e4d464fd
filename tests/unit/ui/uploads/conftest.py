"""What the tests of the list share: snapshots, a clock that stands still, a panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage, Transfer
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder
from layers_desktop.ui.uploads.panel import UploadsPanel
from tests.support.window_services import RecordingCopier, RecordingMessages, RecordingQueue
from tests.unit.ui.uploads.list_driver import Asked


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def make() -> Callable[..., Snapshot]:
    def make_snapshot(
        transfer_id: int = 1,
        stage: Stage = Stage.QUEUED,
        activity: Activity | None = None,
        *,
        until: float | None = None,
        tries_allowed: int = 0,
        under_way: Activity | None = None,
        behind: bool = False,
        asked_at: float | None = None,
        **fields: object,
    ) -> Snapshot:
        given: dict[str, Any] = {
            "name": "founder-shot.jpg",
            "kind": MediaKind.REFERENCE_IMAGE,
            "size": 482_112,
            "path": b"/nowhere/founder-shot.jpg",
            "batch_id": 1,
            "account_id": "org",
            "project_id": "prj",
            "project_name": "Café",
            **fields,
        }
        if stage is Stage.DONE:
            given.setdefault("asset_id", f"med_{transfer_id:026d}")
        transfer = Transfer(
            id=transfer_id,
            stage=stage,
            **given,
        )
        if activity is None:
            activity = Activity.FINISHED if transfer.settled else Activity.WAITING
        return Snapshot(
            transfer=transfer,
            activity=activity,
            under_way=under_way,
            behind=behind,
            asked_at=asked_at,
            until=until,
            tries_allowed=tries_allowed,
        )

    return make_snapshot


@dataclass(frozen=True, slots=True)
class Recorders:
    """What a panel calls, as it is written down."""

    queue: RecordingQueue
    copier: RecordingCopier
    messages: RecordingMessages


@pytest.fixture
def recorders(qapp: QApplication) -> Recorders:  # noqa: ARG001 - there is one
    return Recorders(RecordingQueue(), RecordingCopier(), RecordingMessages())


@pytest.fixture
def panel(
    qtbot: QtBot, theme: Theme, clock: Clock, recorders: Recorders, picture_decoder: PictureDecoder
) -> Iterator[UploadsPanel]:
    shown = UploadsPanel(
        theme,
        queue=recorders.queue,
        copier=recorders.copier,
        messages=recorders.messages,
        decoder=picture_decoder,
        clock=clock,
    )
    qtbot.addWidget(shown)
    shown.resize(880, 560)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown
    assert shown.close_thumbnails()


@pytest.fixture
def asked(recorders: Recorders) -> Asked:
    return Asked(recorders.queue, recorders.copier, recorders.messages)
