"""The one language of a text: by its script where that suffices, else by its n-grams."""

from dataclasses import dataclass

import numpy as np

from .arrays import Counts
from .calibration import confidence
from .chinese import east_asian
from .declared import parse
from .evidence import weigh
from .profiles import Profiles
from .prose import is_prose
from .reading import Reading
from .relatives import nearest, relative
from .scripts import LANGUAGES, NAMES, NUMBERS, script_language

# With fewer letters there is nothing to tell.
_FEWEST_LETTERS = 4
_FEWEST_CHARACTERS = 2  # of scripts in which one is a syllable or a word
# Pages in other scripts have menus and names in Latin letters, and never the other way round.
_LATIN_FOR_ONE = 1.5
_DECIMALS = 4
_CASED = ("Latin", "Cyrillic")


@dataclass(frozen=True)
class Answer:
    """The language of a text.

    Attributes:
        tag: BCP 47 tag; `und` where there is none to tell.
        confidence: From 0 to 1; 0 for `und`.
        lane: The model's lane of the likeliest language, even where that is too unsure to be said;
            None where there is none.
    """

    tag: str
    confidence: float
    lane: int | None


UNDETERMINED = Answer("und", 0.0, None)


def _says_more_than_a_word(text: str) -> bool:
    """Whether there are two words in it: one that is said over and over is one."""
    words = iter(text.split())
    first = next(words, None)
    return any(word != first for word in words)


def answer(model: Profiles, text: str, reading: Reading, hint: str | None = None) -> Answer:
    """Return the language of `text`.

    Args:
        model: The profiles.
        text: A text of bounded length.
        reading: The same, as it is read.
        hint: Language tag that decides between languages that are equally likely.
    """
    letters = np.bincount(reading.scripts, minlength=len(NAMES))
    letters[0] = 0
    if letters.sum() < _FEWEST_CHARACTERS:
        return UNDETERMINED
    if (found := east_asian(text, letters)) is not None:
        tag, share = found
        return _by_script(tag, share, int(letters.sum()), model.tags.index(parse(tag)[0]))
    script = _script(letters)
    count = int(letters[NUMBERS[script]])
    if script in LANGUAGES:
        tag = script_language(script, text, count)
        share = count / int(letters.sum())
        return _by_script(tag, share, count, model.tags.index(LANGUAGES[script]))
    if script in model.lanes and count >= _FEWEST_LETTERS:
        return _by_ngrams(model, text, reading, script, hint)
    return UNDETERMINED


def _by_ngrams(
    model: Profiles, text: str, reading: Reading, script: str, hint: str | None
) -> Answer:
    if script in _CASED and not (is_prose(reading) and _says_more_than_a_word(text)):
        return UNDETERMINED
    own = reading.scripts == NUMBERS[script]
    evidence = weigh(model, reading.code_points, own, script, nearest(hint))
    if evidence is None:
        return UNDETERMINED
    lane = model.tags.index(evidence.tag)
    sure = confidence(evidence)
    if sure is None:
        return Answer("und", 0.0, lane)
    tag, share = relative(text, evidence.tag, hint)
    return Answer(tag, round(sure * share, _DECIMALS), lane)


def _script(letters: Counts) -> str:
    """Return the script of the most letters."""
    weighted = letters * _LATIN_FOR_ONE
    weighted[NUMBERS["Latin"]] = letters[NUMBERS["Latin"]]
    return NAMES[int(weighted.argmax())]


def _by_script(tag: str, share: float, letters: int, lane: int) -> Answer:
    if tag == "und":
        return Answer(tag, 0.0, lane)
    # Of a few letters even a script does not say much: they may be a name, or a formula.
    return Answer(tag, round(share * letters / (letters + 1), _DECIMALS), lane)
