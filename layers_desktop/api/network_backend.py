"""What happens on the sockets below httpx: who stops a call, how long its answer may take, how it may begin.

httpx limits only the time without any progress, and reads any number of informational answers (1xx). A server
that sends a byte now and then, or notices without end, would hold a call for ever. So the sockets are read
through this backend of httpcore, which knows the call that its thread is making.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator

import httpcore
import httpx

from layers_desktop.api.cancellation import OpenSockets
from layers_desktop.api.errors.network import ConnectionLost, NetworkFault, Timeout

_MOST_BEFORE_ANSWER = 128 * 1024
"""Bytes until the final answer's head is complete. h11 takes heads up to 100 KB; more can only be 1xx."""

_KEPT_SECONDS = 5.0
"""How long an idle connection is kept."""


class RequestContext:
    """One call, as the sockets below it need to know it. Belongs to the thread that makes the call."""

    def __init__(
        self,
        stopped: Callable[[], bool],
        *,
        host: str,
        answer_seconds: float = float("inf"),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`answer_seconds` is for the answer, from the request's last byte on; `stopped` ends the call."""
        self.peer: str | None = None
        """The host of the last connection or handshake: the server, or a proxy. None on a kept connection."""
        self.fault: NetworkFault | None = None
        """Why the call was given up here, which says more than httpx's exception."""
        self.stopped = stopped
        self._host = host
        self._answer_seconds = answer_seconds
        self._clock = clock
        self._until: float | None = None
        self._before_answer: int | None = 0

    def answered(self) -> None:
        """Note that the answer's head has been read: what follows is its body."""
        self._before_answer = None

    def wrote(self) -> None:
        """Note that some of the request has left: what is read from now on is the answer to all of it."""
        self._until = None
        self._before_answer = 0

    def read(self, stream: httpcore.NetworkStream, most: int, stall: float | None) -> bytes:
        """Read from a socket. Raises what httpcore expects, with `fault` set where this call is given up."""
        now = self._clock()
        if self._until is None:
            self._until = now + self._answer_seconds
        left = self._until - now
        data = None
        if left > 0:
            with contextlib.suppress(httpcore.ReadTimeout):
                data = stream.read(most, left if stall is None else min(left, stall))
        if data is None:
            if self._clock() >= self._until:
                seconds = round(self._answer_seconds)
                self.fault = Timeout("network.timeout/answer", host=self._host, seconds=seconds)
            raise httpcore.ReadTimeout
        if self._before_answer is not None:
            self._before_answer += len(data)
            if self._before_answer > _MOST_BEFORE_ANSWER:
                self.fault = ConnectionLost("network.lost/notices", host=self._host)
                raise httpcore.RemoteProtocolError
        return data


class WatchedBackend(httpcore.NetworkBackend):
    """Opens sockets that know the call of the thread that uses them, and hands them to `OpenSockets`."""

    def __init__(self, lines: OpenSockets) -> None:
        self._lines = lines
        self._sockets = httpcore.SyncBackend()
        self._calls = threading.local()

    @contextlib.contextmanager
    def calling(self, context: RequestContext) -> Iterator[None]:
        """While this lasts, what this thread reads and writes is for that call."""
        self._calls.context = context
        try:
            yield
        finally:
            del self._calls.context

    @property
    def context(self) -> RequestContext:
        """The call of this thread."""
        context: RequestContext = self._calls.context
        return context

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect, and note to whom."""
        self.context.peer = host
        stream = self._sockets.connect_tcp(host, port, timeout, local_address, socket_options)
        return self.watched(stream)

    def watched(self, stream: httpcore.NetworkStream) -> httpcore.NetworkStream:
        """Return a stream that is read within the limits of a call and can be shut from any thread."""
        self._lines.add(stream.get_extra_info("socket"))
        self._shut_if_stopped()
        return _WatchedStream(self, stream)

    @contextlib.contextmanager
    def handshaking(self, stream: httpcore.NetworkStream) -> Iterator[None]:
        """Keep a second descriptor meanwhile: wrapping detaches the first before the new one can be seen."""
        raw = stream.get_extra_info("socket")
        double = None
        if not isinstance(raw, ssl.SSLSocket):
            with contextlib.suppress(OSError):  # out of descriptors: then a stop waits for the time-out
                double = raw.dup()
                self._lines.add(double)
                self._shut_if_stopped()
        try:
            yield
        finally:
            if double is not None:
                self._lines.discard(double)
                double.close()

    def _shut_if_stopped(self) -> None:
        if self.context.stopped():  # the stop came while there was nothing to shut down yet
            self._lines.shut()


class _WatchedStream(httpcore.NetworkStream):
    def __init__(self, backend: WatchedBackend, stream: httpcore.NetworkStream) -> None:
        self._backend = backend
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._backend.context.read(self._stream, max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)
        self._backend.context.wrote()

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        self._backend.context.peer = server_hostname
        with self._backend.handshaking(self._stream):
            secured = self._stream.start_tls(ssl_context, server_hostname, timeout)
        return self._backend.watched(secured)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class WatchedTransport(httpx.HTTPTransport):
    """httpx's transport on sockets of a `WatchedBackend`: it takes none itself, httpcore's pools do."""

    def __init__(
        self, backend: WatchedBackend, context: ssl.SSLContext, proxy: httpx.Proxy | None = None
    ) -> None:
        """`proxy` is an http one, or none."""
        super().__init__(verify=context)  # its own pool opens nothing before it is used
        if proxy is None:
            self._pool = httpcore.ConnectionPool(
                ssl_context=context,
                network_backend=backend,
                max_connections=None,
                keepalive_expiry=_KEPT_SECONDS,
            )
        else:
            self._pool = httpcore.HTTPProxy(
                proxy_url=str(proxy.url),
                proxy_auth=proxy.raw_auth,
                proxy_headers=proxy.headers.raw,
                ssl_context=context,
                proxy_ssl_context=proxy.ssl_context,
                network_backend=backend,
                max_connections=None,
                keepalive_expiry=_KEPT_SECONDS,
            )
