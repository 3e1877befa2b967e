"""What earlier runs kept is read back from the folder of their index."""

from datetime import date

import apache_beam as beam
import pytest
from apache_beam.testing.util import assert_that, equal_to

from transforms.deduplicate import index_entry
from transforms.read import BrokenIndexError, ReadIndex
from transforms.testing import article, batch_pipeline
from transforms.write import WriteIndex

RAIN = index_entry(
    article(
        "It rained all day in Harbor, and the fish market stayed shut.",
        id="1",
        url="https://a.example/rain",
        published_at="2025-01-01T10:00:00+01:00",
    ),
    "monday",
)
SNOW = index_entry(article("It snowed all night in Harbor.", id="2"), "tuesday")


def write(folder, entry, kept):
    with batch_pipeline() as pipeline:
        entries = pipeline | beam.Create([entry])
        entries | WriteIndex(str(folder), file_format="parquet", run_id=entry.run_id, kept=kept)


@pytest.fixture
def index(tmp_path):
    write(tmp_path, RAIN, date(2025, 1, 1))
    write(tmp_path, SNOW, date(2025, 1, 2))
    return str(tmp_path)


def check(transform, expected):
    with batch_pipeline() as pipeline:
        assert_that(pipeline | transform, equal_to(expected))


def test_entries_come_back_as_they_were_written(index):
    check(ReadIndex(index), [RAIN, SNOW])


def test_in_parts_none_is_made_before_it_is_asked_for(index):
    with batch_pipeline() as pipeline:
        parts = pipeline | ReadIndex(index, run_id="monday", own=index, in_parts=True)
        runs = parts | "Runs" >> beam.Map(lambda part: dict(part.runs))
        assert_that(runs, equal_to([{"tuesday": 1}]), label="runs")
        entries = parts | "Entries" >> beam.FlatMap(lambda part: part.entries())
        assert_that(entries, equal_to([SNOW]), label="entries")


def test_they_lie_in_a_folder_for_each_day(index, tmp_path):
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "kept=2025-01-01",
        "kept=2025-01-02",
    ]


def test_what_was_kept_before_the_first_day_is_forgotten(index):
    check(ReadIndex(index, since=date(2025, 1, 2)), [SNOW])


def test_what_was_kept_on_no_known_day_is_remembered(tmp_path):
    write(tmp_path, RAIN, None)
    check(ReadIndex(str(tmp_path), since=date(2025, 1, 2)), [RAIN])


def test_what_the_run_itself_kept_is_left_out(index):
    check(ReadIndex(index, run_id="monday", own=index), [SNOW])


def test_but_not_what_a_run_of_another_output_kept_that_has_its_id(index, tmp_path):
    check(ReadIndex(index, run_id="monday", own=f"{tmp_path}/elsewhere"), [RAIN, SNOW])


def test_an_index_that_is_not_there_yet_is_empty(tmp_path):
    check(ReadIndex(str(tmp_path / "index")), [])


def test_a_broken_file_fails_the_run_since_stories_would_be_kept_again(index, tmp_path):
    broken = tmp_path / "kept=2025-01-01" / "part-x.parquet"
    broken.write_bytes(b"PAR1 and no more")
    with pytest.raises(Exception, match="this file of the index cannot be read") as raised:
        check(ReadIndex(index), [])
    assert BrokenIndexError.__name__ in repr(raised.value) or str(broken) in str(raised.value)
