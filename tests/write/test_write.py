"""Whole files in Hive partitions: names, order, atomicity, streams."""

import json
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.testing.test_stream import TestStream
from apache_beam.transforms.error_handling import ErrorHandler
from apache_beam.transforms.window import FixedWindows, TimestampedValue
from apache_beam.typehints import TypeCheckError

from transforms.clean import Clean
from transforms.model import CleanError, Duplicate, Failure, Reason
from transforms.testing import article, batch_pipeline, document, stream_pipeline
from transforms.write import WriteDuplicates, WriteFailures, WritePartitioned
from transforms.write.storage import write_aside

DAY = "2025-04-01"
ARTICLES = [
    article("It rained.", id="00000001", language="en", published_at=DAY),
    article("It snowed.", id="00000002", language="en", published_at=DAY),
    article("Es regnete.", id="00000003", language="de"),
]


def write(articles, path, **options):
    with batch_pipeline() as pipeline:
        pipeline | beam.Create(articles) | WritePartitioned(str(path), **options)
    return files(path)


def files(path):
    """Return each file below `path` with the ids of its records, in order."""
    return {
        file.relative_to(path).as_posix(): [
            json.loads(line)["id"] for line in file.read_text().splitlines()
        ]
        for file in sorted(Path(path).rglob("*"))
        if file.is_file()
    }


def test_a_file_for_each_partition_named_by_the_ids_in_it(tmp_path):
    assert write(ARTICLES, tmp_path) == {
        "language=de/date=__HIVE_DEFAULT_PARTITION__/part-50a9b9163ebb8290.jsonl": ["00000003"],
        "language=en/date=2025-04-01/part-de162b3f4d8783d0.jsonl": ["00000001", "00000002"],
    }


def test_the_order_of_arrival_changes_nothing(tmp_path):
    assert write(ARTICLES, tmp_path / "a") == write(ARTICLES[::-1], tmp_path / "b")


def test_writing_the_same_again_replaces_what_is_there(tmp_path):
    assert write(ARTICLES, tmp_path) == write(ARTICLES, tmp_path)


def test_runs_with_different_ids_never_touch_each_others_files(tmp_path):
    write(ARTICLES, tmp_path, run_id="one", partition_by=())
    assert list(write(ARTICLES, tmp_path, run_id="two", partition_by=())) == [
        "part-one-4c66568e631dc9c2.jsonl",
        "part-two-4c66568e631dc9c2.jsonl",
    ]


def test_shards_divide_a_partition_without_losing_any(tmp_path):
    written = write(ARTICLES, tmp_path, partition_by=(), shards=3)
    assert sorted(written.values()) == [["00000001", "00000002"], ["00000003"]]


def test_no_articles_make_no_files(tmp_path):
    assert write([], tmp_path) == {}


def test_duplicates_lie_by_kind(tmp_path):
    duplicate = Duplicate(
        **dict(ARTICLES[0]), duplicate_of="9", duplicate_kind="url", similarity=0.5
    )
    with batch_pipeline() as pipeline:
        pipeline | beam.Create([duplicate]) | WriteDuplicates(str(tmp_path))
    (file,) = tmp_path.rglob("*.jsonl")
    assert file.parent.name == "kind=url"
    record = json.loads(file.read_text())
    assert record["duplicate_of"] == "9"
    assert record["similarity"] == 0.5


def test_failures_lie_by_step(tmp_path):
    failure = Failure.of(document(b"\x00"), CleanError(Reason.BINARY, "NUL bytes"))
    with batch_pipeline() as pipeline:
        pipeline | beam.Create([failure]) | WriteFailures(str(tmp_path))
    (file,) = tmp_path.rglob("*.jsonl")
    assert file.parent.name == "step=clean"


def test_a_file_that_cannot_be_written_whole_leaves_nothing_behind(tmp_path):
    def break_off(stream):
        stream.write(b"half a rec")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_aside(str(tmp_path), break_off)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"partition_by": ("language", "languge")}, "partition_by takes each of language, date"),
        ({"partition_by": ("date", "date")}, "at most once"),
        ({"file_format": "parquet", "compression": "xz"}, "parquet files are not compressed"),
        ({"file_format": "csv"}, "no such format: csv; choose jsonl or parquet"),
        ({"run_id": "../x"}, "run_id goes into names of files"),
        ({"partition_by": "colour"}, "at most once, not colour"),
        ({"shards": 0}, "shards must be a whole number of 1 or more"),
    ],
)
def test_wrong_options_are_refused_when_the_transform_is_made(options, message):
    with pytest.raises(ValueError, match=message):
        WritePartitioned("articles", **options)


