"""The detector of this folder: langdetect's profiles, all n-grams at once, with passages."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from ..model import Language, LanguageShare, Passage
from .answer import Answer, answer
from .passages import Stretch, stretches
from .profiles import Profiles, load
from .reading import Reading, read
from .sample import sample

_OPENING = frozenset("\"'“«„‘(['「『¿¡ \t\n")
_DECIMALS = 4


@dataclass(frozen=True)
class ProfileDetector:
    """Tells languages by langdetect's profiles; see `transforms/language/README.md`.

    Attributes:
        passages: Whether to look for passages in other languages. It costs about as much again.
    """

    passages: bool = True

    def detect(self, text: str, hint: str | None = None) -> Language:
        """Return the language of `text`, as `Detector` says."""
        model = load()
        part = sample(text)
        reading = read(part)
        whole = answer(model, part, reading, hint)
        if self.passages and whole.lane is not None:
            if part is not text:
                reading = read(text)
            found = stretches(model, reading, whole.lane)
            if found:
                mixed = _mixed(model, text, reading, found, hint)
                if mixed is not None:
                    return mixed
        return _single(whole)


def _single(only: Answer) -> Language:
    shares = () if only.tag == "und" else (LanguageShare(tag=only.tag, share=1.0),)
    return Language(tag=only.tag, confidence=only.confidence, languages=shares)


def _mixed(
    model: Profiles, text: str, reading: Reading, found: tuple[Stretch, ...], hint: str | None
) -> Language | None:
    """Return the language of a text with its passages, or None if they are in one language."""
    spans = _spans(text, reading, found)
    # Each language is told again, by all that is in it: so it has its script or its relative's
    # tag, and what is no language after all is not said to be one.
    answers: dict[int, Answer] = {}
    for lane in sorted({each.lane for each in found}):
        own = "\n".join(
            text[start:end]
            for each, (start, end) in zip(found, spans, strict=True)
            if each.lane == lane
        )
        part = sample(own)
        answers[lane] = answer(model, part, read(part), hint)
    letters: Counter[str] = Counter()
    passages: list[Passage] = []
    for each, (start, end) in zip(found, spans, strict=True):
        tag = answers[each.lane].tag
        letters[tag] += int(np.count_nonzero(reading.scripts[each.start : each.end]))
        if passages and passages[-1].tag == tag:
            passages[-1] = Passage(tag=tag, start=passages[-1].start, end=end)
        else:
            passages.append(Passage(tag=tag, start=start, end=end))
    known = {tag: count for tag, count in letters.items() if tag != "und"}
    if len(letters) == 1 or not known:
        return None
    order = sorted(known, key=lambda tag: (-known[tag], tag))
    total = letters.total()
    return Language(
        tag=order[0],
        confidence=max(each.confidence for each in answers.values() if each.tag == order[0]),
        languages=tuple(
            LanguageShare(tag=tag, share=round(known[tag] / total, _DECIMALS)) for tag in order
        ),
        passages=tuple(passages),
    )


def _spans(text: str, reading: Reading, found: tuple[Stretch, ...]) -> list[tuple[int, int]]:
    """Return where stretches begin and end in the text itself, without the spaces around them."""
    places = reading.places
    starts = [each.start if places is None else int(places[each.start]) for each in found]
    for number in range(len(starts)):
        while starts[number] > 0 and text[starts[number] - 1] in _OPENING:
            starts[number] -= 1
    starts[0] = 0
    spans = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        inside = text[start:end]
        spans.append(
            (start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip()))
        )
    return spans
