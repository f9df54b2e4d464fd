"""A file whose bytes are an asset of this project already: found without reading every file twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.media.formats import MediaKind
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers import steps as room
from layers_desktop.transfers.commands import (
    Cancel,
    Pause,
    Resume,
    Submit,
    SubmitAgain,
    UploadAgain,
    UseExistingAsset,
)
from layers_desktop.transfers.steps import FileId, Hashed
from layers_desktop.transfers.transfer import Activity, DuplicatePolicy, Stage, Transfer
from tests.support.engine_harness import QUICK, Harness, make_png, sha256, steps, with_files
from tests.unit.transfers.test_changing_files import age


def submit(engine: Harness, box: Sandbox, *paths: Path, project: int = 0, **options: object) -> None:
    found = box.world.projects[project]
    base = Submit(project_id=found.project_id, project_name=found.name)
    engine.post(with_files(replace(base, **options), *paths))  # type: ignore[arg-type]  # each test's own fields


@pytest.fixture
def uploaded(engine: Harness, box: Sandbox, large: Path) -> str:
    """The id of an asset that has the bytes of `large`."""
    submit(engine, box, large)
    engine.wait_settled(1)
    [asset] = box.world.assets
    return asset.asset_id


def waits(engine: Harness) -> bool:
    return any(row.activity is Activity.KNOWN for row in engine.rows.values())


def known_row(engine: Harness) -> int:
    return next(id_ for id_, row in engine.rows.items() if row.activity is Activity.KNOWN)


def test_the_same_file_waits_for_a_choice_and_sends_nothing(
    engine: Harness, box: Sandbox, uploaded: str, large: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "another name.png"
    copy.write_bytes(large.read_bytes())
    before = steps(box)
    submit(engine, box, copy)
    engine.wait_until(lambda: waits(engine))
    transfer = engine.transfer("another name.png")
    assert (transfer.stage, transfer.known_asset_id) == (Stage.QUEUED, uploaded)
    assert transfer.known_at == pytest.approx(engine.transfer("large.png").finished_at)
    engine.wait_until(lambda: engine.batches[-1].needs_you == 1)
    assert steps(box) == before


def test_a_copy_that_was_not_complete_yet_when_it_was_dropped_is_found_too(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path, tmp_path: Path
) -> None:
    age(large)
    engine = make_engine(box, policy=replace(QUICK, rest=0.5))
    submit(engine, box, large)
    engine.wait_settled(1)
    copy = tmp_path / "copy.png"
    copy.write_bytes(large.read_bytes()[:300_000])
    submit(engine, box, copy)
    engine.wait_until(lambda: engine.activity("copy.png") is Activity.UNSTABLE_FILE)
    with copy.open("ab") as file:
        file.write(large.read_bytes()[300_000:])
    engine.wait_until(lambda: engine.activity("copy.png") in {Activity.KNOWN, Activity.FINISHED})
    assert waits(engine)
    assert len(box.world.assets) == 1


def test_a_file_that_became_a_known_one_before_it_was_sent_is_not_sent(
    engine: Harness, box: Sandbox, uploaded: str, large: Path, tmp_path: Path
) -> None:
    other = make_png(tmp_path / "other.png", 300_000)
    engine.post(Pause())
    submit(engine, box, other, if_known=DuplicatePolicy.REUSE)
    engine.wait_until(lambda: len(engine.rows) == 2)
    other.write_bytes(large.read_bytes())
    engine.post(Resume())
    engine.wait_settled(2)
    assert (engine.transfer("other.png").reused, engine.transfer("other.png").asset_id) == (True, uploaded)
    assert len(box.world.assets) == 1


@pytest.mark.parametrize("size", [300, 600_000])
def test_a_drop_that_is_repeated_before_its_file_was_sent_waits_for_a_choice(
    engine: Harness, box: Sandbox, tmp_path: Path, size: int
) -> None:
    file, other = make_png(tmp_path / "a.png", size), make_png(tmp_path / "other.png", size)
    engine.post(Pause())
    submit(engine, box, file)
    submit(engine, box, file)
    submit(engine, box, other)
    engine.wait_until(lambda: [row.transfer.inspected for row in engine.rows.values()] == [True] * 3)
    engine.post(Resume())
    engine.wait_until(lambda: waits(engine) and engine.stages()[Stage.DONE] == 2)
    assert len(box.world.assets) == 2


@pytest.mark.parametrize(("size", "step"), [(300, "inline"), (600_000, "presign"), (600_000, "finalize")])
def test_a_file_that_is_dropped_again_while_it_is_sent_waits_for_what_becomes_of_it(
    engine: Harness, box: Sandbox, tmp_path: Path, size: int, step: str
) -> None:
    file = make_png(tmp_path / "a.png", size)
    box.world.faults.add(f"{step}:stall")
    submit(engine, box, file)
    assert box.world.faults.wait_held()
    submit(engine, box, file)
    engine.wait_until(lambda: len(engine.rows) == 2 and engine.rows[2].behind)
    box.world.faults.release()
    engine.wait_until(lambda: waits(engine) and engine.stages()[Stage.DONE] == 1)
    assert known_row(engine) == 2
    assert len(box.world.assets) == 1


def test_a_file_that_is_to_be_sent_in_any_case_waits_for_nothing(
    engine: Harness, box: Sandbox, small: Path
) -> None:
    box.world.faults.add("inline:stall")
    submit(engine, box, small)
    assert box.world.faults.wait_held()
    submit(engine, box, small, if_known=DuplicatePolicy.SEND)
    engine.wait_until(lambda: engine.stages()[Stage.DONE] == 1)
    engine.release_and_settle(box, rows=2)
    assert len(box.world.assets) == 2


def test_what_waits_for_an_upload_says_so_and_goes_when_that_is_cancelled(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    box.world.faults.add("put:stall")
    submit(engine, box, large)
    assert box.world.faults.wait_held()
    engine.wait_until(lambda: len(engine.rows) == 1)
    [first] = engine.rows
    engine.post(Pause((first,)))
    submit(engine, box, large)
    engine.wait_until(lambda: len(engine.rows) == 2 and engine.rows[first + 1].behind)
    assert engine.rows[first + 1].activity is Activity.WAITING
    engine.post(Cancel((first,)))
    engine.wait_until(lambda: engine.rows[first + 1].transfer.stage is Stage.DONE)
    box.world.faults.release()
    assert len(box.world.assets) == 1


def test_a_copy_that_was_sent_meanwhile_is_found_before_it_is_registered(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    copy = large.with_name("copy.png")
    copy.write_bytes(large.read_bytes())
    box.world.faults.add("put:stall")
    submit(engine, box, large)
    assert box.world.faults.wait_held()
    submit(engine, box, copy)
    engine.wait_until(lambda: engine.stages()[Stage.DONE] == 1)
    box.world.faults.release()
    engine.wait_until(lambda: waits(engine))
    assert engine.transfer("large.png").known_asset_id == engine.transfer("copy.png").asset_id
    assert len(box.world.assets) == 1


def test_a_file_that_was_edited_while_it_waited_for_its_copy_is_sent_as_it_is_now(
    engine: Harness, box: Sandbox, uploaded: str, large: Path
) -> None:
    size = large.stat().st_size
    file = make_png(large.with_name("other.png"), size)
    box.world.faults.add("put:stall")
    submit(engine, box, file)
    assert box.world.faults.wait_held()
    submit(engine, box, file, if_known=DuplicatePolicy.REUSE)
    # The size of `uploaded` is known: it is hashed before it waits.
    engine.wait_until(lambda: len(engine.rows) == 3 and engine.rows[3].behind)
    file.write_bytes(make_png(large.with_name("another.png"), size).read_bytes())
    engine.post(Cancel((2,)))
    engine.wait_until(lambda: engine.rows[3].transfer.stage is Stage.DONE)
    box.world.faults.release()
    assert uploaded not in {None, engine.rows[3].transfer.asset_id}
    assert engine.rows[3].transfer.sha256 == sha256(file)


def test_use_that_id_gives_it_and_makes_no_second_asset(
    engine: Harness, box: Sandbox, uploaded: str, large: Path
) -> None:
    submit(engine, box, large)
    engine.wait_until(lambda: waits(engine))
    id_ = known_row(engine)
    engine.post(UseExistingAsset((id_,)))
    engine.wait_until(lambda: engine.rows[id_].transfer.stage is Stage.DONE)
    done = engine.rows[id_].transfer
    assert (done.asset_id, done.reused, done.sha256) == (uploaded, True, sha256(large))
    assert len(box.world.assets) == 1


def test_upload_again_makes_another_asset(engine: Harness, box: Sandbox, uploaded: str, large: Path) -> None:
    submit(engine, box, large)
    engine.wait_until(lambda: waits(engine))
    id_ = known_row(engine)
    engine.post(UploadAgain((id_,)))
    engine.wait_until(lambda: engine.rows[id_].transfer.stage is Stage.DONE)
    done = engine.rows[id_].transfer
    assert not done.reused
    assert {asset.asset_id for asset in box.world.assets} == {uploaded, done.asset_id}


def test_the_command_lines_way_reuses_at_once(
    engine: Harness, box: Sandbox, uploaded: str, large: Path
) -> None:
    submit(engine, box, large, if_known=DuplicatePolicy.REUSE)
    engine.wait_settled(2)
    assert [row.transfer.asset_id for row in engine.rows.values()] == [uploaded, uploaded]
    assert len(box.world.assets) == 1


def test_again_sends_without_looking(engine: Harness, box: Sandbox, uploaded: str, large: Path) -> None:
    submit(engine, box, large, if_known=DuplicatePolicy.SEND)
    engine.wait_settled(2)
    assert len({asset.asset_id for asset in box.world.assets} | {uploaded}) == 2


@pytest.mark.usefixtures("uploaded")
def test_other_bytes_of_the_same_size_another_project_and_another_kind_are_not_known(
    engine: Harness, box: Sandbox, large: Path, tmp_path: Path
) -> None:
    other = make_png(tmp_path / "other.png", large.stat().st_size)
    submit(engine, box, other)
    submit(engine, box, large, project=1)
    submit(engine, box, large, image_kind=MediaKind.LOGO)
    engine.wait_settled(4)
    assert engine.stages() == {Stage.DONE: 4}
    assert len(box.world.assets) == 4


def test_a_file_is_hashed_first_only_where_an_asset_has_its_size(
    engine: Harness, box: Sandbox, large: Path, small: Path
) -> None:
    submit(engine, box, large, small)
    engine.wait_settled(2)
    presigned = [request for request in box.world.requests if request.step == "presign"]
    assert len(presigned) == 1
    seen = [row.activity for rows in engine.all_seen.values() for row in rows]
    assert Activity.KNOWN not in seen


def test_the_choice_is_still_there_after_a_restart(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path
) -> None:
    engine = make_engine(box)
    submit(engine, box, large)
    engine.wait_settled(1)
    submit(engine, box, large)
    engine.wait_until(lambda: waits(engine))
    engine.stop()
    engine.start_anew(box)
    engine.wait_until(lambda: waits(engine))
    engine.post(UseExistingAsset((known_row(engine),)))
    engine.wait_settled(1)
    assert len(box.world.assets) == 1


def test_a_file_that_is_hashed_after_its_presign_was_lost_is_another_request(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    """Layers answers 409 where a call says a hash that an earlier one with its idempotency key did not."""
    other = make_png(large.with_name("other.png"), large.stat().st_size)
    box.world.faults.add("presign:reset-after:*")
    submit(engine, box, other)
    engine.wait_until(lambda: bool(engine.rows) and engine.transfer("other.png").tries > 0)
    engine.post(Pause((engine.transfer("other.png").id,)))
    engine.wait_until(lambda: engine.activity("other.png") is Activity.PAUSED)
    box.world.faults.replace()
    submit(engine, box, large)
    engine.wait_until(lambda: engine.stages()[Stage.DONE] == 1)
    engine.stop()
    engine.start_anew(box)
    engine.post(Resume())
    engine.wait_settled(2)
    assert engine.transfer("other.png").problem is None
    assert {asset.sha256 for asset in box.world.assets} == {sha256(large), sha256(other)}


def test_a_crash_before_the_file_was_hashed_does_not_send_it(
    make_engine: Callable[..., Harness], box: Sandbox, large: Path
) -> None:
    engine = make_engine(box)
    submit(engine, box, large)
    engine.wait_settled(1)
    engine.stop()
    engine.start_anew(box)
    engine.post(Pause())
    submit(engine, box, large)
    engine.wait_until(lambda: any(row.transfer.inspected for row in engine.rows.values()))
    engine.stop()
    engine.start_anew(box)
    engine.wait_until(lambda: waits(engine))
    assert len(box.world.assets) == 1


def test_an_image_that_is_done_goes_up_once_more_as_another_kind(
    engine: Harness, box: Sandbox, uploaded: str, large: Path
) -> None:
    engine.post(SubmitAgain((engine.row().transfer.id, 99), MediaKind.LOGO))
    engine.wait_settled(2)
    before, again = (row.transfer for row in engine.rows.values())
    assert (before.asset_id, before.kind) == (uploaded, MediaKind.IMAGE)
    assert (again.kind, again.path, again.project_id) == (MediaKind.LOGO, bytes(large), before.project_id)
    assert again.batch_id != before.batch_id
    assert {asset.asset_id: asset.kind for asset in box.world.assets} == {
        uploaded: "image",
        again.asset_id: "logo",
    }


@pytest.mark.usefixtures("uploaded")
def test_what_is_gone_by_then_gets_a_row_that_says_so_and_what_is_no_image_gets_none(
    engine: Harness, box: Sandbox, large: Path, tmp_path: Path
) -> None:
    video = tmp_path / "clip.mp4"
    video.write_bytes(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(2_000))
    submit(engine, box, video)
    engine.wait_settled(2)
    ids = tuple(engine.rows)
    large.unlink()
    engine.post(SubmitAgain(ids, MediaKind.REFERENCE_IMAGE))
    engine.wait_settled(3)
    [again] = [row.transfer for id_, row in engine.rows.items() if id_ not in ids]
    assert (again.name, again.stage) == ("large.png", Stage.FAILED)
    assert again.problem is not None
    assert len(box.world.assets) == 2


def test_a_cancel_that_comes_when_the_known_asset_is_found_leaves_a_row_that_is_done(
    engine: Harness, box: Sandbox, uploaded: str, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed, told = threading.Event(), threading.Event()
    hash_file = room.hash_file

    def hash_and_wait(transfer: Transfer, inspected: FileId, token: CancelToken) -> Hashed:
        found = hash_file(transfer, inspected, token)
        hashed.set()
        assert told.wait(60)
        return found  # its last byte was read before anybody cancelled

    monkeypatch.setattr(room, "hash_file", hash_and_wait)
    copy = large.with_name("copy.png")
    copy.write_bytes(large.read_bytes())
    submit(engine, box, copy, if_known=DuplicatePolicy.REUSE)
    assert hashed.wait(60)
    engine.catch_up()
    engine.post(Cancel((engine.transfer("copy.png").id,)))
    engine.catch_up()
    told.set()
    engine.wait_until(lambda: len(engine.batches) == 2)
    engine.catch_up()
    done = engine.transfer("copy.png")
    assert (done.stage, done.asset_id, done.reused) == (Stage.DONE, uploaded, True)
    assert engine.batches[-1].done == 1
