"""Enrich: Article → Article with facts; Duplicate → Duplicate.

Bounded and unbounded; windows, order and timestamps stay as they are. Nothing fails.
"""

from dataclasses import dataclass

import apache_beam as beam
from apache_beam.typehints.decorators import no_annotations, with_input_types

from ..model import Article
from .facts import enrich_article


@with_input_types(Article)
@dataclass(eq=False)
class Enrich(beam.PTransform):
    """Add what can be counted and derived from each article alone; see `Facts`."""

    @no_annotations  # what comes out is of the class that came in
    def expand(self, articles: beam.PCollection[Article]) -> beam.PCollection[Article]:
        """Return articles of the type that came, Article or Duplicate."""
        return articles | "Enrich" >> beam.Map(enrich_article).with_output_types(
            articles.element_type
        )
