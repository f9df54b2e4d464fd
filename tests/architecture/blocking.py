"""Which functions touch the file system, and which methods use one outside of a background thread.

Reads the source. A function of a module that touches files, or calls one that does, is *blocking*; a method
is the window's, and neither touches files nor calls a blocking function, unless what does so is handed to
`….run(…)` of `core.background` or to a `Thread`. Seen are `os`, `pathlib`, `open`, and what of Qt takes the
path of a file. Not seen: methods of objects of other packages, which only their types could tell.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_OS: Final = _names(
    "access chmod chown link listdir lstat lseek makedirs mkdir open read readlink remove removedirs rename "
    "renames replace rmdir scandir stat statvfs symlink truncate unlink utime walk write fstat fsync"
)
_OS_PATH: Final = _names(
    "exists getatime getctime getmtime getsize isdir isfile islink ismount lexists realpath samefile"
)
_MODULES: Final = frozenset({"glob", "shutil", "tempfile", "zipfile"})
_PATH: Final = _names(
    "chmod exists expanduser glob hardlink_to is_dir is_file is_fifo is_mount is_socket is_symlink iterdir "
    "lstat mkdir read_bytes read_text readlink resolve rglob rmdir samefile stat symlink_to touch unlink "
    "write_bytes write_text"
)
_QT: Final = _names(
    "QDir QDirIterator QFile QFileIconProvider QFileInfo QFileSystemModel QFileSystemWatcher QLockFile "
    "QSaveFile QSettings QStandardPaths QStorageInfo QTemporaryDir QTemporaryFile"
)
_QT_HARMLESS: Final = frozenset({"homePath", "StandardLocation", "FileHandleFlag"})
"""Of these classes: the environment, and names."""
_QT_OF_A_PATH: Final = frozenset({"QIcon", "QImage", "QImageReader", "QImageWriter", "QMovie", "QPixmap"})
_TASKS: Final = frozenset({"_fetches", "_local", "_preview_tasks", "_tasks", "tasks"})
"""What objects of `layers_desktop.core.background` are called."""
_THREADS: Final = frozenset({"QRunnable", "QThread", "Thread"})


@dataclass(frozen=True)
class Site:
    """Something that is used in a function: `ui/a.py`, `Class.method`, what, in which line."""

    file: str
    function: str
    what: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.function} uses {self.what}"


@dataclass
class _Module:
    """What one file has: its functions, what they use on their own thread, and what its names stand for."""

    file: str
    names: dict[str, str] = field(default_factory=dict)
    """Name → dotted name of what was imported."""
    touches: list[Site] = field(default_factory=list)
    calls: list[Site] = field(default_factory=list)
    """Uses of names that may be functions of the package, `what` being their dotted name."""


def violations(root: Path, packages: tuple[str, ...], harmless: Mapping[tuple[str, str], str]) -> list[str]:
    """Return where methods of these packages (`ui/`) touch files on the window's own thread, a line each.

    `root` is the folder of the package `layers_desktop`. `harmless` names what may: (file, function) → why.
    An entry that nothing needs is reported, too.
    """
    modules = [_read(path, root) for path in sorted(root.rglob("*.py"))]
    blocking, needed = _blocking(modules, harmless)
    found = []
    for module in modules:
        if not module.file.startswith(packages):
            continue
        uses = module.touches + [site for site in module.calls if site.what in blocking]
        for site in uses:
            if (site.file, site.function) in harmless:
                needed.add((site.file, site.function))
            elif "." in site.function or not site.function:
                found.append(str(site))
    return found + [f"{file}: {function} touches no file" for file, function in harmless.keys() - needed]


def _blocking(
    modules: list[_Module], harmless: Mapping[tuple[str, str], str]
) -> tuple[set[str], set[tuple[str, str]]]:
    """Return the dotted names of the functions of modules that block, and which of `harmless` would."""
    blocking: set[str] = set()
    needed: set[tuple[str, str]] = set()
    grown = True
    while grown:
        grown = False
        for module in modules:
            uses = module.touches + [site for site in module.calls if site.what in blocking]
            for site in uses:
                name = f"{_dotted_file(site.file)}.{site.function}"
                if (site.file, site.function) in harmless:
                    needed.add((site.file, site.function))
                elif site.function and "." not in site.function and name not in blocking:
                    blocking.add(name)
                    grown = True
    return blocking, needed


def _read(path: Path, root: Path) -> _Module:
    module = _Module(path.relative_to(root).as_posix())
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            module.names |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        elif isinstance(node, ast.Import):
            module.names |= {one.asname or one.name: one.name for one in node.names}
    own = _dotted_file(module.file)
    module.names |= {one.name: f"{own}.{one.name}" for one in tree.body if isinstance(one, ast.FunctionDef)}
    for function, node in _on_the_spot(tree, ""):
        what = _touch(node, module.names)
        if what:
            module.touches.append(Site(module.file, function, what, getattr(node, "lineno", 0)))
        name = _dotted(node, module.names) if isinstance(node, ast.Name | ast.Attribute) else ""
        if name.startswith("layers_desktop."):
            module.calls.append(Site(module.file, function, name, getattr(node, "lineno", 0)))
    return module


def _on_the_spot(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield every node with the function or `Class.method` it is in, without what goes to another thread."""
    for child in ast.iter_child_nodes(node):
        if _elsewhere(child):
            continue
        within = function
        if isinstance(child, ast.ClassDef):
            within = function or f"{child.name}."
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and (
            not function or function.endswith(".")
        ):
            within = f"{function}{child.name}"
        yield within, child
        if isinstance(child, ast.Call) and _hands_over(child):
            for part in [child.func, *child.args[1:]]:
                yield from _on_the_spot(part, within)
        else:
            yield from _on_the_spot(child, within)


