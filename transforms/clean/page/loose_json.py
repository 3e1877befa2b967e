"""JSON as pages hold it: in comments, with commas too many, several values in one script."""

import json
import re
from collections.abc import Iterator
from typing import Any

_COMMENT = re.compile(r"<!--|-->|(?://|/\*)?\s{0,9}(?:<!\[CDATA\[|\]\]>)\s{0,9}(?:\*/)?")
# A comma before the end of an object or a list, and a comment; strings are matched first, to be
# passed over.
_STRING_OR_COMMA = re.compile(
    r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|,(?=\s*+[}\]])|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)',
    re.DOTALL,
)
_BAD_ESCAPE = re.compile(r'\\(?:u(?![0-9a-fA-F]{4})|[^"\\/bfnrtu])', re.DOTALL)
# Halves of surrogate pairs, which no encoding can carry; whole pairs are matched first.
_SURROGATES = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_PAIR = 12  # characters
_DECODER = json.JSONDecoder(strict=False)  # line ends and tabs in strings are let pass
_BEGINS = re.compile(r"[{\[]")
_LONGEST = 4_000_000  # characters of a script
_MOST_VALUES = 1_000


def loose_json(text: str) -> Iterator[Any]:
    r"""Yield the objects and lists in `text`, as far as they can be made out.

    >>> list(loose_json('<!-- {"a": 1,} --> '))
    [{'a': 1}]
    >>> list(loose_json('{"a": "x\ny"} {"b": ["c\\d"]} {"d": '))
    [{'a': 'x\ny'}, {'b': ['cd']}]
    """
    text = text[:_LONGEST].strip().rstrip(";")
    if text.startswith(("<", "/")) or text.endswith((">", "/")):
        text = _COMMENT.sub("", text)
    text = _SURROGATES.sub(lambda half: half[0] if len(half[0]) == _PAIR else r"\ufffd", text)
    try:
        whole = json.loads(text, strict=False)
    except RecursionError:
        return
    except ValueError:
        pass  # broken as often as not
    else:
        yield whole
        return
    yield from _values(_BAD_ESCAPE.sub(lambda bad: bad[0][1:], _STRING_OR_COMMA.sub(_mended, text)))


def _mended(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith('"') else ""


def _values(text: str) -> Iterator[Any]:
    at = 0
    for _ in range(_MOST_VALUES):
        begins = _BEGINS.search(text, at)
        if begins is None:
            return
        try:
            value, at = _DECODER.raw_decode(text, begins.start())
        except (ValueError, RecursionError):
            return  # to try again behind each bracket would be quadratic
        yield value
