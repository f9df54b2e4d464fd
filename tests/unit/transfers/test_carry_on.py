"""`upload` called again for the same file and project goes on from where a dead run left it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from layers_desktop.api.account import Account
from layers_desktop.core.clock import Clocks
from layers_desktop.core.secrets import ApiKey
from layers_desktop.media.inspection import NewFile
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import Submit, UseAccount
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.transfer import Activity, DuplicatePolicy, Stage
from tests.support.engine_harness import Harness, let_go, make_png, sha256, steps
from tests.unit.transfers.test_journal_salvage import TORN, spoil
from tests.unit.transfers.test_unconfirmed_uploads import DAY, Calendar


def call(engine: Harness, box: Sandbox, *paths: Path, project: int = 0, again: bool = False) -> None:
    """Do as the command line does, with or without `--again`."""
    account = Account(
        base_url=box.base_url,
        key=ApiKey(box.key),
        organization_id=box.world.organization_id,
        rate_limit_tier="partner",
    )
    found = box.world.projects[project]
    engine.post(
        UseAccount(account, resume=False),
        Submit(
            files=tuple(NewFile(bytes(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths),
            project_id=found.project_id,
            project_name=found.name,
            if_known=DuplicatePolicy.SEND if again else DuplicatePolicy.REUSE,
            carry_on=True,
        ),
    )


def interrupted(make_engine: Callable[..., Harness], box: Sandbox, path: Path) -> Harness:
    """An engine that was stopped when the bytes had arrived and the answer was still to come."""
    engine = make_engine()
    box.world.faults.add("put:timeout")
    call(engine, box, path)
    assert box.world.faults.wait_held()
    engine.stop()
    let_go(box)
    engine.start_anew()
    return engine


def test_bytes_that_have_arrived_are_not_sent_again(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path
) -> None:
    engine = interrupted(make_engine, box, large)
    call(engine, box, large)
    engine.wait_settled(1)
    assert engine.stages() == {Stage.DONE: 1}
    assert len(box.world.assets) == 1
    assert steps(box).count("put") == 1
    engine.wait_until(lambda: [batch.done for batch in engine.batches] == [1])


def test_nothing_is_sent_where_it_cannot_be_found_out_whether_another_program_is_at_it(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path, tmp_path: Path
) -> None:
    engine = interrupted(make_engine, box, large)
    journal = Journal(tmp_path / "data" / "journal.sqlite3")
    (left,) = journal.runs_with_work(box.world.organization_id)
    journal.close()
    lock = tmp_path / "data" / "runs" / f"{left}.lock"
    lock.symlink_to(lock)
    call(engine, box, large)
    engine.wait_until(lambda: [notice.code for notice in engine.notices] == ["journal.unusable"])
    lock.unlink()
    call(engine, box, large)
    engine.wait_settled(1)
    assert len(box.world.assets) == 1


def test_other_files_of_the_dead_run_are_left_alone(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path, small: Path
) -> None:
    engine = interrupted(make_engine, box, large)
    call(engine, box, small)
    engine.wait_settled(1)
    assert [asset.filename for asset in box.world.assets] == ["small.png"]


def test_another_project_is_another_upload(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path
) -> None:
    engine = interrupted(make_engine, box, large)
    call(engine, box, large, project=1)
    engine.wait_settled(1)
    assert [asset.project_id for asset in box.world.assets] == [box.world.projects[1].project_id]


def test_a_changed_file_is_a_new_upload(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path
) -> None:
    engine = interrupted(make_engine, box, large)
    make_png(large, 500_000)
    call(engine, box, large)
    engine.wait_settled(1)
    assert [asset.size for asset in box.world.assets] == [500_000]


def test_a_failed_one_is_tried_again(make_engine: Callable[..., Harness], box: Sandbox, large: Path) -> None:
    engine = make_engine()
    box.world.faults.add("finalize:403")
    call(engine, box, large)
    engine.wait_settled(1)
    assert engine.stages() == {Stage.FAILED: 1}
    engine.stop()
    engine.start_anew()
    call(engine, box, large)
    engine.wait_settled(1)
    assert engine.stages() == {Stage.DONE: 1}
    assert steps(box).count("put") == 1
    assert len(box.world.assets) == 1


def test_a_changed_file_is_not_sent_a_second_time_by_the_window(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path
) -> None:
    engine = interrupted(make_engine, box, large)
    make_png(large, 500_000)
    call(engine, box, large)
    engine.wait_settled(1)
    engine.restart(box)
    engine.wait_until(lambda: bool(engine.rows))
    engine.wait_settled(1)
    assert [asset.size for asset in box.world.assets] == [500_000]
    assert engine.stages() == {Stage.DONE: 1}


def test_a_changed_file_is_looked_at_before_it_is_sent_as_what_it_is_now(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path
) -> None:
    engine = make_engine()
    box.world.faults.add("inline:403")
    call(engine, box, small)
    engine.wait_settled(1)
    engine.restart()
    small.write_bytes(b"\xff\xd8\xff\xe0" + bytes(3_000))  # a JPEG now
    call(engine, box, small)
    engine.wait_settled(1)
    assert [(asset.size, asset.mime_type) for asset in box.world.assets] == [(3_004, "image/jpeg")]
    assert engine.stages() == {Stage.DONE: 1}


def test_what_may_have_become_an_asset_is_not_given_to_a_changed_file(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path
) -> None:
    """The call is for what the file is now; what came of it as it was is asked by the window."""
    engine = make_engine()
    box.world.faults.add("finalize:timeout")
    call(engine, box, large)
    assert box.world.faults.wait_held()
    assert engine.stop()
    box.world.faults.release()
    engine.start_anew()
    make_png(large, 500_000)
    call(engine, box, large)
    engine.wait_settled(1)
    assert engine.transfer().sha256 == sha256(large)
    engine.restart(box)
    engine.wait_settled(2)
    assert engine.stages() == {Stage.DONE: 2}
    assert [asset.size for asset in box.world.assets] == [400_000, 500_000]


def test_what_may_be_at_layers_already_is_sent_only_when_that_is_asked_for(
    make_engine: Callable[..., Harness], make_box: Callable[..., Sandbox], small: Path
) -> None:
    calendar = Calendar()
    box = make_box(clock=calendar)
    engine = make_engine(clocks=Clocks(monotonic=time.monotonic, wall=calendar))
    box.world.faults.add("inline:timeout")
    call(engine, box, small)
    assert box.world.faults.wait_held()
    assert engine.stop()
    box.world.faults.release()
    calendar.ahead += DAY
    told: list[int] = []
    for _ in range(3):  # told each time, sent never
        engine.start_anew()
        call(engine, box, small)
        engine.wait_until(lambda: bool(engine.rows))
        engine.wait_settled(1)
        assert engine.transfer().in_doubt
        assert len(box.world.assets) == 1
        told.append(1)
        engine.wait_until(lambda: [batch.needs_you for batch in engine.batches] == told)
        assert engine.stop()
    engine.start_anew()
    call(engine, box, small, again=True)
    engine.wait_settled(1)
    assert engine.stages() == {Stage.DONE: 1}
    assert len(box.world.assets) == 2


def test_what_a_live_program_is_at_is_not_taken_from_it(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path, tmp_path: Path
) -> None:
    living = make_engine(data=tmp_path / "shared")
    box.world.faults.add("put:timeout")
    call(living, box, large)
    assert box.world.faults.wait_held()
    other = make_engine(data=tmp_path / "shared")
    call(other, box, large)
    other.wait_settled(1)
    box.world.faults.release()
    living.wait_settled(1)
    # Two programs were told to upload this file; each did, and neither touched the other's transfer.
    assert {living.transfer().asset_id, other.transfer().asset_id} == {a.asset_id for a in box.world.assets}
    assert replace(living.transfer(), id=0) != replace(other.transfer(), id=0)


def test_a_known_file_that_waited_for_a_choice_in_the_window_is_reused_by_upload(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path, tmp_path: Path
) -> None:
    engine = make_engine()
    call(engine, box, large)
    engine.wait_settled(1)
    copy = tmp_path / "copy.png"
    copy.write_bytes(large.read_bytes())
    engine.submit(box, copy)
    engine.wait_until(lambda: any(row.activity is Activity.KNOWN for row in engine.rows.values()))
    engine.stop()
    engine.start_anew()
    call(engine, box, copy)
    engine.wait_settled(1)
    assert engine.transfer("copy.png").reused
    assert len(box.world.assets) == 1


def test_a_file_whose_row_is_damaged_is_sent_only_when_that_is_asked_for(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path, tmp_path: Path
) -> None:
    """How far it had come cannot be told: here its asset was made."""
    engine = make_engine()
    box.world.faults.add("finalize:timeout")
    call(engine, box, large)
    assert box.world.faults.wait_held()
    engine.stop()
    box.world.faults.release()
    spoil(tmp_path / "data" / "journal.sqlite3", "upload_id", TORN, number=1)
    for again in (False, True):
        engine.start_anew()
        call(engine, box, large, again=again)
        engine.wait_settled(1)
        assert engine.stages() == {Stage.DONE if again else Stage.FAILED: 1}
        assert len(box.world.assets) == 1 + again
        engine.stop()


def test_which_runs_are_dead_is_asked_once_for_a_part_of_a_drop(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a long list of uploads the question takes longer than all that a file needs besides."""
    asked: list[str] = []
    ask = Journal.runs_with_work

    def counted(journal: Journal, account_id: str) -> list[str]:
        asked.append(account_id)
        return ask(journal, account_id)

    monkeypatch.setattr(Journal, "runs_with_work", counted)
    engine = make_engine()
    call(engine, box, *(make_png(tmp_path / f"{number}.png", 500) for number in range(8)))
    engine.wait_settled(8)
    assert engine.stages() == {Stage.DONE: 8}
    assert asked == [box.world.organization_id]
