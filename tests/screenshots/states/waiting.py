"""Everything waits, and why."""

from __future__ import annotations

from collections.abc import Iterator

from layers_desktop.sandbox import SandboxConfig
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Activity, HoldReason
from layers_desktop.ui.message_bar import MessageKind
from tests.screenshots.scene import Act, Scenery, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States
from tests.screenshots.states.starts import SLOW

state = States()


@state.enter(also_small=True)
def offline(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        act.box.pause_api()
        act.drop(*(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        wait_until(lambda: act.window.banner.topic is MessageKind.OFFLINE, "that there is no network")
        yield act
        act.box.resume_api()


@state.enter(also_small=True)
def signed_out(scenery: Scenery) -> Iterator[Act]:
    with starts.signed_out(scenery) as act:
        yield act


@state.enter()
def new_key(scenery: Scenery) -> Iterator[Act]:
    with starts.signed_out(scenery) as act:
        act.window.banner.action.click()
        wait_until(act.window.pages.first_start.isVisible, "the page of the key")
        yield act


@state.enter()
def suspended(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        act.box.world.suspend()
        act.drop(*(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 4)))
        wait_until(lambda: act.window.banner.topic is MessageKind.SUSPENDED, "the suspension")
        yield act
        act.box.world.unsuspend()


@state.enter()
def budget(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery, config=SandboxConfig(writes_per_minute=2)) as act:
        act.drop(*(act.material.photograph(f"terrace-{n}.jpg", 40 * n) for n in range(1, 6)))
        starts.wait_for_hold(act, HoldReason.WRITE_BUDGET)
        wait_until(lambda: sum(one.settled for one in act.transfers) == 2, "two uploads")
        yield act


@state.enter()
def paused(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        act.line.pace = SLOW
        act.drop(
            act.material.video("launch-teaser.mp4", 48_000_000),
            act.material.photograph("team.jpg", 80),
        )
        act.wait_done("team.jpg")
        act.wait_row(lambda row: row.activity is Activity.SENDING, "a file on its way")
        act.backend.engine.queue.post(commands.Pause())
        starts.wait_for_hold(act, HoldReason.PAUSED)
        yield act


@state.enter(also_small=True)
def sign_in_page(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        act.box.world.faults.add("whoami:portal:*", "inline:portal:*", "presign:portal:*")
        act.drop(act.material.photograph("terrace-1.jpg", 40))
        wait_until(lambda: act.window.banner.topic is MessageKind.OFFLINE, "who answers instead of Layers")
        yield act


@state.enter()
def signed_out_by_choice(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        act.line.pace = SLOW
        act.drop(act.material.video("interview.mp4", 48_000_000))
        act.wait_row(lambda row: row.activity is Activity.SENDING, "a file on its way")
        act.window.header.sign_out.trigger()
        wait_until(act.window.pages.first_start.isVisible, "the page of the key")
        yield act
