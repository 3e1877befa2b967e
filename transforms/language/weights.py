"""What an n-gram counts for each language, made of langdetect's profiles.

langdetect multiplies, for n-grams drawn at random until it is sure, `p(n-gram | language) + 5e-5`.
Here all n-grams count, once each, and the logarithms are added, less that of the chance of what a
profile lacks: so an n-gram counts nothing for a language that does not have it. They are rounded
to whole numbers beforehand, so a sum is exact, and the same on every machine and in every order.
"""

from dataclasses import dataclass

import numpy as np

from .arrays import Counts
from .langdetect_library import Profile, profiles
from .ngrams import BITS, FOREIGN, SPACE

CODES: dict[str, str] = {
    "Latin": "af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sv sw "
    "tl tr vi",
    "Cyrillic": "bg mk ru uk",
    "Arabic": "ar fa ur",
    "Devanagari": "hi mr ne",
}
"""Script → langdetect's codes of its languages; the scripts are those of many languages."""
TAGS: dict[str, str] = {"no": "nb"}
"""langdetect's codes that are not the BCP 47 tag: Wikipedia's "no" is in Bokmål."""

# Serbian, which langdetect does not know, in Cyrillic: the profile of Croatian, letter by letter,
# since each Latin letter of the two has one Cyrillic letter.
_CROATIAN, _SERBIAN, _SERBIAN_SCRIPT = "hr", "sr", "Cyrillic"
_DIGRAPHS = (("dž", "џ"), ("lj", "љ"), ("nj", "њ"))
_IN_CYRILLIC = str.maketrans("abcčćdđefghijklmnoprsštuvzž", "абцчћдђефгхијклмнопрсштувзж")

# The constants were chosen on the development halves of the sets that the README names, among a
# dozen of each: they matter for pairs of words, where they are worth three in a hundred.
_UNSEEN = 3e-5  # chance of an n-gram that a profile lacks; profiles leave out what is rarer
_ORDERS = (0.3, 0.6, 1.0)  # what an n-gram of one, two, three characters counts: they overlap
_STEPS = 33  # to a natural logarithm; then the most frequent n-gram has 252
_MOST = 255
_TRIGRAM = 3


@dataclass(frozen=True)
class Weights:
    """What n-grams count.

    Attributes:
        languages: Script → tags of its languages.
        numbers: The number in the alphabet of each code point of the first plane.
        ngrams: Code of each n-gram, in order.
        table: N-gram × language, in the order of `languages`.
        expected: What a trigram of a text in a language counts for it on the average.
    """

    languages: dict[str, tuple[str, ...]]
    numbers: Counts
    ngrams: Counts
    table: Counts
    expected: Counts


def make(without: frozenset[str] = frozenset()) -> Weights:
    """Make the weights of langdetect's installed profiles.

    Args:
        without: langdetect's codes of languages to leave out, for an experiment.
    """
    wanted = {
        script: [code for code in codes.split() if code not in without]
        for script, codes in CODES.items()
    }
    found = {each.code: each for each in profiles(frozenset(" ".join(CODES.values()).split()))}
    found[_SERBIAN] = _in_cyrillic(found[_CROATIAN])
    if _CROATIAN not in without:
        wanted[_SERBIAN_SCRIPT].append(_SERBIAN)
    order = [found[code] for codes in wanted.values() for code in codes]

    numbers = _alphabet(order)
    columns = [_column(profile, numbers) for profile in order]
    ngrams, rows = np.unique(np.concatenate([each[0] for each in columns]), return_inverse=True)
    table = np.zeros((ngrams.size, len(order)), np.uint16)
    table[rows, np.repeat(np.arange(len(order)), [each[0].size for each in columns])] = (
        np.concatenate([each[1] for each in columns])
    )
    return Weights(
        languages={
            script: tuple(TAGS.get(code, code) for code in codes)
            for script, codes in wanted.items()
        },
        numbers=numbers,
        ngrams=ngrams,
        table=table,
        expected=np.array([each[2] for each in columns]),
    )


def _alphabet(order: list[Profile]) -> Counts:
    letters = sorted(set[str]().union(*("".join(each.counts) for each in order)) - {" "})
    numbers = np.full(1 << 16, FOREIGN, np.int64)
    numbers[[ord(char) for char in letters]] = np.arange(SPACE + 1, SPACE + 1 + len(letters))
    numbers[ord(" ")] = SPACE
    return numbers


def _column(profile: Profile, numbers: Counts) -> tuple[Counts, Counts, float]:
    """Return the codes of a profile's n-grams, their weights, and a trigram's on the average."""
    lengths = np.fromiter(map(len, profile.counts), np.int64, len(profile.counts))
    counts = np.fromiter(profile.counts.values(), np.float64, len(profile.counts))
    text = "".join(profile.counts)
    characters = numbers[np.frombuffer(text.encode("utf-32-le"), np.uint32)]
    ends = np.cumsum(lengths)
    codes = np.zeros(lengths.size, np.int64)
    for back in range(_TRIGRAM, 0, -1):
        has = lengths >= back
        codes[has] = (codes[has] << BITS) | characters[ends[has] - back]
    chances = counts / np.array([1.0, *profile.totals])[lengths]
    weights = np.log1p(chances / _UNSEEN) * np.array([0.0, *_ORDERS])[lengths]
    rounded = np.minimum(np.rint(weights * _STEPS), _MOST).astype(np.uint16)
    of_three = lengths == _TRIGRAM
    return codes, rounded, float((chances[of_three] * rounded[of_three]).sum())


def _in_cyrillic(croatian: Profile) -> Profile:
    counts: dict[str, int] = {}
    for latin, count in croatian.counts.items():
        ngram = latin.lower()
        for pair, letter in _DIGRAPHS:
            ngram = ngram.replace(pair, letter)
        ngram = ngram.translate(_IN_CYRILLIC)
        if latin != latin.lower():
            ngram = ngram.title()
        if not ngram.isascii():
            counts[ngram] = counts.get(ngram, 0) + count
    return Profile(_SERBIAN, counts, croatian.totals)
