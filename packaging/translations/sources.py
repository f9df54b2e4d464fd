"""What is to be translated beside the literals of `tr()`: labels of settings, sentences of errors.

Labels and sentences are constants of packages that know no Qt. Both are read out of the source, so that a new
one is on the list without a line of its own. Values in a sentence (a host, a size) become `%1`, `%2`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from layers_desktop.media.formats import FORMATS, KIND_WORDS
from layers_desktop.media.non_media import BY_EXTENSION

PACKAGE = Path(__file__).parents[2] / "layers_desktop"
PROBLEMS = "problem"
"""The context of error sentences."""
LABELS = "Settings"
"""The context of the settings' words: `ui/i18n/setting_text.py`."""
SETTINGS = (PACKAGE / "settings" / "preferences.py", PACKAGE / "settings" / "fields.py")
KINDS = PACKAGE / "media" / "formats.py"
"""Its notes are for programmers; its labels are read as a table."""
PACKAGES = ("api", "history", "media", "session", "settings", "transfers")
"""The packages whose sentences reach the window."""
_SINGLE = (
    PACKAGE / "core/background.py",
    PACKAGE / "diagnostics" / "connection.py",
    *(
        PACKAGE / "ui" / "intake" / name
        for name in ("fetched_links.py", "picture_files.py", "picture_store.py")
    ),
)
_OTHERS_WORDS = (PACKAGE / "ui" / "i18n" / "problem_text.py", PACKAGE / "ui" / "i18n" / "setting_text.py")
"""They translate what `labels` and `sentences` find."""
_NOT_FOR_PEOPLE = {"ValueError", "TypeError", "RuntimeError", "KeyError", "AssertionError", "OSError"}
_SQL = {"SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "PRAGMA", "ALTER", "DROP", "BEGIN", "COMMIT",
        "ROLLBACK", "VACUUM", "REPLACE", "WITH"}  # fmt: skip
_MARK = "\0"


def literals() -> list[tuple[str, str]]:
    """Return (context, text) of every literal that is translated.

    Qt's lupdate is not asked: it loses literals behind another name of `translate`, and takes some calls for
    those of another class.
    """
    found: dict[tuple[str, str], None] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = _tree(path)
        names = _names_of_translate(tree)
        owners = {id(part): owner.name for owner in ast.walk(tree) if isinstance(owner, ast.ClassDef)
                  for part in ast.walk(owner)}  # fmt: skip
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            if name == "self.tr":
                context, texts = owners[id(node)], list(_literals_in(node.args[0]))
            elif name in names and len(node.args) > 1:
                context, texts = _constant(node.args[0]), list(_literals_in(node.args[1]))
            else:
                continue
            if texts and context is not None:
                found |= {(context, text): None for text in texts}
            elif path not in _OTHERS_WORDS:
                raise ValueError(f"{path}:{node.lineno}: not a literal, so no translator is given it")
    return list(found)


def labels() -> list[str]:
    """Return the words of all settings: labels, explanations, pages, choices, units."""
    found: dict[str, None] = {}
    for path in SETTINGS:
        tree = _tree(path)
        for node in ast.walk(tree):
            for text in _words_of_a_field(node):
                found[text] = None
    return [text for text in found if text.strip()]


def sentences() -> list[str]:
    """Return what errors and refusals say, values as `%1`."""
    found: dict[str, None] = {}
    files = [path for package in PACKAGES for path in sorted((PACKAGE / package).rglob("*.py"))]
    for path in (*files, *_SINGLE):
        if path not in {*SETTINGS, KINDS}:
            found |= dict.fromkeys(_sentences_of(_tree(path)))
    found |= dict.fromkeys(_table_words())
    # "9 × PDF": what is named by itself has no article.
    found |= {text.partition(" ")[2]: None for text in list(found) if text.startswith(("a ", "an "))}
    return list(found)


def _table_words() -> Iterator[str]:
    """Yield what stands in sentences by itself: words of a table look like no sentence."""
    yield from (row.label for row in FORMATS)
    yield from (foreign.words for foreign in BY_EXTENSION.values())
    yield from KIND_WORDS.values()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _names_of_translate(tree: ast.Module) -> set[str]:
    full = "QCoreApplication.translate"
    bound = (
        node for node in ast.walk(tree) if isinstance(node, ast.Assign) and ast.unparse(node.value) == full
    )
    return {full} | {ast.unparse(target) for node in bound for target in node.targets}


def _literals_in(argument: ast.expr) -> Iterator[str]:
    """Yield the literal, or both of a choice between two."""
    if isinstance(argument, ast.IfExp):
        yield from _literals_in(argument.body)
        yield from _literals_in(argument.orelse)
    elif text := _constant(argument):
        yield text


def _words_of_a_field(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Setting", "replace"}:
        values = [*node.args, *(word.value for word in node.keywords)]
        yield from (text for value in values if (text := _constant(value)))
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2:
        # A member of a `Labelled` enum: its value in the file, and its label.
        texts = [_constant(value) for value in node.value.elts]
        if all(texts) and ast.unparse(node.targets[0]).isupper():
            yield texts[1] or ""


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _sentences_of(tree: ast.Module) -> Iterator[str]:
    left_out = set(_left_out(tree))
    inside = {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in left_out or (id(node) in inside and not isinstance(node, ast.JoinedStr)):
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "part":
            (marked,) = node.args
            pieces = marked.values if isinstance(marked, ast.JoinedStr) else [marked]
            yield _numbered("".join(_constant(piece) or _MARK for piece in pieces))
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(_constant(part) or _MARK for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = re.sub(r"\{[a-z_]+\}", _MARK, node.value)
        else:
            continue
        if _for_people(text):
            yield _numbered(text)


def _left_out(tree: ast.Module) -> Iterator[int]:
    """Yield the nodes that are no sentences: docstrings, log lines, mistakes of programmers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.startswith("log.") or name in _NOT_FOR_PEOPLE or name.endswith("execute"):
                yield from (id(part) for part in ast.walk(node))


def _for_people(text: str) -> bool:
    words = text.replace(_MARK, " ").split()
    if (
        len(words) < 2
        or text != text.rstrip()
        or text.startswith(("Bearer", "Host:"))
        or words[0] in _SQL
        or "\n" in text
        or re.search(r"[_=]\w*\(|\?P<|=\0|^\0(\.| [<>])", text)
    ):
        return False
    letters = re.sub(r"[^a-z ]", "", text)
    if len(letters) < len(text) // 2:
        return False
    first = text.lstrip("“")[:1]
    return first.isupper() or first == _MARK or words[0] in {"a", "an"}


def _numbered(text: str) -> str:
    parts = text.split(_MARK)
    made = parts[0]
    for number, part in enumerate(parts[1:], 1):
        made += f"%{number}{part}"
    return made
