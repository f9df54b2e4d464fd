"""A program to drag files from, as a file manager would: drag_source.py FILE…

Starts a real drag at a mouse press and says on stdout what becomes of it: `dragging`, `accepted <action>`
each time the target's answer changes to a welcome, `dropped <action>`. It stays alive afterwards, because the
target fetches the data from this program.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl, Slot
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Source(QLabel):
    """A window that lists files and lets them be dragged out."""

    def __init__(self, urls: list[QUrl]) -> None:
        super().__init__("\n".join(url.fileName() for url in urls))
        self._urls = urls
        self.setWindowTitle("Drag source")
        self.resize(240, 160)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        data = QMimeData()
        data.setUrls(self._urls)
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.actionChanged.connect(self.say_accepted)
        say("dragging")
        say(f"dropped {drag.exec(Qt.DropAction.CopyAction).name}")

    @Slot(Qt.DropAction)
    def say_accepted(self, action: Qt.DropAction) -> None:
        if action != Qt.DropAction.IgnoreAction:
            say(f"accepted {action.name}")


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the test reads it


def main() -> None:
    application = QApplication(sys.argv)
    arguments = application.arguments()[1:]
    urls = [QUrl(text) if "://" in text else QUrl.fromLocalFile(str(Path(text))) for text in arguments]
    window = Source(urls)
    window.show()
    sys.exit(application.exec())


if __name__ == "__main__":
    main()
