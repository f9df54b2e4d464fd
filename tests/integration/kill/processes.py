"""The real program as processes that can be killed: what the sandbox saw of each, what the journal says."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from layers_desktop.sandbox import Sandbox
from layers_desktop.settings.paths import places
from layers_desktop.transfers.queue import QueueConfig
from tests.support.processes import wait_until
from tests.support.timeouts import TIMEOUT_S

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
WRITES = frozenset({"presign", "finalize", "inline"})
_NO_JOURNAL: Final = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_ERROR}
"""There is no file yet, or none of the tables in it."""


def make_file(path: Path, content: bytes) -> Path:
    """Write a picture that has rested for long."""
    path.write_bytes(PNG + content)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


class ProgramProcess:
    """One process of the program, and what the sandbox saw of it as far as it was answered."""

    def __init__(
        self, box: Sandbox, command: Sequence[str], environment: Mapping[str, str], says: int
    ) -> None:
        self._box = box
        self._before = len(box.world.requests)  # before it starts
        self.popen = subprocess.Popen(
            [sys.executable, *command],
            env=environment,
            stdout=says,
            stderr=subprocess.DEVNULL,
        )

    @property
    def running(self) -> bool:
        """True until it has ended."""
        return self.popen.poll() is None

    def has_asked(self) -> bool:
        """Whether a request of it was answered."""
        return len(self._box.world.requests) > self._before

    def has_written(self) -> bool:
        """Whether one was that changes something at Layers."""
        return any(request.step in WRITES for request in self._box.world.requests[self._before :])

    def wait(self, seconds: float = TIMEOUT_S) -> int | None:
        """Return its exit code once it has ended; None when it has not after so many seconds."""
        try:
            return self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def kill(self, number: signal.Signals = signal.SIGKILL) -> int:
        """End it by a signal and return its exit code, which is negative where the signal ended it."""
        self.popen.send_signal(number)
        return self.popen.wait(TIMEOUT_S)


class ProcessLauncher:
    """The processes of one test, after or beside each other; none of them outlives it.

    One that starts when no other runs starts on an idle sandbox: a request of its predecessor that is
    answered late is never taken for one of its own.
    """

    def __init__(self, box: Sandbox, runtime: Path) -> None:
        """`runtime`: a private folder with a short path, where a second start finds the window."""
        self._box = box
        self.runtime = runtime
        self.program: tuple[str, ...] = ("-m", "layers_desktop")
        self._processes: list[ProgramProcess] = []

    def start(self, *words: object, with_key: bool = True, says: int = subprocess.DEVNULL) -> ProgramProcess:
        """Start the program; without a key it knows none at all. `says`: where its output goes."""
        if not any(process.running for process in self._processes):
            wait_until(self._box.is_idle, "an idle sandbox", deadline=TIMEOUT_S)
        environment = {
            **os.environ,
            "LAYERS_BASE_URL": self._box.base_url,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": str(self.runtime),
        }
        if with_key:
            environment["LAYERS_API_KEY"] = self._box.key
        process = ProgramProcess(self._box, [*self.program, *map(str, words)], environment, says)
        self._processes.append(process)
        return process

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.popen.kill()
        for process in self._processes:
            with process.popen:  # closes the pipe and waits
                pass


class Row(NamedTuple):
    """One row of the journal, as far as these tests ask."""

    path: Path
    stage: str


_ROWS = (
    "SELECT path, stage, id FROM transfer UNION ALL "
    "SELECT json_extract(value, '$[0]'), 'queued', first_id + key FROM incoming, json_each(files) ORDER BY 3"
)
"""With those that are only written down as one text yet."""


def journal_rows(data_dir: Path) -> list[Row]:
    """Return every row in the journal of a `--data-dir`, oldest first; none before there is a journal."""
    path = QueueConfig(data=places(data_dir).data).journal
    try:
        # Not mode=ro: SQLite takes back first what a kill left half written, and that needs the right to.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as db:
            rows = db.execute(_ROWS).fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in _NO_JOURNAL:
            raise
        return []
    return [Row(Path(os.fsdecode(path)), stage) for path, stage, _ in rows]
