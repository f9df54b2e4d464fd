"""These tests read the program or start it; they measure none of it."""

from __future__ import annotations

from pathlib import Path

import pytest

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Trace none of them, but for those of tracing itself: reading the source would take twice as long."""
    for item in items:
        if item.path.is_relative_to(_HERE) and item.path.name != "test_qt_threads.py":
            item.add_marker(pytest.mark.no_cover)
