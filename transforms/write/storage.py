"""Whole files on any of Beam's file systems: written aside, then renamed into place."""

import hashlib
import shutil
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from apache_beam.io.filesystem import BeamIOError, CompressionTypes
from apache_beam.io.filesystems import FileSystems


class _Measured:
    """A stream that counts and hashes what is written through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0
        self.closed = False

    def write(self, data: Any) -> int:
        view = memoryview(data)
        self._digest.update(view)
        self._stream.write(view.tobytes())
        self.size += view.nbytes
        return view.nbytes

    def flush(self) -> None:
        self._stream.flush()

    def tell(self) -> int:
        return self.size

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def write_aside(folder: str, write: Callable[[IO[bytes]], None]) -> tuple[str, int, str]:
    """Let `write` fill a new file in `folder`, under a name that data set readers pass over.

    Returns:
        The file's path, its size in bytes, and its SHA-256 in hexadecimal.

    Raises:
        OSError: It cannot be written; no part of it is left behind.
    """
    make_folder(folder)
    path = FileSystems.join(folder, f".{uuid.uuid4().hex}.part")
    try:
        # The suffix must not make Beam compress what is compressed already.
        with FileSystems.create(path, compression_type=CompressionTypes.UNCOMPRESSED) as stream:
            measured = _Measured(stream)
            write(measured)  # type: ignore[arg-type]
    except OSError as error:
        delete([path])
        if error.errno is None or error.filename is not None:
            raise
        raise OSError(error.errno, error.strerror, path) from error  # which says where
    except BaseException:
        delete([path])
        raise
    return path, measured.size, measured.sha256


def move_into_place(moves: Iterable[tuple[str, str]]) -> None:
    """Rename files, making folders and replacing what is there; a move done before is no error.

    Args:
        moves: Pairs of where a file is and where it shall be.

    Raises:
        OSError: A file is at neither place, or cannot be moved.
    """
    waiting = [
        move for move in moves if FileSystems.exists(move[0]) or not FileSystems.exists(move[1])
    ]
    for folder in sorted({FileSystems.split(target)[0] for _, target in waiting}):
        make_folder(folder)
    if waiting:
        sources, targets = zip(*waiting, strict=True)
        try:
            FileSystems.rename(list(sources), list(targets))
        except BeamIOError as error:
            raise OSError(f"files could not be moved into place: {error}") from error


def write_whole(path: str, content: bytes) -> None:
    """Write a small file so that readers see all of it or nothing."""
    aside, _, _ = write_aside(
        FileSystems.split(path)[0], lambda stream: _write_all(stream, content)
    )
    move_into_place([(aside, path)])


def read_if_there(path: str) -> bytes | None:
    """Return the content of a small file, or None if there is none."""
    if not FileSystems.exists(path):
        return None
    with FileSystems.open(path, compression_type=CompressionTypes.UNCOMPRESSED) as stream:
        return bytes(stream.read())


def make_folder(path: str) -> None:
    """Make a folder and those above it; one that is there already is no error."""
    if not FileSystems.exists(path):
        try:
            FileSystems.mkdirs(path)
        except OSError:
            if not FileSystems.exists(path):  # else another worker made it meanwhile
                raise


def delete(paths: Iterable[str]) -> None:
    """Delete files and folders, whole; what is not there is no error."""
    there = [path for path in paths if FileSystems.exists(path)]
    for path in filter(_is_local, there):  # Beam would take brackets in it for a glob
        if Path(path).is_dir():
            shutil.rmtree(path)
        else:
            Path(path).unlink()
    if remote := [path for path in there if not _is_local(path)]:
        FileSystems.delete(remote)


def folders_with(name: str, below: str) -> list[str]:
    """Return the folders right below a folder that hold a file of that name."""
    if _is_local(below):
        return sorted(str(found.parent) for found in Path(below).glob(f"*/{name}"))
    (match,) = FileSystems.match([FileSystems.join(below, "*", name)])
    return sorted(FileSystems.split(found.path)[0] for found in match.metadata_list)


def _is_local(path: str) -> bool:
    return FileSystems.get_scheme(path) is None


def _write_all(stream: IO[bytes], content: bytes) -> None:
    stream.write(content)
