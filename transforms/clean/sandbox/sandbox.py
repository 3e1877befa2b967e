"""Cleaning in a process apart, so that no page can harm the one that reads, writes and counts.

A page that hangs, crashes or fills the memory in a library written in C ends the process that
cleans it. That process is then replaced, the page is refused, and the run goes on. It is started
as a program of its own: a fork of a process with threads may hang, and `multiprocessing` would run
the main script again. What cleans is imported there, and only there.

The same page shall be refused for the same reason on every run. So what may have come from
outside (a kill, a machine without memory, what earlier pages left behind) is tried once more in a
fresh process, alone, and that one's answer counts.
"""

import json
import logging
import os
import signal
import threading
import weakref
from collections.abc import Mapping
from typing import Any

from ...model import Article, CleanError, Document, Reason
from ..limits import DEFAULT_LIMITS, Limits, check_size
from .child import Child, ChildDiedError, ChildTimedOutError, Reply
from .sandboxed import REQUEST, Kind

_LOG = logging.getLogger(__name__)

# Time by the clock, for each second of a processor and on top: needed only where what is waited for
# never comes, or where a machine has ten times the work that it can do.
_CLOCK_SECONDS, _MORE_SECONDS = 10.0, 1.0


class SandboxError(RuntimeError):
    """What cleans has a bug, or its process cannot be started: no fault of a document."""


class _LostError(Exception):
    """No answer, and a fresh process may have one; if it has none either, the refusal counts."""

    def __init__(self, refusal: CleanError) -> None:
        super().__init__(refusal)
        self.refusal = refusal


class Sandbox:
    """Cleans documents in processes of its own: as many as there are threads that call at a time.

    Args:
        function: `package.module:name` of what makes an article of a document; called with the
            `Document`, and by name with `limits` and `arguments`.
        arguments: Its other arguments; values that JSON knows.
        limits: What a document may take.
    """

    def __init__(
        self,
        function: str,
        arguments: Mapping[str, Any] | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._task = {
            "function": function,
            "arguments": dict(arguments or {}),
            "limits": limits.model_dump(),
        }
        self._limits = limits
        self._idle: list[Child] = []
        self._children = _Children()
        self._finalizer = weakref.finalize(self, self._children.end, os.getpid())

    def start(self) -> None:
        """Start a process without waiting for it: it imports while the caller goes on."""
        self._idle.append(self._children.start(self._task))

    def close(self) -> None:
        """End the processes; so does the end of the interpreter. Nothing can be cleaned then."""
        self._idle.clear()
        self._finalizer()

    def clean(self, document: Document) -> Article:
        """Return the article that `document` holds.

        Raises:
            CleanError: What the function raises; TOO_LARGE, TIME_LIMIT, MEMORY_LIMIT or CRASHED.
            SandboxError: The function raised something else, or no process can be started.
        """
        check_size(document, self._limits)
        try:
            child = self._idle.pop()
        except IndexError:
            child = self._children.start(self._task)
        try:
            return self._article(child, document)
        except _LostError as lost:
            _LOG.info("%s: %s; once more", document.source.uri, lost.refusal.message)
        try:
            return self._article(self._children.start(self._task), document)
        except _LostError as lost:
            raise lost.refusal from None

    def _article(self, child: Child, document: Document) -> Article:
        is_fresh = not child.answered
        kind, _, answer = self._reply(child, document)
        match kind:
            case Kind.ARTICLE:
                return Article.model_validate_json(answer)
            case Kind.REFUSED:
                reason, message = json.loads(answer)
                raise CleanError(Reason(reason), message)
            case Kind.OUT_OF_MEMORY:
                limit = self._limits.max_memory_bytes
                refusal = CleanError(
                    Reason.MEMORY_LIMIT,
                    f"cleaning it takes more than {limit} bytes of memory (max_memory_bytes)",
                )
                raise refusal if is_fresh else _LostError(refusal)
            case _:
                told = answer.decode(errors="replace")
                raise SandboxError(f"cleaning {document.source.uri} failed:\n{told}")

    def _reply(self, child: Child, document: Document) -> Reply:
        header = document.model_dump_json(exclude={"content"}).encode()
        sizes = REQUEST.pack(len(header), len(document.content))
        seconds = self._limits.max_seconds
        by_clock = _CLOCK_SECONDS * seconds + _MORE_SECONDS
        is_kept = False
        try:
            _await_start(child)
            reply = child.ask((sizes, header, document.content), by_clock)
            is_kept = not reply.is_spent and reply.kind != Kind.OUT_OF_MEMORY
        except ChildTimedOutError:
            raise _LostError(
                CleanError(
                    Reason.TIME_LIMIT,
                    f"cleaning it does not end within {by_clock:g} s by the clock (max_seconds)",
                )
            ) from None
        except ChildDiedError as death:
            _LOG.info("%s: its process %s\n%s", document.source.uri, death, death.last_words)
            if death.signal == signal.SIGPROF:
                raise CleanError(
                    Reason.TIME_LIMIT,
                    f"cleaning it takes more than {seconds:g} s of a processor (max_seconds)",
                ) from None
            raise _LostError(
                CleanError(Reason.CRASHED, f"the process that was cleaning it {death}, twice")
            ) from None
        finally:
            if is_kept:
                self._idle.append(child)
            else:
                self._children.end_one(child)
        return reply


def _await_start(child: Child) -> None:
    try:
        child.await_start()
    except (ChildDiedError, ChildTimedOutError) as error:
        said = f"{error}\n{error.last_words}" if isinstance(error, ChildDiedError) else "is stuck"
        raise SandboxError(
            f"the process that is to clean {said}\nIt has to be a Python that can import what this "
            "one can; without it, use Clean(isolated=False)"
        ) from None


class _Children:
    """The processes there are, for the day on which they shall all be gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: set[Child] = set()
        self._is_over = False

    def start(self, task: Mapping[str, Any]) -> Child:
        with self._lock:
            if self._is_over:
                raise SandboxError("it was closed")
            try:
                child = Child("sandboxed", task)
            except OSError as error:
                raise SandboxError(f"no process can be started to clean in: {error}") from error
            self._all.add(child)
            return child

    def end_one(self, child: Child) -> None:
        child.end()
        with self._lock:
            self._all.discard(child)

    def end(self, owner: int) -> None:
        if os.getpid() != owner:  # a fork: they are not its own
            return
        with self._lock:
            children, self._all, self._is_over = self._all, set(), True
        for child in children:
            child.end()
