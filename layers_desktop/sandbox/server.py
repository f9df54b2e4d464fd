"""The sandbox as a whole: two ports, one world, a start and an end."""

from __future__ import annotations

import contextlib
import secrets
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from layers_desktop.sandbox.api_side import ApiSide
from layers_desktop.sandbox.config import SandboxConfig
from layers_desktop.sandbox.listener import Listener
from layers_desktop.sandbox.service import Service
from layers_desktop.sandbox.signing import UrlSigner
from layers_desktop.sandbox.storage_side import StorageSide
from layers_desktop.sandbox.world import World


class Sandbox:
    """Layers on loopback. `with Sandbox() as box:` serves until the block ends.

    Both ports answer once `start()` has returned; OSError when a port is taken.
    """

    def __init__(self, config: SandboxConfig | None = None) -> None:
        self.config = config or SandboxConfig()
        self._running = contextlib.ExitStack()
        self._started = False

    def start(self) -> Self:
        """Open both ports and begin to answer."""
        if self._started:
            raise RuntimeError("a sandbox starts once")
        self._started = True
        with contextlib.ExitStack() as stack:
            self.folder = self._make_folder(stack)
            self.world = World(self.config, self.folder)
            signer = UrlSigner(secrets.token_hex(32))
            api = Service(self.world, ApiSide(self.world, signer))
            storage = Service(self.world, StorageSide(self.world, signer))
            self._storage = Listener("storage", self.config.host, self.config.storage_port, storage.serve)
            stack.callback(self._storage.stop)
            self._api = Listener("api", self.config.host, self.config.port, api.serve)
            stack.callback(self._api.stop)
            stack.callback(self.world.stop)
            self.base_url = f"http://{self.config.host}:{self._api.port}"
            self.storage_url = f"http://{self.config.host}:{self._storage.port}"
            self.world.storage_origin = self.storage_url
            self._storage.start()
            self._api.start()
            self._running = stack.pop_all()
        return self

    def _make_folder(self, stack: contextlib.ExitStack) -> Path:
        if self.config.folder is not None:
            return self.config.folder
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="layers-sandbox-")))

    @property
    def key(self) -> str:
        """The main API key."""
        return self.world.main_key.secret

    def stop(self) -> None:
        """End every connection and thread, close both ports, remove the temporary folder."""
        self._running.close()

    def is_idle(self) -> bool:
        """Return whether nobody is connected but clients whose request a fault holds.

        Once this is true after a program has ended, all that it had sent is answered and in
        `world.requests`: what comes from then on is of another one.
        """
        connected = self._api.connected + self._storage.connected
        return connected <= self.world.faults.held  # read last: a request that a fault lets go is connected

    def rehearse(self, faults: Sequence[str]) -> None:
        """Act these faults next, in the words of `parse_fault`, in place of those still planned."""
        self.world.faults.replace(*faults)

    def pause_api(self) -> None:
        """Close the API's port: the system refuses to connect, as when Layers cannot be reached."""
        self._api.pause()

    def resume_api(self) -> None:
        """Open the API's port again."""
        self._api.resume()

    def pause_storage(self) -> None:
        """Close the storage's port: the system refuses to connect."""
        self._storage.pause()

    def resume_storage(self) -> None:
        """Open the storage's port again."""
        self._storage.resume()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(config: SandboxConfig) -> None:
    """Run a sandbox in the foreground until SIGINT or SIGTERM; for the main thread.

    Prints where it is and how to use it; OSError when a port is taken.
    """
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    previous = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with Sandbox(config) as box:
            sys.stdout.write(
                f"Layers sandbox, organization {box.world.organization_name}\n"
                f"base URL  {box.base_url}\n"
                f"API key   {box.key}\n"
                f"storage   {box.storage_url}\n"
                f"folder    {box.folder}\n"
                "Ctrl+C ends it.\n"
            )
            sys.stdout.flush()
            while not ended.wait(0.5):  # a wait without an end could not be interrupted on Windows
                pass
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
