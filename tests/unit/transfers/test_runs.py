"""Whose transfers these are, and whether that program still lives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from layers_desktop.transfers.journal.runs import ProcessRun
from tests.support.processes import killed_at_end

_OTHER = """
import sys
from pathlib import Path
from layers_desktop.transfers.journal.runs import ProcessRun
print(ProcessRun(Path(sys.argv[1])).id, flush=True)
sys.stdin.read()
"""


def test_a_run_is_alive_until_it_ends(tmp_path: Path) -> None:
    first, second = ProcessRun(tmp_path), ProcessRun(tmp_path)
    assert first.id != second.id
    assert first.is_running(first.id)
    assert first.is_running(second.id)
    second.close()
    assert not first.is_running(second.id)
    assert not first.crashed(second.id)
    assert not first.is_running("never was")
    first.close()


def test_a_run_that_was_killed_is_dead_and_known_to_have_crashed(tmp_path: Path) -> None:
    run = ProcessRun(tmp_path / "runs")
    started = subprocess.Popen(
        [sys.executable, "-c", _OTHER, str(tmp_path / "runs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with killed_at_end(started) as process:
        assert process.stdout is not None
        other = process.stdout.readline().strip()
        assert run.is_running(other)
    assert not run.is_running(other)
    assert not run.is_running(other)
    assert run.crashed(other)
    assert [file.stem for file in (tmp_path / "runs").iterdir()] == [run.id]
    run.close()
    assert not list((tmp_path / "runs").iterdir())


def test_a_start_that_was_killed_while_it_asked_makes_no_dead_run_live(tmp_path: Path) -> None:
    """QLockFile left an empty file then and took it for held for ever: each file became two assets."""
    run = ProcessRun(tmp_path / "runs")
    dead = "0" * 32
    (tmp_path / "runs" / f"{dead}.lock").touch()
    (tmp_path / "runs" / f"{dead}.lock.rmlock").touch()
    assert not run.is_running(dead)
    run.close()


@pytest.mark.parametrize("torn", ["", "../elsewhere", "a\0b", "\ufffd" * 3])
def test_what_a_damaged_row_names_is_no_run_and_no_file_is_touched_for_it(tmp_path: Path, torn: str) -> None:
    (tmp_path / "elsewhere.lock").touch()
    run = ProcessRun(tmp_path / "runs")
    assert not run.is_running(torn)
    assert (tmp_path / "elsewhere.lock").exists()
    run.close()


def test_a_run_that_cannot_be_seen_by_others_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "runs").touch()
    with pytest.raises(OSError, match="runs"):
        ProcessRun(tmp_path / "runs")
