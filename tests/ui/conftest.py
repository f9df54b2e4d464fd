"""A dressed application and transfers to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from layers_desktop.media.kinds import Kind
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Return the light theme, put on for this test only."""
    dressed = Theme(qapp, "light")
    yield dressed
    dressed.close()


@pytest.fixture
def asset() -> Callable[..., Transfer]:
    """Make a finished transfer: `asset(3, name="beach.png")`."""

    def make(number: int, **changes: object) -> Transfer:
        values: dict[str, Any] = {
            "batch_id": 1,
            "account_id": "org_1",
            "project_id": "prj_1",
            "project_name": "Café Ünïcode iOS",
            "path": b"/pictures/founder-shot.jpg",
            "name": "founder-shot.jpg",
            "kind": Kind.REFERENCE_IMAGE,
            "mime_type": "image/jpeg",
            "size": 482_112,
            "stage": Stage.DONE,
            "sha256": "ab" * 32,
            "asset_id": f"med_{number:026}",
            "asset_url": f"https://media.example/{number}.jpg",
        }
        return Transfer(id=number, **(values | changes))

    return make
