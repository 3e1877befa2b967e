"""SIGTERM and Ctrl-C, which end a watch after the batch under way; a second one at once."""

import os
import select
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..errors import Terminated

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """Whether the watch was asked to end.

    A handler may interrupt anything, the waiting for it too. So it writes to a pipe, which takes no
    lock, and who waits, waits for that.
    """

    def __init__(self) -> None:
        self.is_asked = False
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)

    def ask(self) -> None:
        """Ask it to end."""
        self.is_asked = True
        os.write(self._write, b"\n")

    def wait(self, seconds: float) -> None:
        """Wait so long, or until it is asked to end."""
        select.select([self._read], [], [], seconds)

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self._read)
        os.close(self._write)


@contextmanager
def stopping() -> Iterator[Stop]:
    """Let signals ask the watch to end; the second of them raises.

    Raises:
        Terminated: SIGTERM came again.
        KeyboardInterrupt: Ctrl-C came again.
    """
    stop = Stop()

    def heed(number: int, _: FrameType | None) -> None:
        if stop.is_asked:
            raise Terminated if number == signal.SIGTERM else KeyboardInterrupt
        stop.ask()

    is_main = threading.current_thread() is threading.main_thread()  # no other may ask for signals
    before = {number: signal.signal(number, heed) for number in _SIGNALS if is_main}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.close()
