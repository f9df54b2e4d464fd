"""Find what was uploaded before, without a mouse: search, copy, export."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt

from tests.integration.keyboard.keys import CONTROL, clipboard, name_file, paste, pick_project, press, write
from tests.screenshots.scene import Scene, wait_until


def test_search_the_history_copy_an_id_and_export(scene: Scene, tmp_path: Path) -> None:
    pick_project(scene)
    paste(scene, scene.samples.photograph("beach.jpg", 30), scene.samples.photograph("tower.jpg", 90))
    scene.wait_done("beach.jpg", "tower.jpg")
    tower = next(one.asset_id for one in scene.transfers if one.name == "tower.jpg")
    rows = scene.window.history.rows
    press(scene, Qt.Key.Key_H, CONTROL)
    wait_until(lambda: rows.assets == 2, "what was uploaded")
    write(scene, "tower")
    wait_until(lambda: rows.assets == 1, "what was searched for")
    press(scene, Qt.Key.Key_Down)
    press(scene, Qt.Key.Key_C, CONTROL)
    wait_until(lambda: clipboard() == tower, "its id in the clipboard")
    scene.window.history.exports._native = False
    written = tmp_path / "found.json"
    press(scene, Qt.Key.Key_S, CONTROL)
    name_file(scene, written)
    wait_until(lambda: str(written) in scene.window.toast.words.text(), "that the file is written")
    assert [one["assetId"] for one in json.loads(written.read_text("utf-8"))] == [tower]
    press(scene, Qt.Key.Key_Escape)
    wait_until(lambda: rows.assets == 2, "all again")
    press(scene, Qt.Key.Key_Escape)
    wait_until(scene.window.panel.isVisible, "the uploads")


def test_export_the_last_batch_from_the_list(scene: Scene, tmp_path: Path) -> None:
    pick_project(scene)
    paste(scene, scene.samples.photograph("beach.jpg", 30))
    scene.wait_done("beach.jpg")
    scene.window.history.exports._native = False
    written = tmp_path / "batch.csv"
    press(scene, Qt.Key.Key_S, CONTROL)
    name_file(scene, written)
    wait_until(lambda: str(written) in scene.window.toast.words.text(), "that the file is written")
    asset_id = scene.transfers[0].asset_id
    assert asset_id is not None
    assert asset_id in written.read_text("utf-8-sig")
