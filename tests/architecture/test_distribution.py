"""What is built from the project: the source archive does what the README says, the wheel runs by itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.support.timeouts import TIMEOUT_S

ROOT = Path(__file__).parents[2]


def ended(*words: str, cwd: Path, **environment: str) -> str:
    # Not measured by coverage: what runs here are copies of the program.
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    result = subprocess.run(
        words, cwd=cwd, env=ours | environment, capture_output=True, text=True, timeout=TIMEOUT_S,
        check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def built(target: str, source: Path, folder: Path) -> Path:
    ended(
        sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder), cwd=source
    )
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, made and unpacked as whoever gets it does."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built("sdist", ROOT, folder / "made")) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.glob("layers_desktop-*")
    return source


def test_the_source_archive_has_what_make_and_ci_need(unpacked: Path) -> None:
    assert not (unpacked / ".git").exists()
    for line in (unpacked / "Makefile").read_text("utf-8").splitlines():
        for script in re.findall(r"packaging/[\w./-]+", line):
            assert (unpacked / script).is_file()
            assert script.endswith(".py") or os.access(unpacked / script, os.X_OK)
    assert os.access(unpacked / ".ci" / "run", os.X_OK)
    assert "-m layers_desktop demo" in ended("make", "-n", "demo", cwd=unpacked)
    assert "pytest" in ended("make", "-n", "test", cwd=unpacked)


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="needs a checkout")
def test_the_source_archive_is_the_checkout(unpacked: Path) -> None:
    listed = ended("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    ours = {name for name in listed.split("\0") if name and (ROOT / name).exists()}
    theirs = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert theirs == ours | {"PKG-INFO"}


def test_the_demo_of_an_installed_copy_leaves_nothing_where_it_is_started(
    unpacked: Path, tmp_path: Path
) -> None:
    installed, here, temporary = tmp_path / "installed", tmp_path / "here", tmp_path / "temporary"
    for folder in (here, temporary):
        folder.mkdir()
    zipfile.ZipFile(built("wheel", unpacked, tmp_path / "made")).extractall(installed)
    out = ended(
        *(sys.executable, "-m", "layers_desktop", "demo", "--offscreen"),
        cwd=here, PYTHONPATH=str(installed), TMPDIR=str(temporary),
    )  # fmt: skip
    assert out.count(" → med_") == 5
    assert not list(here.iterdir())
    (picture,) = temporary.rglob("*.png")
    assert str(picture) in out
