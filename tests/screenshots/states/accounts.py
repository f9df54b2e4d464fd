"""Projects and organizations."""

from __future__ import annotations

from collections.abc import Iterator

from layers_desktop.sandbox import SandboxConfig
from layers_desktop.ui.message_bar import MessageKind
from tests.screenshots.scene import Scene, SceneSetup, running_scene, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


@state.enter(also_small=True)
def choose_project(setup: SceneSetup) -> Iterator[Scene]:
    with running_scene(setup) as scene:
        wait_until(scene.window.header.picker._all.rowCount, "projects")
        scene.drop(scene.samples.photograph("founder-shot.jpg", 30), scene.samples.video("interview.mp4"))
        wait_until(
            lambda: scene.window.banner.topic is MessageKind.CHOOSE_PROJECT, "the question which project"
        )
        scene.window.header.picker.hidePopup()
        yield scene


@state.enter(also_small=True)
def picker(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup, config=SandboxConfig(project_count=60)) as scene:
        scene.window.header.picker.start_search()
        wait_until(scene.window.header.picker.popup.isVisible, "the list of projects")
        yield scene


@state.enter()
def picker_search(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup, config=SandboxConfig(project_count=60)) as scene:
        scene.window.header.picker.open_popup("cafe")
        wait_until(scene.window.header.picker.popup.isVisible, "the list of projects")
        yield scene


@state.enter()
def account_menu(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        starts.open_menu(scene.window.header.organization)
        yield scene


@state.enter()
def two_accounts(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        globex = scene.box.world.add_organization("Globex & Söhne", "Globex iOS")
        scene.backend.session.connect_key(globex)
        name = "Globex && Söhne"
        wait_until(lambda: scene.window.header.organization.text() == name, "the other organization")
        wait_until(lambda: len(scene.window.header.accounts.actions()) == 2, "both organizations")
        starts.open_menu(scene.window.header.organization)
        yield scene


@state.enter()
def add_account(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        scene.window.header.add_account.trigger()
        yield scene


@state.enter(also_small=True)
def long_organization(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        name = "Gesellschaft für Verbraucherkommunikation und Markenführung Nord & Süd mbH"
        scene.backend.session.connect_key(
            scene.box.world.add_organization(name, "Frühjahrskampagne iOS und Android")
        )
        wait_until(lambda: scene.window.header.organization_name == name, "the other organization")
        wait_until(lambda: scene.window.projects.current is not None, "its project")
        yield scene
