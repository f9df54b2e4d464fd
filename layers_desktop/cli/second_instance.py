"""A start while the window is open already: hands over what it was given, says one line, and ends."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from layers_desktop.core.console import Console, standard
from layers_desktop.instance.ipc import Reply, hand_over
from layers_desktop.instance.lock import HandOver, activation_token
from layers_desktop.media.urls import local_argument

_TAKEN: Final = "Handed over to the window that is open already."
_TAKEN_BEHIND: Final = "Handed over to the window that is open already; it's asking for your attention."
"""Without a token it may not come to the front."""
_SILENT: Final = (
    "Layers Desktop is running already but does not answer. Look in its window whether your files are there; "
    "if it hangs, end it in the system's list of programs, then start it again."
)
_AT_IT: Final = "The window that is open already is still taking in what you gave it. This may take a while."
_GIVEN_UP: Final = "The window goes on with it."
_REFUSED: Final = (
    "Layers Desktop is running already, perhaps in another version, and did not understand this start. "
    "Nothing was handed over. Close it, then start it again."
)
_NOT_KEPT: Final = (
    "The window that is open already could not take your files. Nothing was handed over. "
    "Look there for the reason, then try again."
)
_SENTENCES: Final = {Reply.SILENT: _SILENT, Reply.REFUSED: _REFUSED, Reply.NOT_KEPT: _NOT_KEPT}


def run(address: str, files: Sequence[str], project_id: str | None) -> int:
    """Hand over to whoever listens at `address`; 0 when that took it, else 1, by Ctrl+C 130."""
    application = QCoreApplication([])
    message = HandOver(
        # Absolute: the window has another working folder.
        paths=tuple(local_argument(file) for file in files),
        project_id=project_id,
        activation=activation_token(),
    )
    console = standard()
    try:
        answer = hand_over(address, message, at_it=lambda: console.say(_AT_IT))
    except KeyboardInterrupt:
        console.say(_GIVEN_UP)
        return 130
    finally:
        application.shutdown()
    if answer is Reply.TAKEN:
        console.say(_TAKEN if message.activation or not _wayland() else _TAKEN_BEHIND)
        if message.activation and not _wayland():
            from layers_desktop.ui.platform.x11 import end_startup

            end_startup()
        return 0
    _complain(console, _SENTENCES[answer])
    return 1


def _wayland() -> bool:
    """Tell whether the window is on Wayland, as far as this start's own environment tells."""
    platform = os.environ.get("QT_QPA_PLATFORM") or "wayland"
    return bool(os.environ.get("WAYLAND_DISPLAY")) and platform.startswith("wayland")


def _complain(console: Console, sentence: str) -> None:
    """Say it where a person reads it: on the terminal, or in a window for who clicked an icon."""
    console.say(sentence)
    if console.interactive:
        return
    from layers_desktop.ui.platform.display import is_seen, qt_platform

    if not is_seen(qt_platform()):
        return
    from layers_desktop.ui.application import make_application, show_error_box

    application = make_application()
    dialog = show_error_box(sentence)
    dialog.open()
    application.exec()
