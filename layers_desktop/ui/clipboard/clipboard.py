"""The only place that writes to the clipboard; it knows whether the person copied something else meanwhile.

Wayland's compositors take a copy only after a fresh key or click in the window, and do not say when they
refuse one: what they took comes back as a second change some milliseconds later. So a copy has stages there:

    asked for ─▶ FRONT (another program is in front) ─▶ ASKED ─▶ on the clipboard, and said
                   ▲                                     │ ▲
                   └──────────── INPUT ◀─── refused ─────┘ └── a key or a click in the window

Each focus announces the clipboard anew, also where nobody copied anything: it is compared with what was
there. What is on the clipboard is read in `intake/mime_data.py`.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from layers_desktop.ui.intake import mime_data

_TIMEOUT_S: Final = 10.0
"""A person who asked for a copy waits so long for the window; later they have something else in mind."""
_CONFIRMED_MS: Final = 500
"""What a compositor took it tells within 10 ms; of what it refused nothing is heard."""
_BELIEVED_S: Final = 0.25
"""A later change may be another program's: Qt calls each ours until it hears of a refusal."""
_ASKED_FOR_MS: Final = 15_000
"""As long as the toast asks for a key or a click; then the person has something else in mind."""
_NEED_FRONT: Final = ("wayland", "cocoa")
"""Qt's platforms on which a program without the keyboard cannot copy, or hears of no other's copies."""
_TELL_OWNER: Final = (*_NEED_FRONT, "windows")
"""Those whose answer to whose the clipboard is can be relied on; without a screen it is always another's."""
_PRESSES: Final = (
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
)
_RELEASES: Final = (
    QEvent.Type.KeyRelease,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.TouchEnd,
    QEvent.Type.TabletRelease,
)
_MODIFIERS: Final = (
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
    Qt.Key.Key_Super_L, Qt.Key.Key_Super_R,
)  # fmt: skip


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
    """Tell whether what is on the clipboard is ours; before it is confirmed, whether we asked for that."""
    clock: Callable[[], float]
    confirms: bool = False
    """A copy may be refused in silence, and one that was taken is told of as a change (Wayland)."""
    formats: Callable[[], frozenset[str]] = mime_data.clipboard_formats
    """Tell what another program's copy can be had as; does not wait for that program."""
    text: Callable[[], bytes] = mime_data.clipboard_text
    """Read its text or list of files; nothing where it has none, keeps a secret or does not answer."""


def this_system(clock: Callable[[], float] = time.monotonic) -> System:
    """Return the system that the program runs on."""
    platform = QGuiApplication.platformName()
    owns = _owns if platform.startswith(_TELL_OWNER) else _yes
    return System(
        platform.startswith(_NEED_FRONT), _in_front, owns, clock, confirms=platform.startswith("wayland")
    )


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class _Copy:
    """What is to be on the clipboard, asked for at `at` on the clock."""

    text: str
    words: str
    by_person: bool
    at: float
    arrived: Callable[[], object]


class _Stage(Enum):
    """Where a copy is that is not on the clipboard yet."""

    FRONT = "front"
    """It waits for the window to be in front."""
    ASKED = "asked"
    """The compositor was asked to take it and has not told."""
    INPUT = "input"
    """It was refused, and waits for a key or a click in the window."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What is known of another program's copy, or of our own; its text only as a digest."""

    formats: frozenset[str]
    digest: bytes
    """Empty where the text is not known."""
    ours: bool = False

    def is_still(self, other: _Content) -> bool:
        """Tell whether that is the same content, announced once more; False where it cannot be told."""
        if not other.formats and not self.formats:
            return True
        return (
            bool(self.digest) and self.digest == other.digest and (self.ours or self.formats == other.formats)
        )


