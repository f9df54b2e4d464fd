"""What the window says after a start that took up uploads of earlier runs. Pure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from layers_desktop.transfers.transfer import Restored
from layers_desktop.ui.banner import Message

translate = QCoreApplication.translate


def message(restored: Restored, paused: int) -> Message | None:
    """Return the banner, with Show and Pause all; None when nothing was left unfinished.

    `paused` is how many of the unfinished ones wait to be resumed.
    """
    going = restored.unfinished - paused
    if restored.unfinished <= 0:
        return None
    words = _go_on(going) if going > 0 else _are_paused(paused)
    if restored.crashed:
        before = translate("restored", "Layers Desktop did not end properly last time; nothing is lost.")
        words = f"{before} {words}"
    return Message(
        text=words,
        tone="info",
        icon="info",
        action=translate("restored", "Show"),
        other_action=translate("restored", "Pause all") if going > 0 else "",
        dismissible=True,
    )


def _go_on(number: int) -> str:
    if number == 1:
        return translate("restored", "1 upload from last time goes on.")
    words = translate("restored", "%n uploads from last time go on.", "", number)
    return words.replace("%n", QLocale().toString(number))


def _are_paused(number: int) -> str:
    if number == 1:
        return translate("restored", "1 upload from last time is paused.")
    words = translate("restored", "%n uploads from last time are paused.", "", number)
    return words.replace("%n", QLocale().toString(number))
