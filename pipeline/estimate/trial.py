"""Documents go through all stages here, one by one, and a clock of processor time runs beside."""

import io
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from transforms.clean import Limits, clean_document
from transforms.deduplicate import sign
from transforms.deduplicate.signature import entry_of
from transforms.enrich import enrich_article
from transforms.language import detector_named, tag_language
from transforms.model import Article, CleanError, Document, Failure, IndexEntry
from transforms.model.coders import ModelCoder
from transforms.write.formats import Format, check_compression, write_records
from transforms.write.records import ARTICLE, FAILURE, INDEX

from ..config import Config


class Stage(StrEnum):
    """What takes time in a run."""

    READ = "read"
    CLEAN = "clean"
    LANGUAGE = "language"
    SIGN = "deduplicate"
    ENRICH = "enrich"
    WRITE = "write"
    MOVE = "move"
    """Between processes and into groups: encoded as JSON, and back."""


@dataclass
class Tried:
    """What came of a document.

    Attributes:
        content: Bytes of it.
        seconds: Of a processor, by stage.
        is_kept: Whether it is an article.
        moved: Bytes of what is grouped: the article, or its content if it was refused.
        written: Bytes that were written of it, as JSON Lines.
        record: What is written of it, for other formats.
        entry: What the index would have of it.
    """

    content: int
    seconds: dict[Stage, float] = field(default_factory=dict)
    is_kept: bool = False
    moved: int = 0
    written: int = 0
    record: Article | Failure | None = None
    entry: IndexEntry | None = None


class Trial:
    """All stages in this process, by their plain functions, as a run would be configured."""

    def __init__(self, config: Config) -> None:
        given = config.model_dump(include=set(Limits.model_fields), exclude_none=True)
        self._limits = Limits.model_validate(given)
        self._trail = config.trail
        self._without = config.without_rules
        self._detector = detector_named(config.language_detector)
        self._coder = ModelCoder(Article)

    def __call__(self, document: Document | Failure) -> Tried:
        """Return what comes of a document."""
        if isinstance(document, Failure):
            return self._refused(document, Tried(len(document.content or b"")))
        tried = Tried(len(document.content))
        try:
            with timed(tried.seconds, Stage.CLEAN):
                article = clean_document(
                    document, trail=self._trail, without=self._without, limits=self._limits
                )
        except CleanError as error:
            return self._refused(Failure.of(document, error), tried)
        with timed(tried.seconds, Stage.LANGUAGE):
            article = tag_language(article, self._detector)
        with timed(tried.seconds, Stage.SIGN):
            tried.entry = entry_of(article, *sign(article))
        with timed(tried.seconds, Stage.MOVE):
            encoded = self._coder.encode(article)
            self._coder.decode(encoded)
        with timed(tried.seconds, Stage.ENRICH):
            article = enrich_article(article)
        with timed(tried.seconds, Stage.WRITE):
            tried.written = _written([article], ARTICLE, "jsonl")
        tried.is_kept, tried.moved, tried.record = True, len(encoded), article
        return tried

    def _refused(self, failure: Failure, tried: Tried) -> Tried:
        with timed(tried.seconds, Stage.WRITE):
            tried.written = _written([failure], FAILURE, "jsonl")
        tried.moved, tried.record = tried.content, failure
        return tried


def parquet_bytes(trials: Sequence[Tried]) -> int:
    """Return how many bytes the records are as two files of Parquet."""
    kept = [each.record for each in trials if each.is_kept]
    refused = [each.record for each in trials if not each.is_kept]
    return _written(kept, ARTICLE, "parquet") + _written(refused, FAILURE, "parquet")


def index_bytes(trials: Sequence[Tried]) -> int:
    """Return how many bytes the index of the articles is."""
    return _written([each.entry for each in trials if each.entry], INDEX, "parquet")


@contextmanager
def timed(seconds: dict[Stage, float], stage: Stage) -> Iterator[None]:
    """Add the processor time of what is done meanwhile."""
    start = time.process_time()
    try:
        yield
    finally:
        seconds[stage] = seconds.get(stage, 0.0) + time.process_time() - start


def _written(records: Sequence[Any], schema: Any, file_format: Format) -> int:
    if not records:
        return 0
    stream = io.BytesIO()
    compression = check_compression(file_format, None)
    write_records(stream, records, schema, file_format=file_format, compression=compression)
    return stream.tell()
