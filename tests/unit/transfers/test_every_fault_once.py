"""Each class of fault at each step, and after it each thing that makes it worse: in order, nothing at random.

And some pairs of faults, as the second may hide what the first has left open. Everything else, the other
faults of a class with it, is `test_exactly_once.py`'s.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.steps import Step
from layers_desktop.transfers.transfer import Stage
from tests.unit.transfers.model_layers import FAULTS
from tests.unit.transfers.model_layers import REMEMBERED_SECONDS as DAY
from tests.unit.transfers.model_program import ModelProgram

STEPS = {Step.INLINE: 500, Step.PRESIGN: 400_000, Step.PUT: 400_000, Step.FINALIZE: 400_000}
"""Step → size of a file that comes to it."""
ENDS = ("killed before it was carried out", "killed when it was carried out")
CLASSES = (
    "lost before",
    "lost after",
    "no connection",
    "strange answer",
    "refused",
    "not there yet",
    "rate limited",
    "wrong key",
    *ENDS,
)
"""One of all faults that the policy treats alike, whether they were carried out or not."""
SECOND_FAULTS = ("lost after", "rate limited", "no connection")
"""Nothing is known, it surely was not carried out, it did not even leave this computer."""
MAKES_IT_WORSE = ("the file is edited", "another key", "a day", "upload again after another key")
FILE = 1
"""Id of the first row."""


def _the_file(program: ModelProgram) -> bytes:
    return program.seen[FILE].path


def _called_again(program: ModelProgram, *, off: float = 1.0, another: bool = False) -> None:
    program.crash(lambda _: True, off=off, another=another, resume=False)
    program.upload(_the_file(program))


def _given_up_and_called_again(program: ModelProgram) -> None:
    """As when it fails for good, or is put before a person, in the life before."""
    program.edit(_the_file(program), 600)
    program.go_on(10)
    _called_again(program)
    program.go_on(10)
    _called_again(program)


def _put_before_a_person_and_called_again(program: ModelProgram) -> None:
    """With another key an unanswered inline call is not repeated: a person is asked, and `upload` is none."""
    program.crash(lambda _: True, off=1.0, another=True)
    program.go_on(2)
    _called_again(program)


def _called_again_for_a_copy(program: ModelProgram) -> None:
    program.go_on(10)
    copy = program.new_file(program.seen[FILE].size or 0, copy=True)
    program.crash(lambda _: True, off=1.0, resume=False)
    program.upload(copy, _the_file(program))


AFTERWARDS: dict[str, Callable[[ModelProgram], object]] = {
    "it goes on": lambda program: program.go_on(1),
    "the file is edited": lambda program: program.edit(_the_file(program), program.seen[FILE].size or 0),
    "the file grows": lambda program: program.edit(_the_file(program), 400_001),
    "the file shrinks": lambda program: program.edit(_the_file(program), 499),
    "it is dropped again": lambda program: program.drop_again(FILE),
    "another key": lambda program: program.sign_in(another=True),
    "half a day": lambda program: program.wait(DAY / 2),
    "a day": lambda program: program.wait(DAY + 1),
    "it is made a logo": lambda program: program.user_actions.change_kind((FILE,), MediaKind.LOGO),
    "it is cancelled": lambda program: program.user_actions.cancel((FILE,)),
    "a kill": lambda program: program.crash(lambda _: True, off=1.0),
    "a kill and a day": lambda program: program.crash(lambda _: True, off=DAY + 1),
    "a kill and another key": lambda program: program.crash(lambda _: True, off=1.0, another=True),
    "upload again": _called_again,
    "upload again after a day": lambda program: _called_again(program, off=DAY + 1),
    "upload again with another key": lambda program: _called_again(program, another=True),
    "upload again after the file was edited": _given_up_and_called_again,
    "upload again after another key": _put_before_a_person_and_called_again,
    "upload again for a copy": _called_again_for_a_copy,
}


@contextmanager
def at_the_step(step: Step, *story: str, forgets: bool) -> Iterator[ModelProgram]:
    """One file whose call of that step has gone out; in the end it must be one asset.

    `story` is what happens then, for whoever reads why it failed.
    """
    program = ModelProgram(forgets_finalized=forgets)
    try:
        program.drop(program.new_file(STEPS[step]))
        program.scheduler.schedule()
        while program.busy[FILE].job.step is not step:  # type: ignore[union-attr]  # what is busy has a job
            program.go_on(1)
            program.scheduler.schedule()
        yield program
        program.check()
        program.go_on(4)
        program.check()
        program.run_to_quiet()
    except Exception as error:
        error.add_note(f"{step}: {', then '.join(story)}; forgets: {forgets}")
        raise
    finally:
        program.close()


def meet(program: ModelProgram, fault: str) -> None:
    """Let the call that is out end with that fault."""
    if fault in FAULTS:
        program.answer(FILE, fault)
    else:
        program.crash(lambda _: fault == ENDS[1], off=1.0)


@pytest.mark.parametrize("fault", CLASSES)
def test_a_file_ends_as_one_asset_whatever_happens_after_a_fault(fault: str) -> None:
    for step, (name, afterwards) in itertools.product(STEPS, AFTERWARDS.items()):
        # What Layers forgets after a day can only matter where a day passes, and after a finalize.
        for forgets in (False, True) if "day" in name and step is Step.FINALIZE else (False,):
            with at_the_step(step, fault, name, forgets=forgets) as program:
                meet(program, fault)
                afterwards(program)


@pytest.mark.parametrize("fault", CLASSES)
def test_a_second_fault_hides_nothing_that_the_first_has_left_open(fault: str) -> None:
    for step, second, worse in itertools.product((Step.INLINE, Step.FINALIZE), SECOND_FAULTS, MAKES_IT_WORSE):
        with at_the_step(step, fault, second, worse, forgets=True) as program:
            meet(program, fault)
            program.user_actions.retry(None)
            program.now += 100.0
            program.scheduler.schedule()
            if program.busy:  # it waits for a key, say
                program.answer(FILE, second)
            AFTERWARDS[worse](program)


def test_a_file_ends_as_one_asset_without_a_fault() -> None:
    for step in STEPS:
        with at_the_step(step, "nothing", forgets=False) as program:
            program.go_on(4)
            assert program.seen[FILE].stage is Stage.DONE
            assert len(program.layers.assets) == 1
