"""The rows behind the list: in drop order, found by transfer id at once. Pure, no Qt."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.transfer_list.speed import SpeedMeter


class Row:
    """What is known of one upload, and how fast it goes."""

    __slots__ = ("id", "meter", "sent", "snapshot")

    def __init__(self, snapshot: Snapshot) -> None:
        self.id = snapshot.transfer.id
        """The transfer's id, which grows in drop order."""
        self.snapshot = snapshot
        self.sent = 0
        self.meter: SpeedMeter | None = None
        """Only while bytes go out."""


class Rows:
    """Rows by ascending transfer id. A change costs what it is about, not what else is in the list."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        """`rows` in drop order."""
        self._rows = list(rows)
        self._ids = [row.id for row in self._rows]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int) -> Row:
        return self._rows[number]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def number_of(self, transfer_id: int) -> int | None:
        """Return the row of this transfer, or None when it is not in the list."""
        number = bisect_left(self._ids, transfer_id)
        return number if number < len(self._ids) and self._ids[number] == transfer_id else None

    def numbers_of(self, ids: Iterable[int]) -> list[int]:
        """Return the rows of those transfers that are in the list."""
        return [number for number in map(self.number_of, ids) if number is not None]

    def between(self, first_id: int, last_id: int) -> Sequence[Row]:
        """Return the rows of all transfers from one id to another, both included."""
        return self._rows[bisect_left(self._ids, first_id) : bisect(self._ids, last_id)]

    def stretches(self, ranges: Iterable[tuple[int, int]]) -> list[Row]:
        """Return neighbours by their row numbers, (first, last) of each stretch."""
        return [row for first, last in ranges for row in self._rows[first : last + 1]]

    def places_for(self, rows: Iterable[Row]) -> list[tuple[int, list[Row]]]:
        """Return where new rows belong, as (row number, neighbours) from the first to the last."""
        ordered = sorted(rows, key=attrgetter("id"))
        if not ordered:
            return []
        if not self._ids or self._ids[-1] < ordered[0].id:
            return [(len(self._ids), ordered)]
        grouped = groupby(ordered, key=lambda row: bisect(self._ids, row.id))
        return [(number, list(neighbours)) for number, neighbours in grouped]

    def insert(self, places: Sequence[tuple[int, Sequence[Row]]]) -> None:
        """Put rows in at places as `places_for` returns them."""
        if len(places) == 1:
            number, rows = places[0]
            self._rows[number:number] = rows
            self._ids[number:number] = [row.id for row in rows]
            return
        before, ids = self._rows, self._ids
        self._rows, self._ids, done = [], [], 0
        for number, rows in places:
            self._rows += [*before[done:number], *rows]
            self._ids += [*ids[done:number], *(row.id for row in rows)]
            done = number
        self._rows += before[done:]
        self._ids += ids[done:]

    def drop(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Take neighbours out, (first, last) of each range in ascending order."""
        if len(ranges) == 1:
            first, last = ranges[0]
            del self._rows[first : last + 1]
            del self._ids[first : last + 1]
            return
        before, ids = self._rows, self._ids
        self._rows, self._ids, done = [], [], 0
        for first, last in [*ranges, (len(before), len(before))]:
            self._rows += before[done:first]
            self._ids += ids[done:first]
            done = last + 1


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of neighbours, in ascending order."""
    found: list[tuple[int, int]] = []
    first = previous = -2
    for number in sorted(set(numbers)):
        if number != previous + 1:
            if first >= 0:
                found.append((first, previous))
            first = number
        previous = number
    if first >= 0:
        found.append((first, previous))
    return found
