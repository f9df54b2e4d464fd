from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from layers_desktop.transfers.transfer import Activity, Hold, HoldReason, Progress, Snapshot, Stage
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.uploads.model import TransferModel, UploadRole
from layers_desktop.ui.uploads.totals import TotalsCounter

Make = Callable[..., Snapshot]
Change = tuple[int, int, tuple[int, ...]]

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
READ_ALOUD = {int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.AccessibleDescriptionRole)}


class Listener:
    """Writes down what a model tells."""

    def __init__(self, model: TransferModel) -> None:
        self.changes: list[Change] = []
        self.inserted: list[tuple[int, int]] = []
        self.removed: list[tuple[int, int]] = []
        model.dataChanged.connect(self._changed)
        model.rowsInserted.connect(lambda _parent, first, last: self.inserted.append((first, last)))
        model.rowsRemoved.connect(lambda _parent, first, last: self.removed.append((first, last)))

    def _changed(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        self.changes.append((first.row(), last.row(), tuple(roles)))


@pytest.fixture
def model(qapp: QApplication) -> TransferModel:  # noqa: ARG001 - models need an application
    made = TransferModel(clock=lambda: 1_000.0)
    QAbstractItemModelTester(made, FATAL, made)
    return made


def ids(model: TransferModel) -> list[int]:
    return [snapshot.transfer.id for snapshot in model.snapshots()]


def test_a_batch_arrives_in_one_go(model: TransferModel, make: Make) -> None:
    listener = Listener(model)
    model.add([make(number) for number in range(2_000)])
    assert listener.inserted == [(0, 1_999)]
    assert not listener.changes
    assert model.row_of(1_500) == 1_500


def test_a_batch_of_nothing_is_no_news(model: TransferModel) -> None:
    listener = Listener(model)
    model.add([])
    assert not listener.inserted


def test_rows_that_come_back_stand_where_they_were(model: TransferModel, make: Make) -> None:
    model.add([make(number) for number in range(10)])
    model.remove([2, 3, 8])
    listener = Listener(model)
    model.add([make(number, Stage.DONE) for number in (8, 2, 3)])
    assert ids(model) == list(range(10))
    assert sorted(listener.inserted) == [(2, 3), (6, 6)]
    assert [model.row_of(number) for number in range(10)] == list(range(10))
    assert (model.totals().count, model.totals().done) == (10, 3)


def test_many_scattered_rows_come_back_in_one_go(model: TransferModel, make: Make) -> None:
    model.add([make(number) for number in range(1_000)])
    model.remove(range(0, 1_000, 2))
    listener = Listener(model)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.add([make(number) for number in range(0, 1_000, 2)])
    assert ids(model) == list(range(1_000))
    assert (len(resets), listener.inserted) == (1, [])


def test_a_row_that_is_added_twice_is_changed_in_its_place(model: TransferModel, make: Make) -> None:
    model.add([make(1), make(2)])
    listener = Listener(model)
    model.add([make(1, Stage.DONE), make(3), make(3, Stage.DONE)])
    assert ids(model) == [1, 2, 3]
    assert listener.inserted == [(2, 2)]
    assert [change[:2] for change in listener.changes] == [(0, 0)]
    assert model.totals().done == 2


def test_changes_name_exactly_the_rows_that_changed(model: TransferModel, make: Make) -> None:
    model.add([make(number) for number in range(10)])
    listener = Listener(model)
    model.change([make(number, Stage.DONE) for number in (7, 2, 3, 99)])
    assert [change[:2] for change in listener.changes] == [(2, 3), (7, 7)]
    assert all(int(UploadRole.STATUS) in change[2] for change in listener.changes)


def test_progress_touches_only_rows_that_send_and_only_their_words(model: TransferModel, make: Make) -> None:
    model.add([make(1), make(2, Stage.PRESIGNED, Activity.SENDING), make(3, Stage.DONE)])
    listener = Listener(model)
    model.progress([Progress(1, 5), Progress(2, 241_056), Progress(3, 5), Progress(99, 5)])
    assert listener.changes == [(1, 1, (int(UploadRole.STATUS),))]  # nothing that is read aloud
    assert model.index(1).data(UploadRole.STATUS).parts[0] == "50 %"


def test_a_second_try_starts_again_from_nothing(model: TransferModel, make: Make) -> None:
    model.add([make(1, Stage.PRESIGNED, Activity.SENDING)])
    model.progress([Progress(1, 400_000)])
    model.change([make(1, Stage.PRESIGNED, Activity.RETRYING, until=1_008.0)])
    assert model.totals().bytes_sent == 0
    model.change([make(1, Stage.PRESIGNED, Activity.SENDING)])
    assert model.index(0).data(UploadRole.STATUS).parts[0] == "0 %"


def test_late_progress_does_not_unsay_that_the_bytes_are_there(model: TransferModel, make: Make) -> None:
    model.add([make(1, Stage.PRESIGNED, Activity.SENDING)])
    model.change([make(1, Stage.UPLOADED, Activity.FINISHING)])
    model.progress([Progress(1, 10)])
    assert model.totals().bytes_sent == 482_112
    assert model.index(0).data(UploadRole.STATUS).text == "Finishing"


def test_a_hold_is_told_once_however_many_rows_wait(model: TransferModel, make: Make) -> None:
    model.add([make(1), make(2, Stage.DONE), make(3), make(4), make(5, Stage.PRESIGNED, Activity.SENDING)])
    listener = Listener(model)
    model.set_hold(Hold(HoldReason.OFFLINE))
    assert [change[:2] for change in listener.changes] == [(0, 4)]
    assert {*READ_ALOUD, int(UploadRole.STATUS)} == set(listener.changes[0][2])
    assert model.index(0).data(UploadRole.STATUS).text == "Waiting for the network"
    assert model.index(1).data(UploadRole.STATUS).is_id


def test_a_row_that_is_being_prepared_says_pause_all(model: TransferModel, make: Make) -> None:
    model.add([make(1, activity=Activity.PREPARING)])
    model.set_hold(Hold(HoldReason.PAUSED))
    assert model.index(0).data(UploadRole.STATUS).text == "Paused while preparing"


def test_very_many_changed_rows_are_told_in_one_go(model: TransferModel, make: Make) -> None:
    model.add([make(number) for number in range(1_000)])
    listener = Listener(model)
    model.change([make(number, Stage.DONE) for number in range(10, 1_000, 2)])
    assert [change[:2] for change in listener.changes] == [(10, 998)]


@pytest.mark.parametrize("show", [StatusFilter.ACTIVE, StatusFilter.DONE])
def test_rows_that_come_under_a_chip_or_leave_it_do_so_in_one_go(
    model: TransferModel, make: Make, show: StatusFilter
) -> None:
    model.add([make(number) for number in range(1_000)])
    model.set_show(show)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    listener = Listener(model)
    model.change([make(number, Stage.DONE) for number in range(0, 1_000, 2)])
    assert len(resets) + len(listener.inserted) + len(listener.removed) == 1
    assert model.rowCount() == 500


def test_a_batch_is_found_among_others(model: TransferModel, make: Make) -> None:
    model.add([make(number, batch_id=number % 3) for number in range(9)])
    model.add([make(20, batch_id=1)])
    model.remove([4])
    assert [snapshot.transfer.id for snapshot in model.batches({1})] == [1, 7, 20]
    assert [snapshot.transfer.id for snapshot in model.batches({0, 2})] == [0, 2, 3, 5, 6, 8]
    assert list(model.batches({99})) == []


@pytest.mark.parametrize("rows", [200, 2_000])
def test_what_a_change_tells_does_not_grow_with_the_list(model: TransferModel, make: Make, rows: int) -> None:
    model.add([make(number) for number in range(rows)])
    listener = Listener(model)
    model.add([make(number) for number in range(rows, rows + 500)])
    model.change([make(number, Stage.PRESIGNED, Activity.SENDING) for number in range(rows, rows + 4)])
    model.progress([Progress(number, 5) for number in range(rows, rows + 4)])
    model.set_hold(Hold(HoldReason.OFFLINE))
    model.remove(range(rows // 2))
    assert (len(listener.inserted), len(listener.changes), len(listener.removed)) == (1, 3, 1)


@pytest.mark.parametrize(
    ("row", "hold", "counts"),
    [
        ({}, None, False),
        ({}, Hold(HoldReason.WRITE_BUDGET, until=1_005.0), True),
        ({"stage": Stage.DONE}, Hold(HoldReason.WRITE_BUDGET, until=1_005.0), False),
        ({"stage": Stage.PRESIGNED, "activity": Activity.RETRYING}, None, True),
    ],
)
def test_time_matters_only_while_something_counts_down(
    model: TransferModel, make: Make, row: dict[str, object], hold: Hold | None, *, counts: bool
) -> None:
    model.add([make(1, **row)])
    model.set_hold(hold)
    assert model.counts_down is counts
    model.remove([1])
    assert not model.counts_down


def test_neighbours_leave_together_and_the_rest_is_found_where_it_is(
    model: TransferModel, make: Make
) -> None:
    model.add([make(number) for number in range(10)])
    listener = Listener(model)
    model.remove([2, 3, 8, 4, 77])
    assert sorted(listener.removed) == [(2, 4), (8, 8)]
    assert [(number, model.row_of(number)) for number in (1, 3, 5, 9)] == [(1, 1), (3, None), (5, 2), (9, 5)]


def test_many_scattered_rows_leave_in_one_go(model: TransferModel, make: Make) -> None:
    model.add([make(number) for number in range(1_000)])
    listener = Listener(model)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.remove(range(0, 1_000, 2))
    assert ids(model) == list(range(1, 1_000, 2))
    assert (len(resets), listener.removed) == (1, [])
    assert model.row_of(999) == 499
    assert model.totals().count == 500


def test_a_thumbnail_repaints_its_row_alone(model: TransferModel, make: Make) -> None:
    model.add([make(1), make(2)])
    listener = Listener(model)
    model.thumbnail_arrived(2)
    model.thumbnail_arrived(99)
    assert listener.changes == [(1, 1, (int(Qt.ItemDataRole.DecorationRole),))]


def test_the_model_answers_screen_readers_and_tooltips(model: TransferModel, make: Make) -> None:
    model.add([make(1, Stage.DONE, asset_id="med_01HX")])
    index = model.index(0)
    assert index.data() == "founder-shot.jpg"
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "founder-shot.jpg, reference image, 482 KB, done, asset med_01HX"
    assert "med_01HX" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.ForegroundRole) is None
    assert model.data(QModelIndex()) is None
    assert model.rowCount(QPersistentModelIndex(index)) == 0


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "remove", "progress", "show"]),
        st.lists(
            st.tuples(
                st.integers(0, 12), st.sampled_from(Stage), st.sampled_from(Activity), st.integers(0, 600_000)
            ),
            max_size=5,
        ),
        st.sampled_from(StatusFilter),
    ),
    max_size=15,
)


