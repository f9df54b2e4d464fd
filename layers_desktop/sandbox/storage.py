"""The object storage: signed URLs as R2 and S3 check them, bodies straight to disk, assets by their URL."""

from __future__ import annotations

import enum
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote

from layers_desktop.sandbox.faults import STORAGE_ERRORS
from layers_desktop.sandbox.http import Exchange, Head
from layers_desktop.sandbox.records import Headers, Response, StoredObject, storage_error
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
                return storage_error(*STORAGE_ERRORS["expired"])
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


# Signed URLs: AWS Signature Version 4 in the query

_ALGORITHM = "AWS4-HMAC-SHA256"
_REGION = "auto"
Pairs = list[tuple[str, str]]
_DATE = "%Y%m%dT%H%M%SZ"


class SignatureCheck(enum.Enum):
    """What a check of a signed URL found."""

    VALID = enum.auto()
    UNSIGNED = enum.auto()
    """Parameters are missing or unreadable."""
    EXPIRED = enum.auto()
    MISMATCH = enum.auto()
    """Another method, path, parameter or signed header than was signed."""


class UrlSigner:
    """Signs and checks with one secret; immutable, so safe for any thread."""

    def __init__(self, secret: str, access_key_id: str = "layerssandbox") -> None:
        self._secret = secret
        self._access_key_id = access_key_id

    def sign(self, *, method: str, path: str, headers: Mapping[str, str], now: float, seconds: int) -> str:
        """Return the query of a URL that is valid for `seconds`.

        `path` is percent-encoded; `headers` are all that will be signed, names in lower case, `host` too.
        """
        moment = datetime.fromtimestamp(now, UTC).strftime(_DATE)
        scope = f"{moment[:8]}/{_REGION}/s3/aws4_request"
        pairs = [
            ("X-Amz-Algorithm", _ALGORITHM),
            ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"),
            ("X-Amz-Credential", f"{self._access_key_id}/{scope}"),
            ("X-Amz-Date", moment),
            ("X-Amz-Expires", str(seconds)),
            ("X-Amz-SignedHeaders", ";".join(sorted(headers))),
            ("x-id", "PutObject"),
        ]
        signature = self._signature((method, path), pairs, sorted(headers.items()), moment)
        return _canonical([*pairs, ("X-Amz-Signature", signature)])

    def check(
        self, *, method: str, path: str, query: str, headers: Mapping[str, str], now: float
    ) -> SignatureCheck:
        """Judge a request; `headers` are those it came with, names in lower case."""
        pairs = parse_qsl(query, keep_blank_values=True)
        values = dict(pairs)
        try:
            moment = values["X-Amz-Date"]
            signed = values["X-Amz-SignedHeaders"].split(";")
            given = values["X-Amz-Signature"]
            expires = datetime.strptime(moment, _DATE).replace(tzinfo=UTC).timestamp() + int(
                values["X-Amz-Expires"]
            )
        except (KeyError, ValueError, OverflowError):
            return SignatureCheck.UNSIGNED
        if now >= expires:
            return SignatureCheck.EXPIRED
        unsigned = [(name, value) for name, value in pairs if name != "X-Amz-Signature"]
        present = [(name, headers.get(name, "")) for name in signed]
        wanted = self._signature((method, path), unsigned, present, moment)
        return (
            SignatureCheck.VALID
            if hmac.compare_digest(wanted.encode(), given.encode())
            else SignatureCheck.MISMATCH
        )

    def _signature(self, request: tuple[str, str], pairs: Pairs, signed: Pairs, moment: str) -> str:
        """Return the signature of (method, path), query pairs and signed headers in their order."""
        method, path = request
        lines = [method, path, _canonical(pairs)]
        lines += [f"{name}:{value.strip()}" for name, value in signed]
        lines += ["", ";".join(name for name, _ in signed), "UNSIGNED-PAYLOAD"]
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        day = moment[:8]
        key = f"AWS4{self._secret}".encode()
        for part in (day, _REGION, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        text = "\n".join((_ALGORITHM, moment, f"{day}/{_REGION}/s3/aws4_request", digest))
        return hmac.digest(key, text.encode(), "sha256").hex()


def _canonical(pairs: Pairs) -> str:
    encoded = [(quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in pairs]
    return "&".join(f"{name}={value}" for name, value in sorted(encoded))
