"""presign, finalize and inline: what is taken, what is refused, what an asset is."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from layers_desktop.sandbox import Sandbox, validation
from tests.support.tables import for_each

Call = Callable[..., httpx.Response]
MIB = 1_048_576


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_three_steps_make_one_asset_of_exactly_the_bytes(box: Sandbox, project: str, upload: Call) -> None:
    data = bytes(range(256)) * 4_000
    answer = upload(box, data, kind="reference_image", filename="Café ü/€.png")
    assert answer.status_code == 200
    [asset] = box.world.assets
    assert asset.path.read_bytes() == data
    assert (asset.size, asset.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (asset.project_id, asset.kind, asset.mime_type) == (project, "reference_image", "image/png")
    assert asset.filename == "Café ü/€.png"
    reply = answer.json()
    assert reply["assetId"] == reply["mediaId"] == asset.asset_id
    assert reply["mimeType"] == reply["contentType"] == "image/png"
    assert reply["kind"] == "reference_image"


def test_the_url_of_an_asset_shows_it(box: Sandbox, http: httpx.Client, upload: Call) -> None:
    url = upload(box, b"shown").json()["url"]
    shown = http.get(url)
    assert (shown.content, shown.headers["Content-Type"]) == (b"shown", "image/png")
    assert http.head(url).headers["Content-Length"] == "5"
    assert http.get(url.replace("med_", "med_0")).status_code == 404


def test_presign_replies_as_documented(box: Sandbox, presign: Call) -> None:
    reply = presign(box, b"four").json()
    assert reply["uploadId"].startswith("upl_")
    assert reply["url"] == reply["signedUrl"]
    assert reply["method"] == "PUT"
    assert reply["headers"] == {"Content-Type": "image/png", "Content-Length": "4"}
    assert reply["expiresAt"].endswith("Z")
    assert "Content-Length" not in presign(box, sizeBytes=None).json()["headers"]


@for_each(
    ("changes", "path"),
    [
        ({"kind": "picture"}, "kind"),
        ({"kind": None}, "kind"),
        ({"kind": 7}, "kind"),
        ({"mimeType": None}, "mimeType"),
        ({"mimeType": "image"}, "mimeType"),
        ({"mimeType": "image/png; charset=x"}, "mimeType"),
        ({"mimeType": 3}, "mimeType"),
        ({"mimeType": "video/mp4"}, "mimeType"),
        ({"kind": "video", "mimeType": "audio/mpeg"}, "mimeType"),
        ({"kind": "logo", "mimeType": "application/pdf"}, "mimeType"),
        ({"sizeBytes": 0}, "sizeBytes"),
        ({"sizeBytes": -1}, "sizeBytes"),
        ({"sizeBytes": "12"}, "sizeBytes"),
        ({"sizeBytes": 1.5}, "sizeBytes"),
        ({"sizeBytes": True}, "sizeBytes"),
        ({"filename": ""}, "filename"),
        ({"filename": "x" * 257}, "filename"),
        ({"filename": 5}, "filename"),
        ({"checksumSha256": "abc"}, "checksumSha256"),
        ({"checksumSha256": "g" * 64}, "checksumSha256"),
        ({"checksumSha256": 12}, "checksumSha256"),
    ],
)
def test_presign_says_which_field_is_wrong(
    box: Sandbox, presign: Call, changes: dict[str, object], path: str
) -> None:
    answer = presign(box, **changes)
    assert code_of(answer) == (422, "VALIDATION_FAILED")
    assert [row["path"] for row in answer.json()["error"]["details"]] == [path]
    assert box.world.uploads == []


def test_half_a_surrogate_pair_is_no_filename(box: Sandbox, project: str, api: Call) -> None:
    content = b'{"kind": "image", "mimeType": "image/png", "filename": "\\ud800.png"}'
    answer = api(box, "POST", f"/v1/projects/{project}/media/presign", content=content)
    assert [row["path"] for row in answer.json()["error"]["details"]] == ["filename"]


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_refused(
    box: Sandbox, project: str, api: Call, content: bytes
) -> None:
    answer = api(box, "POST", f"/v1/projects/{project}/media/presign", content=content)
    assert code_of(answer) == (422, "VALIDATION_FAILED")


def test_a_body_beyond_any_route_is_refused_unread(box: Sandbox, project: str, api: Call) -> None:
    answer = api(box, "POST", f"/v1/projects/{project}/media", content=b"x" * (2 * MIB))
    assert code_of(answer) == (413, "PAYLOAD_TOO_LARGE")
    assert api(box, "GET", "/v1/whoami").status_code == 200


@pytest.mark.parametrize(
    ("kind", "mime_type", "cap"),
    [
        ("image", "image/png", 50 * MIB),
        ("logo", "image/svg+xml", 50 * MIB),
        ("reference_image", "image/heic", 50 * MIB),
        ("audio", "audio/mpeg", 200 * MIB),
        ("video", "video/mp4", 1024 * MIB),
    ],
)
def test_each_kind_has_its_cap(box: Sandbox, presign: Call, kind: str, mime_type: str, cap: int) -> None:
    assert presign(box, kind=kind, mimeType=mime_type, sizeBytes=cap).status_code == 200
    over = presign(box, kind=kind, mimeType=mime_type, sizeBytes=cap + 1)
    assert code_of(over) == (413, "PAYLOAD_TOO_LARGE")


def test_an_unknown_or_deleted_project_is_not_found(
    box: Sandbox, project: str, presign: Call, put: Call, finalize: Call
) -> None:
    assert code_of(presign(box, project="nobody")) == (404, "NOT_FOUND")
    signed = presign(box)
    put(signed)
    box.world.delete_project(project)
    upload_id = signed.json()["uploadId"]
    assert code_of(finalize(box, upload_id, project=project)) == (404, "NOT_FOUND")
    assert code_of(presign(box, project=project)) == (404, "NOT_FOUND")


def test_finalize_twice_gives_the_same_asset(box: Sandbox, presign: Call, put: Call, finalize: Call) -> None:
    signed = presign(box)
    put(signed)
    upload_id = signed.json()["uploadId"]
    first = finalize(box, upload_id)
    assert first.json() == finalize(box, upload_id).json()
    assert put(signed, b"PNG").status_code == 200  # the link still lives, the asset keeps its bytes
    assert finalize(box, upload_id).json() == first.json()
    [asset] = box.world.assets
    assert asset.path.read_bytes() == b"png"


def test_concurrent_finalizes_make_one_asset(box: Sandbox, presign: Call, put: Call, finalize: Call) -> None:
    signed = presign(box)
    put(signed)
    upload_id = signed.json()["uploadId"]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: finalize(box, upload_id), range(64)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["assetId"] for answer in answers}) == len(box.world.assets) == 1


def test_finalize_refuses_what_is_not_as_declared(
    box: Sandbox, presign: Call, put: Call, finalize: Call
) -> None:
    other = box.world.projects[1].project_id
    assert code_of(finalize(box, "upl_nothing")) == (404, "NOT_FOUND")
    assert code_of(finalize(box, 7)) == (422, "VALIDATION_FAILED")
    signed = presign(box)
    upload_id = signed.json()["uploadId"]
    assert code_of(finalize(box, upload_id)) == (422, "VALIDATION_FAILED")  # nothing was put
    put(signed)
    assert code_of(finalize(box, upload_id, project=other)) == (404, "NOT_FOUND")
    assert code_of(finalize(box, upload_id, checksumSha256="0" * 64)) == (422, "VALIDATION_FAILED")
    assert code_of(finalize(box, upload_id, checksumSha256="0")) == (422, "VALIDATION_FAILED")
    assert box.world.assets == []
    right = hashlib.sha256(b"png").hexdigest().upper()
    assert finalize(box, upload_id, checksumSha256=right).status_code == 200


def test_a_checksum_declared_at_presign_is_checked_too(
    box: Sandbox, presign: Call, put: Call, finalize: Call
) -> None:
    signed = presign(box, checksumSha256="0" * 64)
    put(signed)
    answer = finalize(box, signed.json()["uploadId"])
    assert code_of(answer) == (422, "VALIDATION_FAILED")
    assert answer.json()["error"]["details"][0]["path"] == "checksumSha256"


def test_an_object_of_undeclared_size_meets_the_cap_at_finalize(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch, presign: Call, put: Call, finalize: Call
) -> None:
    monkeypatch.setitem(validation.CAPS, "image", 500)
    signed = presign(box, sizeBytes=None)
    assert put(signed, b"x" * 501).status_code == 200
    assert code_of(finalize(box, signed.json()["uploadId"])) == (413, "PAYLOAD_TOO_LARGE")


def test_uploads_that_were_never_finalized_are_collected_after_a_day(
    make_box: Callable[..., Sandbox], presign: Call, put: Call, finalize: Call
) -> None:
    clock = Clock()
    box = make_box(clock=clock, link_seconds=100_000)
    kept, lost = presign(box), presign(box)
    put(kept)
    put(lost)
    finalize(box, kept.json()["uploadId"])
    stored = box.world.uploads[1].stored
    assert stored is not None
    clock.now += 86_399
    assert box.world.media.collect() == 0
    clock.now += 1
    assert code_of(finalize(box, lost.json()["uploadId"])) == (404, "NOT_FOUND")
    assert not stored.path.exists()
    assert "NoSuchKey" in put(lost).text
    assert finalize(box, kept.json()["uploadId"]).status_code == 200


def inline_body(data: bytes, **changes: object) -> dict[str, object]:
    encoded = base64.b64encode(data).decode()
    return {"kind": "logo", "mimeType": "image/png", "filename": "l.png", "dataBase64": encoded, **changes}


def test_a_small_file_goes_inline(box: Sandbox, project: str, api: Call) -> None:
    answer = api(box, "POST", f"/v1/projects/{project}/media", json=inline_body(b"tiny"))
    assert answer.status_code == 201
    [asset] = box.world.assets
    assert answer.json()["assetId"] == asset.asset_id
    assert (asset.path.read_bytes(), asset.kind, asset.upload_id) == (b"tiny", "logo", None)


@pytest.mark.parametrize(
    ("size", "status"), [(256_000, 201), (262_143, 201), (262_144, 413), (400_000, 413), (0, 422)]
)
def test_inline_bodies_stay_below_256_kb(
    box: Sandbox, project: str, api: Call, size: int, status: int
) -> None:
    answer = api(box, "POST", f"/v1/projects/{project}/media", json=inline_body(b"x" * size))
    assert answer.status_code == status


@pytest.mark.parametrize("data", [None, 5, "not base64!", "YQ", "é"])
def test_inline_data_must_be_base64(box: Sandbox, project: str, api: Call, data: object) -> None:
    answer = api(box, "POST", f"/v1/projects/{project}/media", json=inline_body(b"", dataBase64=data))
    assert code_of(answer) == (422, "VALIDATION_FAILED")
    assert answer.json()["error"]["details"][0]["path"] == "dataBase64"
