"""A contract for import-linter: a library is imported by its own adapter and nowhere else.

import-linter's own contracts see `PySide6.QtWidgets` and `PySide6.QtCore.QMimeDatabase` as one module,
`PySide6`; this one reads the source, so that a part of a library can have its own adapter. It sees imports
inside functions, names reached through an imported module (`QtCore.QMimeDatabase`) and
`import_module("…")` with a literal name.

    [[tool.importlinter.contracts]]
    name = "httpx is imported by api alone"
    type = "sole_importer"
    libraries = ["httpx"]
    importers = ["layers_desktop.api"]
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


@dataclass(frozen=True)
class Use:
    """A dotted name that a source file imports or reaches, and the line where it does."""

    name: str
    line: int


@dataclass(frozen=True)
class Violation:
    """A use of a library outside its importers."""

    module: str
    use: Use


def uses(source: str, module: str, *, is_package: bool = False) -> Iterator[Use]:
    """Yield every name that `source`, the text of `module`, imports from elsewhere or reaches through it."""
    tree = ast.parse(source)
    bound: dict[str, str] = {}
    for node in ast.walk(tree):
        for name, alias, line in _imported(node, module, is_package=is_package):
            bound[alias] = name
            yield Use(name, line)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            root, *rest = _dotted(node)
            if root in bound:
                yield Use(".".join([bound[root], *rest]), node.lineno)
        elif isinstance(node, ast.Call) and _calls_import(node):
            yield from (Use(arg.value, node.lineno) for arg in node.args[:1]
                        if isinstance(arg, ast.Constant) and isinstance(arg.value, str))  # fmt: skip


def _imported(node: ast.AST, module: str, *, is_package: bool) -> Iterator[tuple[str, str, int]]:
    """Yield (dotted name, the name it is bound to, line) for each name of an import statement."""
    if isinstance(node, ast.Import):
        for item in node.names:
            if item.asname:
                yield item.name, item.asname, node.lineno
            else:
                # `import a.b` binds `a`; `a.b` itself is used as well.
                yield item.name, item.name, node.lineno
                yield item.name.partition(".")[0], item.name.partition(".")[0], node.lineno
    elif isinstance(node, ast.ImportFrom):
        base = _absolute(node, module, is_package=is_package)
        for item in node.names:
            yield f"{base}.{item.name}", item.asname or item.name, node.lineno


def _absolute(node: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    parts = parts[: len(parts) - node.level + is_package]
    return ".".join([*parts, node.module] if node.module else parts)


def _dotted(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Attribute):
        return [*_dotted(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else [""]


def _calls_import(node: ast.Call) -> bool:
    return _dotted(node.func)[-1] in {"import_module", "__import__"}


def _within(name: str, packages: Iterable[str]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def violations(root: Path, package: str, libraries: set[str], importers: set[str]) -> list[Violation]:
    """Return where the code of `package`, whose folder is `root`, uses `libraries` outside of `importers`."""
    found = []
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        module = ".".join([package, *(parts[:-1] if is_package else parts)])
        # A library that is itself of this package (the sandbox) may import itself.
        if _within(module, importers) or _within(module, libraries):
            continue
        seen = dict.fromkeys(uses(path.read_text("utf-8"), module, is_package=is_package))
        found += [Violation(module, use) for use in seen if _within(use.name, libraries)]
    return found


class SoleImporterContract(Contract):
    """`libraries` (dotted names, of modules or of names in them) may be used in `importers` only."""

    type_name = "sole_importer"

    # Fields are declared on the class and hold their parsed value on the instance, as in Django.
    libraries: set[str] = cast("set[str]", fields.SetField(subfield=fields.StringField()))
    importers: set[str] = cast("set[str]", fields.SetField(subfield=fields.StringField()))

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - Contract's own signature
        """Read every source file of the root packages; the graph does not know parts of a library."""
        found: list[Violation] = []
        for package in self.session_options["root_packages"]:
            spec = PathFinder.find_spec(package)
            if spec is None or not spec.submodule_search_locations:
                raise ModuleNotFoundError(package)
            root = Path(next(iter(spec.submodule_search_locations)))
            found += violations(root, package, self.libraries, self.importers)
        return ContractCheck(kept=not found, metadata={"violations": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line for each use outside of the importers."""
        for violation in check.metadata["violations"]:
            output.print_error(
                f"{violation.module} uses {violation.use.name} (line {violation.use.line}); "
                f"it belongs to {', '.join(sorted(self.importers))}",
                bold=False,
            )
