"""Which settings a person looks for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from layers_desktop.core.text import folded


def found(words: Sequence[str], texts: Iterable[str]) -> bool:
    """Tell whether each of the folded words (`words_of`) is somewhere in these texts."""
    text = " ".join(folded(text) for text in texts)
    return all(word in text for word in words)