class AssetClipboard(QObject):
    """Copies assets above all, and says so; where that takes a window in front, once there is one."""

    copied = Signal(str)
    """Words for the toast: what is copied, or that nothing is."""
    input_wanted = Signal(bool)
    """A copy waits for a key or a click in the window, or does no longer."""

    def __init__(self, parent: QObject | None = None, *, system: System | None = None) -> None:
        super().__init__(parent)
        self._system = system or this_system()
        self._ours = False
        self._changed_at = float("-inf")
        self._copy: _Copy | None = None
        """What is not on the clipboard yet, in the stage below."""
        self._stage = _Stage.FRONT
        self._touched = False
        """A key or a button moved when the compositor was asked, or since: what comes now is taken."""
        self._asked_at = float("-inf")
        self._asks = False
        """The person is asked for a key or a click."""
        self._known: _Content | None = None
        self._announced = False
        """Another program's copy was told of and not looked at yet."""
        self._follows = False
        self._input = QTimer(self, singleShot=True, interval=0)
        self._input.timeout.connect(self._input_came)
        self._timeout = QTimer(self, singleShot=True)
        self._timeout.timeout.connect(self._timed_out)
        QGuiApplication.clipboard().dataChanged.connect(self._changed)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self.look_again)

    def copy(
        self, text: str, words: str, *, by_person: bool = True, arrived: Callable[[], object] = _nothing
    ) -> None:
        """Copy a text, say `words` and call `arrived` once it is on the clipboard.

        What a person copied here is theirs like what they copied elsewhere: no batch takes its place.
        """
        now = self._system.clock()
        if by_person:
            self._changed_at = now
        elif self._copy is not None and self._copy.by_person and self._is_wanted(self._copy):
            return
        copy = _Copy(text, words, by_person, now, arrived)
        if self.out_of_reach:
            self._enter(copy, _Stage.FRONT)
        else:
            self._write(copy)

    @property
    def out_of_reach(self) -> bool:
        """True while another program is in front, where the clipboard is for the one in front only."""
        return self._system.needs_front and not self._system.in_front()

    @property
    def waits(self) -> bool:
        """True while something is to be copied that is not on the clipboard yet."""
        return self._copy is not None

    def follow_others(self, *, follow: bool) -> None:
        """Know what others have copied, so that a focus alone is no copy: a batch may want to copy itself."""
        if not self._system.confirms:
            return  # a change is one there, and who copied is not to be asked
        if follow and not self._follows and not self.out_of_reach and not self._is_ours:
            self._known = self._look_at()
            self._announced = False
        self._follows = follow

    @Slot()
    def look_again(self) -> None:
        """Copy what waits if the window is in front by now, after the system told what others have copied."""
        if not self.out_of_reach:
            QTimer.singleShot(0, self._in_front_again)
        elif self._copy is not None and self._stage is not _Stage.FRONT:
            # What is told of from now on may be another's copy, announced once more with the next focus.
            self._enter(replace(self._copy, at=self._system.clock()), _Stage.FRONT)

    @Slot()
    def try_again(self) -> None:
        """Copy what waits for a key or a click, though there may have been none."""
        if self._copy is not None and self._stage is _Stage.INPUT and not self.out_of_reach:
            self._write_if_wanted(self._copy)

    @Slot()
    def _in_front_again(self) -> None:
        if self.out_of_reach:
            return
        self._look()
        if self._copy is not None and self._stage is _Stage.FRONT:
            self._write_if_wanted(self._copy)

    def _write_if_wanted(self, copy: _Copy, *, after_input: bool = False) -> None:
        if self._is_wanted(copy):
            self._write(copy, after_input=after_input)
        else:
            self._leave()

    def _is_wanted(self, copy: _Copy) -> bool:
        """Tell whether what waits in this stage is still to be copied."""
        newest = self._changed_at <= copy.at
        if copy.by_person:
            in_time = self._stage is not _Stage.FRONT or self._system.clock() - copy.at <= _TIMEOUT_S
            return in_time and (newest or not self._follows)
        return newest

    def _write(self, copy: _Copy, *, after_input: bool = False) -> None:
        self._set(copy.text)
        if self._system.confirms:
            self._touched, self._asked_at = after_input, self._system.clock()
            self._enter(copy, _Stage.ASKED)
            self._timeout.start(_CONFIRMED_MS)
        elif self._system.owns():
            self._arrived(copy)
        else:
            self._leave()
            if copy.by_person:
                self.copied.emit(
                    self.tr("Nothing was copied: another program holds the clipboard. Copy once more.")
                )

    def _set(self, text: str) -> None:
        """Put this on the clipboard; nothing: take our own off that was refused."""
        self._ours = True
        if text:
            QGuiApplication.clipboard().setText(text)
        else:
            QGuiApplication.clipboard().clear()
        self._ours = False

    def _arrived(self, copy: _Copy) -> None:
        self._leave()
        self._known = _Content(
            frozenset(), hashlib.sha256(copy.text.encode("utf-8", "replace")).digest(), ours=True
        )
        self._announced = False
        self.copied.emit(copy.words)
        copy.arrived()

    # The stages

    def _enter(self, copy: _Copy | None, stage: _Stage) -> None:
        self._copy, self._stage = copy, stage
        self._timeout.stop()
        application = QGuiApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            if copy is not None and stage is not _Stage.FRONT:
                application.installEventFilter(self)
        refused = copy is not None and stage is _Stage.INPUT
        if refused and copy is not None and copy.by_person:
            self._timeout.start(_ASKED_FOR_MS)
        # It is asked for until the copy has arrived or is given up, also while the compositor is asked again.
        asks = refused or (self._asks and copy is not None and stage is _Stage.ASKED)
        if asks is not self._asks:
            self._asks = asks
            self.input_wanted.emit(asks)

    def _leave(self) -> None:
        self._enter(None, _Stage.FRONT)

    @Slot()
    def _timed_out(self) -> None:
        copy = self._copy
        if copy is None or self.out_of_reach:
            return
        if self._stage is _Stage.INPUT:
            self._leave()
            return
        if not self._touched:
            # Qt takes what was refused for the clipboard's content, and would paste it. Taking it off is
            # refused as the copy was, by its serial, so that what another program copied stays. A key or a
            # button that moved meanwhile has made that serial good: that copy would be lost.
            self._set("")
        self._enter(copy, _Stage.INPUT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask once more after a key or a click, whatever else it does; installed while a copy needs one."""
        if event.spontaneous() and event.type() in (*_PRESSES, *_RELEASES):
            self._touched = True
            if event.type() in _PRESSES and not _is_no_reason(event):
                self._input.start()  # what the key copies itself takes the place of what waits
        return super().eventFilter(watched, event)

    @Slot()
    def _input_came(self) -> None:
        if self._copy is not None and self._stage is not _Stage.FRONT and not self.out_of_reach:
            self._write_if_wanted(self._copy, after_input=True)

    # What others copy

    def untouched_for(self, seconds: float) -> bool:
        """Return True when no person copied anything, here or elsewhere, during the last `seconds`."""
        return self._system.clock() - self._changed_at > seconds

    @property
    def _is_ours(self) -> bool:
        return self._known is not None and self._known.ours and self._system.owns()

    @Slot()
    def _changed(self) -> None:
        if self._ours:
            return
        if not self._system.confirms:
            self._changed_at = self._system.clock()
            return
        asked = self._copy if self._stage is _Stage.ASKED else None
        if self._system.owns():
            if asked is not None and self._system.clock() - self._asked_at <= _BELIEVED_S:
                self._arrived(asked)
            elif asked is not None:
                self._enter(asked, _Stage.INPUT)
        elif asked is not None:
            self._enter(asked, _Stage.INPUT)
        else:
            self._announced = True
            QTimer.singleShot(0, self._look)  # a copy of ours that is replaced goes before the new one comes

    @Slot()
    def _look(self) -> None:
        """Tell a new copy of another program from one that was there before the focus went."""
        if not self._announced or self.out_of_reach:
            return
        self._announced = False
        before = self._known
        self._known = self._look_at() if self._follows else None
        if before is None or self._known is None or not before.is_still(self._known):
            self._changed_at = self._system.clock()

    def _look_at(self) -> _Content:
        formats = self._system.formats()
        known = self._known
        if known is not None and not known.ours and known.formats == formats and not known.digest:
            return known  # who did not answer is not asked at each focus
        text = self._system.text()
        return _Content(formats, hashlib.sha256(text).digest() if text else b"")


def _is_no_reason(event: QEvent) -> bool:
    """Tell whether this is a modifier alone, a key held down, or pastes what another program copied."""
    if not isinstance(event, QKeyEvent):
        return False
    pastes = event.matches(QKeySequence.StandardKey.Paste)
    return event.isAutoRepeat() or event.key() in _MODIFIERS or pastes
