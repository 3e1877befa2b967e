"""Words of a command line → the flags that they give; what is wrong is told in one line."""

from argparse import ArgumentError, ArgumentParser
from collections.abc import Collection, Sequence
from typing import Any

from .errors import UsageError


def flag_parser(*flags: str, switches: Collection[str] = ()) -> ArgumentParser:
    """Return a parser that knows nothing by itself: no help, no abbreviations, no exit.

    Args:
        *flags: Those that take a value, such as `--output`.
        switches: Those that take none.
    """
    parser = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    for flag in flags:
        parser.add_argument(flag)
    for switch in switches:
        parser.add_argument(switch, action="store_true", default=None)
    return parser


def read_flags(
    parser: ArgumentParser, arguments: Sequence[str], flags: Collection[str] = ()
) -> tuple[dict[str, Any], list[str]]:
    """Return the flags that are given, by name, and the words that belong to none.

    Args:
        parser: Knows the flags.
        arguments: The words.
        flags: Those whose hyphens may be written as underscores.

    Raises:
        UsageError: One lacks its value, or has one that it does not take.
    """
    try:
        given, rest = parser.parse_known_args([_dashed(word, flags) for word in arguments])
    except ArgumentError as error:
        takes_none = error.message.startswith("ignored explicit argument")
        needs = "takes no value" if takes_none else "needs a value"
        raise UsageError(f"{error.argument_name} {needs}") from None
    return {name: value for name, value in vars(given).items() if value is not None}, rest


def _dashed(word: str, flags: Collection[str]) -> str:
    name, equals, value = word.partition("=")
    dashed = name.replace("_", "-")
    return dashed + equals + value if dashed in flags else word
