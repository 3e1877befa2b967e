"""Compressed bytes as plain ones, a bounded piece at a time, told by their magic and not by a name.

Gzip, bzip2, xz and Zstandard, each with any number of members (streams, frames) in a row.
"""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

import zstandard

from ..model import ReadError, Reason
from .storage import STORAGE_ERRORS

PIECE_BYTES = 1 << 16
"""How much is taken from a file at a time."""

_MAGIC_BYTES = 18  # the longest magic, and enough to tell a WARC dictionary frame
_ZSTD_SLICE_BYTES = 1 << 8  # a block of 4 bytes may hold 128 KiB: this bounds a piece to 8 MiB
_ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"  # in the skippable frame that WARC uses for one
_DICTIONARY_BYTES = 1 << 27
# A file of 100 bytes may ask for 4 GiB of memory to be unpacked; `xz -9e` asks for 65 MiB.
_XZ_MEMORY_BYTES = 1 << 28


class Decoder(Protocol):
    """What decompresses one member: the interface of `bz2.BZ2Decompressor`."""

    @property
    def eof(self) -> bool:
        """Whether the end of the member was reached."""

    @property
    def needs_input(self) -> bool:
        """Whether more bytes have to be given before any come out."""

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the member."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return up to about `max_length` more bytes."""


class Inflater:
    """Decodes gzip, zlib or raw deflate, by `wbits` as `zlib` knows it."""

    def __init__(self, wbits: int = 16 + zlib.MAX_WBITS) -> None:
        self._inner = zlib.decompressobj(wbits)
        self._is_full = False

    @property
    def eof(self) -> bool:
        """Whether the end of the member was reached."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether more bytes have to be given before any come out."""
        # All input may be taken while some output still waits for room.
        return not self._inner.unconsumed_tail and not self._is_full

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the member."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return up to `max_length` more bytes."""
        plain = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self._is_full = len(plain) >= max_length
        return plain


class ZstdDecoder:
    """Decodes one Zstandard frame."""

    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None = None) -> None:
        self._inner = zstandard.ZstdDecompressor(dict_data=dictionary).decompressobj()
        self._waiting = b""

    @property
    def eof(self) -> bool:
        """Whether the end of the frame was reached."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether more bytes have to be given before any come out."""
        return not self._waiting

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the frame."""
        return self._inner.unused_data + self._waiting

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return more bytes: at least `max_length` if there are as many, at most 8 MiB more."""
        data, at, pieces, size = self._waiting + data, 0, [], 0
        while at < len(data) and size < max_length and not self._inner.eof:
            piece = self._inner.decompress(data[at : at + _ZSTD_SLICE_BYTES])
            at += _ZSTD_SLICE_BYTES
            pieces.append(piece)
            size += len(piece)
        self._waiting = data[at:]
        return b"".join(pieces)


def xz_decoder() -> Decoder:
    """Return what decodes one stream of xz, in bounded memory."""
    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY_BYTES)


DECODING_ERRORS = (zlib.error, lzma.LZMAError, zstandard.ZstdError, EOFError, OSError)
"""What decoders raise for what is corrupt."""

DecoderFactory = Callable[[], Decoder]

_CODECS: tuple[tuple[str, re.Pattern[bytes], DecoderFactory], ...] = (
    ("gzip", re.compile(rb"\x1f\x8b\x08"), Inflater),
    ("bzip2", re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), bz2.BZ2Decompressor),
    ("xz", re.compile(rb"\xfd7zXZ\0"), xz_decoder),
    ("zstd", re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), ZstdDecoder),
)


def find_codec(head: bytes) -> tuple[str, DecoderFactory] | None:
    """Return the name and the decoder of what begins with `head`, or None if it is not compressed.

    >>> find_codec(b"It rained.") is None
    True
    """
    for name, magic, decoder in _CODECS:
        if magic.match(head):
            return name, decoder
    return None


def inflate(decoder: Decoder, name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what one member of compressed `pieces` holds, in bounded pieces.

    Raises:
        ReadError: `truncated` if the pieces end before the member does, `malformed` if it is
            broken; whatever could be decoded was yielded before.
    """
    while not decoder.eof:
        data = next(pieces, b"") if decoder.needs_input else b""
        if not data and decoder.needs_input:
            raise ReadError(Reason.TRUNCATED, f"the {name} data ends before its end mark")
        try:
            plain = decoder.decompress(data, PIECE_BYTES)
        except DECODING_ERRORS as error:
            raise ReadError(Reason.MALFORMED, f"the {name} data is corrupt: {error}") from error
        if plain:
            yield plain


def decompress(
    file: BinaryIO, member_begins: Callable[[int], None] = lambda _: None, offset: int = 0
) -> Iterator[bytes]:
    """Yield the plain bytes of `file`, from where it stands, in bounded pieces.

    Args:
        file: Bytes, compressed or not.
        member_begins: Called with its offset before the bytes of each compressed member.
        offset: Where the file stands.

    Raises:
        ReadError: `truncated` or `malformed`, after all that could be decompressed;
            `unreadable` if the file system fails.
    """
    pieces = _Pieces(file, offset)
    if find_codec(pieces.peek(_MAGIC_BYTES)) is None:
        yield from pieces
        return
    dictionary = _dictionary(pieces)
    while head := pieces.peek(_MAGIC_BYTES):
        if not head.strip(b"\0"):  # padding, which tar and xz write
            next(pieces)
            continue
        codec = find_codec(head)
        if codec is None:
            raise ReadError(Reason.MALFORMED, "something else follows the compressed data")
        name, new_decoder = codec
        decoder = ZstdDecoder(dictionary) if new_decoder is ZstdDecoder else new_decoder()
        member_begins(pieces.offset)
        yield from inflate(decoder, name, pieces)
        pieces.give_back(decoder.unused_data)


def _dictionary(pieces: "_Pieces") -> zstandard.ZstdCompressionDict | None:
    head = pieces.peek(_MAGIC_BYTES)
    if not head.startswith(_ZSTD_DICTIONARY):
        return None
    size = 8 + int.from_bytes(head[4:8], "little")
    frame = pieces.peek(min(size, _DICTIONARY_BYTES))[8:size]
    try:
        if frame.startswith(b"\x28\xb5\x2f\xfd"):
            frame = zstandard.ZstdDecompressor().decompress(frame, _DICTIONARY_BYTES)
        return zstandard.ZstdCompressionDict(frame)
    except zstandard.ZstdError as error:
        raise ReadError(Reason.MALFORMED, f"the zstd dictionary is corrupt: {error}") from error


class _Pieces(Iterator[bytes]):
    """The pieces of a file, with a look ahead."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        self._file = file
        self._held = b""
        self._read_to = offset
        self.offset = offset

    def __next__(self) -> bytes:
        piece, self._held = self._held or self._read(), b""
        if not piece:
            raise StopIteration
        self.offset += len(piece)
        return piece

    def peek(self, size: int) -> bytes:
        while len(self._held) < size and (piece := self._read()):
            self._held += piece
        return self._held

    def give_back(self, data: bytes) -> None:
        self._held = data + self._held
        self.offset -= len(data)

    def _read(self) -> bytes:
        # How much a broken member gives depends on where its pieces end: at the same places,
        # wherever reading began.
        try:
            piece = self._file.read(PIECE_BYTES - self._read_to % PIECE_BYTES)
        except STORAGE_ERRORS as error:
            raise ReadError(Reason.UNREADABLE, f"reading failed: {error}") from error
        self._read_to += len(piece)
        return piece
