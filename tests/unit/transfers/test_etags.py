"""A storage whose ETag is not the MD5 of what was sent: believed once, and not for ever."""

from __future__ import annotations

from pathlib import Path

from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.transfer import Stage
from tests.support.engine_harness import Harness, make_png, steps


def test_a_file_is_sent_once_more_when_the_storage_has_other_bytes(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    box.world.faults.add("put:etag")
    engine.submit(box, large)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert steps(box) == ["presign", "put", "presign", "put", "finalize"]
    assert len(box.world.assets) == 1


def test_a_storage_whose_etags_are_no_md5_costs_one_file_a_second_try_and_no_other(
    engine: Harness, box: Sandbox, large: Path, tmp_path: Path
) -> None:
    box.world.faults.add("put:etag:*")
    engine.submit(box, large)
    engine.wait_settled()
    assert steps(box).count("put") == 2
    engine.submit(box, *(make_png(tmp_path / f"{n}.png", 300_000) for n in range(5)))
    engine.wait_settled(6)
    assert engine.stages() == {Stage.DONE: 6}
    assert steps(box).count("put") == 2 + 5
    assert len(box.world.assets) == 6


def test_an_etag_that_is_right_changes_nothing(engine: Harness, box: Sandbox, large: Path) -> None:
    engine.submit(box, large)
    engine.wait_settled()
    assert steps(box) == ["presign", "put", "finalize"]
