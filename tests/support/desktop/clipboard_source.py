"""A program that has something on the clipboard, and may hang: clipboard_source.py HOW FILE.

HOW is `answers`; `stops`: at once, so that not even its formats can be had; or `stops-later`: when its
content is asked for. Says `copied` on stdout once the clipboard is its own.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QTimer
from PySide6.QtGui import QGuiApplication


class Content(QMimeData):
    """An image, and how the program answers when it is asked for it."""

    def __init__(self, how: str, file: Path) -> None:
        super().__init__()
        self._how = how
        self._data = file.read_bytes()

    def formats(self) -> list[str]:
        return ["text/html", "image/png"]

    def retrieveData(self, mimetype: str, preferred: object) -> object:  # noqa: ARG002, N802 - Qt's
        if self._how == "stops-later":
            stop()
        return QByteArray(self._data if mimetype == "image/png" else b"")


def stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def main() -> None:
    application = QGuiApplication(sys.argv)
    how, file = application.arguments()[1:]
    content = Content(how, Path(file))
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(content)

    def hold() -> None:
        assert clipboard.ownsClipboard()
        print("copied", flush=True)  # noqa: T201 - the test reads it
        if how == "stops":
            stop()

    QTimer.singleShot(0, hold)
    sys.exit(application.exec())


if __name__ == "__main__":
    main()
