"""Which rows are shown: those under a chip that the search finds, always in drop order."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QCoreApplication

from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui.transfer_list.search import UploadSearch
from layers_desktop.ui.transfer_list.totals import Totals

translate = QCoreApplication.translate

_MOST_LETTERS = 60
"""Of a search, said again in one sentence."""


class Show(Enum):
    """What a chip shows."""

    ALL = "all"
    ACTIVE = "active"
    DONE = "done"
    NEEDS_YOU = "needs_you"

    def shows(self, transfer: Transfer) -> bool:
        """Tell whether this transfer belongs under the chip."""
        match self:
            case Show.ALL:
                return True
            case Show.ACTIVE:
                return not transfer.settled and not transfer.waits_for_choice
            case Show.DONE:
                return transfer.stage is Stage.DONE
            case Show.NEEDS_YOU:
                return transfer.waits_for_choice or transfer.stage in (Stage.REFUSED, Stage.FAILED)

    def count(self, totals: Totals) -> int:
        """Return how many rows that are, without walking the list."""
        counts = {
            Show.ALL: totals.count,
            Show.ACTIVE: totals.active,
            Show.DONE: totals.done,
            Show.NEEDS_YOU: totals.needs_you,
        }
        return counts[self]

    def label(self) -> str:
        """Return the chip's word."""
        labels = {
            Show.ALL: translate("transfer_list", "All"),
            Show.ACTIVE: translate("transfer_list", "Active"),
            Show.DONE: translate("transfer_list", "Done"),
            Show.NEEDS_YOU: translate("transfer_list", "Needs you"),
        }
        return labels[self]

    def nothing(self) -> str:
        """Return what stands in the list when the chip shows no row."""
        sentences = {
            Show.ALL: "",
            Show.ACTIVE: translate("transfer_list", "Nothing is on its way."),
            Show.DONE: translate("transfer_list", "Nothing is done yet."),
            Show.NEEDS_YOU: translate("transfer_list", "Nothing needs you."),
        }
        return sentences[self]


class RowFilter:
    """What the chip and the search leave of the list. Pure."""

    def __init__(self) -> None:
        self.show = Show.ALL
        self._search = UploadSearch()

    @property
    def active(self) -> bool:
        """True while some row may be hidden."""
        return self.show is not Show.ALL or self._search.active

    def look_for(self, typed: str) -> bool:
        """Look for these words from now on; returns whether that may change what is shown."""
        return self._search.look_for(typed)

    def accepts(self, transfer: Transfer) -> bool:
        """Ask the chip and the search."""
        return self.show.shows(transfer) and self._search.finds(transfer)

    def nothing(self) -> str:
        """Return what stands in the list when no row is shown."""
        if not self._search.active:
            return self.show.nothing()
        typed = self._search.typed
        typed = typed if len(typed) <= _MOST_LETTERS else f"{typed[: _MOST_LETTERS - 1]}…"
        if self.show is Show.ALL:
            return translate("transfer_list", "No upload matches “%1”").replace("%1", typed)
        # There may be one under another chip.
        words = translate("transfer_list", "No upload under “%1” matches “%2”")
        return words.replace("%1", self.show.label()).replace("%2", typed)
