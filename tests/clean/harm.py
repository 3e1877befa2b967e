"""What pages have made libraries do, as functions that a sandbox runs in the place of cleaning.

A document says in its first word what shall be done over it; any other is cleaned well.
"""

import ctypes
import json
import os
import re
import signal
import sys
import time
from pathlib import Path

from transforms.model import Article, CleanError, Reason


def work(document, *, limits, folder=None):
    """Do as the document says."""
    deed, _, rest = document.content.decode().partition(" ")
    DEEDS.get(deed, lambda *_: None)(rest, folder)
    return Article(id=document.id, source=document.source, text=document.content.decode())


def backtrack(*_):
    """Hold the interpreter, in a regular expression that never comes to an end."""
    re.match(r"(a|aa)+$", "a" * 200 + "b")


def allocate(*_):
    """Ask for more than there is, and let the error through."""
    bytes(10 << 30)


def allocate_and_pass_over(*_):
    """Take too much, as a library that passes over the error in the end."""
    held = [b"x" * (1 << 20) for _ in range(100)]
    try:
        bytes(10 << 30)
    except MemoryError:
        del held


def leave_memory(rest, folder):
    """Keep what is never given back."""
    LEFT.append(b"x" * (int(rest.split()[0]) << 20))


def overflow(*_):
    """Call so deep in C that the stack ends."""
    sys.setrecursionlimit(10**9)
    json.loads("[" * 10**7)


def refuse(*_):
    """Refuse, as cleaning does."""
    raise CleanError(Reason.NO_TEXT, "nothing — “nichts”")


def divide(*_):
    """Have a bug."""
    return 1 / 0


def die_once(rest, folder):
    """Be killed from outside, which befalls the first process only."""
    mark = Path(folder, "died")
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def write_pid(rest, folder):
    """Tell who it is, then be busy for a long time."""
    Path(folder, "pid.part").write_text(str(os.getpid()))
    Path(folder, "pid.part").rename(Path(folder, "pid"))
    backtrack()


def print_much(*_):
    """Say much on both streams, and read from the third."""
    for stream in (1, 2):
        for _ in range(100):
            os.write(stream, b"\0garbage" * 1_000)
    print("more", flush=True)
    assert os.read(0, 1) == b""


def tamper(*_):
    """Write to every file that is open, the replies among them."""
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b"garbage, and no reply")
        except OSError:
            continue


LEFT = []
DEEDS = {
    "backtrack": backtrack,
    "sleep": lambda *_: time.sleep(1_000),
    "allocate": allocate,
    "pass-over": allocate_and_pass_over,
    "leave": leave_memory,
    "abort": lambda *_: os.abort(),
    "segfault": lambda *_: ctypes.string_at(0),
    "overflow": overflow,
    "exit": lambda *_: os._exit(3),
    "sys-exit": lambda *_: sys.exit(4),
    "refuse": refuse,
    "bug": divide,
    "die-once": die_once,
    "pid": write_pid,
    "print": print_much,
    "tamper": tamper,
}
