"""The files that the input means, and how large they are, as far as their storage tells."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from .paths import is_local


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
        from transforms.read import match_sizes  # noqa: PLC0415  2 seconds

        sizes: dict[str, int] = {}
        for pattern in self._patterns:
            sizes |= match_sizes(pattern)
        return sizes

    @cached_property
    def local_bytes(self) -> int | None:
        """Bytes of all files, if all are of this machine and can be listed."""
        from transforms.model import ReadError  # noqa: PLC0415

        with suppress(ReadError):
            if all(map(is_local, self._patterns)):
                return sum(self.sizes.values())
        return None
