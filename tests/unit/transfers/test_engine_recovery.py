"""What an earlier run left: taken up, once, by a later one; and what happens when accounts change."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from layers_desktop.api.account import Account
from layers_desktop.core.errors import Problem
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import Cancel, Pause, Remove, Resume, Retry, UseAccount
from layers_desktop.transfers.journal.database import JournalUnusable
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.steps import Finalized, Presigned
from layers_desktop.transfers.transfer import Activity, HoldReason, Restored, Stage, Transfer
from tests.support.engine_harness import Harness, let_go, make_png, sha256, steps
from tests.support.processes import killed_at_end

ROOT = Path(__file__).parents[3]
LOST = ("presign:stall", "presign:timeout", "put:stall", "put:stall-mid", "put:timeout")
LOST_LATE = ("finalize:stall", "finalize:timeout", "inline:stall", "inline:timeout")


def _one_asset(box: Sandbox, path: Path) -> None:
    assert [asset.sha256 for asset in box.world.assets if asset.filename == path.name] == [sha256(path)]


@pytest.mark.parametrize("fault", LOST + LOST_LATE)
def test_a_quit_in_the_middle_of_any_step_ends_in_one_asset_after_the_next_start(
    engine: Harness, box: Sandbox, tmp_path: Path, fault: str
) -> None:
    path = make_png(tmp_path / "it.png", 500 if fault.startswith("inline") else 300_000)
    engine.submit_held(box, fault, path)
    engine.wait_until(lambda: bool(engine.rows))
    assert engine.stop()
    box.world.faults.release()
    engine.start_anew(box)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert engine.transfer().sha256 == sha256(path)
    _one_asset(box, path)


@pytest.mark.parametrize("kind", ["404", "422", "missing"])
def test_an_upload_stopped_in_its_put_is_finished_however_finalize_says_that_its_bytes_are_missing(
    engine: Harness, box: Sandbox, large: Path, kind: str
) -> None:
    engine.submit_held(box, "put:stall-mid", large)
    assert engine.stop()
    box.world.faults.replace(f"finalize:{kind}:3")
    box.world.faults.release()
    engine.start_anew(box)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert steps(box)[2:] == ["finalize", "presign", "put", *["finalize"] * 3]
    _one_asset(box, large)


def test_signed_bytes_that_arrived_before_a_crash_are_finalized_not_sent_again(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    engine.submit_held(box, "put:timeout", large)
    assert engine.stop()
    let_go(box)
    engine.start_anew(box)
    engine.wait_settled()
    assert steps(box).count("put") == 1
    _one_asset(box, large)


def test_a_file_that_changed_since_the_crash_is_sent_as_it_is_now(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    engine.submit_held(box, "put:timeout", large)
    assert engine.stop()
    box.world.faults.release()
    make_png(large, 450_000)
    engine.start_anew(box)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert engine.transfer().size == 450_000
    _one_asset(box, large)
    assert len(box.world.assets) == 1


def test_a_later_start_says_once_what_it_took_up_and_how_the_earlier_one_ended(
    engine: Harness, box: Sandbox, make_box: Callable[..., Sandbox], tmp_path: Path
) -> None:
    engine.submit_and_settle(box, make_png(tmp_path / "done.png", 500))
    box.world.faults.add("inline:422", "put:stall-mid:2")
    engine.submit(box, make_png(tmp_path / "failed.png", 500))
    engine.wait_until(lambda: engine.stages()[Stage.FAILED] == 1)
    engine.submit(box, *(make_png(tmp_path / f"open{n}.png", 300_000) for n in range(2)))
    assert box.world.faults.wait_held(2)
    assert not engine.restored, "nothing was there at the first start"
    engine.restart(box)
    engine.wait_until(lambda: bool(engine.restored))
    assert engine.restored == [Restored(unfinished=2, failed=1, done=1, crashed=False)]
    engine.wait_settled(4)
    engine.sign_in(make_box(organization="Another", seed=2))
    engine.wait_until(lambda: not engine.rows)
    engine.sign_in(box)
    engine.wait_until(lambda: len(engine.rows) == 4)
    assert len(engine.restored) == 1, "what came back from another account was not left by an earlier run"


def test_a_later_start_shows_what_is_open_failed_or_done_lately_and_nothing_else(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path
) -> None:
    engine = make_engine(box, concurrency=1)
    (tmp_path / "brief.pdf").write_bytes(b"%PDF-1.7")
    engine.submit_and_settle(box, make_png(tmp_path / "done.png", 500), tmp_path / "brief.pdf", rows=2)
    box.world.faults.add("inline:422:2")
    engine.submit_and_settle(
        box, make_png(tmp_path / "failed.png", 500), make_png(tmp_path / "removed.png", 500), rows=4
    )
    engine.post(Remove((engine.transfer("removed.png").id,)))
    box.world.faults.add("put:stall-mid")
    engine.submit(
        box, *(make_png(tmp_path / name, 300_000) for name in ("open.png", "out.png", "paused.png"))
    )
    assert box.world.faults.wait_held()
    engine.wait_until(lambda: len(engine.rows) == 6)
    engine.post(Cancel((engine.transfer("out.png").id,)), Pause((engine.transfer("paused.png").id,)))
    engine.wait_until(lambda: engine.activity("paused.png") is Activity.PAUSED)
    engine.restart(box)
    engine.wait_until(lambda: engine.activity("open.png") is Activity.FINISHED)
    assert {name: engine.transfer(name).stage for name in ("open.png", "failed.png", "paused.png")} == {
        "open.png": Stage.DONE,
        "failed.png": Stage.FAILED,
        "paused.png": Stage.QUEUED,
    }
    assert engine.transfer("done.png").stage is Stage.DONE
    assert len(engine.rows) == 4
    assert engine.activity("paused.png") is Activity.PAUSED
    assert engine.transfer("failed.png").problem is not None
    engine.post(Retry(), Resume())
    engine.wait_settled(3)
    assert len(box.world.assets) == 4


@pytest.fixture
def second_program(tmp_path: Path, box: Sandbox) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a real second process on the same data, uploading these files."""
    with ExitStack() as stack:

        def start(*paths: Path) -> subprocess.Popen[bytes]:
            arguments = [
                *(str(tmp_path / "data"), box.base_url, box.key, box.world.organization_id),
                *(box.world.projects[0].project_id, *map(str, paths)),
            ]
            command = [sys.executable, "-m", "tests.unit.transfers.engine_child", *arguments]
            process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
            return stack.enter_context(killed_at_end(process))

        yield start


