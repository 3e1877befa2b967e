"""SIGTERM and Ctrl-C, which end a watch after the batch under way; a second one at once."""

import os
import select
from collections.abc import Iterator
from contextlib import contextmanager

from ..signals import signals_ask


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
    try:
        with signals_ask(stop.ask):
            yield stop
    finally:
        stop.close()
