"""The bytes of files: the same records make the same bytes, and come back as they were."""

import bz2
import gzip
import io
import json
import lzma

import pyarrow.parquet as pq
import pytest
import zstandard

from transforms.enrich import enrich_article
from transforms.model import CleanError, Failure, Reason
from transforms.testing import article, document
from transforms.write import COMPRESSIONS, check_compression
from transforms.write.formats import write_records
from transforms.write.records import ARTICLE, FAILURE

RAIN = enrich_article(
    article("It rained.", id="1", url="https://a.example/rain", published_at="2025-04-01T08:00:00Z")
)
SNOW = article("雪が降った。", id="2", tags=("weather", "天気"))


def file_of(elements, schema=ARTICLE, file_format="jsonl", compression="none", **more):
    stream = io.BytesIO()
    write_records(
        stream, elements, schema, file_format=file_format, compression=compression, **more
    )
    return stream.getvalue()


def test_a_json_record_is_one_line_with_every_column():
    assert file_of([SNOW]).decode() == (
        '{"id": "2", "uri": "news/article.txt", "position": null, "record_id": null, '
        '"media_type": "text/plain", "fetched_at": null, "url": null, "canonical_url": null, '
        '"site": null, "title": null, "authors": [], "published_at": null, "modified_at": null, '
        '"text": "雪が降った。", "language": null, "language_confidence": null, '
        '"declared_language": null, "site_name": null, "description": null, "image_url": null, '
        '"tags": ["weather", "天気"], "source_url": null, "credits": [], "references": [], '
        '"word_count": null, "reading_seconds": null, "excerpt": null, "content_hash": null, '
        '"trail": null, "byline": null, '
        '"dateline": null, "notes": [], "license": null, "robots": [], "tdm_reservation": null, '
        '"tdm_policy": null, "is_accessible_for_free": null, "languages": [], "passages": [], '
        '"language_agrees": null, "cluster_id": null, "cluster_size": null, '
        '"cluster_sites": null, "translations": []}\n'
    )


def test_times_are_rfc_3339_in_utc():
    assert json.loads(file_of([RAIN]))["published_at"] == "2025-04-01T08:00:00Z"


def test_a_failure_carries_the_bytes_as_they_came_in_base64():
    failure = Failure.of(document(b"\x00\xff"), CleanError(Reason.BINARY, "NUL bytes"))
    record = json.loads(file_of([failure], FAILURE))
    assert record["content_base64"] == "AP8="
    assert (record["step"], record["reason"], record["message"]) == ("clean", "binary", "NUL bytes")


DECOMPRESS = {
    "none": bytes,
    "bzip2": bz2.decompress,
    "gzip": gzip.decompress,
    "xz": lzma.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.mark.parametrize("compression", COMPRESSIONS["jsonl"])
def test_json_lines_come_back_from_each_compression(compression):
    compressed = file_of([RAIN, SNOW], compression=compression)
    assert DECOMPRESS[compression](compressed) == file_of([RAIN, SNOW])


@pytest.mark.parametrize("compression", COMPRESSIONS["parquet"])
def test_parquet_holds_the_records_that_json_lines_hold(compression):
    table = pq.read_table(
        io.BytesIO(file_of([RAIN, SNOW], file_format="parquet", compression=compression))
    )
    assert table.to_pylist() == [ARTICLE.record(RAIN), ARTICLE.record(SNOW)]


def test_parquet_leaves_out_the_columns_that_its_path_tells():
    file = file_of([RAIN], file_format="parquet", without=frozenset({"language"}))
    assert "language" not in pq.read_schema(io.BytesIO(file)).names


@pytest.mark.parametrize(
    ("file_format", "compression"),
    [(form, compression) for form, known in COMPRESSIONS.items() for compression in known],
)
def test_the_same_records_make_the_same_bytes(file_format, compression):
    first, second = (
        file_of([RAIN, SNOW], file_format=file_format, compression=compression) for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize(("file_format", "default"), [("jsonl", "none"), ("parquet", "zstd")])
def test_each_format_has_a_default_compression(file_format, default):
    assert check_compression(file_format, None) == default


def test_a_compression_that_the_format_does_not_have_is_refused_and_those_it_has_are_named():
    with pytest.raises(ValueError, match="parquet files are not compressed with bzip2; choose one"):
        check_compression("parquet", "bzip2")
