"""The uploads as a Qt model: rows in drop order, found by transfer id at once, with their smoothed speed."""

from __future__ import annotations

import math
from bisect import bisect, bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from layers_desktop.core.clock import steady_time
from layers_desktop.transfers.transfer import Activity, Hold, HoldReason, Progress, Snapshot, Transfer
from layers_desktop.ui.uploads import row_text
from layers_desktop.ui.uploads.filter_model import RowFilter, StatusFilter
from layers_desktop.ui.uploads.status_text import Status, status_of
from layers_desktop.ui.uploads.totals import TimeLeft, Totals, TotalsCounter

SMOOTHING_SECONDS: Final = 2.0
"""The time constant of the smoothing: what is older hardly counts."""
SETTLE_SECONDS: Final = 1.0
"""No speed is shown before: the first bytes only fill the kernel's buffers."""
STALL_SECONDS: Final = 5.0
"""Without a byte for so long there is no speed to show; an empty space is better than "0 B/s"."""


class SpeedMeter:
    """Turns readings of a growing byte count into bytes a second.

    Only readings that differ count, each weighted with the time it took: a slow line whose count jumps by a
    whole block every few seconds has a steady speed, not a flickering one.
    """

    __slots__ = ("_clock", "_count", "_moved_at", "_started_at", "_sum", "_weight")

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.restart(0)

    def restart(self, count: int) -> None:
        """Forget the past; `count` bytes are the new start."""
        self._count = count
        self._started_at = self._moved_at = self._clock()
        self._sum = self._weight = 0.0

    def read(self, count: int) -> None:
        """Take a reading of the byte count. A smaller one than before is a new start."""
        if count < self._count:
            self.restart(count)
            return
        if count == self._count:
            return
        now = self._clock()
        elapsed = now - self._moved_at
        if elapsed > STALL_SECONDS:
            self.restart(count)
            return
        if elapsed <= 0.0:
            return  # the next reading carries these bytes too, with a time they can be divided by
        faded = math.exp(-elapsed / SMOOTHING_SECONDS)
        self._sum = self._sum * faded + (count - self._count) / elapsed * (1.0 - faded)
        self._weight = self._weight * faded + (1.0 - faded)
        self._count = count
        self._moved_at = now

    def bytes_per_second(self) -> float | None:
        """Return the speed, or None while there is none worth showing (too young, or stalled)."""
        now = self._clock()
        if (
            not self._weight
            or now - self._started_at < SETTLE_SECONDS
            or now - self._moved_at > STALL_SECONDS
        ):
            return None
        speed = self._sum / self._weight
        return speed if speed >= 1.0 else None


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
        known = self._ids  # thousands are asked for at once: without a call for each
        places = ((bisect_left(known, one), one) for one in ids)
        return [number for number, one in places if number < len(known) and known[number] == one]

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


Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()

MOST_RANGES: Final = 16
"""Of rows that come, go or change in one go. Each costs the selection a pass over all that is selected: 5 000
of them held the window for 3 s."""


class UploadRole(IntEnum):
    """What this model answers beside Qt's own roles."""

    SNAPSHOT = Qt.ItemDataRole.UserRole + 1
    STATUS = Qt.ItemDataRole.UserRole + 2
    """A `Status`, as of now."""


_CHANGED: Final = [
    int(Qt.ItemDataRole.DisplayRole),
    int(Qt.ItemDataRole.ToolTipRole),
    int(Qt.ItemDataRole.AccessibleTextRole),
    int(Qt.ItemDataRole.AccessibleDescriptionRole),
    int(UploadRole.SNAPSHOT),
    int(UploadRole.STATUS),
]
_PROGRESS: Final = [int(UploadRole.STATUS)]
"""Changes with time alone: it is only seen."""
_STATUS: Final = [
    int(Qt.ItemDataRole.AccessibleTextRole),
    int(Qt.ItemDataRole.AccessibleDescriptionRole),
    int(UploadRole.STATUS),
]

_ANSWERS: Final[dict[int, Callable[[Snapshot], object]]] = {
    UploadRole.SNAPSHOT: lambda snapshot: snapshot,
    Qt.ItemDataRole.DisplayRole: lambda snapshot: row_text.display_name(snapshot.transfer.name),
    Qt.ItemDataRole.ToolTipRole: lambda snapshot: row_text.tooltip(snapshot.transfer),
}


