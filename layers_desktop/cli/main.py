"""The command line: arguments to the window, `upload`, `projects`, `sandbox`, `doctor` and `demo`.

What each command needs is imported when it is called for: `upload` works without a display, and the window
does not wait for what it does not use.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from layers_desktop import __version__
from layers_desktop.core.console import printable, standard
from layers_desktop.core.errors import Problem
from layers_desktop.core.secrets import ApiKey, take_from_environment
from layers_desktop.ui.platform.display import is_seen, missing_library, qt_platform, why_no_window

KINDS = ("image", "video", "audio", "logo", "reference_image")
"""What `--kind` takes; a test holds it to the media table."""
COMMANDS = ("upload", "projects", "sandbox", "doctor", "demo")
DECODE_PICTURES = "--decode-pictures"
"""What the window starts itself with, once more, to have pictures decoded; for no person, and in no help."""
WRONG_USE = 2
"""Exit code for wrong use, argparse's own too."""

DESCRIPTION = "Drop images, video and audio on a window, pick a project, copy the asset ids."


class _Parser(argparse.ArgumentParser):
    """Its errors repeat what was typed, or what a shell's pattern found: on a terminal only as plain text."""

    def error(self, message: str) -> NoReturn:
        super().error(printable(message))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except ImportError as error:
        problem = missing_library(error)
        if problem is None:
            raise
        standard().say(problem.sentence())
        return WRONG_USE


def _run(arguments: Sequence[str]) -> int:
    key = take_from_environment()
    words = list(arguments)
    rest = words[1:]
    commands: dict[str, Callable[[], int]] = {
        DECODE_PICTURES: _decode_pictures,
        "upload": lambda: _upload(rest, key),
        "projects": lambda: _projects(rest, key),
        "sandbox": lambda: _sandbox(rest),
        "doctor": lambda: _doctor(rest, key),
        "demo": lambda: _demo(rest),
    }
    command = commands.get(words[0]) if words else None
    return _window(words, key) if command is None else command()


def _window(words: list[str], key: ApiKey | None) -> int:
    parser = _Parser(
        prog="layers-desktop",
        description=DESCRIPTION,
        epilog=f"Other commands: layers-desktop {' · '.join(COMMANDS)}, each with --help.",
    )
    parser.add_argument("--version", action="version", version=f"Layers Desktop {__version__}")
    parser.add_argument("--project", metavar="ID", help="pick this project")
    _common(parser)
    parser.add_argument(
        "files", metavar="FILES", nargs="*", type=_path, help="files and folders to upload at once"
    )
    options, unknown = parser.parse_known_args(words)
    _refuse_commands(parser, options.files)
    if unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")

    from layers_desktop.instance import InstanceLock
    from layers_desktop.settings.paths import places

    claim = InstanceLock(places(options.data_dir), sandbox=options.sandbox)
    if claim.taken:
        from layers_desktop.cli import second_instance

        return second_instance.run(claim.address, options.files, options.project)

    if (problem := why_no_window()) is not None:
        claim.release()
        standard().say(problem.sentence())
        return WRONG_USE

    from layers_desktop import app

    return app.run(
        app.WindowOptions(
            data_dir=options.data_dir,
            sandbox=options.sandbox,
            project_id=options.project,
            files=tuple(options.files),
            key=key,
        ),
        claim,
    )


def _decode_pictures() -> int:
    from layers_desktop.ui.thumbnails import decoder

    return decoder.run()


def _upload(words: list[str], key: ApiKey | None) -> int:
    parser = _Parser(
        prog="layers-desktop upload",
        description="Upload files without a window; progress goes to stderr, results to stdout.",
        epilog="Exit code: 0 all done, 1 some not, 2 wrong use. The key comes from LAYERS_API_KEY, "
        "or from this computer's keyring once the window has been connected.",
    )
    parser.add_argument(
        "--project",
        metavar="ID-or-name",
        required=True,
        help="where the files go (layers-desktop projects lists them)",
    )
    parser.add_argument("--kind", choices=KINDS, help="what the files are; one that cannot be is refused")
    parser.add_argument("--json", action="store_true", help="one JSON object a line as each file ends")
    _account(parser)
    parser.add_argument(
        "--again", action="store_true", help="send files too whose bytes are an asset of the project already"
    )
    parser.add_argument(
        "--limit-rate",
        type=_number(0, 1_000_000),
        metavar="N",
        help="send at most so many KB a second, 0 for no limit (default: as in the window's settings)",
    )
    _common(parser)
    parser.add_argument(
        "paths", metavar="PATHS", nargs="+", type=_path, help="files, and folders that are walked"
    )
    options = parser.parse_args(words)

    from layers_desktop.cli import upload

    return upload.run(upload.UploadOptions(**vars(options), key=key))


