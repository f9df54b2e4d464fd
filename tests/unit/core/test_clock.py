"""Time that counts sleep."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from layers_desktop.core.clock import steady_time


def test_it_never_goes_back() -> None:
    seen = [steady_time() for _ in range(1_000)]
    assert seen == sorted(seen)


@pytest.mark.skipif(sys.platform != "linux", reason="the file is Linux's")
def test_it_is_the_age_of_the_system_with_all_its_sleep() -> None:
    uptime = float(Path("/proc/uptime").read_text("ascii").split()[0])
    assert steady_time() == pytest.approx(uptime, abs=5.0)
