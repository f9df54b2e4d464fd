"""Every row of the table at a step of an upload, through the real client, queue and sockets."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

import pytest

from layers_desktop.core.clock import Clocks
from tests.integration.faults.conftest import Clock
from tests.integration.faults.fault_kinds import WireFault
from tests.integration.faults.table import Case, Heals, Person, Waits, one_a_row
from tests.integration.faults.upload_run import LONG, Run
from tests.support.engine_harness import QUICK, Harness


@pytest.mark.parametrize("case", one_a_row("presign", "put", "finalize", "inline"), ids=attrgetter("id"))
def test_each_file_ends_as_one_asset_or_as_a_sentence_that_a_click_makes_good(
    case: Case,
    scene_of: Callable[[str], WireFault],
    make_engine: Callable[..., Harness],
    clock: Clock,
    tmp_path: Path,
) -> None:
    wire_fault = scene_of(case.row.kind)
    policy = QUICK
    if wire_fault.lasts and not case.stays:
        policy = replace(QUICK, base=LONG, cap=LONG)  # the fault ends during the first back-off
    elif case.stays and case.row.kind == "endless-drip":
        policy = replace(QUICK, tries=3)  # each takes its seconds
    engine = make_engine(policy=policy, clocks=Clocks(monotonic=clock, wall=time.time))
    run = Run(case, wire_fault, engine, clock, tmp_path / "files")
    run.start()
    match case.expected:
        case Heals():
            run.heals(case.expected)
        case Person():
            run.fails(case.expected)
        case Waits():
            run.waits(case.expected)
