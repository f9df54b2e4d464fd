"""The projects of who is signed in: the last known list at once, then the fresh one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from layers_desktop.api.account import Account
from layers_desktop.api.backoff import Backoff
from layers_desktop.api.network import Network
from layers_desktop.core.errors import Problem
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox
from layers_desktop.session.projects import ProjectCatalogue, fetch_projects
from layers_desktop.settings.caches import KnownProject, ProjectCache
from layers_desktop.settings.paths import places


class Seen:
    """A catalogue and what it said."""

    def __init__(self, cache: ProjectCache, qtbot: QtBot, backoff: Backoff) -> None:
        self.catalogue = ProjectCatalogue(cache, network=Network(), backoff=backoff)
        self.lists: list[list[str]] = []
        self.loading: list[bool] = []
        self.problems: list[Problem] = []
        self.listed: list[list[str]] = []
        """The lists that were said to be Layers' own."""
        self._qtbot = qtbot
        self.catalogue.changed.connect(lambda projects: self.lists.append([p.name for p in projects]))
        self.catalogue.listed.connect(lambda: self.listed.append(self.lists[-1]))
        self.catalogue.loading.connect(self.loading.append)
        self.catalogue.problem.connect(self.problems.append)

    def wait_until(self, true: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(true)


@pytest.fixture
def cache(tmp_path: Path) -> ProjectCache:
    return ProjectCache(places(tmp_path / "all"))


@pytest.fixture
def make_seen(cache: ProjectCache, qtbot: QtBot) -> Iterator[Callable[[Backoff], Seen]]:
    """`make_seen(backoff)`; closed at the end."""
    made: list[Seen] = []

    def make(backoff: Backoff) -> Seen:
        made.append(Seen(cache, qtbot, backoff))
        return made[-1]

    yield make
    for seen in made:
        seen.catalogue.close()


@pytest.fixture
def seen(make_seen: Callable[[Backoff], Seen]) -> Seen:
    return make_seen(Backoff(base=0.01, cap=0.02))


def account(box: Sandbox, organization: str | None = None) -> Account:
    return Account(
        base_url=box.base_url,
        key=ApiKey(box.key),
        organization_id=organization or box.world.organization_id,
    )


def over(timer: QTimer) -> None:
    """Let the time that is waited for be over."""
    timer.stop()
    timer.timeout.emit()


def names(box: Sandbox) -> list[str]:
    """Return what the picker offers: every project but archived ones."""
    return [project.name for project in box.world.projects if project.status != "archived"]


def test_all_pages_come_in_layers_order_without_archived_projects(
    seen: Seen, make_box: Callable[..., Sandbox]
) -> None:
    box = make_box(project_count=450)
    seen.catalogue.use_account(account(box))
    seen.wait_until(lambda: bool(seen.catalogue.projects))
    assert seen.lists[-1] == names(box)
    assert 400 < len(names(box)) < 450
    assert seen.loading == [True, False]
    assert len(box.world.requests) == 3


def test_a_project_brings_what_the_picker_shows(layers: Sandbox) -> None:
    first, project = fetch_projects(account(layers), Network())[0], layers.world.projects[0]
    assert first == KnownProject(
        id=project.project_id,
        name=project.name,
        customer_external_id=project.customer_external_id,
        status=project.status,
    )


def test_the_last_known_list_is_there_before_layers_answers(
    seen: Seen, layers: Sandbox, cache: ProjectCache
) -> None:
    cache.save(layers.world.organization_id, [KnownProject(id="old", name="Known before")])
    layers.world.faults.add("projects:stall")
    seen.catalogue.use_account(account(layers))
    seen.wait_until(lambda: seen.lists[-1:] == [["Known before"]])
    assert seen.loading == [True]
    assert seen.listed == []
    assert layers.world.faults.wait_held()
    layers.world.faults.release()
    seen.wait_until(lambda: seen.listed == [names(layers)])
    seen.wait_until(lambda: [p.name for p in cache.load(layers.world.organization_id)] == names(layers))


def test_a_failed_load_is_told_and_keeps_the_known_list(seen: Seen, layers: Sandbox) -> None:
    seen.catalogue.use_account(account(layers))
    seen.wait_until(lambda: seen.lists[-1] == names(layers))
    layers.pause_api()
    seen.catalogue.refresh()
    seen.wait_until(lambda: bool(seen.problems))
    assert seen.problems[0].code.startswith("network.")
    assert seen.loading == [True, False] * 2
    assert seen.lists[-1] == names(layers)
    layers.resume_api()
    seen.catalogue.refresh()
    seen.wait_until(lambda: seen.loading == [True, False] * 3)
    assert len(seen.problems) == 1


def test_a_list_that_is_on_its_way_is_not_asked_for_twice(seen: Seen, layers: Sandbox) -> None:
    layers.world.faults.add("projects:stall")
    seen.catalogue.use_account(account(layers))
    assert layers.world.faults.wait_held()
    seen.catalogue.refresh()
    layers.world.faults.release()
    seen.wait_until(lambda: seen.loading == [True, False])
    layers.world.faults.add("projects:429:1:3600")
    seen.catalogue.refresh()
    seen.wait_until(seen.catalogue.retry.isActive)
    asked = len(layers.world.requests)
    seen.catalogue.refresh()
    assert seen.catalogue.retry.remainingTime() > 3_000_000, "Layers wants to be left alone for an hour"
    assert len(layers.world.requests) == asked
    seen.catalogue.use_account(None)
    assert not seen.catalogue.retry.isActive()
    assert seen.loading[-1] is False


def test_a_long_wait_that_layers_asks_for_is_told_and_kept_to(seen: Seen, layers: Sandbox) -> None:
    layers.world.faults.add("projects:429:1:3600")
    seen.catalogue.use_account(account(layers))
    seen.wait_until(lambda: bool(seen.problems))
    assert seen.problems[0].code == "RATE_LIMITED"
    assert seen.problems[0].words.kept == "", "no file is at stake"
    assert seen.problems[0].words.action == "The projects are asked for again in 1 h."
    assert seen.loading == [True, False]
    asked = len(layers.world.requests)
    seen.catalogue.refresh()
    assert [problem.code for problem in seen.problems] == ["RATE_LIMITED"] * 2
    assert seen.loading == [True, False]
    assert len(layers.world.requests) == asked
    over(seen.catalogue.retry)
    seen.wait_until(lambda: seen.listed == [names(layers)])
    assert seen.loading == [True, False] * 2
    assert len(seen.problems) == 2


def test_a_long_wait_that_layers_did_not_ask_for_ends_with_a_refresh(
    make_seen: Callable[[Backoff], Seen], layers: Sandbox
) -> None:
    seen = make_seen(Backoff(base=7_200.0, cap=7_200.0, jitter=lambda: 0.0))
    layers.world.faults.add("projects:429:1:1")
    seen.catalogue.use_account(account(layers))
    seen.wait_until(lambda: bool(seen.problems))
    assert seen.problems[0].words.action == "The projects are asked for again in 1 h."
    seen.catalogue.refresh()
    assert not seen.catalogue.retry.isActive()
    seen.wait_until(lambda: seen.listed == [names(layers)])
    assert seen.loading == [True, False] * 2
    assert len(seen.problems) == 1


def test_a_short_wait_is_not_worth_a_word(make_seen: Callable[[Backoff], Seen], layers: Sandbox) -> None:
    seen = make_seen(Backoff(base=10.0, cap=10.0, jitter=lambda: 1.0))
    layers.world.faults.add("projects:500")
    seen.catalogue.use_account(account(layers))
    seen.wait_until(seen.catalogue.retry.isActive)
    over(seen.catalogue.retry)
    seen.wait_until(lambda: seen.listed == [names(layers)])
    assert seen.loading == [True, False]
    assert not seen.problems


@pytest.mark.parametrize("fault", ["projects:stall", "projects:500"])
def test_answers_for_an_older_account_count_for_nothing(
    seen: Seen, layers: Sandbox, make_box: Callable[..., Sandbox], cache: ProjectCache, fault: str
) -> None:
    other = make_box(project_count=3, seed=2)
    cache.save(layers.world.organization_id, [KnownProject(id="old", name="Known before")])
    layers.world.faults.add("projects:stall")
    layers.world.faults.add(fault)
    seen.catalogue.use_account(account(layers))
    assert layers.world.faults.wait_held()
    seen.catalogue.use_account(account(other))
    if fault.endswith("500"):
        layers.world.suspend()
    layers.world.faults.release()
    seen.wait_until(lambda: seen.lists[-1] == names(other))
    seen.wait_until(lambda: not seen.catalogue._tasks.busy)
    assert seen.lists[-1] == names(other)
    assert seen.loading[-1] is False
    assert not seen.problems


def test_signing_out_empties_the_list_and_ends_the_loading(seen: Seen, layers: Sandbox) -> None:
    layers.world.faults.add("projects:stall")
    seen.catalogue.use_account(account(layers))
    assert layers.world.faults.wait_held()
    seen.catalogue.use_account(None)
    layers.world.faults.release()
    seen.wait_until(lambda: not seen.catalogue._tasks.busy)
    assert seen.loading[-1] is False
    assert seen.catalogue.projects == []
    asked = len(layers.world.requests)
    seen.catalogue.refresh()
    assert seen.loading[-1] is False
    assert len(layers.world.requests) == asked


def test_a_new_key_of_the_same_organization_keeps_the_list_while_it_loads(
    seen: Seen, layers: Sandbox
) -> None:
    seen.catalogue.use_account(account(layers))
    seen.wait_until(lambda: seen.loading == [True, False])
    shown = len(seen.lists)
    layers.world.faults.add("projects:stall")
    seen.catalogue.use_account(account(layers))
    assert layers.world.faults.wait_held()
    assert len(seen.lists) == shown
    layers.world.faults.release()
    seen.wait_until(lambda: seen.loading == [True, False] * 2)


def test_a_sandboxs_projects_are_not_remembered(seen: Seen, layers: Sandbox, cache: ProjectCache) -> None:
    seen.catalogue.use_account(account(layers, "sandbox:1"))
    seen.wait_until(lambda: seen.lists[-1] == names(layers))
    seen.wait_until(lambda: not seen.catalogue._tasks.busy)
    assert cache.load("sandbox:1") == []
