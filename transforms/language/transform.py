"""DetectLanguage: Article → Article with the language of its text.

Bounded and unbounded; element by element, so windows, order and timestamps stay as they are.
Nothing fails: a text in which no language can be told is tagged `und`. What the detector needs is
loaded once a process, with its first article.
"""

from dataclasses import dataclass, field

import apache_beam as beam
from apache_beam.typehints.decorators import no_annotations, with_input_types

from ..model import Article
from .detectors import Detector
from .language import tag_language
from .profile_detector import ProfileDetector


@with_input_types(Article)
@dataclass(eq=False)
class DetectLanguage(beam.PTransform):
    """Tag each article with the language of its text; see `detect_language`.

    Attributes:
        detector: What tells the language, any `Detector`; by default langdetect's profiles.
    """

    detector: Detector = field(default_factory=ProfileDetector)

    @no_annotations  # what comes out is of the class that came in
    def expand(self, articles: beam.PCollection[Article]) -> beam.PCollection[Article]:
        """Return the articles, tagged; duplicates stay duplicates."""
        detector = self.detector
        return articles | "DetectLanguage" >> beam.Map(
            lambda article: tag_language(article, detector)
        ).with_output_types(articles.element_type)
