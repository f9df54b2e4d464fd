"""The import rules of pyproject.toml bite: a package that breaks one is reported."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sole_importer_contract import uses, violations
from tests.support.tables import for_each

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "api app cli core diagnostics history instance media sandbox services session settings transfers ui"
)


def names(source: str, module: str = "project.package.file") -> set[str]:
    return {use.name for use in uses(source, module)}


@for_each(
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
        ("from ..sandbox import Sandbox", "project.sandbox.Sandbox"),
        ("from . import sibling", "project.package.sibling"),
    ],
)
def test_every_way_to_import_is_seen(source: str, used: str) -> None:
    assert used in names(source)


def test_a_relative_import_in_a_package_counts_from_the_package() -> None:
    found = {use.name for use in uses("from . import x", "project.package", is_package=True)}
    assert found == {"project.package.x"}


def test_a_name_that_only_begins_like_a_library_is_no_use_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import httpxtra\nfrom PySide6.QtCore import QMimeData\n")
    assert not violations(tmp_path, "project", {"httpx", "PySide6.QtCore.QMimeDatabase"}, set())


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tiny `layers_desktop` of empty packages under the real rules."""
    package = tmp_path / "layers_desktop"
    for name in PACKAGES.split():
        (package / name).mkdir(parents=True)
        (package / name / "__init__.py").write_text("")
    for module in ("__init__", "__main__"):
        (package / f"{module}.py").write_text("")
    (tmp_path / "tests" / "architecture").mkdir(parents=True)
    contract = ROOT / "tests" / "architecture" / "sole_importer_contract.py"
    (tmp_path / "tests" / "architecture" / contract.name).write_text(contract.read_text("utf-8"))
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"))
    return package


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    command = "import sys; from importlinter.cli import lint_imports_command as main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=tree.parent, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_an_orderly_tree_keeps_every_contract(tree: Path) -> None:
    (tree / "cli" / "__init__.py").write_text("import layers_desktop.sandbox\nimport layers_desktop.app\n")
    (tree / "session" / "__init__.py").write_text("import layers_desktop.api\nimport layers_desktop.core\n")
    (tree / "api" / "__init__.py").write_text("import httpx\n")
    result = lint(tree)
    assert result.returncode == 0, result.stdout + result.stderr


BROKEN_RULES = [
    ("api", "import layers_desktop.ui"),
    ("ui", "import layers_desktop.app"),
    ("session", "import layers_desktop.transfers"),
    ("transfers", "import layers_desktop.session"),
    ("media", "import layers_desktop.api"),
    ("settings", "import layers_desktop.media"),
    ("sandbox", "import layers_desktop.api"),
    ("sandbox", "import layers_desktop.core"),
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
]


def test_a_broken_rule_is_reported(tree: Path) -> None:
    for number, (package, statement) in enumerate(BROKEN_RULES):
        (tree / package / f"rule_{number}.py").write_text(statement + "\n")
    result = lint(tree)
    assert result.returncode == 1, result.stdout + result.stderr
    not_said = [
        (package, statement)
        for number, (package, statement) in enumerate(BROKEN_RULES)
        if f"layers_desktop.{package}.rule_{number}" not in result.stdout
    ]
    assert not_said == [], result.stdout


def test_a_new_package_must_be_given_its_place(tree: Path) -> None:
    (tree / "attic.py").write_text("")
    result = lint(tree)
    assert result.returncode == 1
    assert "attic" in result.stdout


def test_every_runtime_dependency_has_one_importer() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    libraries = {name.lower() for contract in contracts for name in contract.get("libraries", ())}
    for dependency in project["project"]["dependencies"]:
        name = dependency.split(">")[0].replace("-Essentials", "").lower()
        assert any(library == name or library.startswith(name + ".") for library in libraries), dependency
