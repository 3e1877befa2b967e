"""Words of `labels.txt` as patterns, and the signs that are set before and after them."""

import re
from functools import lru_cache

from .words import word_list

_SIGNS = str.maketrans(
    {
        "：": ":", "﹕": ":", "︰": ":", "（": "(", "）": ")", "【": "[", "】": "]", "［": "[",
        "］": "]", "〔": "[", "〕": "]", "／": "/", "｜": "|", "丨": "|", "＝": "=", "\u2019": "'",
        "\u2018": "'", "，": ",", "；": ";", "＠": "@",
    }
)  # fmt: skip


_SIGN = re.compile(f"[{''.join(map(chr, _SIGNS))}]")


@lru_cache(maxsize=256)  # of one line several things are asked
def with_plain_signs(line: str) -> str:
    """Return `line` with the wide forms of colons, brackets and the like made narrow, each one.

    >>> with_plain_signs("（記者：張三）")
    '(記者:張三)'
    """
    # Most lines have none, which is seen in a fraction of the time that it takes to put them right.
    if line.isascii() or not _SIGN.search(line):
        return line
    return line.translate(_SIGNS)


def phrases(*sections: str) -> frozenset[str]:
    """Return the phrases of sections of `labels.txt`, case folded."""
    return frozenset(phrase.casefold() for phrase in _all(sections))


def any_of(*sections: str) -> str:
    """Return a regular expression for any phrase of the sections.

    Of two that begin alike, the longer is found.
    """
    return _either(sorted(_all(sections)))


def _either(phrases: list[str]) -> str:
    """Return a regular expression for `phrases`; beginnings that some share are in it once.

    So a search compares a few characters where it would compare hundreds.
    """
    ends: dict[str, list[str]] = {}
    for phrase in filter(None, phrases):
        ends.setdefault(phrase[0], []).append(phrase[1:])
    branches = [re.escape(first) + _either(rest) for first, rest in ends.items()]
    either = f"(?:{'|'.join(branches)})" if len(branches) > 1 else "".join(branches)
    return f"(?:{either})?" if branches and "" in phrases else either


def _all(sections: tuple[str, ...]) -> set[str]:
    return {with_plain_signs(each) for name in sections for each in word_list("labels.txt")[name]}
