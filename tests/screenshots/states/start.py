"""Before anybody is signed in."""

from __future__ import annotations

from collections.abc import Iterator

from layers_desktop.settings.paths import places
from layers_desktop.ui.message_bar import MessageKind
from tests.screenshots.scene import Scene, SceneSetup, running_scene, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


@state.enter()
def starting(setup: SceneSetup) -> Iterator[Scene]:
    with running_scene(setup, built=False) as scene:
        yield scene


@state.enter()
def connecting_by_itself(setup: SceneSetup) -> Iterator[Scene]:
    with running_scene(setup, faults=("whoami:stall",)) as scene:
        wait_until(lambda: scene.box.world.faults.held, "the question whose key it is")
        yield scene


@state.enter(also_small=True)
def first_start(setup: SceneSetup) -> Iterator[Scene]:
    with starts.first_start(setup) as scene:
        yield scene


@state.enter(also_small=True)
def key_rejected(setup: SceneSetup) -> Iterator[Scene]:
    with starts.first_start(setup) as scene:
        page = scene.window.pages.first_start
        page.field.setText("lp_test_0123456789abcdef")
        page.connect_button.click()
        wait_until(page.problem.isVisible, "what Layers says of the key")
        yield scene


@state.enter()
def connecting(setup: SceneSetup) -> Iterator[Scene]:
    with starts.first_start(setup) as scene:
        scene.fault("whoami:stall")
        page = scene.window.pages.first_start
        page.field.setText(scene.box.key)
        page.connect_button.click()
        wait_until(lambda: scene.box.world.faults.held, "the question whose key it is")
        yield scene


@state.enter()
def key_for_this_session(setup: SceneSetup) -> Iterator[Scene]:
    with starts.first_start(setup) as scene:
        page = scene.window.pages.first_start
        page.field.setText(scene.box.key)
        page.connect_button.click()
        wait_until(lambda: scene.window.banner.topic is MessageKind.KEY_NOT_KEPT, "where the key is")
        yield scene


@state.enter(also_small=True)
def settings_unreadable(setup: SceneSetup) -> Iterator[Scene]:
    config = places(setup.folder / "data").config
    config.mkdir(parents=True)
    (config / "preferences.json").write_text("{ this is no", encoding="utf-8")
    with running_scene(setup) as scene:
        scene.pick_project()  # only then: until somebody is signed in the queue says that it waits for a key
        wait_until(lambda: scene.window.banner.topic is MessageKind.PROBLEM, "what became of the settings")
        yield scene
