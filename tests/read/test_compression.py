"""Compressed files are read as what they hold, as a stream, whatever they are called."""

import bz2
import gzip
import io
import lzma
import tracemalloc
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from transforms.model import ReadError, Reason
from transforms.read.stream import ByteStream, is_blank

COMPRESS = {
    "none": lambda data: data,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.compress,
}
compressions = pytest.mark.parametrize("compress", COMPRESS.values(), ids=COMPRESS)
compressed_only = pytest.mark.parametrize(
    "compress", list(COMPRESS.values())[1:], ids=list(COMPRESS)[1:]
)
ALL = 1 << 30


def stream(data):
    return ByteStream(io.BytesIO(data))


def read_until_break(source):
    """Return what could be read, and why there was no more."""
    data = source.peek(ALL)
    with pytest.raises(ReadError) as broken:
        source.read(ALL)
    return data, broken.value.reason


@compressions
def test_what_was_compressed_comes_back(compress):
    assert stream(compress(b"It rained.")).read(ALL) == b"It rained."


@compressed_only
def test_members_in_a_row_are_one_text(compress):
    data = compress(b"It ") + compress(b"") + compress(b"rained.")
    assert stream(data).read(ALL) == b"It rained."


@compressed_only
def test_zeros_behind_the_last_member_are_padding(compress):
    assert stream(compress(b"It rained.") + b"\0" * 512).read(ALL) == b"It rained."


@compressed_only
def test_a_member_that_is_cut_short_gives_what_it_can_and_is_truncated(compress):
    data = compress(b"whole") + compress(b"It rained." * 50_000)[:-9]
    text, reason = read_until_break(stream(data))
    assert text.startswith(b"whole")
    assert reason == Reason.TRUNCATED


@compressed_only
def test_something_else_behind_the_members_is_malformed(compress):
    data, reason = read_until_break(stream(compress(b"It rained.") + b"and more text in plain"))
    assert (data, reason) == (b"It rained.", Reason.MALFORMED)


def test_a_wrong_check_sum_is_malformed():
    broken = bytearray(gzip.compress(b"It rained."))
    broken[-6] ^= 0xFF
    with pytest.raises(ReadError) as refused:
        stream(bytes(broken)).read(ALL)
    assert refused.value.reason == Reason.MALFORMED


def test_a_break_is_raised_again_each_time():
    source = stream(gzip.compress(b"It rained.")[:-4])
    for _ in range(2):
        with pytest.raises(ReadError):
            source.read(ALL)


def test_xz_that_needs_a_gigabyte_to_be_unpacked_is_malformed():
    data = lzma.compress(b"x", filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}])
    with pytest.raises(ReadError, match="Memory usage limit exceeded") as refused:
        stream(data).read(ALL)
    assert refused.value.reason == Reason.MALFORMED


def test_an_input_error_is_unreadable():
    class Failing(io.BytesIO):
        def read(self, *args):
            if self.tell():
                raise OSError(5, "Input/output error")
            return super().read(*args)

    source = ByteStream(Failing(b"x" * (1 << 16) + b"y"))
    with pytest.raises(ReadError, match="Input/output error") as refused:
        source.read(ALL)
    assert refused.value.reason == Reason.UNREADABLE


@pytest.mark.parametrize("name", ["gzip", "bzip2", "xz", "zstd"])
def test_a_decompression_bomb_takes_little_memory(name):
    """64 MiB of zeros are passed through in pieces, the largest those of Zstandard: 8 MiB."""
    bomb = COMPRESS[name](b"\0" * (64 << 20))
    tracemalloc.start()
    assert stream(bomb).skip(1 << 40) == 64 << 20
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 28 << 20


def test_a_zstd_dictionary_in_front_is_used():
    """As web archives have it: a skippable frame with the dictionary, then a frame a record."""
    samples = [b"WARC/1.1\r\nWARC-Type: response\r\nnumber: %d" % n for n in range(2000)]
    dictionary = zstandard.train_dictionary(1 << 10, samples)
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    stored = dictionary.as_bytes()
    frame = b"\x5d\x2a\x4d\x18" + len(stored).to_bytes(4, "little") + stored
    data = frame + b"".join(compressor.compress(sample) for sample in samples[:3])
    assert stream(data).read(ALL) == b"".join(samples[:3])


class TestStream:
    def test_a_line_ends_with_its_line_feed_or_the_end(self):
        source = stream(b"one\ntwo")
        assert [source.readline(99), source.readline(99), source.readline(99)] == [
            b"one\n",
            b"two",
            b"",
        ]

    def test_a_line_that_is_too_long_is_cut_and_can_be_passed_over(self):
        source = stream(b"1234567\nnext\n")
        assert source.readline(4) == b"1234"
        source.skip_line()
        assert (source.offset, source.readline(99)) == (8, b"next\n")

    def test_looking_ahead_reads_nothing_and_raises_nothing(self):
        source = stream(gzip.compress(b"It rained.")[:-4])
        assert source.peek(99) == b"It rained."
        assert source.offset == 0

    def test_the_place_in_a_plain_file_is_the_byte_offset(self):
        source = stream(b"It rained.")
        source.read(3)
        assert source.place == "3"

    def test_the_place_in_a_compressed_file_is_that_of_the_member_and_the_offset_in_it(self):
        first = gzip.compress(b"It ")
        source = stream(first + gzip.compress(b"rained."))
        places = [source.place]
        for size in (1, 2, 4):
            source.read(size)
            source.peek(1)
            places.append(source.place)
        assert places == ["0", "0+1", str(len(first)), f"{len(first)}+4"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
    def test_blank_is_blank_in_any_encoding(self, encoding):
        assert is_blank(" \r\n\t".encode(encoding))
        assert not is_blank(" \r\n\tx".encode(encoding))


@given(
    members=st.lists(st.binary(max_size=300), max_size=4),
    name=st.sampled_from(list(COMPRESS)),
    sizes=st.lists(st.integers(1, 200)),
)
def test_any_bytes_in_any_members_read_in_any_steps_are_the_same_bytes(members, name, sizes):
    whole = b"".join(members)
    if name == "none" and whole[:2] in (zlib.compress(b"")[:2], b"\x1f\x8b", b"BZ"):
        return
    source = stream(b"".join(map(COMPRESS[name], members)))
    read = b"".join(source.read(size) for size in sizes)
    assert read + source.read(ALL) == whole
    assert source.offset == len(whole)
