"""The one door by which something is copied; it knows whether the person copied something else meanwhile.

What is on the clipboard is read in `intake/mime_data.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui import copy_words
from layers_desktop.ui.asset_text import format_assets

_PATIENCE_S: Final = 10.0
"""A person who asked for a copy waits so long for the window; later they have something else in mind."""
_NEED_FRONT: Final = ("wayland", "cocoa")
"""Qt's platforms on which a program without the keyboard cannot copy, or hears of no other's copies."""
_TELL_OWNER: Final = (*_NEED_FRONT, "windows")
"""Those whose answer to whose the clipboard is can be relied on; without a screen it is always another's."""


def _in_front() -> bool:
    return QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive


def _owns() -> bool:
    return QGuiApplication.clipboard().ownsClipboard()


def _yes() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class System:
    """What the clipboard of this platform can do."""

    needs_front: bool
    in_front: Callable[[], bool]
    owns: Callable[[], bool]
    """Tell whether what is on the clipboard is ours, right after it was put there."""
    clock: Callable[[], float]


def this_system(clock: Callable[[], float] = time.monotonic) -> System:
    """Return the system that the program runs on."""
    platform = QGuiApplication.platformName()
    owns = _owns if platform.startswith(_TELL_OWNER) else _yes
    return System(platform.startswith(_NEED_FRONT), _in_front, owns, clock)


@dataclass(frozen=True, slots=True)
class _Copy:
    """What is to be on the clipboard, asked for at `at` on the clock."""

    text: str
    words: str
    by_person: bool
    at: float


class AssetClipboard(QObject):
    """Copies assets above all, and says so; where that takes a window in front, once there is one."""

    copied = Signal(str)
    """Words for the toast: what is copied, or that nothing is."""

    def __init__(self, parent: QObject | None = None, *, system: System | None = None) -> None:
        super().__init__(parent)
        self._system = system or this_system()
        self._ours = False
        self._changed_at = float("-inf")
        self._waiting: _Copy | None = None
        QGuiApplication.clipboard().dataChanged.connect(self._changed)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self.look_again)

    def copy(
        self, transfers: Sequence[Transfer], settings: ProjectSettings, *, by_person: bool = True
    ) -> bool:
        """Copy what of these has an asset; False, and the clipboard as it was, when nothing has.

        What a person copied here is theirs like what they copied elsewhere: no batch takes its place.
        """
        text = format_assets(transfers, settings)
        return self.put(text, transfers, settings, by_person=by_person)

    def put(
        self, text: str, transfers: Sequence[Transfer], settings: ProjectSettings, *, by_person: bool = True
    ) -> bool:
        """Copy the text of these that was made elsewhere, as `copy` does."""
        if not text:
            return False
        self._take(text, copy_words.copied(transfers, settings.copy_format), by_person=by_person)
        return True

    def copy_text(self, text: str) -> bool:
        """Copy something else for a person, as a request id; True when it is on the clipboard now."""
        return self._take(text, copy_words.copied_text(text), by_person=True)

    def _take(self, text: str, words: str, *, by_person: bool) -> bool:
        now = self._system.clock()
        if by_person:
            self._changed_at = now
        copy = _Copy(text, words, by_person, now)
        if self.out_of_reach:
            self._waiting = copy
            return False
        return self._write(copy)

    @property
    def out_of_reach(self) -> bool:
        """True while another program is in front, where the clipboard is for the one in front only."""
        return self._system.needs_front and not self._system.in_front()

    @property
    def waits(self) -> bool:
        """True while something is to be copied as soon as the window is in front."""
        return self._waiting is not None

    @Slot()
    def look_again(self) -> None:
        """Copy what waits if the window is in front by now, after the system told what others have copied."""
        if self._waiting is not None and not self.out_of_reach:
            QTimer.singleShot(0, self._write_waiting)

    @Slot()
    def _write_waiting(self) -> None:
        copy = self._waiting
        if copy is None or self.out_of_reach:
            return
        self._waiting = None
        if copy.by_person:
            wanted = self._system.clock() - copy.at <= _PATIENCE_S
        else:
            wanted = self._changed_at <= copy.at
        if wanted:
            self._write(copy)

    def _write(self, copy: _Copy) -> bool:
        self._waiting = None
        self._ours = True
        QGuiApplication.clipboard().setText(copy.text)
        self._ours = False
        if self._system.owns():
            self.copied.emit(copy.words)
            return True
        if copy.by_person:
            self.copied.emit(
                self.tr("Nothing was copied: another program holds the clipboard. Copy once more.")
            )
        return False

    def untouched_for(self, seconds: float) -> bool:
        """Return True when no person copied anything, here or elsewhere, during the last `seconds`."""
        return self._system.clock() - self._changed_at > seconds

    @Slot()
    def _changed(self) -> None:
        if not self._ours:
            self._changed_at = self._system.clock()
