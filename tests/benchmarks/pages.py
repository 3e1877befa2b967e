"""The pages that benchmarks work on: of the labelled data where they are, or of the seeds."""

import gzip
import json
import os
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[2]


def data_folder() -> Path | None:
    """Return the folder of the labelled data, if COPYDESK_DATA names one that has it."""
    folder = Path(os.environ.get("COPYDESK_DATA") or "/nowhere") / "data"
    return folder if folder.is_dir() else None


def labelled(name: str) -> list[dict[str, str]]:
    """Return the rows of `extraction.<name>.jsonl.gz`; none where the data are not there."""
    folder = data_folder()
    if folder is None:
        return []
    with gzip.open(folder / f"extraction.{name}.jsonl.gz", "rt", encoding="utf-8") as rows:
        return [json.loads(row) for row in rows]


def crawled(count: int, *, every: int = 1) -> tuple[list[bytes], str]:
    """Return `count` pages as they were served, and where they come from.

    Args:
        count: Pages wanted; the seeds are taken over and over.
        every: Takes only each such page of the crawl, for a sample of all of it.
    """
    folder = data_folder()
    if folder is None:
        found = [page.read_bytes() for page in sorted((ROOT / "seeds/html").glob("*.html"))]
        return list(islice(cycle(found), count)), "seeds/html"
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with gzip.open(folder / "corpus.truth.jsonl.gz") as truth:
        copies = {row["url"] for row in map(json.loads, truth) if row["dup_of"]}
    with (folder / "corpus.warc.gz").open("rb") as stream:
        records = (
            record.reader.read()
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response)
            if record.headers["WARC-Target-URI"] not in copies
        )
        return list(islice(records, 0, count * every, every)), "corpus.warc.gz"
