"""Who may call: keys, scopes, suspension, budgets."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from layers_desktop.sandbox import Sandbox, SandboxConfig
from tests.support.tables import for_each

Call = Callable[..., httpx.Response]


def error_of(answer: httpx.Response) -> tuple[int, str]:
    error = answer.json()["error"]
    assert error["message"]
    assert error["requestId"] == answer.headers["X-Request-Id"]
    return answer.status_code, error["code"]


def test_whoami_names_the_organization_and_the_key(box: Sandbox, api: Call) -> None:
    answer = api(box, "GET", "/v1/whoami")
    assert answer.status_code == 200
    assert answer.json()["organizationName"] == "Acme Growth"
    assert answer.json()["scopes"] == ["projects:read", "projects:write"]
    assert answer.json()["rateLimitTier"] == "standard"
    assert answer.headers["X-Request-Id"].startswith("req_")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Api-Key": "KEY"}, 200),
        ({"Authorization": "Bearer KEY"}, 200),
        ({"authorization": "bearer KEY"}, 200),
        ({"X-Api-Key": "KEY", "Authorization": "Bearer wrong"}, 200),
        ({"X-Api-Key": "wrong", "Authorization": "Bearer KEY"}, 401),
        ({"X-Api-Key": ""}, 401),
        ({"Authorization": "Basic KEY"}, 401),
        ({}, 401),
    ],
)
def test_the_key_header_is_preferred_over_the_bearer(
    box: Sandbox, http: httpx.Client, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.replace("KEY", box.key) for name, value in headers.items()}
    answer = http.get(f"{box.base_url}/v1/whoami", headers=sent)
    assert answer.status_code == status
    if status == 401:
        assert error_of(answer) == (401, "UNAUTHENTICATED")


def test_a_revoked_key_is_refused_until_it_is_restored(box: Sandbox, api: Call) -> None:
    box.world.revoke_key(box.key)
    assert error_of(api(box, "GET", "/v1/whoami")) == (401, "UNAUTHENTICATED")
    box.world.keys.change(box.key, revoked=False)
    assert api(box, "GET", "/v1/whoami").status_code == 200


def test_a_suspended_organization_answers_kill_switch_everywhere(
    box: Sandbox, api: Call, presign: Call, finalize: Call
) -> None:
    box.world.suspend()
    for answer in (
        api(box, "GET", "/v1/whoami"),
        api(box, "GET", "/v1/projects"),
        presign(box),
        finalize(box, "upl_x"),
    ):
        assert error_of(answer) == (503, "KILL_SWITCH")
    box.world.unsuspend()
    assert api(box, "GET", "/v1/whoami").status_code == 200


@pytest.mark.parametrize(
    ("scopes", "statuses"),
    [
        (("projects:read",), (200, 403)),
        (("projects:write",), (403, 200)),
        (("*",), (200, 200)),
        ((), (200, 200)),
    ],
)
def test_scopes_open_reads_and_writes_apart(
    box: Sandbox, api: Call, presign: Call, scopes: tuple[str, ...], statuses: tuple[int, int]
) -> None:
    headers = {"X-Api-Key": box.world.add_key(*scopes)}
    read = api(box, "GET", "/v1/projects", headers=headers)
    write = presign(box, headers=headers)
    assert (read.status_code, write.status_code) == statuses
    for answer in (read, write):
        if answer.status_code == 403:
            assert error_of(answer) == (403, "FORBIDDEN_SCOPE")
    assert api(box, "GET", "/v1/whoami", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/nothing"), ("POST", "/v1/whoami"), ("GET", "/"), ("DELETE", "/v1/projects"), ("PUT", "/x")],
)
def test_unknown_routes_are_not_found(box: Sandbox, api: Call, method: str, path: str) -> None:
    assert error_of(api(box, method, path)) == (404, "NOT_FOUND")


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_the_write_budget_slides_and_leaves_reads_alone(
    make_box: Callable[..., Sandbox], api: Call, presign: Call
) -> None:
    clock = Clock()
    box = make_box(writes_per_minute=3, reads_per_minute=5, clock=clock)
    first = presign(box)
    assert first.headers["X-RateLimit-Limit"] == "3"
    assert first.headers["X-RateLimit-Remaining"] == "2"
    assert first.headers["X-RateLimit-Endpoint-Class"] == "write"
    assert int(first.headers["X-RateLimit-Reset"]) == clock.now + 60
    clock.now += 20
    assert presign(box).status_code == presign(box).status_code == 200
    refused = presign(box)
    assert error_of(refused) == (429, "RATE_LIMITED")
    assert refused.headers["Retry-After"] == "40"
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    read = api(box, "GET", "/v1/projects")
    assert (read.status_code, read.headers["X-RateLimit-Endpoint-Class"]) == (200, "read")
    clock.now += 40
    assert presign(box).status_code == 200
    assert presign(box).headers["Retry-After"] == "20"


def test_refused_calls_cost_nothing_and_refused_bodies_do(
    make_box: Callable[..., Sandbox], presign: Call
) -> None:
    clock = Clock()
    box = make_box(writes_per_minute=2, clock=clock)
    assert presign(box, kind="nonsense").status_code == 422
    assert presign(box).status_code == 200
    assert presign(box).status_code == 429
    clock.now += 60
    assert presign(box).status_code == 200


def test_each_key_has_its_own_budget_and_may_change(make_box: Callable[..., Sandbox], presign: Call) -> None:
    box = make_box(writes_per_minute=1)
    assert [presign(box).status_code for _ in range(2)] == [200, 429]
    other = {"X-Api-Key": box.world.add_key("*", tier="pilot")}
    assert presign(box, headers=other).headers["X-RateLimit-Limit"] == "600"
    box.world.keys.change(box.key, writes_per_minute=0)
    assert presign(box).headers["Retry-After"] == "60"
    box.world.keys.change(box.key, writes_per_minute=2)
    assert presign(box).status_code == 200


def test_a_day_has_a_budget_too_when_asked(make_box: Callable[..., Sandbox], presign: Call) -> None:
    clock = Clock()
    box = make_box(writes_per_day=2, clock=clock)
    assert [presign(box).status_code for _ in range(3)] == [200, 200, 429]
    clock.now += 86_400
    assert presign(box).status_code == 200


@for_each(
    "fields",
    [{"tier": "gold"}, {"latency_ms": -1}, {"link_seconds": 0}],
)
def test_a_setting_that_cannot_work_is_refused_at_the_start(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(fields))):
        SandboxConfig(**fields)  # type: ignore[arg-type]  # wrong on purpose


def test_another_organization_has_projects_of_its_own(box: Sandbox, http: httpx.Client) -> None:
    key = {"X-Api-Key": box.world.add_organization("Globex", "Globex iOS", "Globex Web")}
    assert http.get(f"{box.base_url}/v1/whoami", headers=key).json()["organizationName"] == "Globex"
    listed = http.get(f"{box.base_url}/v1/projects", headers=key).json()["items"]
    assert [project["name"] for project in listed] == ["Globex iOS", "Globex Web"]
    theirs = box.world.projects[0].project_id
    presign = {"kind": "image", "mimeType": "image/png"}
    answer = http.post(f"{box.base_url}/v1/projects/{theirs}/media/presign", headers=key, json=presign)
    assert error_of(answer) == (404, "NOT_FOUND")
