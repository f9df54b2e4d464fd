"""`make translations`: the .ts files follow the source, the .qm files follow them.

    python packaging/translations/update.py [--check]

`sources.py` finds the literals of `tr()`, the labels of settings and the sentences of errors. What was
translated stays; what the source has no more goes. With `--check` nothing is written: exit 1 when something
would be. Also written: `layers_desktop/ui/i18n/problem_templates.py`, the sentences with values in them.
"""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))

import sources  # noqa: E402 - it lies beside this file, which is no package

FOLDER = ROOT / "resources" / "translations"
TEMPLATES = ROOT / "layers_desktop" / "ui" / "i18n" / "problem_templates.py"
LANGUAGES = ("de",)
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'

Entries = dict[tuple[str, str], bool]
"""(context, source) → whether it counts something (`%n`), in the order of the file."""


def main() -> int:
    """Update every language; return 1 when `--check` finds something to update."""
    check = "--check" in sys.argv[1:]
    entries = _entries()
    stale = [_put(TEMPLATES, _templates(), check=check)]
    for language in LANGUAGES:
        path = FOLDER / f"layers_desktop_{language}.ts"
        known = _known(path)
        stale.append(_put(path, _ts(language, entries, known), check=check))
        missing = [source for key in entries if not known.get(key) for source in key[1:]]
        sys.stdout.write(f"{language}: {len(entries)} texts, {len(missing)} not translated\n")
        if not check:
            _release(path)
    if check and any(stale):
        sys.stdout.write("The source has changed: make translations\n")
        return 1
    return 0


def _entries() -> Entries:
    found: Entries = dict.fromkeys(sources.literals(), False)
    found |= {(sources.LABELS, text): False for text in sources.labels()}
    found |= {(sources.PROBLEMS, text): False for text in sources.sentences()}
    return {key: "%n" in key[1] for key in sorted(found)}


def _known(path: Path) -> dict[tuple[str, str], list[str]]:
    """Return what is translated: one text, or one for each plural form."""
    known: dict[tuple[str, str], list[str]] = {}
    if not path.exists():
        return known
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished":
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            known[context.findtext("name") or "", message.findtext("source") or ""] = forms
    return known


def _ts(language: str, entries: Entries, known: dict[tuple[str, str], list[str]]) -> str:
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for (name, source), counts in entries.items():
        if name not in contexts:
            contexts[name] = ET.SubElement(root, "context")
            ET.SubElement(contexts[name], "name").text = name
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


def _templates() -> str:
    lines = [f"    {_quoted(text)}," for text in sorted(sources.sentences()) if "%1" in text]
    return (
        '"""Sentences of errors with values in them, for `problem_words`. Made by `make translations`."""\n\n'
        "from __future__ import annotations\n\nfrom typing import Final\n\n"
        "TEMPLATES: Final = (\n" + "\n".join(lines) + "\n)\n"
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _put(path: Path, text: str, *, check: bool) -> bool:
    """Write the file if it differs; return whether it does."""
    differs = not path.exists() or path.read_text(encoding="utf-8") != text
    if differs and not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return differs


def _release(path: Path) -> None:
    tool = Path(PySide6.__file__).parent / "lrelease"
    command = [tool, path, "-qm", path.with_suffix(".qm"), "-silent"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - Qt's own tool
    if result.returncode:
        raise SystemExit(f"lrelease failed:\n{result.stdout}{result.stderr}")


if __name__ == "__main__":
    sys.exit(main())
