"""What a run would take, told from a sample: where it is taken, and what follows of it."""

import bz2
import gzip
import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.__main__ import main
from pipeline.config import Config
from pipeline.estimate.estimate import estimate
from pipeline.estimate.excerpts import Reading, excerpt
from pipeline.estimate.places import PLACE_BYTES, Kind, Place, choose_places
from pipeline.estimate.trial import Stage
from transforms.read import MAX_DOCUMENT_BYTES

MB = 1 << 20
READING = Reading(None, MAX_DOCUMENT_BYTES)


def test_a_small_input_is_looked_at_whole():
    assert choose_places({"b.warc.gz": 500, "a.txt": 20, "c.txt": 30, "empty.txt": 0}) == [
        Kind(
            ".txt",
            50,
            2,
            (Place("a.txt", 0, 20, is_whole=True), Place("c.txt", 0, 30, is_whole=True)),
            is_all=True,
        ),
        Kind(".warc.gz", 500, 1, (Place("b.warc.gz", 0, 500, is_whole=True),), is_all=True),
    ]


def test_places_are_spread_over_a_large_file():
    """From its beginning on, at equal distances."""
    (kind,) = choose_places({"a.jsonl": 80 * MB})

    assert [place.begin for place in kind.places] == [2 * MB * number for number in range(40)]
    assert {(place.size, place.is_whole) for place in kind.places} == {(PLACE_BYTES, False)}
    assert not kind.is_all


def test_each_kind_has_places_by_its_bytes_and_four_at_least():
    kinds = choose_places({"a.jsonl": 60 * MB, "b.jsonl": 20 * MB, "c.warc": 60 * MB, "d.txt": 99})

    assert {kind.suffix: len(kind.places) for kind in kinds} == {
        ".jsonl": 23,
        ".warc": 17,
        ".txt": 1,
    }


def test_some_of_many_small_files_are_looked_at_the_same_each_time():
    """Whichever way they are listed."""
    sizes = {f"{number}.html": 5_000 for number in range(5_000)}

    (kind,) = choose_places(sizes)

    assert len(kind.places) == 40
    assert all(place.is_whole for place in kind.places)
    assert choose_places(dict(reversed(sizes.items()))) == [kind]


LINES = [json.dumps({"text": f"Story {number:03}."}).encode() + b"\n" for number in range(100)]
LINE = len(LINES[0])


def texts(found):
    return [document.content.decode() for document in found.documents]


def test_a_place_amid_lines_begins_and_ends_with_a_line(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(LINES))

    found = excerpt(Place(str(path), 5 * LINE + 3, 2 * LINE, is_whole=False), READING)

    assert texts(found) == ["Story 006.", "Story 007."]
    assert found.size == 2 * LINE


def test_the_last_place_ends_with_the_file(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(LINES))

    found = excerpt(Place(str(path), 97 * LINE + 3, 50 * LINE, is_whole=False), READING)

    assert texts(found) == ["Story 098.", "Story 099."]
    assert found.size == 2 * LINE


def warc_record(number):
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Story {number}".encode()
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Target-URI: https://a.example/{number}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.warc", bytes), ("a.warc.gz", gzip.compress), ("a.warc.bz2", bz2.compress)],
)
def test_a_place_amid_a_warc_begins_and_ends_with_a_record(name, pack, tmp_path):
    """Of a compressed one, with a member that holds the beginning of a record."""
    path = tmp_path / name
    records = [pack(warc_record(number)) for number in range(10, 20)]
    path.write_bytes(b"".join(records))
    size = len(records[0])

    found = excerpt(Place(str(path), 3 * size - 5, 3 * size, is_whole=False), READING)

    assert texts(found) == ["<p>Story 13", "<p>Story 14", "<p>Story 15"]
    assert found.size == sum(map(len, records[3:6]))


@pytest.mark.parametrize(
    ("name", "pack"), [("a.jsonl.gz", gzip.compress), ("a.json", lambda data: data)]
)
def test_what_cannot_be_entered_midway_is_looked_at_from_its_beginning(name, pack, tmp_path):
    path = tmp_path / name
    lines = b"".join(LINES)
    array = b"[" + lines.replace(b"}\n{", b"},{").strip() + b"]"
    packed = pack(array if name == "a.json" else lines)
    path.write_bytes(packed)

    found = excerpt(Place(str(path), 10, 20, is_whole=False), READING)

    assert texts(found)[:2] == ["Story 000.", "Story 001."]
    assert (len(found.documents), found.size) == (100, len(packed))
    assert found.is_beginning


def test_of_parquet_the_number_of_rows_is_told(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [f"Story {number}." for number in range(2_000)]}), path)

    found = excerpt(Place(str(path), 10, 20, is_whole=False), READING)

    assert texts(found)[:2] == ["Story 0.", "Story 1."]
    assert (len(found.documents), found.size) == (500, path.stat().st_size / 4)


