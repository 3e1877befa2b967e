"""Clean: Document → Article, or Failure.

Bounded and unbounded; element by element, so windows, order and timestamps stay as they are.
Fails with the reasons of `clean_document`: EMPTY, BINARY, UNDECODABLE, UNSUPPORTED_FORMAT,
MALFORMED, NO_TEXT, TOO_LARGE, TOO_DEEP, and those of its guards: CONSENT_WALL, ERROR_PAGE, FEED,
HOME_PAGE, LISTING, LOGIN_WALL, ROBOT_WALL, SCRIPT_SHELL. Since it works in a process apart, also
with TIME_LIMIT, MEMORY_LIMIT and CRASHED.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import apache_beam as beam

from ..failures import FailureHandling
from ..model import Article, Document
from .limits import DEFAULT_LIMITS, Limits
from .rules import check_rules
from .sandbox import Sandbox


@dataclass(eq=False)
class Clean(FailureHandling):
    """Make an article of each document; see `clean_document`.

    Attributes:
        trail: Whether articles keep what was done to their texts, default no.
        without: Names of rules to switch off; see `RULES`.
        limits: What a document may take; beyond it, it is refused.
        isolated: Whether documents are cleaned in a process apart, one for each worker thread
            (60 MB), default yes. A page that hangs, crashes or fills the memory there is refused;
            in the worker's own process it would take the worker with it, and the run.
    """

    trail: bool = False
    without: Collection[str] = ()
    limits: Limits = DEFAULT_LIMITS
    isolated: bool = True

    def expand(self, documents: beam.PCollection[Document]) -> beam.PCollection[Article]:
        """Return the articles; what holds none goes to the error handler."""
        without = sorted(check_rules(self.without))
        clean: Callable[[Document], Iterable[Article]] = (
            _InSandbox({"trail": self.trail, "without": without}, self.limits)
            if self.isolated
            else partial(_cleaned, trail=self.trail, without=without, limits=self.limits)
        )
        return self._attempt(documents, clean, Article, "Clean")


def _cleaned(document: Document, **arguments: Any) -> Iterable[Article]:
    from .document import clean_document  # noqa: PLC0415  not needed where it is done elsewhere

    yield clean_document(document, **arguments)


class _InSandbox:
    def __init__(self, arguments: Mapping[str, Any], limits: Limits) -> None:
        self._arguments = arguments
        self._limits = limits
        self._sandbox: Sandbox | None = None

    def setup(self) -> None:
        self._sandbox = Sandbox(
            f"{__package__}.document:clean_document", self._arguments, self._limits
        )
        self._sandbox.start()

    def teardown(self) -> None:
        if self._sandbox:
            self._sandbox.close()
            self._sandbox = None

    def __call__(self, document: Document) -> Iterable[Article]:
        if self._sandbox is None:
            raise RuntimeError("setup() comes first")
        yield self._sandbox.clean(document)
