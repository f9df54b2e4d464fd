"""A source that is still written to, or becomes another file: waited for, looked at again, sent as it is."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import Pause, Resume
from layers_desktop.transfers.transfer import Activity, Stage
from tests.support.engine_harness import QUICK, Harness, make_png, sha256
from tests.support.problems import code_of

RESTING = replace(QUICK, rest=0.25)


def age(path: Path, seconds: float = 60.0) -> None:
    then = time.time_ns() - int(seconds * 1e9)
    os.utime(path, ns=(then, then))


def test_a_file_that_is_still_written_to_is_waited_for_and_sent_whole(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path
) -> None:
    engine = make_engine(box, policy=RESTING)
    engine.submit(box, small)
    written = 0

    def write_on() -> bool:
        nonlocal written
        if engine.activity() is Activity.UNSTABLE_FILE and written < 3:
            written += 1
            with small.open("ab") as file:
                file.write(b"more" * 100)
        return engine.activity() is Activity.FINISHED

    engine.wait_until(write_on)
    assert written == 3
    assert engine.transfer().stage is Stage.DONE
    [asset] = box.world.assets
    assert asset.sha256 == engine.transfer().sha256 == sha256(small)
    said = {
        row.transfer.problem.code for row in engine.all_seen[engine.transfer().id] if row.transfer.problem
    }
    assert said == {"file.still_written"}
    assert engine.transfer().tries == 0


def test_a_file_that_rests_is_not_waited_for(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path
) -> None:
    age(small)
    engine = make_engine(box, policy=replace(QUICK, rest=3600.0 / 100))
    engine.submit_and_settle(box, small)
    assert Activity.UNSTABLE_FILE not in [row.activity for row in engine.all_seen[engine.transfer().id]]


def test_a_time_in_the_future_is_a_wrong_clock_and_no_reason_to_wait(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path
) -> None:
    age(small, -3600.0)
    engine = make_engine(box, policy=RESTING)
    engine.submit_and_settle(box, small)
    assert engine.transfer().stage is Stage.DONE


def test_what_became_another_file_before_it_was_sent_goes_out_as_what_it_is_now(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path, small: Path, tmp_path: Path
) -> None:
    engine = make_engine(box, concurrency=1)
    page = make_png(tmp_path / "page.png", 2_000)
    engine.submit_held(box, "put:stall-mid", large)
    engine.submit(box, small, page)
    engine.wait_until(lambda: sum(row.transfer.inspected for row in engine.rows.values()) == 3)
    small.write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(3_000))  # a JPEG now
    page.write_text("<html>an error page</html>")
    age(small)
    age(page)
    engine.release_and_settle(box, rows=3)
    asset = next(asset for asset in box.world.assets if asset.filename == "small.png")
    assert (asset.mime_type, asset.sha256) == ("image/jpeg", sha256(small))
    assert code_of(engine.transfer("page.png").problem) == "file.not_media"
    assert len(box.world.assets) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody make links without a right to it")
@pytest.mark.parametrize("size", [1_000, 300_000], ids=["inline", "three steps"])
@pytest.mark.parametrize("restarted", [False, True])
def test_a_private_file_put_in_the_place_of_an_inspected_one_is_inspected_and_not_sent(
    engine: Harness, box: Sandbox, tmp_path: Path, size: int, restarted: bool
) -> None:
    path = make_png(tmp_path / "it.png", size)
    age(path)
    private = tmp_path / "private.txt"
    private.write_bytes(b"secret words\n" * (size // 13) + b"x" * (size % 13))
    os.utime(private, ns=(1, path.stat().st_mtime_ns))
    engine.sign_in(box)
    engine.post(Pause())
    engine.submit(box, path)
    engine.wait_until(lambda: bool(engine.rows) and engine.transfer().inspected)
    path.unlink()
    path.symlink_to(private)
    if restarted:
        assert engine.stop()
        engine.start_anew(box)
    engine.post(Resume())
    engine.wait_settled(1)
    assert engine.transfer().stage is Stage.FAILED
    problem = engine.transfer().problem
    assert problem is not None
    assert problem.code == "file.not_media"
    assert not box.world.assets
    assert "put" not in [request.step for request in box.world.requests if request.status == 200]
