"""The rows behind the list: in drop order, found by transfer id at once. Pure, no Qt."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.transfer_list.speed import SpeedMeter


class Row:
    """What is known of one upload, and how fast it goes."""

    __slots__ = ("meter", "sent", "snapshot")

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.sent = 0
        self.meter: SpeedMeter | None = None
        """Only while bytes go out."""

    @property
    def id(self) -> int:
        """The transfer's id, which grows in drop order."""
        return self.snapshot.transfer.id


class Rows:
    """Rows by ascending transfer id. Numbers that a change has moved are counted anew when asked for."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._number_of: dict[int, int] = {}
        self._stale_from: int | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int) -> Row:
        return self._rows[number]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def number_of(self, transfer_id: int) -> int | None:
        """Return the row of this transfer, or None when it is not in the list."""
        if self._stale_from is not None:
            for number in range(self._stale_from, len(self._rows)):
                self._number_of[self._rows[number].id] = number
            self._stale_from = None
        return self._number_of.get(transfer_id)

    def numbers_of(self, ids: Iterable[int]) -> list[int]:
        """Return the rows of those transfers that are in the list."""
        return [number for number in map(self.number_of, ids) if number is not None]

    def places_for(self, rows: Iterable[Row]) -> list[tuple[int, list[Row]]]:
        """Return where new rows belong, as (row number, neighbours) from the first to the last."""
        ordered = sorted(rows, key=lambda row: row.id)
        if not ordered:
            return []
        if not self._rows or self._rows[-1].id < ordered[0].id:
            return [(len(self._rows), ordered)]
        grouped = groupby(ordered, key=lambda row: bisect(self._rows, row.id, key=lambda other: other.id))
        return [(number, list(neighbours)) for number, neighbours in grouped]

    def insert(self, number: int, rows: Sequence[Row]) -> None:
        """Put neighbours in before this row."""
        at_end = number == len(self._rows)
        self._rows[number:number] = rows
        self._number_of.update((row.id, at) for at, row in enumerate(rows, number))
        if not at_end:
            self._recount(number + len(rows))

    def drop(self, first: int, last: int) -> list[Row]:
        """Take neighbours out and return them."""
        gone = self._rows[first : last + 1]
        del self._rows[first : last + 1]
        for row in gone:
            del self._number_of[row.id]
        self._recount(first)
        return gone

    def _recount(self, first: int) -> None:
        self._stale_from = first if self._stale_from is None else min(first, self._stale_from)


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of neighbours, in ascending order."""
    first = previous = -2
    for number in sorted(set(numbers)):
        if number != previous + 1:
            if first >= 0:
                yield first, previous
            first = number
        previous = number
    if first >= 0:
        yield first, previous
