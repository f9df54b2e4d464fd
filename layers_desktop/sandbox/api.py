"""The HTTP API: routes, the checks in front of them, and what each does."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from layers_desktop.sandbox.http import Exchange, Head
from layers_desktop.sandbox.projects import iso
from layers_desktop.sandbox.records import (
    AssetRecord,
    ErrorResponse,
    Headers,
    Json,
    Key,
    Response,
    error_answer,
    json_answer,
)
from layers_desktop.sandbox.state import SandboxState
from layers_desktop.sandbox.storage import UrlSigner
from layers_desktop.sandbox.validation import (
    MAX_JSON,
    Problems,
    decode_object,
    read_checksum,
    read_inline,
    read_presign,
)

_PROJECT = r"/v1/projects/(?P<project>[^/]+)"
_ROUTES = (
    ("GET", re.compile(r"/v1/whoami"), "whoami"),
    ("GET", re.compile(r"/v1/projects"), "projects"),
    ("POST", re.compile(rf"{_PROJECT}/media/presign"), "presign"),
    ("POST", re.compile(rf"{_PROJECT}/media/finalize"), "finalize"),
    ("POST", re.compile(rf"{_PROJECT}/media"), "inline"),
)
_SCOPES = {"whoami": None, "projects": "projects:read"}
"""Step → the scope it needs; the writes need `projects:write`."""


class ApiHandler:
    """Answers every route under `/v1`; one instance for all threads."""

    name = "api"

    def __init__(self, world: SandboxState, signer: UrlSigner) -> None:
        self._world = world
        self._signer = signer
        self._writes: dict[str, Callable[[str, Json], Response]] = {
            "presign": self._presign,
            "finalize": self._finalize,
            "inline": self._inline,
        }

    def step_of(self, head: Head) -> str | None:
        """Return the step that a route is."""
        return _route(head)[0]

    def error(self, status: int, code: str, message: str, headers: Headers, request_id: str) -> Response:
        """Return Layers' error shape."""
        return error_answer(ErrorResponse(status, code, message, headers=headers), request_id)

    def handle(self, exchange: Exchange) -> Response:
        """Check key, suspension, route, budget and scope, in this order, then do what the route says."""
        rate: Headers = ()
        try:
            key, step, project_id = self._admit(exchange.head)
            rate = self._world.limits.spend(key, write=step in self._writes)
            _require_scope(step, key)
            answer = self._read(step, key, exchange) or self._write(step, key, project_id, exchange)
        except ErrorResponse as failure:
            answer = error_answer(failure, exchange.request_id)
        return dataclasses.replace(answer, headers=(*rate, *answer.headers))

    def _admit(self, head: Head) -> tuple[Key, str, str]:
        """Return whose request it is, its step and project; Failure 401, 503 or 404."""
        key = self._world.keys.authenticate(head.headers)
        if self._world.suspended:
            raise ErrorResponse(503, "KILL_SWITCH", "API access of this organization is suspended.")
        step, project_id = _route(head)
        if step is None:
            raise ErrorResponse(404, "NOT_FOUND", "There is no such route.")
        return key, step, project_id

    def _read(self, step: str, key: Key, exchange: Exchange) -> Response | None:
        match step:
            case "whoami":
                return json_answer(200, self._whoami(key))
            case "projects":
                return json_answer(
                    200, self._world.organization_of(key).catalogue.page(exchange.head.parameters())
                )
            case _:
                return None

    def _whoami(self, key: Key) -> dict[str, Any]:
        organization = self._world.organization_of(key)
        return {
            "organizationId": organization.organization_id,
            "organizationName": organization.name,
            "apiKeyId": key.key_id,
            "scopes": list(key.scopes),
            "rateLimitTier": key.tier,
            "creditBalance": 1_000,
            "killSwitch": False,
            "apiAccessRevoked": False,
        }

    def _write(self, step: str, key: Key, project_id: str, exchange: Exchange) -> Response:
        if exchange.head.chunked or exchange.body.declared is None:
            raise ErrorResponse(411, "LENGTH_REQUIRED", "The body needs a Content-Length.")
        if exchange.body.declared > MAX_JSON:
            raise ErrorResponse(413, "PAYLOAD_TOO_LARGE", "The body is larger than any this route takes.")
        body = decode_object(exchange.body.read_all())

        def call() -> Response:
            if not self._world.organization_of(key).catalogue.has(project_id):
                raise ErrorResponse(404, "NOT_FOUND", "There is no such project.")
            return self._writes[step](project_id, body)

        idempotency_key = exchange.head.headers.get("idempotency-key")
        if idempotency_key is None:
            return call()
        text = json.dumps([step, project_id, body], sort_keys=True)
        return self._world.idempotency.once(
            key.key_id, idempotency_key, hashlib.sha256(text.encode()).digest(), call
        )

    def _presign(self, project_id: str, body: Json) -> Response:
        config = self._world.config
        media = read_presign(body)
        upload = self._world.media.open_upload(project_id, media)
        name = quote(media.filename or "file", safe="")
        path = f"/uploads/{project_id}/{upload.upload_id}/{name}"
        put = {"Content-Type": media.mime_type}
        if media.size is not None:
            put["Content-Length"] = str(media.size)
        signed = {name.lower(): value for name, value in put.items()}
        signed["host"] = self._world.storage_origin.partition("://")[2]
        now = config.clock()
        query = self._signer.sign(
            method="PUT", path=path, headers=signed, now=now, seconds=config.link_seconds
        )
        url = f"{self._world.storage_origin}{path}?{query}"
        return json_answer(
            200,
            {
                "uploadId": upload.upload_id,
                "url": url,
                "signedUrl": url,
                "method": "PUT",
                "headers": put,
                "expiresAt": iso(now + config.link_seconds),
            },
        )

    def _finalize(self, project_id: str, body: Json) -> Response:
        problems = Problems()
        upload_id = body.get("uploadId")
        if not isinstance(upload_id, str) or not upload_id:
            problems.add("uploadId", "must be the id of an upload")
        sha256 = read_checksum(body, problems)
        problems.check()
        return json_answer(200, _asset_row(self._world.media.finalize(project_id, str(upload_id), sha256)))

    def _inline(self, project_id: str, body: Json) -> Response:
        media, data = read_inline(body)
        return json_answer(201, _asset_row(self._world.media.add_inline(project_id, media, data)))


def _require_scope(step: str, key: Key) -> None:
    scope = _SCOPES.get(step, "projects:write")
    if scope is not None and not key.allows(scope):
        raise ErrorResponse(403, "FORBIDDEN_SCOPE", f"The API key lacks the scope {scope}.")


def _route(head: Head) -> tuple[str | None, str]:
    for method, pattern, step in _ROUTES:
        found = pattern.fullmatch(head.path)
        if found and method == head.method:
            return step, unquote(found.groupdict().get("project", ""))
    return None, ""


def _asset_row(asset: AssetRecord) -> dict[str, Any]:
    return {
        "mediaId": asset.asset_id,
        "assetId": asset.asset_id,
        "projectId": asset.project_id,
        "url": asset.url,
        "kind": asset.kind,
        "contentType": asset.mime_type,
        "mimeType": asset.mime_type,
        "filename": asset.filename,
        "sizeBytes": asset.size,
        "checksumSha256": asset.sha256,
        "createdAt": iso(asset.created_at),
    }
