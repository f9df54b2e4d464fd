"""What is left to a person does not promise to go on by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.sandbox import Sandbox
from layers_desktop.session.state import Phase
from layers_desktop.transfers.transfer import Stage
from tests.integration.faults.fault_kinds import WireFault
from tests.integration.faults.test_sessions import Seen, account, seen, skip_waits
from tests.support.engine_harness import Harness, make_png
from tests.unit.session.conftest import Listener

__all__ = ["seen"]


def test_a_failed_row_does_not_say_that_it_is_tried_again(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    box.world.faults.add("put:503:*")
    engine.submit(box, make_png(tmp_path / "it.png", 300_000))
    engine.wait_settled()
    assert engine.transfer().stage is Stage.FAILED
    problem = engine.transfer().problem
    assert problem is not None
    assert problem.outlook is Outlook.GIVEN_UP


@pytest.mark.parametrize("kind", ["closed", "429:30"])
def test_a_typed_key_that_was_not_accepted_does_not_say_that_it_is_tried_again(
    kind: str, scene_of: Callable[[str], WireFault], make_session: Callable[..., Listener], layers: Sandbox
) -> None:
    scene_of(kind).begin("whoami", None)
    listener = make_session()
    listener.session.connect_key(layers.key)
    notice = listener.wait_for(Phase.SIGNED_OUT).notice
    assert notice is not None
    assert notice.outlook is Outlook.SIGNED_OUT


@pytest.mark.parametrize("kind", ["closed", "429:30"])
def test_a_list_of_projects_that_did_not_come_does_not_say_that_it_is_asked_for_again(
    kind: str, scene_of: Callable[[str], WireFault], seen: Seen, qtbot: QtBot
) -> None:
    wire_fault = scene_of(kind)
    wire_fault.begin("projects", None)
    seen.catalogue.use_account(account(wire_fault))

    def given_up() -> bool:
        skip_waits(seen.catalogue)
        return bool(seen.problems)

    qtbot.waitUntil(given_up)
    assert seen.problems[0].outlook is Outlook.NOT_LISTED
