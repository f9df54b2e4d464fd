"""The command line: arguments to the window, `upload`, `sandbox` and `demo`.

What each command needs is imported when it is called for: `upload` works without a display, and the window
does not wait for what it does not use.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from layers_desktop import __version__

KINDS = ("image", "video", "audio", "logo", "reference_image")
"""What `--kind` takes; a test holds it to the media table."""
WRONG_USE = 2
"""Exit code for wrong use, argparse's own too."""

DESCRIPTION = "Drop images, video and audio on a window, pick a project, copy the asset ids."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    command = words[0] if words else ""
    if command == "upload":
        return _upload(words[1:])
    if command == "sandbox":
        return _sandbox(words[1:])
    if command == "demo":
        return _demo(words[1:])
    return _window(words)


def _window(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="layers-desktop",
        description=DESCRIPTION,
        epilog="Other commands: layers-desktop upload · sandbox · demo, each with --help.",
    )
    parser.add_argument("--version", action="version", version=f"Layers Desktop {__version__}")
    parser.add_argument("--project", metavar="ID", help="pick this project")
    _common(parser)
    parser.add_argument("files", metavar="FILES", nargs="*", help="files and folders to upload at once")
    options = parser.parse_args(words)

    from layers_desktop import app

    return app.run(
        app.Options(
            data_dir=options.data_dir,
            sandbox=options.sandbox,
            project_id=options.project,
            files=tuple(options.files),
        )
    )


def _upload(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="layers-desktop upload",
        description="Upload files without a window; progress goes to stderr, results to stdout.",
        epilog="Exit code: 0 all done, 1 some not, 2 wrong use. The key comes from LAYERS_API_KEY, "
        "or from this computer's keyring once the window has been connected.",
    )
    parser.add_argument("--project", metavar="ID-or-name", required=True, help="where the files go")
    parser.add_argument("--kind", choices=KINDS, help="what the files are; one that cannot be is refused")
    parser.add_argument("--json", action="store_true", help="one JSON object a line as each file ends")
    _common(parser)
    parser.add_argument("paths", metavar="PATHS", nargs="+", help="files, and folders that are walked")
    options = parser.parse_args(words)

    from layers_desktop import upload

    return upload.run(
        upload.Options(
            data_dir=options.data_dir,
            sandbox=options.sandbox,
            project=options.project,
            kind=options.kind,
            json=options.json,
            paths=tuple(options.paths),
        )
    )


def _sandbox(words: list[str]) -> int:
    from layers_desktop.sandbox import SandboxConfig, describe_faults, parse_fault, serve

    parser = argparse.ArgumentParser(
        prog="layers-desktop sandbox",
        description="Run a Layers on this computer to try programs against; it forgets all at its end.",
        epilog=describe_faults(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--port", type=_port, default=0, metavar="N", help="the API's port (default: a free one)"
    )
    parser.add_argument(
        "--writes-per-minute", type=_positive, metavar="N", help="the key's write budget (default: 60)"
    )
    parser.add_argument(
        "--latency-ms", type=_not_negative, default=0, metavar="N", help="wait before each answer"
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


def _demo(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="layers-desktop demo",
        description="Open the window on the sandbox with sample media at hand; without a display, drive it "
        "offscreen and save a screenshot.",
    )
    parser.add_argument("--offscreen", action="store_true", help="do not use a display even if there is one")
    parser.add_argument(
        "--screenshot",
        type=Path,
        default=Path("build", "demo.png"),
        metavar="FILE",
        help="where the offscreen run saves its picture (default: build/demo.png)",
    )
    options = parser.parse_args(words)

    from layers_desktop import demo

    return demo.run(offscreen=options.offscreen, screenshot=options.screenshot)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sandbox", action="store_true", help="use a Layers on this computer, no account needed"
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        help="keep configuration, data, cache and logs in DIR instead of this computer's usual folders",
    )


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("a port is 0 to 65535")
    return number


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("it is at least 1")
    return number


def _not_negative(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("it is not negative")
    return number
