"""The Layers HTTP API: a call is one request (`ApiCall`); an answer is typed, or a typed error."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote

import httpx

from layers_desktop import __version__
from layers_desktop.api import models
from layers_desktop.api.errors.answers import (
    CaptivePortal,
    MalformedAnswer,
    NotFound,
    Unauthenticated,
    UnexpectedAnswer,
    from_api_answer,
    looks_like_html,
)
from layers_desktop.api.errors.base import UploadCancelled, clean
from layers_desktop.api.errors.network import from_transport
from layers_desktop.api.filenames import wire_filename
from layers_desktop.api.models import CreatedAsset, ProjectPage, SignedUpload, WhoAmI
from layers_desktop.api.network import Network
from layers_desktop.api.network_backend import RequestContext
from layers_desktop.api.rate_limits import RateSeen, later, rate_seen
from layers_desktop.api.transport import Connections, RequestLog, base_address
from layers_desktop.core.secrets import ApiKey

T = TypeVar("T")

PAGE_SIZE = 200
"""Projects a page, the most that Layers gives."""

ANSWER_SECONDS = 60.0
"""From a request's last byte to its answer's, for a server that is slow but never at a standstill."""

ANSWER_CAP = 4 * 1024 * 1024
"""Bytes of an answer. A full page of projects is about 80 KB."""

MOST_PROJECTS = 50_000
"""More than any organization has; a list that is longer has no end."""
_PAGE_COUNTS = 20
"""For how many projects a page counts that has fewer, so that a list of empty pages ends too."""
_KEY = re.compile(r"[\x21-\x7e]+")


class LayersClient:
    """One organization's Layers, as all threads of the program use it together.

    `network` is the program's; by default the system's proxy is used. `clock` is the wall clock (seconds
    since the epoch) for dates in answers; `timeout` in seconds is for a quick look instead of the limits
    that uploads need, and `answer_seconds` for another limit than `ANSWER_SECONDS`. Every method raises a
    subclass of `ApiError`. `InsecureAddress` is raised at once for a base URL that may not be used.
    """

    def __init__(
        self,
        base_url: str,
        key: ApiKey,
        network: Network | None = None,
        *,
        user_agent: str = f"layers-desktop/{__version__}",
        clock: Callable[[], float] = time.time,
        timeout: float | None = None,
        answer_seconds: float | None = None,
    ) -> None:
        self._base = base_address(base_url)
        self._key = key
        self._user_agent = user_agent
        self._clock = clock
        self._answer_seconds = ANSWER_SECONDS if answer_seconds is None else answer_seconds
        self._connections = Connections(network or Network(), timeout=timeout)
        self._aborted = False
        self._rating = threading.Lock()
        self._rate: RateSeen | None = None

    @property
    def rate(self) -> RateSeen | None:
        """The write allowance as Layers' latest answer told it, None as long as none did."""
        return self._rate

    def whoami(self) -> WhoAmI:
        """Return whom the key belongs to; the cheapest call, and the health check."""
        return self._ask(ApiCall(method="GET", path="/v1/whoami"), models.decode_who_am_i)

    def projects(self, search: str | None = None, *, status: str | None = None) -> Iterator[ProjectPage]:
        """Yield all pages of the projects, newest first; `search` is a part of the name.

        `UnexpectedAnswer` for a page longer than asked for, and for a list of more than `MOST_PROJECTS`.
        """
        params = {"limit": str(PAGE_SIZE)}
        params |= {name: value for name, value in (("search", search), ("status", status)) if value}
        listed = 0
        while True:
            call = ApiCall(method="GET", path="/v1/projects", scope="projects:read", params=params)
            page = self._ask(call, models.decode_project_page)
            if len(page.projects) > PAGE_SIZE:
                raise UnexpectedAnswer("answer.unexpected/page_size", count=PAGE_SIZE)
            listed += max(len(page.projects), _PAGE_COUNTS)
            repeats = page.next_cursor is not None and page.next_cursor == params.get("cursor")
            if listed > MOST_PROJECTS or repeats:
                raise UnexpectedAnswer("answer.unexpected/endless")
            yield page
            if not page.next_cursor:
                return
            params = params | {"cursor": page.next_cursor}

    def presign(
        self,
        project_id: str,
        *,
        kind: str,
        mime_type: str,
        filename: str | None,
        size: int,
        sha256: str | None,
        idempotency_key: str,
    ) -> SignedUpload:
        """Announce a file of `size` bytes; return where its bytes go. Costs one write."""
        request = models.PresignRequest(
            kind=kind, mime_type=mime_type, size_bytes=size,
            filename=wire_filename(filename), checksum_sha256=sha256,
        )  # fmt: skip
        call = write_call(project_id, "media/presign", models.encode(request), idempotency_key)
        return self._ask(call, models.decode_signed_upload)

    def finalize(
        self, project_id: str, upload_id: str, *, sha256: str | None, idempotency_key: str
    ) -> CreatedAsset:
        """Make an asset of an upload whose bytes are stored; again with the same id gives the same asset.

        Costs one write. `NotFound` means that Layers no longer knows the upload.
        """
        request = models.FinalizeRequest(upload_id=upload_id, checksum_sha256=sha256)
        call = write_call(
            project_id, "media/finalize", models.encode(request), idempotency_key, missing="upload"
        )
        return self._ask(call, models.decode_asset)

    def upload_inline(
        self,
        project_id: str,
        *,
        kind: str,
        mime_type: str,
        filename: str | None,
        body: bytes,
        idempotency_key: str,
    ) -> CreatedAsset:
        """Upload a file below `INLINE_LIMIT` bytes in one call. Costs one write."""
        request = models.InlineRequest(
            kind=kind, mime_type=mime_type, data_base64=body, filename=wire_filename(filename)
        )
        call = write_call(project_id, "media", models.encode(request), idempotency_key)
        return self._ask(call, models.decode_asset)

    def abort(self) -> None:
        """Stop every running call at once, from any thread, and refuse new ones: `UploadCancelled`."""
        self._aborted = True
        self._connections.lines.shut()

    def close(self) -> None:
        """Abort what still runs and close the connections. The client cannot be used again."""
        self.abort()
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, call: ApiCall, decode: Callable[[bytes], T]) -> T:
        """Send one request and return its decoded answer."""
        response, body = self._exchange(call)
        headers = response.headers
        now = self._clock()
        with self._rating:
            self._rate = later(self._rate, rate_seen(headers, now=now, is_write=call.is_write))
        if not response.is_success:
            raise from_api_answer(
                response.status_code,
                headers,
                body,
                now=now,
                scope=call.scope,
                missing=call.missing,
                key=self._key.reveal(),
            )
        try:
            return decode(body)
        except models.MalformedError as error:
            if looks_like_html(headers, body):
                raise CaptivePortal from None
            request_id = clean(headers.get("x-request-id", ""), longest=128, key=self._key.reveal()) or None
            unexpected = clean(str(error), longest=120, key=self._key.reveal())
            raise MalformedAnswer("answer.malformed/content", why=unexpected, request_id=request_id) from None

    def _exchange(self, call: ApiCall) -> tuple[httpx.Response, bytes]:
        """Return the response and its body, of at most `ANSWER_CAP` bytes."""
        if self._aborted:
            raise UploadCancelled
        headers = self._headers(call)
        context = RequestContext(
            lambda: self._aborted, host=self._base.host, answer_seconds=self._answer_seconds
        )
        note = RequestLog(call.method, call.path, key=self._key.reveal())
        request = httpx.Request(call.method, self._url(call), headers=headers, content=call.body)
        try:
            with self._connections.calling(self._base, context) as http:
                response = http.send(request, stream=True)
                context.answered()
                try:
                    note.answered(response)
                    return response, _read(response)
                finally:
                    response.close()
        except (httpx.HTTPError, RuntimeError) as error:
            ended = self._ended_by(error, context)
        note.ended(ended)
        # Not raised inside the handler: its context would keep the frames, and with them the body, alive.
        raise ended

    def _ended_by(self, error: httpx.HTTPError | RuntimeError, context: RequestContext) -> Exception:
        """Return what really ended the call: `abort()`, the network, or a fault of this program."""
        if self._aborted:  # then httpx may also say that its client was closed, a RuntimeError
            return UploadCancelled()
        if isinstance(error, httpx.HTTPError):
            return context.fault or from_transport(error, host=self._base.host, peer=context.peer)
        return error

    def _headers(self, call: ApiCall) -> dict[str, str]:
        """Return the headers. Built for each request, so no cookie of an earlier answer goes along."""
        key = self._key.reveal()
        if not _KEY.fullmatch(key):
            raise Unauthenticated("UNAUTHENTICATED/not_a_key" if key else "UNAUTHENTICATED/no_key")
        headers = {
            # Layers' pages name both; newer ones accept only the second. The server prefers the first.
            "X-Api-Key": key,
            "Authorization": f"Bearer {key}",
            "User-Agent": self._user_agent,
            "Accept": "application/json",
            "Accept-Encoding": "identity",  # so that the cap on an answer is a cap on memory
        }
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        if call.idempotency_key is not None:
            headers["Idempotency-Key"] = call.idempotency_key
        return headers

    def _url(self, call: ApiCall) -> httpx.URL:
        url = httpx.URL(f"{self._base}{call.path}")
        return url.copy_merge_params(call.params) if call.params else url


