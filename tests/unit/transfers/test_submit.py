"""What comes in is written down at once and as a whole, and looked at afterwards, each file for itself."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from layers_desktop.core.clock import Clocks
from layers_desktop.media.bounded_reader import LARGEST_NUMBER
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import MediaFile, NewFile, Rejection, inspect
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import (
    AssignProject,
    Cancel,
    ChangeKind,
    Pause,
    Restore,
    Submit,
    UseAccount,
)
from layers_desktop.transfers.journal.journal import ENTERED_AT_ONCE, Journal
from layers_desktop.transfers.queue import LISTED_AT_ONCE
from layers_desktop.transfers.ready_queue import INSPECTORS
from layers_desktop.transfers.recovery import ProcessRun
from layers_desktop.transfers.store import TransferStore
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage, Transfer
from tests.support.engine_harness import QUICK, Harness, QuietListener, make_png, sha256, with_files

SMALL = 300


class SlowInspection:
    """Files whose share does not give them out yet."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.given = threading.Event()
        self.journal: Path | None = None
        self.written: set[bytes] = set()
        """What was in the journal when the first file was asked for."""

    def __call__(
        self, path: bytes, *, image_kind: MediaKind, only_kind: MediaKind | None
    ) -> MediaFile | Rejection:
        if self.journal is not None and not self.asked.is_set():
            with closing(sqlite3.connect(self.journal)) as db:
                self.written = {row[0] for row in db.execute("SELECT path FROM transfer")}
        self.asked.set()
        assert self.given.wait(60)
        return inspect(path, image_kind=image_kind, only_kind=only_kind)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowInspection]:
    inspection = SlowInspection()
    monkeypatch.setattr("layers_desktop.transfers.steps.inspect", inspection)
    yield inspection
    inspection.given.set()


def fill(folder: Path, count: int) -> list[Path]:
    return [make_png(folder / f"{number}.png", SMALL) for number in range(1, count + 1)]


def written(engine: Harness, ids: range | list[int]) -> list[Transfer | None]:
    with closing(Journal(engine.config.journal)) as another:
        return [another.transfer(id_) for id_ in ids]


def project(box: Sandbox, number: int = 0) -> AssignProject:
    found = box.world.projects[number]
    return AssignProject(
        project_id=found.project_id, project_name=found.name, image_kind=MediaKind.LOGO, checksum=False
    )


def test_all_of_it_is_on_disk_before_any_file_is_opened(
    engine: Harness, tmp_path: Path, slow: SlowInspection
) -> None:
    files = fill(tmp_path, 3 * ENTERED_AT_ONCE)
    slow.journal = engine.config.journal
    engine.post(with_files(Submit(project_id="p", project_name="P", ticket=7), *files))
    engine.wait_until(lambda: engine.submitted == {7: 1})
    rows = written(engine, range(1, len(files) + 1))
    assert [row.path for row in rows if row is not None] == [bytes(file) for file in files]
    assert {(row.kind, row.mime_type, row.stage) for row in rows if row is not None} == {
        (None, None, Stage.QUEUED)
    }
    engine.wait_until(lambda: len(engine.rows) == len(files))
    assert slow.asked.wait(60)
    assert slow.written == set(map(bytes, files))


def test_a_file_that_takes_long_to_inspect_is_shown_to_be_at_it(
    engine: Harness, box: Sandbox, small: Path, slow: SlowInspection
) -> None:
    engine.submit(box, small)
    engine.wait_until(lambda: engine.activity() is Activity.PREPARING)
    slow.given.set()
    engine.wait_settled(1)
    assert len(box.world.assets) == 1


def test_once_the_first_of_a_large_drop_is_listed_all_of_it_has_rows_and_inspection_waits(
    tmp_path: Path,
) -> None:
    files = tuple(NewFile(f"/{number}.png".encode()) for number in range(ENTERED_AT_ONCE + 200))
    told: list[int] = []

    class Listener(QuietListener):
        def on_added(self, snapshots: list[Snapshot]) -> None:
            told.append(len(snapshots))

    journal = Journal(tmp_path / "journal.sqlite3")
    clocks = Clocks(monotonic=lambda: 0.0, wall=lambda: 0.0)
    with closing(TransferStore(journal, ProcessRun(tmp_path / "runs"), clocks, Listener(), QUICK)) as store:
        store.open_account("org", resume=True)
        store.add(Submit(files=files, project_id="p", project_name="P"), "org")
        rows = "SELECT count(*) FROM transfer"
        with closing(sqlite3.connect(tmp_path / "journal.sqlite3")) as db:
            assert db.execute(rows).fetchone() == (ENTERED_AT_ONCE,)
            more = store.list_more(100)
            assert (told, more, store.ready.filling) == ([100], True, True)
            assert db.execute(rows).fetchone() == (len(files),)
        while more:
            more = store.list_more(100)
            assert store.ready.filling is more
    assert sum(told) == len(files)


