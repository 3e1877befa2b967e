"""What Beam asks again and again of the same classes while it builds a graph: asked once.

Beam inspects each method of a `DoFn` a dozen times for each step, and looks through all its flags
for each look at an option: of the processor time that a graph takes, and the set-up of its steps,
more than half. Nothing else is different.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import MethodType
from typing import Any, TypeVar

from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms import core, userstate

_Signature = tuple[list[str], list[Any]]
_Specs = tuple[set[Any], set[Any]]
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
def answers_kept() -> Iterator[None]:
    """Let Beam ask once each, as long as this lasts.

    That is for the signature of a method, for the state and the timers of a `DoFn`, and for the
    names of options.
    """
    with ExitStack() as stack:
        for place, name, kept in (
            (core, "get_function_args_defaults", _signatures_kept),
            (userstate, "get_dofn_specs", _specs_kept),
            (PipelineOptions, "_visible_option_list", _names_kept),
        ):
            asked = getattr(place, name)
            stack.callback(setattr, place, name, asked)
            setattr(place, name, kept(asked))
        yield


def _signatures_kept(inspect: Callable[[Any], _Signature]) -> Callable[[Any], _Signature]:
    known: dict[Any, _Signature] = {}

    def get_function_args_defaults(function: Any) -> _Signature:
        if not isinstance(function, MethodType):
            return inspect(function)
        if function.__func__ not in known:
            known[function.__func__] = inspect(function)
        names, defaults = known[function.__func__]
        return [*names], [*defaults]

    return get_function_args_defaults


def _specs_kept(inspect: Callable[[Any], _Specs]) -> Callable[[Any], _Specs]:
    known: dict[type, _Specs] = {}

    def get_dofn_specs(dofn: Any) -> _Specs:
        # Told by its methods: those of its class, unless it was given one of its own.
        if any(isinstance(value, MethodType) for value in vars(dofn).values()):
            return inspect(dofn)
        if type(dofn) not in known:
            known[type(dofn)] = inspect(dofn)
        states, timers = known[type(dofn)]
        return {*states}, {*timers}

    return get_dofn_specs


def _names_kept(list_names: Callable[[Any], list[str]]) -> Callable[[Any], list[str]]:
    def visible_option_list(options: Any) -> list[str]:
        known = options.__dict__
        if "_names" not in known:
            known["_names"] = list_names(options)
        names: list[str] = known["_names"]
        return names

    return visible_option_list
