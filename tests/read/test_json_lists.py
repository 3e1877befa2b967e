"""JSON files: a list of records, an object that holds one, or a record."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.model import Document, Reason, Source
from transforms.read.json import read_json
from transforms.read.json_array import split_array
from transforms.read.stream import ByteStream

HERE = Source(uri="news.json")


def read(data, *, limit=1000, **options):
    stream = ByteStream(io.BytesIO(data))
    return list(read_json(stream, HERE, max_document_bytes=limit, **options))


def outline(results):
    return [
        (each.source.position, each.content if isinstance(each, Document) else each.reason)
        for each in results
    ]


def test_each_element_of_an_array_is_a_document_whose_position_is_its_index():
    assert outline(read(b' [{"text": "a"},\n {"text": "b"}]\n')) == [("0", b"a"), ("1", b"b")]


def test_an_empty_array_has_no_documents():
    assert read(b"[ ]") == []


def test_a_single_object_is_a_document_without_a_position():
    assert outline(read(b'{\n  "title": "Rain",\n  "text": "It rained."\n}\n')) == [
        (None, b"It rained.")
    ]


@pytest.mark.parametrize("name", ["articles", "items", "results", "data", "documents"])
def test_an_object_that_holds_a_list_of_records_stands_for_it(name):
    wrapped = {"status": "ok", name: [{"text": "a"}, {"title": "b"}]}
    results = read(json.dumps(wrapped).encode())
    assert outline(results) == [("0", b"a"), ("1", Reason.NO_CONTENT)]


def test_an_object_with_a_text_is_a_record_even_if_it_holds_a_list():
    record = b'{"text": "It rained.", "items": [{"text": "related"}]}'
    assert outline(read(record)) == [(None, b"It rained.")]


def test_lines_of_records_are_read_as_such():
    assert outline(read(b'{"text": "a"}\n{"text": "b"}\n')) == [("0", b"a"), ("14", b"b")]


def test_a_broken_element_is_a_failure_that_keeps_it_and_the_next_is_read():
    results = read(b'[{"text": "a"}, {"text": oops}, 5, {"text": "d"}]')
    assert outline(results) == [
        ("0", b"a"),
        ("1", Reason.MALFORMED),
        ("2", Reason.MALFORMED),
        ("3", b"d"),
    ]
    assert results[1].content == b'{"text": oops}'


def test_an_array_that_does_not_end_gives_what_it_can_and_is_truncated():
    assert outline(read(b'[{"text": "a"}, {"text": "b"')) == [("0", b"a"), ("1", Reason.TRUNCATED)]


def test_an_object_around_a_list_that_does_not_end_gives_what_it_can():
    assert outline(read(b'{"status": "ok", "articles": [{"text": "a"}, {"te')) == [
        ("0", b"a"),
        ("1", Reason.TRUNCATED),
    ]


def test_a_single_object_that_is_broken_is_one_failure():
    assert outline(read(b'{"text": "It rai')) == [(None, Reason.TRUNCATED)]
    assert outline(read(b'{"text": "a" "b"}')) == [(None, Reason.MALFORMED)]


def test_an_element_that_is_too_large_is_refused_and_the_next_is_read():
    large = b'[{"text": "%s"}, {"text": "b"}]' % (b"a" * 200_000)
    assert outline(read(large, limit=100)) == [("0", Reason.TOO_LARGE), ("1", b"b")]


def test_an_object_around_a_list_may_be_larger_than_a_document():
    wrapped = b'{"articles": [%s]}' % b",".join([b'{"text": "a"}'] * 50)
    assert outline(read(wrapped, limit=100)) == [(str(n), b"a") for n in range(50)]


def test_a_single_object_that_is_too_large_is_refused():
    assert outline(read(b'{"text": "%s"}' % (b"a" * 200), limit=100)) == [(None, Reason.TOO_LARGE)]


def test_a_json_feed_is_told_by_its_version_and_placed_by_the_ids_of_its_items():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "language": "de",
        "authors": [{"name": "Ada"}],
        "items": [
            {"id": "7", "url": "https://a.example/7", "content_html": "<p>a</p>"},
            {"id": "7", "content_text": "b", "language": "en"},
            {"summary": "c"},
            {"id": "9"},
        ],
    }
    results = read(json.dumps(feed).encode())
    assert outline(results) == [
        ("7", b"<p>a</p>"),
        ("7#1", b"b"),
        ("2", b"c"),
        ("9", Reason.NO_CONTENT),
    ]
    assert [result.claims.language for result in results[:2]] == ["de", "en"]
    assert results[0].claims.authors == ("Ada",)
    assert [result.source.media_type for result in results[:2]] == ["text/html", "text/plain"]


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text()))))
def test_splitting_an_array_gives_its_elements_however_it_is_cut_into_pieces(records):
    data = json.dumps(records).encode()
    for size in (1, 2, 7, len(data)):
        pieces = (data[at : at + size] for at in range(0, len(data), size))
        stream = ByteStream.of(pieces)
        stream.read(1)
        elements = split_array(_Slow(stream), 1 << 20)
        assert [json.loads(element) for element in elements] == records


class _Slow:
    """Hands a stream out a few bytes at a time."""

    def __init__(self, stream):
        self._stream = stream

    def peek(self, size):
        return self._stream.peek(min(size, 3))

    def read(self, size):
        return self._stream.read(size)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_error(data):
    read(b"[" + data)
    read(b"{" + data)
