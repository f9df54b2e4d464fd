"""Each class of fault at whoami and at the list of projects, as the window meets it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from layers_desktop.api.account import Account
from layers_desktop.api.backoff import Backoff
from layers_desktop.api.network import Network
from layers_desktop.core.errors import Problem
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox
from layers_desktop.session.projects import ProjectCatalogue
from layers_desktop.session.state import Phase
from layers_desktop.settings.account_keys import AccountKeys
from layers_desktop.settings.caches import KnownProject, ProjectCache
from layers_desktop.settings.paths import places
from tests.integration.faults.fault_kinds import WireFault
from tests.integration.faults.table import Case, Heals, Person, one_a_class
from tests.integration.faults.upload_run import LONG, check_sentence
from tests.support.memory_keyring import LockableKeyring
from tests.unit.session.conftest import Listener

MakeSession = Callable[..., Listener]


def parameters(step: str, kind: type) -> list[object]:
    return [pytest.param(case, id=case.id) for case in one_a_class(step) if isinstance(case.expected, kind)]


def skip_waits(parent: QObject) -> None:
    """Let the time that is waited for before another try be over."""
    for timer in parent.findChildren(QTimer):
        if timer.isSingleShot() and timer.remainingTime() > 5_000:
            timer.stop()
            timer.timeout.emit()


@pytest.mark.parametrize("case", parameters("whoami", Heals))
def test_a_stored_key_signs_in_by_itself_once_the_fault_is_over(
    case: Case,
    scene_of: Callable[[str], WireFault],
    make_session: MakeSession,
    keyring_backend: LockableKeyring,
    layers: Sandbox,
    tmp_path: Path,
) -> None:
    wire_fault = scene_of(case.row.kind)
    keys = AccountKeys(wire_fault.base_url, places(tmp_path), keyring_backend)
    assert keys.save(layers.world.organization_id, "Acme Growth", ApiKey(layers.key)).kept
    wire_fault.begin("whoami", 1)
    listener = make_session(base_url=wire_fault.base_url, keys=keys)
    session = listener.session
    listener.session.start()
    listener.wait_until(
        lambda: listener.session.state.notice is not None or listener.session.account is not None
    )
    if (problem := listener.session.state.notice) is not None:
        check_sentence(problem, None, layers.key)
    if wire_fault.lasts:
        wire_fault.end()

    def settled() -> bool:
        skip_waits(session)
        return session.state.phase in {Phase.SIGNED_IN, Phase.SIGNED_OUT}

    listener.wait_until(settled)
    assert listener.session.state.phase is Phase.SIGNED_IN
    assert set(keyring_backend.kept.values()) == {layers.key}


@pytest.mark.parametrize("case", parameters("whoami", Person))
def test_a_typed_key_is_answered_with_a_sentence_and_the_next_click_signs_in(
    case: Case,
    scene_of: Callable[[str], WireFault],
    make_session: MakeSession,
    keyring_backend: LockableKeyring,
    layers: Sandbox,
) -> None:
    assert isinstance(case.expected, Person)
    wire_fault = scene_of(case.row.kind)
    wire_fault.begin("whoami", None)
    listener = make_session(base_url=wire_fault.base_url)
    listener.session.connect_key(layers.key)
    problem = listener.wait_for(Phase.SIGNED_OUT).notice
    assert problem is not None
    check_sentence(problem, case.expected.code, layers.key)
    assert problem.outlook is Outlook.SIGNED_OUT, "it does not promise to go on by itself"
    assert not keyring_backend.kept
    wire_fault.end()
    listener.session.connect_key(layers.key)
    assert listener.wait_for(Phase.SIGNED_IN).notice is None
    listener.wait_until(lambda: list(keyring_backend.kept.values()) == [layers.key])


@dataclass
class Seen:
    """What the window hears of its list of projects."""

    catalogue: ProjectCatalogue
    loading: list[bool] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.catalogue.loading.connect(self.loading.append)
        self.catalogue.problem.connect(self.problems.append)

    @property
    def names(self) -> list[str]:
        return [project.name for project in self.catalogue.projects]


ORGANIZATION = "org_1"


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Seen]:
    """A catalogue that knows one project from an earlier start."""
    cache = ProjectCache(places(tmp_path / "all"))
    cache.save(ORGANIZATION, [KnownProject(id="p", name="Known before")])
    made = Seen(
        ProjectCatalogue(cache, network=Network(), backoff=Backoff(base=LONG, cap=LONG), quiet=math.inf)
    )
    yield made
    made.catalogue.close()


def account(wire_fault: WireFault) -> Account:
    return Account(base_url=wire_fault.base_url, key=ApiKey(wire_fault.box.key), organization_id=ORGANIZATION)


@pytest.mark.parametrize("case", parameters("projects", Heals))
def test_the_list_of_projects_comes_by_itself_once_the_fault_is_over(
    case: Case, scene_of: Callable[[str], WireFault], seen: Seen, qtbot: QtBot
) -> None:
    wire_fault = scene_of(case.row.kind)
    wire_fault.begin("projects", 1)
    seen.catalogue.use_account(account(wire_fault))
    qtbot.waitUntil(lambda: len(seen.loading) == 2 or seen.catalogue.retry.isActive())
    if wire_fault.lasts:
        wire_fault.end()
    skip_waits(seen.catalogue)
    qtbot.waitUntil(lambda: seen.loading == [True, False])
    assert len(seen.names) > 1
    assert not seen.problems


@pytest.mark.parametrize("case", parameters("projects", Person))
def test_the_known_projects_stay_and_a_refresh_brings_the_fresh_ones(
    case: Case, scene_of: Callable[[str], WireFault], seen: Seen, qtbot: QtBot
) -> None:
    assert isinstance(case.expected, Person)
    wire_fault = scene_of(case.row.kind)
    wire_fault.begin("projects", None)
    seen.catalogue.use_account(account(wire_fault))
    tries = 1

    def given_up() -> bool:
        nonlocal tries
        if seen.catalogue.retry.isActive():
            tries += 1
            skip_waits(seen.catalogue)
        return seen.loading == [True, False] and seen.names == ["Known before"]

    qtbot.waitUntil(given_up)
    assert tries == case.expected.most
    assert len(seen.problems) == 1
    check_sentence(seen.problems[0], case.expected.code, wire_fault.box.key)
    assert seen.problems[0].outlook is Outlook.NOT_LISTED, "it does not promise to go on by itself"
    wire_fault.end()
    seen.catalogue.refresh()
    qtbot.waitUntil(lambda: seen.loading == [True, False] * 2)
    assert len(seen.names) > 1
    assert len(seen.problems) == 1
