"""A desktop's file manager for tests, on the session bus; says `ready`, and `items <JSON>` for each call.

Runs under the system's Python with GLib's D-Bus. With `refuse` it answers with an error.
"""

from __future__ import annotations

import json
import sys
from typing import Any, TypeAlias

from gi.repository import Gio, GLib  # type: ignore[import-not-found]  # of the system's Python

Thing: TypeAlias = Any
"""Of GLib; the bindings are made at run time and have no types."""

NAME = "org.freedesktop.FileManager1"
XML = f"""<node><interface name="{NAME}"><method name="ShowItems">
<arg type="as" direction="in"/><arg type="s" direction="in"/></method></interface></node>"""


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the test reads it


def main() -> None:
    def called(*event: Thing) -> None:
        _bus, _sender, _path, _interface, _method, arguments, invocation = event
        say(f"items {json.dumps(arguments.unpack()[0])}")
        if "refuse" in sys.argv:
            invocation.return_dbus_error("org.freedesktop.DBus.Error.Failed", "no windows today")
        else:
            invocation.return_value(None)

    def connected(bus: Thing, _name: str) -> None:
        interface = Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0]
        bus.register_object("/org/freedesktop/FileManager1", interface, called, None, None)

    loop = GLib.MainLoop()
    Gio.bus_own_name(
        Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, connected,
        lambda *_: say("ready"), lambda *_: loop.quit(),
    )  # fmt: skip
    loop.run()


if __name__ == "__main__":
    main()
