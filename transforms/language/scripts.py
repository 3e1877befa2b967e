"""Scripts: in which one each letter is, and which language a script alone tells.

The ranges are the blocks of the Unicode Standard (Blocks.txt) that hold a script's letters. Of a
script that is practically one language's own, the language follows; where a rival has letters of
its own in that script, those letters tell it (`_RIVALS`). What is in a script that is not listed
here, or in one that many languages share and no profile covers, remains undetermined.
"""

import unicodedata
from functools import cache

import numpy as np

from .arrays import CodePoints, Counts, Table

_RANGES: dict[str, str] = {
    "Latin": "0041-005A 0061-007A 00AA-00AA 00BA-00BA 00C0-024F 0250-02AF 1D00-1DBF 1E00-1EFF "
    "2C60-2C7F A720-A7FF FF21-FF5A",
    "Cyrillic": "0400-052F 1C80-1C8F 2DE0-2DFF A640-A69F",
    "Arabic": "0600-06FF 0750-077F 08A0-08FF FB50-FDFF FE70-FEFF",
    "Devanagari": "0900-097F A8E0-A8FF",
    "Greek": "0370-03FF 1F00-1FFF",
    "Hebrew": "0590-05FF FB1D-FB4F",
    "Thai": "0E00-0E7F",
    "Bengali": "0980-09FF",
    "Gujarati": "0A80-0AFF",
    "Gurmukhi": "0A00-0A7F",
    "Tamil": "0B80-0BFF",
    "Telugu": "0C00-0C7F",
    "Kannada": "0C80-0CFF",
    "Malayalam": "0D00-0D7F",
    "Armenian": "0530-058F FB13-FB17",
    "Georgian": "10A0-10FF 1C90-1CBF 2D00-2D2F",
    "Ethiopic": "1200-139F 2D80-2DDF AB00-AB2F",
    "Khmer": "1780-17FF",
    "Lao": "0E80-0EFF",
    "Myanmar": "1000-109F A9E0-A9FF AA60-AA7F",
    "Sinhala": "0D80-0DFF",
    "Tibetan": "0F00-0FFF",
    "Oriya": "0B00-0B7F",
    "Thaana": "0780-07BF",
    "Han": "3005-3005 3007-3007 3400-4DBF 4E00-9FFF F900-FAFF",
    "Kana": "3041-3096 30A1-30FA 30FC-30FF 31F0-31FF FF66-FF9F",
    "Hangul": "1100-11FF 3131-318E A960-A97F AC00-D7FF",
}
NAMES = ("", *_RANGES, "other")
"""Names of scripts; a script's number is its place here. The first is of what is no letter."""
NUMBERS = {name: number for number, name in enumerate(NAMES)}
INVISIBLE = 255
"""The number of accents that stand alone, after their letter, and of the soft hyphen."""
_INVISIBLE = (0xAD, *range(0x0300, 0x0370))

LANGUAGES: dict[str, str] = {
    "Greek": "el",
    "Hebrew": "he",
    "Thai": "th",
    "Bengali": "bn",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Armenian": "hy",
    "Georgian": "ka",
    "Ethiopic": "am",
    "Khmer": "km",
    "Lao": "lo",
    "Myanmar": "my",
    "Sinhala": "si",
    "Tibetan": "bo",
    "Oriya": "or",
    "Thaana": "dv",
    "Han": "zh",
    "Kana": "ja",
    "Hangul": "ko",
}
"""Scripts that are practically one language's own → its BCP 47 tag."""

EAST_ASIAN = ("Han", "Kana", "Hangul")
"""Scripts of which a character says as much as several letters."""

_RIVALS: dict[str, tuple[tuple[str, str], ...]] = {
    # Script → (what the other language has and the script's own has not, with spaces; its tag).
    "Bengali": (("\u09f0 \u09f1", "as"),),  # Assamese ra and wa
    "Hebrew": (("\u05f0 \u05f1 \u05f2 \ufb1f \ufb2e \ufb2f", "yi"),),  # digraphs, vowels
    "Ethiopic": (("\u12a3 \u1213 \u12d5", "ti"),),  # sounds that Amharic lost, or writes otherwise
    "Tibetan": (("ལུ་ ཚུ་ ཨིན", "dz"),),  # to, the plural, and is, in Dzongkha
    # Shan, Mon and Karen, which nothing here tells apart.
    "Myanmar": (("\u1022 \u1028 \u1033 \u1034 \u1035 \u105a \u105c \u1061 \u1062 \u1075", "und"),),
}
# Share of a text's letters from which such letters are its own, not those of a name or a quotation.
_SHARE_OF_A_RIVAL = 0.01

_PLANE = 0x10000
_IDEOGRAPHS = (0x20000, 0x323AF)  # Han beyond the first plane
_LETTERS_BEYOND = (0x10000, 0x1D000)  # scripts of antiquity and of few; above it are symbols


@cache
def _table() -> Table:
    """Return the script's number of every code point of the first plane."""
    table = np.zeros(_PLANE, np.uint8)
    other = NUMBERS["other"]
    table[0x80:] = [other * chr(code).isalpha() for code in range(0x80, _PLANE)]
    for name, ranges in _RANGES.items():
        for pair in ranges.split():
            first, last = (int(end, 16) for end in pair.split("-"))
            for code in range(first, last + 1):
                # Vowel signs are marks, and as much of a word as its letters.
                if unicodedata.category(chr(code))[0] in "LM":
                    table[code] = NUMBERS[name]
    table[list(_INVISIBLE)] = INVISIBLE
    table[0x3007] = NUMBERS["Han"]  # zero, by its category a number
    return table


def scripts(code_points: CodePoints) -> Counts:
    """Return the number of the script of each code point: 0 for what is no letter, `INVISIBLE`."""
    table = _table()
    if code_points.size and code_points.max() >= _PLANE:
        found = table[np.minimum(code_points, _PLANE - 1)]
        found[code_points >= _PLANE] = 0
        found[(code_points >= _LETTERS_BEYOND[0]) & (code_points < _LETTERS_BEYOND[1])] = NUMBERS[
            "other"
        ]
        found[(code_points >= _IDEOGRAPHS[0]) & (code_points <= _IDEOGRAPHS[1])] = NUMBERS["Han"]
        return found
    return table.take(code_points)


def script_language(script: str, text: str, letters: int) -> str:
    """Return the tag of the language that is written in `script`; `und` if none is told by it.

    Args:
        script: Name of a script of `LANGUAGES`.
        text: The text, in which a rival's own letters are looked for.
        letters: How many letters of the script it has.

    >>> script_language("Georgian", "საქართველო", 10), script_language("Bengali", "অসমীয়া ভাষাৰ", 12)
    ('ka', 'as')
    """
    for own, tag in _RIVALS.get(script, ()):
        if sum(map(text.count, own.split())) > _SHARE_OF_A_RIVAL * letters:
            return tag
    return LANGUAGES[script]
