"""A file, a folder or a glob → the paths of the files that it means."""

import fnmatch
import os
import posixpath
import re
import stat
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems

from ..model import Failure, ReadError, Reason, Source
from .storage import STORAGE_ERRORS

IGNORE_FILE = ".copydeskignore"
"""Names what is not to be read of the folder that it lies in."""

_GLOB = re.compile(r"[*?\[]")
_GLOB_PARTS = re.compile(r"(\*\*/|\*\*|\*|\?|\[!?[^\]/!]+\])")
_GLOB_SIGNS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


class NoMatchError(ReadError):
    """There is nothing to read where a pattern points."""


def is_unicode(path: str) -> bool:
    """Return whether a path can be written as UTF-8, as all that carries it has to."""
    return path.isascii() or path == path.encode("utf-8", "replace").decode()


def unnameable(path: str) -> Failure:
    """Return the failure of a file whose path is not UTF-8."""
    return Failure.at(
        Source(uri=path.encode("utf-8", "replace").decode()),
        ReadError(Reason.UNREADABLE, "its name is not UTF-8: rename it"),
    )


class FileState(NamedTuple):
    """What a file system tells of a file without opening it.

    Attributes:
        size: In bytes; 0 if it is not told.
        modified: When it was written last, in seconds since 1970; None if it is not told.
    """

    size: int
    modified: float | None


class Listing(NamedTuple):
    """What a pattern means, as far as it could be looked at.

    Attributes:
        states: The files, sorted.
        failed: Folders that could not be listed and files that could not be looked at, with why;
            never what is left out, nor what is gone.
    """

    states: dict[str, FileState]
    failed: dict[str, OSError]


def match_files(pattern: str) -> list[str]:
    """Return the paths of the files that `pattern` means, sorted, each once (see `match_sizes`)."""
    return list(match_sizes(pattern))


def match_sizes(pattern: str) -> dict[str, int]:
    """Return the files that `pattern` means, sorted: paths → sizes in bytes."""
    return {path: state.size for path, state in match_states(pattern).items()}


def match_states(pattern: str) -> dict[str, FileState]:
    """Return the files that `pattern` means, sorted, with what is told of each.

    Args:
        pattern: A file, which is read whatever it is called; a folder, with all below it; or a
            glob, in which `*` and `?` stay within a folder and `**` goes through any number of
            them. On any of Beam's file systems. Of a folder or a glob, whatever is below its
            fixed part and begins with `.` or `_` is left out, as Hadoop does, and so is what the
            `.copydeskignore` there names: one pattern a line, `#` before a comment; a pattern
            without a slash is the name of a file or folder at any depth, one with a slash a path
            from there. Links to folders are not followed.

    Returns:
        Local paths normalised, but relative if the pattern is.

    Raises:
        NoMatchError: There is no such file, or nothing in the folder that is to be read.
        ReadError: `unreadable` if the file system fails.
    """
    states, failed = match_listing(pattern)
    if not states and not failed:
        raise NoMatchError(Reason.UNREADABLE, f"{pattern}: there is nothing to read there")
    # Reading what failed fails once more, and so it is accounted for.
    return dict(sorted((states | dict.fromkeys(failed, FileState(0, None))).items()))


def match_listing(pattern: str) -> Listing:
    """Return what `pattern` means (see `match_states`), and what of it could not be looked at.

    Raises:
        NoMatchError: The pattern makes no sense.
        ReadError: `unreadable` if the file system fails as a whole.
    """
    try:
        if _is_local(pattern):
            return _list_local(pattern)
        return Listing(dict(sorted(_match_remote(pattern).items())), {})
    except STORAGE_ERRORS as error:
        raise ReadError(Reason.UNREADABLE, f"{pattern}: cannot be listed: {error}") from error
    except (ValueError, re.error) as error:  # no such kind of file system; no such glob
        raise NoMatchError(Reason.UNREADABLE, f"{pattern}: {error}") from error


def _is_local(pattern: str) -> bool:
    return FileSystems.get_scheme(pattern) is None


def _list_local(pattern: str) -> Listing:
    failed: dict[str, OSError] = {}
    states: dict[str, FileState] = {}
    named = os.path.normpath(pattern)
    for path in sorted(_local_paths(pattern, failed)):
        try:
            mode, state = _local_state(path)
        except FileNotFoundError:  # it went meanwhile
            continue
        except OSError as error:
            failed[path] = error
        else:
            if stat.S_ISREG(mode) or path == named:  # a pipe might be read for ever
                states[path] = state
    return Listing(states, failed)


def _local_state(path: str) -> tuple[int, FileState]:
    """Return what kind of file it is, and its state.

    Raises:
        OSError: It cannot be looked at.
    """
    try:
        status = Path(path).stat()
    except OSError:
        if stat.S_ISLNK(Path(path).lstat().st_mode):
            return stat.S_IFREG, FileState(0, None)  # it leads nowhere: reading it will say why
        raise
    return status.st_mode, FileState(status.st_size, status.st_mtime)


def _local_paths(pattern: str, failed: dict[str, OSError]) -> list[str]:
    """Return what is a file by its folder; folders that cannot be listed are put into `failed`."""
    pattern = os.path.normpath(pattern) if pattern else pattern
    if Path(pattern).is_dir():
        return _below(pattern, None, failed)
    if os.path.lexists(pattern):
        return [pattern]
    if not _GLOB.search(pattern):
        return []
    folder, glob = _split_glob(pattern)
    return _below(folder, glob, failed) if Path(folder or ".").is_dir() else []


