"""SIGTERM, by which systemd and Kubernetes end a run, and Ctrl-C: it cleans up or ends in order."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .errors import Terminated

_ORDERLY = (signal.SIGTERM, signal.SIGINT)
_AGAIN_SECONDS = 0.1
"""A signal that comes sooner is the same: `timeout` sends each to the process and to its group."""


@contextmanager
def sigterm_raises() -> Iterator[None]:
    """Let the first SIGTERM raise `Terminated`; more of them do not disturb the cleaning up."""
    if threading.current_thread() is not threading.main_thread():  # no other may ask for signals
        yield
        return
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def signals_ask(ask: Callable[[], None]) -> Iterator[None]:
    """Let the first SIGTERM or Ctrl-C ask for an orderly end, and a later one raise.

    Args:
        ask: Called by the handler: it may interrupt anything.

    Raises:
        Terminated: SIGTERM came again.
        KeyboardInterrupt: Ctrl-C came again.
    """
    asked: list[float] = []

    def heed(number: int, _: object) -> None:
        if not asked:
            asked.append(time.monotonic())
            ask()
        elif time.monotonic() - asked[0] >= _AGAIN_SECONDS:
            raise Terminated if number == signal.SIGTERM else KeyboardInterrupt

    is_main = threading.current_thread() is threading.main_thread()  # no other may ask for signals
    before = {number: signal.signal(number, heed) for number in _ORDERLY if is_main}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Terminated
