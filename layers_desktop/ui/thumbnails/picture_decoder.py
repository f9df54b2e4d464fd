"""Pictures of foreign files for the window, decoded in another process (`decoder.py`).

A decoder that hangs, fills the memory or crashes costs its file the picture and nothing else: the process is
ended, and the next file gets a new one. It is started for the first picture, and ended when none was wanted
for a while.
"""

from __future__ import annotations

import io
import logging
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import BinaryIO, Final, cast

from layers_desktop.core.secrets import VARIABLE
from layers_desktop.ui.thumbnails.protocol import (
    READY,
    Decoded,
    Operation,
    Request,
    decode_picture,
    read_answer,
)

WORD: Final = "--decode-pictures"
"""What `cli/main.py` takes for a start as the process that decodes; a test holds both to each other."""
CPU_SECONDS: Final = 3
"""Of computing for one picture: photographs of 64 million pixels take less than one."""
WALL_SECONDS: Final = 6.0
"""Until a picture is given up that its disk or share does not hand out, or where computing has no limit."""
PNG_CPU_SECONDS: Final = 30
"""Of computing for a PNG: one of 64 million pixels takes up to nine."""
PNG_WALL_SECONDS: Final = 60.0
START_SECONDS: Final = 30.0
IDLE_SECONDS: Final = 60.0
"""Then the process, 50 MB, is ended."""
MOST_FAILED_STARTS: Final = 3
_END_SECONDS: Final = 1.0
if sys.platform == "win32":
    _FLAGS: Final = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
else:
    _FLAGS: Final = 0

log = logging.getLogger(__name__)


def _command() -> list[str]:
    """Return what starts this program again as the process that decodes."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORD]
    # Not by `-m`: the working folder, which may be one of downloads, must not be looked into for modules. The
    # package is this one, whatever else is installed; nothing else comes from the folder that it is in.
    root = str(Path(__file__).parents[3])
    found = f"import sys; sys.path.insert(0, {root!r}); import layers_desktop; del sys.path[0]"
    return [
        sys.executable,
        "-P",
        "-c",
        f"{found}; from layers_desktop.cli.main import main; sys.exit(main())",
        WORD,
    ]


class PictureDecoder:
    """Asks the process for one picture at a time. Safe from any thread; blocking: for workers only."""

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        cpu_seconds: int = CPU_SECONDS,
        wall_seconds: float = WALL_SECONDS,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._command = command or _command()
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds
        self._idle_seconds = idle_seconds
        self._asking = threading.Lock()
        """Held while an answer is awaited."""
        self._child: _Child | None = None
        self._failed_starts = 0
        self._idle: threading.Timer | None = None
        self._last = 0.0
        self._closed = False

    def square(self, path: bytes, mime_type: str, pixels: int) -> Decoded:
        """Return what to show in a square of `pixels` device pixels; None: nothing but an icon."""
        return self._picture(Operation.SQUARE, path, mime_type, pixels)

    def whole(self, path: bytes, mime_type: str, pixels: int) -> Decoded:
        """Return the same in the picture's own shape: it covers the square, a strip lies in it."""
        return self._picture(Operation.WHOLE, path, mime_type, pixels)

    def png(self, path: bytes, mime_type: str) -> bytes | None:
        """Return the image of a file as a PNG, in all its pixels; None for what cannot be read or sent."""
        request = Request(Operation.PNG, path, mime_type, 0, PNG_CPU_SECONDS)
        return self._ask(request, PNG_WALL_SECONDS) or None

    def close(self) -> None:
        """End the process at once, with what it is at; whoever waits for it gets no picture."""
        self._closed = True
        idle, child = self._idle, self._child
        if idle is not None:
            idle.cancel()
        if child is not None:
            child.end()
            child.join()

    @property
    def pid(self) -> int | None:
        """The process's id; None while there is none."""
        child = self._child
        return None if child is None else child.pid

    def _picture(self, operation: Operation, path: bytes, mime_type: str, pixels: int) -> Decoded:
        request = Request(operation, path, mime_type, pixels, self._cpu_seconds)
        answer = self._ask(request, self._wall_seconds)
        try:
            return decode_picture(answer, pixels) if answer else None
        except ValueError:
            with self._asking:
                self._end_child()
            return None

    def _ask(self, request: Request, seconds: float) -> bytes | None:
        if not _is_file(request.path):
            return None
        with self._asking:
            child = None if self._is_closed() else self._started()
            if child is None:
                return None
            answer = child.ask(request.encoded(), seconds)
            if answer is None:
                self._end_child()
            self._await_idleness()
            return answer

    def _started(self) -> _Child | None:
        """Return the process, started if there is none; None when it cannot be."""
        if self._child is not None or self._failed_starts >= MOST_FAILED_STARTS:
            return self._child
        try:
            self._child = _Child(self._command)
        except OSError:
            self._failed_starts += 1
            return None
        if self._is_closed():  # `close` did not see the process: it is ended here
            self._child.end()
        if self._child.answer(START_SECONDS) == READY:
            self._failed_starts = 0
            return self._child
        self._end_child()
        self._failed_starts += 1
        if self._failed_starts == MOST_FAILED_STARTS:
            log.warning("the process that decodes pictures does not start; rows show icons")
        return None

    def _is_closed(self) -> bool:
        """Tell whether `close` was called meanwhile, by another thread."""
        return self._closed

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
        self._child = None

    def _await_idleness(self) -> None:
        self._last = time.monotonic()
        if self._idle is None and not self._closed:
            self._idle = threading.Timer(self._idle_seconds, self._end_idle)
            self._idle.daemon = True
            self._idle.start()

    def _end_idle(self) -> None:
        with self._asking:
            self._idle = None
            if time.monotonic() - self._last >= self._idle_seconds:
                self._end_child()
            elif self._child is not None:
                self._await_idleness()


