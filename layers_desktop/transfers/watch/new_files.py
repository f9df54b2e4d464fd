"""Which files of a watched folder have arrived: new there, come to rest, and not handed in before. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from layers_desktop.transfers.watch.folder_listing import Look, Sighting


@dataclass(frozen=True, slots=True)
class SubmittedFiles:
    """What the journal knows of a folder's files."""

    seen: frozenset[tuple[bytes, int | None, int | None]]
    """Path, size and time of each upload, whatever became of it. Those that editions before journal format 4
    refused have no time."""
    open: frozenset[bytes]
    """Paths of uploads that are not settled: they send what the file is by then."""

    def has(self, sighting: Sighting) -> bool:
        """Tell whether the file as it is now was handed in."""
        path, size, _ = sighting
        return sighting in self.seen or (path, size, None) in self.seen


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a look found that was not handed in as far as is known."""

    at_rest: tuple[Sighting, ...]
    """The same as at the look before."""
    restless: tuple[Sighting, ...]
    """New, or still being written: it may come to rest soon."""


class NewFileDetector:
    """What is remembered of one folder from look to look."""

    def __init__(self) -> None:
        self._before: dict[bytes, tuple[int, int]] = {}
        """Size and time of each file at the last look."""
        self._handed: set[Sighting] = set()
        """What needs no more questions to the journal."""

    def see(self, found: Look) -> Arrived:
        """Return what is new, compared with the look before."""
        before, self._before = self._before, {path: (size, time) for path, size, time in found.found}
        new = [one for one in found.found if one not in found.there_before and one not in self._handed]
        new = [one for one in new if one[1] > 0]  # an empty file is one that somebody begins to write
        return Arrived(
            at_rest=tuple(one for one in new if before.get(one[0]) == one[1:]),
            restless=tuple(one for one in new if before.get(one[0]) != one[1:]),
        )

    def to_submit(self, at_rest: tuple[Sighting, ...], known: SubmittedFiles) -> tuple[Sighting, ...]:
        """Return those that the journal does not know, and has nothing open for."""
        self._handed |= {one for one in at_rest if known.has(one)}
        not_yet = (one for one in at_rest if one not in self._handed)
        return tuple(one for one in not_yet if one[0] not in known.open)