def test_a_live_programs_uploads_are_left_alone_and_taken_up_when_it_was_killed(
    make_engine: Callable[..., Harness],
    second_program: Callable[..., subprocess.Popen[bytes]],
    box: Sandbox,
    tmp_path: Path,
    small: Path,
) -> None:
    theirs = [make_png(tmp_path / f"{n}.png", 300_000) for n in range(6)]
    box.world.faults.add("put:stall-mid:4")
    process = second_program(*theirs)
    assert box.world.faults.wait_held(4)
    engine = make_engine(box)
    engine.submit_and_settle(box, small)
    assert [row.transfer.name for row in engine.rows.values()] == ["small.png"]

    process.kill()
    process.wait()
    engine.sign_in(box)
    engine.wait_settled(7)
    assert engine.stages() == {Stage.DONE: 7}
    assert engine.restored == [Restored(unfinished=6, failed=0, done=0, crashed=True)]
    for path in theirs:
        _one_asset(box, path)
    assert len(box.world.assets) == 7


def test_another_organizations_rows_are_put_away_and_come_back(
    engine: Harness, box: Sandbox, make_box: Callable[..., Sandbox], tmp_path: Path, large: Path
) -> None:
    other = make_box(organization="Another", seed=2)
    box.world.faults.add("put:stall-mid", "inline:422")
    engine.submit(box, large, make_png(tmp_path / "failed.png", 500))
    assert box.world.faults.wait_held()
    engine.wait_until(lambda: engine.stages()[Stage.FAILED] == 1)
    engine.sign_in(other)
    engine.wait_until(lambda: not engine.rows)
    engine.submit(other, make_png(tmp_path / "theirs.png", 500))
    engine.wait_settled()
    assert [asset.filename for asset in other.world.assets] == ["theirs.png"]
    assert not box.world.assets

    engine.sign_in(box)
    engine.wait_until(
        lambda: {row.transfer.name for row in engine.rows.values()} == {"large.png", "failed.png"}
    )
    engine.wait_settled(2)
    assert engine.stages() == {Stage.DONE: 1, Stage.FAILED: 1}
    _one_asset(box, large)


