"""Orca 48 in a Debian of its own (`orca_root.sh`), on a screen of the tests: what it says is written down."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.desktop.screen import Screen
from tests.support.processes import DEADLINE, wait_until

HERE = Path(__file__).parent
_SHARED = ("HOME", "DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")
_CUT_OFF_S = 0.8
"""What is silenced so soon was hardly begun."""
_QUIET_S = 1.5
"""Silence after which all is said: what the program announces comes 0.15 s after what it is about."""


@dataclass(frozen=True)
class Utterance:
    """Something that was said, and whether it was cut off within a moment."""

    text: str
    cut_off: bool

    def __str__(self) -> str:
        """Return it as a line of the transcript."""
        return f"{self.text} (cut off)" if self.cut_off else self.text


class Orca:
    """A running screen reader without a voice."""

    def __init__(self, screen: Screen, root: Path, folder: Path) -> None:
        """`folder` holds all that it shares with the program: sockets of buses, its home, what it says."""
        environment = screen.environment
        subprocess.run(
            ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus",
             "org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status", "string:ScreenReaderEnabled",
             "variant:boolean:true"],
            env=environment, capture_output=True, timeout=DEADLINE, check=True,
        )  # fmt: skip
        self._utterances = folder / "utterances"
        self._read = 0
        log = shutil.copy(HERE / "orca_log.py", folder)
        variables = {
            "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "XDG_SESSION_TYPE": "x11",
            **{name: environment[name] for name in _SHARED},
        }  # fmt: skip
        inside = f"{root}{folder}"
        orca = ["env", "-i", *(f"{name}={value}" for name, value in variables.items()),
                "python3", log, self._utterances, "--replace", "--disable", "braille"]  # fmt: skip
        script = " && ".join((
            f"mkdir -p {shlex.quote(inside)}",
            f"mount --bind {shlex.quote(str(folder))} {shlex.quote(inside)}",
            f"mount -t proc proc {shlex.quote(str(root / 'proc'))}",
            f"exec chroot {shlex.quote(str(root))} {shlex.join(map(str, orca))}",
        ))  # fmt: skip
        self._process = screen.start(["unshare", "--mount", "sh", "-c", script])
        wait_until(lambda: self._speaks() or not self._process.running, "Orca")
        assert self._process.running, self._process.output

    def _speaks(self) -> bool:
        return self._utterances.exists() and "Screen reader on" in self._utterances.read_text("utf-8")

    def said(self) -> list[Utterance]:
        """Wait until nothing more is said, and return what was said since the last time."""
        length = -1

        def silent() -> bool:
            nonlocal length
            before, length = length, len(self._lines())
            return before == length

        # Nobody tells when a screen reader has nothing more to say.
        wait_until(silent, "silence", every=_QUIET_S)
        lines = self._lines()[self._read :]
        self._read += len(lines)
        return [
            Utterance(text, cut_off=_is_cut_off(float(at), lines[number + 1 :]))
            for number, (at, what, text) in enumerate(lines)
            if what == "say"
        ]

    def _lines(self) -> list[tuple[str, str, str]]:
        lines = self._utterances.read_text("utf-8").splitlines()
        return [(at, what, text) for at, what, text in (line.split("\t", 2) for line in lines)]


def _is_cut_off(at: float, following: list[tuple[str, str, str]]) -> bool:
    """Tell whether a person would have heard the beginning of it only."""
    return any(what == "stop" and float(then) - at < _CUT_OFF_S for then, what, _ in following)
