"""Every typed error of this package, in one place for the others to import from.

UserError
└── ApiError
    ├── LayersRefusal ── Unauthenticated, ForbiddenScope, NotFound, IdempotencyConflict, PayloadTooLarge,
    │                    ValidationFailed, Refused, RateLimited, KillSwitch       rows of Layers' error table
    ├── ServerFault
    ├── UnexpectedAnswer, RedirectRefused, IdGivenTwice, MalformedAnswer ── CaptivePortal
    ├── NetworkFault ── NameNotResolved, NetworkUnreachable, ConnectionRefused, ConnectionLost,
    │                   Timeout, TlsFault, ProxyFault
    ├── StorageError ── LinkExpired, SignatureRejected, StorageTooLarge, StorageBusy, StorageFault,
    │                   StorageRefused, BodyLengthMismatch
    ├── InsecureAddress
    └── UploadCancelled
"""

from __future__ import annotations

from layers_desktop.api.errors.answers import (
    BYTES_MISSING,
    CaptivePortal,
    ForbiddenScope,
    IdempotencyConflict,
    IdGivenTwice,
    KillSwitch,
    LayersRefusal,
    MalformedAnswer,
    NotFound,
    PayloadTooLarge,
    RateLimited,
    RedirectRefused,
    Refused,
    ServerFault,
    Unauthenticated,
    UnexpectedAnswer,
    ValidationFailed,
    from_api_answer,
    id_given_twice,
)
from layers_desktop.api.errors.base import ApiError, InsecureAddress, UploadCancelled
from layers_desktop.api.errors.network import (
    ConnectionLost,
    ConnectionRefused,
    NameNotResolved,
    NetworkFault,
    NetworkUnreachable,
    ProxyFault,
    Timeout,
    TlsFault,
    from_transport,
)
from layers_desktop.api.errors.storage import (
    BodyLengthMismatch,
    LinkExpired,
    SignatureRejected,
    StorageBusy,
    StorageError,
    StorageFault,
    StorageRefused,
    StorageTooLarge,
    from_storage_answer,
)

__all__ = [
    "BYTES_MISSING",
    "ApiError",
    "BodyLengthMismatch",
    "CaptivePortal",
    "ConnectionLost",
    "ConnectionRefused",
    "ForbiddenScope",
    "IdGivenTwice",
    "IdempotencyConflict",
    "InsecureAddress",
    "KillSwitch",
    "LayersRefusal",
    "LinkExpired",
    "MalformedAnswer",
    "NameNotResolved",
    "NetworkFault",
    "NetworkUnreachable",
    "NotFound",
    "PayloadTooLarge",
    "ProxyFault",
    "RateLimited",
    "RedirectRefused",
    "Refused",
    "ServerFault",
    "SignatureRejected",
    "StorageBusy",
    "StorageError",
    "StorageFault",
    "StorageRefused",
    "StorageTooLarge",
    "Timeout",
    "TlsFault",
    "Unauthenticated",
    "UnexpectedAnswer",
    "UploadCancelled",
    "ValidationFailed",
    "from_api_answer",
    "from_storage_answer",
    "from_transport",
    "id_given_twice",
]
