"""A small screen reader for tests: finds and presses things of Layers Desktop over AT-SPI.

Runs under the system's Python, which has the bindings (python3-gi, gir1.2-atspi-2.0):

    screen_reader.py [--deadline S] [--application NAME] find ROLE NAME     waits for it, prints it as JSON
    screen_reader.py … press ROLE NAME                                      waits for it enabled, presses it
    screen_reader.py … tree                                                 prints everything there is
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any, TypeAlias

import gi  # type: ignore[import-not-found]  # of the system's Python, not of the environment

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found]  # noqa: E402 - after the version

Thing: TypeAlias = Any
"""An Atspi.Accessible; the bindings are made at run time and have no types."""

ANNOUNCED = (
    "object:children-changed",
    "object:property-change",
    "object:state-changed",
    "object:text-changed",
    "window",
)
"""What programs say of themselves when something comes, goes or changes."""
LOOK_AGAIN_MS = 500
"""For what a program does not announce."""
DEPTH = 24
CHILDREN = 200
SYNONYMS = {"button": "push button", "window": "frame", "list": "list"}


def walk(node: Thing, depth: int = DEPTH) -> Iterator[Thing]:
    """Yield `node` and what is below it; things that vanish meanwhile are left out."""
    yield node
    if depth:
        for index in range(min(node.get_child_count(), CHILDREN)):
            try:
                child = node.get_child_at_index(index)
                if child is not None:
                    yield from walk(child, depth - 1)
            except GLib.Error:
                continue


def applications(name: str | None) -> Iterator[Thing]:
    """Yield the running applications that are accessible."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application is not None and name in (None, application.get_name()):
            yield application


def role(node: Thing) -> str:
    """Return the role's name as at-spi 2.46 has it; 2.54 says `button` for `push button`."""
    found = str(node.get_role_name())
    return SYNONYMS.get(found, found)


def names(node: Thing) -> list[str]:
    """Return a thing's own name and those of its labels."""
    found = [node.get_name()]
    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            found += [relation.get_target(index).get_name() for index in range(relation.get_n_targets())]
    return found


def chosen(node: Thing) -> str:
    """Return the text of a thing's value, empty when it has none."""
    value = node.get_value_iface()
    return str(Atspi.Value.get_text(value) or "") if value else ""


def actions(node: Thing) -> list[str]:
    """Return the names of what can be done with a thing."""
    found = node.get_action_iface()
    return [Atspi.Action.get_action_name(found, i) for i in range(found.get_n_actions())] if found else []


def selected(node: Thing) -> list[str]:
    """Return the names of what is selected in a thing, or in the list of a combo box."""
    lists = [node, *(child for child in walk(node, 1) if role(child) == "list")]
    for selection in filter(None, (one.get_selection_iface() for one in lists)):
        count = Atspi.Selection.get_n_selected_children(selection)
        return [Atspi.Selection.get_selected_child(selection, index).get_name() for index in range(count)]
    return []


def place(node: Thing) -> list[int]:
    """Return x, y, width and height on the screen, in pixels."""
    component = node.get_component_iface()
    if component is None:
        return []
    extents = Atspi.Component.get_extents(component, Atspi.CoordType.SCREEN)
    return [extents.x, extents.y, extents.width, extents.height]


def described(node: Thing) -> dict[str, Any]:
    """Return what a screen reader would say of a thing."""
    text = node.get_text_iface()
    states = node.get_state_set()
    return {
        "name": node.get_name(),
        "labels": names(node)[1:],
        "role": role(node),
        "description": node.get_description(),
        "states": sorted(state.value_nick for state in states.get_states()),
        "text": Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)) if text else "",
        "value": chosen(node),
        "selected": selected(node),
        "actions": actions(node),
        "place": place(node),
        "below": [below.get_name() for below in walk(node, 2) if below is not node],
        "children": [child.get_name() for child in walk(node, 1) if child is not node],
    }


def search(application: str | None, wanted_role: str, name: str, *, enabled: bool) -> Thing | None:
    """Return the first thing of that role and name, or None."""
    wanted = SYNONYMS.get(wanted_role, wanted_role)
    for top in applications(application):
        for node in walk(top):
            try:
                if role(node) == wanted and name in names(node) and usable(node, enabled=enabled):
                    return node
            except GLib.Error:
                continue
    return None


def usable(node: Thing, *, enabled: bool) -> bool:
    """Return whether a thing is on the screen and, if asked, can be used."""
    states = node.get_state_set()
    if not states.contains(Atspi.StateType.SHOWING):
        return False
    return not enabled or bool(states.contains(Atspi.StateType.SENSITIVE))


def wait_for(options: argparse.Namespace) -> Thing:
    """Return the thing that was asked for once it is there: looked for whenever something changes."""
    loop = GLib.MainLoop()
    found: list[Thing] = []
    looking = False

    def look() -> bool:
        nonlocal looking
        looking = False
        if not found:
            node = search(options.application, options.role, options.name, enabled=options.command == "press")
            if node is not None:
                found.append(node)
                loop.quit()
        return False

    def announced(_event: Thing) -> None:
        nonlocal looking
        if not looking:  # many things are announced at once, and one look sees them all
            looking = True
            GLib.idle_add(look)

    def look_again() -> bool:
        look()
        return not found

    listener = Atspi.EventListener.new(announced)
    for kind in ANNOUNCED:
        listener.register(kind)
    GLib.idle_add(look)
    GLib.timeout_add(LOOK_AGAIN_MS, look_again)
    GLib.timeout_add(int(options.deadline * 1000), loop.quit)
    loop.run()
    if not found:
        sys.exit(f"no {options.role} called {options.name!r}; there is:\n{tree(options.application)}")
    return found[0]


def tree(application: str | None) -> str:
    """Return role and name of everything, one a line."""
    return "\n".join(
        f"{role(node)}: {node.get_name()!r}" for top in applications(application) for node in walk(top)
    )


def main() -> None:
    """Do one command and print the answer as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--deadline", type=float, default=20.0)
    parser.add_argument("--application")
    parser.add_argument("command", choices=("find", "press", "tree"))
    parser.add_argument("role", nargs="?", default="")
    parser.add_argument("name", nargs="?", default="")
    options = parser.parse_args()
    if options.command == "tree":
        print(json.dumps({"tree": tree(options.application)}))  # noqa: T201 - its way to answer
        return
    node = wait_for(options)
    if options.command == "press":
        action = node.get_action_iface()
        offered = [name.lower() for name in actions(node)]
        Atspi.Action.do_action(action, offered.index("press") if "press" in offered else 0)
    print(json.dumps(described(node)))  # noqa: T201 - its way to answer


if __name__ == "__main__":
    main()
