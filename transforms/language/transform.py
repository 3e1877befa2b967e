"""DetectLanguage: Article → Article with the language of its text.

Bounded and unbounded; element by element, so windows, order and timestamps stay as they are.
Nothing fails: a text in which no language can be told is tagged `und`.
"""

from dataclasses import dataclass

import apache_beam as beam
from apache_beam.typehints.decorators import no_annotations, with_input_types

from ..model import Article
from .language import tag_language


@with_input_types(Article)
@dataclass(eq=False)
class DetectLanguage(beam.PTransform):
    """Tag each article with the language of its text; see `detect_language`."""

    @no_annotations  # what comes out is of the class that came in
    def expand(self, articles: beam.PCollection[Article]) -> beam.PCollection[Article]:
        """Return the articles, tagged; duplicates stay duplicates."""
        return articles | "DetectLanguage" >> beam.Map(tag_language).with_output_types(
            articles.element_type
        )
