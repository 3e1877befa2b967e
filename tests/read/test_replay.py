"""Records of refused documents give the documents back, so that they can be tried again."""

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.model import (
    Claims,
    CleanError,
    Document,
    Failure,
    ReadError,
    Reason,
    Source,
)
from transforms.read.fields import FieldMap
from transforms.read.parquet import read_parquet
from transforms.read.record import read_json_record
from transforms.write.records import FAILURE, json_value

HERE = Source(uri="failures/part-0.jsonl", position="0")


def refused(failure):
    """Return `failure` as a record, as it is written."""
    return json.loads(json.dumps(FAILURE.record(failure), default=json_value))


def replay(record, **fields):
    return read_json_record(json.dumps(record).encode(), HERE, FieldMap(fields))


DOCUMENT = Document.read_from(
    Source(
        uri="crawl.warc.gz",
        position="400",
        record_id="urn:uuid:1",
        media_type="text/html",
        fetched_at="2024-04-01T10:00:00Z",
    ),
    b"<p>Gr\xfcn \0\xff",
    Claims(
        url="https://a.example/1",
        title="Rain",
        authors=("Ada", "Grace"),
        published_at="2024-04-01",
        language="de",
        charset="latin-1",
        license="https://creativecommons.org/licenses/by/4.0/",
        robots=("googlebot: noindex", "noarchive, noai"),
        tdm_reservation=True,
        tdm_policy="https://a.example/tdm",
        is_accessible_for_free=False,
    ),
)


def test_a_refused_document_comes_back_as_it_was_with_its_id():
    failure = Failure.of(DOCUMENT, CleanError(Reason.NO_TEXT, "nothing"))
    assert replay(refused(failure)) == DOCUMENT


@pytest.mark.parametrize("in_path", [frozenset(), frozenset({"step", "reason"})])
def test_it_comes_back_from_parquet_too_whatever_the_path_of_the_file_tells(in_path):
    failure = Failure.of(DOCUMENT, CleanError(Reason.NO_TEXT, "nothing"))
    file = io.BytesIO()
    schema = FAILURE.arrow(without=in_path)
    pq.write_table(pa.Table.from_pylist([FAILURE.record(failure)], schema), file)
    assert list(read_parquet(file, HERE, max_document_bytes=1000)) == [DOCUMENT]


def test_a_json_record_that_could_not_be_read_is_read_again():
    """As it may now be, with a field named; it keeps its place, and so its id."""
    place = Source(uri="news.jsonl", position="14", media_type="application/json")
    failure = Failure.at(
        place, ReadError(Reason.NO_CONTENT, "no field"), b'{"story": "It rained.", "id": 7}'
    )
    assert replay(refused(failure), text="story") == Document.read_from(
        Source(uri="news.jsonl", position="14", record_id="7"),
        b"It rained.",
        Claims(charset="utf-8"),
    )
    assert replay(refused(failure)).reason == Reason.NO_CONTENT


def test_what_was_not_kept_is_the_same_failure_again():
    failure = Failure.at(Source(uri="a.pdf"), ReadError(Reason.UNSUPPORTED_FORMAT, "a PDF"))
    again = replay(refused(failure))
    assert again == failure.model_copy(
        update={"message": "a PDF; nothing of it was kept: read its file again"}
    )
    assert replay(refused(again)) == again


def test_the_file_that_a_record_names_is_not_opened(tmp_path):
    """Else whoever can write records could have any file read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    failure = Failure.at(Source(uri=str(secret)), ReadError(Reason.UNREADABLE, "denied"))
    assert replay(refused(failure)).reason == Reason.UNREADABLE


@pytest.mark.parametrize("content", ["no base64!", 5, ["a"]])
def test_content_that_is_not_base64_is_malformed(content):
    failure = Failure.of(DOCUMENT, CleanError(Reason.NO_TEXT, "nothing"))
    result = replay({**refused(failure), "content_base64": content})
    assert (result.source.uri, result.reason) == (HERE.uri, Reason.MALFORMED)


def test_other_records_that_have_a_uri_are_ordinary_ones():
    assert replay({"uri": "a", "position": "1", "text": "It rained."}).source.uri == HERE.uri
