"""SIGKILL at random moments: after any number of them each file is exactly one asset, and none is lost.

`LAYERS_KILLS` says how often (40 where it is not set; 200 for the figures in docs/reliability.md),
`LAYERS_SEED` repeats a run.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox, SandboxConfig

KILLS = int(os.environ.get("LAYERS_KILLS", "40"))
SEED = int(os.environ.get("LAYERS_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
FILES_A_ROUND = 14
LONGEST_LIFE_S = 0.35
"""About what a call with these files and this latency takes from its first request on."""
WRITES = frozenset({"presign", "finalize", "inline"})


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(SandboxConfig(tier="partner", latency_ms=25)) as sandbox:
        yield sandbox


def make_files(folder: Path, chance: random.Random) -> list[Path]:
    """Small ones that go in one call and larger ones in three steps, all different."""
    folder.mkdir(parents=True)
    paths = []
    for number in range(FILES_A_ROUND):
        size = chance.choice([1_500, 40_000, 300_000, 700_000])
        path = folder / f"{number}.png"
        path.write_bytes(PNG + chance.randbytes(size))
        os.utime(path, (1_700_000_000, 1_700_000_000))
        paths.append(path)
    return paths


def digests(paths: list[Path]) -> Counter[str]:
    return Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)


class Life:
    """One process of the program, what the sandbox saw of it, and its end."""

    def __init__(self, box: Sandbox, *words: object) -> None:
        environment = {
            **os.environ,
            "LAYERS_BASE_URL": box.base_url,
            "LAYERS_API_KEY": box.key,
            "QT_QPA_PLATFORM": "offscreen",
        }
        self._box = box
        self._before = len(box.world.requests)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "layers_desktop", *map(str, words)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def has_asked(self) -> bool:
        return len(self._box.world.requests) > self._before

    def has_written(self) -> bool:
        return any(request.step in WRITES for request in self._box.world.requests[self._before :])

    def ends_within(self, seconds: float) -> int | None:
        """Return its exit code, or None when it had to be killed."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Kills:
    """Counts kills, and how many came behind the first write of the life that they ended."""

    def __init__(self, wanted: int, chance: random.Random) -> None:
        self._wanted = wanted
        self._chance = chance
        self.count = self.after_a_write = 0

    @property
    def enough(self) -> bool:
        return self.count >= self._wanted

    def end(self, life: Life) -> int | None:
        """Kill it at random; its exit code where it was quicker.

        The clock starts at its first request for every fourth, at its first write for the others: so that a
        computer that starts programs slowly does not kill most of them before they have done anything.
        """
        begun = life.has_written if self.count % 4 else life.has_asked
        _until(lambda: begun() or life.process.poll() is not None)
        code = life.ends_within(self._chance.uniform(0.0, LONGEST_LIFE_S))
        if code is None:
            self.count += 1
            self.after_a_write += life.has_written()
        return code

    def told(self, request: pytest.FixtureRequest) -> None:
        """Put the figures into the report of the run."""
        said = f"{self.count} kills, {self.after_a_write} of them after a first write"
        request.node.user_properties.append(("figure", said))
        assert self.after_a_write >= self.count * 2 // 3, f"seed {SEED}"


def test_upload_called_again_after_each_kill_makes_one_asset_a_file(
    box: Sandbox, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(SEED)
    project = box.world.projects[0].project_id
    kills, everything = Kills(KILLS, chance), Counter[str]()
    while not kills.enough:
        files = make_files(tmp_path / f"files {everything.total()}", chance)
        everything += digests(files)
        words = ("upload", "--project", project, "--data-dir", tmp_path / "data", *files)
        while not kills.enough:
            code = kills.end(Life(box, *words))
            if code is not None:
                assert code == 0, f"seed {SEED}"
                break
        assert Life(box, *words).ends_within(60) == 0, f"seed {SEED}"
        made = Counter(asset.sha256 for asset in box.world.assets)
        assert made == everything, f"seed {SEED}, after {kills.count} kills:\n{_writes(box)}"
    kills.told(request)


def test_the_window_goes_on_by_itself_after_each_kill(
    box: Sandbox, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(SEED + 1)
    project = box.world.projects[0].project_id
    kills, everything = Kills(max(KILLS // 5, 5), chance), Counter[str]()
    while not kills.enough:
        files = make_files(tmp_path / f"files {everything.total()}", chance)
        data = ("--data-dir", tmp_path / "data")
        life = Life(box, *data, "--project", project, *files)
        # From the first write on the drop is in the journal; before that it is not the window's to keep.
        _until(life.has_written)
        everything += digests(files)
        while len(box.world.assets) < everything.total() and not kills.enough:
            kills.end(life)
            life = Life(box, *data)
        _until(partial(_has_assets, box, everything.total()))
        life.kill()
        made = Counter(asset.sha256 for asset in box.world.assets)
        assert made == everything, f"seed {SEED}, after {kills.count} kills:\n{_writes(box)}"
    kills.told(request)


def _writes(box: Sandbox) -> str:
    """Return what was asked of the sandbox lately, and what came of it, for whoever looks for the cause."""
    asked = [
        f"{request.at:.3f} {request.step} {request.status} {request.headers.get('idempotency-key')}"
        for request in box.world.requests[-150:]
    ]
    made = [f"{asset.filename} {asset.asset_id} {asset.sha256}" for asset in box.world.assets[-30:]]
    return "\n".join(asked + made)


def _has_assets(box: Sandbox, count: int) -> bool:
    return len(box.world.assets) >= count


def _until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for what the sandbox sees; another process does the work, so there is no signal to wait for."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not true():
        assert time.monotonic() < end, f"nothing came in {seconds:.0f} s (seed {SEED})"
        pause.wait(0.02)
