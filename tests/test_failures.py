"""Refused documents are set aside where there is a handler, and fail the pipeline where not."""

from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.error_handling import CollectingErrorHandler
from apache_beam.transforms.window import FixedWindows

from transforms.failures import FailureHandling
from transforms.model import CleanError, Reason
from transforms.testing import batch_pipeline, document


class Proofread(FailureHandling):
    """Refuses documents that say "teh"."""

    def expand(self, documents):
        return self._attempt(documents, _proofread, str, "Proofread")


def _proofread(each):
    if b"teh" in each.content:
        raise CleanError(Reason.MALFORMED, "says teh")
    if b"bug" in each.content:
        raise KeyError("a bug")
    yield each.content.decode()


class Opened:
    """A function that holds a resource: what is asked of it is kept in a file."""

    def __init__(self, log):
        self.log = str(log)

    def setup(self):
        self.note("setup")

    def teardown(self):
        self.note("teardown")

    def __call__(self, each):
        self.note("call")
        yield from _proofread(each)

    def note(self, word):
        with Path(self.log).open("a") as log:
            log.write(f"{word}\n")


class ProofreadOpened(FailureHandling):
    def __init__(self, log):
        super().__init__()
        self.log = log

    def expand(self, documents):
        return self._attempt(documents, Opened(self.log), str, "Proofread")


GOOD, BAD, BUG = document("the rain"), document("teh rain"), document("bug")


def test_with_a_handler_a_refused_document_becomes_a_failure_and_the_others_go_on():
    with batch_pipeline() as pipeline:
        with CollectingErrorHandler() as handler:
            texts = pipeline | beam.Create([GOOD, BAD]) | Proofread().with_error_handler(handler)
        failures = handler.output() | beam.Map(lambda f: (f.id, str(f.step), str(f.reason)))
        assert_that(texts, equal_to(["the rain"]), label="texts")
        assert_that(failures, equal_to([(BAD.id, "clean", "malformed")]), label="failures")


def test_without_a_handler_the_first_refused_document_fails_the_pipeline_and_is_named():
    with (
        pytest.raises(Exception, match=r"news/article\.txt: clean: malformed: says teh"),
        batch_pipeline() as pipeline,
    ):
        pipeline | beam.Create([GOOD, BAD]) | Proofread()


def test_what_holds_a_resource_is_told_when_to_take_it_and_when_to_let_it_go(tmp_path):
    with batch_pipeline() as pipeline:
        documents = pipeline | beam.Create([GOOD, GOOD])
        documents | "Strict" >> ProofreadOpened(tmp_path / "strict")
        with CollectingErrorHandler() as handler:
            lenient = ProofreadOpened(tmp_path / "lenient").with_error_handler(handler)
            documents | "Lenient" >> lenient
        handler.output()
    for log in ("strict", "lenient"):
        assert (tmp_path / log).read_text().split() == ["setup", "call", "call", "teardown"]


def test_a_bug_fails_the_pipeline_even_with_a_handler():
    with pytest.raises(Exception, match="a bug"), batch_pipeline() as pipeline:
        with CollectingErrorHandler() as handler:
            pipeline | beam.Create([BUG]) | Proofread().with_error_handler(handler)
        handler.output()


def test_one_handler_takes_failures_from_differently_windowed_steps():
    with batch_pipeline() as pipeline:
        with CollectingErrorHandler() as handler:
            documents = pipeline | beam.Create([BAD])
            documents | "Global" >> Proofread().with_error_handler(handler)
            (
                documents
                | beam.WindowInto(FixedWindows(60))
                | "Windowed" >> Proofread().with_error_handler(handler)
            )
        assert_that(
            handler.output() | beam.Map(lambda f: str(f.reason)), equal_to(["malformed"] * 2)
        )
