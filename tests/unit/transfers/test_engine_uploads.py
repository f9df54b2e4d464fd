"""The engine against a sandbox over real sockets: files become assets."""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from layers_desktop.core.clock import Clocks, steady_time
from layers_desktop.core.resources import resource
from layers_desktop.media.formats import MediaKind
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import ChangeKind, Remove, SetBandwidthLimit, SetConcurrency, Submit
from layers_desktop.transfers.queue import LISTED_AT_ONCE
from layers_desktop.transfers.transfer import Activity, HoldReason, Stage
from tests.support.engine_harness import Harness, make_png, sha256, steps, with_files

FILES = 400
"""Of a large drop: several times as many as are listed at once. Two thousand are `integration/soak`'s."""


def test_a_mixed_folder_becomes_one_asset_a_file_with_kind_type_and_bytes(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    shutil.copytree(resource("samples"), folder)
    make_png(folder / "deeper" / "big.png", 700_000)
    (folder / "deeper" / "note.txt").write_text("not media")
    (folder / "empty.png").touch()
    engine.submit_and_settle(box, folder, rows=9)

    assets = {asset.filename: asset for asset in box.world.assets}
    sent = {
        "beach-at-dawn.png": ("image", "image/png"),
        "founder-shot.jpg": ("image", "image/jpeg"),
        "jingle.wav": ("audio", "audio/wav"),
        "launch-teaser.mp4": ("video", "video/mp4"),
        "logo-dark.svg": ("image", "image/svg+xml"),
        "big.png": ("image", "image/png"),
    }
    assert len(box.world.assets) == len(assets)
    assert {name: (asset.kind, asset.mime_type) for name, asset in assets.items()} == sent
    for path in folder.rglob("*"):
        if path.name in assets:
            assert sha256(assets[path.name].path) == sha256(path)
            transfer = engine.transfer(path.name)
            assert (transfer.asset_id, transfer.asset_url, transfer.sha256) == (
                assets[path.name].asset_id,
                assets[path.name].url,
                sha256(path),
            )
    refused = {row.transfer.name for row in engine.rows.values() if row.transfer.stage is Stage.REFUSED}
    assert refused == {"campaign-brief.pdf", "note.txt", "empty.png"}
    assert all(engine.transfer(name).problem for name in refused)
    engine.wait_until(lambda: bool(engine.batches))
    assert (engine.batches[0].done, engine.batches[0].needs_you) == (6, 3)


def test_the_line_between_inline_and_three_steps_is_256_000_bytes(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    engine.submit_and_settle(box, make_png(tmp_path / "below.png", 255_999))
    engine.submit_and_settle(box, make_png(tmp_path / "at.png", 256_000), rows=2)
    assert steps(box) == ["inline", "presign", "put", "finalize"]
    assert engine.stages() == {Stage.DONE: 2}


def test_the_checksum_is_told_only_where_the_project_wants_it(
    engine: Harness, box: Sandbox, large: Path, small: Path
) -> None:
    engine.submit_and_settle(box, large, small, checksum=False, rows=2)
    assert {upload.media.sha256 for upload in box.world.uploads} == {None}
    assert engine.transfer("large.png").sha256 == sha256(large)


def test_at_most_so_many_files_are_sent_at_once_and_presigned_only_when_they_can_follow(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path
) -> None:
    engine = make_engine(box, concurrency=3)
    engine.submit_held(
        box, "put:stall-mid:3", *(make_png(tmp_path / f"{n}.png", 300_000) for n in range(10)), calls=3
    )
    engine.wait_until(lambda: len(engine.rows) == 10)
    sending = [row for row in engine.rows.values() if row.activity is Activity.SENDING]
    assert len(sending) == 3
    assert len(box.world.uploads) == 3, "a waiting file must not be presigned"
    engine.release_and_settle(box, rows=10)
    assert len(box.world.assets) == 10


def test_more_files_at_once_can_be_asked_for_while_it_runs(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path
) -> None:
    engine = make_engine(box, concurrency=1)
    engine.submit_held(
        box, "put:stall-mid:4", *(make_png(tmp_path / f"{n}.png", 300_000) for n in range(4)), calls=1
    )
    engine.post(SetConcurrency(4))
    assert box.world.faults.wait_held(4)
    engine.release_and_settle(box, rows=4)
    assert len(box.world.assets) == 4


def test_a_limit_holds_and_another_one_counts_for_what_is_on_its_way(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path
) -> None:
    engine = make_engine(box, bandwidth_limit=20_000)
    engine.submit(box, *(make_png(tmp_path / f"{n}.png", 300_000) for n in range(3)))
    sent: dict[int, int] = {}

    def all_began() -> bool:
        sent.update((one.transfer_id, one.sent) for said in engine.progress for one in said if one.sent)
        return len(sent) == 3

    engine.wait_until(all_began)
    assert max(sent.values()) < 100_000, "it takes 45 s in all"
    engine.post(SetBandwidthLimit(0))
    engine.wait_settled(3)
    assert len(box.world.assets) == 3


@pytest.mark.parametrize("size", [2_000, 300_000])
def test_a_file_that_waits_for_its_turn_on_a_slow_line_does_not_keep_the_program(
    make_engine: Callable[..., Harness],
    box: Sandbox,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    size: int,
) -> None:
    engine = make_engine(box, bandwidth_limit=1, concurrency=1, join_seconds=30.0)
    engine.submit(box, *(make_png(tmp_path / f"{n}.png", size) for n in range(2)))
    engine.wait_until(lambda: any(row.activity is Activity.SENDING for row in engine.rows.values()))
    assert engine.stop()  # the line is busy for half an hour
    assert "did not end in time" not in caplog.text


def test_hundreds_of_small_files_are_added_in_few_words_and_all_arrive(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    for number in range(FILES):
        make_png(folder / f"{number:03}.png", 100)
    engine.post(SetConcurrency(8))
    began = time.monotonic()
    engine.submit(box, folder)
    engine.wait_settled(FILES)
    seconds = time.monotonic() - began
    assert engine.said["added"] == math.ceil(FILES / LISTED_AT_ONCE)
    assert len({asset.sha256 for asset in box.world.assets}) == len(box.world.assets) == FILES
    # one word for what each file is, one for the start and one for the end of its upload, not more
    assert engine.said["changed"] <= 3 * FILES + 10
    assert len(engine.progress) <= seconds * 10 + 5
    engine.wait_until(lambda: len(engine.batches) == 1)
    assert engine.batches[0].done == FILES


def test_progress_of_a_slow_file_is_told_while_quick_ones_come_and_go(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    slow = make_png(tmp_path / "slow.png", 2_000_000)
    engine.submit_held(box, "put:stall-mid", slow)
    engine.wait_until(lambda: bool(engine.progress))
    told = len(engine.progress)
    # Each of them gives the timer of the progress a reason to begin anew; it goes on as if there were none.
    files = 0

    def told_again() -> bool:
        nonlocal files
        while files < min(300, engine.stages()[Stage.DONE] + 3):  # three of them on their way, always
            engine.submit(box, make_png(tmp_path / "quick" / f"{files}.png", 100))
            files += 1
        return len(engine.progress) >= told + 5

    engine.wait_until(told_again)
    assert files < 300, "nothing was told before the quick ones came to an end"
    engine.release_and_settle(box, rows=2)


def test_progress_ends_with_the_last_file(engine: Harness, box: Sandbox, large: Path) -> None:
    engine.submit_held(box, "put:stall-mid", large)
    engine.wait_until(lambda: len(engine.progress) >= 3)
    assert {item.transfer_id for line in engine.progress for item in line} == {engine.transfer().id}
    assert all(0 <= item.sent <= 400_000 for line in engine.progress for item in line)
    engine.release_and_settle(box)


def test_an_image_that_waits_can_become_a_logo(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path, tmp_path: Path
) -> None:
    engine = make_engine(box, concurrency=1)
    box.world.faults.add("inline:stall")
    first = make_png(tmp_path / "first.png", 500)
    engine.submit(box, first, small)
    assert box.world.faults.wait_held()
    engine.wait_until(lambda: len(engine.rows) == 2)
    engine.post(ChangeKind((engine.transfer("small.png").id,), MediaKind.LOGO))
    engine.post(ChangeKind((engine.transfer("first.png").id,), MediaKind.LOGO))  # too late for this one
    engine.post(ChangeKind((engine.transfer("small.png").id,), MediaKind.VIDEO))  # an image is no video
    engine.wait_until(lambda: engine.transfer("small.png").kind is MediaKind.LOGO)
    engine.release_and_settle(box, rows=2)
    assert {asset.filename: asset.kind for asset in box.world.assets} == {
        "first.png": "image",
        "small.png": "logo",
    }


def test_settled_rows_leave_the_list_and_assets_stay(engine: Harness, box: Sandbox, small: Path) -> None:
    engine.submit_and_settle(box, small)
    engine.post(Remove((engine.transfer().id,)))
    engine.wait_until(lambda: not engine.rows)
    assert len(box.world.assets) == 1


def test_a_row_that_is_not_settled_cannot_be_removed(engine: Harness, box: Sandbox, large: Path) -> None:
    engine.submit_held(box, "put:stall-mid", large)
    engine.wait_until(lambda: len(engine.rows) == 1)
    engine.post(Remove((engine.transfer().id,)))
    engine.release_and_settle(box)
    assert engine.transfer().stage is Stage.DONE


def test_only_the_kind_that_was_asked_for_is_taken(engine: Harness, box: Sandbox, small: Path) -> None:
    project = box.world.projects[0]
    given = Submit(project_id=project.project_id, project_name=project.name, only_kind=MediaKind.VIDEO)
    engine.post(with_files(given, small))
    engine.wait_settled()
    assert engine.transfer().stage is Stage.REFUSED
    assert not box.world.requests


def test_the_write_budget_holds_with_its_date_and_is_never_a_failure(
    make_engine: Callable[..., Harness], make_box: Callable[..., Sandbox], tmp_path: Path
) -> None:
    box = make_box(writes_per_minute=6)
    engine = make_engine()
    engine.sign_in(box)  # the engine believes in 3 000 writes until Layers says otherwise
    engine.submit(box, *(make_png(tmp_path / f"{n}.png", 500) for n in range(9)))
    engine.wait_until(lambda: engine.stages()[Stage.DONE] == 6)
    engine.wait_until(lambda: engine.hold is not None and engine.hold.reason is HoldReason.WRITE_BUDGET)
    assert engine.hold is not None
    assert engine.hold.until is not None
    assert 50 < engine.hold.until - steady_time() <= 62
    assert engine.hold.writes_per_minute == 6
    assert engine.hold.next_id == min(id_ for id_, row in engine.rows.items() if not row.transfer.settled)
    assert engine.stages() == {Stage.DONE: 6, Stage.QUEUED: 3}
    assert not any(row.transfer.problem for row in engine.rows.values())


def test_a_batch_over_the_budget_goes_on_when_the_minute_is_over(
    make_engine: Callable[..., Harness], make_box: Callable[..., Sandbox], tmp_path: Path
) -> None:
    ahead = 0.0
    clocks = Clocks(monotonic=lambda: time.monotonic() + ahead, wall=lambda: time.time() + ahead)
    box = make_box(writes_per_minute=6, clock=lambda: time.time() + ahead)
    engine = make_engine(box, clocks=clocks)
    engine.submit(box, *(make_png(tmp_path / f"{n}.png", 500) for n in range(15)))
    for done in (6, 12):
        engine.wait_until(lambda done=done: engine.stages()[Stage.DONE] == done)  # type: ignore[misc]  # bound now
        engine.wait_until(lambda: engine.hold is not None and engine.hold.reason is HoldReason.WRITE_BUDGET)
        ahead += 62.0
        engine.post(SetConcurrency(4))  # anything that makes the queue look at its clock again
    engine.wait_settled(15)
    assert engine.stages() == {Stage.DONE: 15}
    assert len(box.world.assets) == 15
    engine.wait_until(lambda: engine.hold is None)