class _Child:
    """One process. A thread of its own reads what it says, so that nobody waits longer than he wants to.

    It reads one answer a question: a process that says anything unasked is ended.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=_environment(),
            creationflags=_FLAGS,
        )
        self.pid = self._process.pid
        self._ended = False
        self._asked = threading.Semaphore()  # it says unasked once that it is ready
        self._answers: SimpleQueue[bytes | None] = SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="picture-decoder", daemon=True)
        self._reader.start()

    def ask(self, request: bytes, seconds: float) -> bytes | None:
        """Return the answer; None when there is none in time."""
        stdin = cast("BinaryIO", self._process.stdin)
        self._asked.release()
        try:
            stdin.write(request)
        except (OSError, ValueError):  # it has ended
            return None
        return self.answer(seconds)

    def answer(self, seconds: float) -> bytes | None:
        """Return what the process says next; None when it ends, or says nothing in time."""
        try:
            return self._answers.get(timeout=seconds)
        except Empty:
            return None

    def end(self) -> None:
        """Kill the process. Waits for nothing."""
        self._ended = True
        self._process.kill()
        self._answers.put(None)

    def join(self) -> None:
        """Wait a moment until the process is gone."""
        self._reader.join(_END_SECONDS)

    def _read(self) -> None:
        with self._process, io.BufferedReader(cast("io.FileIO", self._process.stdout)) as stream:
            while stream.peek(1) and self._asked.acquire(blocking=False):
                answer = read_answer(stream)
                if answer is None:
                    break
                self._answers.put(answer)
            self._process.kill()  # it has ended by itself, or said what is no answer or was not asked
            self._answers.put(None)
        if not self._ended:
            log.warning("the process that decodes pictures ended with %s", self._process.returncode)


def _environment() -> dict[str, str]:
    """Return the child's environment: no key, and Qt without a screen and a desktop's plugins."""
    kept = {name: value for name, value in os.environ.items() if name.upper() != VARIABLE}
    kept.pop("QT_QPA_PLATFORMTHEME", None)
    return kept | {"QT_QPA_PLATFORM": "offscreen"}


def _is_file(path: bytes) -> bool:
    """Return whether there is a regular file; no process is started for one that is gone."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116 - the path is bytes that may not be text
    except OSError:
        return False
