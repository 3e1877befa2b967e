"""What Beam asks again and again of the same classes while it builds a graph: asked once.

Beam inspects the signature of each method of a `DoFn` a dozen times for each step, and parses its
flags anew for each look at an option: of the processor time that a graph takes, and the set-up of
its steps, more than half. Nothing else is different.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import MethodType
from typing import Any, TypeVar

from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms import core

_Signature = tuple[list[str], list[Any]]
_View = TypeVar("_View", bound=PipelineOptions)


class Options(PipelineOptions):
    """Beam's options, whose views are made once each: they share their values anyway."""

    def view_as(self, cls: type[_View]) -> _View:
        """Return them as `cls`."""
        views = self.__dict__.setdefault("_views", {})
        if cls not in views:
            views[cls] = super().view_as(cls)
        view: _View = views[cls]
        return view


@contextmanager
def signatures_kept() -> Iterator[None]:
    """Let Beam inspect the signature of each method once, as long as this lasts."""
    inspect: Callable[[Any], _Signature] = core.get_function_args_defaults
    known: dict[Any, _Signature] = {}

    def get_function_args_defaults(function: Any) -> _Signature:
        if not isinstance(function, MethodType):
            return inspect(function)
        if function.__func__ not in known:
            known[function.__func__] = inspect(function)
        names, defaults = known[function.__func__]
        return [*names], [*defaults]

    core.get_function_args_defaults = get_function_args_defaults
    try:
        yield
    finally:
        core.get_function_args_defaults = inspect
