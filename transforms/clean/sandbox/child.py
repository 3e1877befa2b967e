"""A process that answers requests, seen from the process that starts it.

Nothing here waits without an end, and nothing leaks: what the process says on stderr is kept, its
last lines only, and once it was ended, it and its pipes are gone.
"""

import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from .sandboxed import REPLY, Kind

# Run before anything else. A package is a module with a path there: what its `__init__` imports,
# Beam above all, is not needed. So the main script is not run again, nor is anything imported
# from the folder that happens to be the current one. What is imported stays, so that garbage is
# not looked for meanwhile, which would take a tenth of the time.
_BOOT = """\
import gc, importlib, importlib.machinery, importlib.util, json, sys
gc.disable()
given = json.loads(open(0, "rb", 0, closefd=False).readline())
sys.path[:] = given["path"]
for name, folder in given["packages"]:
    spec = importlib.machinery.PathFinder.find_spec(name, [folder])
    sys.modules[name] = importlib.util.module_from_spec(spec)
importlib.import_module(given["module"]).serve(**given["task"])
"""
_START_SECONDS = 120.0
_DYING_SECONDS = 10.0
_PIPE_BYTES = 1 << 20  # a page at once, and so no switching to and fro; the most that Linux allows
_READ_BYTES = 1 << 16  # more would be a mapping of memory made and unmade each time
_LAST_WORDS_BYTES = 4_096


class Reply(NamedTuple):
    """What was answered; see `sandboxed`."""

    kind: Kind
    is_spent: bool
    answer: bytes


class ChildTimedOutError(Exception):
    """The process did not answer in time; it was ended."""


class ChildDiedError(Exception):
    """The process has ended, or answered what is no answer and was ended.

    Attributes:
        signal: What ended it, or None.
        last_words: The end of what it said on stderr.
    """

    def __init__(self, code: int, last_words: str) -> None:
        self.signal = -code if code < 0 else None
        self.last_words = last_words
        super().__init__(
            f"was ended by {_signal_name(-code)}" if code < 0 else f"ended with exit code {code}"
        )


class Child:
    """A process that runs `serve` of a module beside this one.

    Args:
        module: Name of the module, in this package.
        task: Arguments of its `serve`; values that JSON knows.

    Attributes:
        answered: How many requests it answered.
    """

    def __init__(self, module: str, task: Mapping[str, Any]) -> None:
        self.answered = 0
        self._is_ready = False
        self._last_words = b""
        self._process = subprocess.Popen(  # noqa: S603  this Python, and a program of ours
            [sys.executable, "-P", "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is not for it
        )
        pipes = (self._process.stdin, self._process.stdout, self._process.stderr)
        self._requests, self._replies, self._stderr = (pipe.fileno() for pipe in pipes if pipe)
        for pipe in (self._requests, self._replies, self._stderr):
            os.set_blocking(pipe, False)
        for pipe in (self._requests, self._replies):
            with suppress(OSError, AttributeError):  # a favour of Linux
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._events = select.poll()
        self._events.register(self._replies, select.POLLIN)
        self._events.register(self._stderr, select.POLLIN)
        given = {
            "path": [entry for entry in sys.path if isinstance(entry, str)],
            "packages": list(_packages()),
            "module": f"{__package__}.{module}",
            "task": dict(task),
        }
        self._unsent = [memoryview(json.dumps(given).encode() + b"\n")]
        self._send()

    def await_start(self) -> None:
        """Wait until it is ready.

        Raises:
            ChildDiedError: It never was.
            ChildTimedOutError: It was not after two minutes.
        """
        if not self._is_ready:
            self._reply(_START_SECONDS)
            self._is_ready = True

    def ask(self, request: Sequence[bytes], seconds: float) -> Reply:
        """Return what it answers to `request`.

        Args:
            request: The pieces of a request.
            seconds: Time by the clock.

        Raises:
            ChildDiedError: It died over it.
            ChildTimedOutError: It did not answer in time.
        """
        self._unsent = [memoryview(piece) for piece in request]
        self._send()
        reply = self._reply(seconds)
        self.answered += 1
        return reply

    def end(self) -> None:
        """End it; what it was doing is lost. Doing so again does nothing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe:
                pipe.close()

    def _reply(self, seconds: float) -> Reply:
        deadline = time.monotonic() + seconds
        received = bytearray()
        size = REPLY.size
        while len(received) < size:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ChildTimedOutError
            for pipe, _ in self._events.poll(left * 1_000 + 1):
                if pipe == self._requests:
                    self._send()
                    continue
                data = os.read(pipe, _READ_BYTES)
                if pipe == self._stderr:
                    self._keep(data)
                elif data:
                    received += data
                else:
                    raise self._death()
            if len(received) >= REPLY.size:
                kind, _, length = REPLY.unpack_from(received)
                if kind not in Kind.__members__.values():
                    self._process.kill()
                    raise self._death()
                size = REPLY.size + length
        kind, is_spent, _ = REPLY.unpack_from(received)
        return Reply(Kind(kind), bool(is_spent), bytes(received[REPLY.size : size]))

    def _send(self) -> None:
        """Send as much as there is room for; the rest when there is."""
        try:
            while self._unsent:
                sent = os.writev(self._requests, self._unsent)
                while self._unsent and sent >= len(self._unsent[0]):
                    sent -= len(self._unsent.pop(0))
                if sent:
                    self._unsent[0] = self._unsent[0][sent:]
        except BlockingIOError:
            self._events.register(self._requests, select.POLLOUT)
            return
        except BrokenPipeError:  # its end is told where replies are read
            self._unsent = []
        with suppress(KeyError):
            self._events.unregister(self._requests)

    def _keep(self, words: bytes) -> None:
        self._last_words = (self._last_words + words)[-_LAST_WORDS_BYTES:]
        if not words:
            self._events.unregister(self._stderr)

    def _death(self) -> ChildDiedError:
        """Return how it ended; end it if it only closed its pipes."""
        try:
            code = self._process.wait(_DYING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        with suppress(OSError):
            while words := os.read(self._stderr, _READ_BYTES):
                self._last_words = (self._last_words + words)[-_LAST_WORDS_BYTES:]
        return ChildDiedError(code, self._last_words.decode(errors="replace"))


def _packages() -> list[tuple[str, str]]:
    """Return the packages around this module, outermost first, each with the folder it lies in."""
    parts = (__package__ or "").split(".")
    names = [".".join(parts[: count + 1]) for count in range(len(parts))]
    return [(name, str(Path(next(iter(sys.modules[name].__path__))).parent)) for name in names]


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
