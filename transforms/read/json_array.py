"""Splits a JSON array of any length into its elements as it is read.

The elements are told apart by brackets and quotes alone and parsed one by one afterwards, so a
broken one costs itself and no other, and a huge one is passed over without being held.
"""

import re
from collections.abc import Iterator

from ..model import ReadError, Reason
from .compression import PIECE_BYTES
from .stream import ByteStream

_STRUCTURE = re.compile(rb'["\[\]{},]')
_IN_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)


def split_array(stream: ByteStream, limit: int) -> Iterator[bytes | None]:
    """Yield the elements of an array; None for one of more than `limit` bytes.

    Args:
        stream: A stream that stands behind the opening bracket; is read past the closing one.
        limit: Size of the largest element that is held, in bytes.

    Raises:
        ReadError: `truncated` if the stream ends before the array, `malformed` if brackets do not
            match; whatever breaks the stream.

    >>> list(split_array(ByteStream.of(iter([b'{"a": "]"}, 1]'])), 100))
    [b'{"a": "]"}', b'1']
    """
    element, scanner, rest = _Element(limit), _Scanner(), b""
    while piece := stream.read(len(stream.peek(PIECE_BYTES))):
        data = rest + piece
        start = 0
        while mark := scanner.find_end(data, start):
            element.add(data[start : scanner.at - 1])
            start = scanner.at
            yield from element.take()
            if mark == b"]":
                return
            if mark == b"}":
                raise ReadError(Reason.MALFORMED, "the list of records ends with a brace")
        element.add(data[start : scanner.at])
        rest = data[scanner.at :]  # a backslash whose character is still to come
    stream.read(1)  # tells why there is no more
    raise ReadError(Reason.TRUNCATED, "the list of records does not end")


class _Scanner:
    """Finds where elements end, from piece to piece."""

    def __init__(self) -> None:
        self._depth = 0
        self._in_string = False
        self.at = 0

    def find_end(self, data: bytes, start: int) -> bytes:
        """Return the mark that ends the element, `at` behind it; nothing if it goes on."""
        self.at = start
        while self._leave_string(data) and (found := _STRUCTURE.search(data, self.at)):
            mark, self.at = found[0], found.end()
            if mark == b'"':
                self._in_string = True
            elif mark in b"{[":
                self._depth += 1
            elif not self._depth:
                return mark
            elif mark in b"}]":
                self._depth -= 1
        if not self._in_string:
            self.at = len(data)
        return b""

    def _leave_string(self, data: bytes) -> bool:
        if self._in_string:
            self.at = _IN_STRING.match(data, self.at).end()  # type: ignore[union-attr]  # may be empty
            if data[self.at : self.at + 1] != b'"':
                return False
            self.at += 1
            self._in_string = False
        return True


class _Element:
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = bytearray()
        self._is_large = False

    def add(self, data: bytes) -> None:
        self._is_large = self._is_large or len(self._held) + len(data) > self._limit
        if self._is_large:
            self._held.clear()
        else:
            self._held += data

    def take(self) -> Iterator[bytes | None]:
        held, is_large = bytes(self._held.strip()), self._is_large
        self._held.clear()
        self._is_large = False
        if is_large:
            yield None
        elif held:  # else nothing between two commas, or in an empty list
            yield held
