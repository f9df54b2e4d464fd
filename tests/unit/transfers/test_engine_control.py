"""What a person does in the middle of things: pause, resume, cancel, quit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from layers_desktop.api.account import Account
from layers_desktop.core.secrets import ApiKey
from layers_desktop.media.formats import MediaKind
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import (
    Cancel,
    ChangeKind,
    Pause,
    Remove,
    Restore,
    Resume,
    Retry,
    UseAccount,
)
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.transfer import Activity, HoldReason, Stage, Transfer
from tests.support.engine_harness import Harness, make_png, sha256, steps

JOINED = 30.0
"""Seconds: longer than a busy computer needs to end its threads, shorter than any time-out of a call."""


def _stalled(engine: Harness, box: Sandbox, path: Path, fault: str = "put:stall-mid") -> int:
    """Bring a file to a step that does not end by itself; returns its id."""
    engine.submit_held(box, fault, path)
    engine.wait_until(lambda: engine.activity(path.name) is not None)
    return engine.transfer(path.name).id


def test_a_paused_upload_stops_at_once_and_goes_on_to_one_asset(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    id_ = _stalled(engine, box, large)
    engine.post(Pause((id_,)))
    engine.wait_until(lambda: engine.activity() is Activity.PAUSED, timeout=JOINED)
    assert box.world.faults.held == 1, "nothing but the pause ended the call"
    assert engine.transfer().paused
    engine.post(Resume((id_,)))
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert len(box.world.assets) == 1
    assert box.world.assets[0].sha256 == sha256(large)
    assert steps(box).count("presign") == 1, "the link that it had is still good"


def test_others_go_on_while_one_is_paused(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path, tmp_path: Path
) -> None:
    engine = make_engine(box, concurrency=1)
    id_ = _stalled(engine, box, large)
    engine.submit(box, make_png(tmp_path / "next.png", 500))
    engine.wait_until(lambda: len(engine.rows) == 2)
    engine.post(Pause((id_,)))
    engine.wait_until(lambda: engine.transfer("next.png").stage is Stage.DONE)
    assert engine.activity("large.png") is Activity.PAUSED


def test_pause_all_interrupts_every_upload_and_resume_all_finishes_them(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    engine.submit_held(
        box, "put:stall-mid:4", *(make_png(tmp_path / f"{n}.png", 300_000) for n in range(8)), calls=4
    )
    engine.post(Pause())
    engine.wait_until(lambda: engine.hold is not None and engine.hold.reason is HoldReason.PAUSED)
    engine.wait_until(lambda: {row.activity for row in engine.rows.values()} == {Activity.WAITING})
    asked = len(box.world.requests)
    engine.submit(box, make_png(tmp_path / "late.png", 500))
    engine.wait_until(lambda: len(engine.rows) == 9)
    assert not [row for row in engine.rows.values() if row.transfer.stage is Stage.DONE]
    engine.post(Resume())
    engine.wait_settled(9)
    assert engine.hold is None
    assert len(box.world.requests) > asked
    assert len({asset.sha256 for asset in box.world.assets}) == len(box.world.assets) == 9


def test_resume_all_resumes_single_ones_too(engine: Harness, box: Sandbox, large: Path) -> None:
    id_ = _stalled(engine, box, large)
    engine.post(Pause((id_,)), Pause(), Resume())
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE


def test_a_file_that_is_paused_before_its_presign_is_answered_is_paused_at_once(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    id_ = _stalled(engine, box, large, "presign:stall")
    engine.post(Pause((id_,)))
    engine.wait_until(lambda: engine.transfer().paused)
    assert (engine.activity(), engine.rows[id_].under_way) == (Activity.PAUSED, Activity.PREPARING)
    box.world.faults.release()
    engine.wait_until(lambda: engine.rows[id_].under_way is None)
    assert (engine.activity(), engine.transfer().stage) == (Activity.PAUSED, Stage.PRESIGNED)
    assert "put" not in steps(box)


def test_a_finalize_under_way_ends_in_spite_of_a_pause(engine: Harness, box: Sandbox, large: Path) -> None:
    id_ = _stalled(engine, box, large, "finalize:stall")
    engine.post(Pause((id_,)))
    engine.wait_until(lambda: engine.transfer().paused)
    assert engine.activity() is Activity.FINISHING
    engine.release_and_settle(box)
    assert engine.transfer().stage is Stage.DONE


def test_a_cancelled_upload_stops_at_once_and_leaves_the_list(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    id_ = _stalled(engine, box, large)
    engine.post(Cancel((id_,)))
    engine.wait_until(lambda: not engine.rows, timeout=JOINED)
    assert box.world.faults.held == 1, "nothing but the cancel ended the call"
    assert engine.all_seen[id_][-1].transfer.stage is Stage.CANCELLED
    assert not box.world.assets
    engine.wait_until(lambda: bool(engine.batches))
    assert (engine.batches[0].done, engine.batches[0].cancelled) == (0, 1)


def test_a_waiting_a_paused_and_a_failed_one_can_be_cancelled(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path, tmp_path: Path
) -> None:
    engine = make_engine(box, concurrency=1)
    box.world.faults.add("inline:422")
    engine.submit_and_settle(box, make_png(tmp_path / "failed.png", 500))
    _stalled(engine, box, large)
    engine.submit(box, *(make_png(tmp_path / name, 500) for name in ("waiting.png", "paused.png")))
    engine.wait_until(lambda: len(engine.rows) == 4)
    ids = {row.transfer.name: row.transfer.id for row in engine.rows.values()}
    engine.post(Pause((ids["paused.png"],)))
    engine.post(Cancel((ids["failed.png"], ids["waiting.png"], ids["paused.png"], 999)))
    engine.wait_until(lambda: len(engine.rows) == 1)
    engine.release_and_settle(box)
    assert [asset.filename for asset in box.world.assets] == ["large.png"]


@pytest.mark.parametrize("fault", ["presign:stall", "presign:500:*", "finalize:500"])
def test_a_cancel_during_a_call_waits_for_it_and_makes_no_asset(
    engine: Harness, box: Sandbox, large: Path, fault: str
) -> None:
    if fault.endswith("stall"):
        id_ = _stalled(engine, box, large, fault)
    else:
        id_ = _stalled(engine, box, large, f"{fault.split(':', maxsplit=1)[0]}:stall")
        box.world.faults.add(fault)
    engine.post(Cancel((id_,)))
    engine.post(Pause((id_,)))  # a flag on it: the queue has obeyed the cancel before it
    engine.wait_until(lambda: engine.transfer().paused)
    assert engine.rows
    if fault.startswith("finalize"):
        box.world.suspend()  # what was held is answered 503 now
    box.world.faults.release()
    engine.wait_until(lambda: not engine.rows)
    assert engine.all_seen[id_][-1].transfer.stage is Stage.CANCELLED
    assert not box.world.assets


@pytest.mark.parametrize("fault", ["finalize:timeout", "inline:timeout"])
def test_a_cancel_that_comes_too_late_shows_the_asset_that_was_made(
    engine: Harness, box: Sandbox, tmp_path: Path, fault: str
) -> None:
    path = make_png(tmp_path / "it.png", 500 if fault.startswith("inline") else 300_000)
    id_ = _stalled(engine, box, path, fault)
    engine.post(Cancel((id_,)))
    engine.post(Pause((id_,)))
    engine.wait_until(lambda: engine.transfer().paused)
    engine.release_and_settle(box)
    assert engine.transfer().stage is Stage.DONE
    assert engine.transfer().asset_id == box.world.assets[0].asset_id


def test_a_cancelled_one_cannot_be_woken_by_other_clicks(engine: Harness, box: Sandbox, large: Path) -> None:
    id_ = _stalled(engine, box, large)
    engine.post(Cancel((id_,)), Retry((id_,)), Resume((id_,)), Retry(), Remove((id_,)), Cancel((id_,)))
    engine.wait_until(lambda: not engine.rows)
    engine.submit_and_settle(box, make_png(large.with_name("other.png"), 500))
    assert [asset.filename for asset in box.world.assets] == ["other.png"]


@pytest.mark.parametrize("fault", ["put:stall-mid", "put:timeout", "presign:stall", "finalize:stall"])
def test_quit_in_the_middle_of_a_call_ends_it_and_every_thread(
    make_engine: Callable[..., Harness],
    box: Sandbox,
    large: Path,
    caplog: pytest.LogCaptureFixture,
    fault: str,
) -> None:
    engine = make_engine(box, join_seconds=JOINED)
    _stalled(engine, box, large, fault)
    said = engine.said.total()
    assert engine.stop()
    assert "did not end in time" not in caplog.text, "a thread was not joined"
    assert box.world.faults.held == 1, "nothing but the quit ended the call"
    assert engine.engine._thread.isFinished()  # its workers belong to it: one that ran would abort here
    asked = len(box.world.requests)
    box.world.faults.release()
    assert engine.said.total() == said
    assert len(box.world.requests) <= asked + 1  # the one that was held


def test_quit_before_and_twice_is_no_fault(make_engine: Callable[..., Harness], box: Sandbox) -> None:
    engine = make_engine()
    assert engine.stop()
    assert engine.stop()
    engine.post(Pause())  # a last click of a window that is closing
    del box


def test_commands_posted_before_the_start_are_obeyed_after_it(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path
) -> None:
    engine = make_engine()
    engine.sign_in(box)  # posted at once: the thread may still be starting
    engine.submit_and_settle(box, small)
    assert engine.transfer().stage is Stage.DONE


def test_removed_rows_come_back_for_later_starts_too(
    engine: Harness, box: Sandbox, small: Path, tmp_path: Path
) -> None:
    engine.submit_and_settle(box, small, make_png(tmp_path / "other.png", 500), rows=2)
    ids = tuple(engine.rows)
    before = dict(engine.rows)
    engine.post(Remove(ids))
    engine.wait_until(lambda: not engine.rows)
    engine.post(Restore((*ids, 99_999)), Restore(ids))
    engine.wait_until(lambda: len(engine.rows) == 2)
    assert {id_: row.transfer for id_, row in engine.rows.items()} == {
        id_: row.transfer for id_, row in before.items()
    }
    engine.restart(box)
    engine.wait_until(lambda: set(engine.rows) == set(ids))
    assert len(box.world.assets) == 2


def test_rows_of_another_organization_do_not_come_back(engine: Harness, box: Sandbox, small: Path) -> None:
    engine.submit_and_settle(box, small)
    (id_,) = engine.rows
    engine.post(Remove((id_,)))
    engine.wait_until(lambda: not engine.rows)
    engine.post(
        UseAccount(Account(base_url=box.base_url, key=ApiKey("lp_other"), organization_id="org_other"))
    )
    engine.post(Restore((id_,)), Remove((id_,)))
    engine.sign_in(box)
    engine.post(Restore((id_,)))
    engine.wait_until(lambda: bool(engine.rows))
    assert engine.said["added"] == 2


@pytest.mark.parametrize("fault", ["inline:422", "presign:422", "presign:413"])
def test_what_layers_refused_for_its_kind_goes_on_as_another(
    engine: Harness, box: Sandbox, small: Path, large: Path, fault: str
) -> None:
    box.world.faults.add(fault)
    engine.submit_and_settle(box, small if fault.startswith("inline") else large)
    before = engine.transfer()
    assert before.kind_matters
    engine.post(ChangeKind((before.id,), MediaKind.LOGO))
    engine.wait_until(lambda: engine.transfer().stage is Stage.DONE)
    assert [asset.kind for asset in box.world.assets] == ["logo"]
    keys = [request.headers.get("idempotency-key") for request in box.world.requests
            if request.step in {"inline", "presign"}]  # fmt: skip
    assert len(set(keys)) == len(keys) == 2, "another body needs another key"


def test_what_failed_for_something_else_keeps_its_kind(engine: Harness, box: Sandbox, small: Path) -> None:
    box.world.faults.add("inline:403")
    engine.submit_and_settle(box, small)
    engine.post(ChangeKind((engine.transfer().id,), MediaKind.LOGO), Retry((engine.transfer().id,)))
    engine.wait_until(lambda: engine.transfer().stage is Stage.DONE)
    assert [asset.kind for asset in box.world.assets] == ["image"]


def test_hundreds_that_failed_are_retried_in_one_transaction(
    engine: Harness, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.world.faults.add("inline:422:300")
    engine.submit_and_settle(box, *(make_png(tmp_path / f"{n}.png", 500 + n) for n in range(300)), rows=300)
    saved: list[int] = []
    save_fields = Journal.save_fields

    def counted(self: Journal, transfers: Iterable[Transfer], *names: str, unlist: bool = False) -> None:
        together = list(transfers)
        saved.append(len(together))
        save_fields(self, together, *names, unlist=unlist)

    monkeypatch.setattr(Journal, "save_fields", counted)
    engine.post(Retry(tuple(engine.rows)))
    engine.catch_up()
    engine.wait_settled(300)
    assert engine.stages() == {Stage.DONE: 300}
    assert saved[0] == 300
