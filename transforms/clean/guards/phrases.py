"""The phrases of `guards.txt`, and where a text says them."""

import re
from functools import cache

from ..words import word_list

_LONGEST = 200  # characters of a title or a line that may be nothing but a phrase
_PARTS = re.compile(r"\s+[|–—»·•:-]\s+|\s*[|»·•]\s*")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_UNSPACED = "\u3000"  # from here on scripts set no spaces between words


def line_phrase(line: str, section: str) -> str | None:
    """Return the phrase that `line` is, if it is nothing else."""
    folded = _folded(line)
    return folded if folded in _phrases(section) else None


def title_phrase(title: str, section: str) -> str | None:
    """Return the phrase that `title` is, or one of the parts that signs part it into."""
    if len(title) > _LONGEST:
        return None
    found = (line_phrase(part, section) for part in (title, *_PARTS.split(title)))
    return next(filter(None, found), None)


def inner_phrase(text: str, section: str) -> str | None:
    """Return the longest phrase of the section that stands in `text`."""
    plain = _plain(text)
    return next((phrase for phrase in _longest_first(section) if phrase in plain), None)


def first_phrase(text: str, section: str) -> str | None:
    """Return the phrase with which a line of `text` begins."""
    phrases = _longest_first(section)
    for line in text.split("\n"):
        plain = _EDGES.sub("", _plain(line))
        if plain.startswith(phrases):
            return next(phrase for phrase in phrases if plain.startswith(phrase))
    return None


def count_phrases(text: str, section: str) -> int:
    """Return how many phrases are in `text`; "cookie" in "cookies" is none of its own."""
    plain = _plain(text)
    found: list[str] = []
    for phrase in _longest_first(section):
        if phrase in plain and not any(phrase in longer for longer in found):
            found.append(phrase)
    return len(found)


def has_phrase(line: str, section: str) -> bool:
    """Return whether `line` is a phrase of the section, or has one of several words in it."""
    plain = _plain(line)
    return line_phrase(line, section) is not None or any(
        phrase in plain
        for phrase in _longest_first(section)
        if " " in phrase or (len(phrase) > 2 and phrase >= _UNSPACED)  # noqa: PLR2004
    )


def _folded(text: str) -> str:
    return _EDGES.sub("", " ".join(_plain(text[:_LONGEST]).split()))


def _plain(text: str) -> str:
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace("\u00a0", " ")
    return text.casefold()


@cache
def _phrases(section: str) -> frozenset[str]:
    return frozenset(map(_folded, word_list("guards.txt")[section]))


@cache
def _longest_first(section: str) -> tuple[str, ...]:
    phrases = {_plain(each) for each in word_list("guards.txt")[section]}
    return tuple(sorted(phrases, key=lambda each: (-len(each), each)))
