"""A file of an index tells who kept its entries, and makes those of them that are wanted."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from transforms.deduplicate import index_entry
from transforms.model import INDEX_KEYS, IndexEntry
from transforms.read import BrokenIndexError
from transforms.read.index_file import IndexFile
from transforms.testing import article

ENTRIES = [
    index_entry(
        article(f"It rained all day in Harbor, and {number} ships stayed.", id=str(number)), run
    )
    for number, run in enumerate(["monday", "tuesday", "monday", "wednesday"])
]
TABLE = pa.Table.from_pylist([each.model_dump() for each in ENTRIES])


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "part.parquet")


def write(path, table=TABLE, **options):
    pq.write_table(table, path, **options)


def second_of_each_three(keys):
    return np.arange(len(keys)) % 3 == 1


class TestEntries:
    @pytest.mark.parametrize("rows_per_group", [1, 3, 4])
    def test_all_come_by_default_in_order(self, path, rows_per_group):
        write(path, row_group_size=rows_per_group)
        assert list(IndexFile(path).entries()) == ENTRIES

    def test_those_come_that_are_wanted_by_their_keys(self, path):
        write(path)
        keys = ENTRIES[2].content_key.encode()

        def wanted(columns):
            assert tuple(columns.schema.names) == INDEX_KEYS
            return np.array([each.as_py() == keys for each in columns["content_key"]])

        assert list(IndexFile(path).entries(wanted)) == [ENTRIES[2]]

    def test_of_a_group_of_thousands_as_well(self, path):
        write(path, pa.concat_tables([TABLE] * 3_000))
        found = list(IndexFile(path).entries(lambda keys: np.arange(len(keys)) == len(keys) - 1))
        assert found == [ENTRIES[3]] * 3  # of each 4,096 the last

    def test_those_of_a_run_that_is_left_out_do_not(self, path):
        write(path, row_group_size=2)
        assert list(IndexFile(path, without="monday").entries()) == [ENTRIES[1], ENTRIES[3]]

    def test_nor_those_of_runs_that_are_not_remembered(self, path):
        write(path, row_group_size=2)
        only = frozenset({"monday", "sunday"})
        assert list(IndexFile(path, only=only).entries()) == [ENTRIES[0], ENTRIES[2]]

    def test_a_file_of_an_older_version_lacks_columns(self, path):
        write(path, TABLE.drop_columns(["translation_terms", "evidence", "as_of", "run_id"]))
        (first, *_) = IndexFile(path).entries(lambda keys: np.ones(len(keys), np.bool_))
        lacking = {"translation_terms": b"", "evidence": b"", "as_of": None, "run_id": ""}
        assert first == ENTRIES[0].model_copy(update=lacking)
        assert IndexFile(path).counted().runs == {"": 4}

    def test_others_may_have_written_it_with_types_of_their_own(self, path):
        types = {pa.string(): pa.large_string(), pa.binary(): pa.large_binary()}
        fields = [field.with_type(types.get(field.type, field.type)) for field in TABLE.schema]
        write(path, TABLE.cast(pa.schema(fields)))
        assert list(IndexFile(path).entries(second_of_each_three)) == [ENTRIES[1]]

    def test_a_file_without_entries_has_none(self, path):
        write(path, TABLE.slice(0, 0))
        assert list(IndexFile(path).entries(second_of_each_three)) == []
        assert IndexFile(path).counted().runs == {}


class TestRuns:
    def test_each_has_so_many_entries(self, path):
        write(path, row_group_size=3)
        assert IndexFile(path).counted().runs == {"monday": 2, "tuesday": 1, "wednesday": 1}

    def test_those_are_not_told_that_are_left_out(self, path):
        write(path)
        assert IndexFile(path, without="monday", only=frozenset({"monday", "tuesday"})).runs == {
            "tuesday": 1
        }


class TestBroken:
    def test_a_column_that_is_needed(self, path):
        write(path, TABLE.drop_columns(["sketch"]))
        with pytest.raises(BrokenIndexError, match="it has no column sketch"):
            list(IndexFile(path).entries())

    def test_an_entry_without_a_key_is_not_passed_over(self, path):
        empty = pa.nulls(len(TABLE), pa.string())
        place = TABLE.schema.get_field_index("content_key")
        write(path, TABLE.set_column(place, "content_key", empty))
        with pytest.raises(BrokenIndexError, match="an entry has no content_key"):
            list(IndexFile(path).entries(second_of_each_three))

    def test_an_entry_that_is_wanted_and_is_none(self, path):
        place = TABLE.schema.get_field_index("size")
        write(path, TABLE.set_column(place, "size", pc.cast(TABLE["id"], pa.string())))
        assert isinstance(next(IndexFile(path).entries()), IndexEntry)  # "0" is a number
        write(path, TABLE.set_column(place, "size", pa.array(["a", "b", "c", "d"])))
        with pytest.raises(BrokenIndexError, match="cannot be read"):
            list(IndexFile(path).entries(second_of_each_three))

    def test_a_file_that_ends_too_soon(self, path, tmp_path):
        write(path)
        content = (tmp_path / "part.parquet").read_bytes()
        (tmp_path / "part.parquet").write_bytes(content[: len(content) // 2])
        with pytest.raises(BrokenIndexError, match="cannot be read"):
            IndexFile(path).counted()
