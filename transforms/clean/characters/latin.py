"""Which encoding of Latin script some bytes are in.

The single-byte encodings of Latin script share ASCII and differ in what stands beyond it. Each
reading of the bytes is compared with the alphabets of the languages that are written in it: letters
of the alphabet and signs in their places speak for it, other letters and misplaced signs against.
A statistical detector is surer with other scripts, and slower.
"""

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from ..words import word_list

# Encodings, and sections of `alphabets.txt` with languages that are written in them. The first wins
# a tie: they are in the order of how many texts are in them.
_READINGS = (
    ("cp1252", "western"),
    ("cp1250", "central"),
    ("cp1254", "turkish"),
    ("cp1252", "icelandic"),
    ("iso8859-2", "central"),
    ("cp1257", "baltic"),
    ("mac-roman", "western"),
    ("cp850", "western"),
    ("cp852", "central"),
)
# Nobody has written in these for long; what is in them reads far better so than otherwise.
_OLD_ENCODINGS = frozenset({"mac-roman", "cp850", "cp852"})
_OLD = 0.7
# In Latin script most letters are ASCII, so that what is beyond it stands alone or, in Finnish,
# twice; in other scripts it stands side by side. Share of the bytes beyond ASCII that another such
# byte follows.
_SIDE_BY_SIDE = 0.3
_BESIDE = re.compile(rb"([\x80-\xff])(?=[\x80-\xff])(?!\1)")
_MISPLACED = -2.0
_FOREIGN = -1.0
_UNDEFINED = -3.0

# Where signs stand, by what is before and behind: a letter (a, A), a space or an edge (s), another
# sign or a digit (o), or a byte beyond ASCII (h).
_OPENING = "“„‘‚«‹¿¡"
_CLOSING = "”“’‘»›…"
_APART = "–—•·©®°€£"
_JOINING = "’‘·"


class _Byte(NamedTuple):
    """A byte beyond ASCII and what stands at its sides."""

    value: int
    before: str
    after: str


def latin_encoding(sample: bytes) -> str | None:
    """Return the Python name of the encoding; None if it is none of Latin script.

    Args:
        sample: Running text, a few thousand bytes at most: the work is in proportion to it.

    >>> latin_encoding("Żółty dąb rośnie na łące.".encode("cp1250"))
    'cp1250'
    """
    classes = sample.translate(_CLASSES).decode("ascii")
    total = classes.count("h")
    if not total or len(_BESIDE.findall(sample)) > _SIDE_BY_SIDE * total:
        return None
    edged = f"s{classes}s"
    found: Counter[_Byte] = Counter()
    position = classes.find("h")
    while position >= 0:
        found[_Byte(sample[position], edged[position], edged[position + 2])] += 1
        position = classes.find("h", position + 1)
    scores = [
        _score(encoding, languages, found) * (_OLD if encoding in _OLD_ENCODINGS else 1.0)
        for encoding, languages in _READINGS
    ]
    best = max(scores)
    return _READINGS[scores.index(best)][0] if best > 0 else None


def _score(encoding: str, languages: str, found: Counter[_Byte]) -> float:
    """Return how well the bytes read as the language that they fit best."""
    table = _table(encoding)
    fixed = 0.0
    letters: Counter[str] = Counter()
    for byte, count in found.items():
        char = table[byte.value - 0x80]
        if char.isalpha() and char not in "ªº":
            if char.isupper() and byte.before == "a":
                fixed += _MISPLACED * count
            else:
                letters[char.lower()] += count
        else:
            fixed += _sign_score(char, byte) * count
    total = letters.total()
    known = max(
        sum(letters[char] for char in letters.keys() & alphabet)
        for alphabet in _alphabets(languages)
    )
    return fixed + known + _FOREIGN * (total - known)


def _sign_score(char: str, byte: _Byte) -> float:
    if char == "\ufffd" or char < "\u00a0":
        return _UNDEFINED
    opens = byte.before in "so" and byte.after in "aAho"
    closes = byte.before in "aAho" and byte.after in "so"
    inside = byte.before in "aA" and byte.after in "aA"
    fits = (
        (opens and char in _OPENING)
        or (closes and char in _CLOSING)
        or (inside and char in _JOINING)
        or (char in _APART and not inside)
    )
    if fits:
        return 1.0
    return _MISPLACED if inside else 0.0


@cache
def _table(encoding: str) -> str:
    """Return the characters of the bytes from 0x80 on."""
    return "".join(bytes([byte]).decode(encoding, "replace") for byte in range(0x80, 0x100))


@cache
def _alphabets(section: str) -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, word_list("alphabets.txt")[section]))


def _class(byte: int) -> bytes:
    char = chr(byte)
    if byte > 0x7F:  # noqa: PLR2004
        return b"h"
    if char.isalpha():
        return b"a" if char.islower() else b"A"
    return b"s" if char.isspace() else b"o"


_CLASSES = b"".join(map(_class, range(256)))
