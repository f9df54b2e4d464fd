"""What Layers says: ids, names, addresses and messages that are not what they should be."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors import ApiError, MalformedAnswer, UnexpectedAnswer
from layers_desktop.api.network import Network
from layers_desktop.core.secrets import ApiKey
from layers_desktop.session.projects import fetch_projects
from layers_desktop.settings.preferences import CopyFormat, ProjectSettings
from layers_desktop.transfers.transfer import Stage
from layers_desktop.ui.clipboard.asset_format import format_assets
from layers_desktop.ui.header.project_model import ProjectMatches, ProjectModel
from tests.integration.hostile.engine_run import KEY, EngineRun, only_the_victim_suffers
from tests.integration.hostile.hostile_layers import HostileLayers, Json, Lie

MARKUP = "<img src=x onerror=alert(1)>"
MESSY = f"{MARKUP}\r\nA\u202eB\u2066C\u200b\u0000\u0007\u2028\ud800" + "x" * 10_000

FLOOD = Lie(b"[", flood=100 * 1024 * 1024)
DEEP = Lie(b'{"a":' * 200_000)
DEEP_LIST = Lie(b"[" * 100_000 + b"]" * 100_000)
HALF = Lie(b'{"assetId": "med_1"')
NOT_TEXT = Lie(b'{"assetId": "\xff\xfe", "uploadId": "\xff"}')
NAN = Lie(b'{"assetId": NaN, "uploadId": Infinity}')

ANSWERS = {
    "flood": FLOOD, "deep": DEEP, "deep list": DEEP_LIST, "half": HALF, "not text": NOT_TEXT, "nan": NAN,
}  # fmt: skip
STEPS = ("presign", "finalize", "inline")


def at_a_step(values: Iterable[object], steps: Sequence[str] = STEPS) -> list[tuple[str, object]]:
    """Return each value with one of the steps: what is read of an answer does not depend on the step."""
    return list(zip(itertools.cycle(steps), values, strict=False))


def _size_for(step: str) -> int:
    return 1_000 if step == "inline" else 300_000


@pytest.mark.parametrize(("step", "answer"), at_a_step(ANSWERS), ids=lambda one: one.replace(" ", "-"))
def test_an_answer_that_is_no_answer_fails_its_file_alone(
    run: EngineRun, layers: HostileLayers, step: str, answer: str
) -> None:
    layers.lies[step] = lambda _: ANSWERS[answer]
    run.sign_in(layers.url)
    run.send("victim.png", "good.png", size=_size_for(step))
    victim = only_the_victim_suffers(run.wait(2))
    assert victim.stage is Stage.FAILED
    assert victim.problem is not None
    assert victim.problem.code == MalformedAnswer.code
    run.check_calm()


IDS = [
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
]


@pytest.mark.parametrize(("step", "identifier"), at_a_step(IDS), ids=lambda one: ascii(one)[:20])
def test_an_id_that_is_no_id_never_reaches_list_or_clipboard(
    run: EngineRun, layers: HostileLayers, step: str, identifier: object
) -> None:
    name = "uploadId" if step == "presign" else "assetId"
    layers.lies[step] = lambda good: good | {name: identifier}
    run.sign_in(layers.url)
    run.send("victim.png", "good.png", size=_size_for(step))
    victim = only_the_victim_suffers(run.wait(2))
    assert (victim.stage, victim.asset_id) == (Stage.FAILED, None)
    assert victim.problem is not None
    assert victim.problem.code == MalformedAnswer.code
    run.check_calm()


@pytest.mark.parametrize("identifier", ["../../whoami", "a/b?c#d", MARKUP, "=cmd()", "`a`", "%2e%2e", "é"])
def test_an_odd_id_is_only_ever_text(run: EngineRun, layers: HostileLayers, identifier: str) -> None:
    layers.lies["presign"] = lambda good: _renamed(layers, good, identifier)
    layers.lies["finalize"] = lambda good: good | {"assetId": identifier}
    run.sign_in(layers.url)
    run.send("victim.png")
    victim = run.wait(1)["victim.png"]
    assert (victim.stage, victim.asset_id) == (Stage.DONE, identifier)
    assert layers.calls == ["presign", "finalize"]
    run.check_calm()


def _renamed(layers: HostileLayers, good: Json, identifier: str) -> Json:
    layers.names[identifier] = layers.names[good["uploadId"]]
    return good | {"uploadId": identifier}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "file:///etc/passwd",
        "//evil.example/a", "https://layers.com@evil.example/", 'https://a.example/"onerror="x',
        "https://a.example/<b>", "https://a.example/ b", "https://a.example/\nb", "https://a.example/\u202eb",
        "https://a.example/" + "x" * 5_000, "https://", "",
    ],
    ids=lambda one: ascii(one)[:30],
)  # fmt: skip
def test_an_address_that_is_no_web_address_is_left_out(
    run: EngineRun, layers: HostileLayers, address: str
) -> None:
    layers.lies["finalize"] = layers.lies["inline"] = lambda good: good | {"url": address}
    run.sign_in(layers.url)
    run.send("victim.png")
    victim = run.wait(1)["victim.png"]
    assert (victim.stage, victim.asset_url) == (Stage.DONE, None)
    for copy_format in CopyFormat:
        text = format_assets(
            [victim], ProjectSettings(copy_format=copy_format, copy_template="{assetId} {url}")
        )
        assert str(victim.asset_id) in text
        assert not address or address not in text


def test_a_web_address_is_kept_as_it_is(run: EngineRun, layers: HostileLayers) -> None:
    address = "https://media.example:8443/ünï/a%20b(1).png?x=1&y=[2]#z"
    layers.lies["finalize"] = lambda good: good | {"url": address}
    run.sign_in(layers.url)
    run.send("victim.png")
    assert run.wait(1)["victim.png"].asset_url == address


@pytest.mark.parametrize(
    ("step", "text"),
    at_a_step([MESSY, "y" * 1_000_000, f"{KEY} https://r2.example/a?X-Amz-Signature=abc"]),
    ids=lambda one: ascii(one)[:10],
)
def test_what_layers_says_is_shown_as_one_plain_line(
    run: EngineRun, layers: HostileLayers, step: str, text: str
) -> None:
    error = {"code": "VALIDATION_FAILED", "message": text, "requestId": text, "details": {text: [text] * 20}}
    said = Lie(json.dumps({"error": error}).encode("utf-8", "surrogatepass"), 422)
    layers.lies[step] = lambda _: said
    run.sign_in(layers.url)
    run.send("victim.png", "good.png", size=_size_for(step))
    victim = only_the_victim_suffers(run.wait(2))
    assert victim.stage is Stage.FAILED
    assert victim.problem is not None
    assert "X-Amz" not in victim.problem.sentence()
    assert KEY not in victim.problem.sentence()
    run.check_calm()


@pytest.mark.parametrize(
    "details",
    ["[" * 800 + "]" * 800, '{"a":' * 800 + "1" + "}" * 800, "9" * 400, "1e400", "[1,[2,[3,[4,[5]]]]]"],
    ids=["lists", "objects", "digits", "float", "numbers"],
)  # fmt: skip
def test_details_of_any_shape_are_survived(run: EngineRun, layers: HostileLayers, details: str) -> None:
    body = '{"error": {"code": "VALIDATION_FAILED", "message": "Bad.", "details": ' + details + "}}"
    layers.lies["inline"] = lambda _: Lie(body.encode(), 422)
    run.sign_in(layers.url)
    run.send("victim.png", "good.png", size=1_000)
    victim = only_the_victim_suffers(run.wait(2))
    assert victim.problem is not None
    assert victim.problem.code in {"VALIDATION_FAILED", MalformedAnswer.code}
    run.check_calm()


def test_the_storages_own_words_are_no_markup_either(run: EngineRun, layers: HostileLayers) -> None:
    xml = f"<Error><Code>{'A' * 2_000}</Code><Message>{'&lt;img src=x&gt;' * 100}</Message></Error>"
    layers.lies["put"] = lambda _: Lie(xml.encode(), 403, flood=10 * 1024 * 1024)
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
    layers.lies["projects"] = lambda _: Lie(body)
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


@pytest.mark.parametrize("identifier", IDS, ids=lambda one: ascii(one)[:20])
def test_a_project_without_a_proper_id_is_a_malformed_answer(
    layers: HostileLayers, identifier: object
) -> None:
    layers.lies["projects"] = lambda good: good | {"items": [{"id": identifier, "name": "n"}]}
    layers.lies["whoami"] = lambda good: good | {"organizationId": identifier}
    with LayersClient(layers.url, ApiKey(KEY)) as client:
        with pytest.raises(MalformedAnswer):
            list(client.projects())
        with pytest.raises(MalformedAnswer):
            client.whoami()


@pytest.mark.parametrize("cursor", ["c" * 100_000, "a\r\nX-Evil: 1", "../../whoami", "\u202e", "&limit=9#"])
def test_a_hostile_cursor_changes_no_address(layers: HostileLayers, cursor: str) -> None:
    layers.lies["projects"] = lambda good: good | {"nextCursor": cursor}
    with (
        LayersClient(layers.url, ApiKey(KEY)) as client,
        pytest.raises((MalformedAnswer, UnexpectedAnswer)),
    ):
        list(client.projects())
    assert set(layers.calls) == {"projects"}


@pytest.mark.parametrize(("step", "answer"), at_a_step(ANSWERS, ("whoami", "projects")))
def test_signing_in_survives_answers_that_are_none(layers: HostileLayers, step: str, answer: str) -> None:
    layers.lies[step] = lambda _: ANSWERS[answer]
    with LayersClient(layers.url, ApiKey(KEY)) as client, pytest.raises(ApiError) as caught:
        client.whoami() if step == "whoami" else list(client.projects())
    sentence = caught.value.problem.sentence()
    assert sentence.isprintable()
    assert len(sentence) < 500


def test_the_organizations_name_is_one_plain_line(layers: HostileLayers) -> None:
    messy = MESSY.replace("\ud800", "")
    layers.lies["whoami"] = lambda good: good | {"organizationName": messy, "rateLimitTier": messy}
    with LayersClient(layers.url, ApiKey(KEY)) as client:
        who = client.whoami()
    assert who.organization_name is not None
    assert who.rate_limit_tier is not None
    for text in (who.organization_name, who.rate_limit_tier):
        assert text.isprintable()
        assert len(text) <= 200
