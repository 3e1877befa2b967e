"""The words after `copydesk status` → what is asked, or one line that says what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import UsageError, did_you_mean
from ..flags import flag_parser, read_flags

STATUS_FLAGS = ("--output", "--format")
_FORMATS = ("text", "json")


@dataclass(frozen=True)
class StatusRequest:
    """What is asked.

    Attributes:
        output: What the watch writes.
        format: `text` for a person, `json` for a program.
    """

    output: str
    format: str


def status_request(arguments: Sequence[str]) -> StatusRequest:
    """Return what a command line asks.

    Args:
        arguments: What stands after `copydesk status`.

    Raises:
        UsageError: It asks for something that is unknown or invalid.
    """
    given, rest = read_flags(flag_parser(*STATUS_FLAGS), arguments)
    if rest:
        known = did_you_mean(rest[0].partition("=")[0], STATUS_FLAGS)
        raise UsageError(
            f"copydesk status knows no {rest[0]}{known or '; see copydesk help status'}"
        )
    form = given.get("format", _FORMATS[0])
    if form not in _FORMATS:
        hint = did_you_mean(form, _FORMATS)
        raise UsageError(f"--format: no such value: {form}{hint} ({', '.join(_FORMATS)})")
    return StatusRequest(given.get("output", "out").rstrip("/") or "/", form)
