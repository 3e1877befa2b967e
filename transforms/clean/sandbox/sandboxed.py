"""The inside of a sandbox: a process that does nothing but clean one document after another.

It reads requests from its standard input and writes replies to its standard output. Limits are
kept by the kernel and not by Python, which a library in C need not let run: a timer of processor
time whose signal ends the process, and a bound on its address space. It also ends as soon as
whoever started it is gone, even in the midst of a document: while it works, any event on the pipe
that it reads from, such as its closing, is a signal that ends it.

    request   sizes of header and content (two unsigned integers of 8 bytes, big-endian), header
              (the document without its content, JSON), content (bytes as they came)
    reply     kind, whether the process is used up (a byte each), size (8 bytes), then the article
              as JSON, [reason, message] as JSON, or the text of a traceback
"""

import faulthandler
import fcntl
import importlib
import json
import os
import resource
import signal
import struct
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import IntEnum
from gc import enable, freeze, set_threshold
from typing import Any, NamedTuple

from ...model import ArticleError, Document
from ..limits import Limits

REQUEST = struct.Struct(">QQ")
REPLY = struct.Struct(">BBQ")

_PEAK = b"VmPeak:"
_OBJECTS = 10_000  # made and not freed, till garbage is looked for: some megabytes
# Who took less time than this has not filled memory to speak of, and need not be asked how much.
_SHORT_SECONDS = 0.001


class Kind(IntEnum):
    """What a reply is."""

    READY = 1
    """Everything is imported; the first reply, and to no request."""
    ARTICLE = 2
    REFUSED = 3
    OUT_OF_MEMORY = 4
    BUG = 5


class _Request(NamedTuple):
    header: bytes
    content: bytes


def serve(function: str, arguments: Mapping[str, Any], limits: Mapping[str, Any]) -> None:
    """Answer requests until there are no more; does not return.

    Args:
        function: `package.module:name` of what is called with a `Document`, and by name with
            `limits` and `arguments`.
        arguments: Its other arguments.
        limits: Fields of `Limits`.
    """
    requests, replies = _keep_to_the_protocol()
    bounds = Limits.model_validate(limits)
    module, _, name = function.partition(":")
    clean = getattr(importlib.import_module(module), name)
    freeze()  # nothing imported is ever garbage: spares the collector the walk
    set_threshold(_OBJECTS)
    enable()
    space = _AddressSpace()
    base = space.peak()
    if base:
        _bound_memory(base + 2 * bounds.max_memory_bytes)
    _write(replies, REPLY.pack(Kind.READY, 0, 0))

    flags = fcntl.fcntl(requests, fcntl.F_GETFL)
    kind, is_spent = Kind.READY, False
    while kind != Kind.OUT_OF_MEMORY and not is_spent:
        try:
            request = _next_request(requests)
            if request is None:
                break
            fcntl.fcntl(requests, fcntl.F_SETFL, flags | os.O_ASYNC)
            signal.setitimer(signal.ITIMER_PROF, bounds.max_seconds)
            kind, answer = _reply(clean, request, limits=bounds, **arguments)
        except MemoryError:
            kind, answer = Kind.OUT_OF_MEMORY, b""
        left, _ = signal.setitimer(signal.ITIMER_PROF, 0)
        request = None
        is_short = bounds.max_seconds - left < _SHORT_SECONDS
        if not is_short and (grown := space.peak() - base) > bounds.max_memory_bytes // 2:
            # Libraries pass over what they could not get: how much was used tells, whatever they
            # say. And what a process once had it hardly gives back.
            is_spent = True
            if grown > bounds.max_memory_bytes:
                kind, answer = Kind.OUT_OF_MEMORY, b""
        fcntl.fcntl(requests, fcntl.F_SETFL, flags)
        _write(replies, REPLY.pack(kind, is_spent, len(answer)) + answer)
    os._exit(0)


def _reply(clean: Callable[..., Any], request: _Request, **arguments: Any) -> tuple[Kind, bytes]:
    try:
        fields = json.loads(request.header)
        document = Document.model_validate({**fields, "content": request.content})
        return Kind.ARTICLE, clean(document, **arguments).model_dump_json().encode()
    except ArticleError as error:
        return Kind.REFUSED, json.dumps([error.reason, error.message]).encode()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  a bug: raised again where it is seen, in the other process
        return Kind.BUG, traceback.format_exc().encode("utf-8", "backslashreplace")


def _keep_to_the_protocol() -> tuple[int, int]:
    """Return the two ends, out of the reach of what prints or reads; leave nothing behind."""
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    fcntl.fcntl(requests, fcntl.F_SETOWN, os.getpid())
    for ignored in (signal.SIGINT, signal.SIGTERM):  # meant for who started it, who will end it
        signal.signal(ignored, signal.SIG_IGN)
    for ending in (signal.SIGPROF, signal.SIGIO, signal.SIGPIPE):
        signal.signal(ending, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())  # whatever the thread that started it held back
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faulthandler.enable()  # where it was, on stderr
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123
        score.write("1000")  # where the machine runs out of memory, this process goes first
    return requests, replies


def _bound_memory(most: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


class _AddressSpace:
    """How much of it this process had at most; on Linux, elsewhere always 0."""

    def __init__(self) -> None:
        self._status: int | None = None
        with suppress(OSError):
            self._status = os.open("/proc/self/status", os.O_RDONLY)

    def peak(self) -> int:
        """Return it in bytes."""
        if self._status is None:
            return 0
        status = os.pread(self._status, 4_096, 0)
        return int(status[status.index(_PEAK) + len(_PEAK) :].split(None, 1)[0]) * 1_024


def _next_request(pipe: int) -> _Request | None:
    sizes = _read(pipe, REQUEST.size)
    if len(sizes) < REQUEST.size:
        return None
    header, content = (_read(pipe, size) for size in REQUEST.unpack(sizes))
    return _Request(header, content)


def _read(pipe: int, size: int) -> bytes:
    """Return the next `size` bytes; fewer where there are no more."""
    data = os.read(pipe, size)
    if len(data) == size:
        return data
    pieces, held = [data], len(data)
    while held < size and (piece := os.read(pipe, size - held)):
        pieces.append(piece)
        held += len(piece)
    return b"".join(pieces)


def _write(pipe: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(pipe, left) :]
