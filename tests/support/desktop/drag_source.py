"""A program to drag from, as file managers, browsers and image editors would: drag_source.py WHAT…

Each WHAT is a file, a folder, a link (`https://…`), `picture`: an image that is no file, or
`direct-save:FILE`: a file that is written where the target says (XDS), as Firefox and Thunderbird do it: the
answer comes first, then the file, in two pieces.

Starts a real drag at a mouse press and says on stdout what becomes of it: `dragging`, `accepted <action>`
each time the target's answer changes to a welcome, `dropped <action>`. It stays alive afterwards, because the
target fetches the data from this program.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QColor, QDrag, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

from layers_desktop.media.urls import local_path
from layers_desktop.ui.platform.x11 import open_display

DIRECT_SAVE = "direct-save:"
TARGET = "XdndDirectSave0"
SELECTION = b"XdndSelection"


class DirectSave(QMimeData):
    """Offers the source side of XDS, and nothing else."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._name = file.name
        self._content = file.read_bytes()
        self._to = Path()

    def propose_name(self) -> None:
        """Put the file's name where the target finds it; only while the drag lasts."""
        with open_display() as display:
            assert display is not None
            display.set_text(display.selection_owner(SELECTION), TARGET.encode(), self._name.encode())

    def formats(self) -> list[str]:
        return [TARGET]

    def retrieveData(self, mimetype: str, preferred: object) -> object:  # noqa: ARG002, N802 - Qt's
        if mimetype != TARGET:
            return None
        with open_display() as display:
            assert display is not None
            address = display.text(display.selection_owner(SELECTION), TARGET.encode())
        path = local_path(address)
        say(f"saves {address.decode()}")
        if not isinstance(path, bytes):
            return QByteArray(b"F")
        self._to = Path(path.decode())
        self._to.touch()
        QTimer.singleShot(0, self._write)
        return QByteArray(b"S")

    def _write(self) -> None:
        half = len(self._content) // 2
        file = self._to.open("wb")
        file.write(self._content[:half])
        file.flush()

        def finish() -> None:
            file.write(self._content[half:])
            file.close()

        QTimer.singleShot(200, finish)


class Source(QLabel):
    """A window that lists files and lets them be dragged out."""

    def __init__(self, urls: list[QUrl], *, picture: bool, saved: Path | None) -> None:
        super().__init__("\n".join(url.fileName() for url in urls))
        self._urls = urls
        self._saved = saved
        self._picture = picture
        self.setWindowTitle("Drag source")
        self.resize(240, 160)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        data = QMimeData() if self._saved is None else DirectSave(self._saved)
        if isinstance(data, DirectSave):
            QTimer.singleShot(0, data.propose_name)
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
    saved = [Path(text.removeprefix(DIRECT_SAVE)) for text in arguments if text.startswith(DIRECT_SAVE)]
    names = [text for text in arguments if text != "picture" and not text.startswith(DIRECT_SAVE)]
    urls = [QUrl(text) if "://" in text else QUrl.fromLocalFile(str(Path(text))) for text in names]
    window = Source(urls, picture="picture" in arguments, saved=saved[0] if saved else None)
    window.show()
    sys.exit(application.exec())


if __name__ == "__main__":
    main()
