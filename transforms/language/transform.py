"""DetectLanguage: Article → Article with the language of its text.

Bounded and unbounded; element by element, some in a row within a bundle, so windows, order and
timestamps stay as they are. Nothing fails: a text in which no language can be told is tagged `und`.
What the detector needs is loaded once a process, with its first article.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import apache_beam as beam
from apache_beam.typehints.decorators import no_annotations, with_input_types

from ..batches import Batch, InBatches
from ..model import Article
from .detectors import Detector
from .language import tag_language
from .profile_detector import ProfileDetector

_BATCH = Batch(elements=16, size=1_000_000, size_of=lambda article: len(article.text))
"""Characters; what a detector looks up for each word stays in the processor's cache meanwhile."""


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
        tag = InBatches(_Tag(self.detector), _BATCH)
        return articles | "DetectLanguage" >> beam.ParDo(tag).with_output_types(
            articles.element_type
        )


class _Tag(beam.DoFn):
    def __init__(self, detector: Detector) -> None:
        super().__init__()
        self._detector = detector

    def process(self, article: Article) -> Iterable[Article]:
        yield tag_language(article, self._detector)
