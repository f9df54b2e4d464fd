"""A desktop's notification service for tests, on the session bus: notification_service.py [CAPABILITY…]

Runs under the system's Python with GLib's D-Bus, which refuses a call whose types are not those of the
specification.
Says `ready` once it has its name, and `notify <JSON>` for each notification, which get the ids 7, 8, 9…
"""

from __future__ import annotations

import itertools
import json
import sys
from typing import Any, TypeAlias

from gi.repository import Gio, GLib  # type: ignore[import-not-found]  # of the system's Python

Thing: TypeAlias = Any
"""Of GLib; the bindings are made at run time and have no types."""

NAME = "org.freedesktop.Notifications"
XML = f"""<node><interface name="{NAME}">
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="as" direction="in"/><arg type="a{{sv}}" direction="in"/><arg type="i" direction="in"/>
<arg type="u" direction="out"/></method>
</interface></node>"""
FIELDS = ("app", "replaces", "icon", "title", "body", "actions", "hints", "milliseconds")


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the test reads it


def main() -> None:
    ids = itertools.count(7)

    def called(*event: Thing) -> None:
        _bus, _sender, _path, _interface, method, arguments, invocation = event
        if method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (sys.argv[1:],)))
            return
        say(f"notify {json.dumps(dict(zip(FIELDS, arguments.unpack(), strict=True)))}")
        invocation.return_value(GLib.Variant("(u)", (next(ids),)))

    def connected(bus: Thing, _name: str) -> None:
        interface = Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0]
        bus.register_object("/org/freedesktop/Notifications", interface, called, None, None)

    loop = GLib.MainLoop()
    Gio.bus_own_name(
        Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, connected,
        lambda *_: say("ready"), lambda *_: loop.quit(),
    )  # fmt: skip
    loop.run()


if __name__ == "__main__":
    main()
