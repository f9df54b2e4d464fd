"""The program's log: one rotating file, without keys and signed URLs.

Nobody logs a key or a link on purpose; `redacted` is the last line of defence, for what a library, a server
or a later change of this program puts into a message, an argument or an exception's text.

A thread of its own writes the records, so that the window's thread never waits for a disk.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
import threading
from contextlib import AbstractContextManager, suppress
from io import TextIOWrapper
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from layers_desktop.core.files import make_folder
from layers_desktop.core.secrets import ApiKey, redacted

LOG_BYTES = 1_000_000
LOG_FILES = 3
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_NAME = "layers-desktop.log"
log = logging.getLogger("layers_desktop")


class _Redacting(logging.Formatter):
    """Redacts the finished text, so that none of its parts is forgotten: arguments, traceback, stack."""

    def __init__(self, key: ApiKey | None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
        self._secrets = (key.reveal(),) if key else ()

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record), self._secrets)


class _Intake(logging.handlers.QueueHandler):
    """Hands records to the log's thread."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Note where the record came from: logging's own way prints its arguments to stderr, unredacted."""
        record.msg = "a record of line %d in %s could not be written"
        record.args = (record.lineno, record.filename)
        record.exc_info = record.exc_text = record.stack_info = None
        self.enqueue(self.prepare(record))


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """A rotating file for this user only, opened at the first record."""

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        make_folder(path.parent)
        path.touch(mode=0o600)
        path.chmod(0o600)  # one that was there before, too
        return super()._open()

    def close(self) -> None:
        """Close the file; what a full disk did not take is lost."""
        with suppress(OSError):
            super().close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Do without: a full disk must not end an upload."""


class Log(AbstractContextManager["Log"]):
    """The running log: `start()` and `stop()`, or `with Log(folder):`.

    Its level is named by LAYERS_LOG (INFO). A folder that cannot be written costs the log and nothing else.
    Exceptions that nobody caught, in threads too, end up there instead of in front of a person.
    """

    def __init__(self, folder: Path, key: ApiKey | None = None) -> None:
        """`key` is the one of the environment, hidden whatever it looks like."""
        level = os.environ.get("LAYERS_LOG", "INFO").upper()
        log.setLevel(level if level in LEVELS else "INFO")
        # Their INFO and DEBUG records name whole signed URLs.
        for name in ("httpx", "httpcore", "h11", "urllib3"):
            logging.getLogger(name).setLevel(logging.WARNING)
        writer = _PrivateFile(
            folder / LOG_NAME,
            maxBytes=LOG_BYTES,
            backupCount=LOG_FILES,
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )
        writer.setFormatter(_Redacting(key))
        records: SimpleQueue[logging.LogRecord] = SimpleQueue()
        self._handler = _Intake(records)
        self._listener = logging.handlers.QueueListener(records, writer)
        self._writer = writer

    def start(self) -> None:
        """Take records from now on."""
        self._listener.start()
        log.addHandler(self._handler)
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = _uncaught
        threading.excepthook = _uncaught_in_thread

    def stop(self) -> None:
        """Write what was taken and close the file."""
        sys.excepthook, threading.excepthook = self._hooks
        log.removeHandler(self._handler)
        self._listener.stop()
        self._writer.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("uncaught", exc_info=(kind, error, trace))


def _uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        _uncaught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
