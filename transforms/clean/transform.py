"""Clean: Document → Article, or Failure.

Bounded and unbounded; element by element, so windows, order and timestamps stay as they are.
Fails with the reasons of `clean_document`: EMPTY, BINARY, UNDECODABLE, UNSUPPORTED_FORMAT,
MALFORMED, NO_TEXT, and those of its guards: CONSENT_WALL, ERROR_PAGE, FEED, HOME_PAGE, LISTING,
LOGIN_WALL, ROBOT_WALL, SCRIPT_SHELL.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

import apache_beam as beam

from ..failures import FailureHandling
from ..model import Article, Document
from .document import clean_document
from .rules import check_rules


@dataclass(eq=False)
class Clean(FailureHandling):
    """Make an article of each document; see `clean_document`.

    Attributes:
        trail: Whether articles keep what was done to their texts, default no.
        without: Names of rules to switch off; see `RULES`.
    """

    trail: bool = False
    without: Collection[str] = ()

    def expand(self, documents: beam.PCollection[Document]) -> beam.PCollection[Article]:
        """Return the articles; what holds none goes to the error handler."""
        clean = partial(_cleaned, trail=self.trail, without=check_rules(self.without))
        return self._attempt(documents, clean, Article, "Clean")


def _cleaned(document: Document, *, trail: bool, without: Collection[str]) -> Iterable[Article]:
    yield clean_document(document, trail=trail, without=without)
