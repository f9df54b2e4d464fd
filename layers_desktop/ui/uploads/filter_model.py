"""Which rows are shown, in drop order: those under a chip whose name, id, kind or project is looked for."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from layers_desktop.core.text import casefold_key, words_of
from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui.uploads.row_text import kind_name
from layers_desktop.ui.uploads.totals import Totals

translate = QCoreApplication.translate

_MOST_LETTERS = 60
"""Of a search, said again in one sentence."""


class StatusFilter(Enum):
    """What a chip shows."""

    ALL = "all"
    ACTIVE = "active"
    DONE = "done"
    NEEDS_YOU = "needs_you"

    def shows(self, transfer: Transfer) -> bool:
        """Tell whether this transfer belongs under the chip."""
        match self:
            case StatusFilter.ALL:
                return True
            case StatusFilter.ACTIVE:
                return not transfer.settled and not transfer.waits_for_choice
            case StatusFilter.DONE:
                return transfer.stage is Stage.DONE
            case StatusFilter.NEEDS_YOU:
                return transfer.waits_for_choice or transfer.stage in (Stage.REFUSED, Stage.FAILED)

    def count(self, totals: Totals) -> int:
        """Return how many rows that are, without walking the list."""
        counts = {
            StatusFilter.ALL: totals.count,
            StatusFilter.ACTIVE: totals.active,
            StatusFilter.DONE: totals.done,
            StatusFilter.NEEDS_YOU: totals.needs_you,
        }
        return counts[self]

    def label(self) -> str:
        """Return the chip's word."""
        labels = {
            StatusFilter.ALL: translate("transfer_list", "All"),
            StatusFilter.ACTIVE: translate("transfer_list", "Active"),
            StatusFilter.DONE: translate("transfer_list", "Done"),
            StatusFilter.NEEDS_YOU: translate("transfer_list", "Needs you"),
        }
        return labels[self]

    def nothing(self) -> str:
        """Return what stands in the list when the chip shows no row."""
        sentences = {
            StatusFilter.ALL: "",
            StatusFilter.ACTIVE: translate("transfer_list", "Nothing is on its way."),
            StatusFilter.DONE: translate("transfer_list", "Nothing is done yet."),
            StatusFilter.NEEDS_YOU: translate("transfer_list", "Nothing needs you."),
        }
        return sentences[self]


class RowFilter:
    """What the chip and the search leave of the list. Pure."""

    def __init__(self) -> None:
        self.show = StatusFilter.ALL
        self._search = UploadSearch()

    @property
    def active(self) -> bool:
        """True while some row may be hidden."""
        return self.show is not StatusFilter.ALL or self._search.active

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
        if self.show is StatusFilter.ALL:
            return translate("transfer_list", "No upload matches “%1”").replace("%1", typed)
        # There may be one under another chip.
        words = translate("transfer_list", "No upload under “%1” matches “%2”")
        return words.replace("%1", self.show.label()).replace("%2", typed)


class UploadSearch:
    """Finds the uploads that hold every typed word somewhere, whatever its letter case and accents.

    Each upload's text is folded once, so that ten thousand rows are searched between two key strokes.
    """

    def __init__(self) -> None:
        self._typed = ""
        self._words: tuple[str, ...] = ()
        self._texts: dict[int, tuple[tuple[MediaKind | None, str | None, str], str]] = {}

    @property
    def typed(self) -> str:
        """What the person typed, without the spaces around it."""
        return self._typed

    @property
    def active(self) -> bool:
        """True while there is anything to look for."""
        return bool(self._words)

    def look_for(self, typed: str) -> bool:
        """Look for these words from now on; returns whether that may change what is found."""
        before = self._words
        self._typed, self._words = typed.strip(), words_of(typed)
        if not self._words:
            self._texts.clear()  # what is kept of rows that are gone meanwhile is worth nothing
        return self._words != before

    def finds(self, transfer: Transfer) -> bool:
        """Tell whether this upload holds every word; True when there is none."""
        if not self._words:
            return True
        text = self._text(transfer)
        return all(word in text for word in self._words)

    def _text(self, transfer: Transfer) -> str:
        may_change = (transfer.kind, transfer.asset_id, transfer.project_name)
        known = self._texts.get(transfer.id)
        if known is not None and known[0] == may_change:
            return known[1]
        text = searched_text(transfer)
        self._texts[transfer.id] = (may_change, text)
        return text


def searched_text(transfer: Transfer) -> str:
    """Return what is searched of an upload, folded; no word reaches from one part into the next."""
    own = casefold_key(f"{transfer.name}\n{transfer.asset_id or ''}")
    return f"{own}\n{_shared_text(transfer.kind, transfer.project_name)}"


@lru_cache(maxsize=256)
def _shared_text(kind: MediaKind | None, project_name: str) -> str:
    """Return what thousands of uploads have in common; folded for each, it would hold up the first letter."""
    return casefold_key(f"{kind_name(kind)}\n{project_name}")
