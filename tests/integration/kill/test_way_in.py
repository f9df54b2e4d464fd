"""Ends at moments from the drop on: what was accepted becomes an asset, exactly once, and nothing else does.

Accepted is what has its rows in the journal, and what a second start handed over before it ended with 0.
Files come by `upload`, at the start of a window, and by a second start. SIGKILL or SIGTERM ends the program
while it starts, in the midst of its work, or while it can send nothing: without a key, or without a list of
projects. `LAYERS_KILLS` says how often altogether (12 where it is not set; 100 for the figures in
docs/reliability.md), `LAYERS_SEED` repeats a run.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Final

import pytest

from layers_desktop.core.files import is_locked
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.transfers.journal.journal import ENTERED_AT_ONCE
from tests.integration.kill.processes import ProcessLauncher, ProgramProcess, Row, journal_rows, make_file
from tests.support.processes import wait_until
from tests.support.timeouts import TIMEOUT_S

KILLS = max(int(os.environ.get("LAYERS_KILLS", "12")) // 4, 1)
"""Of each of the four tests."""
SEED = int(os.environ.get("LAYERS_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
KILLS_A_ROUND = 5
"""After so many at most, a start runs freely and sends all that was accepted."""
SIZES = (1_500, 1_500, 40_000, 300_000)
"""Of a drop's files, in bytes: three go in one call, one in three steps."""
MANY = (500,) * (ENTERED_AT_ONCE + 10)
"""Of every third drop's: more than get rows of their own at once."""
STARTING_S, WORKING_S = 1.2, 0.5
"""About what a window takes to have its files in the journal, and to send them from then on."""
NO_KEY: Final = "no key"
OBSTACLES: Final = ("whoami:503:*", NO_KEY, "projects:503:*")
"""What keeps a window from sending: a key that cannot be checked, none at all, no list of projects."""


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(SandboxConfig(tier="partner", latency_ms=25, writes_per_minute=6_000)) as sandbox:
        yield sandbox


class Drops:
    """The drops that were made on one data folder, and which of them were accepted."""

    def __init__(self, box: Sandbox, launcher: ProcessLauncher, folder: Path) -> None:
        self._box = box
        self._launcher = launcher
        self._folder = folder
        self._chance = random.Random(SEED)
        self._project = box.world.projects[1].project_id
        self._made = self._ends = 0
        self.accepted: list[Path] = []

    # What a person does

    def make(self) -> list[Path]:
        """Make the files of another drop, like no others."""
        self._made += 1
        folder = self._folder / f"drop {self._made}"
        folder.mkdir()
        return [
            make_file(folder / f"{number}.png", self._chance.randbytes(size))
            for number, size in enumerate(MANY if self._made % 3 == 0 else SIZES)
        ]

    def upload(self, files: list[Path]) -> ProgramProcess:
        """Call `upload`."""
        return self._launcher.start("upload", *self._words(files))

    def window(self, files: list[Path], obstacle: str = "") -> ProgramProcess:
        """Start the window with these files, and with something that keeps it from sending them."""
        self._box.world.faults.replace(*({obstacle} - {"", NO_KEY}))
        return self._launcher.start(*self._words(files), with_key=obstacle != NO_KEY)

    def second_start(self, files: list[Path]) -> ProgramProcess:
        """Start the program again as soon as that is a second start: the window may still be starting."""
        locks = self._launcher.runtime / "layers-desktop"
        self.patiently(lambda: any(map(is_locked, locks.glob("window-*.lock"))), "a first start")
        return self._launcher.start(*self._words(files))

    def _words(self, files: list[Path]) -> tuple[object, ...]:
        # A folder is the same as what is in it.
        named = files if self._made % 2 else [file.parent for file in files[:1]]
        given = ("--project", self._project, *named) if files else ()
        return ("--data-dir", self._folder / "data", *given)

    # Ends

    def moments(self) -> list[float]:
        """Return a moment for each kill, one in each of as many equal parts of a whole, in any order."""
        moments = [(part + self._chance.random()) / KILLS for part in range(KILLS)]
        self._chance.shuffle(moments)
        return moments

    def end(self, process: ProgramProcess, seconds: float) -> int | None:
        """End it then, hard or politely; its exit code where it had ended by itself."""
        code = process.wait(seconds)
        if code is None:
            self._ends += 1
            process.kill(self._chance.choice([signal.SIGKILL, signal.SIGTERM]))
        return code

    def end_call(self, upload: ProgramProcess, moment: float, *, early: bool) -> int | None:
        """End a call of `upload` at this moment of its start, or of its work; as `end`."""
        if early:
            return self.end(upload, moment * STARTING_S)
        self.patiently(lambda: upload.has_asked() or not upload.running, "its first request")
        return self.end(upload, moment * WORKING_S)

    def end_early(self, window: ProgramProcess, moment: float) -> None:
        """End a window at this moment of its start, of which 1.0 is the end."""
        assert self.end(window, moment * STARTING_S) is None, f"seed {SEED}"

    def end_with(self, window: ProgramProcess, files: list[Path], moment: float) -> None:
        """End a window at this moment of its work on files, once they are in the journal."""
        self.patiently(lambda: self.in_journal(files) or not window.running, "its files in the journal")
        assert self.end(window, moment * WORKING_S) is None, f"seed {SEED}"

    # What is to be true

    def patiently(self, true: Callable[[], bool], what: str) -> None:
        """Wait for what another process does."""
        wait_until(true, f"{what} (seed {SEED})", deadline=TIMEOUT_S)

    def in_journal(self, files: list[Path]) -> bool:
        """Return whether a drop is in the journal, as rows or as text: each of its files, or else none."""
        rows = Counter(row.path for row in self._rows() if row.path in files)
        assert rows in (Counter(), Counter(files)), f"a part of a drop, or twice (seed {SEED}): {rows}"
        return bool(rows)

    def _rows(self) -> list[Row]:
        return journal_rows(self._folder / "data")

    def settle(self, files: list[Path], *, accepted: bool = False) -> None:
        """Note whether a drop was accepted, when the process that had it has ended."""
        kept = self.in_journal(files)
        assert kept or not accepted, f"accepted, and in no journal (seed {SEED}): {files}"
        if kept:
            self.accepted += files

    def all_arrive(self) -> None:
        """Start a window that is in nobody's way, without files; all that was accepted becomes assets."""
        process = self.window([])

        def done() -> bool:
            finished = {row.path for row in self._rows() if row.stage == "done"}
            return process.has_asked() and finished >= set(self.accepted)

        self.patiently(lambda: done() or not process.running, f"{len(self.accepted)} files at Layers")
        assert process.kill(signal.SIGTERM) == 0
        assert Counter(row.path for row in self._rows()) == Counter(self.accepted), f"seed {SEED}"
        self.are_the_assets()

    def are_the_assets(self) -> None:
        """See that each accepted file is one asset of its project, and that there are no others."""
        self.patiently(self._box.is_idle, "an idle sandbox")
        wanted = Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in self.accepted)
        assets = self._box.world.assets
        assert Counter(asset.sha256 for asset in assets) == wanted, f"seed {SEED}"
        assert {asset.project_id for asset in assets} <= {self._project}

    def told(self, request: pytest.FixtureRequest) -> None:
        """Put the figures into the report of the run."""
        said = f"{self._ends} ends, {len(self.accepted)} files accepted, as many assets"
        request.node.user_properties.append(("figure", said))


