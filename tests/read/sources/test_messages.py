"""A message → its documents: by its content, its headers and its place."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from transforms.model import Document, Failure, Reason
from transforms.read.sources.message import Message, read_message

TOPIC = "kafka:///news"
NOON = 1_743_508_800_000  # 2025-04-01T12:00:00Z


def read(value, *, headers=(), key=b"story-7", **options):
    message = Message("2/41", value, key, NOON, headers)
    return list(read_message(message, TOPIC, **options))


def test_a_json_object_is_an_article_record():
    (document,) = read(b'{"url": "https://a.example/1", "title": "Rain", "text": "It rained."}')
    assert document.content == b"It rained."
    assert (document.claims.url, document.claims.title) == ("https://a.example/1", "Rain")
    assert (document.source.uri, document.source.position) == (TOPIC, "2/41")


def test_the_key_is_the_record_id_unless_the_record_has_one():
    assert read(b'{"text": "It rained."}')[0].source.record_id == "story-7"
    assert read(b'{"text": "It rained.", "id": 9}')[0].source.record_id == "9"
    assert read(b"It rained.", key=bytes([255, 0]))[0].source.record_id == "ff00"
    assert read(b"It rained.", key=None)[0].source.record_id is None


def test_a_message_came_when_it_was_written_unless_the_record_says_when_it_was_fetched():
    (document,) = read(b"It rained.")
    assert document.source.fetched_at == datetime(2025, 4, 1, 12, tzinfo=UTC)
    (document,) = read(b'{"text": "It rained.", "fetched_at": "2025-03-31T08:00:00Z"}')
    assert document.source.fetched_at == datetime(2025, 3, 31, 8, tzinfo=UTC)


def test_several_documents_of_a_message_have_places_within():
    values = {
        "an array": b'[{"text": "One."}, {"text": "Two."}]',
        "lines": b'{"text": "One."}\n{"text": "Two."}\n',
    }
    places = {
        name: [each.source.position for each in read(value)] for name, value in values.items()
    }
    assert places == {"an array": ["2/41/0", "2/41/1"], "lines": ["2/41/0", "2/41/17"]}


def test_a_page_is_told_by_its_looks():
    (document,) = read(b"<!DOCTYPE html><title>Rain</title><p>It rained.</p>")
    assert document.source.media_type == "text/html"


def test_a_header_tells_what_it_is():
    (document,) = read(b"Rain <b>today", headers=[("Content-Type", b"text/html; charset=cp1252")])
    assert document.source.media_type == "text/html"
    assert document.claims.charset == "cp1252"


def test_headers_speak_where_the_content_does_not():
    headers = [("url", b"https://a.example/h"), ("content-language", b"de")]
    (page,) = read(b"<html><p>Es regnete.</p></html>", headers=headers)
    assert (page.claims.url, page.claims.language) == ("https://a.example/h", "de")
    (record,) = read(b'{"url": "https://a.example/r", "text": "It rained."}', headers=headers)
    assert record.claims.url == "https://a.example/r"


def test_a_message_may_be_compressed():
    (document,) = read(gzip.compress(b'{"text": "It rained."}'))
    assert document.content == b"It rained."


def test_fields_may_be_called_otherwise():
    assert (
        read(b'{"body_text": "It rained."}', fields={"text": "body_text"})[0].content
        == b"It rained."
    )


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, Reason.EMPTY),
        (b"", Reason.EMPTY),
        (b" \n", Reason.EMPTY),
        (b'{"title": "Rain", "te', Reason.TRUNCATED),
        (b'{"title": "Rain",, "text": "It rained."}', Reason.MALFORMED),
        (b'{"text": "It rained."} and more', Reason.MALFORMED),
        (b'{"text": "\xff\xfe"}', Reason.MALFORMED),
        (b'{"headline": "Rain"}', Reason.NO_CONTENT),
        (b"[" * 100_000, Reason.TRUNCATED),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, Reason.MALFORMED),
        (bytes(range(256)) * 10, Reason.BINARY),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), Reason.UNSUPPORTED_FORMAT),
    ],
)
def test_poison_is_a_failure_that_keeps_the_message(value, reason):
    (failure,) = read(value)
    assert isinstance(failure, Failure)
    assert failure.reason == reason
    assert failure.content == value
    assert failure.source.position == "2/41"


def test_of_a_list_each_record_is_kept_alone():
    (failure,) = read(b"[" * 100_000 + b"]" * 100_000)
    assert failure.reason == Reason.MALFORMED
    assert failure.content == b"[" * 99_999 + b"]" * 99_999


def test_a_tombstone_says_what_it_is():
    assert read(None)[0].message == "no value: it withdraws what its key said before"


def test_a_message_larger_than_a_document_may_be_is_refused_and_not_kept():
    for value in (b"It rained. " * 100, json.dumps({"text": "It rained. " * 100}).encode()):
        (failure,) = read(value, max_document_bytes=500)
        assert (failure.reason, failure.content) == (Reason.TOO_LARGE, None)


def test_a_message_that_unpacks_to_very_much_is_read_in_part():
    """One of a megabyte may hold a gigabyte."""
    lines = b'{"text": "It rained. It rained. It rained."}\n' * 1_000
    found = read(gzip.compress(lines), max_document_bytes=100)
    documents = [each for each in found if isinstance(each, Document)]
    assert sum(len(each.content) for each in documents) <= 800
    assert len(documents) == 25
    assert found[-1].reason == Reason.TOO_LARGE
    assert found[-1].source.position == "2/41"


def test_what_was_refused_before_is_given_back_as_the_document_that_it_was():
    (failure,) = read(b"\x89PNG\r\n\x1a\n" + bytes(64))
    record = {
        "uri": failure.source.uri, "position": "0/3", "media_type": "text/plain",
        "content_base64": "SXQgcmFpbmVkLg==",
    }  # fmt: skip
    (document,) = read(json.dumps(record).encode())
    assert (document.source.uri, document.source.position) == (TOPIC, "0/3")
