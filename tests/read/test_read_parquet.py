"""Parquet: a record a row; only the columns that are needed are read."""

import io
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.model import Document, Failure, Reason, Source
from transforms.read.parquet import read_parquet, spooled
from transforms.read.stream import ByteStream

HERE = Source(uri="news.parquet")


def parquet(columns, **options):
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, **options)
    return file.getvalue()


def read(data, *, limit=1000, **options):
    return list(read_parquet(io.BytesIO(data), HERE, max_document_bytes=limit, **options))


def outline(results):
    return [
        (each.source.position, each.content if isinstance(each, Document) else each.reason)
        for each in results
    ]


def test_each_row_is_a_document_whose_position_is_its_index():
    assert outline(read(parquet({"text": ["a", "b"]}))) == [("0", b"a"), ("1", b"b")]


def test_the_index_goes_on_through_row_groups_and_batches():
    data = parquet({"text": [str(n) for n in range(500)]}, row_group_size=100)
    assert outline(read(data)) == [(str(n), str(n).encode()) for n in range(500)]


def test_fields_are_those_of_any_record():
    (result,) = read(parquet({"story": ["It rained."], "id": [7]}), fields={"text": "story"})
    assert (result.content, result.source.record_id) == (b"It rained.", "7")


def test_authors_may_be_a_list_or_a_list_of_structs():
    names, structs = [["Ada", "Grace"]], [[{"name": "Ada"}, {"name": "Grace"}]]
    for authors in (names, structs):
        (result,) = read(parquet({"text": ["a"], "authors": authors}))
        assert result.claims.authors == ("Ada", "Grace")


def test_a_path_goes_into_structs():
    (result,) = read(parquet({"article": [{"body": "a"}]}), fields={"text": "article.body"})
    assert result.content == b"a"


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1711965600], pa.timestamp("s")),
        pa.array([1711965600000], pa.timestamp("ms")),
        pa.array([1711965600000000], pa.timestamp("us", tz="Europe/Berlin")),
        pa.array([1711965600000000123], pa.timestamp("ns")),
        pa.array([datetime(2024, 4, 1, 10, tzinfo=UTC)]),
        pa.array(["2024-04-01T12:00:00+02:00"]),
    ],
)
def test_timestamps_of_any_unit_are_utc(column):
    (result,) = read(parquet({"text": ["a"], "date": column}))
    assert result.claims.published_at == datetime(2024, 4, 1, 10, tzinfo=UTC)


def test_a_date_alone_is_its_midnight():
    (result,) = read(parquet({"text": ["a"], "date": [date(2024, 4, 1)]}))
    assert result.claims.published_at == datetime(2024, 4, 1, tzinfo=UTC)


def test_a_timestamp_that_is_no_date_is_no_claim():
    (result,) = read(parquet({"text": ["a"], "date": pa.array([2**62], pa.timestamp("ms"))}))
    assert result.claims.published_at is None


def test_binary_content_is_taken_as_it_is():
    (result,) = read(parquet({"html": [b"<p>Gr\xfcn</p>"]}))
    assert (result.content, result.claims.charset) == (b"<p>Gr\xfcn</p>", None)


def test_columns_that_are_not_needed_are_not_read(monkeypatch):
    wanted = []
    read_batches = pq.ParquetFile.iter_batches
    monkeypatch.setattr(
        pq.ParquetFile,
        "iter_batches",
        lambda self, **options: wanted.extend(options["columns"]) or read_batches(self, **options),
    )
    read(parquet({"text": ["a"], "embedding": [[0.5, 0.5]], "title": ["t"]}))
    assert wanted == ["text", "title"]


def test_a_row_without_content_is_a_failure_that_keeps_it_as_json():
    results = read(parquet({"text": ["a", None], "id": [1, 2]}))
    assert outline(results) == [("0", b"a"), ("1", Reason.EMPTY)]
    assert isinstance(results[1], Failure)
    assert results[1].content == b'{"text": null, "id": 2}'


def test_a_row_that_is_too_large_is_refused_and_the_next_is_read():
    results = read(parquet({"text": ["a" * 200, "b"]}), limit=100)
    assert outline(results) == [("0", Reason.TOO_LARGE), ("1", b"b")]


def test_a_table_without_a_column_that_is_known_is_one_failure_that_names_them():
    (failure,) = read(parquet({"x": [1], "y": [2]}))
    assert (failure.source.position, failure.reason) == (None, Reason.NO_CONTENT)
    assert failure.message == "no column is known among: x, y"


def test_a_file_without_its_end_is_truncated():
    assert outline(read(parquet({"text": ["a"]})[:-9])) == [(None, Reason.TRUNCATED)]


def test_a_broken_footer_is_malformed():
    data = parquet({"text": ["a"]})
    assert outline(read(data[:-40] + b"\xff" * 32 + data[-8:])) == [(None, Reason.MALFORMED)]


def test_a_broken_page_is_malformed_behind_the_rows_before_it():
    data = bytearray(parquet({"text": [f"{n:06}" * 20 for n in range(2000)]}, row_group_size=1000))
    data[len(data) // 2 : len(data) // 2 + 4000] = b"\xff" * 4000
    *rows, last = outline(read(bytes(data)))
    assert len(rows) >= 900
    assert last == (str(len(rows)), Reason.MALFORMED)


def test_an_empty_table_has_no_documents():
    assert read(parquet({"text": pa.array([], pa.string())})) == []


def test_a_stream_is_spooled_so_that_it_can_be_sought_in():
    with spooled(ByteStream(io.BytesIO(b"It rained."))) as file:
        file.seek(3)
        assert file.read() == b"rained."
