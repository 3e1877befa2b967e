"""Real files are read whole. They are no part of the repository: COPYDESK_DATA says where."""

import gzip
import json
import os
import re
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from transforms.model import Document
from transforms.read import read_file

FOLDER = os.environ.get("COPYDESK_DATA")
pytestmark = pytest.mark.skipif(
    FOLDER is None, reason="set COPYDESK_DATA to the folder that has data/ and seeds/"
)


def data(name):
    return str(Path(FOLDER or "") / name)


def test_a_web_archive_gives_what_another_reader_gives():
    path = data("data/corpus.warc.gz")
    with open(path, "rb") as file:  # noqa: PTH123
        expected = [
            (record.record_id.strip("<>"), str(record.stream_pos), record.reader.read())
            for record in ArchiveIterator(file)
        ]
    found = list(read_file(path))
    assert len(found) == 1492
    assert [
        (each.source.record_id, each.source.position, each.content) for each in found
    ] == expected


def test_the_truth_about_a_web_archive_names_records_that_are_in_it():
    """Six truths have no page, 27 pages no truth. An archive's ids are ASCII."""
    with gzip.open(data("data/corpus.truth.jsonl.gz")) as lines:
        truth = {re.sub(r"[^A-Za-z0-9.#_-]", "_", json.loads(line)["id"]) for line in lines}
    found = {
        each.source.record_id.removeprefix("urn:heldout:")
        for each in read_file(data("data/corpus.warc.gz"))
    }
    assert (len(found & truth), len(truth - found), len(found - truth)) == (1465, 6, 27)


def test_files_of_text_are_documents():
    paths = sorted(Path(data("seeds")).glob("*.txt"))
    assert paths
    for path in paths:
        (document,) = read_file(str(path))
        assert isinstance(document, Document)
        assert document.content == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "rows", "fields"),
    [
        ("extraction.publishers", 133, {}),
        ("extraction.scrapinghub", 84, {}),
        ("language.news", 137, {}),
        ("neardup.noisy", 382, {}),
        ("plaintext", 216, {"text": "gold_text"}),
    ],
)
def test_json_lines_are_documents(name, rows, fields):
    found = list(read_file(data(f"data/{name}.jsonl.gz"), fields=fields))
    assert [type(each) for each in found] == [Document] * rows
