"""Child processes of the end-to-end tests: a known environment, read line by line, ended by id."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import AnyStr, TypeAlias, TypeVar

from tests.support.timeouts import TIMEOUT_S

T = TypeVar("T")
Command: TypeAlias = Sequence[str | Path]

DEADLINE = TIMEOUT_S
"""Seconds that anything on a screen may take; a loaded machine needs two, so that a failure is a failure."""
_POLL = 0.02
_GRACE = 5.0


def wait_until(
    condition: Callable[[], T | None], what: str, *, deadline: float = DEADLINE, every: float = _POLL
) -> T:
    """Return the first true value of `condition`; fail with `what` after `deadline` seconds.

    For states that nobody announces (a property of an X window); where there is a line to read, wait for it.
    """
    pause = threading.Event()
    end = time.monotonic() + deadline
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"waited {deadline:g} s in vain: {what}")
        pause.wait(every)
    return value


@contextmanager
def killed_at_end(process: subprocess.Popen[AnyStr]) -> Iterator[subprocess.Popen[AnyStr]]:
    """Kill a process at the end of the block, however that ends.

    `Popen` as a context manager waits for the process: where the test fails before it ends it, for ever.
    """
    with process:
        try:
            yield process
        finally:
            process.kill()


class Process:
    """A program in a process group of its own, whose output is collected as it comes.

    `stop()` asks it to end and then makes it end, with everything it started.
    """

    def __init__(self, command: Command, environment: Mapping[str, str], *, keep: Sequence[int] = ()) -> None:
        self.name = " ".join(str(part) for part in command[:4])
        self._lines: list[str] = []
        self._grown = threading.Condition()
        self._popen = subprocess.Popen(
            [str(part) for part in command],
            env=dict(environment),
            pass_fds=tuple(keep),
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, name=f"output of {self.name}", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._popen.stdout is not None
        for line in self._popen.stdout:
            with self._grown:
                self._lines.append(line.rstrip("\n"))
                self._grown.notify_all()
        with self._grown:
            self._grown.notify_all()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._popen.pid

    @property
    def running(self) -> bool:
        """True until it has ended."""
        return self._popen.poll() is None

    @property
    def output(self) -> str:
        """All it has written up to now, both streams."""
        with self._grown:
            return "\n".join(self._lines)

    def line(self, start: str, *, deadline: float = DEADLINE) -> str:
        """Wait for a line that begins with `start` and return what follows."""
        end = time.monotonic() + deadline
        with self._grown:
            while True:
                for text in self._lines:
                    if text.startswith(start):
                        return text.removeprefix(start).strip()
                left = end - time.monotonic()
                if left <= 0 or not self._reader.is_alive():
                    break
                self._grown.wait(left)
        raise AssertionError(f"{self.name} did not say {start!r} but:\n{self.output}")

    def wait(self, *, deadline: float = DEADLINE) -> int:
        """Wait for its end, and for what it wrote last, and return its exit status."""
        try:
            status = self._popen.wait(deadline)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} still runs after {deadline:g} s:\n{self.output}") from None
        self._reader.join(_GRACE)  # what it started may hold its output open
        return status

    def stop(self) -> None:
        """End it and the processes it started; safe to call twice."""
        self._signal(signal.SIGTERM)
        try:
            self._popen.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._popen.wait(_GRACE)
        self._signal(signal.SIGKILL)  # what it left behind in its group
        self._reader.join(_GRACE)
        if self._popen.stdout is not None:
            self._popen.stdout.close()

    def _signal(self, number: signal.Signals) -> None:
        try:
            os.killpg(self._popen.pid, number)
        except ProcessLookupError:
            return


def announced(
    command: Sequence[str | Path], option: str, environment: Mapping[str, str]
) -> tuple[Process, str]:
    """Start a server that writes its address to a descriptor given after `option`; return both.

    `{}` in `option` stands for the descriptor: `"--print-address={}"`, `"-displayfd {}"`.
    """
    reader, writer = os.pipe()
    try:
        process = Process([*command, *option.format(writer).split()], environment, keep=[writer])
    finally:
        os.close(writer)
    with os.fdopen(reader) as pipe:
        address = pipe.readline().strip()
    if not address:
        process.stop()
        raise AssertionError(f"{process.name} did not start:\n{process.output}")
    return process, address
