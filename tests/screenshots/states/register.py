"""How a state gets its name and the size of its window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Final

from tests.screenshots.scene import Scene, SceneSetup

State = Callable[[SceneSetup], AbstractContextManager[Scene]]
SMALL: Final = (520, 400)


@dataclass(frozen=True, slots=True)
class Described:
    """A state, and how large its window is."""

    perform: State
    size: tuple[int, int] = (880, 640)


class States:
    """The states of one part of the window."""

    def __init__(self) -> None:
        self.entered: dict[str, Described] = {}

    def enter(
        self, *, also_small: bool = False
    ) -> Callable[[Callable[[SceneSetup], Iterator[Scene]]], State]:
        """Enter a state under its function's name; `also_small` in a window of 520 x 400 too."""

        def enter(perform: Callable[[SceneSetup], Iterator[Scene]]) -> State:
            made = contextmanager(perform)
            name = perform.__name__.replace("_", "-")
            self.entered[name] = Described(made)
            if also_small:
                self.entered[f"{name}-small"] = Described(made, SMALL)
            return made

        return enter
