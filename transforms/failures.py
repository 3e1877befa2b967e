"""Refused documents: the one place where they are caught and set aside.

A transform that may refuse documents derives from `FailureHandling`. Given an error handler
(Beam's `apache_beam.transforms.error_handling`), it hands each refused document to it as a
`Failure` and goes on; given none, the first refusal fails the pipeline. Only `ArticleError` is
caught: any other exception is a bug, and fails the run.

Bounded and unbounded; failures are put into the global window, since handlers take them from
transforms with different windows.
"""

from collections.abc import Callable, Iterable
from typing import Any, Self

import apache_beam as beam
from apache_beam.transforms.error_handling import ErrorHandler
from apache_beam.transforms.window import GlobalWindows

from .batches import Batch, InBatches
from .model import ArticleError, Document, Failure

_FAILURES = "failures"


class FailureHandling(beam.PTransform):
    """Base of transforms that may refuse documents."""

    _error_handler: ErrorHandler | None = None

    def with_error_handler(self, error_handler: ErrorHandler | None) -> Self:
        """Hand refused documents to `error_handler` as `Failure`s.

        Args:
            error_handler: Takes the failures; None, the default, fails the pipeline at the first.

        Returns:
            This transform.
        """
        self._error_handler = error_handler
        return self

    def _attempt(
        self,
        pcoll: Any,
        function: Callable[[Any], Iterable[Any]],
        output: type,
        label: str,
        batch: Batch | None = None,
    ) -> Any:
        """Apply `function` to each element, setting what it refuses aside.

        Args:
            pcoll: PCollection of what `function` takes.
            function: Returns or yields results, and `Failure`s among them; may raise an
                `ArticleError` if its argument is a `Document`. If it holds a resource, its methods
                `setup` and `teardown` are called as those of a `DoFn` are.
            output: Type of the results.
            label: Name of the step.
            batch: How many elements it is applied to in a row; None for one.

        Returns:
            PCollection of results.
        """
        is_strict = self._error_handler is None
        attempt = _AttemptStrictly(function) if is_strict else _Attempt(function)
        applied = beam.ParDo(attempt if batch is None else InBatches(attempt, batch))
        if self._error_handler is None:
            return pcoll | label >> applied.with_output_types(output)
        results = pcoll | label >> applied.with_outputs(_FAILURES, main="results")
        results[_FAILURES].element_type = Failure
        self._error_handler.add_error_pcollection(
            results[_FAILURES] | f"{label}Failures" >> beam.WindowInto(GlobalWindows())
        )
        results["results"].element_type = output
        return results["results"]


class _Applied(beam.DoFn):
    def __init__(self, function: Callable[[Any], Iterable[Any]]) -> None:
        self._function = function

    def setup(self) -> None:
        getattr(self._function, "setup", _nothing)()

    def teardown(self) -> None:
        getattr(self._function, "teardown", _nothing)()


def _nothing() -> None:
    pass


class _Attempt(_Applied):
    def process(self, element: Any) -> Iterable[Any]:
        try:
            for result in self._function(element):
                if isinstance(result, Failure):
                    yield beam.pvalue.TaggedOutput(_FAILURES, result)
                else:
                    yield result
        except ArticleError as error:
            if not isinstance(element, Document):
                raise
            yield beam.pvalue.TaggedOutput(_FAILURES, Failure.of(element, error))


class RefusedDocumentError(RuntimeError):
    """A document was refused in a transform that has no error handler."""

    def __init__(self, failure: Failure) -> None:
        place = failure.source.uri + (
            f"#{failure.source.position}" if failure.source.position else ""
        )
        super().__init__(
            f"{place}: {failure.step}: {failure.reason}: {failure.message} "
            "(use with_error_handler to set such documents aside)"
        )


class _AttemptStrictly(_Applied):
    def process(self, element: Any) -> Iterable[Any]:
        try:
            for result in self._function(element):
                if isinstance(result, Failure):
                    raise RefusedDocumentError(result)
                yield result
        except ArticleError as error:
            if not isinstance(element, Document):
                raise
            raise RefusedDocumentError(Failure.of(element, error)) from error
