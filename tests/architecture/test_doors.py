"""The import rules of pyproject.toml bite: a package that breaks one is reported."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.door_contract import trespasses, uses

ROOT = Path(__file__).parents[2]
ROOMS = ("api", "app", "cli", "instance", "media", "sandbox", "session", "settings", "transfers", "ui")


def names(source: str, module: str = "house.room.file") -> set[str]:
    return {use.name for use in uses(source, module)}


@pytest.mark.parametrize(
    ("source", "used"),
    [
        ("import httpx", "httpx"),
        ("import httpx as h", "httpx"),
        ("import PySide6.QtGui", "PySide6.QtGui"),
        ("from PySide6 import QtGui", "PySide6.QtGui"),
        ("from PySide6.QtGui import QColor", "PySide6.QtGui.QColor"),
        ("from PySide6.QtCore import QObject, QMimeDatabase as M", "PySide6.QtCore.QMimeDatabase"),
        ("from PySide6 import QtCore as q\nx = q.QMimeDatabase()", "PySide6.QtCore.QMimeDatabase"),
        ("import PySide6.QtCore\nx = PySide6.QtCore.QMimeDatabase", "PySide6.QtCore.QMimeDatabase"),
        ("def f():\n    import sqlite3", "sqlite3"),
        ("if True:\n    try:\n        from keyring import backend\n    except E: ...", "keyring.backend"),
        ("import importlib\nimportlib.import_module('httpx')", "httpx"),
        ("from ..sandbox import Sandbox", "house.sandbox.Sandbox"),
        ("from . import sibling", "house.room.sibling"),
    ],
)
def test_every_way_to_import_is_seen(source: str, used: str) -> None:
    assert used in names(source)


def test_a_relative_import_in_a_package_counts_from_the_package() -> None:
    assert {use.name for use in uses("from . import x", "house.room", is_package=True)} == {"house.room.x"}


def test_a_name_that_only_begins_like_a_library_is_no_use_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import httpxtra\nfrom PySide6.QtCore import QMimeData\n")
    assert not trespasses(tmp_path, "house", {"httpx", "PySide6.QtCore.QMimeDatabase"}, set())


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A tiny `layers_desktop` of empty rooms under the real rules."""
    package = tmp_path / "layers_desktop"
    for room in ROOMS:
        (package / room).mkdir(parents=True)
        (package / room / "__init__.py").write_text("")
    names = "clock console deadline errors folding held_file redaction resources secret tasks"
    for module in ("__init__", "__main__", *names.split()):
        (package / f"{module}.py").write_text("")
    (tmp_path / "tests" / "architecture").mkdir(parents=True)
    contract = ROOT / "tests" / "architecture" / "door_contract.py"
    (tmp_path / "tests" / "architecture" / "door_contract.py").write_text(contract.read_text("utf-8"))
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"))
    return package


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    command = "import sys; from importlinter.cli import lint_imports_command as main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=house.parent, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_an_orderly_house_keeps_every_contract(house: Path) -> None:
    (house / "cli" / "__init__.py").write_text("import layers_desktop.sandbox\nimport layers_desktop.app\n")
    (house / "session" / "__init__.py").write_text("import layers_desktop.api\nimport layers_desktop.tasks\n")
    (house / "api" / "__init__.py").write_text("import httpx\n")
    result = lint(house)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("room", "statement"),
    [
        ("api", "import layers_desktop.ui"),
        ("ui", "import layers_desktop.app"),
        ("session", "import layers_desktop.transfers"),
        ("transfers", "import layers_desktop.session"),
        ("media", "import layers_desktop.api"),
        ("settings", "import layers_desktop.media"),
        ("sandbox", "import layers_desktop.api"),
        ("sandbox", "import layers_desktop.errors"),
        ("ui", "import layers_desktop.sandbox"),
        ("session", "from layers_desktop.sandbox import Sandbox"),
        ("ui", "import httpx"),
        ("settings", "import truststore"),
        ("api", "import msgspec"),
        ("ui", "import sqlite3"),
        ("settings", "import platformdirs"),
        ("session", "import keyring"),
        ("transfers", "from PySide6.QtGui import QImage"),
        ("app", "from PySide6.QtWidgets import QApplication"),
        ("media", "from PySide6.QtSvg import QSvgRenderer"),
        ("ui", "from PySide6.QtCore import QMimeDatabase"),
    ],
)
def test_a_broken_rule_is_reported(house: Path, room: str, statement: str) -> None:
    (house / room / "__init__.py").write_text(statement + "\n")
    result = lint(house)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"layers_desktop.{room}" in result.stdout


def test_a_new_room_must_be_given_its_place(house: Path) -> None:
    (house / "attic.py").write_text("")
    result = lint(house)
    assert result.returncode == 1
    assert "attic" in result.stdout


def test_every_runtime_dependency_has_a_door() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    doors = {library.lower() for contract in contracts for library in contract.get("libraries", ())}
    for dependency in project["project"]["dependencies"]:
        name = dependency.split(">")[0].replace("-Essentials", "").lower()
        assert any(door == name or door.startswith(name + ".") for door in doors), dependency
