"""The installed PySide6 must not lose references, as 6.12.0 does on Python 3.11 (docs/decisions.md, 2)."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal


class _Teller(QObject):
    told = Signal(object, bool)


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="both are immortal: their counts are kept by nobody, and mean nothing"
)
@pytest.mark.usefixtures("qapp")
def test_emitting_true_and_none_keeps_their_reference_counts() -> None:
    teller = _Teller()
    heard: list[tuple[object, bool]] = []
    teller.told.connect(lambda value, flag: heard.append((value, flag)))
    before = (sys.getrefcount(True), sys.getrefcount(None))

    for _ in range(50):
        teller.told.emit(None, True)
    heard.clear()

    after = (sys.getrefcount(True), sys.getrefcount(None))
    assert after[0] >= before[0] - 5
    assert after[1] >= before[1] - 5