def test_what_cannot_be_opened_is_a_failure_of_its_size(tmp_path):
    found = excerpt(Place(str(tmp_path / "gone.txt"), 0, 30, is_whole=True), READING)

    assert [failure.reason for failure in found.documents] == ["unreadable"]
    assert found.size == 30


STORY = "The river rose above the old bridge in the night, and {number} houses stood under water. "


def test_documents_and_articles_of_a_small_input_are_counted(tmp_path):
    """And what they take follows from those that were tried."""
    good = [json.dumps({"text": STORY.format(number=number) * 9}) for number in range(8)]
    (tmp_path / "a.jsonl").write_text("\n".join([*good, '{"text": ""}', '{"text": ""}']))
    config = Config(input=(str(tmp_path),), output="out")

    found = estimate(config, {str(tmp_path / "a.jsonl"): (tmp_path / "a.jsonl").stat().st_size}, 1)

    assert (found.files, found.documents, found.articles, found.tried) == (1, 10, 8, 10)
    assert found.is_counted
    assert set(found.seconds) == set(Stage)
    assert found.memory_bytes > 300 * MB
    assert found.jsonl_bytes > 8 * 9 * len(STORY)


def test_of_a_large_file_the_number_follows_from_the_places(tmp_path):
    """Here all records are of one size, so that it is exact but for the rounding of places."""
    line = json.dumps({"text": STORY * 12}) + "\n"
    path = tmp_path / "a.jsonl"
    path.write_text(line * (9 * MB // len(line)))
    config = Config(input=(str(path),), output="out")

    found = estimate(config, {str(path): path.stat().st_size}, 2, sample=3)

    assert found.documents == 9 * MB // len(line)
    assert found.tried == 3
    assert not found.is_counted


def documents_of(folder):
    """Return how many documents are estimated to be in the files of a folder."""
    sizes = {str(path): path.stat().st_size for path in folder.iterdir()}
    config = Config(input=(str(folder),), output="out")
    return estimate(config, sizes, 1, sample=2).documents


def test_a_place_in_the_midst_of_a_long_record_counts(tmp_path):
    """Half of the bytes are one record."""
    (tmp_path / "many.jsonl").write_text((json.dumps({"text": STORY * 12}) + "\n") * 5_000)
    (tmp_path / "one.jsonl").write_text(json.dumps({"text": STORY * 62_000}) + "\n")

    assert documents_of(tmp_path) == pytest.approx(5_001, rel=0.1)


def test_a_long_text_counts_at_each_place_in_it(tmp_path):
    """Half of the bytes are one text."""
    for number in range(1_000):
        (tmp_path / f"{number}.txt").write_text(STORY * 60)
    (tmp_path / "long.txt").write_text(STORY * 60_000)

    assert documents_of(tmp_path) == pytest.approx(1_001, rel=0.1)


def test_a_compressed_file_that_is_one_document_counts_as_one(tmp_path):
    """Reading stops where it is too large."""
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"a" * (600 * MB), 1))
    (tmp_path / "long.txt").write_bytes(b"a" * (8 * MB))

    assert documents_of(tmp_path) == 2


def test_what_cannot_be_read_counts_as_a_run_has_it(tmp_path, capsys):
    """An empty file and one whose name is not UTF-8 are a failure each."""
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "empty.txt").touch()
    (tmp_path / os.fsdecode(b"bad\xff.txt")).write_text(STORY)

    assert main(["estimate", "--input", str(tmp_path), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["files"], told["documents"], told["articles"]) == (3, 3, 1)


def test_a_large_file_whose_name_is_not_utf8_counts_as_one(tmp_path):
    (tmp_path / os.fsdecode(b"bad\xff.jsonl")).write_bytes(b"{}\n" * (3 * MB))

    assert documents_of(tmp_path) == 1


def test_a_person_is_told(desk, capsys):
    assert main(["estimate", "--input", "seeds", "--workers", "2"]) == 0

    out, err = capsys.readouterr()
    assert out.startswith("2 files, 23 bytes: 2 documents, of which about 2 articles")
    assert "2 workers" in out
    assert "worker-hours" in out
    assert err == ""


def test_a_program_is_told_in_json(desk, capsys):
    assert main(["estimate", "--input", "seeds", "--format", "json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["files"], told["documents"], told["workers"]) == (2, 2, 1)
    assert sorted(told["seconds"]) == sorted(Stage)


@pytest.mark.parametrize(
    ("flags", "line"),
    [
        ("", "--input is missing: copydesk estimate --input seeds"),
        ("--input absent", "--input absent: no such file or folder"),
        (
            "--input seeds --format parquet",
            "--format: no such value: parquet (text, json)",
        ),
        (
            "--input seeds --sample none",
            "--sample needs a whole number from 1 to 100000, not 'none'",
        ),
        ("--input seeds --sample", "--sample needs a value"),
        ("--input seeds --simple 3", "no such option: --simple"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(flags, line, desk, capsys):
    assert main(["estimate", *flags.split()]) == 2

    assert capsys.readouterr() == ("", f"copydesk: {line}\n")
