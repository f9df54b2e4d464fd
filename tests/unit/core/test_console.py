"""What a terminal gets to see of names and words that others chose."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
from pathlib import Path

import pytest

from layers_desktop.cli.main import main
from layers_desktop.core.console import Console, printable
from tests.support.tables import for_each

TITLE = "\x1b]0;owned\x07"
"""What sets the title of a terminal's window."""
SPACES = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Zs"]


@for_each(
    ("text", "shown"),
    [
        ("beach.png", "beach.png"),
        ("\x1b[2Jbeach.png", "�[2Jbeach.png"),
        ("beach\x9b31m.png", "beach�31m.png"),
        ("two\r\nlines\ttabs\u2028more", "two��lines�tabs�more"),
        ("invoice\u202egnp.exe", "invoice�gnp.exe"),
        (os.fsdecode(b"latin-\xe9"), "latin-�"),
        *((f"9.41{space}AM.png", f"9.41{space}AM.png") for space in SPACES),
        ("👩\u200d🚀 می\u200cخواهم", "👩\u200d🚀 می\u200cخواهم"),
    ],
)
def test_a_name_cannot_steer_a_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_words_and_results_are_each_on_a_line_of_their_own() -> None:
    results, talk = io.StringIO(), io.StringIO()
    console = Console(results, talk)
    console.say(f"{TITLE}name: failed")
    console.result("id", "na\tme\n")
    assert talk.getvalue() == "�]0;owned�name: failed\n"
    assert results.getvalue() == "id\tna�me�\n"


@pytest.mark.parametrize(
    "words",
    [
        [f"--{TITLE}"],
        ["upload", "--project", "p", "--kind", TITLE, "a.png"],
        ["upload", "--project", "p", f"--{TITLE}", "a.png"],
        ["sandbox", "--fault", f"put:{TITLE}"],
        ["sandbox", f"{TITLE}.png"],
        ["doctor", f"{TITLE}.png"],
        ["demo", f"{TITLE}.png"],
    ],
)
def test_wrong_use_is_told_without_what_steers_a_terminal(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "owned" in said


def test_the_doctor_shows_folders_and_settings_as_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAYERS_BASE_URL", f"http://127.0.0.1:1/{TITLE}")
    folder = tmp_path / TITLE
    assert main(["doctor", "--data-dir", str(folder), "--bundle", str(folder / "none" / "b.zip")]) == 1
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err
    assert told.out.count("owned") > 1
    assert "owned" in told.err
