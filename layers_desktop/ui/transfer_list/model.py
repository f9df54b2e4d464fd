"""The uploads as a Qt model: rows in drop order, found by transfer id at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from layers_desktop.clock import steady_time
from layers_desktop.transfers.transfer import Activity, Hold, Progress, Snapshot
from layers_desktop.ui.transfer_list import words
from layers_desktop.ui.transfer_list.rows import Row, Rows, runs
from layers_desktop.ui.transfer_list.speed import SpeedMeter
from layers_desktop.ui.transfer_list.status_words import Status, status_of
from layers_desktop.ui.transfer_list.time_left import TimeLeft
from layers_desktop.ui.transfer_list.totals import Totals, TotalsCounter

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()

MOST_RANGES: Final = 64
"""Each removed run of rows costs the views a pass over the list: 5 000 of them held the window for 3 s."""


class Role(IntEnum):
    """What this model answers beside Qt's own roles."""

    SNAPSHOT = Qt.ItemDataRole.UserRole + 1
    STATUS = Qt.ItemDataRole.UserRole + 2
    """A `Status`, as of now."""


_CHANGED: Final = [
    int(Qt.ItemDataRole.DisplayRole),
    int(Qt.ItemDataRole.ToolTipRole),
    int(Qt.ItemDataRole.AccessibleTextRole),
    int(Role.SNAPSHOT),
    int(Role.STATUS),
]
_STATUS: Final = [int(Qt.ItemDataRole.AccessibleTextRole), int(Role.STATUS)]

_ANSWERS: Final[dict[int, Callable[[Snapshot], object]]] = {
    Role.SNAPSHOT: lambda snapshot: snapshot,
    Qt.ItemDataRole.DisplayRole: lambda snapshot: words.display_name(snapshot.transfer.name),
    Qt.ItemDataRole.ToolTipRole: lambda snapshot: words.tooltip(snapshot.transfer),
    Qt.ItemDataRole.AccessibleDescriptionRole: lambda snapshot: words.project_line(snapshot.transfer),
}


