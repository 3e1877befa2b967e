"""Line rules: which lines of a text belong to the page around the article.

A rule looks at whole lines only, never inside a sentence, and takes a line out or leaves it as it
is. What it looks for is data: `boilerplate.txt`, in which each section names a rule and a way to
match. A leftover is better than a loss: what could stand in an article as a line is not in it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ..trail import Line, Trail
from ..words import word_list

# No line longer than this is boilerplate, except for that of sentences which need more. So the
# work on a line is bounded, whatever it holds. Characters.
_LONGEST_PHRASE = 200
_LONGEST_NOTICE = 400
_LONGEST_TEASER = 120
_MOST_TEASERS = 10
_LONGEST_NAME = 40  # of a network, or a verb of a share bar
_BARE_SHARE_BAR = 3  # names of networks that make one without a verb: "Facebook and X" is a heading

_NUMBER = re.compile(r"\d[\d.,]*")
_ACCOUNT = re.compile(r"@[\w.]*")
_BRACKETS = re.compile(r"[()\[\]:]")
_SEPARATORS = re.compile(r"[|·•‧∙]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPELLINGS = (("\u2019", "'"), ("\u2010", "-"), ("\u2011", "-"), ("\u200c", ""), ("\u200d", ""))
_SENTENCE_ENDS = (".", "。", "।", "．", "؟", "۔", "…", '."', ".”", "。」", "。”")


class _Table(NamedTuple):
    """What `boilerplate.txt` says, by way to match: phrase (folded) → rule."""

    whole: dict[str, str]
    counted: dict[str, str]
    label: dict[str, str]
    beginning: dict[str, str]
    heading: dict[str, str]
    verb: dict[str, str]
    network: dict[str, str]
    link: dict[str, str]
    rights: dict[str, str]


def drop_boilerplate(lines: Iterable[Line], trail: Trail) -> list[Line]:
    """Return `lines` without those that a rule knows; `trail` learns which rule and line.

    Lines are as `tidy_lines` leaves them, and so is the result. What is left, given again, stays:
    no rule knows any of its lines.
    """
    return list(_without_boilerplate(list(lines), trail))


def boilerplate_rule(line: str) -> str | None:
    """Return the name of the rule by which `line` alone is boilerplate, or None.

    >>> boilerplate_rule("Kommentar (0)")
    'comment_count'
    >>> boilerplate_rule("Anzeige gegen Unbekannt erstattet.") is None
    True
    """
    return _rule(line) if line and len(line) <= _LONGEST_NOTICE else None


@lru_cache(maxsize=1_024)  # a text is gone through until nothing changes
def _rule(line: str) -> str | None:
    folded = fold(line)
    if folded.startswith(_beginnings()):
        return _first(_table().beginning, folded)
    if len(line) > _LONGEST_PHRASE:
        return None
    return _phrase_rule(folded) or _copyright_rule(line, folded) or _composite_rule(folded)


def _without_boilerplate(lines: list[Line], trail: Trail) -> Iterator[Line]:
    """Yield what stays of `lines`, with one blank line at most between."""
    blank: Line | None = None
    begun = False
    position = 0
    while position < len(lines):
        line = lines[position]
        teasers = _teasers(lines, position) if trail.allows("related") else []
        if not line.text:
            blank = line
        elif teasers or not (rule := _switched_on(boilerplate_rule(line.text), trail)):
            if teasers:
                trail.note("related", line, *teasers)
                position += len(teasers)
            else:
                if blank is not None and begun:
                    yield blank
                yield line
                begun, blank = True, None
        else:
            trail.note(rule, line)
        position += 1


def _switched_on(rule: str | None, trail: Trail) -> str | None:
    return rule if rule and trail.allows(rule) else None


def _teasers(lines: list[Line], position: int) -> list[Line]:
    """Return the headlines under the line at `position`, if it announces other articles.

    They stand right under it, look like headlines, and end at a blank line, at boilerplate, or
    with the text: what goes on differently is the article.
    """
    heading = lines[position].text
    if len(heading) > _LONGEST_PHRASE or fold(heading) not in _table().heading:
        return []
    teasers: list[Line] = []
    for line in lines[position + 1 : position + _MOST_TEASERS + 2]:
        if not line.text or boilerplate_rule(line.text):
            break
        if (
            len(line.text) > _LONGEST_TEASER
            or line.text.endswith(_SENTENCE_ENDS)
            or len(teasers) == _MOST_TEASERS
        ):
            return []
        teasers.append(line)
    return teasers


def _phrase_rule(folded: str) -> str | None:
    table = _table()
    if rule := table.whole.get(folded) or table.heading.get(folded):
        return rule
    if rule := _count_rule(folded):
        return rule
    head, colon, rest = folded.partition(":")
    if colon and rest.strip() and (rule := table.label.get(_trimmed(head))):
        return rule
    return _share_rule(folded)


def _count_rule(folded: str) -> str | None:
    if not _NUMBER.search(folded):
        return None
    counted = _NUMBER.sub("#", " ".join(_BRACKETS.sub(" ", folded).split()))
    return _table().counted.get(counted)


def _share_rule(folded: str) -> str | None:
    """Whether the line is a verb and names of networks, or several names; read once, greedily."""
    rule = None
    position = networks = 0
    verb = _longest("verb", folded, 0)
    if verb:
        rule, position = _table().verb[verb], len(verb)
    while position < len(folded):
        if account := _ACCOUNT.match(folded, position):
            position = account.end()
        elif not folded[position].isalnum():
            position += 1
        elif network := _longest("network", folded, position):
            networks += 1
            position += len(network)
        elif rule and (more := _longest("verb", folded, position)):
            position += len(more)
        elif rule and (link := _longest("link", folded, position)):
            position += len(link)
        else:
            return None
    if rule:
        return rule
    return "share_bar" if networks >= _BARE_SHARE_BAR else None


def _longest(way: str, folded: str, position: int) -> str | None:
    """Return the longest phrase of that way that stands at `position` and ends with a word."""
    phrases: dict[str, str] = getattr(_table(), way)
    for length in _lengths(way).get(folded[position : position + 1], ()):
        phrase = folded[position : position + length]
        if phrase in phrases and _ends_word(folded, position + len(phrase)):
            return phrase
    return None


def _ends_word(text: str, position: int) -> bool:
    if position >= len(text) or not text[position].isalnum() or not text[position - 1].isalnum():
        return True
    return _is_unspaced(text[position]) or _is_unspaced(text[position - 1])


def _is_unspaced(char: str) -> bool:
    """Whether `char` is of a script that sets no spaces between words (Chinese, Japanese, Thai)."""
    return "\u3040" <= char <= "\u9fff" or "\u0e00" <= char <= "\u0e7f"


def _copyright_rule(line: str, folded: str) -> str | None:
    has_sign = line.startswith(("©", "(c)", "(C)", "Copyright ©", "Copyright (c)", "Copyright (C)"))
    has_year = ("19" in line or "20" in line) and bool(_YEAR.search(line))
    if has_sign and has_year:
        return "copyright"
    if (has_sign or has_year or "©" in line) and any(
        folded.startswith(phrase) or folded.endswith(phrase) for phrase in _table().rights
    ):
        return "copyright"
    return None


def _composite_rule(folded: str) -> str | None:
    """Return the rule of a line that is nothing but boilerplate set side by side."""
    parts = _SEPARATORS.split(folded)
    if len(parts) > 1:
        parts = [trimmed for part in parts if (trimmed := _trimmed(part))]
    if len(parts) < 2:  # noqa: PLR2004
        return None
    rules = [
        _phrase_rule(part) or ("share_bar" if part in _table().network else None) for part in parts
    ]
    return rules[0] if all(rules) else None


def _first(phrases: dict[str, str], folded: str) -> str | None:
    return next((rule for phrase, rule in phrases.items() if folded.startswith(phrase)), None)


@lru_cache(maxsize=256)  # of each line two questions are asked, and of some more
def fold(line: str) -> str:
    """Return `line` as phrases are compared: case, width, apostrophes and edges do not count."""
    return _trimmed(_spelled(line))


def _spelled(line: str) -> str:
    if line.isascii():  # the same, without the long way
        return " ".join(line.lower().split())
    spelled = unicodedata.normalize("NFKC", line).casefold()
    for sign, plain in _SPELLINGS:  # each found at once or not at all, unlike by `translate`
        spelled = spelled.replace(sign, plain)
    return " ".join(spelled.split())


def _trimmed(text: str) -> str:
    """Return `text` without what is neither letter, mark nor number at its ends."""
    start, end = 0, len(text)
    while start < end and unicodedata.category(text[start])[0] not in "LMN":
        start += 1
    while end > start and unicodedata.category(text[end - 1])[0] not in "LMN":
        end -= 1
    return text[start:end]


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple(_table().beginning)


@cache
def _lengths(way: str) -> dict[str, list[int]]:
    """Return the first characters of phrases, each with how long those are, the longest first."""
    lengths: dict[str, set[int]] = {}
    for phrase in getattr(_table(), way):
        if 0 < len(phrase) <= _LONGEST_NAME:  # some are signs, which folding takes away
            lengths.setdefault(phrase[0], set()).add(len(phrase))
    return {first: sorted(found, reverse=True) for first, found in lengths.items()}


@cache
def _table() -> _Table:
    table = _Table(*({} for _ in _Table._fields))
    for section, phrases in word_list("boilerplate.txt").items():
        rule, way = section.split()
        for phrase in phrases:
            # The number sign is part of what is counted.
            folded = _spelled(phrase) if way == "counted" else fold(phrase)
            getattr(table, way).setdefault(folded, rule)
    return table
