"""What comes in is the queue's at once; its project follows when it is known."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from layers_desktop.core.errors import Problem
from layers_desktop.instance import HandOver
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import NewFile, Rejection
from layers_desktop.session.state import Phase, SessionState
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.preferences import ImageKind, ProjectSettings
from layers_desktop.transfers.commands import AssignProject, Submit
from layers_desktop.transfers.transfer import Snapshot, Stage
from layers_desktop.ui.intake.transfer_submitter import Destination
from layers_desktop.ui.window_contents import WindowContents
from tests.support.window_services import RecordingServices

Waiting = Callable[..., Snapshot]
FILE = NewFile(b"/a.png")
LOGOS = ProjectSettings(image_kind=ImageKind.LOGO, checksum=False)


@pytest.fixture
def sent(services: RecordingServices) -> list[object]:
    """Every command that the queue gets."""
    commands: list[object] = []
    services.queue.posted.connect(commands.append)
    return commands


@pytest.fixture
def without_settings(
    window: WindowContents, signed_in: SessionState, projects: list[KnownProject]
) -> WindowContents:
    """Return a window with the first project picked, whose settings are not read yet."""
    window.show_session(signed_in)
    window.show_projects(projects)
    window.on_projects_listed()
    window.projects.choose("prj_1")
    return window


def only(sent: list[object]) -> Submit:
    """Return the one command, a `Submit`, and forget it."""
    [submit] = sent
    assert isinstance(submit, Submit)
    sent.clear()
    return submit


def assigned(project_id: str, name: str, *wanted: str) -> AssignProject:
    """Return the command that gives a project with `LOGOS` to rows that name one of these."""
    return AssignProject(
        project_id=project_id,
        project_name=name,
        image_kind=MediaKind.LOGO,
        checksum=False,
        wanted=frozenset(wanted),
    )


@pytest.mark.parametrize("checksum", [True, False])
def test_the_projects_settings_go_with_what_is_submitted(
    open_window: WindowContents, sent: list[object], checksum: bool
) -> None:
    open_window.projects.show_settings(ProjectSettings(image_kind=ImageKind.LOGO, checksum=checksum))
    open_window.intake.submitter.submit([FILE], Destination())
    submit = only(sent)
    assert (submit.files, submit.project_id, submit.project_name) == ((FILE,), "prj_1", "Café Ünïcode iOS")
    assert (submit.checksum, submit.image_kind) == (checksum, MediaKind.LOGO)


def test_the_kind_and_the_project_of_the_destination_come_before_the_picked_ones(
    open_window: WindowContents, sent: list[object], projects: list[KnownProject]
) -> None:
    open_window.projects.show_settings(LOGOS, "prj_2")
    open_window.intake.submitter.submit([FILE], Destination(MediaKind.REFERENCE_IMAGE, projects[1], "org_1"))
    submit = only(sent)
    assert (submit.project_id, submit.project_name) == ("prj_2", "Beta")
    assert (submit.checksum, submit.image_kind) == (False, MediaKind.REFERENCE_IMAGE)


def test_what_was_meant_for_another_organization_is_submitted_to_none(
    open_window: WindowContents, sent: list[object]
) -> None:
    told: list[bool] = []
    elsewhere = Destination(organization_id="org_2")
    open_window.intake.submitter.submit([FILE], elsewhere, done=told.append)
    assert (sent, told) == ([], [False])


def test_what_is_refused_is_submitted_to_be_listed(open_window: WindowContents, sent: list[object]) -> None:
    refusal = Rejection(path=b"", name="x", size=None, problem=Problem.of("file.link/web"))
    open_window.intake.submitter.submit((), Destination(), refused=(refusal,))
    assert only(sent).refused == (refusal,)


def test_each_is_told_of_its_own_safety(open_window: WindowContents, sent: list[object]) -> None:
    told: list[tuple[str, bool]] = []
    submitter = open_window.intake.submitter
    submitter.submit([FILE], Destination(), done=lambda safe: told.append(("first", safe)))
    submitter.submit([FILE], Destination(), done=lambda safe: told.append(("second", safe)))
    first, second = sent
    assert isinstance(first, Submit)
    assert isinstance(second, Submit)
    submitter.on_submitted(second.ticket, on_disk=True)
    submitter.on_submitted(first.ticket, on_disk=False)
    submitter.on_submitted(second.ticket, on_disk=False)
    assert told == [("second", True), ("first", False)]


# Before the project is known


def test_what_comes_in_without_a_project_goes_to_the_one_that_is_then_picked(
    window: WindowContents,
    signed_in: SessionState,
    projects: list[KnownProject],
    sent: list[object],
    waiting: Waiting,
) -> None:
    window.show_session(signed_in)
    window.show_projects(projects)
    window.intake.submitter.submit([FILE], Destination())
    submit = only(sent)
    assert (submit.project_id, submit.project_name, submit.image_kind) == ("", "", None)
    window.on_added([waiting(1)])
    assert sent == []
    window.projects.choose("prj_2")
    window.header.picker.hidePopup()
    assert sent == []
    window.projects.show_settings(LOGOS)
    assert sent == [assigned("prj_2", "Beta", "", "prj_2")]


def test_what_comes_in_before_the_settings_are_read_waits_for_its_own_project(
    without_settings: WindowContents, sent: list[object], waiting: Waiting
) -> None:
    window = without_settings
    window.intake.submitter.submit([FILE], Destination())
    submit = only(sent)
    assert (submit.project_id, submit.project_name, submit.image_kind) == ("prj_1", "", None)
    window.on_added([waiting(1, project_id="prj_1")])
    window.projects.choose("prj_2")
    window.projects.show_settings(ProjectSettings(), "prj_2")
    assert sent == []
    window.projects.show_settings(LOGOS, "prj_1")
    assert assigned("prj_1", "Café Ünïcode iOS", "prj_1") in sent


def test_settings_that_are_read_before_the_rows_are_seen_are_not_missed(
    without_settings: WindowContents, sent: list[object], waiting: Waiting
) -> None:
    window = without_settings
    window.intake.submitter.submit([FILE], Destination())
    only(sent)
    window.projects.show_settings(LOGOS, "prj_1")
    assert sent == []
    window.on_added([waiting(1, project_id="prj_1")])
    assert sent == [assigned("prj_1", "Café Ünïcode iOS", "prj_1")]


def test_rows_of_an_earlier_run_get_the_listed_project_that_they_name(
    window: WindowContents,
    signed_in: SessionState,
    projects: list[KnownProject],
    sent: list[object],
    waiting: Waiting,
) -> None:
    window.on_added([waiting(1, project_id="prj_3"), waiting(2, project_id="prj_9")])
    window.show_session(signed_in)
    window.show_projects(projects)
    window.projects.show_settings(LOGOS, "prj_3")
    assert sent == [assigned("prj_3", "Gamma", "prj_3")]


# A start that names a project


def test_files_of_a_start_wait_until_the_list_has_their_project(
    open_window: WindowContents, projects: list[KnownProject], sent: list[object], waiting: Waiting
) -> None:
    window = open_window
    window.take(HandOver(paths=(b"/a.png",), project_id="prj_new"))
    submit = only(sent)
    assert (submit.project_id, submit.project_name) == ("prj_new", "")
    window.on_added([waiting(1, project_id="prj_new")])
    window.show_projects(projects)
    assert sent == []
    window.show_projects([KnownProject(id="prj_new", name="Made a minute ago"), *projects])
    window.projects.show_settings(LOGOS, "prj_new")
    given = [one for one in sent if isinstance(one, AssignProject)]
    assert len(given) == len(sent) > 0
    assert {one.project_id for one in given} == {"prj_new"}
    assert any("prj_new" in (one.wanted or ()) for one in given)


def test_for_a_project_that_the_key_does_not_see_a_person_chooses_another(
    open_window: WindowContents, projects: list[KnownProject], sent: list[object], waiting: Waiting
) -> None:
    window = open_window
    window.projects.show_settings(LOGOS, "prj_2")
    window.take(HandOver(paths=(b"/a.png",), project_id="prj_gone"))
    only(sent)
    window.on_added([waiting(1, project_id="prj_gone")])
    window.show_projects(projects)
    window.on_projects_listed()
    assert "does not see the project “prj_gone”. 1 file waits" in window.banner.words.text()
    assert sent == []
    window.header.picker.popup.chosen.emit("prj_2")
    window.header.picker.hidePopup()
    assert sent == [assigned("prj_2", "Beta", "prj_gone")]


# Who waits


def test_it_is_known_how_many_rows_wait_for_a_project(
    open_window: WindowContents, waiting: Waiting, done: Callable[..., Snapshot]
) -> None:
    needed: list[int] = []
    submitter = open_window.intake.submitter
    submitter.project_needed.connect(needed.append)
    open_window.on_added([waiting(1, project_id="prj_9"), waiting(2), done(3)])
    open_window.on_changed([done(2)])
    open_window.on_removed([1])
    assert needed == [1, 0]  # the picked project is the other one's
    assert submitter.waiting == 0


def test_a_row_that_was_cancelled_while_it_waited_waits_no_more(
    open_window: WindowContents, waiting: Waiting
) -> None:
    row = waiting(1, project_id="prj_9")
    open_window.on_added([row])
    cancelled = dataclasses.replace(row.transfer, stage=Stage.CANCELLED)
    open_window.on_changed([dataclasses.replace(row, transfer=cancelled)])
    assert open_window.intake.submitter.waiting == 0


def test_nobody_is_asked_for_a_project_before_somebody_is_signed_in(
    window: WindowContents, signed_in: SessionState, projects: list[KnownProject], waiting: Waiting
) -> None:
    window.show_session(SessionState(phase=Phase.SIGNED_OUT))
    window.on_added([waiting(1)])
    assert not window.banner.isVisible()
    window.show_session(signed_in)
    window.show_projects(projects)
    assert window.banner.words.text() == "1 file waits: choose a project"
    window.header.picker.hidePopup()
