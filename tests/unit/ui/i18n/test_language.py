"""The window in another language than English: complete, with everything that is filled in."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QScrollArea
from pytestqt.qtbot import QtBot

from layers_desktop.api.errors.network import ConnectionRefused
from layers_desktop.core.errors import Problem, Term
from layers_desktop.core.resources import resource
from layers_desktop.core.secrets import ApiKey
from layers_desktop.diagnostics.connection import Probe, reachability
from layers_desktop.media import inspection, non_media
from layers_desktop.media.formats import FORMATS, KIND_WORDS, MediaKind
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.session import state
from layers_desktop.ui import message_bar
from layers_desktop.ui.application import install_translators
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.settings.sections import ConnectionTestSection
from tests.screenshots.pseudo_languages import Stretched
from tests.support.problems import worded

UPDATE = Path(__file__).parents[4] / "packaging" / "translations" / "update.py"
FILES = sorted(resource("translations").glob("*.ts"))
PLACEHOLDER = re.compile(r"%[0-9n]|\{\w+\}")
WORDED_ANEW = {
    "You may not read this {what}.",
    "The {what} is no longer there.",
    "The system could not read this {what}: {why}.",
}
"""Here German needs no word for "file" or "folder", which would need an ending."""


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    assert install_translators(qapp, ["de-DE", "en-US"]) == "de_DE"
    yield
    _forget(qapp)


def _forget(application: QApplication) -> None:
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.setParent(None)
    QLocale.setDefault(QLocale.c())


def say(context: str, text: str, count: int = -1) -> str:
    return QCoreApplication.translate(context, text, "", count)


def test_every_text_of_the_source_is_in_the_translations() -> None:
    result = subprocess.run(
        [sys.executable, str(UPDATE), "--check"], capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, f"make translations\n{result.stdout}{result.stderr}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_translations_fill_in_what_the_source_does(path: Path) -> None:
    for message in ET.parse(path).getroot().iter("message"):
        source, translation = message.findtext("source") or "", message.find("translation")
        assert translation is not None
        if translation.get("type") == "unfinished" or source in WORDED_ANEW:
            continue
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        for form in forms:
            assert form.strip(), source
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(source)), source
            assert ("…" in form) == ("…" in source), source


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_shipped_is_what_is_written(path: Path, qapp: QApplication) -> None:
    del qapp
    shipped = QTranslator()
    assert shipped.load(str(path.with_suffix(".qm")))
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished" or message.get("numerus"):
                continue
            assert shipped.translate(name, message.findtext("source") or "") == translation.text


def test_the_first_language_that_there_is_is_spoken(qapp: QApplication) -> None:
    try:
        assert install_translators(qapp, ["en-US", "de-DE"]) == "en"
        assert say("SignInPage", "Connect") == "Connect"
        assert install_translators(qapp, ["tlh", "de-AT", "en-US"]) == "de_AT"
        assert say("SignInPage", "Connect") == "Verbinden"
    finally:
        _forget(qapp)
    assert install_translators(qapp, ["tlh"]) == "en"


@pytest.mark.usefixtures("german")
def test_counted_things_have_their_plural(qtbot: QtBot) -> None:
    assert say("clipboard", "Copied %n IDs", 1) == "1 ID kopiert"
    assert say("clipboard", "Copied %n IDs", 3) == "3 IDs kopiert"
    bar = message_bar.MessageBar()
    qtbot.addWidget(bar)
    bar.say_choose_project(12)
    assert bar.words.text() == "12 Dateien warten: Projekt wählen"


@pytest.mark.usefixtures("german")
def test_qts_own_buttons_follow(qtbot: QtBot) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    qtbot.addWidget(buttons)
    assert buttons.buttons()[0].text() == "Schließen"


@pytest.mark.usefixtures("german")
def test_problems_are_translated_with_their_parameters() -> None:
    assert problem_text.words(inspection.not_media(Term("a PDF"))).explanation == (
        "Layers nimmt Bilder, Videos und Audio; dies ist ein PDF."
    )
    QLocale.setDefault(QLocale("de_DE"))  # as on a German system
    picture = inspection.too_large(MediaKind.IMAGE, 53_000_000)
    shown = problem_text.words(picture).explanation
    assert shown == "Layers nimmt Bilder bis 50 MB; diese Datei hat 53,0 MB."
    assert problem_text.term(inspection.in_short(picture)) == "zu groß (Bilder bis 50 MB)"
    unkept = problem_text.words(state.KEEPS_SILENT).title
    assert unkept.endswith("(der Schlüsselbund dieses Computers antwortet nicht)")
    waited = state.tried_again(picture, 3_700.0)
    assert problem_text.words(waited).action == "Es wird in 1 h 2 min wieder versucht."
    recovered = Problem.of("journal.damaged/recovered", n=1, file="x")
    assert problem_text.words(recovered).kept.startswith("1 Upload war zu lesen")
    refused = ConnectionRefused("network.refused/host", host="api.layers.com", request_id="req_1").problem
    assert "Bei api.layers.com nimmt nichts Verbindungen an" in problem_text.sentence(refused)
    assert problem_text.sentence(refused).endswith("· Anfrage req_1")


@pytest.mark.usefixtures("german")
def test_the_test_of_the_connection_speaks_it_too(qtbot: QtBot) -> None:
    page = QScrollArea()
    qtbot.addWidget(page)
    shown = ConnectionTestSection(page)
    qtbot.addWidget(shown)
    shown.show_start()
    with Sandbox(SandboxConfig(project_count=1)) as box:
        url = box.base_url
        probes = (
            Probe(url=url, key=ApiKey(box.key), other_key=False, storage=box.storage_url),
            Probe(url=url, key=None, other_key=True),
            Probe(url=url, key=ApiKey("lp_wrong"), other_key=False),
            Probe(url="http://layers.example", key=None, other_key=False),
        )
        tried = [finding for probe in probes for finding in reachability(probe)]
        box.pause_api()
        tried += reachability(Probe(url=url, key=None, other_key=False))
    for one in tried:
        shown.show_layer(one)
    said = [text.text() for _, _, text in shown.rows]
    assert [str(one.text) for one, words in zip(tried, said, strict=True) if words == str(one.text)] == []
    port = url.rpartition(":")[2]
    assert said[0] == f"127.0.0.1, Port {port}"
    assert said[2] == f"127.0.0.1 nimmt auf Port {port} Verbindungen an"
    assert said[5] == f"Layers kennt den Schlüssel: Organisation {box.world.organization_id}, Stufe standard"
    refused = said[19]
    assert refused.startswith("Layers hat den Schlüssel nicht angenommen.")
    assert "(Anfrage " in refused
    assert "Davor schlug etwas fehl: Adresse." in said


def test_what_files_are_called_is_given_to_the_translators(qapp: QApplication) -> None:
    named = {Term(row.label) for row in FORMATS} | {Term(words) for words in KIND_WORDS.values()}
    named |= {found.what for found in non_media.BY_EXTENSION.values()}
    named |= {found.what for _, found in non_media._BY_SIGNATURE}
    named |= {inspection.bare(what) for what in named}
    translator = Stretched(qapp)
    assert qapp.installTranslator(translator)
    try:
        left = [str(one) for one in named if problem_text.term(one) == str(one)]
        assert left == [], "run `make translations`"
    finally:
        _forget(qapp)


@pytest.mark.usefixtures("german")
def test_what_has_no_translation_stays_as_it_was_said() -> None:
    odd = worded("X", "Nobody wrote this down", explanation="Layers says: {no}.", request_id="req_1")
    assert problem_text.words(odd).title == "Nobody wrote this down"
    assert problem_text.words(odd).explanation == "Layers says: {no}."
