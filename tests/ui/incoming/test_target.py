"""What is given in one project goes to it, whatever is picked by the time it is a file."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from layers_desktop.api.cancel import CancelToken
from layers_desktop.api.download import Answer, LinkNotFetched
from layers_desktop.media.kinds import Kind
from layers_desktop.resources import resource
from layers_desktop.session.state import Phase, SessionState
from layers_desktop.settings.preferences import ImageKind, ProjectSettings
from layers_desktop.transfers.commands import Submit
from layers_desktop.ui.incoming.target import Target
from layers_desktop.ui.intake.fetched_links import FetchedLinks
from layers_desktop.ui.intake.picture_store import PictureStore
from layers_desktop.ui.main_window import MainWindow

PATIENCE = 60_000
JPEG = resource("samples", "founder-shot.jpg").read_bytes()
LINK = "https://example.com/shot.jpg"


class Fetch:
    """A fetch that is held until the test lets it go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.fails = False

    @contextlib.contextmanager
    def __call__(self, _url: str, cancel: CancelToken) -> Iterator[Answer]:
        while not cancel.cancelled and not self.go.wait(0.01):
            pass
        if self.fails:
            raise LinkNotFetched(explanation="It is gone.")
        yield Answer(len(JPEG), iter((JPEG,)))


@pytest.fixture
def fetch() -> Fetch:
    """Return a fetch that waits."""
    return Fetch()


@pytest.fixture
def at_work(open_window: MainWindow, fetch: Fetch, tmp_path: Path) -> Iterator[MainWindow]:
    """Return a window with the first project picked, that sends images of each project as something else."""
    pictures, links = PictureStore(tmp_path), FetchedLinks(tmp_path, fetch=fetch)
    open_window.intake.use_stores(pictures, links)
    open_window.show_project_settings(ProjectSettings(image_kind=ImageKind.LOGO), "prj_1")
    open_window.show_project_settings(ProjectSettings(image_kind=ImageKind.REFERENCE_IMAGE), "prj_2")
    yield open_window
    links.close()
    pictures.close()


def paste(window: MainWindow, *, text: str = "", picture: QImage | None = None) -> None:
    """Press Ctrl+V with this on the clipboard."""
    mime = QMimeData()
    if text:
        mime.setText(text)
    if picture is not None:
        mime.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(mime)
    window.shortcuts.paste.trigger()


def a_picture() -> QImage:
    """Return a small picture."""
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0xFF225588)
    return picture


def sent_after(window: MainWindow, qtbot: QtBot, does: Callable[[], object]) -> Submit:
    """Do this and return the upload that follows."""
    with qtbot.waitSignal(window.command, timeout=PATIENCE) as sent:
        does()
    assert sent.args is not None
    submit = sent.args[0]
    assert isinstance(submit, Submit)
    return submit


def switch_account(window: MainWindow, signed_in: SessionState) -> None:
    """Go to another organization, as the session tells of it."""
    window.show_session(dataclasses.replace(signed_in, phase=Phase.CONNECTING))
    window.show_session(
        dataclasses.replace(signed_in, organization_id="org_2", organization_name="Northwind")
    )


def test_a_link_goes_to_the_project_in_which_it_was_given(
    at_work: MainWindow, fetch: Fetch, qtbot: QtBot
) -> None:
    paste(at_work, text=LINK)
    bar = at_work.intake.links
    assert bar.words.text() == "1 link to an image from example.com → Café Ünïcode iOS"
    at_work.choose_project("prj_2")
    assert bar.words.text() == "1 link to an image from example.com → Café Ünïcode iOS"
    bar.button.click()
    submit = sent_after(at_work, qtbot, fetch.go.set)
    assert (submit.project_id, submit.project_name) == ("prj_1", "Café Ünïcode iOS")
    assert submit.image_kind is Kind.LOGO


def test_the_same_link_given_in_two_projects_goes_to_both(
    at_work: MainWindow, fetch: Fetch, qtbot: QtBot
) -> None:
    paste(at_work, text=LINK)
    at_work.choose_project("prj_2")
    paste(at_work, text=LINK)
    bar = at_work.intake.links
    assert bar.words.text() == "2 links to images from example.com → Café Ünïcode iOS, Beta"
    sent: list[Submit] = []
    at_work.command.connect(sent.append)
    fetch.go.set()
    bar.button.click()
    qtbot.waitUntil(lambda: len(sent) == 2, timeout=PATIENCE)
    assert {one.project_id for one in sent} == {"prj_1", "prj_2"}