def _below(folder: str, glob: str | None, failed: dict[str, OSError]) -> list[str]:
    depth = None if glob is None or "**" in glob else glob.count("/")
    unlisted: dict[str, OSError] = {}
    paths = _selected(folder, _local_files(folder or ".", depth, unlisted), glob)
    for path in _selected(folder, unlisted, None):
        relative = posixpath.relpath(path, folder)
        if relative == "." or glob is None or _may_hold(relative, glob):
            failed[path] = unlisted[path]
    return paths


def _local_files(folder: str, depth: int | None, unlisted: dict[str, OSError]) -> Iterator[str]:
    errors: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        if depth is not None and len(Path(os.path.relpath(place, folder)).parts) >= depth:
            folders.clear()
        yield from (os.path.normpath(f"{place}/{name}") for name in names)
    for error in errors:
        path = os.path.normpath(error.filename or folder)
        if path == os.path.normpath(folder) or not isinstance(
            error, FileNotFoundError
        ):  # else it went meanwhile
            unlisted[path] = error


def _may_hold(relative: str, glob: str) -> bool:
    """Return whether something in the folder `relative` may match `glob`.

    >>> _may_hold("2024", "20*/*.txt"), _may_hold("old", "20*/*.txt"), _may_hold("old", "**/a")
    (True, False, True)
    """
    names = relative.split("/")
    fixed = list(takewhile(lambda part: "**" not in part, glob.split("/")))[: len(names)]
    return bool(_glob_expression("/".join(fixed)).fullmatch("/".join(names[: len(fixed)])))


def _match_remote(pattern: str) -> dict[str, FileState]:
    glob = None
    if _GLOB.search(pattern):
        folder, glob = _split_glob(pattern)
    else:
        if not pattern.endswith("/") and FileSystems.exists(pattern):
            listed = _listed(pattern)
            if pattern in listed:
                return {pattern: listed[pattern]}
        folder = pattern.rstrip("/")
    listed = _listed(f"{folder}/**")
    return {path: listed[path] for path in _selected(folder, listed, glob)}


def _listed(pattern: str) -> dict[str, FileState]:
    """Return the files below a folder with their states: asked one by one would take too long."""
    found = FileSystems.match([pattern])[0].metadata_list
    return {
        each.path: FileState(each.size_in_bytes or 0, each.last_updated_in_seconds or None)
        for each in found
    }


def _split_glob(pattern: str) -> tuple[str, str]:
    """Return the folder before the first glob sign, and what follows it.

    >>> _split_glob("news/2024/*/a?.txt")
    ('news/2024', '*/a?.txt')
    """
    fixed = pattern[: _GLOB.search(pattern).start()]  # type: ignore[union-attr]  # asked before
    folder = fixed[: fixed.rfind("/") + 1]
    return (folder.rstrip("/") or folder), pattern[len(folder) :]


def _selected(folder: str, paths: Iterable[str], glob: str | None) -> list[str]:
    ignored = _ignored(folder)
    wanted = None if glob is None else _glob_expression(glob)
    selected = []
    for path in paths:
        relative = posixpath.relpath(path, folder) if _is_local(path) else path[len(folder) + 1 :]
        if wanted is not None and not wanted.fullmatch(relative):
            continue
        if any(map(_is_hidden, relative.split("/"))) or _is_ignored(relative, ignored):
            continue
        if relative and not path.endswith("/"):  # object stores have markers for folders
            selected.append(path)
    return selected


def _is_hidden(name: str) -> bool:
    return name.startswith(("_", ".")) and name not in (".", "..")


def _glob_expression(glob: str) -> re.Pattern[str]:
    return re.compile("".join(map(_translated, _GLOB_PARTS.split(glob))), re.DOTALL)


def _translated(part: str) -> str:
    if part in _GLOB_SIGNS:
        return _GLOB_SIGNS[part]
    if part.startswith("[") and _GLOB_PARTS.fullmatch(part):
        sign, letters = ("^", part[2:-1]) if part[1] == "!" else ("", part[1:-1])
        return f"[{sign}{letters.replace(chr(92), chr(92) * 2)}]"
    return re.escape(part)


def _ignored(folder: str) -> list[str]:
    path = posixpath.join(folder, IGNORE_FILE)
    if not FileSystems.exists(path):
        return []
    with FileSystems.open(path, compression_type=CompressionTypes.UNCOMPRESSED) as file:
        lines = file.read().decode("utf-8", "replace").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _is_ignored(relative: str, patterns: list[str]) -> bool:
    """Return whether a pattern names the path `relative` or a folder that it is in.

    >>> _is_ignored("drafts/2024/a.txt", ["drafts/"]), _is_ignored("a.txt", ["*.md"])
    (True, False)
    """
    names = relative.split("/")
    for depth, name in enumerate(names, start=1):
        path = "/".join(names[:depth])
        for pattern in patterns:
            if pattern.endswith("/") and depth == len(names):
                continue  # a folder's pattern
            bare = pattern.strip("/")
            is_path = "/" in pattern.rstrip("/")
            if fnmatch.fnmatchcase(path if is_path else name, bare):
                return True
    return False
