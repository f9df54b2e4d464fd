"""Every state of the window can be performed, and no text in it is cut off, in whatever language."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication, QComboBox

from layers_desktop.ui.theme.theme import Theme
from tests.screenshots.__main__ import VARIANTS
from tests.screenshots.application import use_language
from tests.screenshots.enter_key import front, wrong_presses
from tests.screenshots.picture import picture, sheet
from tests.screenshots.pseudo_languages import mirrored, short, stretched
from tests.screenshots.scene import Scene, SceneSetup, visible_windows
from tests.screenshots.states import STATES
from tests.screenshots.text_fit import cut_off, misnamed
from tests.screenshots.untranslated import untranslated

SCENES = [name for name in STATES if not name.endswith("-small")]
IN_EACH_LANGUAGE = (
    "first-start", "key-rejected", "empty", "dragging", "known-file", "picker", "choose-project", "sandbox",
    "prompt-folder", "prompt-picture-copy", "prompt-cells", "folder", "link", "pasted-picture",
)  # fmt: skip
"""What is worth its time in every language at every run; `make shots` tries all of them in each."""
ALSO_IN_LARGE_TEXT = ("busy", "failed-and-known", "history")


@contextmanager
def drawn_by(qapp: QApplication, points: int | None = None) -> Iterator[Theme]:
    """Have a theme, where the system writes in this size."""
    before = qapp.font()
    if points is not None:
        font = QFont(before)
        font.setPointSize(points)
        qapp.setFont(font)
    theme = Theme(qapp, "light", animations=False)
    try:
        yield theme
    finally:
        theme.close()
        qapp.setFont(before)


@pytest.fixture
def setup(qapp: QApplication, tmp_path: Path) -> Iterator[SceneSetup]:
    with drawn_by(qapp) as theme:
        yield SceneSetup(tmp_path, theme)


@contextmanager
def speaking(qapp: QApplication, language: str) -> Iterator[None]:
    """Have the program speak a language (`use_language`)."""
    direction = qapp.layoutDirection()
    use_language(qapp, language)
    try:
        yield
    finally:
        for translator in qapp.findChildren(QTranslator):
            qapp.removeTranslator(translator)
            translator.setParent(None)
        qapp.setLayoutDirection(direction)
        QLocale.setDefault(QLocale.c())


@pytest.fixture
def stretched_language(qapp: QApplication) -> Iterator[None]:
    with speaking(qapp, "stretched"):
        yield


def is_painted(image: QImage, size: tuple[int, int]) -> bool:
    """Return whether a picture is as large as the window and not of one colour."""
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    return image.width() >= size[0] and image.height() >= size[1] and len(colours) > 3


def without_room(scene: Scene) -> list[str]:
    """Return what is cut off, and buttons that are not called what is written on them."""
    shown = visible_windows(scene.frame)
    return [problem for part in shown for problem in (*cut_off(part), *misnamed(part))]


@pytest.mark.usefixtures("stretched_language")
@pytest.mark.parametrize("name", SCENES)
def test_every_state_has_room_is_translated_and_takes_enter(name: str, setup: SceneSetup) -> None:
    """In a small window first, where the state has one, and in the usual one then."""
    sizes = [STATES[one].size for one in (f"{name}-small", name) if one in STATES]
    setup.size = sizes[0]
    with STATES[name].perform(setup) as scene:
        for size in sizes:
            scene.frame.resize(*size)
            scene.settle()
            assert without_room(scene) == [], f"in a window of {size}"
            assert untranslated(scene) == [], f"in a window of {size}"
        assert wrong_presses(front(scene)) == []


@pytest.mark.parametrize(
    ("language", "points"),
    [("en", 16), ("de", 16), ("short", None), ("mirrored", None)],
    ids=["large English", "large German", "short", "mirrored"],
)
def test_no_language_is_cut_off(
    language: str, points: int | None, qapp: QApplication, tmp_path: Path
) -> None:
    """Texts of 16 pt are tried where the words are as long as they really are."""
    problems = []
    with drawn_by(qapp, points) as theme, speaking(qapp, language):
        for name in (*IN_EACH_LANGUAGE, *(ALSO_IN_LARGE_TEXT if points is not None else ())):
            state = STATES[f"{name}-small"] if f"{name}-small" in STATES else STATES[name]
            setup = SceneSetup(tmp_path / name, theme, size=state.size)
            with state.perform(setup) as scene:
                scene.settle()
                problems += [f"{name}: {problem}" for problem in without_room(scene)]
                if not is_painted(picture(scene.frame), setup.size):
                    problems.append(f"{name}: an empty picture")
    assert problems == []


@pytest.mark.usefixtures("stretched_language")
def test_a_text_that_no_translator_is_given_is_found(setup: SceneSetup) -> None:
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
