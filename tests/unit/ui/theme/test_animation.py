from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.ui.theme.theme import FadeIn, Theme
from layers_desktop.ui.widgets.toast import Toast
from layers_desktop.ui.window_contents import WindowContents
from tests.support.window_services import RecordingServices

DragOf = Callable[..., Any]


@pytest.fixture
def moving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let things move."""
    monkeypatch.setattr(Theme, "animations_allowed", True)


@pytest.fixture
def fade(theme: Theme, frame: QWidget) -> FadeIn:
    return FadeIn(theme, frame)


@pytest.mark.parametrize("duration", [0, 200])
def test_things_move_where_the_style_takes_time_for_it(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, duration: int
) -> None:
    theme = Theme(qapp)
    if hasattr(theme._accessibility, "motionPreference"):
        pytest.skip("this Qt is told by the system itself")
    monkeypatch.setattr(qapp, "style", lambda: SimpleNamespace(styleHint=lambda _: duration))
    assert theme.animations_allowed is bool(duration)
    theme.close()


def test_nothing_moves_where_it_must_not(fade: FadeIn) -> None:
    fade.start()
    assert (fade.running, fade.opacity) == (False, 1.0)


@pytest.mark.usefixtures("moving")
def test_a_transition_is_short_and_ends_at_exactly_opaque(fade: FadeIn, qtbot: QtBot) -> None:
    seen: list[float] = []
    fade.value_changed.connect(lambda: seen.append(fade.opacity))
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
def test_the_wish_for_no_motion_counts_from_the_next_transition_on(
    fade: FadeIn, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fade.start()
    monkeypatch.setattr(Theme, "animations_allowed", False)
    with qtbot.waitSignal(fade.value_changed):
        fade.start()
    assert (fade.running, fade.opacity) == (False, 1.0)


def has_effect(toast: Toast) -> bool:
    effect = toast.graphicsEffect()
    assert isinstance(effect, QGraphicsOpacityEffect)
    assert effect.isEnabled() or effect.opacity() == 1.0
    return effect.isEnabled()


def test_without_motion_a_toast_is_there_at_once(theme: Theme, frame: QWidget) -> None:
    toast = Toast(theme, frame)
    toast.show_text("Copied med_1")
    assert toast.isVisible()
    assert not has_effect(toast)
    assert not toast.fade.running


@pytest.mark.usefixtures("moving")
def test_a_toast_fades_in_once_and_is_then_painted_without_an_effect(
    theme: Theme, frame: QWidget, qtbot: QtBot
) -> None:
    toast = Toast(theme, frame)
    toast.show_text("Copied med_1")
    assert toast.isVisible()
    assert has_effect(toast)
    qtbot.waitUntil(lambda: not toast.fade.running)
    assert not has_effect(toast)
    toast.show_text("Copied med_2")  # in place of what is there
    assert not toast.fade.running
    assert not has_effect(toast)


@pytest.mark.usefixtures("moving")
def test_a_toast_that_goes_in_the_middle_is_gone_at_once(theme: Theme, frame: QWidget) -> None:
    toast = Toast(theme, frame)
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
    open_window: WindowContents, drag_of: DragOf, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    overlay = open_window.intake.overlay
    drag = drag_of(open_window, "/a.png")
    drag.enter()
    at_once = overlay.grab().toImage()
    drag.leave()
    monkeypatch.setattr(Theme, "animations_allowed", True)
    drag_of(open_window, "/a.png").enter()
    assert overlay.isVisible()
    assert overlay.fade.opacity == 0.0
    assert overlay.grab().toImage() != at_once
    qtbot.waitUntil(lambda: not overlay.fade.running)
    assert overlay.grab().toImage() == at_once


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
