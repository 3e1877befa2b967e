"""KeepOne: signatures → of those that share a key the one that stays, and edges to the others."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.typehints.decorators import no_annotations

from ..edge import Edge
from ..signature import Signature
from .groups import Choice, Kinds, same_words


class Kept(NamedTuple):
    """What `KeepOne` returns.

    Attributes:
        kept: Signatures of those that stay, and of all that have no key.
        edges: From those to the others.
    """

    kept: beam.PCollection[Signature]
    edges: beam.PCollection[Edge]


class KeepOne(beam.PTransform):
    """Of the signatures that share a key keep one.

    Attributes:
        key: Name of the attribute of a `Signature` that is the key.
        choose: What decides about a group.
        kinds: Of duplicates, that are wanted.
    """

    def __init__(
        self, key: str, choose: Callable[[Iterable[Signature], Kinds], Choice], kinds: Kinds
    ) -> None:
        super().__init__()
        self._key = key
        self._choose = choose
        self._kinds = kinds

    @no_annotations  # Beam would warn that it cannot check several outputs
    def expand(self, signatures: beam.PCollection[Signature]) -> Kept:
        """Return `Kept` signatures and edges."""
        key = self._key
        if not self._kinds:
            none = signatures | beam.FlatMap(lambda _: ()).with_output_types(Edge)
            return Kept(signatures, none)
        keyed = signatures | "HasKey" >> beam.Filter(lambda value: getattr(value, key) is not None)
        keyless = signatures | "HasNone" >> beam.Filter(lambda value: getattr(value, key) is None)
        grouped = (
            keyed
            | "Key"
            >> beam.Map(lambda value: (getattr(value, key), value.encoded())).with_output_types(
                tuple[str, bytes]
            )
            | "Group" >> beam.GroupByKey()
            | "Choose"
            >> beam.FlatMapTuple(_chosen, self._choose, self._kinds)
            .with_output_types(Signature, edges=Edge)
            .with_outputs("edges", main="kept")
        )
        return Kept((grouped.kept, keyless) | "Kept" >> beam.Flatten(), grouped.edges)


def _chosen(
    _: str,
    group: Iterable[bytes],
    choose: Callable[[Iterable[Signature], Kinds], Choice] = same_words,
    kinds: Kinds = frozenset(),
) -> Iterator[Any]:
    choice = choose(map(Signature.decoded, group), kinds)
    yield from choice.kept
    for edge in choice.edges:
        yield beam.pvalue.TaggedOutput("edges", edge)
