"""`make translations`: the .ts files follow the source, the .qm files follow them.

    python packaging/translations/update.py [--check]

Qt's lupdate finds the texts. What was translated stays; what the source has no more goes. With `--check`
nothing is written: exit 1 when something would be, or is not translated.

Two things lupdate cannot do are done here. It takes texts with `%n` for counted ones only in `tr()`, and what
files are called ("a PDF") is also said without its article.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6

from layers_desktop.core.translation import CONTEXT

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("de",)
MARK = "QT_TR_NOOP+=N_"
"""`core.translation.N_` marks as Qt's own macro does; lupdate gives it no context."""
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'

Key = tuple[str, str]
"""Context and text."""


def main() -> int:
    """Update every language; return 1 when `--check` finds something to update."""
    check = "--check" in sys.argv[1:]
    keys = _found()
    stale = untranslated = False
    for language in LANGUAGES:
        path = FOLDER / f"layers_desktop_{language}.ts"
        known = _messages(path)
        text = _ts(language, keys, known)
        stale = stale or text != path.read_text(encoding="utf-8")
        missing = [key for key in keys if not known.get(key)]
        untranslated = untranslated or bool(missing)
        sys.stdout.write(f"{language}: {len(keys)} texts, {len(missing)} not translated\n")
        sys.stdout.writelines(f"  {text}\n" for _, text in missing)
        if not check:
            path.write_text(text, encoding="utf-8")
            _run("lrelease", path, "-qm", path.with_suffix(".qm"), "-silent")
    if check and (stale or untranslated):
        sys.stdout.write("make translations, and the missing words into the .ts\n")
        return 1
    return 0


def _found() -> list[Key]:
    """Return what lupdate finds in the package, and names of files without their article."""
    with tempfile.TemporaryDirectory() as folder:
        listed, found = Path(folder, "sources.lst"), Path(folder, "found.ts")
        paths = sorted((ROOT / "layers_desktop").rglob("*.py"))
        listed.write_text("\n".join(map(str, paths)), encoding="utf-8")
        _run("lupdate", "-silent", "-tr-function-alias", MARK, f"@{listed}", "-ts", found)
        keys = {(name or CONTEXT, text) for name, text in _messages(found)}
    names = {(name, text.partition(" ")[2]) for name, text in keys if text.startswith(("a ", "an "))}
    return sorted(keys | names)


def _run(tool: str, *arguments: str | Path) -> None:
    command = [Path(PySide6.__file__).parent / tool, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - Qt's own tool
    if result.returncode:
        raise SystemExit(f"{tool} failed:\n{result.stdout}{result.stderr}")


def _messages(path: Path) -> dict[Key, list[str]]:
    """Return all texts of a file with their translation, or one for each plural form; empty for none."""
    messages: dict[Key, list[str]] = {}
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            key = (context.findtext("name") or "", message.findtext("source") or "")
            forms = [form.text or "" for form in message.iter("numerusform")]
            messages[key] = list(filter(None, forms or [message.findtext("translation") or ""]))
    return messages


def _ts(language: str, keys: list[Key], known: dict[Key, list[str]]) -> str:
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for name, source in keys:
        if name not in contexts:
            contexts[name] = ET.SubElement(root, "context")
            ET.SubElement(contexts[name], "name").text = name
        counts = "%n" in source
        message = ET.SubElement(contexts[name], "message", {"numerus": "yes"} if counts else {})
        ET.SubElement(message, "source").text = source
        forms = known.get((name, source), [])
        translation = ET.SubElement(message, "translation", {} if forms else {"type": "unfinished"})
        if counts:
            for form in forms or ["", ""]:
                ET.SubElement(translation, "numerusform").text = form
        elif forms:
            translation.text = forms[0]
    ET.indent(root, " ")
    return _HEAD + ET.tostring(root, encoding="unicode") + "\n"


if __name__ == "__main__":
    sys.exit(main())
