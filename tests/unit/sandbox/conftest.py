"""A sandbox with budgets that are never in the way, and the calls of an upload."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from types import MappingProxyType

import httpx
import pytest

from layers_desktop.sandbox import Sandbox, SandboxConfig

Call = Callable[..., httpx.Response]
NOTHING: Mapping[str, str] = MappingProxyType({})


@pytest.fixture
def make_box() -> Iterator[Callable[..., Sandbox]]:
    with ExitStack() as stack:

        def make(**fields: object) -> Sandbox:
            chosen = {"writes_per_minute": 100_000, "reads_per_minute": 100_000, **fields}
            config = SandboxConfig(**chosen)  # type: ignore[arg-type]  # each test names fields of its own
            return stack.enter_context(Sandbox(config))

        yield make


@pytest.fixture
def box(make_box: Callable[..., Sandbox]) -> Sandbox:
    return make_box()


@pytest.fixture
def project(box: Sandbox) -> str:
    return box.world.projects[0].project_id


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture
def api(http: httpx.Client) -> Call:
    """`api(box, method, path, json=…, headers=…)` with the box's key."""

    def call(
        box: Sandbox,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] = NOTHING,
        json: object = None,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        sent = {"X-Api-Key": box.key, **headers}
        url = f"{box.base_url}{path}"
        return http.request(method, url, headers=sent, json=json, params=params, content=content)

    return call


@pytest.fixture
def presign(api: Call) -> Call:
    """`presign(box, data, **changes to the body)` for a PNG."""

    def call(
        box: Sandbox,
        data: bytes = b"png",
        *,
        project: str | None = None,
        headers: Mapping[str, str] = NOTHING,
        **changes: object,
    ) -> httpx.Response:
        project = project or box.world.projects[0].project_id
        body = {
            "kind": "image",
            "mimeType": "image/png",
            "filename": "a.png",
            "sizeBytes": len(data),
            **changes,
        }
        body = {name: value for name, value in body.items() if value is not None}
        return api(box, "POST", f"/v1/projects/{project}/media/presign", json=body, headers=headers)

    return call


@pytest.fixture
def put(http: httpx.Client) -> Call:
    """`put(presigned, data)` with exactly the headers of the presign reply."""

    def call(presigned: httpx.Response, data: bytes = b"png", **extra: str) -> httpx.Response:
        reply = presigned.json()
        return http.put(reply["url"], content=data, headers={**reply["headers"], **extra})

    return call


@pytest.fixture
def finalize(api: Call) -> Call:
    """`finalize(box, upload_id, **more of the body)`."""

    def call(
        box: Sandbox,
        upload_id: object,
        *,
        project: str | None = None,
        headers: Mapping[str, str] = NOTHING,
        **changes: object,
    ) -> httpx.Response:
        project = project or box.world.projects[0].project_id
        body = {"uploadId": upload_id, **changes}
        return api(box, "POST", f"/v1/projects/{project}/media/finalize", json=body, headers=headers)

    return call


@pytest.fixture
def upload(presign: Call, put: Call, finalize: Call) -> Call:
    """All three steps; the answer of finalize."""

    def call(box: Sandbox, data: bytes = b"png", **changes: object) -> httpx.Response:
        signed = presign(box, data, **changes)
        assert signed.status_code == 200, signed.text
        assert put(signed, data).status_code == 200
        return finalize(box, signed.json()["uploadId"], checksumSha256=hashlib.sha256(data).hexdigest())

    return call