@pytest.mark.parametrize("fault", ["finalize:stall", "presign:stall", "finalize:timeout"])
def test_a_call_that_outlives_a_switch_there_and_back_keeps_its_row(
    engine: Harness, box: Sandbox, make_box: Callable[..., Sandbox], large: Path, fault: str
) -> None:
    other = make_box(organization="Another", seed=2)
    engine.submit_held(box, fault, large)
    engine.wait_until(lambda: bool(engine.rows))
    engine.sign_in(other)
    engine.wait_until(lambda: not engine.rows)
    engine.sign_in(box)
    engine.wait_until(lambda: bool(engine.rows))
    engine.release_and_settle(box)
    assert engine.transfer().stage is Stage.DONE
    _one_asset(box, large)


def test_a_batch_that_ends_after_the_switch_is_not_told_to_the_other_organization(
    engine: Harness, box: Sandbox, make_box: Callable[..., Sandbox], large: Path
) -> None:
    other = make_box(organization="Another", seed=2)
    engine.submit_held(box, "finalize:stall", large)
    engine.wait_until(lambda: bool(engine.rows))
    (id_,) = engine.rows
    engine.sign_in(other)
    engine.wait_until(lambda: not engine.rows)
    box.world.faults.release()
    engine.wait_until(lambda: engine.all_seen[id_][-1].transfer.stage is Stage.DONE)
    engine.catch_up()
    assert not engine.batches


def test_a_call_that_ends_after_the_switch_is_written_down_for_the_way_back(
    engine: Harness, box: Sandbox, make_box: Callable[..., Sandbox], large: Path
) -> None:
    other = make_box(organization="Another", seed=2)
    engine.submit_held(box, "presign:stall", large)
    engine.wait_until(lambda: bool(engine.rows))
    id_ = engine.transfer().id
    engine.sign_in(other)
    engine.wait_until(lambda: not engine.rows)
    box.world.faults.release()
    engine.wait_until(lambda: engine.all_seen[id_][-1].transfer.stage is Stage.PRESIGNED)
    assert not engine.rows
    assert "put" not in steps(box)
    engine.sign_in(box)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    _one_asset(box, large)


def test_a_drop_goes_to_the_account_it_was_made_for_even_if_another_signs_in_meanwhile(
    engine: Harness, box: Sandbox, make_box: Callable[..., Sandbox], small: Path
) -> None:
    other = make_box(organization="Another", seed=2)
    theirs = Account(
        base_url=other.base_url, key=ApiKey(other.key), organization_id=other.world.organization_id
    )
    switched: list[bool] = []

    def switch(_: object) -> None:
        if not switched:
            switched.append(True)
            engine.post(UseAccount(theirs))

    # the queue says so in its own thread before the first file is inspected
    engine.engine.queue.added.connect(switch, Qt.ConnectionType.DirectConnection)
    engine.submit(box, small)
    engine.wait_until(lambda: bool(engine.gone))
    engine.submit(other, make_png(small.with_name("theirs.png"), 500))
    engine.wait_until(lambda: len(other.world.assets) == 1)
    assert not [
        request for request in other.world.requests if box.world.projects[0].project_id in request.path
    ]
    assert not engine.notices
    engine.wait_until(lambda: [row.transfer.name for row in engine.rows.values()] == ["theirs.png"])
    engine.sign_in(box)
    engine.wait_until(lambda: engine.activity("small.png") is Activity.FINISHED)
    _one_asset(box, small)


