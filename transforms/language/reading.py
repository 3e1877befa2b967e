"""A text as it is to be read: its letters, without what is no language, and where each stood."""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np

from .arrays import CodePoints, Counts, Table
from .scripts import INVISIBLE, scripts

# Addresses, names of accounts and topics are no language. Looked for only where their marks are.
_MARKS = ("://", "www.", "@", "#")
_ADDRESS = r"https?://\S+|www\.\S+"
_NOT_LANGUAGE = re.compile(rf"{_ADDRESS}|[\w.+-]{{1,64}}@[\w.-]{{1,255}}|[@#]\w+")
_WITHOUT_AT = re.compile(rf"{_ADDRESS}|#\w+")  # the same for a text without one, ten times as fast
_ACCENTED = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+")

# A text in capitals is read as if it were not: n-grams pass over words in capitals.
_HEAD = 200  # characters that are looked at first
_MOSTLY = 0.5  # share of the letters
_LOWER = np.zeros(1 << 16, np.int64)
"""The small letter of each capital, by its code point; 0 for all others."""
_LOWER[:-1] = [
    ord(small) if (small := chr(code).lower()) != chr(code) and len(small) == 1 else 0
    for code in range((1 << 16) - 1)
]


@dataclass(frozen=True)
class Reading:
    """A text, code point by code point.

    Attributes:
        code_points: Its code points, accents composed with their letters (Unicode's NFC), without
            soft hyphens and accents that no letter takes; in small letters if it is in capitals.
        scripts: The number of the script of each; 0 for what is no letter.
        places: Where each stood in the text; None if each stands where it stood.
    """

    code_points: CodePoints
    scripts: Table
    places: Counts | None


def read(text: str) -> Reading:
    """Return `text` as it is to be read."""
    if any(mark in text for mark in _MARKS):
        text = "\n".join(map(_without_marked, text.split("\n")))
    code_points, numbers = _numbered(text)
    places = None
    invisible = numbers == INVISIBLE
    if invisible.any():
        text, places = _composed(text)
        code_points, numbers = _numbered(text)
        kept = np.flatnonzero(numbers != INVISIBLE)
        code_points, numbers, places = code_points[kept], numbers[kept], places[kept]
    if text[:_HEAD].isupper() and np.count_nonzero(_LOWER.take(code_points, mode="clip")) > (
        _MOSTLY * np.count_nonzero(numbers)
    ):
        smaller = _LOWER.take(code_points, mode="clip")
        code_points = np.where(smaller > 0, smaller, code_points)
    return Reading(code_points, numbers, places)


def _without_marked(line: str) -> str:
    """Return a line with spaces for what is no language."""
    if not any(mark in line for mark in _MARKS):
        return line
    what = _NOT_LANGUAGE if "@" in line else _WITHOUT_AT
    return what.sub(lambda match: " " * len(match[0]), line)


def _numbered(text: str) -> tuple[CodePoints, Table]:
    utf_32 = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    code_points = utf_32.astype(np.int64)  # as indices have to be
    return code_points, scripts(code_points)


def _composed(text: str) -> tuple[str, Counts]:
    """Compose accents with their letters, and return where each character stood."""
    parts: list[str] = []
    places: list[int] = []
    end = 0
    for match in _ACCENTED.finditer(text):
        parts.append(text[end : match.start()])
        places += range(end, match.start())
        composed = unicodedata.normalize("NFC", match[0])
        parts.append(composed)
        places += [match.start()] * len(composed)
        end = match.end()
    parts.append(text[end:])
    places += range(end, len(text))
    return "".join(parts), np.array(places, np.int64)