@pytest.fixture
def drops(box: Sandbox, launcher: ProcessLauncher, tmp_path: Path) -> Drops:
    return Drops(box, launcher, tmp_path)


def ends_a_round(number: int) -> bool:
    return (number + 1) % KILLS_A_ROUND == 0 or number + 1 == KILLS


def test_files_given_to_upload(drops: Drops, request: pytest.FixtureRequest) -> None:
    """Whoever called it calls it again, and that is enough."""
    files = drops.make()
    for number, moment in enumerate(drops.moments()):
        code = drops.end_call(drops.upload(files), moment, early=number % 3 == 2)
        if code is None and not ends_a_round(number):
            continue
        if code is None:
            code = drops.upload(files).wait()
        assert code == 0, f"seed {SEED}"
        drops.accepted += files
        drops.are_the_assets()
        files = drops.make()
    drops.told(request)


@pytest.mark.parametrize("obstacles", [("",), OBSTACLES], ids=["that sends them", "that cannot"])
def test_files_given_to_a_window(
    drops: Drops, obstacles: Sequence[str], request: pytest.FixtureRequest
) -> None:
    """Where it cannot send them they are rows that wait; the next start with a key sends them."""
    for number, (moment, obstacle) in enumerate(zip(drops.moments(), cycle(obstacles), strict=False)):
        files = drops.make()
        window = drops.window(files, obstacle)
        if number % 4 == 3:
            drops.end_early(window, moment)
        else:
            drops.end_with(window, files, moment)
        drops.settle(files)
        if ends_a_round(number):
            drops.all_arrive()
    drops.told(request)


def test_files_that_a_second_start_handed_over(drops: Drops, request: pytest.FixtureRequest) -> None:
    """It has said so, and ended with 0: whatever happens to the window from then on, nothing is lost."""
    for number, (moment, obstacle) in enumerate(zip(drops.moments(), cycle(("", *OBSTACLES)), strict=False)):
        files = drops.make()
        window = drops.window([], obstacle)
        second = drops.second_start(files)
        if number % 5 != 4:
            assert second.wait() == 0, f"seed {SEED}"
        assert drops.end(window, moment * WORKING_S) is None, f"seed {SEED}"
        accepted = second.popen.poll() == 0
        second.kill()
        drops.settle(files, accepted=accepted)
        if ends_a_round(number):
            drops.all_arrive()
    drops.told(request)
