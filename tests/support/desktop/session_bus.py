"""A session bus of the test's own, with the accessibility bus on it: what a screen reader talks to."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.processes import DEADLINE, Process, announced, wait_until

READER = Path(__file__).parent / "screen_reader.py"
SYSTEM_PYTHON = Path("/usr/bin/python3")
LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))


_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""Without service folders: nothing of this computer is started on demand, above all no keyring that asks."""


class SessionBus:
    """dbus-daemon and at-spi-bus-launcher; give `environment` to the programs that are to meet there."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        folder = Path(environment["XDG_RUNTIME_DIR"])
        configuration = folder / "session.conf"
        configuration.write_text(_BUS.format(folder=folder))
        self._daemon, self.address = announced(
            ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile"],
            "--print-address={}",
            environment,
        )
        self.environment = {
            **environment,
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        launcher = next(path for path in LAUNCHERS if path.exists())
        self._launcher = Process([launcher, "--launch-immediately"], self.environment)
        try:
            # Programs that start before the launcher has its name would not be accessible at all.
            wait_until(lambda: self._owned("org.a11y.Bus"), "the accessibility bus")
        except BaseException:
            self.close()
            raise

    def _owned(self, name: str) -> bool:
        return "boolean true" in self._call("NameHasOwner", f"string:{name}")

    def _call(self, method: str, argument: str) -> str:
        command = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        result = subprocess.run(
            [*command, f"org.freedesktop.DBus.{method}", argument],
            env=self.environment, capture_output=True, text=True, timeout=DEADLINE, check=False,
        )  # fmt: skip
        return result.stdout

    def reader(self, *arguments: str, deadline: float = DEADLINE) -> dict[str, Any]:
        """Run the screen reader (see screen_reader.py) and return its answer."""
        result = subprocess.run(
            [str(SYSTEM_PYTHON), str(READER), "--deadline", str(deadline), *arguments],
            env=self.environment, capture_output=True, text=True, timeout=deadline + 10, check=False,
        )  # fmt: skip
        assert result.returncode == 0, f"screen reader {arguments}: {result.stdout}{result.stderr}"
        answer: dict[str, Any] = json.loads(result.stdout)
        return answer

    def press(self, role: str, name: str) -> None:
        """Press a button as a screen reader does, once it is there and enabled."""
        self.reader("press", role, name)

    def find(self, role: str, name: str) -> dict[str, Any]:
        """Wait for a thing by role and name; return what is said of it:

        `name`, `labels`, `role`, `description`, `states`, `text`, `value`, `place` (x, y, width, height on
        the screen), `actions`, and the names of what is `selected`, of its `children` and of all that is up
        to two steps `below` it.
        """
        return self.reader("find", role, name)

    def centre(self, role: str, name: str) -> tuple[int, int]:
        """Wait for a thing and return the point of the screen in its middle."""
        x, y, width, height = self.find(role, name)["place"]
        return x + width // 2, y + height // 2

    def close(self) -> None:
        """End both buses."""
        self._launcher.stop()
        self._daemon.stop()
