"""One connection's conversation: head, fault or work, log, answer, and what to do with unread bytes."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from email.utils import formatdate
from types import MappingProxyType
from typing import NoReturn, Protocol

from layers_desktop.sandbox.faults import EFFECTS, Fault
from layers_desktop.sandbox.http import BadHead, Body, Connection, ConnectionDropped, Head, Headers, Response
from layers_desktop.sandbox.records import RequestRecord, new_id
from layers_desktop.sandbox.state import SandboxState

log = logging.getLogger(__name__)


class Handler(Protocol):
    """The API or the storage: what a request is, and what it does."""

    name: str
    """`api` or `storage`."""

    def step_of(self, head: Head) -> str | None:
        """Return which step of an upload this request is."""

    def handle(self, exchange: Exchange) -> Response:
        """Check and do what was asked; raises nothing but ConnectionDropped and faults of our own."""

    def error(self, status: int, code: str, message: str, headers: Headers, request_id: str) -> Response:
        """Return an error in this side's shape."""


class Exchange:
    """One request while it is being answered; the `Call` of the faults."""

    def __init__(self, world: SandboxState, side: Handler, connection: Connection, head: Head) -> None:
        self._connection = connection
        self._server = side
        self._world = world
        self.side = side.name
        self.head = head
        self.body = Body(connection, head)
        self.request_id = new_id("req")

    def process(self) -> Response:
        """Do what was asked; a fault of the sandbox itself becomes a 500."""
        try:
            return self._server.handle(self)
        except (ConnectionDropped, ConnectionError, TimeoutError):
            raise
        except Exception:  # answered, as Layers would: the connection and the other calls go on
            log.exception("the sandbox failed in %s %s", self.head.method, self.head.path)
            return self.error(500, "INTERNAL_ERROR", "The sandbox itself failed.", ())

    def drain(self) -> None:
        """Read the body and forget it."""
        self.body.discard()

    def at_half(self, act: Callable[[], None]) -> bool:
        """Call `act` when half of the body has been read; False when there is none."""
        if not self.body.remaining:
            return False
        self.body.interrupt(self.body.remaining // 2, act)
        return True

    def drop(self) -> NoReturn:
        """End the connection with a reset."""
        self._connection.reset_on_close()
        raise ConnectionDropped

    def hold(self) -> None:
        """Wait for `FaultPlan.release()`; at the end of the sandbox the connection ends."""
        if not self._world.faults.hold():
            raise ConnectionDropped

    def error(self, status: int, code: str, message: str, headers: Headers) -> Response:
        """Return an error in the shape of this side."""
        return self._server.error(status, code, message, headers, self.request_id)


class ConnectionHandler:
    """Serves connections of one side; one instance for all threads."""

    def __init__(self, world: SandboxState, side: Handler) -> None:
        self._world = world
        self._side = side

    def serve(self, connection: Connection) -> None:
        """Answer requests until the client leaves or a fault ends the connection."""
        # The storage's port has one step only, so there a refusal can come before the request is read.
        if self._side.name == "storage" and self._world.faults.take("put", only="refused"):
            connection.reset_on_close()
            return
        try:
            while (head := connection.read_head()) is not None and self._answer(connection, head):
                pass
        except BadHead:
            request_id = new_id("req")
            answer = self._side.error(400, "BAD_REQUEST", "This is not an HTTP request.", (), request_id)
            self._send_last(connection, self._identified(answer, request_id))
        except (ConnectionDropped, OSError):
            # The client has gone, or a fault wants it so: there is nobody left to tell.
            return

    def _identified(self, answer: Response, request_id: str) -> Response:
        """Add the date, and Layers' request id; the storage has ids of its own."""
        date = ("Date", formatdate(self._world.config.clock(), usegmt=True))
        ids = (("X-Request-Id", request_id),) if self._side.name == "api" else ()
        return dataclasses.replace(answer, headers=(*answer.headers, date, *ids))

    def _send_last(self, connection: Connection, answer: Response) -> None:
        try:
            connection.send(dataclasses.replace(answer, close=True), head_only=False, wait=self._world.wait)
        except OSError:
            return
        connection.linger()

    def _answer(self, connection: Connection, head: Head) -> bool:
        """Answer one request; True when the connection can serve another."""
        exchange = Exchange(self._world, self._side, connection, head)
        step = self._side.step_of(head)
        fault = self._world.faults.take(step) if step else None
        try:
            answer = EFFECTS[fault.kind](fault.seconds, exchange) if fault else exchange.process()
        except (ConnectionDropped, OSError):
            self._record(head, step, fault, None)
            raise
        answer = self._identified(answer, exchange.request_id)
        self._world.wait(self._world.config.latency_ms / 1_000)
        self._record(head, step, fault, answer)
        abandoned = exchange.body.abandoned
        last = answer.close or head.closing or abandoned or answer.cut_at is not None
        connection.send(
            dataclasses.replace(answer, close=last), head_only=head.method == "HEAD", wait=self._world.wait
        )
        if answer.abrupt or answer.cut_at is not None:
            return False
        if last:
            connection.linger()
            return False
        # A refusal that came before the body was read: the next request stands behind these bytes.
        exchange.body.discard()
        return True

    def _record(self, head: Head, step: str | None, fault: Fault | None, answer: Response | None) -> None:
        query = head.parameters() if self._side.name == "api" else {}
        self._world.record(
            RequestRecord(
                side=self._side.name,
                step=step,
                method=head.method,
                path=head.path,
                query=MappingProxyType(query),
                headers=head.headers,
                status=answer.status if answer else None,
                fault=fault.kind if fault else None,
                code=answer.code if answer else None,
                at=self._world.config.clock(),
            )
        )
