"""SIGKILL at random moments: after any number of them each file is exactly one asset, and none is lost.

`LAYERS_KILLS` says how often (40 where it is not set; 200 for the figures in docs/reliability.md),
`LAYERS_SEED` repeats a run.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox, SandboxConfig
from tests.integration.kill.processes import ProcessLauncher, ProgramProcess, journal_rows, make_file
from tests.support.processes import wait_until
from tests.support.timeouts import TIMEOUT_S

KILLS = int(os.environ.get("LAYERS_KILLS", "40"))
SEED = int(os.environ.get("LAYERS_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
FILES_A_ROUND = 14
LONGEST_RUN_S = 0.35
"""About what a call with these files and this latency takes from its first request on."""


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
        paths.append(make_file(folder / f"{number}.png", chance.randbytes(size)))
    return paths


def digests(paths: list[Path]) -> Counter[str]:
    return Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)


def patiently(true: Callable[[], bool]) -> None:
    """Wait for what the sandbox or the journal says: another process does the work."""
    wait_until(true, f"seed {SEED}", deadline=TIMEOUT_S)


class Kills:
    """Counts kills, and how many came when a write of the process that they ended had been answered."""

    def __init__(self, wanted: int, chance: random.Random) -> None:
        self._wanted = wanted
        self._chance = chance
        self.count = self.after_a_write = 0

    @property
    def enough(self) -> bool:
        return self.count >= self._wanted

    def end(self, process: ProgramProcess) -> int | None:
        """Kill it at random; its exit code where it was quicker.

        The clock starts at its first request for every fourth, at its first write for the others: so that a
        computer that starts programs slowly does not kill most of them before they have done anything.
        """
        begun = process.has_written if self.count % 4 else process.has_asked
        patiently(lambda: begun() or not process.running)
        code = process.wait(self._chance.uniform(0.0, LONGEST_RUN_S))
        if code is None:
            self.count += 1
            self.after_a_write += process.has_written()
            process.kill()
        return code

    def told(self, request: pytest.FixtureRequest) -> None:
        """Put the figures into the report of the run."""
        said = f"{self.count} kills, {self.after_a_write} of them after a first write"
        request.node.user_properties.append(("figure", said))
        assert self.after_a_write >= self.count * 2 // 3, f"seed {SEED}"


def test_upload_called_again_after_each_kill_makes_one_asset_a_file(
    box: Sandbox, launcher: ProcessLauncher, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(SEED)
    project = box.world.projects[0].project_id
    kills, everything = Kills(KILLS, chance), Counter[str]()
    while not kills.enough:
        files = make_files(tmp_path / f"files {everything.total()}", chance)
        everything += digests(files)
        words = ("upload", "--project", project, "--data-dir", tmp_path / "data", *files)
        while not kills.enough:
            code = kills.end(launcher.start(*words))
            if code is not None:
                assert code == 0, f"seed {SEED}"
                break
        assert launcher.start(*words).wait() == 0, f"seed {SEED}"
        assert _made(box) == everything, f"seed {SEED}, after {kills.count} kills:\n{_writes(box)}"
    kills.told(request)


def test_the_window_goes_on_by_itself_after_each_kill(
    box: Sandbox, launcher: ProcessLauncher, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(SEED + 1)
    project = box.world.projects[0].project_id
    kills, everything = Kills(max(KILLS // 5, 5), chance), Counter[str]()
    while not kills.enough:
        files = make_files(tmp_path / f"files {everything.total()}", chance)
        data = tmp_path / "data"
        process = launcher.start("--data-dir", data, "--project", project, *files)
        # From then on they are the window's to keep.
        patiently(partial(_are_in_the_journal, data, files))
        everything += digests(files)
        while len(box.world.assets) < everything.total() and not kills.enough:
            kills.end(process)
            process = launcher.start("--data-dir", data)
        patiently(partial(_has_assets, box, everything.total()))
        process.kill()
        assert _made(box) == everything, f"seed {SEED}, after {kills.count} kills:\n{_writes(box)}"
    kills.told(request)


def _made(box: Sandbox) -> Counter[str]:
    """Return what became an asset, once the last process has ended and all it sent is answered."""
    patiently(box.is_idle)
    return Counter(asset.sha256 for asset in box.world.assets)


def _writes(box: Sandbox) -> str:
    """Return what was asked of the sandbox lately, and what came of it, for whoever looks for the cause."""
    asked = [
        f"{request.at:.3f} {request.step} {request.status} {request.headers.get('idempotency-key')}"
        for request in box.world.requests[-150:]
    ]
    made = [f"{asset.filename} {asset.asset_id} {asset.sha256}" for asset in box.world.assets[-30:]]
    return "\n".join(asked + made)


def _are_in_the_journal(data: Path, files: list[Path]) -> bool:
    return {row.path for row in journal_rows(data)} >= set(files)


def _has_assets(box: Sandbox, count: int) -> bool:
    return len(box.world.assets) >= count
