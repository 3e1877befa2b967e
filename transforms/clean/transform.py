"""Clean: Document → Article, or Failure.

Bounded and unbounded; element by element, so windows, order and timestamps stay as they are.
Fails with the reasons of `clean_document`: EMPTY, BINARY, UNDECODABLE, UNSUPPORTED_FORMAT,
MALFORMED, NO_TEXT.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import apache_beam as beam

from ..failures import FailureHandling
from ..model import Article, Document
from .document import clean_document


@dataclass(eq=False)
class Clean(FailureHandling):
    """Make an article of each document; see `clean_document`.

    Attributes:
        trail: Whether articles keep what was taken out of their texts, default no.
    """

    trail: bool = False

    def expand(self, documents: beam.PCollection[Document]) -> beam.PCollection[Article]:
        """Return the articles; what holds none goes to the error handler."""
        return self._attempt(documents, partial(_cleaned, trail=self.trail), Article, "Clean")


def _cleaned(document: Document, *, trail: bool) -> Iterable[Article]:
    yield clean_document(document, trail=trail)
