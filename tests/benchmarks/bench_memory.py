"""Upload of a 1 GiB file grows peak memory by at most 64 MB."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

GIB = 1024**3
ALLOWED_MB = 64

PROGRAM = """
import contextlib, io, os, sys
from pathlib import Path
from layers_desktop.cli.main import main

def peak():
    # Not ru_maxrss: a process starts with that of the one which started it, and would hide what it grows.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))

key = os.environ["LAYERS_API_KEY"]

def upload(path):
    os.environ["LAYERS_API_KEY"] = key  # each start takes it out
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = main(["upload", "--json", "--data-dir", sys.argv[1], "--project", sys.argv[2], path])
    assert code == 0, out.getvalue()
    return peak()

before = upload(sys.argv[3])
after = upload(sys.argv[4])
print(before, after)
"""


def test_a_gibibyte_is_uploaded_in_constant_memory(
    sandbox: dict[str, str],
    sparse_video: Callable[[str, int], Path],
    measured: Callable[..., str],
    tmp_path: Path,
) -> None:
    small = sparse_video("small.mp4", 1_000_000)
    large = sparse_video("large.mp4", GIB)
    out = measured(PROGRAM, tmp_path / "data", "Café Ünïcode iOS", small, large, environment=sandbox)
    before, after = map(float, out.split())
    print(f"\npeak memory: {before:.0f} MB after 1 MB, {after:.0f} MB after 1 GiB: {after - before:+.1f} MB")
    assert after - before <= ALLOWED_MB
