"""Enrich: Article → Article with facts; Duplicate → Duplicate.

Bounded and unbounded; windows, order and timestamps stay as they are. Nothing fails.
"""

from dataclasses import dataclass

import apache_beam as beam

from ..model import Article
from .facts import enrich_article


@dataclass(eq=False)
class Enrich(beam.PTransform):
    """Add what can be counted and derived from each article alone; see `Facts`."""

    def expand(self, articles: beam.PCollection[Article]) -> beam.PCollection[Article]:
        """Return articles of the type that came, Article or Duplicate."""
        return articles | "Enrich" >> beam.Map(enrich_article).with_output_types(
            articles.element_type
        )
