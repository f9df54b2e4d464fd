"""What Layers says: ids, names, addresses and messages that are not what they should be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors import MalformedAnswer, UnexpectedAnswer
from layers_desktop.api.network import Network
from layers_desktop.core.secrets import ApiKey
from layers_desktop.session.projects import fetch_projects
from layers_desktop.settings.preferences import CopyFormat, ProjectSettings
from layers_desktop.transfers.transfer import Stage
from layers_desktop.ui.clipboard.asset_format import format_assets
from layers_desktop.ui.header.project_model import ProjectMatches, ProjectModel
from tests.integration.hostile.engine_run import KEY, EngineRun, only_the_victim_suffers
from tests.integration.hostile.hostile_layers import HostileLayers, Json, Lie, Tell
from tests.support.problems import code_of

MARKUP = "<img src=x onerror=alert(1)>"
MESSY = f"{MARKUP}\r\nA\u202eB\u2066C\u200b\u0000\u0007\u2028\ud800" + "x" * 10_000

FLOOD = Lie(b"[", flood=100 * 1024 * 1024)
DEEP = Lie(b'{"a":' * 200_000)
DEEP_LIST = Lie(b"[" * 100_000 + b"]" * 100_000)
HALF = Lie(b'{"assetId": "med_1"')
NOT_TEXT = Lie(b'{"assetId": "\xff\xfe", "uploadId": "\xff"}')
NAN = Lie(b'{"assetId": NaN, "uploadId": Infinity}')

ANSWERS = (FLOOD, DEEP, DEEP_LIST, HALF, NOT_TEXT, NAN)


def always(lie: Lie) -> Tell:
    """Lie the same whatever is asked."""
    return lambda _: lie


def with_fields(**fields: object) -> Tell:
    """Answer as it should be, but for these fields."""
    return lambda good: good | fields


def _size_for(step: str) -> int:
    return 1_000 if step == "inline" else 300_000


def _calls(client: LayersClient) -> dict[str, Callable[[], object]]:
    """Return each call about a file that the answers are a lie about."""
    what = {"kind": "image", "mime_type": "image/png", "filename": "victim.png", "idempotency_key": "k"}
    return {
        "whoami": client.whoami,
        "projects": lambda: list(client.projects()),
        "presign": lambda: client.presign("prj_1", size=9, sha256=None, **what),
        "finalize": lambda: client.finalize("prj_1", "upl_1", sha256=None, idempotency_key="k"),
        "inline": lambda: client.upload_inline("prj_1", body=b"x", **what),
    }


def _understood(layers: HostileLayers, lies: Iterable[dict[str, Tell]]) -> list[object]:
    """Tell lies, a few calls at a time; return what is taken for an answer, or refused as something else."""
    layers.names["upl_1"] = "victim.png"
    understood: list[object] = []
    with LayersClient(layers.url, ApiKey(KEY)) as client:
        calls = _calls(client)
        for told in lies:
            layers.lies = told
            for step, lie in told.items():
                try:
                    understood.append((step, lie({}), calls[step]()))
                except MalformedAnswer as error:
                    sentence = error.problem.sentence()
                    assert sentence.isprintable()
                    assert len(sentence) < 500
    return understood


def test_an_answer_that_is_no_answer_is_malformed_at_every_call(layers: HostileLayers) -> None:
    steps = ("whoami", "projects", "presign", "finalize", "inline")
    assert not _understood(layers, [dict.fromkeys(steps, always(answer)) for answer in ANSWERS])


IDS = (
    "a\nb",
    "a\u202eb",
    "a\u200bb",
    "a\x1b[31m",
    " a",
    "x" * 10_000,
    "",
    "\ud800",
    "a\u2028b",
    7,
    None,
    ["a"],
)


def test_an_id_that_is_no_id_is_a_malformed_answer_at_every_call(layers: HostileLayers) -> None:
    assert not _understood(
        layers,
        [
            {
                "whoami": with_fields(organizationId=id_),
                "projects": with_fields(items=[{"id": id_, "name": "n"}]),
                "presign": with_fields(uploadId=id_),
                "finalize": with_fields(assetId=id_),
                "inline": with_fields(assetId=id_),
            }
            for id_ in IDS
        ],
    )


@pytest.mark.parametrize(
    ("step", "lie"),
    [
        ("presign", always(FLOOD)),
        ("finalize", always(HALF)),
        ("inline", always(DEEP)),
        ("presign", with_fields(uploadId="a\nb")),
        ("finalize", with_fields(assetId=7)),
        ("inline", with_fields(assetId="a\u202eb")),
    ],
    ids=["flood", "half", "deep", "line-break", "number", "direction"],
)
def test_a_malformed_answer_fails_its_file_alone_and_never_reaches_list_or_clipboard(
    run: EngineRun, layers: HostileLayers, step: str, lie: Tell
) -> None:
    layers.lies[step] = lie
    run.sign_in(layers.url)
    run.send("victim.png", "good.png", size=_size_for(step))
    victim = only_the_victim_suffers(run.wait(2))
    assert (victim.stage, victim.asset_id) == (Stage.FAILED, None)
    assert code_of(victim.problem) == MalformedAnswer.code
    run.check_calm()


def test_an_odd_id_is_only_ever_text(run: EngineRun, layers: HostileLayers) -> None:
    odd = ("../../whoami", "a/b?c#d", MARKUP, "=cmd()", "`a`", "%2e%2e", "é")
    run.sign_in(layers.url)
    for count, identifier in enumerate(odd, 1):
        layers.lies["presign"] = partial(_renamed, layers, identifier)
        layers.lies["finalize"] = with_fields(assetId=identifier)
        run.send(f"victim-{count}.png")
        victim = run.wait(count)[f"victim-{count}.png"]
        assert (victim.stage, victim.asset_id) == (Stage.DONE, identifier)
    assert layers.calls == ["presign", "finalize"] * len(odd)
    run.check_calm()


def _renamed(layers: HostileLayers, identifier: str, good: Json) -> Json:
    layers.names[identifier] = layers.names[good["uploadId"]]
    return good | {"uploadId": identifier}


def test_an_address_that_is_no_web_address_is_left_out(run: EngineRun, layers: HostileLayers) -> None:
    addresses = (
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "file:///etc/passwd",
        "//evil.example/a", "https://layers.com@evil.example/", 'https://a.example/"onerror="x',
        "https://a.example/<b>", "https://a.example/ b", "https://a.example/\nb", "https://a.example/\u202eb",
        "https://a.example/" + "x" * 5_000, "https://", "",
    )  # fmt: skip
    run.sign_in(layers.url)
    for count, address in enumerate(addresses, 1):
        layers.lies["finalize"] = layers.lies["inline"] = with_fields(url=address)
        run.send(f"victim-{count}.png", size=_size_for("inline" if count % 2 else "finalize"))
        victim = run.wait(count)[f"victim-{count}.png"]
        assert (victim.stage, victim.asset_url) == (Stage.DONE, None), address
        for copy_format in CopyFormat:
            settings = ProjectSettings(copy_format=copy_format, copy_template="{assetId} {url}")
            text = format_assets([victim], settings)
            assert str(victim.asset_id) in text
            assert not address or address not in text


def test_a_web_address_is_kept_as_it_is(run: EngineRun, layers: HostileLayers) -> None:
    address = "https://media.example:8443/ünï/a%20b(1).png?x=1&y=[2]#z"
    layers.lies["finalize"] = with_fields(url=address)
    run.sign_in(layers.url)
    run.send("victim.png")
    assert run.wait(1)["victim.png"].asset_url == address


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("presign", MESSY),
        ("finalize", "y" * 1_000_000),
        ("inline", f"{KEY} https://r2.example/a?X-Amz-Signature=abc"),
    ],
    ids=lambda one: ascii(one)[:10],
)
def test_what_layers_says_is_shown_as_one_plain_line(
    run: EngineRun, layers: HostileLayers, step: str, text: str
) -> None:
    error = {"code": "VALIDATION_FAILED", "message": text, "requestId": text, "details": {text: [text] * 20}}
    said = Lie(json.dumps({"error": error}).encode("utf-8", "surrogatepass"), 422)
    layers.lies[step] = always(said)
    run.sign_in(layers.url)
    run.send("victim.png", "good.png", size=_size_for(step))
    victim = only_the_victim_suffers(run.wait(2))
    assert victim.stage is Stage.FAILED
    assert victim.problem is not None
    assert "X-Amz" not in victim.problem.sentence()
    assert KEY not in victim.problem.sentence()
    run.check_calm()


def test_details_of_any_shape_are_survived(run: EngineRun, layers: HostileLayers) -> None:
    run.sign_in(layers.url)
    shapes = (
        "[" * 800 + "]" * 800,
        '{"a":' * 800 + "1" + "}" * 800,
        "9" * 400,
        "1e400",
        "[1,[2,[3,[4,[5]]]]]",
    )
    for count, details in enumerate(shapes, 1):
        body = '{"error": {"code": "VALIDATION_FAILED", "message": "Bad.", "details": ' + details + "}}"
        layers.lies["inline"] = always(Lie(body.encode(), 422))
        run.send(f"victim-{count}.png", size=1_000)
        problem = run.wait(count)[f"victim-{count}.png"].problem
        assert problem is not None, details
        assert problem.code in {"VALIDATION_FAILED", MalformedAnswer.code}, details
    run.check_calm()


def test_the_storages_own_words_are_no_markup_either(run: EngineRun, layers: HostileLayers) -> None:
    xml = f"<Error><Code>{'A' * 2_000}</Code><Message>{'&lt;img src=x&gt;' * 100}</Message></Error>"
    layers.lies["put"] = always(Lie(xml.encode(), 403, flood=10 * 1024 * 1024))
    run.sign_in(layers.url)
    run.send("victim.png", "good.png")
    assert only_the_victim_suffers(run.wait(2)).stage is Stage.FAILED
    run.check_calm()


def test_names_of_projects_are_shown_as_one_plain_line(
    run: EngineRun, layers: HostileLayers, qtbot: QtBot
) -> None:
    del qtbot
    many = [
        {"id": "prj_1", "name": MESSY, "customerExternalId": MESSY, "status": MESSY},
        {"id": "prj_2", "name": "\u202e\n", "customerExternalId": ""},
        {"id": "prj_3", "name": "Ünï " + "n" * 10_000},
    ]
    body = json.dumps({"items": many}).encode("utf-8", "surrogatepass").replace(b"\\ud800", b"")
    layers.lies["projects"] = always(Lie(body))
    projects = fetch_projects(run.sign_in(layers.url), Network())
    model = ProjectModel()
    model.show(ProjectMatches(projects, 0))
    assert [project.id for project in projects] == ["prj_1", "prj_2", "prj_3"]
    for number in range(3):
        shown = model.index(number)
        for text in (shown.data(), shown.data(ProjectModel.CUSTOMER)):
            assert text.isprintable()
            assert len(text) <= 200
        assert "<img" not in shown.data(3)  # Qt.ItemDataRole.ToolTipRole
    assert projects[1].name == "prj_2"
    assert projects[2].name.startswith("Ünï nnn")


def test_a_hostile_cursor_changes_no_address(layers: HostileLayers) -> None:
    for cursor in ("c" * 100_000, "a\r\nX-Evil: 1", "../../whoami", "\u202e", "&limit=9#"):
        layers.lies["projects"] = with_fields(nextCursor=cursor)
        with (
            LayersClient(layers.url, ApiKey(KEY)) as client,
            pytest.raises((MalformedAnswer, UnexpectedAnswer)),
        ):
            list(client.projects())
    assert set(layers.calls) == {"projects"}


def test_the_organizations_name_is_one_plain_line(layers: HostileLayers) -> None:
    messy = MESSY.replace("\ud800", "")
    layers.lies["whoami"] = with_fields(organizationName=messy, rateLimitTier=messy)
    with LayersClient(layers.url, ApiKey(KEY)) as client:
        who = client.whoami()
    assert who.organization_name is not None
    assert who.rate_limit_tier is not None
    for text in (who.organization_name, who.rate_limit_tier):
        assert text.isprintable()
        assert len(text) <= 200
