"""Paths as they are written: of this machine or not, with a glob or without."""

import os
import re

_GLOB = re.compile(r"[*?\[]")


def is_local(path: str) -> bool:
    """Return whether `path` is of this machine's file system."""
    return "://" not in path


def has_glob(path: str) -> bool:
    """Return whether `path` has a wildcard in it.

    >>> has_glob("crawl/*.warc"), has_glob("crawl")
    (True, False)
    """
    return _GLOB.search(path) is not None


def before_glob(path: str) -> str:
    """Return the folder of `path` above its first wildcard; `path` itself if it has none.

    >>> before_glob("crawl/2026/*.warc")
    'crawl/2026/'
    """
    wildcard = _GLOB.search(path)
    if wildcard is None or (is_local(path) and os.path.exists(path)):  # noqa: PTH110  never raises
        return path
    return path[: path.rfind("/", 0, wildcard.start()) + 1]


def absolute(path: str) -> str:
    """Return the one path that all ways of writing a local path come to."""
    return os.path.realpath(path) if is_local(path) else path.rstrip("/")


def is_within(path: str, folder: str) -> bool:
    """Return whether `path` is `folder` or below it.

    >>> is_within("a/b", "a"), is_within("ab", "a")
    (True, False)
    """
    return path == folder or path.startswith(folder.rstrip("/") + "/")