def test_a_large_drop_is_listed_a_few_at_a_time_in_order_and_is_one_batch(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    count = 2 * LISTED_AT_ONCE + 10
    found = box.world.projects[0]
    files = tuple(NewFile(bytes(tmp_path / f"{number}.png")) for number in range(count))
    engine.post(Pause(), Submit(files=files, project_id=found.project_id, project_name=found.name))
    engine.wait_until(lambda: len(engine.rows) == count)
    assert engine.said["added"] == 3
    rows = [engine.rows[id_].transfer for id_ in sorted(engine.rows)]
    assert [row.name for row in rows] == [f"{number}.png" for number in range(count)]
    assert len({row.batch_id for row in rows}) == 1
    engine.wait_settled(count)  # none of them is there
    engine.wait_until(lambda: [batch.needs_you for batch in engine.batches] == [count])


def test_what_is_handed_in_at_the_last_moment_is_there_at_the_next_start(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path
) -> None:
    engine = make_engine(box)
    engine.submit(box, small)
    engine.engine.queue.stop_accepting()
    assert engine.stop()
    (row,) = written(engine, [1])
    assert row is not None
    assert row.account_id == box.world.organization_id
    engine.start_anew(box)
    engine.wait_settled(1)
    assert [asset.sha256 for asset in box.world.assets] == [sha256(small)]


def test_one_odd_file_costs_its_own_row(
    engine: Harness,
    box: Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A date after 2262 is beyond 64 bits of nanoseconds; what nobody thought of raises whatever it likes."""
    odd, broken, fine = fill(tmp_path, 3)

    def inspect_odd(path: bytes, **kinds: MediaKind | None) -> MediaFile | Rejection:
        if path == bytes(broken):
            raise RuntimeError("nobody thought of this")
        found = inspect(path, image_kind=MediaKind.IMAGE, only_kind=None)
        assert kinds
        return found

    monkeypatch.setattr("layers_desktop.transfers.steps.inspect", inspect_odd)
    os.utime(odd, ns=(0, LARGEST_NUMBER - 1))
    monkeypatch.setattr("layers_desktop.media.bounded_reader.LARGEST_NUMBER", 10**18)  # as if it were beyond
    engine.submit_and_settle(box, odd, broken, fine, rows=3)
    assert engine.transfer("1.png").mtime_ns == 10**18
    assert [engine.transfer(f"{n}.png").stage for n in (1, 2, 3)] == [Stage.DONE, Stage.FAILED, Stage.DONE]
    problem = engine.transfer("2.png").problem
    assert problem is not None
    assert problem.code == "internal"
    assert "step inspect failed unexpectedly" in caplog.text
    caplog.clear()


def test_what_comes_without_a_key_waits_for_one_and_is_the_first_ones_who_signs_in(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path, large: Path
) -> None:
    engine = make_engine()
    engine.submit(box, small, large)
    engine.wait_until(lambda: len(engine.rows) == 2)
    engine.wait_until(lambda: all(row.transfer.inspected for row in engine.rows.values()))
    assert all(row.transfer.waits_for_key for row in engine.rows.values())
    engine.sign_in(box)
    engine.wait_settled(2)
    assert {row.transfer.account_id for row in engine.rows.values()} == {box.world.organization_id}
    assert len(box.world.assets) == 2
    engine.wait_until(lambda: [batch.done for batch in engine.batches] == [2])


def test_what_waits_for_a_key_is_taken_up_by_a_later_start(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path
) -> None:
    engine = make_engine()
    engine.submit(box, small)
    engine.wait_until(lambda: len(engine.rows) == 1)
    engine.restart()
    account = engine.sign_in(box, adopt=False)  # a sandbox that is tried
    engine.catch_up()
    assert not engine.rows
    engine.post(UseAccount(account))
    engine.wait_settled(1)
    assert len(box.world.assets) == 1


def test_what_waits_for_a_project_gets_the_one_that_is_picked(
    engine: Harness, box: Sandbox, small: Path, tmp_path: Path
) -> None:
    named = make_png(tmp_path / "named.png", SMALL)
    chosen = make_png(tmp_path / "chosen.png", SMALL)
    wanted = box.world.projects[1].project_id
    engine.post(with_files(Submit(), small), with_files(Submit(project_id=wanted), named))
    engine.post(with_files(Submit(image_kind=MediaKind.REFERENCE_IMAGE), chosen))
    engine.wait_until(lambda: sum(row.transfer.inspected for row in engine.rows.values()) == 3)
    engine.catch_up()
    assert not box.world.assets
    engine.post(replace(project(box, 0), wanted=frozenset({""})))
    engine.wait_until(lambda: engine.stages()[Stage.DONE] == 2)
    assert engine.transfer("named.png").waits_for_project
    engine.post(replace(project(box, 1), wanted=frozenset({wanted})))
    engine.wait_settled(3)
    made = {asset.filename: (asset.project_id, asset.kind) for asset in box.world.assets}
    first = box.world.projects[0].project_id
    assert made == {
        "small.png": (first, "logo"),
        "chosen.png": (first, "reference_image"),
        "named.png": (wanted, "logo"),
    }
    engine.wait_until(lambda: len(engine.batches) == 3)
    assert {batch.project_id for batch in engine.batches} == {first, wanted}


def test_a_file_that_was_in_the_project_already_is_found_also_when_that_is_picked_later(
    engine: Harness, box: Sandbox, large: Path, tmp_path: Path
) -> None:
    engine.submit_and_settle(box, large)
    copy = tmp_path / "copy.png"
    copy.write_bytes(large.read_bytes())
    engine.post(with_files(Submit(), copy))
    engine.wait_until(lambda: len(engine.rows) == 2 and engine.transfer("copy.png").inspected)
    engine.post(replace(project(box), image_kind=MediaKind.IMAGE))
    engine.wait_until(lambda: engine.activity("copy.png") is Activity.KNOWN)
    assert len(box.world.assets) == 1


def test_the_kind_of_a_file_that_waits_to_be_inspected_can_be_chosen(
    engine: Harness, box: Sandbox, small: Path, slow: SlowInspection
) -> None:
    engine.submit(box, small, make_png(small.with_name("second.png"), SMALL), small.with_name("third.png"))
    make_png(small.with_name("third.png"), SMALL)
    engine.wait_until(lambda: len(engine.rows) == 3)
    engine.post(ChangeKind((engine.transfer("third.png").id,), MediaKind.LOGO))
    engine.catch_up()
    slow.given.set()
    engine.wait_settled(3)
    assert {asset.filename: asset.kind for asset in box.world.assets}["third.png"] == "logo"


def test_thousands_are_cancelled_as_one_and_come_back_as_they_stood(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    files = fill(tmp_path, 1_200)
    engine.post(Pause())
    engine.submit(box, *files)
    engine.wait_until(lambda: len(engine.rows) == 1_200)
    engine.wait_until(lambda: all(row.transfer.inspected for row in engine.rows.values()))
    ids = tuple(engine.rows)
    changed, removed = engine.said["changed"], engine.said["removed"]
    engine.post(Cancel(ids))
    engine.wait_until(lambda: not engine.rows)
    assert (engine.said["changed"] - changed, engine.said["removed"] - removed) == (0, 1)
    assert {row.stage for row in written(engine, list(ids)) if row is not None} == {Stage.CANCELLED}
    engine.post(Restore(ids))
    engine.wait_until(lambda: len(engine.rows) == 1_200)
    assert engine.stages() == {Stage.QUEUED: 1_200}
    assert [row.transfer for row in engine.rows.values()] == written(engine, list(engine.rows))


@pytest.mark.parametrize("signed_in_first", [True, False])
def test_a_file_that_may_be_at_layers_is_not_sent_as_another_one_when_it_is_dropped_again(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path, signed_in_first: bool
) -> None:
    """Also when it is given at a later start, and inspected before anybody is signed in; another project's
    row of the same file is none of it."""
    engine = make_engine(box, policy=replace(QUICK, tries=1))
    for number in (0, 1):
        box.world.faults.add("inline:reset-after")
        found = box.world.projects[number]
        engine.post(with_files(Submit(project_id=found.project_id, project_name=found.name), small))
        engine.wait_until(lambda number=number: engine.stages()[Stage.FAILED] == number + 1)  # type: ignore[misc]
    assert len(box.world.assets) == 2
    engine.restart()
    if signed_in_first:
        engine.sign_in(box)
        engine.wait_until(lambda: len(engine.rows) == 2)
    engine.submit(box, small)
    engine.wait_until(lambda: len(engine.all_seen) >= 3)
    if not signed_in_first:
        engine.wait_until(lambda: all(row.transfer.inspected for row in engine.rows.values()))
        engine.sign_in(box)
    engine.wait_until(lambda: engine.stages() == {Stage.DONE: 1, Stage.FAILED: 1})
    assert len(box.world.assets) == 2


def test_what_waits_for_a_key_gets_no_project_of_the_sandbox(
    make_engine: Callable[..., Harness], box: Sandbox, make_box: Callable[..., Sandbox], small: Path
) -> None:
    engine = make_engine()
    tried = make_box(organization="Sandbox", seed=3)
    engine.post(with_files(Submit(organization_id=""), small))
    engine.sign_in(tried, adopt=False)
    engine.post(project(tried))
    engine.catch_up()
    engine.sign_in(box)
    engine.wait_until(lambda: engine.transfer().account_id == box.world.organization_id)
    assert engine.transfer().waits_for_project
    engine.post(project(box))
    engine.wait_settled(1)
    assert [asset.project_id for asset in box.world.assets] == [box.world.projects[0].project_id]
    assert not tried.world.assets


def test_what_was_given_to_another_organization_waits_for_it(
    engine: Harness, box: Sandbox, make_box: Callable[..., Sandbox], small: Path
) -> None:
    other = make_box(organization="Another", seed=2)
    theirs = other.world.projects[0]
    given = Submit(
        organization_id=other.world.organization_id,
        project_id=theirs.project_id,
        project_name=theirs.name,
        ticket=1,
    )
    engine.post(with_files(given, small))
    engine.wait_until(lambda: engine.submitted == {1: 1})
    engine.catch_up()
    assert not engine.rows
    engine.sign_in(other)
    engine.wait_settled(1)
    assert len(other.world.assets) == 1
    assert not box.world.assets


def test_what_files_are_is_written_down_of_many_at_once(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    files = fill(tmp_path, 400)
    engine.post(Pause())
    engine.submit(box, *files)
    engine.wait_until(lambda: sum(row.transfer.inspected for row in engine.rows.values()) == 400)
    assert engine.said["changed"] <= 400 / 4


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere a thread has no niceness")
def test_workers_leave_the_processor_to_the_window_and_the_queue(
    engine: Harness, box: Sandbox, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nice: list[int] = []

    def note(path: bytes, *, image_kind: MediaKind, only_kind: MediaKind | None) -> MediaFile | Rejection:
        nice.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return inspect(path, image_kind=image_kind, only_kind=only_kind)

    monkeypatch.setattr("layers_desktop.transfers.steps.inspect", note)
    engine.submit_and_settle(box, small)
    assert nice == [min(os.getpriority(os.PRIO_PROCESS, os.getpid()) + 3, 19)]


def test_files_that_hang_keep_no_others_from_being_sent_and_can_be_taken_out(
    engine: Harness, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hung = fill(tmp_path / "share", INSPECTORS)
    fine = make_png(tmp_path / "fine.png", SMALL)
    given = threading.Event()

    def inspect_some(path: bytes, **kinds: MediaKind | None) -> MediaFile | Rejection:
        assert kinds
        if b"share" in path:
            given.wait(60)
        return inspect(path, image_kind=MediaKind.IMAGE, only_kind=None)

    monkeypatch.setattr("layers_desktop.transfers.steps.inspect", inspect_some)
    try:
        engine.submit(box, *hung, fine)
        engine.wait_until(lambda: engine.stages()[Stage.DONE] == 1)
        engine.post(Cancel(tuple(engine.rows)))
        engine.wait_until(lambda: not engine.rows)
    finally:
        given.set()
    engine.catch_up()
    assert [asset.filename for asset in box.world.assets] == ["fine.png"]


def test_a_paused_row_that_comes_back_is_paused(engine: Harness, box: Sandbox, small: Path) -> None:
    engine.post(Pause())
    engine.submit(box, small)
    engine.wait_until(lambda: bool(engine.rows) and engine.transfer().inspected)
    (id_,) = engine.rows
    engine.post(Pause((id_,)), Cancel((id_,)), Restore((id_,)))
    engine.wait_until(lambda: engine.gone == [id_] and bool(engine.rows))
    assert engine.activity() is Activity.PAUSED
