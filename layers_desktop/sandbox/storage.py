"""The object storage: signed PUTs checked strictly, bodies straight to disk, assets readable by their URL."""

from __future__ import annotations

import hashlib
import re

from layers_desktop.sandbox.connection import Exchange
from layers_desktop.sandbox.faults import STORAGE_ERRORS
from layers_desktop.sandbox.http import Head, Headers, Response, storage_error
from layers_desktop.sandbox.records import StoredObject
from layers_desktop.sandbox.signing import SignatureCheck, UrlSigner
from layers_desktop.sandbox.state import SandboxState

_UPLOAD = re.compile(r"/uploads/[^/]+/(?P<upload>[^/]+)/[^/]+")
_MEDIA = re.compile(r"/media/(?P<asset>[^/]+)/[^/]+")
_LARGEST_PUT = 5 * 1024**3
"""S3 and R2: 5 GiB in one PUT."""


class StorageHandler:
    """Answers the storage's port; one instance for all threads."""

    name = "storage"

    def __init__(self, world: SandboxState, signer: UrlSigner) -> None:
        self._world = world
        self._signer = signer

    def step_of(self, head: Head) -> str | None:
        """Return `put` for every PUT, whatever it is worth."""
        return "put" if head.method == "PUT" else None

    def error(self, status: int, code: str, message: str, headers: Headers, request_id: str) -> Response:
        """Return an XML error; the storage has request ids of its own."""
        del request_id
        return storage_error(status, code, message, headers)

    def handle(self, exchange: Exchange) -> Response:
        """Take a signed PUT, or show an asset."""
        head = exchange.head
        media = _MEDIA.fullmatch(head.path)
        if media and head.method in {"GET", "HEAD"}:
            return self._show(media["asset"])
        if head.method != "PUT":
            return storage_error(405, "MethodNotAllowed", "The specified method is not allowed.")
        refusal = _refuse_credentials(head) or _refuse_framing(head) or self._refuse_signature(head)
        if refusal is not None:
            return refusal
        upload = _UPLOAD.fullmatch(head.path)
        return self._receive(exchange, upload["upload"] if upload else "")

    def _show(self, asset_id: str) -> Response:
        asset = self._world.media.asset(asset_id)
        if asset is None:
            return storage_error(404, "NoSuchKey", "The specified key does not exist.")
        return Response(status=200, headers=(("Content-Type", asset.mime_type),), file=asset.path)

    def _refuse_signature(self, head: Head) -> Response | None:
        verdict = self._signer.check(
            method=head.method,
            path=head.path,
            query=head.query,
            headers=head.headers,
            now=self._world.config.clock(),
        )
        match verdict:
            case SignatureCheck.VALID:
                return None
            case SignatureCheck.UNSIGNED:
                return storage_error(403, "AccessDenied", "Access Denied")
            case SignatureCheck.EXPIRED:
                return storage_error(*STORAGE_ERRORS[f"expired-{self._world.config.expired_wording}"])
            case SignatureCheck.MISMATCH:
                return storage_error(
                    403,
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided.",
                )

    def _receive(self, exchange: Exchange, upload_id: str) -> Response:
        """Stream the body to a file and only then let it be the object: a truncated body stores nothing."""
        path = self._world.media.arriving_file()
        sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
        try:
            with path.open("xb") as file:
                while block := exchange.body.read_block():
                    file.write(block)
                    sha256.update(block)
                    md5.update(block)
                    size += len(block)
            arrived = StoredObject(
                path=path,
                size=size,
                sha256=sha256.hexdigest(),
                md5=md5.hexdigest(),
                content_type=exchange.head.headers.get("content-type", ""),
            )
            if not self._world.media.store(upload_id, arrived):
                return storage_error(404, "NoSuchKey", "The upload has been collected.")
        finally:
            path.unlink(missing_ok=True)  # gone already when it was stored
        return Response(status=200, headers=(("ETag", f'"{md5.hexdigest()}"'),))


def _refuse_credentials(head: Head) -> Response | None:
    if "authorization" in head.headers:
        return storage_error(
            400,
            "InvalidArgument",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query "
            "string parameter or the Authorization header should be specified",
        )
    if "x-api-key" in head.headers:
        # A real storage would ignore it. Here it is an error, because a key that leaks must be noticed.
        return storage_error(400, "InvalidArgument", "X-Api-Key must never be sent to the storage.")
    return None


def _refuse_framing(head: Head) -> Response | None:
    if head.chunked:
        message = "A header you provided implies functionality that is not implemented: Transfer-Encoding"
        return storage_error(501, "NotImplemented", message)
    if head.length is None:
        return storage_error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
    if head.length > _LARGEST_PUT:
        message = "Your proposed upload exceeds the maximum allowed object size."
        return storage_error(400, "EntityTooLarge", message)
    return None
