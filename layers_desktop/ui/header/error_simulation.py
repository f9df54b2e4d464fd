"""Rehearse: what can go wrong, in a person's words, for the sandbox to act on the next files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

translate = QCoreApplication.translate


class Place(Enum):
    """Where it goes wrong; the menu's groups, in this order."""

    WAY = auto()
    LAYERS = auto()
    STORAGE = auto()


@dataclass(frozen=True, slots=True)
class Situation:
    """One entry of the menu."""

    words: str
    place: Place
    faults: tuple[str, ...]
    """In the words of `layers-desktop sandbox --fault`. Small files go in one call and large ones in three
    steps, so most situations name a fault for each; the next file meets the one that is on its way."""


NOTHING: tuple[str, ...] = ()
"""No fault: all goes well again."""


def situations() -> tuple[Situation, ...]:
    """Return the table: words → faults."""
    return (
        Situation(
            translate("rehearsal", "The connection breaks in the middle of a file"),
            Place.WAY,
            ("put:reset-mid", "inline:reset-mid"),
        ),
        Situation(
            translate("rehearsal", "The answer is lost after the last byte"),
            Place.WAY,
            ("put:reset-after", "inline:reset-after"),
        ),
        Situation(
            translate("rehearsal", "The asset is made, but nobody hears of it"),
            Place.WAY,
            ("finalize:reset-after:2", "inline:reset-after:2"),
        ),
        Situation(
            translate("rehearsal", "Layers' answer arrives cut off"),
            Place.WAY,
            ("presign:truncated", "finalize:truncated", "inline:truncated"),
        ),
        Situation(
            translate("rehearsal", "The network's sign-in page answers"),
            Place.WAY,
            ("presign:portal", "inline:portal"),
        ),
        Situation(
            translate("rehearsal", "Layers says: too many calls"),
            Place.LAYERS,
            ("presign:429:1:5", "inline:429:1:5"),
        ),
        Situation(
            translate("rehearsal", "Layers fails for a moment"),
            Place.LAYERS,
            ("presign:500:2", "inline:500:2"),
        ),
        Situation(
            translate("rehearsal", "Layers does not take the file"),
            Place.LAYERS,
            ("presign:422", "inline:422"),
        ),
        Situation(
            translate("rehearsal", "The project was deleted"),
            Place.LAYERS,
            ("presign:404", "inline:404"),
        ),
        Situation(
            translate("rehearsal", "The key may not upload"),
            Place.LAYERS,
            ("presign:403", "inline:403"),
        ),
        Situation(
            translate("rehearsal", "The key is rejected"),
            Place.LAYERS,
            ("presign:401", "inline:401"),
        ),
        Situation(
            translate("rehearsal", "Layers suspends the key"),
            Place.LAYERS,
            ("presign:killswitch", "inline:killswitch"),
        ),
        Situation(
            translate("rehearsal", "The storage is busy"),
            Place.STORAGE,
            ("put:slowdown:2",),
        ),
        Situation(
            translate("rehearsal", "The link has expired"),
            Place.STORAGE,
            ("put:expired-r2",),
        ),
        Situation(
            translate("rehearsal", "The storage rejects the link's signature"),
            Place.STORAGE,
            ("put:badsignature",),
        ),
        Situation(
            translate("rehearsal", "The storage refuses the file"),
            Place.STORAGE,
            ("put:403:2",),
        ),
    )


def _headings() -> dict[Place, str]:
    return {
        Place.WAY: translate("rehearsal", "On the way"),
        Place.LAYERS: translate("rehearsal", "At Layers"),
        Place.STORAGE: translate("rehearsal", "At the storage (files of 256 KB and more)"),
    }


class RehearsalMenu(QMenu):
    """Every situation as an entry, by where it goes wrong; the first entry ends the rehearsal."""

    wanted = Signal(object, str)
    """The faults that the next files are to meet (none: all goes well again), and their words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(translate("rehearsal", "Rehearse"), parent)
        self.setToolTipsVisible(True)
        self._faults: dict[str, tuple[str, ...]] = {}
        self._add(translate("rehearsal", "Nothing goes wrong"), NOTHING)
        table = situations()
        for place, heading in _headings().items():
            self.addSeparator()
            self.addAction(heading).setEnabled(False)
            for situation in table:
                if situation.place is place:
                    self._add(situation.words, situation.faults)
        self.triggered.connect(self._chosen)

    def _add(self, words: str, faults: tuple[str, ...]) -> None:
        entry = self.addAction(words)
        self._faults[words] = faults
        if faults:
            entry.setToolTip(" ".join(f"--fault {fault}" for fault in faults))

    @Slot(QAction)
    def _chosen(self, entry: QAction) -> None:
        self.wanted.emit(self._faults[entry.text()], entry.text())
