"""How much memory a run on this machine takes: Beam's local runner holds there all that is grouped.

Measured as the peak of all processes of a run with one worker, on articles in JSON Lines, a third
of them copies: 387 MiB for 1,000 of 3.4 KB, 732 for 10,000, 3.8 GiB for 100,000; 497 MiB for 5,000
of 1.1 KB, 740 for 5,000 of 9.5 KB. 1,492 pages of 36 KB, gzipped, took 552 MiB. With two workers,
3,000 articles of 3.4 KB took 1.5 GiB.
"""

from collections.abc import Mapping

from .report.quantities import size

BASE_BYTES = 380 << 20
"""Of a run with next to no input: Beam, our libraries, and the process that cleans."""
WORKER_BYTES = 480 << 20
"""Of each worker process where there are several, and of the one beside it that cleans."""
ARTICLE_BYTES = 20 << 10
"""For each article, whatever its length: what it is compared by, as Python's objects."""
BYTES_A_BYTE = 5
"""For each byte of an article."""

_TYPICAL_BYTES = 3_000  # of an article
_UNPACKED = {".gz": 4, ".bz2": 5, ".xz": 5, ".zst": 4, ".parquet": 3}
_TEXT_SHARE = {".warc": 0.05, ".html": 0.05, ".htm": 0.05}
"""Of a page's bytes that are its text."""


def run_memory(documents: float, content_bytes: float, workers: int = 1) -> int:
    """Return about how many bytes of memory a run takes.

    Args:
        documents: How many there are to be grouped.
        content_bytes: Of them: texts of articles, and what was refused as it came.
        workers: How many worker processes there are.
    """
    processes = WORKER_BYTES * workers if workers > 1 else 0
    grouped = ARTICLE_BYTES * documents + BYTES_A_BYTE * content_bytes
    return round(BASE_BYTES + processes + grouped)


def likely_text_bytes(sizes: Mapping[str, int]) -> float:
    """Return about how many bytes of text are in files, by their names and sizes alone.

    >>> likely_text_bytes({"a.jsonl": 1_000, "b.jsonl.gz": 1_000, "c.warc.gz": 1_000})
    5200.0
    """
    total = 0.0
    for path, stored in sizes.items():
        plain: float = stored
        names = path.lower().rsplit(".", 2)[1:]
        for name in names:
            plain *= _UNPACKED.get(f".{name}", 1) * _TEXT_SHARE.get(f".{name}", 1)
        total += plain
    return total


def memory_warning(sizes: Mapping[str, int], free: int | None) -> str | None:
    """Return what to say before a run that may not fit into memory, naming the way out.

    Args:
        sizes: Of the input: path → bytes, as they are stored.
        free: Bytes that there are; None if that is not known.
    """
    text = likely_text_bytes(sizes)
    needed = run_memory(text / _TYPICAL_BYTES, text)
    if free is None or needed <= free:
        return None
    return (
        f"this run may need {size(needed)} of memory, and {size(free)} are free: split the input "
        "into several runs with --index, or take another --runner (copydesk estimate tells more)"
    )
