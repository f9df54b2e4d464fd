"""What no file of the project may hold, and what every module must."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
FOLDERS = (".ci", ".github", "docs", "layers_desktop", "packaging", "resources", "tests")

# In pieces, so that this file does not hold what it looks for.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "ana" + "conda.org",
    "proxy.go" + "lang.org",
]
MACHINE_PATHS = ["/" + "work/", "/" + "root/", "." + "library/", "." + "pyenv"]
FORBIDDEN = re.compile("|".join(re.escape(word) for word in HOSTS + MACHINE_PATHS))


def project_files() -> Iterator[Path]:
    yield from (path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".coverage"))
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and not any("cache" in part for part in path.parent.parts):
                yield path


def test_no_file_names_a_package_host_or_a_path_of_one_machine() -> None:
    found = []
    for path in project_files():
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in FORBIDDEN.finditer(text)]
    assert not found


def test_every_module_but_tests_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for folder in ("layers_desktop", "tests", "packaging")
        for path in (ROOT / folder).rglob("*.py")
        if not path.name.startswith("test_")  # the names of its tests say it
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent


def test_programs_in_strings_use_only_names_that_they_have(tmp_path: Path) -> None:
    for path in (ROOT / "tests" / "benchmarks").glob("*.py"):
        for program in re.findall(r'(?ms)^[A-Z_]+ = """\n(import .*?)"""', path.read_text("utf-8")):
            (tmp_path / f"{path.stem}_{len(program)}.py").write_text(program, "utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F821", str(tmp_path)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert len(list(tmp_path.iterdir())) > 3
    assert ended.returncode == 0, ended.stdout


def constraints() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {name.lower().replace("_", "-"): Version(version) for name, version in pairs}


def test_the_tested_versions_are_those_the_project_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    tested = constraints()
    for line in project["dependencies"] + project["optional-dependencies"]["dev"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(tested[wanted.name.lower()]), line


def test_the_pyside_that_aborts_before_python_3_12_is_excluded_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    required = [
        wanted
        for wanted in map(Requirement, project["dependencies"])
        if wanted.name == "PySide6-Essentials"
        and (wanted.marker is None or wanted.marker.evaluate({"python_version": "3.11"}))
    ]
    assert required
    assert all("6.12.0" not in wanted.specifier for wanted in required)


def named_files(page: str) -> Iterator[str]:
    """Yield the source files that a page names, `media/formats.py` or `layers_desktop/media/formats.py`."""
    yield from (match.group(1) for match in re.finditer(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", page))


def test_what_the_documents_name_is_there() -> None:
    missing = [
        f"{page.name}: {name}"
        for page in (*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"))
        for name in named_files(page.read_text("utf-8"))
        if not any((base / name).exists() for base in (ROOT, ROOT / "layers_desktop"))
    ]
    assert not missing
