"""The file that is sent is the one that was dropped, or the sending says otherwise."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors import NetworkFault
from layers_desktop.api.storage import BLOCK
from layers_desktop.core.secrets import ApiKey
from layers_desktop.media.bounded_reader import file_id
from layers_desktop.media.formats import MediaKind
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers import steps
from layers_desktop.transfers.source_file import SourceChanged, SourceFile, SourceUnreadable
from layers_desktop.transfers.steps import Failed, Step
from layers_desktop.transfers.throttle import BandwidthLimiter
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.transfers.worker_pool import Job, TransferWorker
from tests.support.engine_harness import make_png


def dropped(path: Path) -> Transfer:
    """The transfer of a file as it is now."""
    now = path.stat()
    return Transfer(
        id=1,
        batch_id=1,
        account_id="org",
        project_id="project",
        project_name="Project",
        path=os.fsencode(path),
        name=path.name,
        kind=MediaKind.IMAGE,
        mime_type="image/png",
        size=now.st_size,
        mtime_ns=now.st_mtime_ns,
        idempotency_key="key",
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_png(tmp_path / "it.png", 3 * BLOCK + 5)


def test_it_comes_in_blocks_and_is_hashed_in_the_same_pass(path: Path) -> None:
    with SourceFile(dropped(path)) as source:
        blocks = list(source.blocks())
        source.check_unchanged()
        assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [len(block) for block in blocks] == [BLOCK, BLOCK, BLOCK, 5]


def test_an_etag_is_compared_only_where_it_is_an_md5(path: Path) -> None:
    right = hashlib.md5(path.read_bytes()).hexdigest()
    wrong = hashlib.md5(b"other bytes").hexdigest()
    with SourceFile(dropped(path), md5=True) as source:
        list(source.blocks())
        compared = [(right, False), (right.upper(), False), (wrong, True), (None, False)]
        unknown = [(f"{wrong}-2", False), ("", False), (wrong[:-1], False), ("z" * 32, False)]
        assert [source.denies(etag) for etag, _ in compared] == [denied for _, denied in compared]
        assert [source.denies(etag) for etag, _ in unknown] == [denied for _, denied in unknown]
    with SourceFile(dropped(path)) as source:
        list(source.blocks())
        assert not source.denies(wrong), "no MD5 was made"


@pytest.mark.parametrize("change", ["longer", "shorter", "touched"])
def test_a_file_that_changed_before_it_is_opened_is_not_read(path: Path, change: str) -> None:
    transfer = dropped(path)
    if change == "touched":
        os.utime(path, ns=(1, 1))
    else:
        os.truncate(path, 10 if change == "shorter" else 10 * BLOCK)
    with pytest.raises(SourceChanged) as caught, SourceFile(transfer):
        pytest.fail("it was opened")
    assert (caught.value.size, caught.value.mtime_ns) == (path.stat().st_size, path.stat().st_mtime_ns)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody make links without a right to it")
@pytest.mark.parametrize("by", ["rename", "link"])
def test_another_file_of_the_same_size_and_time_in_its_place_is_not_read(path: Path, by: str) -> None:
    transfer, inspected = dropped(path), file_id(path.stat())
    other = path.with_name("private")
    other.write_bytes(bytes(path.stat().st_size))
    os.utime(other, ns=(1, path.stat().st_mtime_ns))
    if by == "rename":
        other.replace(path)
    else:
        path.unlink()
        path.symlink_to(other)
    with pytest.raises(SourceChanged), SourceFile(transfer, inspected):
        pytest.fail("it was opened")


def test_a_file_that_shrinks_while_it_is_read_stops_the_sending(path: Path) -> None:
    with SourceFile(dropped(path)) as source:
        blocks = source.blocks()
        next(blocks)
        os.truncate(path, BLOCK)
        with pytest.raises(SourceChanged) as caught:
            list(blocks)
    assert caught.value.size == BLOCK


def test_a_file_that_grows_while_it_is_read_is_found_out_at_the_end(path: Path) -> None:
    with SourceFile(dropped(path)) as source:
        blocks = source.blocks()
        next(blocks)
        with path.open("ab") as file:
            file.write(b"more")
        assert sum(map(len, blocks)) == 2 * BLOCK + 5, "never more than was announced"
        with pytest.raises(SourceChanged):
            source.check_unchanged()


def test_a_file_that_is_gone_says_so(path: Path) -> None:
    transfer = dropped(path)
    path.unlink()
    with pytest.raises(SourceUnreadable) as caught, SourceFile(transfer):
        pytest.fail("it was opened")
    assert caught.value.problem.code == "file.gone"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_in_its_place_is_found_out_without_waiting_for_it(path: Path) -> None:
    transfer = dropped(path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(SourceChanged), SourceFile(transfer):
        pytest.fail("it was opened")


def test_a_drive_that_fails_while_it_is_read_says_so(path: Path) -> None:
    with SourceFile(dropped(path)) as source:
        blocks = source.blocks()
        next(blocks)
        # a directory's descriptor in its place: reading it is an error of the system
        folder = os.open(path.parent, os.O_RDONLY)
        os.dup2(folder, source._descriptor)
        os.close(folder)
        with pytest.raises(SourceUnreadable) as caught:
            next(blocks)
    assert caught.value.problem.code == "file.unreadable"


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        (Step.PUT, {}),
        (Step.FINALIZE, {}),
        (Step.PRESIGN, {"kind": None}),
        (Step.PRESIGN, {"idempotency_key": None}),
    ],
)
def test_a_step_that_was_given_nonsense_fails_its_file_and_not_the_worker(
    path: Path,
    box: Sandbox,
    step: Step,
    fields: dict[str, object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    transfer = replace(dropped(path), **fields)  # type: ignore[arg-type]  # the table's own fields
    worker = TransferWorker(BandwidthLimiter())
    with LayersClient(box.base_url, ApiKey(box.key)) as client:
        job = Job(step=step, transfer=transfer, client=client, token=CancelToken())
        outcome = worker._outcome(None, job)  # type: ignore[arg-type]  # no step gets as far as the storage
    assert isinstance(outcome, Failed)
    assert outcome.error.problem.code == "internal"
    assert "failed unexpectedly" in caplog.text
    assert not box.world.requests


def test_a_link_is_never_shown() -> None:
    link = steps.Link("https://storage.example/?X-Amz-Signature=secret", {"X": "secret"}, 0.0)
    assert "secret" not in repr(link)


@pytest.mark.parametrize("stage", [Stage.PRESIGNED, Stage.UPLOADED])
def test_bytes_that_were_never_confirmed_are_looked_at_before_finalize_even_if_their_hash_is_known(
    path: Path, stage: Stage
) -> None:
    before = replace(dropped(path), stage=stage, upload_id="upl_1", sha256="0" * 64)
    make_png(path, 4 * BLOCK)
    client = LayersClient("http://127.0.0.1:9", ApiKey("key"))  # nobody is asked there, or refused
    error = SourceChanged if stage is Stage.PRESIGNED else NetworkFault
    with client, pytest.raises(error):
        steps.finalize(client, before, None, CancelToken())
