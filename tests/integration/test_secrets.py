"""The key and signed links are in nothing that the program writes, prints, shows or is called with.

The real program runs as processes that talk to the sandbox, or to a server that repeats in every error what
it was sent; all of them with LAYERS_LOG=debug and a umask that protects nothing. Afterwards everything is
searched: data folder, home, temporary folder, output, and what is packed in zips.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import threading
import traceback
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop import app
from layers_desktop.api import errors
from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.errors import answers, storage
from layers_desktop.api.link_download import LinkNotFetched, open_link
from layers_desktop.core.errors import UserError
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.sandbox.storage import UrlSigner
from tests.support.memory_keyring import MemoryKeyring
from tests.support.processes import killed_at_end, wait_until
from tests.support.running_window import running_window

ROOT = Path(__file__).parents[2]
MARK = "KEYMARK7f3a9c"
KEY = f"lp_{MARK}_0123456789abcdef-XYZ"
SIGNATURE = "5ec2e75ec2e75ec2" * 4
MEDIA = "media-name-of-a-person"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
PROJECT = "Café Ünïcode iOS"
TIMEOUT = 120
"""Seconds for a process that waits between its tries."""

TELLTALE = re.compile(
    rb"x-amz-(?:signature|credential|security)|[?&]x-amz-|lp_[\w-]{16,}"
    rb"|(?:authorization['\":\s]++|bearer\s++)(?!bearer|(?:lp_)?(?:\xe2\x80\xa6|\\u2026))\S",
    re.IGNORECASE,
)
"""What a secret looks like, whichever it is: the demo makes up a key of its own."""


@dataclass
class Searched:
    """Where the program may write, what it must not, and all that it was seen to say."""

    folder: Path
    secrets: list[str] = field(default_factory=lambda: [KEY, MARK, SIGNATURE])
    commands: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("data", "home", "tmp", "output", "media"):
            (self.folder / name).mkdir(mode=0o700)

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """Yield everything: each file with its name, and what zips hold."""
        for path in sorted(self.folder.rglob("*")):
            name = str(path.relative_to(self.folder))
            if path.is_symlink():
                yield name, os.fsencode(path.readlink())
            elif path.is_file() and not name.startswith("media"):
                content = path.read_bytes()
                yield name, name.encode() + b"\n" + content
                if zipfile.is_zipfile(io.BytesIO(content)):
                    with zipfile.ZipFile(path) as archive:
                        for entry in archive.namelist():
                            yield f"{name}:{entry}", archive.read(entry)
        for command in self.commands:
            yield "a command line", command

    def leaks(self) -> list[str]:
        """Return where a secret stands."""
        found: list[str] = []
        for name, content in self.texts():
            spellings = {text.encode(code) for text in self.secrets for code in ("utf-8", "utf-16-le")}
            found += [f"{name}: {text!r}" for text in spellings if text in content]
            found += [f"{name}: {match.group()!r}" for match in TELLTALE.finditer(content)]
        return found

    def open_to_others(self) -> list[str]:
        """Return what of the program's own files and folders others on this computer could read."""
        return [
            f"{path.stat().st_mode & 0o777:04o} {path.relative_to(self.folder)}"
            for name in ("data", "tmp")
            for path in sorted((self.folder / name).rglob("*"))
            # Qt makes lock files its own way; one holds a process number, in a folder that is closed.
            if path.stat().st_mode & 0o077 and path.suffix != ".lock"
        ]

    def log(self) -> str:
        return (self.folder / "data" / "logs" / "layers-desktop.log").read_text("utf-8")


@pytest.fixture
def searched(tmp_path: Path) -> Searched:
    folder = tmp_path / "searched"
    folder.mkdir()
    return Searched(folder)


