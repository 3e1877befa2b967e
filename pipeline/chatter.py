"""What is shown of all that Beam and the libraries say: nothing, unless it is asked for."""

import io
import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb

_OURS = ("pipeline", "transforms")


def hush(*, verbose: bool) -> None:
    """Let through what our own modules warn of, and what others say only if that is wanted."""
    handler = logging.StreamHandler()
    if verbose:
        handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    else:
        handler.setFormatter(logging.Formatter("copydesk: %(message)s"))
        handler.addFilter(lambda record: record.name.split(".")[0] in _OURS)
        os.environ.setdefault("GRPC_VERBOSITY", "NONE")
        threading.excepthook = _tell_of_ours
        if not sys.warnoptions:
            warnings.simplefilter("ignore")
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, handlers=[handler], force=True)


@contextmanager
def workers_hushed() -> Iterator[None]:
    """Keep what worker processes write to stderr from being shown; what this one writes, is.

    They inherit file descriptor 2, and what they log before they are connected goes there. What
    they raise comes back another way.
    """
    if not _is_descriptor_2(sys.stderr):
        yield
        return
    before, shown = sys.stderr, os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    before.flush()
    with os.fdopen(
        shown, "w", encoding=before.encoding, errors=before.errors, buffering=1
    ) as stderr:
        os.dup2(nowhere, 2)
        sys.stderr = stderr
        hush(verbose=False)
        try:
            yield
        finally:
            os.dup2(shown, 2)
            sys.stderr = before
            hush(verbose=False)
            os.close(nowhere)


@contextmanager
def threads_hushed() -> Iterator[None]:
    """Keep what workers in threads of this process print to stderr from being shown.

    Runners that are given a job start such where they may (LOOPBACK). What logging shows, and
    whoever holds on to stderr itself, is not concerned.
    """
    before = sys.stderr
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        sys.stderr = nowhere
        try:
            yield
        finally:
            sys.stderr = before


def _tell_of_ours(ended: threading.ExceptHookArgs) -> None:
    """Say nothing of how Beam's threads end that serve workers: the run itself tells of it.

    They may end later than the run, as soon as the other side is gone.
    """
    modules = [frame.f_globals.get("__name__", "") for frame, _ in walk_tb(ended.exc_traceback)]
    if any(name.split(".")[0] in _OURS for name in modules):
        threading.__excepthook__(ended)


def _is_descriptor_2(stream: object) -> bool:
    try:
        return isinstance(stream, io.TextIOWrapper) and stream.fileno() == 2  # noqa: PLR2004
    except io.UnsupportedOperation:
        return False