def _elsewhere(node: ast.AST) -> bool:
    """Tell whether this is a class that is a thread of its own, or an import, which is no use."""
    if isinstance(node, ast.ClassDef):
        return any(_last(base) in _THREADS for base in node.bases)
    return isinstance(node, ast.Import | ast.ImportFrom)


def _hands_over(call: ast.Call) -> bool:
    """Tell whether the first argument, or those with a name, run on another thread."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "run":
        return _last(call.func.value) in _TASKS
    return _last(call.func) == "Thread"


def _touch(node: ast.AST, names: Mapping[str, str]) -> str:
    """Return what of the file system this uses, empty for nothing."""
    if isinstance(node, ast.Attribute):
        dotted = _dotted(node, names)
        first, _, rest = dotted.partition(".")
        if (first == "os" and (rest in _OS or rest.removeprefix("path.") in _OS_PATH)) or first in _MODULES:
            return dotted
        if _last(node.value) in _QT and node.attr not in _QT_HARMLESS:
            return f"{_last(node.value)}.{node.attr}"
    if not isinstance(node, ast.Call) or _touch(node.func, names):
        return ""  # `os.stat(…)` is seen where it is named
    what = _last(node.func)
    if isinstance(node.func, ast.Name):
        takes_path = what in _QT_OF_A_PATH and any(map(_is_text, node.args))
        return what if what == "open" or what in _QT or takes_path else ""
    of_path = what in _PATH or (what == "replace" and len(node.args) == 1 and not node.keywords)
    takes_path = what in {"open", "save", "load"} and any(map(_is_text, node.args))
    return f".{what}()" if of_path or takes_path else ""


def _is_text(node: ast.AST) -> bool:
    """Tell whether this is surely a text: a path, or the mode of `Path.open`."""
    if isinstance(node, ast.Call):
        return _last(node.func) == "str"
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _dotted(node: ast.AST, names: Mapping[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value, names)}.{node.attr}"
    return names.get(node.id, "") if isinstance(node, ast.Name) else ""


def _last(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _dotted_file(file: str) -> str:
    return f"layers_desktop.{file.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"
