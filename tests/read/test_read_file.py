"""A file → its documents, whatever its format, name and compression."""

import bz2
import gzip
import io
import json
import lzma

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.model import Claims, Document, Failure, Reason, Source
from transforms.read import read_file, read_opened

COMPRESS = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.compress,
}


def parquet():
    file = io.BytesIO()
    pq.write_table(pa.table({"text": ["It rained."]}), file)
    return file.getvalue()


FILES = {
    "a.txt": (b"It rained.", "text/plain"),
    "a.md": (b"# Rain", "text/markdown"),
    "a.html": (b"<html>It rained.", "text/html"),
    "a.jsonl": (b'{"text": "It rained."}\n', "text/plain"),
    "a.json": (b'[{"text": "It rained."}]', "text/plain"),
    "a.rss": (
        b"<rss><channel><item><description>It rained.</description></item></channel></rss>",
        "text/plain",
    ),
    "a.warc": (
        b"WARC/1.0\nWARC-Type: conversion\nContent-Type: text/plain\nContent-Length: 4\n\nRain\n\n",
        "text/plain",
    ),
    "a.parquet": (parquet(), "text/plain"),
}


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read a file of a name and bytes in the current folder."""
    monkeypatch.chdir(tmp_path)

    def read(name, data, **options):
        (tmp_path / name).write_bytes(data)
        return list(read_file(name, **options))

    return read


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("name", FILES)
def test_every_format_is_read_in_every_compression_under_any_name(read, name, suffix):
    data, media_type = FILES[name]
    for called in (name + suffix, name + ".gz", name, name.upper() + suffix.upper()):
        (document,) = read(called, COMPRESS[suffix](data))
        assert isinstance(document, Document)
        assert (document.source.uri, document.source.media_type) == (called, media_type)


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("a.txt", "a.md")])
def test_a_wrong_extension_does_no_harm(read, name):
    data, media_type = FILES[name]
    for called in ("wrong.txt", "wrong.html", "wrong.json", "wrong.parquet", "wrong"):
        assert [document.source.media_type for document in read(called, data)] == [media_type]


def test_a_text_is_one_document_not_decoded_and_without_a_position(read):
    data = "Es regnete grün.".encode("latin-1")
    assert read("a.txt", data) == [
        Document.read_from(Source(uri="a.txt", media_type="text/plain"), data, Claims())
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_text_keeps_its_bytes_in_any_encoding(read, encoding):
    (document,) = read("a.txt", "It rained.".encode(encoding))
    assert document.content == "It rained.".encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_json_is_read_in_any_unicode_encoding(read, name, encoding):
    data = '{"text": "grün"}\n{"text": "rot"}\n'.encode(encoding)
    assert [each.content for each in read(name, data)] == ["grün".encode(), b"rot"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", Reason.EMPTY),
        ("a.txt", b" \n\t\n", Reason.EMPTY),
        ("a.html", b"\xef\xbb\xbf\n", Reason.EMPTY),
        ("a.jsonl", b"", Reason.EMPTY),
        ("a.txt.gz", gzip.compress(b"", mtime=0), Reason.EMPTY),
        ("a.txt", b"It\0rained.", Reason.BINARY),
        ("a.txt", b"It rained. " * 10_000 + b"\0", Reason.BINARY),
        ("a.pdf", b"%PDF-1.7", Reason.UNSUPPORTED_FORMAT),
        ("a.txt.gz", gzip.compress(b"It rained.", mtime=0)[:-4], Reason.TRUNCATED),
        ("a.txt.gz", gzip.compress(b"It rained.", mtime=0)[:12], Reason.TRUNCATED),
        ("a.txt.gz", gzip.compress(b"It rained.", mtime=0)[:-8] + b"\0" * 8, Reason.MALFORMED),
        ("a.html.bz2", bz2.compress(b"<html>It rained.")[:-4], Reason.TRUNCATED),
        ("a.parquet", parquet()[:-4], Reason.TRUNCATED),
        ("a.parquet.gz", gzip.compress(parquet())[:-4], Reason.TRUNCATED),
    ],
)
def test_a_file_that_cannot_be_read_is_one_failure_for_a_reason(read, name, data, reason):
    (failure,) = read(name, data)
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.source.uri, failure.source.position) == (reason, name, None)


@pytest.mark.parametrize(("name", "path"), [("missing", "missing.txt"), ("folder", ".")])
def test_what_cannot_be_opened_is_unreadable(read, name, path):
    (failure,) = read_file(path)
    assert (failure.reason, failure.source.uri) == (Reason.UNREADABLE, path)


def test_an_unknown_kind_of_file_system_is_unreadable():
    (failure,) = read_file("nosuch://a/b.txt")
    assert failure.reason == Reason.UNREADABLE


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "a.txt.gz"])
def test_a_document_beyond_the_limit_is_too_large(read, name):
    data = b'{"text": "' + b"x" * 2000 + b'"}'
    data = gzip.compress(data) if name.endswith(".gz") else data
    (failure,) = read(name, data, max_document_bytes=1000)
    assert (failure.reason, failure.content) == (Reason.TOO_LARGE, None)
    assert isinstance(read(name, data, max_document_bytes=5000)[0], Document)


def test_fields_hold_for_json_and_parquet(read):
    records = json.dumps([{"story": "It rained."}]).encode()
    (document,) = read("a.json", records, fields={"text": "story"})
    assert document.content == b"It rained."


@given(
    name=st.sampled_from(list(FILES)),
    suffix=st.sampled_from(list(COMPRESS)),
    damage=st.lists(st.tuples(st.integers(0, 5000), st.binary(min_size=1, max_size=4)), max_size=3),
    cut=st.integers(0, 60),
    packed_first=st.booleans(),
)
@settings(deadline=None)
def test_no_damage_to_a_file_is_an_error(tmp_path_factory, name, suffix, damage, cut, packed_first):
    """It gives documents and failures, and at least one of them unless it is a legal empty list."""
    data = bytearray(FILES[name][0])
    if packed_first:
        data = bytearray(COMPRESS[suffix](bytes(data)))
    for offset, junk in damage:
        at = offset % len(data)
        data[at : at + len(junk)] = junk
    data = data[: len(data) - cut]
    content = bytes(data) if packed_first else COMPRESS[suffix](bytes(data))
    path = tmp_path_factory.getbasetemp() / (name + suffix)
    path.write_bytes(content)
    assert all(isinstance(each, Document | Failure) for each in read_file(str(path)))


def test_the_file_is_closed_when_reading_stops_early(read, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "a"}\n' * 9)
    results = read_file("a.jsonl")
    next(results)
    results.close()


def test_a_file_that_is_open_is_read_as_one_of_that_name():
    """Whatever its format; what breaks it is a failure of that name as well."""
    rows = io.BytesIO()
    pq.write_table(pa.table({"text": ["It rained."]}), rows)
    rows.seek(0)
    (row,) = read_opened(rows, "-")
    assert (row.content, row.source.uri) == (b"It rained.", "-")
    (text,) = read_opened(io.BytesIO(b"# Rain"), "a.md")
    assert text.source.media_type == "text/markdown"
    (empty,) = read_opened(io.BytesIO(b""), "-")
    assert (empty.reason, empty.source.uri) == ("empty", "-")
