"""`upload` called again for the same file and project goes on from where a dead run left it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from layers_desktop.api.account import Account
from layers_desktop.sandbox import Sandbox
from layers_desktop.secret import ApiKey
from layers_desktop.transfers.commands import Submit, UseAccount
from layers_desktop.transfers.transfer import IfKnown, Stage
from tests.transfers.harness import Harness, make_png, steps


def call(engine: Harness, box: Sandbox, *paths: Path, project: int = 0) -> None:
    """Do as the command line does."""
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
            paths=tuple(bytes(path) for path in paths),
            project_id=found.project_id,
            project_name=found.name,
            if_known=IfKnown.REUSE,
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
    box.world.faults.release()
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
