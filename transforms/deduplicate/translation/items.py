"""The items of a text that are the same in every language, each where it first stands.

They are its numbers and dates, the addresses that it quotes, and words of Latin letters: in a text
of such letters those with a capital of their own, which are names for the most part (in German all
nouns), in another text all of them. How much an item tells is read from itself alone, so that two
texts are as alike in one collection as in another.
"""

import re
import unicodedata
from enum import IntEnum
from typing import NamedTuple

from .numbers import NUMBER_AFTER_DIGIT, read_number
from .words import words_of

# Each pattern begins with a set of what begins no item, by which `re` passes quickly over most of
# a text; what follows looks back at what it was.
_ADDRESS = r"(?<=h)ttps?://[^\s<>\"'”»）」]+|(?<=w)ww\.[^\s<>\"'”»）」]+"
_ADDRESS_MARKS = ("http", "www.")
_LATIN = "A-Za-zÀ-ÖØ-öø-\u024f\u1e00-\u1eff"
_BEYOND = (*range(0x100, 0x250), *range(0x1E00, 0x1F00))  # capitals and small letters in turn
_UPPER = "A-ZÀ-ÖØ-Þ" + "".join(chr(code) for code in _BEYOND if chr(code).isupper())
_TAIL = r"(?:-\d[A-Za-z0-9]*)?"  # GPT-4, COVID-19
_NAME = rf"(?<=[{_UPPER}])(?<![{_LATIN}0-9].)[{_LATIN}0-9]+{_TAIL}"
_IN_LATIN_TEXT = re.compile(
    rf"[^\0-/:-@\[-gi-vx-\xbf×ß-ÿ](?:{_NAME}|({NUMBER_AFTER_DIGIT})|({_ADDRESS}))", re.DOTALL
)
_WITHOUT_ADDRESS = re.compile(
    rf"[^\0-/:-@\[-\xbf×ß-ÿ](?:{_NAME}|({NUMBER_AFTER_DIGIT}))", re.DOTALL
)
_IN_OTHER_TEXT = re.compile(
    rf"[^ .,\n](?:({NUMBER_AFTER_DIGIT})|({_ADDRESS})|(?<=[{_LATIN}])[{_LATIN}0-9]+{_TAIL})"
)
_LATIN_SHARE = 0.5  # of the characters of a text in ASCII: Vietnamese has 0.7, Russian 0.2
_ENDS = '.!?:;…\n"“”„«»‹›‘'  # a word after one of these has its capital from where it stands
_KEY_LETTERS = 6  # of a word: its ending may depend on the language
_NAME_LETTERS = 4  # fewer are no name, unless all of them are capitals
_LONG_NAME_LETTERS = 6
_SEVERAL = 2  # capitals
_CODE_LENGTH = 3  # `H800` tells as much as a number of three digits, `R1` less
_ADDRESS_LENGTH = 200  # of which more is not looked at
_UNDECOMPOSED = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)

ADDRESS_WEIGHT = 7
_CODE_WEIGHT, _SHORT_CODE_WEIGHT = 4, 3
_CAPITALS_WEIGHT, _ACRONYM_WEIGHT = 3, 2
_LONG_NAME_WEIGHT, _NAME_WEIGHT = 3, 2


class Kind(IntEnum):
    """What an item is.

    A number or a date stands in every translation; a word of Latin letters in those into languages
    that write it so; an address in some, as others name their own.
    """

    NUMBER = 0
    WORD = 1
    ADDRESS = 2


class Item(NamedTuple):
    """Something in a text that a translation has as well.

    Attributes:
        kind: What it is.
        key: Equal for the same item in another language; without spaces.
        weight: How much it tells, from 1 to 7.
        start: Where it first stands in the text.
        end: Where it ends there.
        is_name: Whether it is a word that may be a part of a name, and not by itself rare.
    """

    kind: Kind
    key: str
    weight: int
    start: int
    end: int
    is_name: bool = False


def find_items(text: str, language: str) -> list[Item]:
    """Return the items of a text, in their order, each once.

    Args:
        text: The text.
        language: Subtag of its language.
    """
    words = words_of(language)
    is_latin = is_in_latin_letters(text)
    found: dict[str, Item] = {}
    read: set[str] = set()  # words that need not be looked at again
    until = 0
    pattern = _IN_LATIN_TEXT if is_latin else _IN_OTHER_TEXT
    if is_latin and not any(mark in text for mark in _ADDRESS_MARKS):
        pattern = _WITHOUT_ADDRESS
    for match in pattern.finditer(text):
        matched = match[0]
        if matched in read:
            continue
        start, end = match.span()
        if start < until:  # belongs to a number
            continue
        is_name = False
        if match.lastindex is None:
            kind = Kind.WORD
            if matched.isascii() and matched.isalpha() and matched[1:].islower():  # most are
                key, is_name = matched[:_KEY_LETTERS].lower(), True
                weight = _weight_of_name(end - start)
            else:
                key, weight, is_name = _read_word(matched)
            if is_name and weight and is_latin and not _has_its_own_capital(text, start, end):
                continue  # it may have one elsewhere
            read.add(matched)
        elif match.lastindex == 1:
            kind = Kind.NUMBER
            key, weight, until = read_number(text, start, end, language, words)
        else:
            kind, key, weight = Kind.ADDRESS, address_key(matched), ADDRESS_WEIGHT
        if weight and key and key not in found:
            found[key] = Item(kind, key, weight, start, end, is_name)
    return list(found.values())


def is_in_latin_letters(text: str) -> bool:
    """Return whether most of a text is written in Latin letters."""
    return text.isascii() or len(text.encode("ascii", "ignore")) > _LATIN_SHARE * len(text)


def address_key(address: str) -> str:
    """Return what stands for an address: without scheme, `www.` and what ends a sentence.

    >>> address_key("https://www.news.example/a/.")
    'news.example/a'
    """
    bare = address.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare[:_ADDRESS_LENGTH].rstrip("/.,;:!?)]").encode("ascii", "backslashreplace").decode()


def _read_word(word: str) -> tuple[str, int, bool]:
    """Return the key of a word, how much it tells, and whether it may be a part of a name."""
    plain = word.lower()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain.translate(_UNDECOMPOSED))
        plain = "".join(filter(str.isalnum, decomposed))
    if not word[1:].islower() or not plain.isalpha():
        strong = _read_strong_word(word, plain)
        if strong is not None:
            return *strong, False
    return plain[:_KEY_LETTERS], _weight_of_name(len(plain)), True


def _weight_of_name(letters: int) -> int:
    if letters < _NAME_LETTERS:
        return 0
    return _LONG_NAME_WEIGHT if letters >= _LONG_NAME_LETTERS else _NAME_WEIGHT


def _read_strong_word(word: str, plain: str) -> tuple[str, int] | None:
    """Return key and weight of a word with digits or with several capitals."""
    if not plain.isalpha():
        code = plain.replace("-", "")
        return code, _CODE_WEIGHT if len(code) >= _CODE_LENGTH else _SHORT_CODE_WEIGHT
    if sum(map(str.isupper, word)) < _SEVERAL:
        return None
    is_acronym = len(plain) < _NAME_LETTERS
    return plain[:_KEY_LETTERS], _ACRONYM_WEIGHT if is_acronym else _CAPITALS_WEIGHT


def _has_its_own_capital(text: str, start: int, end: int) -> bool:
    """Return whether a word has a capital that is not from the sentence that it begins.

    What another capital follows may be a name even there.
    """
    if start > 1:
        before = text[start - 1]
        if before == " ":
            before = text[start - 2]
        if before not in _ENDS:
            return True
    return text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()
