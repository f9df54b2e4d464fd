"""The session bus of a desktop, for tests: a private dbus-daemon and a notification service on it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.support.processes import Process, announced

SERVICE = Path(__file__).with_name("notification_service.py")
OTHER = Path(__file__).with_name("desktop_service.py")
FILE_MANAGER = Path(__file__).with_name("file_manager.py")
SYSTEM_PYTHON = Path("/usr/bin/python3")
NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""


class Desktop:
    """A session bus; services of the desktop come and go."""

    def __init__(self, folder: Path) -> None:
        configuration = folder / "session.conf"
        configuration.write_text(CONFIGURATION.format(folder=folder))
        command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile"]
        self.environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.bus, self.address = announced(command, "--print-address={}", self.environment)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.address
        self._services: list[Process] = []

    def start_service(self, *capabilities: str) -> Process:
        """Start the notification service and wait for its name."""
        return self._start(SERVICE, *capabilities)

    def start_file_manager(self, *arguments: str) -> Process:
        """Start the file manager and wait for its name."""
        return self._start(FILE_MANAGER, *arguments)

    def _start(self, program: Path, *arguments: str) -> Process:
        service = Process([SYSTEM_PYTHON, program, *arguments], self.environment)
        self._services.append(service)
        service.line("ready")
        return service

    def start_other(self, kind: str) -> Process:
        """Start another service of a desktop (see desktop_service.py) and wait for it."""
        service = Process([SYSTEM_PYTHON, OTHER, kind], self.environment)
        self._services.append(service)
        service.line("ready")
        return service

    def invoke(self, notification: int, action: str) -> None:
        """Let everybody know that a person pressed an action."""
        subprocess.run(
            ["dbus-send", "--session", "--type=signal", PATH, f"{NAME}.ActionInvoked",
             f"uint32:{notification}", f"string:{action}"],
            env=self.environment, check=True, timeout=20,
        )  # fmt: skip

    def give_leave(self, notification: int, token: str) -> None:
        """Say that the program may come to the front, as desktops do before the action."""
        subprocess.run(
            ["dbus-send", "--session", "--type=signal", PATH, f"{NAME}.ActivationToken",
             f"uint32:{notification}", f"string:{token}"],
            env=self.environment, check=True, timeout=20,
        )  # fmt: skip

    def close(self) -> None:
        """End everything."""
        for process in (*self._services, self.bus):
            process.stop()


def shown(service: Process) -> list[dict[str, Any]]:
    """Return the notifications up to now."""
    lines = [line for line in service.output.splitlines() if line.startswith("notify ")]
    return [json.loads(line.removeprefix("notify ")) for line in lines]


def heard(service: Process) -> list[list[Any]]:
    """Return what another service was told up to now: member and arguments."""
    return [json.loads(line) for line in service.output.splitlines() if line.startswith("[")]