def _read(response: httpx.Response) -> bytes:
    parts: list[bytes] = []
    total = 0
    for part in response.iter_raw():
        total += len(part)
        if total > ANSWER_CAP:
            raise MalformedAnswer("answer.malformed/too_long")
        parts.append(part)
    return b"".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """One request, apart from base address and key."""

    method: str
    path: str
    scope: str | None = None
    """The scope it needs, to be named when Layers says that the key lacks one."""
    missing: str = "project"
    """What a 404 is about: "project" or "upload"."""
    params: dict[str, str] | None = None
    body: bytes | None = None
    idempotency_key: str | None = None

    @property
    def is_write(self) -> bool:
        """Whether Layers counts it among the writes."""
        return self.method == "POST"


def write_call(project_id: str, route: str, body: bytes, key: str, *, missing: str = "project") -> ApiCall:
    """Return a POST below a project, `route` being "media/presign" for example."""
    return ApiCall(
        method="POST",
        path=f"/v1/projects/{segment(project_id)}/{route}",
        scope="projects:write",
        missing=missing,
        body=body,
        idempotency_key=key,
    )


def segment(identifier: str) -> str:
    """Return an id as one segment of a path, whatever it holds; `NotFound` for what can be none."""
    if identifier in {"", ".", ".."}:  # a path with these is another path
        raise NotFound
    return quote(identifier, safe="", errors="replace")
