"""The words after `copydesk status` → what is asked, or one line that says what is wrong."""

from argparse import ArgumentError, ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import UsageError, did_you_mean

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
    parser = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    for flag in STATUS_FLAGS:
        parser.add_argument(flag)
    try:
        given, rest = parser.parse_known_args(list(arguments))
    except ArgumentError as error:
        raise UsageError(f"{error.argument_name} needs a value") from None
    if rest:
        known = did_you_mean(rest[0].partition("=")[0], STATUS_FLAGS)
        raise UsageError(
            f"copydesk status knows no {rest[0]}{known or '; see copydesk help status'}"
        )
    form = given.format or _FORMATS[0]
    if form not in _FORMATS:
        hint = did_you_mean(form, _FORMATS)
        raise UsageError(f"--format: no such value: {form}{hint} ({', '.join(_FORMATS)})")
    return StatusRequest((given.output or "out").rstrip("/") or "/", form)
