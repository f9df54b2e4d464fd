"""One service of a desktop for tests, on the session bus: desktop_service.py KIND

KIND is power, gnome, portal or logind (who keeps a computer awake), launcher (a dock), tray (where icons
register).

Runs under the system's Python with GLib's D-Bus, which refuses a call whose types are not those declared.
Says `ready`, then one JSON list a line for each call or signal: its member and its arguments.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TypeAlias

from gi.repository import Gio, GLib  # type: ignore[import-not-found]  # of the system's Python

Thing: TypeAlias = Any
"""Of GLib; the bindings are made at run time and have no types."""

POWER = "org.freedesktop.PowerManagement"
PORTAL = "org.freedesktop.portal"
LOGIN = "org.freedesktop.login1"
HANDLE = "/org/freedesktop/portal/desktop/request/1_2/t"
ARGUMENT = '<arg type="{}" direction="{}"/>'
TRAY = """<node><interface name="org.kde.StatusNotifierWatcher">
<method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
<method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
<property name="RegisteredStatusNotifierItems" type="as" access="read"/>
<property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
<property name="ProtocolVersion" type="i" access="read"/>
<signal name="StatusNotifierItemRegistered"><arg type="s"/></signal>
<signal name="StatusNotifierItemUnregistered"><arg type="s"/></signal>
<signal name="StatusNotifierHostRegistered"/>
</interface></node>"""
SERVICES = {
    "tray": ("org.kde.StatusNotifierWatcher", {"/StatusNotifierWatcher": ("", "", "")}),
    "power": (POWER, {"/org/freedesktop/PowerManagement/Inhibit": (f"{POWER}.Inhibit", "ss", "UnInhibit")}),
    "gnome": (
        "org.gnome.SessionManager",
        {"/org/gnome/SessionManager": ("org.gnome.SessionManager", "susu", "Uninhibit")},
    ),
    "logind": (LOGIN, {"/org/freedesktop/login1": (f"{LOGIN}.Manager", "ssss", "")}),
    "portal": (
        f"{PORTAL}.Desktop",
        {
            "/org/freedesktop/portal/desktop": (f"{PORTAL}.Inhibit", "sua{sv}", ""),
            HANDLE: (f"{PORTAL}.Request", "", ""),
        },
    ),
}


def say(member: str, arguments: Thing) -> None:
    print(json.dumps([member, arguments]), flush=True)  # noqa: T201 - the test reads it


def methods(interface: str, taken: str, back: str) -> str:
    """Return the interface's description: Inhibit with these types, and how it is undone."""
    if not interface:
        return TRAY
    if interface.endswith("Request"):
        return f'<node><interface name="{interface}"><method name="Close"/></interface></node>'
    kinds = ["s", "u", "a{sv}"] if "{" in taken else list(taken)
    answer = "o" if "portal" in interface else "h" if LOGIN in interface else "u"
    arguments = "".join(ARGUMENT.format(kind, "in") for kind in kinds) + ARGUMENT.format(answer, "out")
    undo = f'<method name="{back}">{ARGUMENT.format("u", "in")}</method>' if back else ""
    return (
        f'<node><interface name="{interface}"><method name="Inhibit">{arguments}</method>{undo}'
        "</interface></node>"
    )


def called(*event: Thing) -> None:
    _bus, sender, _path, interface, method, arguments, invocation = event
    say(method, [*arguments.unpack(), sender] if interface.endswith("Watcher") else arguments.unpack())
    if method != "Inhibit":
        invocation.return_value(None)
    elif LOGIN in interface:
        lock(invocation)
    elif "portal" in interface:
        invocation.return_value(GLib.Variant("(o)", (HANDLE,)))
    else:
        invocation.return_value(GLib.Variant("(u)", (4711,)))


def lock(invocation: Thing) -> None:
    """Answer with an open file, and say when it was closed."""
    ours, theirs = os.pipe()
    files = Gio.UnixFDList()
    files.append(theirs)  # a copy
    os.close(theirs)
    invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), files)
    del files

    def closed(*_event: Thing) -> bool:
        say("closed", [])
        os.close(ours)
        return False

    GLib.io_add_watch(ours, GLib.IO_HUP, closed)


def asked(*event: Thing) -> Thing:
    """Answer for a property of the tray."""
    values = {
        "RegisteredStatusNotifierItems": GLib.Variant("as", []),
        "IsStatusNotifierHostRegistered": GLib.Variant("b", True),
        "ProtocolVersion": GLib.Variant("i", 0),
    }
    return values[event[4]]


def main() -> None:
    loop = GLib.MainLoop()
    kind = sys.argv[1]
    if kind == "launcher":
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        bus.signal_subscribe(
            None, "com.canonical.Unity.LauncherEntry", None, None, None, Gio.DBusSignalFlags.NONE,
            lambda *event: say(event[4], event[5].unpack()),
        )  # fmt: skip
        bus.call_sync(
            "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetId", None, None,
            Gio.DBusCallFlags.NONE, -1, None,
        )  # fmt: skip
        print("ready", flush=True)  # noqa: T201 - as above
    else:
        name, objects = SERVICES[kind]

        def connected(bus: Thing, _name: str) -> None:
            for path, (interface, taken, back) in objects.items():
                node = Gio.DBusNodeInfo.new_for_xml(methods(interface, taken, back))
                bus.register_object(path, node.interfaces[0], called, asked, None)

        Gio.bus_own_name(
            Gio.BusType.SESSION, name, Gio.BusNameOwnerFlags.NONE, connected,
            lambda *_: print("ready", flush=True), lambda *_: loop.quit(),  # noqa: T201 - as above
        )  # fmt: skip
    loop.run()


if __name__ == "__main__":
    main()
