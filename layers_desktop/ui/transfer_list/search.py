"""Which uploads a person looks for: by name, asset id, kind and project. Pure."""

from __future__ import annotations

from functools import lru_cache

from layers_desktop.core.text import folded, words_of
from layers_desktop.media.formats import Kind
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.transfer_list.words import kind_name


class UploadSearch:
    """Finds the uploads that hold every typed word somewhere, whatever its letter case and accents.

    Each upload's text is folded once, so that ten thousand rows are searched between two key strokes.
    """

    def __init__(self) -> None:
        self._typed = ""
        self._words: tuple[str, ...] = ()
        self._texts: dict[int, tuple[tuple[Kind | None, str | None, str], str]] = {}

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
    own = folded(f"{transfer.name}\n{transfer.asset_id or ''}")
    return f"{own}\n{_shared_text(transfer.kind, transfer.project_name)}"


@lru_cache(maxsize=256)
def _shared_text(kind: Kind | None, project_name: str) -> str:
    """Return what thousands of uploads have in common; folded for each, it would hold up the first letter."""
    return folded(f"{kind_name(kind)}\n{project_name}")
