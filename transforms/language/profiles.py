"""The model: a row of weights for each n-gram, and how rows are found and added.

A row has a place ("lane") for each language: 16 bits that hold at most 255, so that up to 257 rows
can be added four lanes at a time, as numbers of 64 bits. Behind the languages that n-grams tell
come those that a script tells, so that passages of all are weighed alike.
"""

import os
import threading

import numpy as np

from .arrays import CodePoints, Counts, Table
from .hashing import RowTable
from .ngrams import capitals, codes, plane, trigrams
from .scripts import LANGUAGES, NUMBERS
from .weights import Weights, make

# What a letter counts in a passage, of a script that tells its language: more than any trigram of
# a neighbouring language, less than would make a passage of a few characters.
_LETTER = 100
_HAN_IN_JAPANESE = 80  # below what it is for Chinese: kana decide

_PACKED = 4  # lanes in a number of 64 bits
_AT_ONCE = 256  # rows that can be added without overflow
_BLOCK = 1 << 12  # rows looked up together: what a processor's cache holds


class Profiles:
    """The model; see `load`.

    Attributes:
        tags: BCP 47 tag of each lane; those told by n-grams come first.
        lanes: Script told by n-grams → the lanes of its languages.
        scripts: The names of the scripts that each lane's language is written in.
        weights: Row × lane. Row 0 is that of n-grams that no profile has.
        expected: What a trigram of a text in a lane's language counts for it on the average.
    """

    def __init__(self, made: Weights) -> None:
        self.lanes: dict[str, slice] = {}
        tags: list[str] = []
        scripts: list[tuple[str, ...]] = []
        for script, languages in made.languages.items():
            self.lanes[script] = slice(len(tags), len(tags) + len(languages))
            tags += languages
            scripts += [(script,)] * len(languages)
        self.tags = (*tags, *LANGUAGES.values())
        self.scripts = (*scripts, *(_WITH_HAN.get(script, (script,)) for script in LANGUAGES))
        self.expected = made.expected

        count, width = made.table.shape
        lanes = -(-len(self.tags) // _PACKED) * _PACKED
        self.weights = np.zeros((1 + count + len(NUMBERS), lanes), np.uint16)
        self.weights[1 : 1 + count, :width] = made.table
        self._script_rows = np.zeros(max(NUMBERS.values()) + 1, np.int64)
        for lane, script in enumerate(LANGUAGES, width):
            self._script_rows[NUMBERS[script]] = 1 + count + NUMBERS[script]
            for each in self.scripts[lane]:
                self.weights[1 + count + NUMBERS[each], lane] = (
                    _LETTER if each == script else _HAN_IN_JAPANESE
                )
        self._rows = RowTable(made.ngrams)
        self._numbers = made.numbers[plane()]
        self._capitals = capitals()
        self._packed = self.weights.view(np.uint64)
        # Most texts are in Latin letters: half the lanes, and half the work.
        latin = self.lanes["Latin"]
        narrow = self.weights[:, latin.start : -(-latin.stop // _PACKED) * _PACKED]
        self._packed_latin = np.ascontiguousarray(narrow).view(np.uint64)

    def rows(self, code_points: CodePoints) -> tuple[Counts, int]:
        """Return the rows of a text's n-grams, and of how many trigrams those are.

        Args:
            code_points: The text, with a space at either end.

        Returns:
            For each character but the first the rows of its n-grams of one, two and three
            characters, 0 where there is none or no profile has it; then how many there are of
            three characters, in a profile or not.
        """
        made = codes(*self._characters(code_points))
        return self._rows.rows(made.ravel()).reshape(made.shape), int(np.count_nonzero(made[:, 2]))

    def trigram_rows(self, code_points: CodePoints, numbers: Table, step: int) -> Counts:
        """Return the row of the trigram, or of the script, around every `step`th character.

        Args:
            code_points: The text, with a space at either end.
            numbers: The script of each code point between the spaces.
            step: How many characters further each is.
        """
        found = self._rows.rows(trigrams(*self._characters(code_points), step))
        of_script = self._script_rows.take(numbers[::step])
        return np.where(of_script > 0, of_script, found)

    def sums(self, rows: Counts, *, latin: bool = False) -> Counts:
        """Return the sum of `rows` in each lane, or in those of the Latin script alone."""
        starts = np.arange(0, rows.size, _AT_ONCE)
        return self.sums_between(rows, starts, latin=latin).sum(axis=0, dtype=np.int64)

    def sums_between(self, rows: Counts, starts: Counts, *, latin: bool = False) -> Counts:
        """Return the sums of the rows from each start to the next, none of them above 256 rows."""
        packed = self._packed_latin if latin else self._packed
        places = np.searchsorted(starts, np.arange(0, rows.size, _BLOCK)).tolist()
        cuts = [cut for cut in dict.fromkeys(places) if cut < starts.size]
        ends = [*starts[cuts[1:]].tolist(), rows.size]
        blocks = [
            np.add.reduceat(
                packed.take(rows[starts[cut] : end], axis=0), starts[cut:following] - starts[cut]
            )
            for cut, following, end in zip(cuts, [*cuts[1:], starts.size], ends, strict=True)
        ]
        return (blocks[0] if len(blocks) == 1 else np.concatenate(blocks)).view(np.uint16)

    def _characters(self, code_points: CodePoints) -> tuple[Counts, Counts]:
        """Return the numbers of characters in the alphabet, and which of them are capitals."""
        # What lies beyond the first plane is read as its last, which no profile has either.
        numbers, capitals = self._numbers, self._capitals
        return numbers.take(code_points, mode="clip"), capitals.take(code_points, mode="clip")


_WITH_HAN = {"Kana": ("Kana", "Han")}

_lock = threading.Lock()
_loaded: Profiles | None = None


def load() -> Profiles:
    """Return the model, made of langdetect's installed profiles, once for each process."""
    global _loaded  # noqa: PLW0603 - loaded once, then never changed
    if _loaded is None:
        with _lock:
            if _loaded is None:
                _loaded = Profiles(make())
    return _loaded


def _forget_lock() -> None:
    """Give a forked process a lock that no thread of its parent holds."""
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_forget_lock)