@settings(deadline=None)
@given(steps=STEPS)
def test_the_model_holds_and_shows_what_a_plain_dict_would(
    qapp: QApplication,  # noqa: ARG001 - models need an application
    make: Make,
    steps: list[tuple[str, list[tuple[int, Stage, Activity, int]], StatusFilter]],
) -> None:
    model = TransferModel(clock=lambda: 1_000.0)
    tester = QAbstractItemModelTester(model, FATAL)
    plain: dict[int, Snapshot] = {}
    for step, news, show in steps:
        snapshots = [make(number, stage, activity) for number, stage, activity, _ in news]
        match step:
            case "add":
                model.add(snapshots)
                plain.update({snapshot.transfer.id: snapshot for snapshot in snapshots})
            case "change":
                model.change(snapshots)
                plain.update({s.transfer.id: s for s in snapshots if s.transfer.id in plain})
            case "remove":
                model.remove([number for number, *_ in news])
                plain = {n: s for n, s in plain.items() if n not in {number for number, *_ in news}}
            case "progress":
                model.progress([Progress(number, sent) for number, *_, sent in news])
            case _:
                model.set_show(show)
        plain = dict(sorted(plain.items()))
        assert list(model.snapshots()) == list(plain.values())
        shown = [s for s in plain.values() if model.show.shows(s.transfer)]
        assert [model.snapshot(row) for row in range(model.rowCount())] == shown
        assert [model.row_of(s.transfer.id) for s in shown] == list(range(len(shown)))
        counter = TotalsCounter()
        counter.put((snapshot, 0) for snapshot in plain.values())
        totals, anew = model.totals(), counter.totals()
        assert (totals.count, totals.settled, totals.done, totals.needs_you) == (
            anew.count, anew.settled, anew.done, anew.needs_you,
        )  # fmt: skip
        assert [show.count(totals) for show in StatusFilter] == [
            sum(show.shows(s.transfer) for s in plain.values()) for show in StatusFilter
        ]
    assert tester.model() is model
