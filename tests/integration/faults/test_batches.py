"""What happens to a batch when something at Layers really changes in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from layers_desktop.sandbox import Fault, Sandbox
from layers_desktop.transfers.commands import Retry
from layers_desktop.transfers.transfer import Stage
from tests.integration.faults.upload_run import check_sentence
from tests.support.engine_harness import Harness, make_png, steps


def test_a_project_that_is_deleted_in_the_middle_fails_the_rest_with_its_name_in_the_sentence(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path
) -> None:
    engine = make_engine(box, concurrency=1)
    box.world.faults.add(Fault("inline", "stall", skip=2))
    engine.submit(box, *(make_png(tmp_path / f"{number}.png", 500) for number in range(6)))
    assert box.world.faults.wait_held()
    box.world.delete_project(box.world.projects[0].project_id)
    engine.release_and_settle(box, rows=6)
    assert engine.stages() == {Stage.DONE: 2, Stage.FAILED: 4}
    for row in engine.rows.values():
        if row.transfer.problem is not None:
            check_sentence(row.transfer.problem, "NOT_FOUND", box.key)
            assert f"“{row.transfer.project_name}”" in row.transfer.problem.words.title
    assert steps(box) == ["inline"] * 6
    assert len(box.world.assets) == 2


@pytest.mark.parametrize("size", [500, 300_000])
def test_a_key_that_may_only_read_says_what_it_lacks_and_another_key_goes_on(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path, size: int
) -> None:
    engine = make_engine()
    engine.sign_in(box, key=box.world.add_key("projects:read", tier="partner"))
    engine.submit_and_settle(box, *(make_png(tmp_path / f"{n}.png", size) for n in range(3)), rows=3)
    assert engine.stages() == {Stage.FAILED: 3}
    for row in engine.rows.values():
        assert row.transfer.problem is not None
        check_sentence(row.transfer.problem, "FORBIDDEN_SCOPE", box.key)
        assert "projects:write" in row.transfer.problem.sentence()
    assert len(steps(box)) == 3
    engine.sign_in(box)
    engine.post(Retry())
    engine.wait_until(lambda: engine.stages() == {Stage.DONE: 3})
    assert len(box.world.assets) == 3
