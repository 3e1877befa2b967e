"""LargestClusters: articles → those of them that most documents repeat.

Bounded only.
"""

from collections.abc import Iterable

import apache_beam as beam

from ..model import Article
from ..model.coders import register
from .ledger import LargeCluster

register(LargeCluster)

_COUNT = 10
_LEAST = 3  # documents; pairs are everywhere


class LargestClusters(beam.PTransform):
    """Of articles as `Deduplicate` returns them, those that most documents repeat."""

    def expand(self, articles: beam.PCollection[Article]) -> beam.PCollection[LargeCluster]:
        """Return the clusters of three documents or more, at most ten, in no order."""
        return (
            articles
            | "Clusters" >> beam.FlatMap(_cluster).with_output_types(LargeCluster)
            | "Largest" >> beam.transforms.combiners.Top.Of(_COUNT, key=_rank)
            | "Each" >> beam.FlatMap(lambda largest: largest).with_output_types(LargeCluster)
        )


def _cluster(article: Article) -> Iterable[LargeCluster]:
    if article.cluster and article.cluster.size >= _LEAST:
        yield LargeCluster(
            **article.cluster.model_dump(), url=article.canonical_url, title=article.title
        )


def _rank(cluster: LargeCluster) -> tuple[int, str]:
    return cluster.size, cluster.id
