"""Counts what a regular expression costs: a plain backtracking matcher over the tree that `re` parses.

It does what `re` does, without its shortcuts, and counts each comparison of a character and each try of an
iteration. What it counts for an input twice as long says whether a pattern is linear, without a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import islice, product
from typing import Any, Final

# The parsed tree has no public name: `sre_parse`, which had it, is deprecated.
code: Any = import_module("re._constants")
parser: Any = import_module("re._parser")

MOST_STEPS: Final = 50_000
_UNBOUNDED: Final = 100
"""More repetitions than this count as any number."""
_MOST_LETTERS: Final = 5
"""Of a pattern's own characters, of which hostile texts are made."""
_LENGTH: Final = 40
_MOST_TIMES: Final = 2.7
_FEW_STEPS: Final = 200
Node = tuple[Any, Any]
Groups = dict[int, tuple[int, int]]
Ends = Iterator[tuple[int, Groups]]
Code = Any
"""What the parsed tree is made of; it has no types."""


class TooManySteps(Exception):
    """The matcher gave up."""


@cache
def _tree(pattern: re.Pattern[Any]) -> Any:  # noqa: ANN401 - it has no types
    source = pattern.pattern
    source = source.decode("latin-1") if isinstance(source, bytes) else source
    return parser.parse(source, pattern.flags & ~re.UNICODE | re.UNICODE)


class Matcher:
    """One pattern over one text."""

    def __init__(self, pattern: re.Pattern[Any], text: str) -> None:
        self.tree = _tree(pattern)
        self.text = text.lower() if pattern.flags & re.IGNORECASE else text
        self.ignore_case = bool(pattern.flags & re.IGNORECASE)
        self.dot_all = bool(pattern.flags & re.DOTALL)
        self.multi_line = bool(pattern.flags & re.MULTILINE)
        self.steps = 0
        self._by_kind = {
            code.SUBPATTERN: self._subpattern,
            code.BRANCH: self._branch,
            code.MAX_REPEAT: self._greedy,
            code.MIN_REPEAT: self._lazy,
            code.POSSESSIVE_REPEAT: self._possessive,
            code.ATOMIC_GROUP: self._atomic,
            code.ASSERT: self._assert,
            code.ASSERT_NOT: self._assert_not,
            code.GROUPREF: self._reference,
            code.AT: self._at,
        }

    def find_all(self, how: str) -> int:
        """Return the steps of finding all matches ("search"), or one at the start ("match", "fullmatch")."""
        at = 0
        while at <= len(self.text):
            ends = self._sequence(list(self.tree), 0, at, {})
            if how == "fullmatch":
                end = next((end for end, _ in ends if end == len(self.text)), None)
            else:
                end = next((end for end, _ in ends), None)
            if how != "search":
                break
            at = max(end, at + 1) if end is not None else at + 1
        return self.steps

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooManySteps

    def _sequence(self, nodes: list[Node], index: int, at: int, groups: Groups) -> Ends:
        if index == len(nodes):
            yield at, groups
            return
        for end, found in self._node(*nodes[index], at, groups):
            yield from self._sequence(nodes, index + 1, end, found)

    def _node(self, kind: Code, value: Code, at: int, groups: Groups) -> Ends:
        if kind in _ONE_CHARACTER:
            self._step()
            fitting = at < len(self.text) and self._is(kind, value, self.text[at])
            return iter([(at + 1, groups)] if fitting else [])
        return self._by_kind[kind](value, at, groups)

    def _subpattern(self, value: Code, at: int, groups: Groups) -> Ends:
        number, _, _, body = value
        for end, found in self._sequence(list(body), 0, at, groups):
            yield end, found if number is None else {**found, number: (at, end)}

    def _branch(self, value: Code, at: int, groups: Groups) -> Ends:
        for body in value[1]:
            yield from self._sequence(list(body), 0, at, groups)

    def _atomic(self, value: Code, at: int, groups: Groups) -> Ends:
        return _first(self._sequence(list(value), 0, at, groups))

    def _looks(self, value: Code, at: int, groups: Groups) -> bool:
        direction, body = value
        start = at if direction > 0 else at - body.getwidth()[0]
        return start >= 0 and any(True for _ in self._sequence(list(body), 0, start, groups))

    def _assert(self, value: Code, at: int, groups: Groups) -> Ends:
        return iter([(at, groups)] if self._looks(value, at, groups) else [])

    def _assert_not(self, value: Code, at: int, groups: Groups) -> Ends:
        return iter([] if self._looks(value, at, groups) else [(at, groups)])

    def _reference(self, value: Code, at: int, groups: Groups) -> Ends:
        self._step()
        start, end = groups.get(value, (0, 0))
        same = self.text.startswith(self.text[start:end], at)
        return iter([(at + end - start, groups)] if same else [])

    def _at(self, value: Code, at: int, groups: Groups) -> Ends:
        self._step()
        return iter([(at, groups)] if self._stands(value, at) else [])

    def _possessive(self, value: Code, at: int, groups: Groups) -> Ends:
        return _first(self._greedy(value, at, groups))

    def _greedy(self, value: Code, at: int, groups: Groups) -> Ends:
        least, most, body = value
        nodes = list(body)
        if len(nodes) != 1 or nodes[0][0] not in _ONE_CHARACTER:
            yield from self._again(nodes, (least, most), at, groups)
            return
        one, what = nodes[0]
        end = at  # without recursion
        while end - at < most and end < len(self.text) and self._is(one, what, self.text[end]):
            self._step()
            end += 1
        for stop in range(end, at + least - 1, -1):
            self._step()
            yield stop, groups

    def _again(self, nodes: list[Node], times: tuple[int, int], at: int, groups: Groups) -> Ends:
        least, most = times
        if most > 0:
            for end, found in self._sequence(nodes, 0, at, groups):
                if end > at or least > 0:
                    yield from self._again(nodes, (max(least - 1, 0), most - 1), end, found)
        if least <= 0:
            yield at, groups

    def _lazy(self, value: Code, at: int, groups: Groups) -> Ends:
        least, most, body = value
        pending = [(at, groups)]
        for count in range(most + 1):
            if count >= least:
                yield from pending
            pending = [found for end, inner in pending for found in self._sequence(list(body), 0, end, inner)]
            if not pending:
                return

    def _is(self, kind: Code, value: Code, letter: str) -> bool:
        return fits(kind, value, letter, dot_all=self.dot_all) or (
            self.ignore_case and fits(kind, value, letter.upper(), dot_all=self.dot_all)
        )

    def _stands(self, where: Code, at: int) -> bool:
        if where in {code.AT_BEGINNING, code.AT_BEGINNING_STRING}:
            return at == 0 or (self.multi_line and self.text[at - 1] == "\n")
        if where in {code.AT_END, code.AT_END_STRING}:
            return at == len(self.text) or (self.multi_line and self.text[at] == "\n")
        before, after = self.text[at - 1 : at] if at else "", self.text[at : at + 1]
        return (_is_word(before) != _is_word(after)) is (where is code.AT_BOUNDARY)


