"""Signed URLs of the storage: AWS Signature Version 4 in the query, as R2 and S3 check it."""

from __future__ import annotations

import enum
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote

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
