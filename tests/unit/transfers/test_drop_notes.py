"""Notes that an earlier edition kept beside the journal are taken in, once."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

from layers_desktop.sandbox import Sandbox
from tests.support.engine_harness import Harness, make_png, sha256


def note(folder: Path, box: Sandbox, *paths: Path, after_batch: int = 0, name: str = "run-1.json") -> None:
    """Write what the edition before wrote of a drop that it was looking at."""
    folder.mkdir(parents=True, exist_ok=True)
    project = box.world.projects[0]
    content = {
        "account": box.world.organization_id,
        "after_batch": after_batch,
        "crashes": 2,
        "paths": [base64.b64encode(bytes(path)).decode("ascii") for path in paths],
        "project_id": project.project_id,
        "project_name": project.name,
        "image_kind": "logo",
        "only_kind": None,
        "checksum": True,
        "if_known": "ask",
    }
    (folder / name).write_text(json.dumps(content))


def test_what_was_noted_and_not_written_down_goes_up_once(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path
) -> None:
    drops = tmp_path / "data" / "drops"
    engine = make_engine()
    engine.sign_in(box)
    first = make_png(tmp_path / "first.png", 500)
    engine.submit(box, first)
    engine.wait_settled(1)
    assert engine.stop()
    note(drops, box, first, make_png(tmp_path / "second.png", 500))
    note(drops, box, make_png(tmp_path / "third.png", 500), after_batch=1, name="run-2.json")
    (drops / "run-3.json").write_text("{")
    (drops / ".tmp-left-by-a-kill").write_text("half a note")
    engine.start_anew()
    engine.sign_in(box)
    engine.wait_settled(3)
    assert not drops.exists()
    assert {asset.filename: asset.kind for asset in box.world.assets} == {
        "first.png": "image",
        "second.png": "logo",
        "third.png": "logo",
    }
    assert sha256(first) in {asset.sha256 for asset in box.world.assets}
    assert engine.stop()
    engine.start_anew()
    engine.sign_in(box)
    engine.wait_settled(3)
    assert len(box.world.assets) == 3
