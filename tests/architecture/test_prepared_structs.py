"""Structs that bytes are read into are ready before there is a second thread.

msgspec (0.22) prepares a struct at its first decoding, and runs Python for it: a thread that is let in then,
and decodes the same struct, finds it half prepared, and the process ends with SIGSEGV.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.timeouts import TIMEOUT_S

NOT_READ = ["CreatedAsset", "ErrorBody", "FinalizeRequest", "InlineRequest", "PresignRequest"]
"""Only written, or made by this program."""

SCRIPT = """
import importlib
import pkgutil
import sys

import msgspec
from msgspec._utils import get_class_annotations

import layers_desktop

for module in pkgutil.walk_packages(layers_desktop.__path__, "layers_desktop."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)

prepared_now = []


def watch(frame, event, argument):
    if event == "call" and frame.f_code is get_class_annotations.__code__:
        prepared_now.append(struct.__name__)


structs = msgspec.Struct.__subclasses__()
for struct in structs:
    structs += struct.__subclasses__()
    if struct.__module__.startswith("layers_desktop."):
        sys.setprofile(watch)
        msgspec.json.Decoder(struct)
        sys.setprofile(None)
print(*sorted(prepared_now))
"""


def test_a_struct_that_is_read_is_prepared_while_its_module_is_imported() -> None:
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_S,
    )
    assert ended.stdout.split() == NOT_READ, ended.stderr
