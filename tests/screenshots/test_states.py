"""Every state of the window can be performed, and no text in it is cut off, in whatever language."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication, QComboBox

from layers_desktop.ui.theme.theme import Theme
from tests.screenshots.__main__ import VARIANTS
from tests.screenshots.application import use_language
from tests.screenshots.enter_key import front, wrong_presses
from tests.screenshots.picture import picture, sheet
from tests.screenshots.pseudo_languages import mirrored, short, stretched
from tests.screenshots.scene import SceneSetup, visible_windows
from tests.screenshots.states import STATES
from tests.screenshots.text_fit import cut_off, misnamed
from tests.screenshots.untranslated import untranslated

QUICK = ("first-start-small", "key-rejected", "empty-small", "dragging-small", "known-file-small", "picker",
         "choose-project-small", "sandbox-small",
         "prompt-folder-small", "prompt-picture-copy-small", "prompt-cells-small",
         "folder-small", "link-small", "pasted-picture-small")  # fmt: skip
"""What is worth its time in every language at every run; `make shots` tries all of them in each."""
LANGUAGES = ("en", "de", "stretched", "short", "mirrored")


@pytest.fixture
def setup(qapp: QApplication, tmp_path: Path) -> Iterator[SceneSetup]:
    font, theme = qapp.font(), Theme(qapp, "light", animations=False)
    yield SceneSetup(tmp_path, theme)
    theme.close()
    qapp.setFont(font)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    direction = qapp.layoutDirection()
    use_language(qapp, request.param)
    yield request.param
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.setParent(None)
    qapp.setLayoutDirection(direction)
    QLocale.setDefault(QLocale.c())


@pytest.mark.parametrize("name", QUICK)
def test_no_text_is_cut_off(name: str, language: str, setup: SceneSetup) -> None:
    setup.size = STATES[name].size
    with STATES[name].perform(setup) as scene:
        scene.settle()
        assert [problem for part in visible_windows(scene.frame) for problem in cut_off(part)] == []
        assert [wrong for part in visible_windows(scene.frame) for wrong in misnamed(part)] == []
        drawn = picture(scene.frame)
        if language == "stretched":
            assert untranslated(scene) == []
        assert wrong_presses(front(scene)) == []
    colours = {QColor(drawn.pixel(x, y)).name() for x in range(0, drawn.width(), 7)
               for y in range(0, drawn.height(), 7)}  # fmt: skip
    assert drawn.width() >= setup.size[0]
    assert drawn.height() >= setup.size[1]
    assert len(colours) > 3, f"an empty picture in {language}"


@pytest.fixture
def enlarged(qapp: QApplication) -> Iterator[None]:
    """Have the system write in 16 pt."""
    before = qapp.font()
    font = QFont(before)
    font.setPointSize(16)
    qapp.setFont(font)
    yield
    qapp.setFont(before)


@pytest.mark.usefixtures("enlarged")
@pytest.mark.parametrize("language", ["en", "de"], indirect=True)
@pytest.mark.parametrize("name", [*QUICK, "busy-small", "failed-and-known-small", "history-small"])
def test_no_large_text_is_cut_off(name: str, language: str, request: pytest.FixtureRequest) -> None:
    assert language in LANGUAGES
    setup = request.getfixturevalue("setup")  # its theme is that of the larger font
    setup.size = STATES[name].size
    with STATES[name].perform(setup) as scene:
        scene.settle()
        assert [problem for part in visible_windows(scene.frame) for problem in cut_off(part)] == []


@pytest.mark.parametrize("language", ["stretched"], indirect=True)
@pytest.mark.parametrize("name", [name for name in STATES if name not in QUICK])
def test_every_other_state_has_room_is_translated_and_takes_enter(
    name: str, language: str, setup: SceneSetup
) -> None:
    assert language == "stretched"
    setup.size = STATES[name].size
    with STATES[name].perform(setup) as scene:
        scene.settle()
        assert [problem for part in visible_windows(scene.frame) for problem in cut_off(part)] == []
        assert [wrong for part in visible_windows(scene.frame) for wrong in misnamed(part)] == []
        assert untranslated(scene) == []
        assert wrong_presses(front(scene)) == []


@pytest.mark.parametrize("language", ["stretched"], indirect=True)
def test_a_text_that_no_translator_is_given_is_found(language: str, setup: SceneSetup) -> None:
    assert language == "stretched"
    with STATES["done"].perform(setup) as scene:
        scene.window.footer.words.setText("Nobody translates this")
        scene.window.footer.add.setText(QCoreApplication.translate("footer", "No translator is given this"))
        scene.window.header.settings.setToolTip("3 PNG of beach.png")
        box = QComboBox(scene.frame)
        box.addItems(["7", "Nobody chose this"])
        box.show()
        found = untranslated(scene)
        assert sorted(text.partition(": ")[2] for text in found) == [
            "3 PNG of beach.png", "No translator is given this",
            "Nobody chose this", "Nobody translates this",
        ]  # fmt: skip


@pytest.mark.parametrize(("variant", "size"), [("english-150", [1320, 960]), ("english-200", [1760, 1280])])
def test_a_run_of_its_own_writes_pictures_at_its_scale(variant: str, size: list[int], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.screenshots", "--variant", variant, "--out", str(tmp_path)]
    result = subprocess.run(
        [*command, "--only", "first-start"], capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    for theme in VARIANTS[variant].themes:
        data = (tmp_path / variant / theme / "first-start.png").read_bytes()
        assert [int.from_bytes(data[at : at + 4], "big") for at in (16, 20)] == size


def test_all_pictures_are_on_one_sheet(setup: SceneSetup) -> None:
    with STATES["first-start"].perform(setup) as scene:
        drawn = picture(scene.frame)
    made = sheet([(f"picture {number}", drawn) for number in range(5)])
    assert made.height() > 2 * made.width() // 4 * drawn.height() // drawn.width()


def test_a_stretched_sentence_keeps_what_is_filled_in() -> None:
    made = stretched("%n files of %1 → {assetId}")
    assert {"%n", "%1", "{assetId}"} <= set(re.findall(r"%\w|\{\w+\}", made))
    assert made.startswith("[")
    assert made.endswith("]")
    assert len(made) >= 1.3 * len("%n files of %1 → {assetId}")


def test_a_mirrored_sentence_keeps_what_is_filled_in() -> None:
    made = mirrored("%n files of %1")
    assert re.findall(r"%\w", made) == ["%n", "%1"]
    assert made.count("\u202e") == made.count("\u202c") == 2


def test_a_short_sentence_keeps_what_is_filled_in_and_names() -> None:
    made = short("%n files of %1 are at Layers: {assetId}, 12 KB")
    assert {"%n", "%1", "{assetId}", "Layers", "12", "KB"} <= set(
        re.findall(r"%\w|\{\w+\}|[A-Za-z]+|\d+", made)
    )
    assert len(made) < len("%n files of %1 are at Layers: {assetId}, 12 KB")
    assert len(short("Choose the folder that holds your files")) == 13
    assert short("") == ""