def test_signing_out_stops_uploads_at_once_and_signing_in_goes_on(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    engine.submit_held(box, "put:stall-mid", large)
    engine.wait_until(lambda: bool(engine.rows))
    engine.post(UseAccount(None))
    engine.wait_until(lambda: engine.activity() is Activity.WAITING)
    assert engine.hold is not None
    assert engine.hold.reason is HoldReason.SIGNED_OUT
    engine.sign_in(box)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    _one_asset(box, large)


def test_a_damaged_journal_is_set_aside_told_and_replaced(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path, small: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "journal.sqlite3").write_bytes(b"this is no database" * 100)
    engine = make_engine(box)
    engine.submit_and_settle(box, small)
    assert [problem.code for problem in engine.notices] == ["journal.damaged"]
    assert engine.transfer().stage is Stage.DONE


@pytest.mark.parametrize("reason", ["newer", "no folder"])
def test_without_a_journal_nothing_is_sent_and_everything_is_told(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path, small: Path, reason: str
) -> None:
    if reason == "newer":
        (tmp_path / "data").mkdir()
        with sqlite3.connect(tmp_path / "data" / "journal.sqlite3") as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
    else:
        (tmp_path / "data").write_text("a file where the folder should be")
    engine = make_engine(box)
    engine.submit(box, small)
    engine.wait_until(lambda: len(engine.notices) == 2)
    code = "journal.newer" if reason == "newer" else "journal.unusable"
    assert [problem.code for problem in engine.notices] == [code] * 2  # at the start, and for the drop
    assert not box.world.requests


@pytest.mark.parametrize("size", [500, 300_000])
def test_a_journal_that_cannot_be_written_for_a_while_loses_nothing(
    engine: Harness, box: Sandbox, tmp_path: Path, size: int
) -> None:
    path = make_png(tmp_path / "it.png", size)
    engine.submit_held(box, "inline:stall" if size == 500 else "put:stall", path)
    engine.wait_until(lambda: bool(engine.rows))
    db = sqlite3.connect(tmp_path / "data" / "journal.sqlite3", isolation_level=None)
    db.execute("CREATE TRIGGER full BEFORE UPDATE ON transfer BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    box.world.faults.release()
    engine.wait_until(lambda: bool(engine.notices))
    assert engine.notices[0].code == "journal.unusable"
    assert "It is tried again in" in engine.notices[0].words.action
    if size == 500:
        engine.wait_until(lambda: engine.transfer().asset_id is not None)
        [asset] = box.world.assets
        assert engine.transfer().asset_id == asset.asset_id, "told, though it could not be written down"
        assert engine.notices[1].words.title == f"“it.png” is uploaded as {asset.asset_id}"
        assert engine.transfer().stage is Stage.QUEUED
    db.execute("DROP TRIGGER full")
    db.close()
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    _one_asset(box, path)
    assert len(box.world.assets) == 1


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (JournalUnusable(Problem.of("journal.unusable", why="full")), "Check that the disk is not full"),
        (RuntimeError("a fault of ours"), "Try again; if it happens again"),
    ],
)
def test_an_id_is_told_also_where_the_list_cannot_even_be_read(
    engine: Harness, box: Sandbox, small: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, said: str
) -> None:
    read = Journal.given_before
    failures = [failure]

    def given_before(journal: Journal, transfer: Transfer, answer: Presigned | Finalized) -> str:
        if failures:
            raise failures.pop()
        return read(journal, transfer, answer)

    monkeypatch.setattr(Journal, "given_before", given_before)
    engine.submit(box, small)
    engine.wait_until(lambda: bool(engine.rows) and engine.transfer().asset_id is not None)
    [asset] = box.world.assets
    assert engine.transfer().asset_id == asset.asset_id
    [_, told] = engine.notices
    assert told.words.title == f"“{small.name}” is uploaded as {asset.asset_id}"
    assert told.words.action.startswith(said)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert box.world.assets == [asset]
