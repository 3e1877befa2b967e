"""A large file is read in ranges, which together give what the file read as one gives."""

import bz2
import gzip
import io
import json
import zlib
from itertools import accumulate
from pathlib import Path

import apache_beam as beam
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.error_handling import CollectingErrorHandler
from hypothesis import given
from hypothesis import strategies as st

from transforms.model import Document, Reason
from transforms.read import FileRange, Read, can_split, read_file, read_range, split_file
from transforms.read.ranges import RANGE_BYTES
from transforms.testing import batch_pipeline


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The current folder."""
    monkeypatch.chdir(tmp_path)


def split(path, range_bytes=100):
    return list(split_file(path, Path(path).stat().st_size, range_bytes=range_bytes))


def borders(path, range_bytes=100):
    """Return where the ranges begin that do not begin with the file, and check that they join."""
    parts = split(path, range_bytes)
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end is None
    return [part.start for part in parts[1:]]


def read_apart(path, range_bytes=100, **options):
    return [each for part in split(path, range_bytes) for each in read_range(part, **options)]


def outline(results):
    """Return of each result its position, and its content or reason."""
    return [
        (each.source.position, each.content if isinstance(each, Document) else each.reason)
        for each in results
    ]


def page(number, size=0):
    """Return a WARC record of a page, with as many bytes that do not compress."""
    noise = b"".join(zlib.crc32(b"%d" % n).to_bytes(4, "big").hex().encode() for n in range(size))
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>%d%s" % (number, noise)
    return archive_record(number, block, b"application/http; msgtype=response")


def archive_record(number, block, content_type):
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/%d\r\n"
        b"Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    ) % (number, content_type, len(block), block)


def packed(data):
    return gzip.compress(data, mtime=0)


def write_members(path, contents):
    """Write each of `contents` as a member, and return where these begin."""
    members = list(map(packed, contents))
    Path(path).write_bytes(b"".join(members))
    return list(accumulate(map(len, members[:-1]), initial=0))


class TestWebArchives:
    def test_a_range_begins_with_a_member_and_ids_are_those_of_the_file_read_as_one(self):
        at = write_members("a.warc.gz", [page(number) for number in range(6)])

        assert borders("a.warc.gz", at[2] - 5) == [at[2], at[4]]
        assert outline(read_apart("a.warc.gz", at[2] - 5)) == [
            (str(at[number]), b"<html>%d" % number) for number in range(6)
        ]
        assert read_apart("a.warc.gz", at[2] - 5) == list(read_file("a.warc.gz"))

    def test_a_range_is_read_alone_and_stops_where_the_next_begins(self):
        at = write_members("a.warc.gz", [page(number) for number in range(6)])
        part = FileRange(path="a.warc.gz", start=at[2], end=at[4], format="warc")

        assert [each.content for each in read_range(part)] == [b"<html>2", b"<html>3"]

    def test_an_archive_without_compression_is_split_at_its_records(self):
        Path("a.warc").write_bytes(b"".join(map(page, range(4))))
        size = len(page(0))

        assert borders("a.warc", size) == [size, 2 * size, 3 * size]
        assert outline(read_apart("a.warc", size)) == [
            (str(number * size), b"<html>%d" % number) for number in range(4)
        ]

    def test_one_member_for_all_is_read_by_one(self):
        Path("a.warc.gz").write_bytes(packed(b"".join(page(n, size=200) for n in range(9))))

        assert split("a.warc.gz") == [FileRange(path="a.warc.gz")]

    def test_behind_64_mib_of_records_in_a_member_nothing_is_split(self):
        image = archive_record(1, b"\0" * (32 << 20), b"image/png")
        contents = [page(1), image * 2 + page(2) * 2, page(3), page(4)]
        at = write_members("a.warc.gz", contents)

        assert borders("a.warc.gz") == at[1:2]
        assert [each.content for each in read_apart("a.warc.gz")] == [
            b"<html>%d" % number for number in (1, 2, 2, 3, 4)
        ]

    def test_a_member_of_several_records_is_read_by_one(self):
        at = write_members("a.warc.gz", [page(n) + page(n + 1) for n in (0, 2, 4)])

        assert borders("a.warc.gz") == at[1:]
        assert [each.content for each in read_apart("a.warc.gz")] == [
            b"<html>%d" % number for number in range(6)
        ]

    def test_no_range_begins_within_a_page_that_is_an_archive_itself(self):
        """Its members stand in the file as they are, for they cannot be compressed any more."""
        inner = b"".join(packed(page(number)) for number in range(100, 120))
        download = archive_record(1, b"HTTP/1.1 200 OK\r\n\r\n" + inner, b"application/http")
        outer = gzip.compress(download, compresslevel=0, mtime=0)
        assert inner in outer
        Path("a.warc.gz").write_bytes(packed(page(0)) + outer + packed(page(2)))

        assert borders("a.warc.gz") == [len(packed(page(0))), len(packed(page(0)) + outer)]
        assert [each.content for each in read_apart("a.warc.gz")] == [b"<html>0", b"<html>2"]

    def test_a_broken_member_at_the_end_of_a_range_is_told_once_by_that_range(self):
        at = write_members("a.warc.gz", [page(number) for number in range(4)])
        data = bytearray(Path("a.warc.gz").read_bytes())
        data[at[1] + 60] ^= 0xFF
        Path("a.warc.gz").write_bytes(data)

        assert borders("a.warc.gz") == [at[2], at[3]]
        assert outline(read_apart("a.warc.gz")) == [
            ("0", b"<html>0"),
            (str(at[1]), Reason.MALFORMED),
            (str(at[2]), b"<html>2"),
            (str(at[3]), b"<html>3"),
        ]

    def test_a_file_that_is_cut_short_is_told_once_by_its_last_range(self):
        members = [packed(page(number)) for number in range(4)]
        Path("a.warc.gz").write_bytes(b"".join(members)[:-20])

        parts = split("a.warc.gz")
        assert [[outcome for _, outcome in outline(read_range(part))] for part in parts] == [
            [b"<html>0"],
            [b"<html>1"],
            [b"<html>2", Reason.TRUNCATED],
        ]

    def test_a_length_that_reaches_into_the_next_member_costs_what_it_does_without_ranges(self):
        lying = page(1).replace(b"Content-Length: 51", b"Content-Length: 91")
        assert lying != page(1)
        members = [packed(page(0)), packed(lying), *(packed(page(n)) for n in range(2, 5))]
        Path("a.warc.gz").write_bytes(b"".join(members))

        assert read_apart("a.warc.gz") == list(read_file("a.warc.gz"))
        assert [each.reason for each in read_apart("a.warc.gz")[1:2]] == [Reason.MALFORMED]

    def test_members_of_nothing_and_zeros_at_the_end_are_no_records(self):
        members = [packed(page(0)), packed(b""), packed(b"\r\n"), packed(page(1)), packed(b"")]
        Path("a.warc.gz").write_bytes(b"".join(members) + b"\0" * 512)

        assert [each.content for each in read_apart("a.warc.gz")] == [b"<html>0", b"<html>1"]

    def test_other_compressions_are_read_by_one(self):
        Path("a.warc.bz2").write_bytes(b"".join(bz2.compress(page(n)) for n in range(9)))
        assert split("a.warc.bz2") == [FileRange(path="a.warc.bz2")]


PIECES = st.one_of(
    st.integers(0, 9).map(lambda n: packed(page(n))),
    st.integers(0, 9).map(lambda n: packed(page(n) + page(n + 1))),
    st.integers(0, 9).map(lambda n: gzip.compress(page(n, size=40), compresslevel=0, mtime=0)),
    # a page that is packed itself, one that says that it is longer, one over two members
    st.integers(0, 9).map(
        lambda n: gzip.compress(
            archive_record(n, b"HTTP/1.1 200 OK\r\n\r\n" + packed(page(n)), b"application/http"),
            compresslevel=0,
            mtime=0,
        )
    ),
    st.integers(1, 400).map(
        lambda more: packed(page(1).replace(b"Length: 51", b"Length: %d" % (51 + more)))
    ),
    st.integers(1, 200).map(lambda at: packed(page(1)[:at]) + packed(page(1)[at:])),
    st.sampled_from([packed(b""), packed(b"\r\n"), packed(b"oops\r\n"), b"\0" * 20, b"oops"]),
)
DAMAGE = st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(min_size=1, max_size=9)), max_size=4)


def damaged(data, damage, cut):
    data = bytearray(data)
    for offset, junk in damage:
        at = offset % len(data)
        data[at : at + len(junk)] = junk
    return bytes(data[: len(data) - cut % len(data)])


@given(
    pieces=st.lists(PIECES, min_size=1, max_size=12),
    damage=DAMAGE,
    cut=st.just(0) | st.integers(0, 1 << 20),
    range_bytes=st.integers(1, 1_000),
)
def test_the_ranges_of_any_archive_give_what_it_gives_read_as_one(pieces, damage, cut, range_bytes):
    Path("any.warc.gz").write_bytes(damaged(packed(page(0)) + b"".join(pieces), damage, cut))
    assert read_apart("any.warc.gz", range_bytes) == list(read_file("any.warc.gz"))


@given(
    sizes=st.lists(st.integers(1, 4_000), min_size=20, max_size=80),
    damage=DAMAGE,
    range_bytes=st.integers(1, 40_000),
)
def test_so_do_those_of_an_archive_of_many_pieces_of_a_file(sizes, damage, range_bytes):
    """A file is taken piece by piece, 64 KiB each: where these end makes no difference."""
    data = b"".join(packed(page(n, size) + page(n)) for n, size in enumerate(sizes))
    Path("many.warc.gz").write_bytes(damaged(data, damage, 0))
    assert read_apart("many.warc.gz", range_bytes) == list(read_file("many.warc.gz"))


@given(
    pieces=st.lists(st.integers(0, 9).map(page) | st.binary(max_size=50), max_size=12),
    damage=DAMAGE,
    cut=st.just(0) | st.integers(0, 1 << 20),
    range_bytes=st.integers(1, 1_000),
)
def test_so_do_those_of_an_archive_without_compression(pieces, damage, cut, range_bytes):
    Path("any.warc").write_bytes(damaged(page(0) + b"".join(pieces), damage, cut))
    assert read_apart("any.warc", range_bytes) == list(read_file("any.warc"))


class TestJsonLines:
    def test_a_range_begins_with_a_line(self):
        Path("a.jsonl").write_bytes(b'{"text": "It rained."}\n' * 9)

        assert borders("a.jsonl", 50) == [69, 138]
        assert [position for position, _ in outline(read_apart("a.jsonl", 50))] == [
            str(23 * number) for number in range(9)
        ]

    @pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a"])
    def test_they_are_told_by_content(self, name):
        Path(name).write_bytes(b'{"text": "It rained."}\n' * 9_000)
        assert borders(name, 50_000) == [50_002, 100_004, 150_006, 200_008]
        assert len(read_apart(name, 50_000)) == 9_000

    def test_fields_and_limit_hold_in_every_range(self):
        lines = [b'{"story": "%s"}\n' % (b"x" * size) for size in (50, 500, 50, 500, 50)]
        Path("a.jsonl").write_bytes(b"".join(lines))

        results = read_apart("a.jsonl", fields={"text": "story"}, max_document_bytes=100)
        assert [
            len(each.content) if isinstance(each, Document) else each.reason for each in results
        ] == [50, Reason.TOO_LARGE, 50, Reason.TOO_LARGE, 50]

    def test_a_line_that_looks_compressed_begins_no_range(self):
        lines = [b'{"text": "a"}', b"BZh91AY&SY", b'{"text": "b"}', b'{"text": "c"}']
        Path("a.jsonl").write_bytes(b"\n".join(lines))

        assert borders("a.jsonl", 10) == [25, 39]
        assert read_apart("a.jsonl", 10) == list(read_file("a.jsonl"))

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.jsonl", ('{"text": "It rained."}\n' * 99).encode("utf-16")),
            ("a.jsonl.gz", gzip.compress(b'{"text": "It rained."}\n', compresslevel=0) * 99),
            ("a.json", json.dumps([{"text": "It rained."}] * 99, indent=0).encode()),
            ("a.json", json.dumps({"items": [{"text": "It rained."}] * 99}, indent=0).encode()),
            ("a.txt", b"It rained.\n" * 99),
            ("a.html", b"<html>\n<p>It rained.</p>\n" * 99),
            ("a.pdf", b"%PDF-1.7\n" * 99),
        ],
    )
    def test_what_else_has_lines_is_read_by_one(self, name, data):
        Path(name).write_bytes(data)
        assert split(name) == [FileRange(path=name)]


@given(
    lines=st.lists(
        st.sampled_from(
            [b'{"text": "It rained."}', b"", b"\r", b"oops", b"P*M\x18", b"\xef\xbb\xbf"]
        )
        | st.binary(max_size=50),
        max_size=30,
    ),
    range_bytes=st.integers(1, 300),
    limit=st.integers(10, 60),
)
def test_the_ranges_of_any_lines_give_what_they_give_read_as_one(lines, range_bytes, limit):
    Path("any.jsonl").write_bytes(b"\n".join([b'{"text": "a"}', *lines]))
    assert read_apart("any.jsonl", range_bytes, max_document_bytes=limit) == list(
        read_file("any.jsonl", max_document_bytes=limit)
    )


class TestParquet:
    def write(self, **columns):
        pq.write_table(pa.table(columns), "a.parquet", row_group_size=100, compression="none")

    def test_a_range_begins_with_a_row_group(self):
        self.write(text=[f"It rained {n} times." for n in range(1_000)])

        assert len(borders("a.parquet")) == 9
        assert outline(read_apart("a.parquet", 3_000)) == [
            (str(n), b"It rained %d times." % n) for n in range(1_000)
        ]

    def test_that_no_column_is_known_is_told_once(self):
        self.write(story=[f"It rained {n} times." for n in range(1_000)])

        assert len(split("a.parquet")) > 1
        assert outline(read_apart("a.parquet")) == [(None, Reason.NO_CONTENT)]

    def test_a_broken_row_group_costs_itself_alone(self):
        self.write(text=[f"It rained {n} times." for n in range(1_000)])
        second, third, *_ = borders("a.parquet")
        data = bytearray(Path("a.parquet").read_bytes())
        data[second:third] = b"\xff" * (third - second)
        Path("a.parquet").write_bytes(data)

        assert read_apart("a.parquet") == list(read_file("a.parquet"))
        positions = [each.source.position for each in read_apart("a.parquet")]
        assert positions == [*map(str, range(101)), *map(str, range(200, 1_000))]


@given(damage=DAMAGE, cut=st.just(0) | st.integers(0, 1 << 20))
def test_so_do_those_of_any_parquet_file(damage, cut):
    file = io.BytesIO()
    pq.write_table(pa.table({"text": ["It rained."] * 300}), file, row_group_size=50)
    Path("any.parquet").write_bytes(damaged(file.getvalue(), damage, cut))
    assert read_apart("any.parquet") == list(read_file("any.parquet"))


class TestWhatIsNotSplit:
    def test_a_file_smaller_than_two_ranges_is_not_opened(self):
        assert list(split_file("nowhere.warc.gz", 2 * RANGE_BYTES - 1)) == [
            FileRange(path="nowhere.warc.gz")
        ]

    def test_what_cannot_be_opened_is_one_range_whose_reader_says_why(self):
        (part,) = split_file("nowhere.warc.gz", 2 * RANGE_BYTES)
        assert outline(read_range(part)) == [(None, Reason.UNREADABLE)]

    def test_a_file_that_is_shorter_than_it_was_is_split_as_far_as_it_goes(self):
        Path("a.jsonl").write_bytes(b'{"text": "It rained."}\n' * 2)
        parts = list(split_file("a.jsonl", 1_000, range_bytes=1))
        assert [part.start for part in parts] == [0, 23]

    def test_a_range_of_a_file_that_is_gone_is_unreadable_at_its_place(self):
        part = FileRange(path="nowhere.warc.gz", start=9, end=99, format="warc")
        assert outline(read_range(part)) == [("9", Reason.UNREADABLE)]


def test_whether_a_file_can_be_split_is_known_from_its_beginning():
    line = b'{"text": "It rained."}\n'
    Path("a.jsonl").write_bytes(line * (2 * RANGE_BYTES // len(line) + 1))
    Path("a.txt").write_bytes(b"It rained.\n" * RANGE_BYTES)

    assert can_split("a.jsonl", Path("a.jsonl").stat().st_size)
    assert not can_split("a.jsonl", RANGE_BYTES)
    assert not can_split("a.txt", Path("a.txt").stat().st_size)


@pytest.mark.parametrize("in_ranges", [True, False])
def test_a_pipeline_reads_each_record_of_a_large_file_once(in_ranges):
    """However many patterns mean it; failures are set aside in every range."""
    line = b'{"text": "%s"}\n' % (b"It rained. " * 10_000)
    count = 3 * RANGE_BYTES // len(line)
    Path("a.jsonl").write_bytes(line * count + b"oops\n")

    with batch_pipeline() as pipeline:
        with CollectingErrorHandler() as handler:
            read = Read("a.jsonl", "./*.jsonl", in_ranges=in_ranges)
            documents = pipeline | read.with_error_handler(handler)
        positions = documents | beam.Map(lambda document: document.source.position)
        assert_that(
            positions, equal_to([str(len(line) * n) for n in range(count)]), label="positions"
        )
        refused = handler.output() | beam.Map(lambda failure: failure.source.position)
        assert_that(refused, equal_to([str(len(line) * count)]), label="refused")
