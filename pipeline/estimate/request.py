"""The words after `copydesk estimate` → what is asked, or one line that says what is wrong."""

from argparse import ArgumentError, ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass

from ..config import Config
from ..errors import UsageError, did_you_mean
from ..options import parse

FORMATS = ("text", "json")
ESTIMATE_FLAGS = ("--sample", "--format")
"""The flags of `copydesk estimate` itself; it takes those of `copydesk run` as well."""
_MOST = 100_000


@dataclass(frozen=True)
class Request:
    """What is asked.

    Attributes:
        config: The run in question.
        sample: How many documents to try; None for as many as is usual.
        format: `text` for a person, `json` for a program.
    """

    config: Config
    sample: int | None
    format: str


def request(arguments: Sequence[str]) -> Request:
    """Return what a command line asks.

    Args:
        arguments: What stands after `copydesk estimate`.

    Raises:
        UsageError: It asks for something that is unknown, invalid or contradictory.
    """
    parser = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    for flag in ESTIMATE_FLAGS:
        parser.add_argument(flag)
    try:
        own, rest = parser.parse_known_args(list(arguments))
    except ArgumentError as error:
        raise UsageError(f"{error.argument_name} needs a value") from None
    form = own.format or FORMATS[0]
    if form not in FORMATS:
        raise UsageError(
            f"--format: no such value: {form}{did_you_mean(form, FORMATS)} ({', '.join(FORMATS)})"
        )
    return Request(parse([*rest, "--output", "out"]), _sample(own.sample), form)


def _sample(written: str | None) -> int | None:
    if written is None:
        return None
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= _MOST):
        raise UsageError(f"--sample needs a whole number from 1 to {_MOST}, not {written!r}")
    return int(written)
