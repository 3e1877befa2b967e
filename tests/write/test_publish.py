"""A run's files appear once its ledger adds up, all of them, and replace only its own."""

import hashlib
import json

import apache_beam as beam
import pytest

from transforms.model import CleanError, Failure, Reason
from transforms.testing import article, batch_pipeline, document
from transforms.write import (
    LedgerError,
    PublishRun,
    WriteDuplicates,
    WriteFailures,
    WritePartitioned,
    staging_folder,
)
from transforms.write.storage import folders_with

RAIN = article("It rained.", id="00000001", language="en")
SNOW = article("It snowed.", id="00000002", language="en")
BROKEN = Failure.of(document(b"\x00"), CleanError(Reason.BINARY, "NUL bytes"))


def publish(root, run_id, articles, failures=(), read=None):
    options = {"run_id": run_id, "staging": staging_folder(str(root), run_id)}
    total = len(articles) + len(failures) if read is None else read
    with batch_pipeline() as pipeline:
        {
            "read": pipeline | "Read" >> beam.Create([("text/plain", total)] if total else []),
            "articles": pipeline
            | "Articles" >> beam.Create(articles)
            | WritePartitioned(f"{root}/articles", partition_by=(), **options),
            "duplicates": pipeline
            | "Duplicates" >> beam.Create([])
            | WriteDuplicates(f"{root}/duplicates", **options),
            "failures": pipeline
            | "Failures" >> beam.Create(failures)
            | WriteFailures(f"{root}/failures", **options),
        } | PublishRun(str(root), run_id)


def files(root):
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_run_leaves_its_files_a_manifest_and_a_ledger_and_nothing_else(tmp_path):
    publish(tmp_path, "r", [RAIN, SNOW], [BROKEN])
    assert files(tmp_path) == [
        "_runs/r/ledger.json",
        "_runs/r/manifest.json",
        "articles/part-r-de162b3f4d8783d0.jsonl",
        "failures/step=clean/part-r-e3ca01a42961e86f.jsonl",
    ]
    assert not (tmp_path / "_runs/r/staging").exists()


def test_the_ledger_counts_by_media_type_language_kind_step_and_reason(tmp_path):
    publish(tmp_path, "r", [RAIN, SNOW], [BROKEN])
    assert json.loads((tmp_path / "_runs/r/ledger.json").read_text()) == {
        "run_id": "r",
        "read": {"total": 3, "by": {"media_type": {"text/plain": 3}}},
        "articles": {"total": 2, "by": {"language": {"en": 2}}},
        "duplicates": {"total": 0, "by": {}},
        "failures": {"total": 1, "by": {"reason": {"binary": 1}, "step": {"clean": 1}}},
        "known": 0,
        "largest": [],
    }


def test_the_manifest_tells_path_rows_size_and_checksum_of_each_file(tmp_path):
    publish(tmp_path, "r", [RAIN, SNOW])
    (entry,) = json.loads((tmp_path / "_runs/r/manifest.json").read_text())["files"]
    content = (tmp_path / entry["path"]).read_bytes()
    assert entry == {
        "path": "articles/part-r-de162b3f4d8783d0.jsonl",
        "rows": 2,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def test_a_run_that_lost_a_document_fails_and_publishes_nothing(tmp_path):
    with pytest.raises(Exception, match="run r does not add up: 3 documents read") as caught:
        publish(tmp_path, "r", [RAIN, SNOW], read=3)
    assert LedgerError.__name__ in f"{type(caught.value)} {caught.value}"
    assert not (tmp_path / "articles").exists()
    assert not (tmp_path / "_runs/r/ledger.json").exists()


def test_the_same_run_again_replaces_its_own_files(tmp_path):
    publish(tmp_path, "r", [RAIN], [BROKEN])
    publish(tmp_path, "r", [SNOW])
    assert files(tmp_path) == [
        "_runs/r/ledger.json",
        "_runs/r/manifest.json",
        "articles/part-r-5c6bed0d94b9be8a.jsonl",
    ]


def test_another_run_leaves_them_alone(tmp_path):
    publish(tmp_path, "one", [RAIN])
    before = {path: (tmp_path / path).read_bytes() for path in files(tmp_path)}
    publish(tmp_path, "two", [SNOW])
    assert before.items() <= {p: (tmp_path / p).read_bytes() for p in files(tmp_path)}.items()


def test_a_run_of_nothing_has_an_empty_ledger(tmp_path):
    publish(tmp_path, "r", [])
    assert json.loads((tmp_path / "_runs/r/ledger.json").read_text())["read"]["total"] == 0


def test_a_folder_may_have_the_signs_of_a_glob_in_its_name(tmp_path):
    root = tmp_path / "o[u]t*"
    publish(root, "r", [RAIN])
    publish(root, "r", [SNOW])
    assert files(root) == [
        "_runs/r/ledger.json",
        "_runs/r/manifest.json",
        "articles/part-r-5c6bed0d94b9be8a.jsonl",
    ]
    assert folders_with("ledger.json", str(root / "_runs")) == [str(root / "_runs/r")]
