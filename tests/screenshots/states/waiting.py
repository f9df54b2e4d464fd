"""Everything waits, and why."""

from __future__ import annotations

from collections.abc import Iterator

from layers_desktop.sandbox import SandboxConfig
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Activity, HoldReason
from layers_desktop.ui.message_bar import MessageKind
from tests.screenshots.scene import Scene, SceneSetup, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States
from tests.screenshots.states.starts import SLOW

state = States()


@state.enter(also_small=True)
def offline(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        scene.box.pause_api()
        scene.drop(*(scene.samples.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        wait_until(lambda: scene.window.banner.topic is MessageKind.OFFLINE, "that there is no network")
        yield scene
        scene.box.resume_api()


@state.enter(also_small=True)
def signed_out(setup: SceneSetup) -> Iterator[Scene]:
    with starts.signed_out(setup) as scene:
        yield scene


@state.enter()
def new_key(setup: SceneSetup) -> Iterator[Scene]:
    with starts.signed_out(setup) as scene:
        scene.window.banner.action.click()
        wait_until(scene.window.pages.first_start.isVisible, "the page of the key")
        yield scene


@state.enter()
def suspended(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        scene.box.world.suspend()
        scene.drop(*(scene.samples.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        wait_until(lambda: scene.window.banner.topic is MessageKind.SUSPENDED, "the suspension")
        yield scene
        scene.box.world.unsuspend()


@state.enter()
def budget(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup, config=SandboxConfig(writes_per_minute=2)) as scene:
        scene.drop(*(scene.samples.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 6)))
        starts.wait_for_hold(scene, HoldReason.WRITE_BUDGET)
        wait_until(lambda: sum(one.settled for one in scene.transfers) == 2, "two uploads")
        yield scene


@state.enter()
def paused(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        scene.line.pace = SLOW
        scene.drop(
            scene.samples.video("launch-teaser.mp4", 48_000_000),
            scene.samples.photograph("team.jpg", 80),
        )
        scene.wait_done("team.jpg")
        scene.wait_row(lambda row: row.activity is Activity.SENDING, "a file on its way")
        scene.backend.engine.queue.post(commands.Pause())
        starts.wait_for_hold(scene, HoldReason.PAUSED)
        yield scene


@state.enter(also_small=True)
def sign_in_page(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        scene.box.world.faults.add("whoami:portal:*", "inline:portal:*", "presign:portal:*")
        scene.drop(scene.samples.photograph("terrace-1.jpg", 40))
        wait_until(lambda: scene.window.banner.topic is MessageKind.OFFLINE, "who answers instead of Layers")
        yield scene


@state.enter()
def signed_out_by_choice(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        scene.line.pace = SLOW
        scene.drop(scene.samples.video("interview.mp4", 48_000_000))
        scene.wait_row(lambda row: row.activity is Activity.SENDING, "a file on its way")
        scene.window.header.sign_out.trigger()
        wait_until(scene.window.pages.first_start.isVisible, "the page of the key")
        yield scene
