"""A failed run of CI says what went wrong at its end, in few lines, before pytest's own summary."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DIGEST = Path(__file__).parents[2] / ".ci" / "digest"
SUMMARY = "=== 1 failed, 1897 passed, 1 error in 300.12s (0:05:00) ==="

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="CI runs where there is a shell"),
    pytest.mark.skipif(not DIGEST.exists(), reason="not part of what is distributed"),
]


def digest(folder: Path, *lines: str) -> list[str]:
    log = folder / "log"
    log.write_text("\n".join(lines) + "\n", "utf-8")
    bash = shutil.which("bash")
    assert bash
    done = subprocess.run([bash, str(DIGEST), str(log)], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_failures_are_named_with_their_reason_and_the_summary_comes_last(tmp_path: Path) -> None:
    said = digest(
        tmp_path,
        "..F..",
        "E       assert 3 == 4",
        "layers_desktop/x.py  10  0  100%",
        "FAILED tests/test_a.py::test_it - assert 3 == 4",
        SUMMARY,
        "make: *** [Makefile:24: test] Error 1",
    )
    assert "FAILED tests/test_a.py::test_it - assert 3 == 4" in said
    assert "E       assert 3 == 4" in said
    assert said[-1] == SUMMARY


def test_of_an_internal_error_the_first_traceback_is_shown_not_what_it_led_to(tmp_path: Path) -> None:
    said = digest(
        tmp_path,
        "....INTERNALERROR> def worker_internal_error(",
        "INTERNALERROR> E           AssertionError: Traceback (most recent call last):",
        "INTERNALERROR> E             SystemError: returned a result with an exception set",
        "INTERNALERROR> E           assert False",
        "INTERNALERROR> ",
        "INTERNALERROR> Traceback (most recent call last):",
        "INTERNALERROR> AssertionError: ('tests/test_a.py::test_it', <WorkerController gw0>)",
        SUMMARY,
    )
    assert any("SystemError: returned a result" in line for line in said)
    assert not any("WorkerController" in line for line in said)


def test_a_killed_test_process_is_named(tmp_path: Path) -> None:
    said = digest(
        tmp_path, "..Fatal Python error: Aborted", "worker 'gw1' crashed while running 'tests/a.py'", SUMMARY
    )
    assert any("Fatal Python error" in line for line in said)
    assert any("crashed while running" in line for line in said)


def test_it_is_short_whatever_went_wrong(tmp_path: Path) -> None:
    many = [f"E   reason {n}" for n in range(90)] + [f"FAILED tests/a.py::test_{n}" for n in range(90)]
    many += [f"INTERNALERROR> E line {n}" for n in range(90)] + [
        f"worker 'gw{n}' crashed while running 'a'" for n in range(90)
    ]
    said = digest(tmp_path, *many, SUMMARY)
    assert len(said) <= 21
    assert max(map(len, said)) <= 200
    assert said[-1] == SUMMARY
