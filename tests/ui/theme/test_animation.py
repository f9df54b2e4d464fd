from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.ui.theme import animation
from layers_desktop.ui.theme.animation import FadeIn
from layers_desktop.ui.widgets.toast import Toast
from layers_desktop.ui.window_contents import WindowContents
from tests.ui.window_services import RecordingServices

DragOf = Callable[..., Any]


@pytest.fixture
def moving(qapp: QApplication) -> Iterator[None]:  # noqa: ARG001 - it is the application's value
    """Let things move, as a system does that says so."""
    animation.allow(allowed=True)
    yield
    animation.allow(allowed=False)


@pytest.fixture
def fade(frame: QWidget) -> FadeIn:
    return FadeIn(frame)


def test_nothing_moves_unless_somebody_said_that_it_may(fade: FadeIn) -> None:
    assert not animation.is_allowed()
    fade.start()
    assert (fade.running, fade.opacity) == (False, 1.0)


@pytest.mark.usefixtures("moving")
def test_a_transition_is_short_and_ends_at_exactly_opaque(fade: FadeIn, qtbot: QtBot) -> None:
    seen: list[float] = []
    fade.value_changed.connect(lambda: seen.append(fade.opacity))
    assert 0 < fade.duration <= 150
    fade.start()
    assert (fade.running, fade.opacity) == (True, 0.0)
    qtbot.waitUntil(lambda: not fade.running)
    assert (seen[0], seen[-1]) == (0.0, 1.0)
    assert seen == sorted(seen)


@pytest.mark.usefixtures("moving")
def test_a_transition_begins_anew_in_the_middle_and_ends_when_told(fade: FadeIn, qtbot: QtBot) -> None:
    fade.start()
    qtbot.waitUntil(lambda: fade.opacity > 0)
    fade.start()
    assert (fade.running, fade.opacity) == (True, 0.0)
    with qtbot.waitSignal(fade.value_changed):
        fade.end()
    assert (fade.running, fade.opacity) == (False, 1.0)


@pytest.mark.usefixtures("moving")
def test_the_wish_for_no_motion_counts_from_the_next_transition_on(fade: FadeIn, qtbot: QtBot) -> None:
    fade.start()
    animation.allow(allowed=False)
    with qtbot.waitSignal(fade.value_changed):
        fade.start()
    assert (fade.running, fade.opacity) == (False, 1.0)


def has_effect(toast: Toast) -> bool:
    effect = toast.graphicsEffect()
    assert isinstance(effect, QGraphicsOpacityEffect)
    assert effect.isEnabled() or effect.opacity() == 1.0
    return effect.isEnabled()


def test_without_motion_a_toast_is_there_at_once(frame: QWidget) -> None:
    toast = Toast(frame)
    toast.show_text("Copied med_1")
    assert toast.isVisible()
    assert not has_effect(toast)
    assert not toast.fade.running


@pytest.mark.usefixtures("moving")
def test_a_toast_fades_in_once_and_is_then_painted_without_an_effect(frame: QWidget, qtbot: QtBot) -> None:
    toast = Toast(frame)
    toast.show_text("Copied med_1")
    assert toast.isVisible()
    assert has_effect(toast)
    qtbot.waitUntil(lambda: not toast.fade.running)
    assert not has_effect(toast)
    toast.show_text("Copied med_2")  # in place of what is there
    assert not toast.fade.running
    assert not has_effect(toast)


@pytest.mark.usefixtures("moving")
def test_a_toast_that_goes_in_the_middle_is_gone_at_once(frame: QWidget) -> None:
    toast = Toast(frame)
    toast.show_text("Copied med_1")
    toast.hide()
    assert not toast.isVisible()
    assert not has_effect(toast)
    assert not toast.fade.running
    toast.show_text("Copied med_2")
    assert toast.fade.opacity == 0.0
    assert has_effect(toast)


def test_without_motion_the_cover_is_there_at_once(open_window: WindowContents, drag_of: DragOf) -> None:
    assert drag_of(open_window, "/a.png").enter()
    overlay = open_window.intake.overlay
    assert overlay.isVisible()
    assert (overlay.fade.running, overlay.fade.opacity) == (False, 1.0)


def test_the_cover_fades_in_and_is_then_painted_in_full(
    open_window: WindowContents, drag_of: DragOf, qtbot: QtBot
) -> None:
    overlay = open_window.intake.overlay
    drag = drag_of(open_window, "/a.png")
    drag.enter()
    at_once = overlay.grab().toImage()
    drag.leave()
    animation.allow(allowed=True)
    try:
        drag_of(open_window, "/a.png").enter()
        assert overlay.isVisible()
        assert overlay.fade.opacity == 0.0
        assert overlay.grab().toImage() != at_once
        qtbot.waitUntil(lambda: not overlay.fade.running)
        assert overlay.grab().toImage() == at_once
    finally:
        animation.allow(allowed=False)


@pytest.mark.usefixtures("moving")
def test_a_drop_is_taken_while_the_cover_is_hardly_seen(
    services: RecordingServices, open_window: WindowContents, drag_of: DragOf, qtbot: QtBot
) -> None:
    overlay = open_window.intake.overlay
    drag = drag_of(open_window, "/a.png")
    drag.enter()
    with qtbot.waitSignal(services.queue.posted):
        assert drag.drop()
    assert not overlay.isVisible()
    assert not overlay.fade.running
    drag_of(open_window, "/b.png").enter()
    assert overlay.isVisible()


@pytest.mark.usefixtures("moving")
def test_a_drag_that_comes_back_from_a_field_finds_the_cover_there(
    open_window: WindowContents, drag_of: DragOf
) -> None:
    overlay = open_window.intake.overlay
    drag_of(open_window, "/a.png").enter()
    overlay.hide()
    overlay._hovered(over=True)
    assert not overlay.fade.running
    overlay._hovered(over=False)
    drag_of(open_window, "/a.png").enter()
    assert overlay.isVisible()
    assert overlay.fade.opacity == 1.0
