"""What a screen reader speaks from: every event of the program on the accessibility bus, task by task."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers_desktop.core.resources import resource
from layers_desktop.sandbox import Sandbox
from layers_desktop.settings.paths import places
from layers_desktop.settings.preferences import Preferences
from layers_desktop.settings.store import PreferenceStore
from tests.support.desktop.accessibility_bus import AccessibilityBus, Event
from tests.support.desktop.program import Program
from tests.support.desktop.screen import Screen
from tests.support.desktop.session_bus import SessionBus
from tests.support.processes import wait_until

pytestmark = pytest.mark.screen

SHOT = resource("samples", "founder-shot.jpg")
TEASER = resource("samples", "launch-teaser.mp4")


@pytest.fixture
def bus(session_bus: SessionBus) -> Iterator[AccessibilityBus]:
    """All that programs say; whatever a test does, no announcement is empty or of what is not to be seen."""
    heard = AccessibilityBus(session_bus.address)
    yield heard
    heard.close()
    for number, event in enumerate(heard.events):
        if event.what == "Announcement":
            assert event.text.strip(), event
            assert event.showing or hides_next(heard.events[number:]), event


def hides_next(events: list[Event]) -> bool:
    """Tell whether the source of the first was in sight: it was hidden before it was looked at."""
    path = events[0].path
    next_change = next(
        (one for one in events if one.what == "StateChanged:showing" and one.path == path), None
    )
    return next_change is not None and next_change.value == 0


def copy(screen: Screen, tmp_path: Path, content: bytes, target: str = "UTF8_STRING") -> None:
    """Copy this in another program."""
    file = tmp_path / "copied"
    file.write_bytes(content)
    screen.start(["xclip", "-quiet", "-selection", "clipboard", "-t", target, "-i", file])
    wait_until(lambda: screen.clipboard(target).encode().split() == content.split(), "the clipboard")


def paste_file(screen: Screen, tmp_path: Path, file: Path, program: Program) -> None:
    """Copy a file in another program, paste it in the window and agree."""
    copy(screen, tmp_path, f"{file.as_uri()}\r\n".encode(), "text/uri-list")
    screen.activate(program.window)
    screen.keys("ctrl+v")


def film(tmp_path: Path, size: int) -> Path:
    """Return a film of so many bytes."""
    content = TEASER.read_bytes()
    file = tmp_path / "film.mp4"
    # A box that players skip: the file is as long as it says.
    file.write_bytes(
        content + (size - len(content)).to_bytes(4, "big") + b"free" + bytes(size - len(content) - 8)
    )
    return file


def test_nothing_of_a_key_is_said_when_it_is_pasted_or_deleted(
    bus: AccessibilityBus, screen: Screen, session_bus: SessionBus, layers: Sandbox, tmp_path: Path
) -> None:
    everything = AccessibilityBus(session_bus.address, everything=True)
    program = Program(screen, session_bus, tmp_path / "data", {"LAYERS_BASE_URL": layers.base_url})
    field = session_bus.find("password text", "API key")
    assert "Paste your API key" in field["description"]
    assert field["text"] == ""
    screen.activate(program.window)
    copy(screen, tmp_path, layers.key.encode())
    screen.keys("ctrl+v")
    bus.wait_for_announcement("Key pasted")
    screen.keys("Left", "BackSpace", "Return")
    # One that is wrong: it is said where the keyboard stays, by no way over the buttons.
    before = len(bus.events)
    bus.wait_for_announcement("Layers did not accept your key.")
    assert set(focused(bus, before)) <= {"API key"}
    screen.keys("ctrl+a", "Delete")
    bus.wait_for_announcement("Key deleted")
    screen.write(layers.key[:9])
    screen.keys("ctrl+a", "ctrl+v", "Return")
    bus.wait_for_announcement("Connected to Acme Growth")
    page = bus.wait_for(
        lambda event: event.what == "StateChanged:focused" and event.name.startswith("Drop images"),
        "the page with the keyboard",
    )
    assert page.showing
    assert program.quit() == 0
    everything.close()
    passed = everything.passed
    assert "Key pasted" in passed  # it does read what passes
    secret = layers.key.removeprefix("lp_")
    assert [part for part in (secret[at : at + 4] for at in range(len(secret) - 3)) if part in passed] == []
    assert [
        event for event in bus.events if event.what.startswith("TextChanged") and "key" in event.name
    ] == []


def test_a_start_with_a_good_key_raises_no_alarm(
    bus: AccessibilityBus, program: Program, session_bus: SessionBus
) -> None:
    session_bus.find("push button", "Choose files")
    bus.wait_for_announcement("Connected to Acme Growth")
    assert program.quit() == 0
    assert bus.announced == ["Connected to Acme Growth"]


def test_a_focused_row_that_uploads_says_its_state_and_its_progress_on_request(
    bus: AccessibilityBus, screen: Screen, session_bus: SessionBus, layers: Sandbox, tmp_path: Path
) -> None:
    where = places(tmp_path / "data")
    where.config.mkdir(parents=True)
    PreferenceStore(where).save(Preferences(bandwidth_limit=600))
    environment = {"LAYERS_BASE_URL": layers.base_url, "LAYERS_API_KEY": layers.key}
    layers.world.faults.add("put:stall-mid")
    program = Program(screen, session_bus, tmp_path / "data", environment)
    program.pick_project(layers.world.projects[1].name)
    paste_file(screen, tmp_path, film(tmp_path, 12_000_000), program)
    [row] = program.wait_for_rows("uploading")
    assert row == "film.mp4, video, 12 MB, uploading"
    screen.keys("Home")
    before, began = len(bus.events), time.monotonic()
    asked: set[str] = set()

    def half_is_there() -> bool:
        asked.add(str(session_bus.find("list item", row)["description"]))
        return layers.world.faults.held == 1

    wait_until(half_is_there, "half of the film in the storage")
    during = bus.events[before:]
    assert len([words for words in asked if " %" in words and "left" in words]) > 3, asked
    layers.world.faults.release()
    program.wait_for_rows("asset med_")
    wait_until(lambda: "1 uploaded" in " ".join(bus.announced), "the end")
    of_row = [event for event in during if event.name.startswith("film.mp4") and _speaks(event)]
    assert len(of_row) <= 3, of_row
    # Qt tells of a row's change by its list.
    by_list = ("VisibleDataChanged", "ModelChanged")
    of_list = [event for event in during if event.what in by_list and event.name == "Uploads"]
    assert len(of_list) <= 3, of_list
    whole = bus.events[before:]
    of_bar = [event for event in whole if event.role == "progress bar" and _speaks(event)]
    assert 1 <= len(of_bar) <= 2 + (time.monotonic() - began) / 10, of_bar
    footer = {event.text for event in whole if event.role == "label" and "of 1" in event.text}
    assert footer <= {"0 of 1", "1 of 1"}


def test_closing_during_an_upload_is_asked_aloud(
    bus: AccessibilityBus, screen: Screen, session_bus: SessionBus, layers: Sandbox, tmp_path: Path
) -> None:
    layers.world.faults.add("put:stall")
    environment = {"LAYERS_BASE_URL": layers.base_url, "LAYERS_API_KEY": layers.key}
    program = Program(screen, session_bus, tmp_path / "data", environment)
    program.pick_project(layers.world.projects[1].name)
    paste_file(screen, tmp_path, film(tmp_path, 400_000), program)
    program.wait_for_rows("uploading")
    before = len(bus.events)
    screen.keys("alt+F4")
    wait_until(lambda: "Keep going in the background" in focused(bus, before), "the question")
    screen.keys("Escape")
    wait_until(lambda: "Uploads" in focused(bus, before), "the list")
    assert program.process.running
    layers.world.faults.release()


def _speaks(event: Event) -> bool:
    return event.what.startswith(("PropertyChange", "TextChanged", "Announcement"))


def test_what_failed_is_said_with_its_reason(
    bus: AccessibilityBus, program: Program, screen: Screen, layers: Sandbox, tmp_path: Path
) -> None:
    program.pick_project(layers.world.projects[1].name)
    layers.world.faults.add("inline:422")
    empty, pretended = tmp_path / "empty.png", tmp_path / "letter.png"
    empty.write_bytes(b"")
    pretended.write_bytes(bytes(range(256)) * 4)
    screen.drag([SHOT, empty, pretended], program.window)
    rows = program.wait_for_rows("empty.png", "letter.png", "Layers does not take this file")
    assert all("waiting" not in row.lower() for row in rows)
    assert any("Open it in another program to see whether it still works." in row for row in rows)
    bus.wait_for_announcement("3 need you")
    [ended] = [text for text in bus.announced if "3 need you" in text]
    assert "founder-shot.jpg: Layers does not take this file" in ended
    assert program.quit() == 0


def test_counts_are_said_after_filtering_and_choices_as_they_are_made(
    bus: AccessibilityBus, program: Program, screen: Screen, session_bus: SessionBus, layers: Sandbox
) -> None:
    project = layers.world.projects[1]
    program.pick_project(project.name)
    chosen = bus.wait_for(
        lambda event: event.what == "PropertyChange:accessible-value" and event.name == "Project", "a choice"
    )
    assert chosen.showing
    screen.keys("ctrl+k")
    bus.wait_for(
        lambda event: event.what == "StateChanged:focused" and event.name == "Find project", "the list"
    )
    screen.write(project.name[:5].lower())
    bus.wait_for_announcement(f"1 project found. {project.name}")
    assert [text for text in bus.announced if "found" in text and not text.startswith("1 project")] == []
    screen.keys("Escape")
    screen.drag([SHOT], program.window)
    program.wait_for_rows("asset med_")
    screen.activate(program.window)
    screen.keys("ctrl+f")
    screen.write("founder")
    bus.wait_for_announcement("1 upload found")
    screen.keys("Escape", "Home", "ctrl+c")
    bus.wait_for_announcement("Copied med_")
    before = len(bus.events)
    screen.keys("ctrl+h")
    wait_until(lambda: focused(bus, before), "the history to have the keyboard")
    screen.write("founder")
    bus.wait_for_announcement("1 asset")
    assert focused(bus, before)[-1] == "Search history"
    assert {"Back to uploads", "Copy asset ID"}.isdisjoint(focused(bus, before))
    screen.keys("Escape", "Escape", "ctrl+comma")
    session_bus.find("list", "Pages")
    before = len(bus.events)
    screen.keys("Tab")
    wait_until(lambda: "Theme" in focused(bus, before), "the choice of theme")
    screen.keys("Down")
    bus.wait_for(
        lambda event: event.what == "PropertyChange:accessible-value" and event.name == "Theme",
        "another choice",
    )
    bus.wait_for_announcement("Light")
    screen.keys("Escape")
    assert program.quit() == 0


def focused(bus: AccessibilityBus, since: int) -> list[str]:
    """Return the names of what has had the keyboard since then; twice the same is once."""
    got = [
        event.name
        for event in bus.events[since:]
        if event.what == "StateChanged:focused" and event.value and event.name
    ]
    return list(dict.fromkeys(got))


def test_rows_that_go_and_come_back_are_said_and_the_menu_begins_with_its_first_entry(
    bus: AccessibilityBus, program: Program, screen: Screen, session_bus: SessionBus, layers: Sandbox
) -> None:
    program.pick_project(layers.world.projects[1].name)
    screen.drag([SHOT, resource("samples", "beach-at-dawn.png")], program.window)
    program.wait_for_rows("founder-shot.jpg", "beach-at-dawn.png")
    wait_until(lambda: all("asset" in row for row in program.rows()), "both")
    screen.activate(program.window)
    screen.keys("End")
    before = len(bus.events)
    screen.keys("shift+F10")
    wait_until(lambda: "Copy ID" in focused(bus, before), "the menu's first entry")
    screen.keys("Escape")
    before = len(bus.events)
    screen.keys("Delete")
    bus.wait_for_announcement("beach-at-dawn.png removed. Undo")
    wait_until(
        lambda: any(name.startswith("founder-shot.jpg, image") for name in focused(bus, before)),
        "the row that is left",
    )
    screen.keys("ctrl+z")
    bus.wait_for_announcement("beach-at-dawn.png is back")
    for name in ("All 2", "Active 0", "Done 2", "Needs you 0"):
        session_bus.find("radio button", name)
    assert program.quit() == 0
