"""Find what was uploaded before, without a mouse: search, copy, export."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt

from tests.integration.keyboard.keys import CONTROL, clipboard, name_file, paste, pick_project, press, write
from tests.screenshots.scene import Act, wait_until


def test_search_the_history_copy_an_id_and_export(act: Act, tmp_path: Path) -> None:
    pick_project(act)
    paste(act, act.material.photograph("beach.jpg", 30), act.material.photograph("tower.jpg", 90))
    act.wait_done("beach.jpg", "tower.jpg")
    tower = next(one.asset_id for one in act.transfers if one.name == "tower.jpg")
    rows = act.window.history.rows
    press(act, Qt.Key.Key_H, CONTROL)
    wait_until(lambda: rows.assets == 2, "what was uploaded")
    write(act, "tower")
    wait_until(lambda: rows.assets == 1, "what was searched for")
    press(act, Qt.Key.Key_Down)
    press(act, Qt.Key.Key_C, CONTROL)
    wait_until(lambda: clipboard() == tower, "its id in the clipboard")
    act.window.history.exports._native = False
    written = tmp_path / "found.json"
    press(act, Qt.Key.Key_S, CONTROL)
    name_file(act, written)
    wait_until(lambda: str(written) in act.window.toast.words.text(), "that the file is written")
    assert [one["assetId"] for one in json.loads(written.read_text("utf-8"))] == [tower]
    press(act, Qt.Key.Key_Escape)
    wait_until(lambda: rows.assets == 2, "all again")
    press(act, Qt.Key.Key_Escape)
    wait_until(act.window.panel.isVisible, "the uploads")


def test_export_the_last_batch_from_the_list(act: Act, tmp_path: Path) -> None:
    pick_project(act)
    paste(act, act.material.photograph("beach.jpg", 30))
    act.wait_done("beach.jpg")
    act.window.history.exports._native = False
    written = tmp_path / "batch.csv"
    press(act, Qt.Key.Key_S, CONTROL)
    name_file(act, written)
    wait_until(lambda: str(written) in act.window.toast.words.text(), "that the file is written")
    asset_id = act.transfers[0].asset_id
    assert asset_id is not None
    assert asset_id in written.read_text("utf-8-sig")
