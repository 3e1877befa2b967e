"""What a source hands on waits in lines: all of it comes back as it was."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.model import Claims, Document, Failure, ReadError, Reason, Source, Step
from transforms.read import read_opened
from transforms.read.spool import is_spooled, spool_line

LIMIT = 1_000
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
MAYBE = st.none() | TEXTS
MOMENTS = st.none() | st.datetimes(timezones=st.timezones())
SOURCES = st.builds(
    Source,
    uri=TEXTS,
    position=MAYBE,
    record_id=MAYBE,
    media_type=st.sampled_from(["text/html", "text/plain", "application/json", "image/png"]),
    fetched_at=MOMENTS,
)
CLAIMS = st.builds(
    Claims,
    **dict.fromkeys(
        (
            "url",
            "title",
            "language",
            "charset",
            "description",
            "image_url",
            "license",
            "tdm_policy",
        ),
        MAYBE,
    ),
    **dict.fromkeys(("authors", "tags", "robots"), st.lists(TEXTS, max_size=3).map(tuple)),
    **dict.fromkeys(("published_at", "modified_at"), MOMENTS),
    **dict.fromkeys(("tdm_reservation", "is_accessible_for_free"), st.none() | st.booleans()),
)
DOCUMENTS = st.builds(Document.read_from, SOURCES, st.binary(max_size=LIMIT), CLAIMS)
FAILURES = st.builds(
    lambda source, reason, message, content: Failure.at(
        source, ReadError(reason, message), content
    ),
    SOURCES,
    st.sampled_from(Reason),
    TEXTS,
    st.none() | st.binary(max_size=LIMIT),
)


def read(lines, limit=LIMIT):
    return list(read_opened(io.BytesIO(b"".join(lines)), "spool.jsonl", max_document_bytes=limit))


@given(st.lists(DOCUMENTS | FAILURES, min_size=1, max_size=4))
def test_all_of_a_document_and_of_a_failure_comes_back(elements):
    """Ids, claims, charset, times to the microsecond, position, content of any kind."""
    assert read(spool_line(each, LIMIT) for each in elements) == elements


@pytest.mark.parametrize("size", [70_000, 1_000_000])
def test_the_longest_document_fits_in_a_line(size):
    """In base64 it is longer than the limit, which is one of documents and not of lines."""
    document = Document.read_from(Source(uri="a", media_type="text/html"), b"\xff" * size)
    assert read([spool_line(document, size)], size) == [document]


@pytest.mark.parametrize(
    "document",
    [
        Document.read_from(Source(uri="a", position="7"), b"x" * 1_001),
        Document.read_from(Source(uri="a", position="7"), b"x", Claims(title="y" * (2 << 20))),
    ],
    ids=["content", "claims"],
)
def test_a_document_beyond_the_limit_is_a_failure_as_it_is_in_a_file(document):
    (failure,) = read([spool_line(document, LIMIT)])
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.source) == (Reason.TOO_LARGE, document.source)


def test_a_document_that_was_kept_under_a_higher_limit_is_a_failure():
    document = Document.read_from(Source(uri="a"), b"x" * 1_001)
    (failure,) = read([spool_line(document, 2_000)])
    assert isinstance(failure, Failure)
    assert failure.reason == Reason.TOO_LARGE


def test_an_id_is_not_believed():
    """It says where a document was read and of which bytes, whoever wrote the line."""
    document = Document.read_from(Source(uri="a"), b"It rained.")
    forged = document.model_copy(update={"id": "0" * 32})
    assert read([spool_line(forged, LIMIT)]) == [document]


@pytest.mark.parametrize(
    "line",
    [
        b'{"spooled_document":{"id":"a"}}\n',
        b'{"spooled_document":7}\n',
        b'{"spooled_failure":{\n',
        (
            b'{"spooled_failure":{"id":"a","source":{"uri":"b"},"step":"clean","reason":"empty",'
            b'"message":"c"}}\n'
        ),
    ],
)
def test_a_line_that_is_broken_is_malformed(line):
    (failure,) = read([line])
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.source.uri) == (Reason.MALFORMED, "spool.jsonl")


def test_sources_fail_at_reading_alone():
    source = Source(uri="a")
    failure = Failure(id="a", source=source, step=Step.CLEAN, reason=Reason.NO_TEXT, message="none")
    with pytest.raises(ValueError, match="it cannot fail at step clean"):
        spool_line(failure, LIMIT)


def test_other_records_are_not_taken_for_such_lines():
    assert not is_spooled(b'{"text": "It rained.", "spooled_document": {}}')
