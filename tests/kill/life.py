"""The real program as a process that can be killed, and what the sandbox sees of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from layers_desktop.sandbox import Sandbox

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
WRITES = frozenset({"presign", "finalize", "inline"})


def make_file(path: Path, content: bytes) -> Path:
    """Write a picture that has rested for long."""
    path.write_bytes(PNG + content)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


class Life:
    """One process of the program, what the sandbox saw of it, and its end."""

    def __init__(self, box: Sandbox, *words: object, says: int = subprocess.DEVNULL) -> None:
        """`says`: where its output goes."""
        environment = {
            **os.environ,
            "LAYERS_BASE_URL": box.base_url,
            "LAYERS_API_KEY": box.key,
            "QT_QPA_PLATFORM": "offscreen",
        }
        self._box = box
        self._before = len(box.world.requests)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "layers_desktop", *map(str, words)],
            env=environment,
            stdout=says,
            stderr=subprocess.DEVNULL,
        )

    def has_asked(self) -> bool:
        return len(self._box.world.requests) > self._before

    def has_written(self) -> bool:
        return any(request.step in WRITES for request in self._box.world.requests[self._before :])

    def ends_within(self, seconds: float) -> int | None:
        """Return its exit code, or None when it had to be killed."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def until(true: Callable[[], bool], words: str = "", seconds: float = 60.0) -> None:
    """Wait for what the sandbox sees; another process does the work, so there is no signal to wait for."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not true():
        assert time.monotonic() < end, f"nothing came in {seconds:.0f} s {words}"
        pause.wait(0.02)
