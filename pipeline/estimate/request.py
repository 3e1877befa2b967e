"""The words after `copydesk estimate` → what is asked, or one line that says what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..config import Config, configure
from ..errors import UsageError, did_you_mean
from ..flags import flag_parser, read_flags
from ..options import read_options

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
    own, rest = read_flags(flag_parser(*ESTIMATE_FLAGS), arguments)
    form = own.get("format", FORMATS[0])
    if form not in FORMATS:
        raise UsageError(
            f"--format: no such value: {form}{did_you_mean(form, FORMATS)} ({', '.join(FORMATS)})"
        )
    values, places = read_options([*rest, "--output", "out"])
    if not values.get("input"):
        raise UsageError("--input is missing: copydesk estimate --input seeds")
    return Request(configure(values, places), _sample(own.get("sample")), form)


def _sample(written: str | None) -> int | None:
    if written is None:
        return None
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= _MOST):
        raise UsageError(f"--sample needs a whole number from 1 to {_MOST}, not {written!r}")
    return int(written)
