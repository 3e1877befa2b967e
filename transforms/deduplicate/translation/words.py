"""What languages write beside numbers: months, words that multiply, words for the percent sign.

They stand in `words.txt`, so that they are the same wherever they are read.
"""

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, NamedTuple

_SPACELESS = frozenset({"ja", "km", "ko", "lo", "my", "th", "zh"})


class Words(NamedTuple):
    """What a language writes beside numbers; all in lower case, without points.

    Attributes:
        months: Name of a month → its number, from 1.
        powers: Word that multiplies → its power of ten.
        percent: Words for the percent sign.
        follow_closely: Whether words follow numbers and each other without a space between.
    """

    months: MappingProxyType[str, int] = MappingProxyType({})
    powers: MappingProxyType[str, int] = MappingProxyType({})
    percent: frozenset[str] = frozenset()
    follow_closely: bool = False


_UNKNOWN: Final = Words()


def words_of(language: str) -> Words:
    """Return the words of a language, none of one that is not known.

    Args:
        language: Its subtag.
    """
    return _all_words().get(language, _UNKNOWN)


@cache
def _all_words() -> dict[str, Words]:
    found: dict[str, Words] = {}
    text = files(__package__).joinpath("words.txt").read_text(encoding="utf-8")
    for section in text.split("\n[")[1:]:
        language, _, lines = section.partition("]\n")
        found[language] = _words(language, dict(
            line.split(": ", 1) for line in lines.splitlines() if line
        ))
    return found


def _words(language: str, lines: dict[str, str]) -> Words:
    months = lines.get("months", "").split(" | ")
    return Words(
        months=MappingProxyType(
            {name: number for number, names in enumerate(months, 1) for name in names.split("/")}
        ),
        powers=MappingProxyType(
            {
                word: int(name.removeprefix("10^"))
                for name, words in lines.items()
                if name.startswith("10^")
                for word in words.split("/")
            }
        ),
        percent=frozenset(lines.get("percent", "").split("/")) - {""},
        follow_closely=language in _SPACELESS,
    )
