"""The line that is shown while a run goes on: live on a terminal, else printed now and then."""

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

from ..config import Config
from ..input_files import InputFiles
from ..runners import remote_runner
from .counting import Point, Watch, read_counts, unwatched, watch_into
from .line import progress_line

_LIVE_SECONDS = 0.5
PLAIN_SECONDS = 30
"""Between two lines where there is no terminal, and before the first: most runs print none."""


@contextmanager
def progress_shown(config: Config) -> Iterator[Watch]:
    """Show on stderr how far a run on this machine is; give what watches its graph.

    Nothing is shown, or watched, of a quiet run and of one on another runner, which shows its own.
    """
    if config.quiet or remote_runner(config.beam_options):
        yield unwatched
        return
    with tempfile.TemporaryDirectory(prefix="copydesk-", ignore_cleanup_errors=True) as folder:
        shown = _Shown(folder, InputFiles(config.input), is_plain=config.verbose)
        shown.start()
        try:
            yield watch_into(folder)
        finally:
            shown.end()


class _Shown:
    def __init__(self, folder: str, files: InputFiles, *, is_plain: bool) -> None:
        self._folder = folder
        self._files = files
        self._stderr: TextIO = sys.stderr
        console = Console(file=self._stderr)
        self._live = None
        if console.is_terminal and not is_plain:
            self._live = Live(
                console=console,
                auto_refresh=False,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._show, name="progress", daemon=True)
        self._began: float | None = None

    def start(self) -> None:
        if self._live:
            self._live.start()
        self._thread.start()

    def end(self) -> None:
        self._is_over.set()
        self._thread.join()
        if self._live:
            self._live.stop()

    def _show(self) -> None:
        due = time.monotonic() + (0 if self._live else PLAIN_SECONDS)
        while not self._is_over.wait(_LIVE_SECONDS):
            counts = read_counts(self._folder)
            moment = time.monotonic()
            if self._began is None and Point.READ in counts:
                self._began = moment
            if moment < due:
                continue
            seconds = moment - self._began if self._began else 0
            line = progress_line(counts, seconds, self._files.local_bytes)
            try:
                self._tell(line)
            except (OSError, ValueError):  # stderr was closed: there is nobody to tell
                return
            due = moment + (0 if self._live else PLAIN_SECONDS)

    def _tell(self, line: str) -> None:
        if self._live:
            text = Text(line, style="dim", no_wrap=True, overflow="ellipsis")
            self._live.update(text, refresh=True)
        else:
            self._stderr.write(f"copydesk: {line}\n")
            self._stderr.flush()
