"""Projects and organizations."""

from __future__ import annotations

from collections.abc import Iterator

from layers_desktop.sandbox import SandboxConfig
from layers_desktop.ui.message_bar import MessageKind
from tests.screenshots.scene import Act, Scenery, performed, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


@state.enter(also_small=True)
def choose_project(scenery: Scenery) -> Iterator[Act]:
    with performed(scenery) as act:
        wait_until(act.window.header.picker._all.rowCount, "projects")
        act.drop(act.material.photograph("founder-shot.jpg", 30), act.material.video("interview.mp4"))
        wait_until(
            lambda: act.window.banner.topic is MessageKind.CHOOSE_PROJECT, "the question which project"
        )
        act.window.header.picker.hidePopup()
        yield act


@state.enter(also_small=True)
def picker(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery, config=SandboxConfig(project_count=60)) as act:
        act.window.header.picker.start_search()
        wait_until(act.window.header.picker.popup.isVisible, "the list of projects")
        yield act


@state.enter()
def picker_search(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery, config=SandboxConfig(project_count=60)) as act:
        act.window.header.picker.open_popup("cafe")
        wait_until(act.window.header.picker.popup.isVisible, "the list of projects")
        yield act


@state.enter()
def account_menu(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        starts.open_menu(act.window.header.organization)
        yield act


@state.enter()
def two_accounts(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        globex = act.box.world.add_organization("Globex & Söhne", "Globex iOS")
        act.backend.session.connect_key(globex)
        name = "Globex && Söhne"
        wait_until(lambda: act.window.header.organization.text() == name, "the other organization")
        wait_until(lambda: len(act.window.header.accounts.actions) == 2, "both organizations")
        starts.open_menu(act.window.header.organization)
        yield act


@state.enter()
def add_account(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        act.window.header.accounts.add.trigger()
        yield act


@state.enter(also_small=True)
def long_organization(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        name = "Gesellschaft für Verbraucherkommunikation und Markenführung Nord & Süd mbH"
        act.backend.session.connect_key(
            act.box.world.add_organization(name, "Frühjahrskampagne iOS und Android")
        )
        wait_until(lambda: act.window.header.organization_name == name, "the other organization")
        wait_until(lambda: act.window.projects.current is not None, "its project")
        yield act
