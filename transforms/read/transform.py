"""Read: paths → documents.

In: nothing but patterns, or a PCollection of patterns (`str`). Out: `Document`s, in no order.

A large file is read in ranges, by as many workers as there are (see `split_file`).

Bounded: each file is read once, however many of the patterns mean it. Unbounded: each pattern
that arrives is read when it arrives, in its own window; whoever sends a path twice has it read
twice. Timestamps are those of the patterns.

Failures (step `read`): `unreadable` for a pattern that means nothing and for what a file system
would not hand over; for the others see `read_file`.
"""

from collections.abc import Iterator, Mapping
from functools import partial

import apache_beam as beam
from apache_beam.pvalue import PBegin
from apache_beam.typehints.decorators import no_annotations

from ..failures import FailureHandling
from ..model import Document, Failure, ReadError, Source
from ..model.coders import register
from .fields import FieldMap
from .file import MAX_DOCUMENT_BYTES
from .match import is_unicode, match_sizes, unnameable
from .ranges import FileRange, read_range, split_file

register(FileRange)


class Read(FailureHandling):
    """Read documents from files of any format.

    Formats, told by content first and by name second: plain text and Markdown, HTML, JSON Lines,
    JSON, Parquet, WARC, feeds (RSS, Atom, JSON Feed); each also compressed with gzip, bzip2, xz
    or Zstandard.

    Args:
        *patterns: Files, folders or globs, on any of Beam's file systems (see `match_files`).
            None given: they are the elements of the PCollection that this is applied to.
        fields: What records of JSON and Parquet call our fields, where `FIELDS` does not know:
            ours → theirs, as in `{"text": "article.body"}`.
        max_document_bytes: Size of the largest document, in bytes, default 32 MiB; a larger one
            is refused as `too_large` and takes no memory.
        in_ranges: Whether all workers read a large file together. Where there is one, a file need
            not be walked through for that first. The documents are the same.

    Raises:
        ValueError: A pattern is empty, a field unknown, or the limit not positive; on applying,
            there are patterns both here and in the input, or neither.

    For instance `pipeline | Read("news/", "more/*.jsonl.gz", fields={"text": "body"})`.
    """

    def __init__(
        self,
        *patterns: str,
        fields: Mapping[str, str] | None = None,
        max_document_bytes: int = MAX_DOCUMENT_BYTES,
        in_ranges: bool = True,
    ) -> None:
        super().__init__()
        if not all(isinstance(pattern, str) and pattern for pattern in patterns):
            raise ValueError(f"patterns are strings, each an argument of its own, not {patterns!r}")
        if max_document_bytes <= 0:
            raise ValueError(f"max_document_bytes has to be positive, not {max_document_bytes}")
        FieldMap(fields)
        self._patterns = patterns
        self._split = split_file if in_ranges else _whole
        self._read_range = partial(
            read_range,
            fields=dict(fields) if fields else None,
            max_document_bytes=max_document_bytes,
        )

    @no_annotations  # Beam would warn that it cannot check one of two inputs
    def expand(
        self, pbegin_or_patterns: PBegin | beam.PCollection[str]
    ) -> beam.PCollection[Document]:
        """Apply the steps."""
        patterns = self._pattern_pcollection(pbegin_or_patterns)
        files = self._attempt(patterns, _match, beam.typehints.Tuple[str, int], "MatchFiles")
        if files.is_bounded:
            files |= "OnceEach" >> beam.CombinePerKey(max)
        ranges = files | "SplitFiles" >> beam.FlatMapTuple(self._split).with_output_types(FileRange)
        shuffled = ranges | beam.Reshuffle()
        return self._attempt(shuffled, self._read_range, Document, "ReadRange")

    def _pattern_pcollection(
        self, pbegin_or_patterns: PBegin | beam.PCollection[str]
    ) -> beam.PCollection[str]:
        is_begin = isinstance(pbegin_or_patterns, PBegin)
        if is_begin and not self._patterns:
            raise ValueError("Read needs patterns: Read('news/'), or a PCollection of them before")
        if not is_begin and self._patterns:
            raise ValueError("Read(patterns) begins a pipeline; Read() takes them from its input")
        if is_begin:
            return pbegin_or_patterns | "Patterns" >> beam.Create(self._patterns, reshuffle=False)
        return pbegin_or_patterns


def _whole(path: str, _: int) -> Iterator[FileRange]:
    yield FileRange(path=path)


def _match(pattern: str) -> Iterator[tuple[str, int] | Failure]:
    try:
        sizes = match_sizes(pattern)
    except ReadError as error:
        yield Failure.at(Source(uri=pattern), error)
        return
    for path, size in sizes.items():
        if is_unicode(path):
            yield path, size
        else:
            yield unnameable(path)
