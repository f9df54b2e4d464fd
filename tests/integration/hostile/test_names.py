"""File names that deceive or break: Layers gets a safe one, a person sees the real one, calmly."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.transfers.transfer import Stage
from tests.integration.hostile.engine_run import EngineRun
from tests.support.engine_harness import make_png

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems forbid most of these names")

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
NAMES: list[tuple[bytes, str, str]] = [
    (b"a\nb\r.png", "a␊b␍.png", "a␊b␍.png"),
    (b"bell\x07\x1b[31mred.png", "bell␇␛[31mred.png", "bell␇␛[31mred.png"),
    ("photo\u202egnp.exe.png".encode(), "photo\ufffdgnp.exe.png", "photo_gnp.exe.png"),
    ("\u2066\u200fa\u2069.png".encode(), "\ufffd\ufffda\ufffd.png", "__a_.png"),
    ("a\u200bb\ufeff\u2060.png".encode(), "a\ufffdb\ufffd\ufffd.png", "a_b__.png"),
    ("a\u2028b.png".encode(), "a\ufffdb.png", "a_b.png"),
    (b"caf\xe9.png", "caf\ufffd.png", "caf_.png"),
    (b"\xff\xfe.png", "\ufffd\ufffd.png", "__.png"),
    (f"{FAMILY}.png".encode(), f"{FAMILY}.png", "\U0001f468\U0001f469\U0001f467.png"),
    ("\U0001f600".encode() * 62 + b"abc.png", "\U0001f600" * 62 + "abc.png", "\U0001f600" * 62 + "abc.png"),
    (b"x" * 251 + b".png", "x" * 251 + ".png", "x" * 251 + ".png"),
    (b"..\\..\\boot.png", "..\\..\\boot.png", "_.._boot.png"),
    (b"C:\\a.png", "C:\\a.png", "C__a.png"),
    (b"a.png:stream.png", "a.png:stream.png", "a.png_stream.png"),
    (b" .. lead.png", " .. lead.png", "lead.png"),
    (b"<img onerror=alert(1)>.png", "<img onerror=alert(1)>.png", "<img onerror=alert(1)>.png"),
    (b"$(reboot)`id`;&|.png", "$(reboot)`id`;&|.png", "$(reboot)`id`;&|.png"),
    (b"%2e%2e%2fa.png", "%2e%2e%2fa.png", "%2e%2e%2fa.png"),
    (b"-rf.png", "-rf.png", "-rf.png"),
    (b"\xe3\x85\xa4.png", "\u3164.png", "file.png"),
]  # fmt: skip


@pytest.mark.parametrize("size", [2_000, 300_000], ids=["inline", "three-steps"])
def test_every_name_arrives_safe_and_is_shown(run: EngineRun, files: Path, size: int) -> None:
    with Sandbox(SandboxConfig(tier="partner")) as box:
        run.harness.sign_in(box)
        paths = []
        for number, (name, _, _) in enumerate(NAMES):
            made = make_png(files / str(number) / "made.png", size + number)
            paths.append(bytes(made.rename(made.with_name(os.fsdecode(name)))))
        run.harness.submit(box, *(Path(os.fsdecode(path)) for path in paths))
        run.harness.wait_settled(len(NAMES))
        rows = {bytes(row.transfer.path): row.transfer for row in run.harness.rows.values()}
        arrived = {asset.size: asset.filename for asset in box.world.assets}
        assert len(box.world.assets) == len(NAMES)
    for number, (_, shown, sent) in enumerate(NAMES):
        row = rows[paths[number]]
        assert (row.stage, row.name) == (Stage.DONE, shown)
        assert arrived[size + number] == sent
    run.check_calm()


def test_what_arrives_has_nothing_invisible_and_no_separator() -> None:
    for _, _, sent in NAMES:
        assert not set("/\\:") & set(sent)
        assert not {unicodedata.category(letter) for letter in sent} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
        assert 0 < len(sent.encode("utf-16-le")) // 2 <= 256