def _projects(words: list[str], key: ApiKey | None) -> int:
    parser = _Parser(
        prog="layers-desktop projects",
        description="List the projects that the key sees, newest first: id, name, status, with tabs between.",
        epilog="Exit code: 0 listed, 1 not, 2 wrong use. The key is found as by layers-desktop upload.",
    )
    parser.add_argument("--search", metavar="TEXT", help="only those with TEXT in their name")
    parser.add_argument("--json", action="store_true", help="one JSON array of objects")
    _account(parser)
    _common(parser)
    options = parser.parse_args(words)

    from layers_desktop.cli import projects

    return projects.run(projects.ProjectsOptions(**vars(options), key=key))


def _sandbox(words: list[str]) -> int:
    from layers_desktop.sandbox import SandboxConfig, describe_faults, parse_fault, serve

    parser = _Parser(
        prog="layers-desktop sandbox",
        description="Run a Layers on this computer to try programs against; it forgets all at its end.",
        epilog=describe_faults(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--port", type=_number(0, 65_535), default=0, metavar="N", help="the API's port (default: a free one)"
    )
    parser.add_argument(
        "--writes-per-minute", type=_number(1), metavar="N", help="the key's write budget (default: 60)"
    )
    parser.add_argument(
        "--latency-ms", type=_number(0), default=0, metavar="N", help="wait before each answer"
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="STEP:KIND[:TIMES[:SECONDS]]",
        help="act a fault, such as put:reset-mid:3; may be repeated (see below)",
    )
    options = parser.parse_args(words)
    try:
        faults = tuple(parse_fault(text) for text in options.fault)
        serve(
            SandboxConfig(
                port=options.port,
                writes_per_minute=options.writes_per_minute,
                latency_ms=options.latency_ms,
                faults=faults,
            )
        )
    except ValueError as error:
        parser.error(str(error))
    except OSError as error:
        sys.stderr.write(f"The sandbox could not start: {error.strerror or error}.\n")
        return 1
    return 0


def _doctor(words: list[str], key: ApiKey | None) -> int:
    parser = _Parser(
        prog="layers-desktop doctor",
        description="Say how the program stands on this computer and where the way to Layers breaks. "
        "Nothing is changed or uploaded; keys and links are not shown.",
        epilog="Exit code: 0 all is well, 1 something failed, 2 wrong use.",
    )
    parser.add_argument(
        "--bundle",
        type=Path,
        metavar="FILE.zip",
        help="also write report, logs and settings for support, without keys, links and names of files",
    )
    _data_dir(parser)
    options = parser.parse_args(words)

    from layers_desktop.diagnostics import command

    return command.run(command.DoctorOptions(**vars(options), key=key))


def _demo(words: list[str]) -> int:
    parser = _Parser(
        prog="layers-desktop demo",
        description="Open the window on the sandbox with sample media at hand; without a display, drive it "
        "offscreen and save a screenshot.",
    )
    parser.add_argument("--offscreen", action="store_true", help="do not use a display even if there is one")
    parser.add_argument(
        "--screenshot",
        type=Path,
        metavar="FILE",
        help="where the offscreen run saves its picture (default: a temporary folder; of a checkout, build/)",
    )
    options = parser.parse_args(words)

    platform = qt_platform()
    if isinstance(platform, Problem):
        drawn = platform.code != "window.libraries"
        if not options.offscreen or not drawn:
            standard().say(platform.sentence())
        if not drawn:
            return WRONG_USE
        if not options.offscreen:
            standard().say("The demo goes on without one, and saves a picture.")

    from layers_desktop.cli import demo

    return demo.run(offscreen=options.offscreen or not is_seen(platform), screenshot=options.screenshot)


def _refuse_commands(parser: argparse.ArgumentParser, files: Sequence[str]) -> None:
    """Refuse a command behind options, and a word that is neither a command nor looks like a file's name."""
    for word in files:
        # Only such a word is looked for: a path on a drive that is gone must not keep the window waiting.
        if not word.isalpha() or Path(word).exists():
            continue
        if word in COMMANDS:
            parser.error(f"commands come first: layers-desktop {word} …")
        parser.error(f"there is no command and no file “{word}”; commands are {', '.join(COMMANDS)}")


def _account(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--account",
        metavar="ID-or-name",
        help="the organization whose kept key is used (default: LAYERS_API_KEY, or else the one used last)",
    )


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sandbox", action="store_true", help="use a Layers on this computer, no account needed"
    )
    _data_dir(parser)


def _data_dir(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        help="keep configuration, data, cache and logs in DIR instead of this computer's usual folders",
    )


def _path(text: str) -> str:
    """Refuse an empty word (an unset variable of a script): it would mean the whole working folder."""
    if not text:
        raise argparse.ArgumentTypeError("an empty path names no file")
    return text


def _number(low: int, high: int | None = None) -> Callable[[str], int]:
    """Return a reader of whole numbers between `low` and `high`."""
    limits = f"a whole number from {low}" + (f" to {high}" if high is not None else "")

    def read(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= (high if high is not None else int(text)):
            raise argparse.ArgumentTypeError(f"it is {limits}")
        return int(text)

    return read