class TransferModel(QAbstractListModel):
    """Holds what the queue last said of each transfer, and shows those that chip and search leave.

    A change costs what it is about, not what else is in the list: a proxy model would ask for each row again.
    """

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = steady_time) -> None:
        super().__init__(parent)
        self._clock = clock
        self._filter = RowFilter()
        self._rows = Rows()
        self._shown = self._rows
        """The same as long as the filter hides nothing."""
        self._batches: dict[int, tuple[int, int]] = {}
        """The first and the last id of each batch that was ever in the list."""
        self._counter = TotalsCounter()
        self._meter = SpeedMeter(clock)
        self._time_left = TimeLeft()
        self.hold: Hold | None = None
        self.picked: str | None = None
        """The project of the picker: rows of any other say theirs."""

    # What it answers

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of uploads that are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own type
        """Return a name, words for a tooltip or a screen reader, a `Snapshot` or a `Status`."""
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        row = self._shown[index.row()]
        answer = _ANSWERS.get(role)
        if answer is not None:
            return answer(row.snapshot)
        if role == UploadRole.STATUS:
            return self._status(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row_text.accessible_text(row.snapshot.transfer, self._status(row))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return row_text.accessible_description(row.snapshot.transfer, self._status(row), self.picked)
        return None

    def snapshot(self, row: int) -> Snapshot:
        """Return what is known of the upload in this row."""
        return self._shown[row].snapshot

    def snapshots_in(self, ranges: Iterable[tuple[int, int]]) -> list[Snapshot]:
        """Return what is known of the uploads in stretches of rows, (first, last) of each."""
        return [row.snapshot for row in self._shown.stretches(ranges)]

    def row_of(self, transfer_id: int) -> int | None:
        """Return the row of this transfer, or None when it is not shown."""
        return self._shown.number_of(transfer_id)

    def rows_of(self, ids: Iterable[int]) -> list[int]:
        """Return the rows of those transfers that are shown."""
        return self._shown.numbers_of(ids)

    def upload(self, transfer_id: int) -> Snapshot | None:
        """Return what is known of this transfer, shown or not, or None when it is not in the list."""
        number = self._rows.number_of(transfer_id)
        return self._rows[number].snapshot if number is not None else None

    def snapshots(self) -> Iterator[Snapshot]:
        """Yield what is known of every upload, shown or not, in drop order."""
        return (row.snapshot for row in self._rows)

    def batches(self, ids: Collection[int]) -> Iterator[Snapshot]:
        """Yield what is known of the uploads of these batches that are in the list, in drop order."""
        spans = [self._batches[batch] for batch in ids if batch in self._batches]
        if spans:
            rows = self._rows.between(min(first for first, _ in spans), max(last for _, last in spans))
            yield from (row.snapshot for row in rows if row.snapshot.transfer.batch_id in ids)

    def totals(self) -> Totals:
        """Return the sums of the whole list as of now."""
        budget = self.hold is not None and self.hold.reason is HoldReason.WRITE_BUDGET
        if not self._counter.running and not budget:
            self._time_left.forget()
        speed = self._meter.bytes_per_second()
        seconds_left = self._time_left.seconds(self._counter, speed, self._clock())
        return self._counter.totals(speed, seconds_left, self._time_left.limit(self._counter))

    def forget_limit(self) -> None:
        """Know no limit of Layers any more: another account may have another one."""
        self._time_left.forget()

    @property
    def counts_down(self) -> bool:
        """True while some row's words, or the time left, change with the time alone."""
        counter = self._counter
        held = self.hold is not None and counter.waiting > 0
        return counter.retrying > 0 or held or counter.busy > 0

    # Which rows it shows

    @property
    def show(self) -> StatusFilter:
        """Which chip is on."""
        return self._filter.show

    def set_show(self, show: StatusFilter) -> None:
        """Show the rows of another chip."""
        if show is not self._filter.show:
            self._filter.show = show
            self._filter_anew()

    def look_for(self, typed: str) -> None:
        """Show only the rows that hold these words; all again when there is none."""
        if self._filter.look_for(typed):
            self._filter_anew()

    def nothing(self) -> str:
        """Return what stands in the list when no row is shown."""
        return self._filter.nothing()

    def _filter_anew(self) -> None:
        self.beginResetModel()
        if self._filter.active:
            accepts = self._filter.accepts
            self._shown = Rows(row for row in self._rows if accepts(row.snapshot.transfer))
        else:
            self._shown = self._rows
        self.endResetModel()

    # What the queue says

    def add(self, snapshots: Sequence[Snapshot]) -> None:
        """Put a batch in, in one go: new files at the end, rows that come back where they were in drop order.

        A transfer that is known already is changed in its place.
        """
        fresh: dict[int, Row] = {}
        known: list[Snapshot] = []
        for snapshot in snapshots:
            transfer_id = snapshot.transfer.id
            if self._rows.number_of(transfer_id) is None:
                fresh[transfer_id] = self._take_in(Row(snapshot), snapshot)
            else:
                known.append(snapshot)
        rows = list(fresh.values())
        self._counter.put((row.snapshot, row.sent) for row in rows)
        self._note_batches(rows)
        if self._shown is self._rows:
            self._show_rows(rows)
        elif rows:
            self._rows.insert(self._rows.places_for(rows))
            self._show_rows([row for row in rows if self._filter.accepts(row.snapshot.transfer)])
        self.change(known)

    def change(self, snapshots: Iterable[Snapshot]) -> None:
        """Take in what became of some transfers; one that is not in the list is nobody's news."""
        numbers: list[int] = []
        changed: list[Row] = []
        for snapshot in snapshots:
            number = self._rows.number_of(snapshot.transfer.id)
            if number is not None:
                numbers.append(number)
                changed.append(self._take_in(self._rows[number], snapshot))
        self._counter.put((row.snapshot, row.sent) for row in changed)
        self._meter.read(self._counter.flow)
        if self._shown is self._rows:
            self._announce(numbers, _CHANGED)
        else:
            self._filter_changed(changed)

    def progress(self, readings: Iterable[Progress]) -> None:
        """Take in byte counts. Touches only rows that are sending."""
        changed: list[Row] = []
        for reading in readings:
            number = self._rows.number_of(reading.transfer_id)
            row = self._rows[number] if number is not None else None
            if row is None or row.meter is None:
                continue  # it came after the news that the PUT is over, or that the row is gone
            row.sent = reading.sent
            row.meter.read(reading.sent)
            changed.append(row)
        self._counter.put((row.snapshot, row.sent) for row in changed)
        self._meter.read(self._counter.flow)
        self._announce(self._shown.numbers_of(row.id for row in changed), _PROGRESS)

    def remove(self, ids: Collection[int]) -> list[Transfer]:
        """Take rows off the list, neighbours together or all at once, and return what they were."""
        numbers = self._rows.numbers_of(ids)
        gone = [self._rows[number].snapshot.transfer for number in numbers]
        self._counter.remove(ids)
        if self._shown is self._rows:
            self._hide_rows(numbers)
        else:
            self._hide_rows(self._shown.numbers_of(ids))
            self._rows.drop(runs(numbers))
        return gone

    def set_hold(self, hold: Hold | None) -> None:
        """Take in why nothing goes out at the moment. Rows that wait say it: any of them, so all are told."""
        self.hold = hold
        self._time_left.show_hold(hold, self._clock())
        if len(self._shown):
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1), _STATUS)

    @Slot(object)
    def thumbnail_arrived(self, transfer_id: int) -> None:
        """Have this row painted again."""
        number = self.row_of(transfer_id)
        if number is not None:
            self._announce([number], [int(Qt.ItemDataRole.DecorationRole)])

    def _take_in(self, row: Row, snapshot: Snapshot) -> Row:
        row.snapshot = snapshot
        activity = snapshot.activity
        if activity is Activity.SENDING:
            if row.meter is None:
                row.sent = 0
                row.meter = SpeedMeter(self._clock)
        else:
            row.meter = None
            if activity is not Activity.FINISHING:
                row.sent = 0
        return row

    def _note_batches(self, rows: Sequence[Row]) -> None:
        for batch, of_batch in groupby(rows, key=lambda row: row.snapshot.transfer.batch_id):
            ids = [row.id for row in of_batch]
            first, last = self._batches.get(batch, (ids[0], ids[0]))
            self._batches[batch] = min(first, *ids), max(last, *ids)

    def _show_rows(self, rows: Sequence[Row]) -> None:
        places = self._shown.places_for(rows)
        if len(places) > MOST_RANGES:
            self.beginResetModel()
            self._shown.insert(places)
            self.endResetModel()
            return
        for number, neighbours in reversed(places):
            self.beginInsertRows(_ROOT, number, number + len(neighbours) - 1)
            self._shown.insert([(number, neighbours)])
            self.endInsertRows()

    def _hide_rows(self, numbers: Iterable[int]) -> None:
        ranges = runs(numbers)
        if len(ranges) > MOST_RANGES:
            self.beginResetModel()
            self._shown.drop(ranges)
            self.endResetModel()
            return
        for first, last in reversed(ranges):
            self.beginRemoveRows(_ROOT, first, last)
            self._shown.drop([(first, last)])
            self.endRemoveRows()

    def _filter_changed(self, rows: Sequence[Row]) -> None:
        """Tell of changed rows, of which some come under the filter now and others leave it."""
        accepted = [row for row in rows if self._filter.accepts(row.snapshot.transfer)]
        hidden = {row.id for row in rows}.difference(row.id for row in accepted)
        self._hide_rows(self._shown.numbers_of(hidden))
        fresh = {row.id: row for row in accepted if self._shown.number_of(row.id) is None}
        self._show_rows(list(fresh.values()))
        self._announce(self._shown.numbers_of(row.id for row in accepted if row.id not in fresh), _CHANGED)

    def _status(self, row: Row) -> Status:
        speed = row.meter.bytes_per_second() if row.meter else None
        return status_of(row.snapshot, self.hold, self._clock(), sent=row.sent, speed=speed)

    def _announce(self, numbers: Iterable[int], roles: list[int]) -> None:
        changed = runs(numbers)
        if len(changed) > MOST_RANGES:
            changed = [(changed[0][0], changed[-1][1])]  # what is on the screen is painted once either way
        for first, last in changed:
            self.dataChanged.emit(self.index(first), self.index(last), roles)
