"""How much memory a run on this machine takes: Beam's local runner holds there all that is grouped.

Measured on JSON Lines of articles of 3.3 KB, a third of them copies, as the peak of all processes:
see the README.
"""

from collections.abc import Mapping

from .report.quantities import size

BASE_BYTES = 380 << 20
"""Of a run with next to no input: Beam, our libraries, and the process that cleans."""
WORKER_BYTES = 330 << 20
"""Of each further worker process, and the one beside it that cleans."""
BYTES_A_BYTE = 11
"""For each byte of an article's text, its signatures and other columns included."""

_UNPACKED = {".gz": 4, ".bz2": 5, ".xz": 5, ".zst": 4, ".parquet": 3}
_TEXT_SHARE = {".warc": 0.05, ".html": 0.05, ".htm": 0.05}
"""Of a page's bytes that are kept, or held with the failure that it became."""


def run_memory(text_bytes: float, workers: int = 1) -> int:
    """Return about how many bytes of memory a run takes.

    Args:
        text_bytes: Of what is grouped: articles, and the contents of failures.
        workers: How many worker processes there are.
    """
    processes = WORKER_BYTES * workers if workers > 1 else 0
    return round(BASE_BYTES + processes + BYTES_A_BYTE * text_bytes)


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
    needed = run_memory(likely_text_bytes(sizes))
    if free is None or needed <= free:
        return None
    return (
        f"this run may need {size(needed)} of memory, and {size(free)} are free: split the input "
        "into several runs with --index, or take another --runner (copydesk estimate tells more)"
    )
