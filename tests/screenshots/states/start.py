"""Before anybody is signed in."""

from __future__ import annotations

from collections.abc import Iterator

from layers_desktop.settings.paths import places
from layers_desktop.ui.message_bar import MessageKind
from tests.screenshots.scene import Act, Scenery, performed, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


@state.enter()
def starting(scenery: Scenery) -> Iterator[Act]:
    with performed(scenery, built=False) as act:
        yield act


@state.enter()
def connecting_by_itself(scenery: Scenery) -> Iterator[Act]:
    with performed(scenery, faults=("whoami:stall",)) as act:
        wait_until(lambda: act.box.world.faults.held, "the question whose key it is")
        yield act


@state.enter(also_small=True)
def first_start(scenery: Scenery) -> Iterator[Act]:
    with starts.first_start(scenery) as act:
        yield act


@state.enter(also_small=True)
def key_rejected(scenery: Scenery) -> Iterator[Act]:
    with starts.first_start(scenery) as act:
        page = act.window.pages.first_start
        page.field.setText("lp_test_0123456789abcdef")
        page.connect_button.click()
        wait_until(page.problem.isVisible, "what Layers says of the key")
        yield act


@state.enter()
def connecting(scenery: Scenery) -> Iterator[Act]:
    with starts.first_start(scenery) as act:
        act.fault("whoami:stall")
        page = act.window.pages.first_start
        page.field.setText(act.box.key)
        page.connect_button.click()
        wait_until(lambda: act.box.world.faults.held, "the question whose key it is")
        yield act


@state.enter()
def key_for_this_session(scenery: Scenery) -> Iterator[Act]:
    with starts.first_start(scenery) as act:
        page = act.window.pages.first_start
        page.field.setText(act.box.key)
        page.connect_button.click()
        wait_until(lambda: act.window.banner.topic is MessageKind.KEY_NOT_KEPT, "where the key is")
        yield act


@state.enter(also_small=True)
def settings_unreadable(scenery: Scenery) -> Iterator[Act]:
    config = places(scenery.folder / "data").config
    config.mkdir(parents=True)
    (config / "preferences.json").write_text("{ this is no", encoding="utf-8")
    with performed(scenery) as act:
        act.pick_project()  # only then: until somebody is signed in the queue says that it waits for a key
        wait_until(lambda: act.window.banner.topic is MessageKind.PROBLEM, "what became of the settings")
        yield act
