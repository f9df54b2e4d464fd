"""The list of projects, page by page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers_desktop.sandbox import Sandbox, SandboxConfig

Call = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def many() -> Iterator[Sandbox]:
    with Sandbox(SandboxConfig(project_count=230, reads_per_minute=10**9)) as box:
        yield box


@pytest.fixture(scope="module")
def reader() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


def all_pages(box: Sandbox, client: httpx.Client, query: dict[str, Any]) -> list[list[dict[str, Any]]]:
    pages: list[list[dict[str, Any]]] = []
    cursor: str | None = None
    while cursor is not None or not pages:
        params = {**query, **({"cursor": cursor} if cursor else {})}
        answer = client.get(f"{box.base_url}/v1/projects", params=params, headers={"X-Api-Key": box.key})
        assert answer.status_code == 200, answer.text
        pages.append(answer.json()["items"])
        cursor = answer.json()["nextCursor"]
    return pages


@settings(max_examples=40, deadline=None)
@given(
    limit=st.integers(1, 200),
    status=st.sampled_from([None, "active", "paused", "archived"]),
    search=st.sampled_from(["", "café", "CAFÉ ÜN", "ios", "cust_0001", "Recipes", "no such project"]),
)
def test_any_valid_query_pages_completely_newest_first(
    many: Sandbox, reader: httpx.Client, limit: int, status: str | None, search: str
) -> None:
    query = {"limit": limit, "search": search, **({"status": status} if status else {})}
    pages = all_pages(many, reader, query)
    assert all(len(page) == limit for page in pages[:-1])
    expected = [
        project.project_id
        for project in many.world.projects
        if status in {None, project.status}
        and search.casefold() in f"{project.name}\n{project.customer_external_id}".casefold()
    ]
    assert [row["id"] for page in pages for row in page] == expected
    dates = [row["createdAt"] for page in pages for row in page]
    assert dates == sorted(dates, reverse=True)


@settings(max_examples=60, deadline=None)
@given(
    query=st.one_of(
        st.fixed_dictionaries({"limit": st.one_of(st.integers(max_value=0), st.integers(min_value=201))}),
        st.fixed_dictionaries(
            {"limit": st.sampled_from(["", "ten", "1.5", "+5", "١", "0x10"])},
        ),
        st.fixed_dictionaries({"cursor": st.text(alphabet="abcXYZ019-_=é!", max_size=30)}),
        st.fixed_dictionaries({"status": st.sampled_from(["", "deleted", "ACTIVE"])}),
    )
)
def test_any_bad_query_is_a_validation_error(
    many: Sandbox, reader: httpx.Client, query: dict[str, Any]
) -> None:
    answer = reader.get(f"{many.base_url}/v1/projects", params=query, headers={"X-Api-Key": many.key})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "VALIDATION"
    assert answer.json()["error"]["details"][0]["path"] in query


@pytest.mark.parametrize("text", ['[NaN, "x"]', '[Infinity, "x"]', "[1.0]", "{}", "[" * 6_000])
def test_a_made_up_cursor_is_refused(box: Sandbox, api: Call, text: str) -> None:
    cursor = base64.urlsafe_b64encode(text.encode()).decode()
    assert api(box, "GET", "/v1/projects", params={"cursor": cursor}).status_code == 422


def test_a_row_has_the_documented_fields(box: Sandbox, api: Call) -> None:
    row = api(box, "GET", "/v1/projects?limit=1").json()["items"][0]
    assert list(row) == [
        "id", "name", "status", "customerExternalId", "timezone", "primaryLanguage", "ownerEmail",
        "createdAt", "updatedAt",
    ]  # fmt: skip
    assert row["createdAt"].endswith("Z")


def test_the_demo_has_a_project_with_a_name_beyond_ascii(box: Sandbox) -> None:
    assert "Café Ünïcode iOS" in [project.name for project in box.world.projects]


def test_thousands_of_projects_are_the_same_for_the_same_seed() -> None:
    with (
        Sandbox(SandboxConfig(project_count=5_000, seed=7)) as one,
        Sandbox(SandboxConfig(project_count=5_000, seed=7)) as two,
        Sandbox(SandboxConfig(project_count=5_000, seed=8)) as other,
    ):
        assert len({project.project_id for project in one.world.projects}) == 5_000
        assert one.world.projects == two.world.projects
        assert one.world.projects != other.world.projects


def test_fewer_projects_than_the_handful_may_be_asked_for() -> None:
    with Sandbox(SandboxConfig(project_count=0)) as none, Sandbox(SandboxConfig(project_count=2)) as two:
        assert (len(none.world.projects), len(two.world.projects)) == (0, 2)


def test_a_project_deleted_between_two_pages_hides_no_other(box: Sandbox, api: Call) -> None:
    before = [project.project_id for project in box.world.projects]
    first = api(box, "GET", "/v1/projects?limit=2").json()
    box.world.delete_project(before[1])  # the one that the cursor points at
    rest = api(box, "GET", "/v1/projects", params={"cursor": first["nextCursor"]}).json()
    assert [row["id"] for row in rest["items"]] == before[2:]
    assert rest["nextCursor"] is None


def test_a_project_may_be_added(box: Sandbox, api: Call) -> None:
    newest = box.world.projects[0]
    box.world.catalogue.delete(newest.project_id)
    box.world.catalogue.add(newest)
    assert api(box, "GET", "/v1/projects?limit=1").json()["items"][0]["id"] == newest.project_id
