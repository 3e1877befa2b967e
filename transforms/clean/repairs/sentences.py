"""Sentences grown together: the full stop or the space that a page lost between them.

Two cases. The space alone is lost: "it ended.These", where the punctuation shows the end. The full
stop is lost as well: "advancementsThese", where only the words show it; there the evidence must be
strong, since names look the same (DeepSeek, iPhone, GitHub). A word is parted only if what it would
begin is a function word that opens sentences and closes no name, or, in a text that has shown such
places, a word that the same text has elsewhere. Nothing is added but a full stop and a space.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import regex

from ..trail import Line, Trail
from ..words import word_list

_RULE = "fused_sentences"

_END = regex.compile(r"(?<=[^\s.!?…])([.!?]{1,3}+)([\"“”«»’)\]]{0,2}+)(?=[\"„“«‘(\[]?\p{Lu})")
# Sentence ends of scripts without case, which stand in no abbreviation and no address.
_UNCASED_SIGNS = "।॥؟۔"
_UNCASED_END = regex.compile(r"(?<=[\p{L}\p{M}\p{N}”\"»)])[।॥؟۔]{1,3}+(?=\p{L})")
_GROWN = regex.compile(r"(?<=\p{Ll}\p{M}?)(?=\p{Lu})")
_GROWN_ON_NAME = regex.compile(r"(?<=[\p{Lu}\p{N}])(?=\p{Lu}\p{Ll})")
# It begins with all that it may begin with, so that the search is quick.
_MAY_HOLD_END = re.compile(r"[.!?।॥؟۔](?:(?<=[।॥؟۔])|[\"“”„«»’‘()\[\]]{0,3}[^\W\d_a-z])")

# A word with what is around it is not longer; what is belongs to an address or to code. Characters.
_LONGEST = 60
_SHORTEST_WORD = 3  # letters of a word before a lost space or full stop
_SHORTEST_UNKNOWN = 4  # letters of a word that the text has nowhere else
# So many places beyond doubt show that a text lost its full stops throughout.
_LOST_THROUGHOUT = 3

_WORD = regex.compile(r"[\p{L}\p{M}]+")
_RIGHT = regex.compile(r"[\p{L}\p{M}'’]+(?:-[\p{L}\p{M}]+)*")
_TITLE = regex.compile(r"(?:[\p{Lu}]['’])?\p{Lu}?[\p{Ll}\p{M}]+(?:['’-].*)?|Ma?c\p{Lu}\p{Ll}+")
_COMPOUND = regex.compile(r"[\p{L}\p{M}'’-]+")
_CLOSING = '"“”«»’)]'
_OPENING = "\"“„”«»‘(['’"
_QUOTE = re.compile('["“”„«»]')
_ADDRESS = re.compile(r"[@/\\_#=<>{}()\[\]|~^*&+:.]|\d[^\W\d_]")
_CODE = re.compile(r"[{}`]|\w\(\)|;\s*$|\s(?:==?|[=-]>|::)\s|</")
_NUMBER = re.compile(r"(?:19|20)\d\d|\d+%")
_LETTERS_THAT_ARE_WORDS = frozenset("AIOYEÀÉÖÅÍÓUАИКОСУЯВІЄЗЙΟΗ")


class _Place(NamedTuple):
    """Where two words may have grown together.

    Attributes:
        position: Of the second, in the text.
        left: The first, with what is joined to it by hyphens.
        right: The second.
        goes_on: Whether text follows as it does in a sentence.
    """

    position: int
    left: str
    right: str
    goes_on: bool


def part_sentences(lines: Iterable[Line], trail: Trail) -> list[Line]:
    """Return `lines` with sentences that had grown together parted.

    Args:
        lines: As `tidy_lines` leaves them.
        trail: Learns which lines were changed.
    """
    lines = list(lines)
    if not trail.allows(_RULE):
        return lines
    texts = [_spaced_at_ends(line.text) for line in lines]
    places = {number: found for number, text in enumerate(texts) if (found := _places(text))}
    if places:
        known = _Evidence(texts, places)
        for number, found in places.items():
            ends = [place.position for place in found if known.are_two(place)]
            texts[number] = _with_stops(texts[number], ends)
        if known.sure:
            texts = [_with_stops(text, _grown_on_names(text)) for text in texts]
    for number, text in enumerate(texts):
        if text != lines[number].text:
            trail.change(_RULE, lines[number], text)
            lines[number] = Line(lines[number].number, text)
    return lines


def _spaced_at_ends(text: str) -> str:
    """Return `text` with a space after each full stop that a capital follows at once."""
    if not _MAY_HOLD_END.search(text):
        return text
    parts: list[str] = []
    done = quotes = counted = 0
    is_code = None
    for end in _END.finditer(text):
        if is_code is None:
            is_code = bool(_CODE.search(text))
        if is_code or not _ends_sentence(text, end):
            continue
        quotes += len(_QUOTE.findall(text, counted, end.end(1)))
        counted = end.end(1)
        opens = end[2][:1] in '"“”«»' and quotes % 2 == 0
        position = end.end(1) if end[2] and opens else end.end()
        parts.append(text[done:position])
        done = position
    spaced = " ".join((*parts, text[done:]))
    if any(sign in text for sign in _UNCASED_SIGNS):
        spaced = _UNCASED_END.sub(r"\g<0> ", spaced)
    return spaced


def _ends_sentence(text: str, end: regex.Match[str]) -> bool:
    """Whether the punctuation `end`, with a capital right behind it, ends a sentence."""
    word = _last_word(text, end.start())
    is_quoted = bool(end[2]) or word.endswith(tuple(_CLOSING))
    word = word.lstrip(_OPENING).rstrip(_CLOSING)
    if not word or ".." in end[1] or _ADDRESS.search(word):
        return False
    start = end.end() + (not text[end.end()].isalpha())
    found = _RIGHT.match(text, start, start + _LONGEST)
    if found is None or not _goes_on(text, found.end()):
        return False
    right = found[0].partition("-")[0]
    begins = right in _words("sure") or right in _words("likely")
    if word[-1].isalpha():
        return _parts_words(word, right, begins=begins, is_quoted=is_quoted)
    return begins and (is_quoted or bool(_NUMBER.fullmatch(word)))


def _parts_words(word: str, right: str, *, begins: bool, is_quoted: bool) -> bool:
    """Whether a full stop between `word` and `right` ends a sentence.

    Args:
        word: Before the full stop.
        right: Behind it.
        begins: Whether `right` is known to begin sentences.
        is_quoted: Whether a quotation or bracket closes at the full stop.
    """
    last = _WORD.findall(word)[-1]
    if len(last) == 1 or last.casefold() in _words("abbreviations"):
        return False
    is_long = len(last) >= _SHORTEST_WORD
    if right.casefold() in _words("suffixes") and not (begins and word.islower()):
        return False
    if begins:
        return word.islower() or is_long
    if len(right) == 1:
        return is_quoted and right in _LETTERS_THAT_ARE_WORDS
    is_word = _TITLE.fullmatch(right) or (right.isupper() and len(right) >= _SHORTEST_WORD)
    return bool(is_word) and (is_quoted or (last.islower() and is_long))


def _last_word(text: str, position: int) -> str:
    """Return what stands before `position` up to a space; nothing for the first word of a text.

    Nor for what is too long: a list of addresses, or a text in a script without spaces.
    """
    before = text[max(position - _LONGEST, 0) : position]
    return before[before.rfind(" ") + 1 :] if " " in before else ""


def _goes_on(text: str, position: int) -> bool:
    """Whether at `position`, the end of a word, a sentence goes on."""
    following = text[position : position + 3]
    return following[:1] in {" ", ","} and following.strip(' ,"“„«‘([')[:1].isalnum()


def _places(text: str) -> list[_Place]:
    """Return where a capital follows a small letter inside a word."""
    if _GROWN.search(text) is None or _CODE.search(text):
        return []
    ends = [found.start() for found in _GROWN.finditer(text)]
    places = []
    for position in ends:
        right = _RIGHT.match(text, position, position + _LONGEST)
        left = _last_word(text, position).lstrip(_OPENING)
        if right is None or not _COMPOUND.fullmatch(left) or _GROWN.search(left):
            continue
        places.append(_Place(position, left, right[0], _goes_on(text, right.end())))
    return places


class _Evidence:
    """What a text says about the places where two of its words may have grown together."""

    def __init__(self, texts: Iterable[str], places: Mapping[int, list[_Place]]) -> None:
        self._places = Counter(
            place.left + place.right for found in places.values() for place in found
        )
        self.sure = sum(self._is_sure(place) for found in places.values() for place in found)
        # Asked for only where something is sure, which is seldom.
        self._words = frozenset(word for text in texts if self.sure for word in _WORD.findall(text))

    def are_two(self, place: _Place) -> bool:
        """Whether the words at `place` are the end of a sentence and the beginning of another."""
        if self._is_sure(place):
            return True
        if not self.sure or not place.goes_on or self._is_repeated(place):
            return False
        first, second = self._ends(place)
        if second in _words("sure"):
            return len(first) >= _SHORTEST_WORD
        if not place.left.islower() or len(first) < _SHORTEST_WORD:
            return False
        if second in _words("likely") or second in self._words:
            return True
        return (
            self.sure >= _LOST_THROUGHOUT
            and len(first) >= _SHORTEST_UNKNOWN
            and len(second) >= _SHORTEST_UNKNOWN
            and second[1:].islower()
        )

    def _is_sure(self, place: _Place) -> bool:
        first, _ = self._ends(place)
        return (
            place.right in _words("sure")
            and place.left.islower()
            and len(first) >= _SHORTEST_WORD
            and place.goes_on
            and not self._is_repeated(place)
        )

    def _is_repeated(self, place: _Place) -> bool:
        """Whether the two stand together elsewhere as well, as a name does."""
        return self._places[place.left + place.right] > 1

    @staticmethod
    def _ends(place: _Place) -> tuple[str, str]:
        """Return the last part of the first word and the first part of the second."""
        return _WORD.findall(place.left)[-1], _WORD.findall(place.right)[0]


def _grown_on_names(text: str) -> list[int]:
    """Return where a function word has grown on to a capital or a digit ("OpenAIThe")."""
    ends = []
    for found in _GROWN_ON_NAME.finditer(text):
        right = _RIGHT.match(text, found.start(), found.start() + _LONGEST)
        left = _last_word(text, found.start())
        if (
            right is not None
            and right[0] in _words("sure")
            and _goes_on(text, right.end())
            and left
            and not _ADDRESS.search(left)
        ):
            ends.append(found.start())
    return ends


def _with_stops(text: str, positions: Iterable[int]) -> str:
    """Return `text` with a full stop and a space at each of `positions`."""
    parts = []
    done = 0
    for position in positions:
        parts.append(text[done:position])
        done = position
    return ". ".join((*parts, text[done:]))


@cache
def _words(section: str) -> frozenset[str]:
    """Return the words in a section of `sentences.txt`."""
    return frozenset(word_list("sentences.txt")[section])
