"""`make demo` without a display: the real window, dropped on, copied from, photographed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

from layers_desktop.core.resources import resource


def test_the_demo_prints_an_id_for_each_sample_and_writes_a_screenshot(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    environment.pop("QT_QPA_PLATFORM", None)
    environment["HOME"] = str(tmp_path)
    picture = tmp_path / "shots" / "demo.png"
    ended = subprocess.run(
        [sys.executable, "-m", "layers_desktop", "demo", "--screenshot", str(picture)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    told = dict(re.findall(r"^(.+) → (med_\w+)$", ended.stdout, re.MULTILINE))
    samples = {path.name for path in resource("samples").iterdir()}
    assert set(told) == {name for name in samples if not name.endswith(".pdf")}
    assert "1 not sent" in ended.stdout
    assert "The demo goes on without one" in ended.stderr
    assert str(picture) in ended.stdout
    assert QImage(str(picture)).width() >= 880
    assert "Traceback" not in ended.stderr
