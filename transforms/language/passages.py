"""Which stretches of a text are in which language.

The text is cut into pieces of a few words, at the ends of sentences and quotations and after so
many characters. The weights of each piece's trigrams are added for all languages at once. Where no
language gains enough on the main one in any run of pieces, the text is in one language, and that
is the end of it: most texts. Else the likeliest sequence of languages is found, in which each
change has its price (Viterbi), and stretches that are too short, or do not fit their language any
better than names and titles do, are given back to the language around them.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .arrays import CodePoints, Counts
from .calibration import TYPICAL_FIT
from .profiles import Profiles
from .reading import Reading
from .scripts import EAST_ASIAN, NAMES, NUMBERS

_SPACE, _LINE = ord(" "), ord("\n")
_BREAKS = frozenset('\n.!?:;"«»“”„()[]…。！？「」『』،؟।|')
_PIECE = 48  # characters
# Names, loans and chance make a piece now and then likelier in another language: what each letter
# of another language must gain on the main one before it counts, and the price of each change of
# language. Two changes are what a dozen letters gain that share nothing with the main language,
# and what thirty gain in its neighbour. Of 290 news articles in one language, two in a hundred
# have a run of pieces that gains as much; of sentences put into them, 97 in a hundred.
_HANDICAP = 10
_CHANGE = 275
_STEP = 2  # of the trigrams one in so many is looked at: that is enough, and half the work
_MOST_CANDIDATES = 16

_FEWEST_LETTERS = 40
"""Letters that make a passage; names, titles and sayings have fewer."""
_FEWEST_CHARACTERS = 12
"""The same in scripts of which a character is a syllable or a word."""
# Of foreign sentences nine in ten fit their language by four fifths of what is typical; of names
# and titles of works, one in ten.
_LEAST_FIT = 0.75
_LEAST_OWN = 0.8  # of its letters are of its language's script
_LEAST_GAIN = 15  # on the main language, for each trigram


class Stretch(NamedTuple):
    """A stretch of a text in the language of a lane, in places of the text as it is read."""

    lane: int
    start: int
    end: int


def stretches(model: Profiles, reading: Reading, main: int) -> tuple[Stretch, ...]:
    """Return the stretches of a text in several languages, in order; none if it is in one.

    Args:
        model: The profiles.
        reading: The text.
        main: Lane of the language that most of it is likely to be in.
    """
    letters = reading.scripts > 0
    count = np.count_nonzero(letters)
    if count < _FEWEST_CHARACTERS * 2:
        return ()
    spaced = np.full(letters.size + 2, _SPACE, np.int64)
    spaced[1:-1] = np.where(letters, reading.code_points, _SPACE)
    rows = model.trigram_rows(spaced, reading.scripts, _STEP)
    starts = _pieces(reading.code_points, letters)
    latin = np.count_nonzero(reading.scripts == NUMBERS["Latin"])
    sums = model.sums_between(rows, starts // _STEP, latin=bool(count - latin < _FEWEST_CHARACTERS))
    gains = sums.astype(np.int32)
    counts = np.add.reduceat(letters[::_STEP], starts // _STEP, dtype=np.int32)
    gains -= (gains[:, main] + _HANDICAP * counts)[:, np.newaxis]
    gains[:, main] = 0
    candidates = _candidates(gains)
    if not candidates:
        return ()
    lanes = [main, *candidates]
    path = _likeliest(gains[:, lanes])
    ends = [*starts[1:].tolist(), letters.size]
    found: list[Stretch] = []
    for start, end, choice in zip(starts.tolist(), ends, path, strict=True):
        _extend(found, Stretch(lanes[choice], start, end))
    kept: list[Stretch] = []
    for each in found:
        foreign = each.lane != main and not _is_passage(model, reading, rows, each, main)
        _extend(kept, Stretch(main, each.start, each.end) if foreign else each)
    if len(kept) == 1 and kept[0].lane == main:
        return ()
    return tuple(_at_lines(reading.code_points, kept))


def _at_lines(code_points: CodePoints, found: list[Stretch]) -> Iterator[Stretch]:
    """Yield the stretches, their ends moved to that of a line if one is a few words away."""
    start = 0
    for number, each in enumerate(found):
        end = each.end
        if number + 1 < len(found):
            first = max(end - _PIECE, start + 1)
            lines = np.flatnonzero(code_points[first : end + _PIECE] == _LINE) + first
            if lines.size:
                nearest = int(lines[np.abs(lines - end).argmin()])
                end = nearest if nearest < found[number + 1].end - 1 else end
        yield Stretch(each.lane, start, end)
        start = end


def _extend(found: list[Stretch], following: Stretch) -> None:
    if found and found[-1].lane == following.lane:
        found[-1] = Stretch(following.lane, found[-1].start, following.end)
    else:
        found.append(following)


def _pieces(code_points: CodePoints, letters: Counts) -> Counts:
    """Return where the pieces of a text begin."""
    count = code_points.size
    begins = np.zeros(count, bool)
    begins[:: 4 * _PIECE] = True  # somewhere in what has no spaces
    words = np.flatnonzero(letters[1:] & ~letters[:-1]) + 1
    cells = words // _PIECE
    after_break = np.ones(words.size, bool)
    np.greater(cells[1:], cells[:-1], out=after_break[1:])
    for back in (1, 2):
        after_break |= _IS_BREAK.take(code_points.take(words - back, mode="clip"), mode="clip")
    begins[words[after_break]] = True
    found = np.flatnonzero(begins)
    apart = np.ones(found.size, bool)
    np.greater_equal(found[1:] - found[:-1], _STEP, out=apart[1:])
    return found[apart]


_IS_BREAK = np.zeros(0x10000, bool)
_IS_BREAK[[ord(char) for char in _BREAKS]] = True


def _candidates(gains: Counts) -> list[int]:
    """Return the lanes that gain the price of two changes in some run of pieces."""
    # No run gains more than all pieces do in which the lane gains.
    lanes = np.flatnonzero(np.maximum(gains, 0).sum(axis=0, dtype=np.int64) >= 2 * _CHANGE)
    if not lanes.size:
        return []
    reached = np.zeros((gains.shape[0] + 1, lanes.size), np.int64)
    np.cumsum(gains[:, lanes], axis=0, out=reached[1:])
    highest = (reached - np.minimum.accumulate(reached, axis=0)).max(axis=0)
    order = np.argsort(-highest, kind="stable")[:_MOST_CANDIDATES]
    return [int(lanes[place]) for place in order if highest[place] >= 2 * _CHANGE]


def _likeliest(gains: Counts) -> list[int]:
    """Return the column of each piece in the likeliest sequence."""
    best = [0] * gains.shape[1]
    came_from: list[list[int]] = []
    for piece in gains.tolist():
        top = best.index(max(best))
        changed = best[top] - _CHANGE
        origin = [lane if score >= changed else top for lane, score in enumerate(best)]
        best = [max(score, changed) + gain for score, gain in zip(best, piece, strict=True)]
        came_from.append(origin)
    at = best.index(max(best))
    path = []
    for origin in reversed(came_from):
        path.append(at)
        at = origin[at]
    return path[::-1]


def _is_passage(
    model: Profiles, reading: Reading, rows: Counts, stretch: Stretch, main: int
) -> bool:
    """Return whether a stretch is long enough, and fits its language as sentences do."""
    tag = model.tags[stretch.lane]
    scripts = model.scripts[stretch.lane]
    letters = np.bincount(reading.scripts[stretch.start : stretch.end], minlength=len(NAMES))
    own = sum(int(letters[NUMBERS[script]]) for script in scripts)
    if own < _LEAST_OWN * int(letters[1:].sum()):
        return False
    if any(script in EAST_ASIAN for script in scripts):
        return own >= _FEWEST_CHARACTERS
    if own < _FEWEST_LETTERS:
        return False
    if tag not in TYPICAL_FIT:
        return True  # its script says it
    within = rows[stretch.start // _STEP : stretch.end // _STEP]
    own = max(own // _STEP, 1)
    weight = int(model.weights[within, stretch.lane].sum(dtype=np.int64))
    against = int(model.weights[within, main].sum(dtype=np.int64))
    fit = weight / own / model.expected[stretch.lane] / TYPICAL_FIT[tag]
    return bool(fit >= _LEAST_FIT and weight - against >= _LEAST_GAIN * own)
