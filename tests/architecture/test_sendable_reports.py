"""A failure that quotes a name that is not UTF-8 is one failed test, not the end of the run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FAILS = """
import logging
import os

def test_before(): pass

def test_quotes_a_name():
    name = os.fsdecode(b"caf\\xe9.png")
    logging.getLogger("x").warning("looked at %s", name)
    assert name == "café.png"

def test_after(): pass
"""
ROOT = Path(__file__).parents[2]


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(FAILS)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "1", "-p", "no:cacheprovider", "-q", *options, "test_it.py"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="file names are text there")
def test_it_is_reported_with_its_escape(tmp_path: Path) -> None:
    done = run(tmp_path, "-p", "tests.architecture.sendable_reports")
    assert "1 failed, 2 passed" in done.stdout, done.stdout
    assert "\\udce9" in done.stdout
    assert "INTERNALERROR" not in done.stdout
