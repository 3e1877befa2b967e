"""Relevant: of what earlier runs kept, that which the articles of this one could repeat.

An index holds a month, a run an hour: what no article shares a key with is passed over before it
is grouped. Bounded only; of a stream all passes.
"""

import zlib
from collections.abc import Iterable, Mapping

import apache_beam as beam
import numpy as np
from apache_beam.typehints.decorators import no_annotations

from ...model import IndexEntry
from ..signature import Signature, remembered
from .keys import Filter, add, empty, is_relevant


class Relevant(beam.PTransform):
    """Entries of an index → those that an article could repeat; see `is_relevant`."""

    @no_annotations
    def expand(self, inputs: Mapping[str, beam.PCollection]) -> beam.PCollection[IndexEntry]:
        """Return the entries.

        Args:
            inputs: `known`: the entries; `signatures`: of the articles.
        """
        known, signatures = inputs["known"], inputs["signatures"]
        if not (known.is_bounded and signatures.is_bounded):
            return known
        keys = signatures | "Keys" >> beam.CombineGlobally(_Union())
        return known | "CouldRepeat" >> beam.ParDo(
            _CouldRepeat(), beam.pvalue.AsSingleton(keys)
        ).with_output_types(IndexEntry)


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
    """Lets an entry pass that shares keys with the filter."""

    def __init__(self) -> None:
        super().__init__()
        self._compressed = b""
        self._filter = empty()

    def process(self, entry: IndexEntry, compressed: bytes) -> Iterable[IndexEntry]:
        if compressed != self._compressed:
            self._compressed = compressed
            self._filter = np.frombuffer(zlib.decompress(compressed), np.uint8)
        signature, _ = remembered(entry)
        if is_relevant(self._filter, signature):
            yield entry
