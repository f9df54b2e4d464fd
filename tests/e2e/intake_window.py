"""A window that takes drops and Ctrl+V as the program's does, and says what it got: intake_window.py FOLDER.

Says on stdout `dropped <JSON>`, `pasted <JSON>` (what, and after how many seconds) and `kept <JSON>` (the
file that was written into FOLDER, its size and SHA-256). Drag or copy from any program to see what it offers.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from layers_desktop.media.formats import MediaKind
from layers_desktop.media.urls import from_uri_list
from layers_desktop.ui.intake.drop_overlay import DropOverlay
from layers_desktop.ui.intake.mime_data import (
    Document,
    MimeContent,
    OfferedPicture,
    Unusable,
    UriList,
    read_clipboard,
)
from layers_desktop.ui.intake.picture_store import PictureStore
from layers_desktop.ui.intake.prompt_values import PictureSubject
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder


class IntakeWindow(QWidget):
    """The overlay and the store of pictures, connected as in the program."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        super().__init__()
        self.setWindowTitle("Intake window")
        self.resize(500, 400)
        self.decoder = PictureDecoder()
        self.store = PictureStore(folder, self.decoder, self)
        self.overlay = overlay = DropOverlay(theme, self)
        overlay.dropped.connect(self.say_dropped)
        overlay.message.connect(self.say_refused)
        overlay.direct_save_expected.connect(self.prepare_direct_save)
        QShortcut(QKeySequence.StandardKey.Paste, self).activated.connect(self.paste)

    @Slot(object, object)
    def say_dropped(self, content: MimeContent, _kind: MediaKind | None) -> None:
        say("dropped", described(content))
        if isinstance(content, OfferedPicture | Document):
            self.store.keep(content, self.say_kept)

    @Slot()
    def paste(self) -> None:
        started = time.monotonic()
        content = read_clipboard()
        say("pasted", {**described(content), "seconds": round(time.monotonic() - started, 2)})
        if isinstance(content, OfferedPicture | Document):
            self.store.keep(content, self.say_kept)

    def say_kept(self, kept: object) -> None:
        if not isinstance(kept, PictureSubject):
            self.say_refused(kept)
            return
        file = Path(os.fsdecode(kept.path))
        content = file.read_bytes()
        link = kept.link.url if kept.link is not None else ""
        digest = hashlib.sha256(content).hexdigest()
        say("kept", {"file": file.name, "size": len(content), "sha256": digest, "link": link})

    @Slot()
    def prepare_direct_save(self) -> None:
        self.store.prepare_direct_save(self.use_folder)

    def use_folder(self, folder: bytes) -> None:
        print("prepared", flush=True)  # noqa: T201 - the test reads it
        self.overlay.use_folder(folder)

    @Slot(object)
    def say_refused(self, why: object) -> None:
        say("refused", {"why": str(why)})


def described(content: MimeContent) -> dict[str, object]:
    """Return what a person is interested in."""
    match content:
        case UriList():
            named = from_uri_list(content.raw)
            return {
                "what": "list",
                "paths": [os.fsdecode(path) for path in named.paths],
                "links": [link.url for link in named.links],
                "refused": [f"{one.name}: {one.problem.words.explanation}" for one in named.refused],
                "temporary": content.temporary,
            }
        case OfferedPicture():
            had = [name for name in ("saved_in", "carried", "bitmap") if getattr(content, name)]
            address = content.address[:200].decode("utf-8", "replace")
            return {"what": "picture", "name": content.name, "address": address, "by": had}
        case Document():
            return {"what": content.kind.value, "picture": described(content.picture)}
        case Unusable():
            return {"what": "nothing", "reason": content.reason.value}


def say(what: str, value: dict[str, object]) -> None:
    print(what, json.dumps(value), flush=True)  # noqa: T201 - the test reads it


def main() -> None:
    application = QApplication(sys.argv)
    window = IntakeWindow(Theme(application, "light"), Path(application.arguments()[1]))
    window.show()
    status = application.exec()
    window.store.close()
    window.decoder.close()
    sys.exit(status)


if __name__ == "__main__":
    main()
