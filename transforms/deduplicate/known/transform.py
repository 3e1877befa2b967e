"""Relevant: of what earlier runs kept, that which the articles of this one could repeat.

An index holds a month, a run an hour: what no article shares a key with is passed over before it
is grouped. Bounded only; of a stream all passes.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

import apache_beam as beam
import numpy as np
from apache_beam.typehints.decorators import no_annotations

from ...model import IndexEntry, IndexPart
from ..signature import Signature, remembered
from .columns import relevant_rows
from .keys import Filter, add, empty, is_relevant


class Relevant(beam.PTransform):
    """Entries or parts of an index → entries that an article could repeat; see `is_relevant`."""

    @no_annotations
    def expand(self, inputs: Mapping[str, beam.PCollection]) -> beam.PCollection[IndexEntry]:
        """Return the entries.

        Args:
            inputs: `known`: the entries or parts; `signatures`: of the articles.
        """
        known, signatures = inputs["known"], inputs["signatures"]
        if not (known.is_bounded and signatures.is_bounded):
            return known | "Entries" >> beam.FlatMap(each_entry).with_output_types(IndexEntry)
        keys = signatures | "Keys" >> beam.CombineGlobally(_Union())
        return known | "CouldRepeat" >> beam.ParDo(
            _CouldRepeat(), beam.pvalue.AsSingleton(keys)
        ).with_output_types(IndexEntry)


def each_entry(known: IndexEntry | IndexPart) -> Iterator[IndexEntry]:
    """Yield the entries of a part, or the entry itself."""
    if isinstance(known, IndexPart):
        yield from known.entries()
    else:
        yield known


class _Union(beam.CombineFn):
    """Signatures → the filter of their keys, compressed."""

    def create_accumulator(self) -> Filter:
        return empty()

    def add_input(self, accumulator: Filter, signature: Signature) -> Filter:
        add(accumulator, signature)
        return accumulator

    def merge_accumulators(self, accumulators: Iterable[Filter]) -> Filter:
        merged = empty()
        for each in accumulators:
            merged |= each
        return merged

    def extract_output(self, accumulator: Filter) -> bytes:
        return zlib.compress(accumulator.tobytes(), 1)


class _CouldRepeat(beam.DoFn):
    """Lets those entries pass that share keys with the filter."""

    def __init__(self) -> None:
        super().__init__()
        self._compressed = b""
        self._filter = empty()

    def process(self, known: IndexEntry | IndexPart, compressed: bytes) -> Iterator[IndexEntry]:
        if compressed != self._compressed:
            self._compressed = compressed
            self._filter = np.frombuffer(zlib.decompress(compressed), np.uint8)
        if isinstance(known, IndexPart):
            yield from known.entries(partial(relevant_rows, self._filter))
        elif is_relevant(self._filter, remembered(known)[0]):
            yield known