@pytest.fixture
def box(searched: Searched, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox whose key is known, and whose signatures are noted as they are made."""
    sign = UrlSigner.sign

    def noting(
        self: UrlSigner, *, method: str, path: str, headers: Mapping[str, str], now: float, seconds: int
    ) -> str:
        query = sign(self, method=method, path=path, headers=headers, now=now, seconds=seconds)
        searched.secrets += parse_qs(query)["X-Amz-Signature"]
        return query

    monkeypatch.setattr(UrlSigner, "sign", noting)
    with Sandbox(SandboxConfig(tier="partner", key=KEY)) as sandbox:
        yield sandbox


@dataclass
class Program:
    """Starts the real program, and writes down what it prints and how it is called."""

    searched: Searched
    base_url: str
    runs: int = 0

    @contextlib.contextmanager
    def running(self, *words: str | Path) -> Iterator[subprocess.Popen[bytes]]:
        """Run it until the block ends; its command line is read meanwhile."""
        self.runs += 1
        folder = self.searched.folder
        environment = {
            **os.environ,
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "QT_QPA_PLATFORM": "offscreen",
            "LAYERS_LOG": "debug",
            "LAYERS_API_KEY": KEY,
            "LAYERS_BASE_URL": self.base_url,
        }
        with (
            (folder / "output" / f"{self.runs}.out").open("wb") as out,
            (folder / "output" / f"{self.runs}.err").open("wb") as err,
            killed_at_end(
                subprocess.Popen(
                    [sys.executable, "-m", "layers_desktop", *map(str, words)],
                    env=environment,
                    stdout=out,
                    stderr=err,
                    stdin=subprocess.DEVNULL,
                    cwd=folder / "home",
                    umask=0,
                )
            ) as process,
        ):
            yield process

    def note_command(self, process: subprocess.Popen[bytes]) -> None:
        """Note the command lines of a running program and of what it started."""
        family = {process.pid}
        for entry in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, ValueError):  # a process of somebody's that has just ended
                if int(entry.read_text().rpartition(")")[2].split()[1]) in family:
                    family.add(int(entry.parent.name))
        commands = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in family]
        assert any(b"layers_desktop" in command for command in commands)
        self.searched.commands += commands

    def run(self, *words: str | Path) -> int:
        """Run it to its end; returns the exit code."""
        with self.running(*words) as process:
            return process.wait(TIMEOUT)

    def upload(self, *files: Path) -> int:
        """Run `upload --json`."""
        data = self.searched.folder / "data"
        return self.run("upload", "--json", "--data-dir", data, "--project", PROJECT, *files)

    def doctor(self) -> int:
        """Run `doctor --bundle`."""
        folder = self.searched.folder
        return self.run("doctor", "--data-dir", folder / "data", "--bundle", folder / "tmp" / "support.zip")


@pytest.fixture
def program(searched: Searched, box: Sandbox) -> Program:
    return Program(searched, box.base_url)


def small(searched: Searched, number: int = 1) -> Path:
    path = searched.folder / "media" / f"{MEDIA} {number}.png"
    path.write_bytes(PNG + os.urandom(1_000))
    return path


def large(searched: Searched, number: int = 1) -> Path:
    path = searched.folder / "media" / f"{MEDIA} {number}.mp4"
    path.write_bytes(MP4 + os.urandom(400_000))
    return path


def nothing_leaked(searched: Searched) -> None:
    assert searched.leaks() == []


# --- the real program, as processes ---------------------------------------------------------------------


def test_uploads_that_work_leave_no_secret_behind(program: Program, searched: Searched, box: Sandbox) -> None:
    assert program.upload(small(searched), large(searched)) == 0
    assert len(box.world.assets) == 2
    program.doctor()
    assert len(searched.secrets) > 3  # a link was signed
    # The level under test says more than the one by default: each call that had an end, also a good one.
    assert re.search(r"DEBUG .*: PUT http://[\w.:]+: 200, ", searched.log())
    nothing_leaked(searched)


def test_what_the_program_writes_is_for_its_owner_alone(
    program: Program, searched: Searched, box: Sandbox
) -> None:
    box.world.faults.add("put:500")  # something to write into the log
    assert program.upload(small(searched), large(searched)) == 0
    assert program.doctor() == 0
    written = {path.name for path in (searched.folder / "data").rglob("*")}
    assert {"journal.sqlite3", "layers-desktop.log"} <= written
    assert searched.open_to_others() == []


MIXED = (
    *("presign:500", "presign:notjson", "put:badsignature", "put:expired", "put:reset-mid", "put:403-after"),
    *("finalize:reset-after", "finalize:wrongtypes", "inline:truncated", "inline:422", "projects:null"),
)


def test_uploads_that_meet_every_sort_of_fault_leave_no_secret_behind(
    program: Program, searched: Searched, box: Sandbox
) -> None:
    box.world.faults.add(*MIXED)
    files = [make(searched, number) for number in range(3) for make in (small, large)]
    program.upload(*files)
    program.upload(*files)
    assert box.world.faults.pending == ()
    program.doctor()
    assert "transfer " in searched.log()
    nothing_leaked(searched)


def met(box: Sandbox) -> int:
    """Return how often a planned fault was met."""
    return sum(request.fault is not None for request in box.world.requests)


@pytest.mark.parametrize("fault", ["whoami:401:*", "presign:403:*", "put:badsignature:*", "finalize:401:*"])
def test_uploads_that_fail_for_good_leave_no_secret_behind(
    program: Program, searched: Searched, box: Sandbox, fault: str
) -> None:
    box.world.faults.add(fault)
    assert program.upload(large(searched)) == 1
    assert met(box)
    program.doctor()
    nothing_leaked(searched)


def test_an_upload_that_is_stopped_while_it_is_patient_leaves_no_secret_behind(
    program: Program, searched: Searched, box: Sandbox
) -> None:
    box.world.faults.add("presign:portal:*")
    words = ("upload", "--data-dir", searched.folder / "data", "--project", PROJECT, large(searched))
    with program.running(*words) as process:
        # It asks once more: the first answer was taken in, and is in the log and the journal.
        wait_until(lambda: met(box) > 1, "a second try", deadline=TIMEOUT)
        assert process.poll() is None
    program.doctor()
    nothing_leaked(searched)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="command lines are read from /proc")
def test_command_lines_hold_no_secret_while_the_program_runs(
    program: Program, searched: Searched, box: Sandbox
) -> None:
    box.world.faults.add("put:stall")
    words = ("upload", "--data-dir", searched.folder / "data", "--project", PROJECT, large(searched))
    with program.running(*words) as process:
        assert box.world.faults.wait_held(1, 30)
        program.note_command(process)
        box.world.faults.release()
        assert process.wait(TIMEOUT) == 0
    nothing_leaked(searched)


def test_the_window_as_a_process_leaves_no_secret_behind(
    program: Program, searched: Searched, box: Sandbox
) -> None:
    box.world.faults.add("put:badsignature", "finalize:500", "inline:reset-after")
    words = ("--data-dir", searched.folder / "data", "--project", box.world.projects[0].project_id)
    with program.running(*words, small(searched), large(searched)) as process:
        wait_until(lambda: len(box.world.assets) == 2, "two assets")
        if Path("/proc/self/cmdline").exists():
            program.note_command(process)
        process.terminate()
        process.wait(30)
    program.doctor()
    nothing_leaked(searched)


def test_the_demo_leaves_no_secret_behind(program: Program, searched: Searched) -> None:
    picture = searched.folder / "output" / "demo.png"
    assert program.run("demo", "--offscreen", "--screenshot", picture) == 0
    nothing_leaked(searched)


class _Echo(BaseHTTPRequestHandler):
    """A Layers that repeats in its errors what it was sent, and the link that it gave."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.startswith("/v1/whoami"):
            self._json(200, {"organizationId": "org_1", "organizationName": "Echo", "scopes": []})
        else:
            self._json(
                200, {"items": [{"id": "prj_1", "name": PROJECT, "status": "active"}], "nextCursor": None}
            )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path.endswith("/presign"):
            self._json(200, {"uploadId": "upl_1", "url": self._link(), "method": "PUT", "headers": {}})
            return
        error = {
            "code": "VALIDATION_FAILED",
            "message": self._echo(),
            "details": {"request": self._echo()},
            "requestId": f"req_1 {KEY}",
        }
        self._json(422, {"error": error})

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        link = self._link().replace("&", "&amp;")
        body = (
            f"<Error><Code>AccessDenied {link}</Code><Message>{link} {self._echo()}</Message>"
            f"<RequestId>req_2 {link}</RequestId><CanonicalRequest>{self.path}</CanonicalRequest></Error>"
        )
        self._answer(403, "application/xml", body.encode())

    def _link(self) -> str:
        return f"http://{self.headers['Host']}/upl_1/a.mp4?X-Amz-Credential=ak&X-Amz-Signature={SIGNATURE}"

    def _echo(self) -> str:
        return f"refused {self._link()} key {KEY} X-Api-Key={KEY} Authorization: Bearer {KEY}"

    def _json(self, status: int, value: object) -> None:
        self._answer(status, "application/json", json.dumps(value).encode())

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("X-Request-Id", f"req_1 {KEY}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its base class's name
        """Say nothing."""


@pytest.fixture
def echo() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_server_that_repeats_secrets_in_its_errors_is_not_repeated(searched: Searched, echo: str) -> None:
    program = Program(searched, echo)
    assert program.upload(small(searched), large(searched)) == 1
    program.doctor()
    told = (searched.folder / "output" / "1.out").read_text("utf-8")
    assert "req_1 lp_" in told  # what it said is told, without its secrets
    nothing_leaked(searched)


def test_the_bundle_holds_no_name_of_a_persons_file(
    program: Program, searched: Searched, box: Sandbox
) -> None:
    box.world.faults.add("put:403:2", "inline:422")
    program.upload(small(searched), large(searched))
    program.doctor()
    packed = [content for name, content in searched.texts() if "support.zip:" in name]
    assert len(packed) >= 3
    assert not [content for content in packed if MEDIA.encode() in content]


# --- the errors ----------------------------------------------------------------------------------------

LINK = f"https://r2.example/upl_1/a.mp4?X-Amz-Credential=ak&X-Amz-Signature={SIGNATURE}"
ECHO = f"refused {LINK} key {KEY} Authorization: Bearer {KEY} {json.dumps({'X-Api-Key': KEY})}"
API_CODES = (*answers.BY_CODE, "", KEY, LINK)
STORAGE_CODES = (*storage.BY_CODE, "", KEY, LINK)
HEADERS = {
    "X-Request-Id": f"req_1 {KEY} {LINK}",
    "x-amz-request-id": f"req_2 {KEY} {LINK}",
    "Location": LINK,
    "Retry-After": KEY,
}
TRANSPORT = (
    *(httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadError, httpx.ReadTimeout, httpx.WriteTimeout),
    *(httpx.ProxyError, httpx.RemoteProtocolError, httpx.UnsupportedProtocol, httpx.DecodingError),
)


def answered() -> Iterator[errors.ApiError]:
    """Yield the error of every answer and fault, each as full of secrets as a server can make it."""
    for status in (302, 400, 401, 402, 403, 404, 409, 413, 418, 422, 429, 500, 503):
        for code in API_CODES:
            failure = {"code": code, "message": ECHO, "requestId": f"r {ECHO}", "details": {LINK: [ECHO]}}
            body = json.dumps({"error": failure}).encode()
            yield errors.from_api_answer(status, HEADERS, body, now=0.0, scope="projects:write")
            yield errors.from_api_answer(status, HEADERS, body, now=0.0, missing="upload")
            yield errors.from_api_answer(status, HEADERS, ECHO.encode(), now=0.0, missing="upload")
        for code in STORAGE_CODES:
            xml = f"<Error><Code>{code}</Code><Message>{ECHO}</Message><RequestId>{ECHO}</RequestId></Error>"
            yield errors.from_storage_answer(status, HEADERS, xml.replace("&", "&amp;").encode())
            yield errors.from_storage_answer(status, HEADERS, xml.encode())
    for kind in TRANSPORT:
        fault = kind(ECHO, request=httpx.Request("PUT", LINK, headers={"X-Api-Key": KEY}))
        fault.__cause__ = OSError(5, ECHO, LINK)
        yield errors.from_transport(fault, host="r2.example", peer=f"proxy {KEY}")
    for start in (
        f"https://name:{KEY}@media.example/",
        "http://media.example/",
        "https://localhost/",
        "https:/",
    ):
        with pytest.raises(LinkNotFetched) as refused, open_link(f"{start}{KEY}?{SIGNATURE}", CancelToken()):
            pass
        yield refused.value


def test_no_error_shows_what_an_answer_or_a_fault_repeated() -> None:
    seen: set[type] = set()
    for error in answered():
        seen.add(type(error))
        shown = [str(error), repr(error), repr(error.problem), error.problem.sentence(), repr(vars(error))]
        text = "\n".join([*shown, *traceback.format_exception(error)])
        assert MARK not in text, text
        assert SIGNATURE not in text, text
    assert _all_kinds(errors.ApiError) - seen == _OF_NO_TEXT


_OF_NO_TEXT: set[type] = {
    *(errors.InsecureAddress, errors.UploadCancelled, errors.BodyLengthMismatch, errors.StorageError),
    *(errors.CaptivePortal, errors.MalformedAnswer, errors.ConnectionRefused, errors.NameNotResolved),
    *(errors.NetworkUnreachable, errors.TlsFault, errors.IdGivenTwice, errors.LayersRefusal),
}
"""Made without any text from outside: of this program's own checks, or of the number of a system's error."""


def _all_kinds(base: type[UserError]) -> set[type]:
    return {kind for child in base.__subclasses__() for kind in ({child} | _all_kinds(child))}


# --- the window ----------------------------------------------------------------------------------------


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    memory = MemoryKeyring()
    # Not by asking for the one before: that looks at every backend class that other tests have made.
    monkeypatch.setattr("keyring.core._keyring_backend", memory)
    return memory


@pytest.fixture
def desktop(
    qtbot: QtBot,
    qapp: QApplication,
    box: Sandbox,
    searched: Searched,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[app.Desktop]:
    monkeypatch.setenv("LAYERS_BASE_URL", box.base_url)
    monkeypatch.setenv("LAYERS_LOG", "debug")
    options = app.WindowOptions(
        project_id=box.world.projects[0].project_id, files=(str(small(searched)), str(large(searched)))
    )
    with running_window(qapp, qtbot, options, searched.folder / "data") as desktop:
        yield desktop


def spoken(root: QObject) -> list[str]:
    """Return all that assistive technology can read below a window, and the tooltips."""
    texts: list[str] = []

    def walk(node: QAccessibleInterface | None, depth: int) -> None:
        if node is None or not node.isValid() or depth > 30:
            return
        texts.extend(node.text(kind) for kind in QAccessible.Text if kind is not QAccessible.Text.UserText)
        content = node.textInterface()
        if content is not None:
            texts.append(content.text(0, content.characterCount()))
        for index in range(node.childCount()):
            walk(node.child(index), depth + 1)

    walk(QAccessible.queryAccessibleInterface(root), 0)
    if isinstance(root, QWidget):
        texts += [widget.toolTip() + widget.statusTip() for widget in root.findChildren(QWidget)]
    return texts


def test_what_is_read_aloud_and_copied_holds_no_secret(
    qtbot: QtBot, ring: MemoryKeyring, desktop: app.Desktop, box: Sandbox, searched: Searched
) -> None:
    window = desktop.contents
    QGuiApplication.clipboard().setText("what was there before")
    box.world.faults.add("put:badsignature:*", "inline:422:*")
    qtbot.waitUntil(window.pages.first_start.isVisible)
    key_field = window.pages.first_start.field

    QTest.keyClicks(key_field, KEY)
    assert key_field.text() == KEY
    heard = spoken(window.window)
    assert any("API key" in text for text in heard)
    key_field.selectAll()
    QTest.keySequence(key_field, "Ctrl+C")
    QTest.keyClick(key_field, Qt.Key.Key_Return)
    heard += spoken(window.window)

    qtbot.waitUntil(lambda: window.panel.totals.count == 2)
    heard += spoken(window.window)
    qtbot.waitUntil(lambda: window.panel.totals.needs_you == 2)
    heard += spoken(window.window)
    window.shortcuts.copy_all.trigger()

    assert any(MEDIA in text for text in heard)
    assert list(ring.kept.values()) == [KEY]
    assert not [field for field in window.window.findChildren(QLineEdit) if MARK in field.text()]
    heard.append(QGuiApplication.clipboard().text())
    secrets = [secret for secret in searched.secrets if any(secret in text for text in heard)]
    assert secrets == []
    assert not [text for text in heard if TELLTALE.search(text.encode())]
    nothing_leaked(searched)


# --- the search itself ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        KEY.encode(),
        f"…{MARK}…".encode(),
        KEY.encode("utf-16-le"),
        f"https://r2.example/a?X-Amz-Signature={SIGNATURE}".encode(),
        b"PUT /a?x-amz-date=1",
        b"{'Authorization': 'Bearer x'}",
        b"lp_another_key_of_somebody",
    ],
)
def test_the_search_finds_a_secret_in_a_file_in_a_zip_and_in_a_command(
    searched: Searched, content: bytes
) -> None:
    assert searched.leaks() == []
    (searched.folder / "home" / "plain").write_bytes(b"x" + content)
    with zipfile.ZipFile(searched.folder / "tmp" / "packed", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner", content)
    searched.commands.append(content)
    found = {leak.partition(": ")[0] for leak in searched.leaks()}
    assert found >= {"home/plain", "tmp/packed:inner", "a command line"}


def test_the_search_finds_a_file_that_others_could_read(searched: Searched) -> None:
    (searched.folder / "data" / "wide").touch(mode=0o644)
    assert searched.open_to_others() == ["0644 data/wide"]