def _first(ends: Ends) -> Ends:
    return islice(ends, 1)


_ONE_CHARACTER = {code.LITERAL, code.NOT_LITERAL, code.ANY, code.IN}
_REPEATS = {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}


def fits(kind: Code, value: Code, letter: str, *, dot_all: bool) -> bool:
    """Return whether a character is what a part of a pattern stands for."""
    if kind is code.LITERAL:
        return bool(ord(letter) == value)
    if kind is code.NOT_LITERAL:
        return bool(ord(letter) != value)
    if kind is code.ANY:
        return dot_all or letter != "\n"
    negated = value[0][0] is code.NEGATE
    inside = any(_in_set(one, what, letter) for one, what in value if one is not code.NEGATE)
    return inside is not negated


def _in_set(kind: Code, value: Code, letter: str) -> bool:
    if kind is code.LITERAL:
        return bool(ord(letter) == value)
    if kind is code.RANGE:
        return bool(value[0] <= ord(letter) <= value[1])
    positive = {
        code.CATEGORY_SPACE: letter.isspace(),
        code.CATEGORY_NOT_SPACE: not letter.isspace(),
        code.CATEGORY_DIGIT: letter.isdigit(),
        code.CATEGORY_NOT_DIGIT: not letter.isdigit(),
        code.CATEGORY_WORD: _is_word(letter),
        code.CATEGORY_NOT_WORD: not _is_word(letter),
    }
    return positive[value]


def _is_word(letter: str) -> bool:
    return letter == "_" or letter.isalnum()


# Hostile texts


def is_linear(pattern: re.Pattern[Any], how: str) -> bool:
    """Return whether twice the text never costs much more than twice the steps."""
    try:
        return all(
            Matcher(pattern, twice).find_all(how)
            <= Matcher(pattern, once).find_all(how) * _MOST_TIMES + _FEW_STEPS
            for once, twice in _texts(pattern)
        )
    except TooManySteps:
        return False


def repeats(pattern: re.Pattern[Any]) -> bool:
    """Return whether a pattern can match texts of any length: others are linear."""
    least, most = Matcher(pattern, "").tree.getwidth()
    return bool(most - least > _UNBOUNDED)


def _texts(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str]]:
    """Yield texts of the pattern's own parts that may cost much, each also twice as long."""
    beginnings, letters = [""], dict[str, None]()
    _read(list(Matcher(pattern, "").tree), "", beginnings, letters)
    own = list(letters)[:_MOST_LETTERS]
    starts = list(dict.fromkeys(beginnings))
    pairs = ["".join(pair) for pair in product(own, own)]
    for pumps, places in ((own, starts), (pairs, starts[:3]), (starts, starts[:3])):
        for pump in filter(None, dict.fromkeys(pumps)):
            body = pump * max(_LENGTH // len(pump), 4)
            for start in places:
                yield f"{start}{body}\0", f"{start}{body}{body}\0"


def _read(nodes: Iterable[Node], before: str, beginnings: list[str], letters: dict[str, None]) -> str:
    """Return a text that the nodes match, in short; collect what stands before each repetition."""
    text = ""
    for kind, value in nodes:
        if kind in _ONE_CHARACTER:
            letter = next((one for one in _LETTERS if fits(kind, value, one, dot_all=False)), "")
            text += letter or (chr(value) if kind is code.LITERAL else "")
            letters |= (
                dict.fromkeys(one for one in _LETTERS if fits(kind, value, one, dot_all=False))
                if (kind is not code.LITERAL)
                else {chr(value): None}
            )
        elif kind is code.SUBPATTERN:
            text += _read(value[3], before + text, beginnings, letters)
        elif kind is code.BRANCH:
            texts = [_read(body, before + text, beginnings, letters) for body in value[1]]
            text += texts[0]
        elif kind in _REPEATS:
            beginnings.append(before + text)
            text += _read(value[2], before + text, beginnings, letters)
            beginnings.append(before + text)
        elif kind is code.ATOMIC_GROUP:
            text += _read(value, before + text, beginnings, letters)
    return text


_LETTERS: Final = " a0/.;=-'\"<[{:_\n\\,@?x%!"
