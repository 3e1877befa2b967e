"""The files that the input means, and how large they are, as far as their storage tells."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from .paths import before_glob, is_local


class InputFiles:
    """The files to be read, listed once, when they are first asked for.

    Args:
        patterns: Files, folders and globs.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = patterns

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Path → size in bytes, as it is stored."""
        from transforms.read import match_files  # noqa: PLC0415  2 seconds

        sizes: dict[str, int] = {}
        for pattern in self._patterns:
            paths = match_files(pattern)
            sizes |= _local_sizes(paths) if is_local(pattern) else _remote_sizes(pattern, paths)
        return sizes

    @cached_property
    def local_bytes(self) -> int | None:
        """Bytes of all files, if all are of this machine and can be listed."""
        from transforms.model import ReadError  # noqa: PLC0415

        with suppress(ReadError):
            if all(map(is_local, self._patterns)):
                return sum(self.sizes.values())
        return None


def _local_sizes(paths: Sequence[str]) -> dict[str, int]:
    sizes = {}
    for path in paths:
        with suppress(OSError):  # reading it will say why
            sizes[path] = Path(path).stat().st_size
    return sizes


def _remote_sizes(pattern: str, paths: Sequence[str]) -> dict[str, int]:
    """Return the sizes of `paths`, asked for all at once: one by one would take too long."""
    from apache_beam.io.filesystems import FileSystems  # noqa: PLC0415

    wanted = frozenset(paths)
    (found,) = FileSystems.match([f"{before_glob(pattern).rstrip('/')}**"])
    return {each.path: each.size_in_bytes for each in found.metadata_list if each.path in wanted}
