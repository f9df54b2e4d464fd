"""A Layers, and its storage, that lies: about everything, or only about the files whose name says so."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

VICTIM = "victim"
"""Files with this in their name are lied about; the others are treated well."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Lie:
    """An answer as it goes out. A `flood` is that many bytes more, of spaces."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    flood: int = 0


Tell = Callable[[Json], Json | Lie]
"""The good answer → the one that is given instead."""


@dataclass
class Put:
    """What arrived at the storage."""

    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class HostileLayers:
    """Serves until the block ends; `lies` is step → what is made of its answer."""

    lies: dict[str, Tell] = field(default_factory=dict)
    puts: list[Put] = field(default_factory=list)
    assets: dict[str, str] = field(default_factory=dict)
    """Asset id → the name that Layers was told."""
    names: dict[str, str] = field(default_factory=dict)
    """uploadId → the name that Layers was told."""
    calls: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    """Taken by several threads at once; `next` of it is one step."""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, step: str, name: str, good: Json) -> Json | Lie:
        """Return the good answer, or the lie when this one is to be lied to."""
        about_files = step in {"presign", "put", "finalize", "inline"}
        tell = self.lies.get(step)
        return good if tell is None or (about_files and VICTIM not in name) else tell(good)

    def good(self, step: str, body: Json) -> tuple[str, Json]:
        """Do what was asked; return the name of the file it is about, and the true answer."""
        number = next(self._numbers)
        match step:
            case "whoami":
                return "", {"organizationId": "org_1", "organizationName": "Acme", "rateLimitTier": "partner"}
            case "projects":
                return "", {"items": [{"id": "prj_1", "name": "First"}], "nextCursor": None}
            case "presign":
                upload, name = f"upl_{number}", body["filename"]
                self.names[upload] = name
                headers = {"Content-Type": body["mimeType"], "Content-Length": str(body["sizeBytes"])}
                return name, {"uploadId": upload, "url": f"{self.url}/store/{upload}", "headers": headers}
            case "finalize":
                name = self.names.get(body["uploadId"], "")
            case _:
                base64.b64decode(body["dataBase64"])
                name = body["filename"]
        asset = f"med_{number}"
        self.assets[asset] = name
        return name, {"assetId": asset, "url": f"https://media.example/{asset}", "kind": "image"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, layers: HostileLayers, *connection: Any) -> None:  # noqa: ANN401 - the base class's
        self.layers = layers
        super().__init__(*connection)

    def do_GET(self) -> None:
        self._api("whoami" if self.path.startswith("/v1/whoami") else "projects")

    def do_POST(self) -> None:
        route = self.path.rpartition("/")[2]
        self._api(route if route in {"presign", "finalize"} else "inline")

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.layers.puts.append(Put(self.headers.items(), body))
        name = self.layers.names.get(self.path.rpartition("/")[2], "")
        answer = self.layers.answer("put", name, {})
        self._send(answer if isinstance(answer, Lie) else Lie(b""))

    def _api(self, step: str) -> None:
        self.layers.calls.append(step)
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name, good = self.layers.good(step, json.loads(raw) if raw else {})
        answer = self.layers.answer(step, name, good)
        self._send(answer if isinstance(answer, Lie) else Lie(json.dumps(answer).encode()))

    def _send(self, lie: Lie) -> None:
        with contextlib.suppress(ConnectionError):  # it has hung up on so much of it
            self.send_response(lie.status)
            for name, value in lie.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(lie.body) + lie.flood))
            self.end_headers()
            self.wfile.write(lie.body)
            for _ in range(lie.flood // 65_536):
                self.wfile.write(b" " * 65_536)
            return
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""
