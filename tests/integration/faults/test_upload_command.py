"""Each class of fault at whoami and at the list of projects, as `layers-desktop upload` meets it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.api.backoff import Backoff
from layers_desktop.cli import sign_in
from layers_desktop.cli.main import main
from layers_desktop.cli.sign_in import SignInWaits
from layers_desktop.sandbox import Sandbox
from tests.integration.faults.fault_kinds import WireFault
from tests.integration.faults.table import Case, Heals, Person, one_a_class
from tests.integration.faults.upload_run import check_words

BACKOFF = Backoff(base=3_600.0, cap=3_600.0)
"""A wait that is really waited out fails its test."""

Upload = Callable[[WireFault, Callable[[float], None]], tuple[int, str]]


def parameters(kind: type) -> list[object]:
    chosen = one_a_class("whoami", "projects")
    return [pytest.param(case, id=case.id) for case in chosen if isinstance(case.expected, kind)]


@pytest.fixture
def upload(
    box: Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    qtbot: QtBot,  # noqa: ARG001 - the application whose event loop the upload uses
) -> Upload:
    """Upload one file on the scene; `waited` is called in place of each wait. Returns code and stderr."""
    file = tmp_path / "beach.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(100))
    os.utime(file, (1_700_000_000, 1_700_000_000))  # younger ones may still be written to, and are waited for

    def go(wire_fault: WireFault, waited: Callable[[float], None]) -> tuple[int, str]:
        monkeypatch.setenv("LAYERS_BASE_URL", wire_fault.base_url)
        monkeypatch.setenv("LAYERS_API_KEY", box.key)
        monkeypatch.setattr(sign_in, "WAITS", SignInWaits(BACKOFF, waited))
        project = box.world.projects[0].project_id
        code = main(["upload", "--data-dir", str(tmp_path / "all"), "--project", project, str(file)])
        return code, capfd.readouterr().err

    return go


@pytest.mark.parametrize("case", parameters(Heals))
def test_a_fault_that_passes_is_waited_out_and_the_file_becomes_an_asset(
    case: Case, scene_of: Callable[[str], WireFault], upload: Upload, box: Sandbox
) -> None:
    wire_fault = scene_of(case.row.kind)
    waits: list[float] = []

    def waited(seconds: float) -> None:
        waits.append(seconds)
        if wire_fault.lasts:
            wire_fault.end()

    wire_fault.begin(case.step, 1)
    code, said = upload(wire_fault, waited)
    assert code == 0, said
    assert len(box.world.assets) == 1
    assert said.count("Again in") == len(waits) == (0 if case.expected == Heals("") else 1)


@pytest.mark.parametrize("case", parameters(Person))
def test_a_fault_that_stays_ends_in_a_sentence_after_its_tries(
    case: Case, scene_of: Callable[[str], WireFault], upload: Upload, box: Sandbox
) -> None:
    assert isinstance(case.expected, Person)
    wire_fault = scene_of(case.row.kind)
    waits: list[float] = []
    wire_fault.begin(case.step, None)
    code, said = upload(wire_fault, waits.append)
    assert code == 1
    assert len(waits) == case.expected.most - 1
    sentence = said.strip().splitlines()[-1]
    assert "Nothing was sent." in sentence
    check_words(said, box.key)
    assert not box.world.assets
    wire_fault.end()
    assert upload(wire_fault, waits.append)[0] == 0
    assert len(box.world.assets) == 1
