"""A program to drag from, as file managers, browsers and image editors would: drag_source.py WHAT…

Each WHAT is a file, a folder, a link (`https://…`), or `picture`: an image that is no file.

Starts a real drag at a mouse press and says on stdout what becomes of it: `dragging`, `accepted <action>`
each time the target's answer changes to a welcome, `dropped <action>`. It stays alive afterwards, because the
target fetches the data from this program.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDrag, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Source(QLabel):
    """A window that lists files and lets them be dragged out."""

    def __init__(self, urls: list[QUrl], *, picture: bool) -> None:
        super().__init__("\n".join(url.fileName() for url in urls))
        self._urls = urls
        self._picture = picture
        self.setWindowTitle("Drag source")
        self.resize(240, 160)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        data = QMimeData()
        if self._urls:
            data.setUrls(self._urls)
        if self._picture:
            picture = QImage(120, 90, QImage.Format.Format_RGB32)
            picture.fill(QColor("teal"))
            data.setImageData(picture)
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
    names = [text for text in arguments if text != "picture"]
    urls = [QUrl(text) if "://" in text else QUrl.fromLocalFile(str(Path(text))) for text in names]
    window = Source(urls, picture=len(names) < len(arguments))
    window.show()
    sys.exit(application.exec())


if __name__ == "__main__":
    main()
