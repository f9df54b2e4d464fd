"""The GUI thread is never held longer than 100 ms while 4 uploads run at full loopback speed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

ALLOWED_MS = 100.0
FILES, FILE_BYTES = 8, 300_000_000

PROGRAM = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from layers_desktop import app
from layers_desktop.settings.paths import places
from layers_desktop.ui.application import make_application
from layers_desktop.ui.theme import Theme

class Heart(QObject):
    '''Beats every 2 ms; the longest pause between two beats is how long the thread was held.'''

    def __init__(self, desktop, wanted):
        super().__init__()
        self.desktop, self.wanted = desktop, wanted
        self.gaps, self.last, self.began = [], None, 0.0
        self.timer = QTimer(self, interval=2, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.beat)
        self.timer.start()

    @Slot()
    def beat(self):
        now = time.perf_counter()
        totals = self.desktop.window.panel.totals if self.desktop._backend else None
        if totals is None or totals.bytes_sent == 0:
            self.began = now
            return
        if self.last is not None:
            self.gaps.append(now - self.last)
        self.last = now
        if totals.settled == self.wanted:
            assert totals.done == self.wanted
            application.quit()

application = make_application(offscreen=True)
options = app.Options(data_dir=Path(sys.argv[1]), project_id=sys.argv[2], files=tuple(sys.argv[3:]))
desktop = app.Desktop(options, places(options.data_dir), Theme(application))
heart = Heart(desktop, len(options.files))
desktop.start()
application.exec()
seconds = time.perf_counter() - heart.began
assert desktop.stop()
print(max(heart.gaps) * 1000, seconds, len(heart.gaps))
"""


def test_the_gui_thread_stays_free_while_four_uploads_run(
    sandbox: dict[str, str],
    first_project: str,
    sparse_video: Callable[[str, int], Path],
    measured: Callable[..., str],
    tmp_path: Path,
) -> None:
    files = [sparse_video(f"clip-{number}.mp4", FILE_BYTES) for number in range(FILES)]
    out = measured(PROGRAM, tmp_path / "data", first_project, *files, environment=sandbox)
    longest, seconds, beats = map(float, out.split())
    rate = FILES * FILE_BYTES / seconds / 1e6
    print(f"\nGUI thread held for at most {longest:.1f} ms in {beats:.0f} beats; {rate:.0f} MB/s altogether")
    assert longest <= ALLOWED_MS