def test_each_window_of_a_stream_has_a_file_of_its_own(tmp_path):
    stream = (
        TestStream()
        .advance_watermark_to(0)
        .add_elements([TimestampedValue(ARTICLES[1], 1), TimestampedValue(ARTICLES[0], 2)])
        .advance_watermark_to(60)
        .add_elements([TimestampedValue(ARTICLES[2], 61)])
        .advance_watermark_to_infinity()
    )
    with stream_pipeline() as pipeline:
        (
            pipeline
            | stream
            | beam.WindowInto(FixedWindows(60))
            | WritePartitioned(str(tmp_path), partition_by=())
        )
    assert sorted(files(tmp_path).values()) == [["00000001", "00000002"], ["00000003"]]


def test_the_same_articles_in_two_windows_are_in_two_files(tmp_path):
    stream = (
        TestStream()
        .advance_watermark_to(0)
        .add_elements([TimestampedValue(ARTICLES[0], 1), TimestampedValue(ARTICLES[0], 61)])
        .advance_watermark_to_infinity()
    )
    with stream_pipeline() as pipeline:
        windowed = pipeline | stream | beam.WindowInto(FixedWindows(60))
        windowed | WritePartitioned(str(tmp_path), partition_by=())
    assert files(tmp_path) == {
        "part-19700101T000059-ae5ce162888ee3eb.jsonl": ["00000001"],
        "part-19700101T000159-ae5ce162888ee3eb.jsonl": ["00000001"],
    }


def test_failures_of_a_stream_are_written_as_they_come(tmp_path):
    """Through the error handler of a transform, which takes them in the global window."""
    stream = TestStream().add_elements([document(b"\x00")]).advance_watermark_to_infinity()
    with stream_pipeline() as pipeline, ErrorHandler(WriteFailures(str(tmp_path))) as refused:
        windowed = pipeline | stream | beam.WindowInto(FixedWindows(60))
        windowed | Clean().with_error_handler(refused)
    (file,) = tmp_path.rglob("*.jsonl")
    assert file.parent.name == "step=clean"


def test_ids_of_any_form_are_written(tmp_path):
    written = write([article("It rained.", id="my-article-1")], tmp_path, partition_by=())
    assert list(written.values()) == [["my-article-1"]]


def test_articles_that_share_an_id_are_in_an_order_of_their_own(tmp_path):
    twins = [article("It rained.", id="1"), article("It snowed.", id="1")]
    write(twins, tmp_path / "a", partition_by=())
    write(twins[::-1], tmp_path / "b", partition_by=())
    one, other = (next((tmp_path / folder).iterdir()).read_bytes() for folder in "ab")
    assert one == other


def test_what_is_no_article_is_refused_when_the_pipeline_is_built():
    with pytest.raises(TypeCheckError, match="Article"):
        beam.Pipeline() | beam.Create([document("It rained.")]) | WritePartitioned("articles")


def test_a_late_pane_never_overwrites_an_early_one(tmp_path):
    stream = (
        TestStream()
        .advance_watermark_to(0)
        .add_elements([TimestampedValue(ARTICLES[0], 1)])
        .advance_watermark_to(100)
        .add_elements([TimestampedValue(ARTICLES[1], 2)])
        .advance_watermark_to_infinity()
    )
    with stream_pipeline() as pipeline:
        (
            pipeline
            | stream
            | beam.WindowInto(
                FixedWindows(60),
                allowed_lateness=600,
                trigger=beam.trigger.AfterWatermark(late=beam.trigger.AfterCount(1)),
                accumulation_mode=beam.trigger.AccumulationMode.DISCARDING,
            )
            | WritePartitioned(str(tmp_path), partition_by=())
        )
    assert sorted(files(tmp_path).values()) == [["00000001"], ["00000002"]]


def test_a_stream_without_windows_is_refused_when_the_pipeline_is_built():
    with pytest.raises(ValueError, match="WritePartitioned needs windows"):
        beam.Pipeline("BundleBasedDirectRunner") | TestStream() | WritePartitioned("articles")