def test_a_link_that_is_refused_is_listed_in_the_project_in_which_it_was_given(
    at_work: MainWindow, fetch: Fetch, qtbot: QtBot
) -> None:
    fetch.fails = True
    paste(at_work, text=LINK)
    at_work.intake.links.button.click()
    at_work.choose_project("prj_2")
    submit = sent_after(at_work, qtbot, fetch.go.set)
    assert submit.project_id == "prj_1"
    assert [one.name for one in submit.refused] == ["shot.jpg"]


def test_a_pasted_picture_goes_to_the_project_in_which_it_was_given(
    at_work: MainWindow, qtbot: QtBot
) -> None:
    paste(at_work, picture=a_picture())
    at_work.choose_project("prj_2")
    bar = at_work.intake.picture
    qtbot.waitUntil(bar.isVisible, timeout=PATIENCE)
    assert "to Café Ünïcode iOS" in bar.hint.text()
    QTest.keyClick(bar.field, Qt.Key.Key_End)
    assert "to Café Ünïcode iOS" in bar.hint.text()
    submit = sent_after(at_work, qtbot, bar.upload.click)
    assert (submit.project_id, submit.image_kind) == ("prj_1", Kind.LOGO)


def test_a_picture_in_its_own_address_goes_to_the_project_in_which_it_was_given(
    at_work: MainWindow, drag_of: Callable[..., Any], qtbot: QtBot
) -> None:
    drag = drag_of(at_work, f"data:image/jpeg;base64,{base64.b64encode(JPEG).decode()}")
    assert drag.enter()

    assert drag.drop()
    at_work.choose_project("prj_2")
    bar = at_work.intake.picture
    qtbot.waitUntil(bar.isVisible, timeout=PATIENCE)
    assert sent_after(at_work, qtbot, bar.upload.click).project_id == "prj_1"


def test_what_was_given_without_a_project_goes_to_the_one_that_is_picked_then(
    window: MainWindow, signed_in: SessionState, projects: list[Any], qtbot: QtBot, tmp_path: Path
) -> None:
    pictures, links = PictureStore(tmp_path), FetchedLinks(tmp_path)
    window.intake.use_stores(pictures, links)
    window.show_session(signed_in)
    window.show_projects(projects)
    paste(window, picture=a_picture())
    bar = window.intake.picture
    qtbot.waitUntil(bar.isVisible, timeout=PATIENCE)
    assert bar.hint.text() == "Enter uploads it. It goes by itself in a few seconds."
    window.choose_project("prj_2")
    window.show_project_settings(ProjectSettings())
    assert sent_after(window, qtbot, bar.upload.click).project_id == "prj_2"
    links.close()
    pictures.close()


def test_a_link_is_sent_to_no_other_organization(
    at_work: MainWindow, signed_in: SessionState, fetch: Fetch, qtbot: QtBot
) -> None:
    paste(at_work, text=LINK)
    bar = at_work.intake.links
    bar.button.click()
    sent: list[object] = []
    at_work.command.connect(sent.append)
    with qtbot.waitSignal(bar.stopped, timeout=PATIENCE):
        switch_account(at_work, signed_in)
    fetch.go.set()
    assert not bar.isVisible()
    at_work.intake._link_kept((b"/p/late.jpg",), Target(organization_id="org_1"))
    assert sent == []


def test_a_picture_is_asked_about_again_in_another_organization_and_does_not_go_by_itself(
    at_work: MainWindow, signed_in: SessionState, qtbot: QtBot
) -> None:
    paste(at_work, picture=a_picture())
    bar = at_work.intake.picture
    qtbot.waitUntil(bar.isVisible, timeout=PATIENCE)
    with qtbot.assertNotEmitted(bar.discarded), qtbot.assertNotEmitted(bar.named):
        switch_account(at_work, signed_in)
    assert bar.isVisible()
    assert not bar.timer.isActive()
    assert "pasted earlier" in bar.hint.text()
