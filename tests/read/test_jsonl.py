"""JSON Lines: a record a line; what is wrong with one line harms no other."""

import bz2
import gzip
import io
import json
import lzma
import tracemalloc

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from transforms.model import Document, Failure, Reason, Source
from transforms.read.jsonl import read_jsonl
from transforms.read.stream import ByteStream

HERE = Source(uri="news.jsonl")
COMPRESS = {
    "none": lambda data: data,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.compress,
}


def read(data, *, limit=1000, **options):
    stream = ByteStream(io.BytesIO(data))
    return list(read_jsonl(stream, HERE, max_document_bytes=limit, **options))


def outline(results):
    """Return of each result its position, and its content or reason."""
    return [
        (each.source.position, each.content if isinstance(each, Document) else each.reason)
        for each in results
    ]


def test_each_line_is_a_document_whose_position_is_its_byte_offset():
    assert outline(read(b'{"text": "It rained."}\n{"text": "It snowed."}')) == [
        ("0", b"It rained."),
        ("23", b"It snowed."),
    ]


def test_the_offset_is_that_of_the_plain_bytes():
    lines = gzip.compress(b'{"text": "a"}\n') + gzip.compress(b'{"text": "b"}\n')
    assert outline(read(lines)) == [("0", b"a"), ("14", b"b")]


def test_blank_lines_do_not_count_and_line_ends_may_be_those_of_windows():
    assert outline(read(b'\r\n{"text": "a"}\r\n \n\n{"text": "b"}\r\n\n')) == [
        ("2", b"a"),
        ("20", b"b"),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_record():
    assert outline(read(b'\xef\xbb\xbf{"text": "a"}\n')) == [("0", b"a")]


def test_a_broken_line_is_a_failure_that_keeps_it_and_the_next_is_read():
    results = read(b'{"text": "a"}\n{"text": oops}\n{"text": "c"}\n')
    assert outline(results) == [("0", b"a"), ("14", Reason.MALFORMED), ("29", b"c")]
    failure = results[1]
    assert isinstance(failure, Failure)
    assert failure.content == b'{"text": oops}'
    assert failure.message == 'not JSON: Expecting value (character 9): {"text": oops}'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1, 2]", Reason.MALFORMED),
        (b"null", Reason.MALFORMED),
        (b'"It rained."', Reason.MALFORMED),
        (b'{"text": "Gr\xfcn"}', Reason.MALFORMED),
        (b"[" * 100_000, Reason.MALFORMED),
        (b'{"n": ' + b"9" * 5000 + b"}", Reason.MALFORMED),
        (b'{"title": "Rain"}', Reason.NO_CONTENT),
        (b"{}", Reason.NO_CONTENT),
        (b'{"text": 5}', Reason.EMPTY),
        (b'{"text": " \\n"}', Reason.EMPTY),
        (b'{"text": null}', Reason.EMPTY),
        (b'{"html_base64": "a"}', Reason.MALFORMED),
        (b'{"text": "It rai', Reason.TRUNCATED),
        (b'{"text": "It rained."', Reason.TRUNCATED),
    ],
)
def test_what_a_line_may_be_refused_for(line, reason):
    assert outline(read(line, limit=1 << 20)) == [("0", reason)]


def test_a_line_that_is_whole_and_breaks_off_was_written_so_and_is_malformed():
    lines = b'{"text": "It rai\n{"text": "b"}\n'
    assert outline(read(lines)) == [("0", Reason.MALFORMED), ("17", b"b")]


def test_a_refused_record_keeps_the_id_that_it_has():
    assert read(b'{"id": 7, "title": "Rain"}')[0].source.record_id == "7"


def test_a_record_without_content_is_refused_with_the_names_that_it_has():
    assert read(b'{"headline": "Rain", "story": "It rained."}')[0].message == (
        "no field for the article among: headline, story (say which holds it, such as text=body)"
    )


def test_a_record_without_the_field_that_was_named_is_refused_with_that_name():
    (failure,) = read(b'{"text": "It rained."}', fields={"text": "body"})
    assert failure.reason == Reason.NO_CONTENT
    assert failure.message == "no field body among: text"


def test_a_line_that_is_too_large_is_refused_and_the_next_is_read():
    results = read(b'{"text": "%s"}\n{"text": "b"}\n' % (b"a" * 200_000), limit=100)
    assert outline(results) == [("0", Reason.TOO_LARGE), ("200013", b"b")]
    assert results[0].content is None


def test_behind_a_break_one_failure_stands_for_the_rest():
    lines = gzip.compress(b'{"text": "a"}\n' * 2) + gzip.compress(b'{"text": "c"}\n')[:-12]
    assert outline(read(lines)) == [("0", b"a"), ("14", b"a"), ("28", Reason.TRUNCATED)]


def test_ids_depend_on_file_place_and_content_alone():
    line = b'{"text": "It rained.", "id": 7}\n'
    first, second = read(line * 2)
    assert first.id == read(line)[0].id
    assert first.id != second.id


ARTICLES = st.dictionaries(
    st.sampled_from(["text", "html", "content", "id", "title", "authors", "date", "tags", "x"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=5,
    ),
)


@given(st.lists(ARTICLES, max_size=5), st.sampled_from(list(COMPRESS)))
def test_any_records_in_any_compression_each_give_one_result(records, compression):
    """A document with the record's text where it has one; else a failure: never an error."""
    data = b"".join(json.dumps(record).encode() + b"\n" for record in records)
    results = read(COMPRESS[compression](data), limit=1 << 20)
    assert len(results) == len(records)
    for record, result in zip(records, results, strict=True):
        text = record.get("text")
        if isinstance(text, str) and text.strip():
            assert isinstance(result, Document)
            assert result.content.decode() == text
        elif not record.keys() & {"text", "html", "content"}:
            assert isinstance(result, Failure)
            assert result.reason == Reason.NO_CONTENT


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(data):
    read(data)


def test_a_large_file_is_read_in_little_memory():
    """128 MiB of records that are compressed to one."""
    lines = b'{"text": "%s"}\n' % (b"It rained. " * 3000) * 32
    data = gzip.compress(lines * 128, 1)
    tracemalloc.start()
    count = 0
    for _ in read_jsonl(ByteStream(io.BytesIO(data)), HERE, max_document_bytes=1 << 20):
        count += 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4096
    assert peak < 4 << 20
