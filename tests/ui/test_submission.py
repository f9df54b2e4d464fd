"""From what comes in to a `Submit` with the settings of its project."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.media.kinds import Kind
from layers_desktop.settings.fields import changed
from layers_desktop.settings.preferences import ImageKind, ProjectSettings
from layers_desktop.settings.project_cache import KnownProject
from layers_desktop.transfers.commands import Submit
from layers_desktop.ui.submission import Submission

PROJECT = KnownProject(id="prj_1", name="Beta")


@pytest.mark.parametrize("checksum", [True, False])
def test_the_projects_settings_go_with_what_is_submitted(qtbot: QtBot, checksum: bool) -> None:
    submission = Submission()
    settings = changed(ProjectSettings(), {"checksum": checksum, "image_kind": ImageKind.LOGO})
    submission.use_settings(settings)
    submission.use_project(PROJECT)

    with qtbot.waitSignal(submission.submitted) as told:
        submission.offer((b"/a.png",))

    submit = told.args[0]
    assert isinstance(submit, Submit)
    assert (submit.checksum, submit.image_kind) == (checksum, Kind.LOGO)


def test_what_came_without_a_project_goes_to_the_one_that_is_then_picked(qtbot: QtBot) -> None:
    submission = Submission()
    with qtbot.waitSignal(submission.project_needed) as needed:
        submission.offer((b"/a.png", b"/b.png"))
    assert needed.args == [2]

    with qtbot.waitSignal(submission.submitted) as told:
        submission.use_project(PROJECT)
    assert [file.path for file in told.args[0].files] == [b"/a.png", b"/b.png"]
    assert told.args[0].project_id == "prj_1"
