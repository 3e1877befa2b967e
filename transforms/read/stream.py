"""A file's plain bytes read forward, in memory only as far as they are asked for."""

from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Self

from ..model import ReadError, Reason
from .compression import DECODING_ERRORS, PIECE_BYTES, decompress, find_codec
from .storage import STORAGE_ERRORS

_BLANK = b"\0\xff\xfe\xef\xbb\xbf \t\r\n\f\v"  # with the marks and zeros of UTF-16 and UTF-32
_SAMPLE_BYTES = 1 << 12


class ByteStream:
    """Reads the plain bytes of a file, compressed or not.

    What could be read before a break is handed out first; asking for more then raises the same
    `ReadError`, each time.

    Args:
        file: An open binary file, at `start`.
        start: Where in the file to begin: in a compressed one, where a member does.
    """

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        self._file: BinaryIO | None = file
        self._begin(decompress(file, self._member_begins, start), start)

    @classmethod
    def of(cls, pieces: Iterator[bytes]) -> Self:
        """Return a stream of `pieces`."""
        stream = cls.__new__(cls)
        stream._file = None  # noqa: SLF001
        stream._begin(pieces)  # noqa: SLF001
        return stream

    def _begin(self, pieces: Iterator[bytes], start: int = 0) -> None:
        self._pieces = pieces
        self.error: ReadError | None = None
        """What broke the stream behind what is held, once that is known."""
        self._held = bytearray()
        self.is_compressed = False
        """Whether the file is compressed, once a byte was asked for."""
        self._members: deque[tuple[int, int]] = deque([(start, start)])
        self.offset = start
        """Where the next byte stands among the plain bytes, which are counted from `start`."""

    def _member_begins(self, offset_in_file: int) -> None:
        self.is_compressed = True
        self._members.append((self.offset + len(self._held), offset_in_file))

    def _fetch(self) -> bool:
        if self.error is not None:
            raise self.error
        try:
            piece = next(self._pieces, b"")
        except ReadError as error:
            self.error = error
            raise
        self._held += piece
        return bool(piece)

    def peek(self, size: int) -> bytes:
        """Return the next `size` bytes without going on; fewer before an end or a break."""
        try:
            while len(self._held) < size and self._fetch():
                pass
        except ReadError:
            pass  # whoever reads up to the break is told
        return bytes(self._held[:size])

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes; fewer at the end.

        Raises:
            ReadError: The file breaks off or fails before there are as many.
        """
        while len(self._held) < size and self._fetch():
            pass
        return self._take(size)

    def readline(self, limit: int) -> bytes:
        """Return the next line with its line feed; its first `limit` bytes if it is longer.

        Raises:
            ReadError: The file breaks off or fails within the line.
        """
        searched = 0
        while (end := self._held.find(b"\n", searched, limit)) < 0 and len(self._held) < limit:
            searched = len(self._held)
            if not self._fetch():
                break
        return self._take(end + 1 if end >= 0 else limit)

    def skip_line(self) -> None:
        """Go on to the next line without holding this one."""
        while not self.readline(PIECE_BYTES).endswith(b"\n") and self.peek(1):
            pass

    def skip(self, size: int) -> int:
        """Go on by `size` bytes, or to the end; return how many there were."""
        wanted = size
        while wanted and (data := self.read(min(wanted, PIECE_BYTES))):
            wanted -= len(data)
        return size - wanted

    def _take(self, size: int) -> bytes:
        data = bytes(memoryview(self._held)[:size])
        del self._held[: len(data)]
        self.offset += len(data)
        return data

    @property
    def member(self) -> tuple[int, int]:
        """Where the current member begins: among the plain bytes, and in the file."""
        while len(self._members) > 1 and self._members[1][0] <= self.offset:
            self._members.popleft()
        return self._members[0]

    @property
    def offset_in_file(self) -> int:
        """Where the next byte stands in the file; in a compressed one, where its member does.

        The next byte has to have been peeked at.
        """
        return self.member[1] if self.is_compressed else self.offset

    @property
    def newest_member(self) -> tuple[int, int]:
        """Where the member begins that was opened last: after a break, the broken one."""
        return self._members[-1]

    @property
    def place(self) -> str:
        """The position of the next byte in the file.

        A byte offset; in a compressed file that of its member, and, unless the byte is the
        member's first, `+` and the offset among the member's plain bytes.
        """
        begin, in_file = self.member
        if not self.is_compressed:
            return str(self.offset)
        return f"{in_file}+{self.offset - begin}" if self.offset > begin else str(in_file)

    def skip_broken_member(self, beginning: bytes) -> bool:
        """Go on to the next member that begins with `beginning`, after a break.

        Returns:
            Whether there is one; never for what is not compressed or cannot be read again.
        """
        if self._file is None or not self._file.seekable():
            return False
        try:
            return self._reopen(self._file, beginning)
        except STORAGE_ERRORS:
            return False

    def _reopen(self, file: BinaryIO, beginning: bytes) -> bool:
        file.seek(self.newest_member[1])
        codec = find_codec(file.read(PIECE_BYTES))
        if codec is None:
            return False
        _, new_decoder = codec
        file.seek(self.newest_member[1])
        magic = file.read(3)
        for offset in _occurrences(file, magic, self.newest_member[1] + 1):
            file.seek(offset)
            try:
                start = new_decoder().decompress(file.read(PIECE_BYTES), len(beginning))
            except DECODING_ERRORS:
                continue
            if not start.startswith(beginning):
                continue
            file.seek(offset)
            self.error = None
            self._held.clear()
            self._pieces = decompress(file, self._member_begins, offset)
            return True
        return False


def _occurrences(file: BinaryIO, wanted: bytes, offset: int) -> Iterator[int]:
    """Yield where `wanted` occurs in `file` from `offset` on, which may be moved meanwhile."""
    while True:
        file.seek(offset)
        data = file.read(PIECE_BYTES)
        at = data.find(wanted)
        while at >= 0:
            yield offset + at
            at = data.find(wanted, at + 1)
        if len(data) < len(wanted):
            return
        offset += len(data) - len(wanted) + 1


def read_whole(stream: ByteStream, max_document_bytes: int) -> bytes:
    """Return all that is left of `stream`.

    Raises:
        ReadError: `too_large` if it is more than `max_document_bytes`; `empty` if it is nothing
            but white space; whatever breaks the stream.
    """
    data = stream.read(max_document_bytes + 1)
    if len(data) > max_document_bytes:
        raise too_large(max_document_bytes)
    if is_blank(data):
        raise ReadError(Reason.EMPTY, f"{len(data)} bytes of white space" if data else "no bytes")
    return data


def too_large(max_document_bytes: int) -> ReadError:
    """Return the refusal of a document that is larger than the limit."""
    return ReadError(
        Reason.TOO_LARGE, f"larger than {max_document_bytes} bytes (max_document_bytes)"
    )


def is_blank(data: bytes) -> bool:
    r"""Return whether `data` is nothing but white space and byte order marks, in any encoding.

    >>> is_blank(" \n".encode("utf-16"))
    True
    """
    return (
        not data or data.isspace() or not (data[:_SAMPLE_BYTES].strip(_BLANK) or data.strip(_BLANK))
    )