class TransferModel(QAbstractListModel):
    """Holds what the queue last said of each transfer; changes exactly the rows and roles that changed."""

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = steady_time) -> None:
        super().__init__(parent)
        self._clock = clock
        self._rows = Rows()
        self._waiting: set[int] = set()
        self._retrying: set[int] = set()
        self._preparing: set[int] = set()
        self._counter = TotalsCounter()
        self._meter = SpeedMeter(clock)
        self._time_left = TimeLeft()
        self.hold: Hold | None = None

    # What it answers

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of uploads."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own type
        """Return a name, words for a tooltip or a screen reader, a `Snapshot` or a `Status`."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        answer = _ANSWERS.get(role)
        if answer is not None:
            return answer(row.snapshot)
        if role == Role.STATUS:
            return self._status(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.accessible_text(row.snapshot.transfer, self._status(row))
        return None

    def snapshot(self, row: int) -> Snapshot:
        """Return what is known of the upload in this row."""
        return self._rows[row].snapshot

    def snapshots(self) -> Iterator[Snapshot]:
        """Yield what is known of every upload, in drop order."""
        return (row.snapshot for row in self._rows)

    def row_of(self, transfer_id: int) -> int | None:
        """Return the row of this transfer, or None when it is not in the list."""
        return self._rows.number_of(transfer_id)

    def totals(self) -> Totals:
        """Return the sums of the list as of now."""
        speed = self._meter.bytes_per_second()
        return self._counter.totals(speed, self._time_left.seconds(self._counter, speed, self._clock()))

    @property
    def counts_down(self) -> bool:
        """True while some row's words, or the time left, change with the time alone."""
        held = self.hold is not None and bool(self._waiting)
        return bool(self._retrying) or held or self._counter.busy > 0

    # What the queue says

    def add(self, snapshots: Sequence[Snapshot]) -> None:
        """Put a batch in, in one go: new files at the end, rows that come back where they were in drop order.

        A transfer that is known already is changed in its place.
        """
        fresh: dict[int, Row] = {}
        known: list[Snapshot] = []
        for snapshot in snapshots:
            if self.row_of(snapshot.transfer.id) is None:
                fresh[snapshot.transfer.id] = Row(snapshot)
            else:
                known.append(snapshot)
        places = self._rows.places_for(fresh.values())
        if len(places) > MOST_RANGES:
            self.beginResetModel()
            self._insert(places)
            self.endResetModel()
        else:
            for number, rows in reversed(places):
                self.beginInsertRows(_ROOT, number, number + len(rows) - 1)
                self._insert([(number, rows)])
                self.endInsertRows()
        self.change(known)

    def _insert(self, places: Sequence[tuple[int, Sequence[Row]]]) -> None:
        for number, rows in reversed(places):
            self._rows.insert(number, rows)
            for row in rows:
                self._take_in(row, row.snapshot)

    def change(self, snapshots: Iterable[Snapshot]) -> None:
        """Take in what became of some transfers; one that is not in the list is nobody's news."""
        changed: list[int] = []
        for snapshot in snapshots:
            number = self.row_of(snapshot.transfer.id)
            if number is not None:
                self._take_in(self._rows[number], snapshot)
                changed.append(number)
        self._meter.read(self._counter.flow)
        self._announce(changed, _CHANGED)

    def progress(self, readings: Iterable[Progress]) -> None:
        """Take in byte counts. Touches only rows that are sending."""
        changed: list[int] = []
        for reading in readings:
            number = self.row_of(reading.transfer_id)
            if number is None:
                continue
            row = self._rows[number]
            if row.meter is None:
                continue  # it came after the news that the PUT is over
            row.sent = reading.sent
            row.meter.read(reading.sent)
            self._counter.put(row.snapshot, row.sent)
            changed.append(number)
        self._meter.read(self._counter.flow)
        self._announce(changed, _STATUS)

    def remove(self, ids: Iterable[int]) -> None:
        """Take rows off the list, neighbours together, or all at once when they lie scattered."""
        ranges = list(runs(self._rows.numbers_of(ids)))
        if len(ranges) > MOST_RANGES:
            self.beginResetModel()
            for first, last in reversed(ranges):
                self._drop(first, last)
            self.endResetModel()
            return
        for first, last in reversed(ranges):
            self.beginRemoveRows(_ROOT, first, last)
            self._drop(first, last)
            self.endRemoveRows()

    def _drop(self, first: int, last: int) -> None:
        for row in self._rows.drop(first, last):
            self._counter.remove(row.id)
            for _activity, members in self._members():
                members.discard(row.id)

    def set_hold(self, hold: Hold | None) -> None:
        """Take in why nothing goes out at the moment; only rows that wait, or soon will, say it."""
        self.hold = hold
        self._time_left.show_hold(hold, self._clock())
        members = self._waiting | self._retrying | self._preparing
        self._announce(self._rows.numbers_of(members), _STATUS)

    def expect(self, *, expected: bool) -> None:
        """Know that a drop is being looked at: the sums of a new run begin with it."""
        self._counter.expect(expected=expected)

    def thumbnail_arrived(self, transfer_id: int) -> None:
        """Have this row painted again."""
        number = self.row_of(transfer_id)
        if number is not None:
            self._announce([number], [int(Qt.ItemDataRole.DecorationRole)])

    def _take_in(self, row: Row, snapshot: Snapshot) -> None:
        row.snapshot = snapshot
        transfer_id = snapshot.transfer.id
        match snapshot.activity:
            case Activity.SENDING:
                if row.meter is None:
                    row.sent = 0
                    row.meter = SpeedMeter(self._clock)
            case Activity.FINISHING:
                row.meter = None
            case _:
                row.meter = None
                row.sent = 0
        for activity, members in self._members():
            if snapshot.activity is activity:
                members.add(transfer_id)
            else:
                members.discard(transfer_id)
        self._counter.put(snapshot, row.sent)

    def _members(self) -> tuple[tuple[Activity, set[int]], ...]:
        """Return the rows of whose words the queue's hold is a part."""
        return (
            (Activity.WAITING, self._waiting),
            (Activity.RETRYING, self._retrying),
            (Activity.PREPARING, self._preparing),
        )

    def _status(self, row: Row) -> Status:
        speed = row.meter.bytes_per_second() if row.meter else None
        return status_of(row.snapshot, self.hold, self._clock(), sent=row.sent, speed=speed)

    def _announce(self, numbers: Iterable[int], roles: list[int]) -> None:
        for first, last in runs(numbers):
            self.dataChanged.emit(self.index(first), self.index(last), roles)
