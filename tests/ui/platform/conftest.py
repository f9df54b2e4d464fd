"""A window with uploads under way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from layers_desktop.transfers.transfer import Activity, Snapshot, Stage, Transfer
from layers_desktop.ui.window_contents import WindowContents


@pytest.fixture
def row(asset: Callable[..., Transfer]) -> Callable[..., Snapshot]:
    """Make a row that is on its way: `row(3, Activity.PAUSED)`."""

    def make(number: int, activity: Activity = Activity.SENDING, **changes: object) -> Snapshot:
        values = {"stage": Stage.PRESIGNED, "asset_id": None, "asset_url": None} | changes
        return Snapshot(transfer=asset(number, **values), activity=activity)

    return make


@pytest.fixture
def busy(open_window: WindowContents, row: Callable[..., Snapshot]) -> WindowContents:
    """Return a window with three uploads under way."""
    open_window.on_added([row(number) for number in (1, 2, 3)])
    return open_window
