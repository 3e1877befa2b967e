"""The one place that knows langdetect: its profiles, its classes of characters, its detector.

The profiles are how often each n-gram of one to three characters occurs in Wikipedia's articles of
a language; see https://github.com/Mimino666/langdetect, a port of Nakatani Shuyo's
language-detection (2010).
"""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from langdetect import LangDetectException
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.utils.ngram import NGram

_SEED = 0
# It samples letters until it is sure, so many times, and takes the mean. Three are as good as its
# own seven on news, declarations and sentences, at half the time.
_TRIALS = 3
_lock = threading.Lock()
_factory: DetectorFactory | None = None

SPACES_OF_LATIN_1: str = NGram.LATIN1_EXCLUDED
"""Signs of the Latin-1 block that are to be read as spaces."""


@dataclass(frozen=True)
class Profile:
    """How often n-grams occur in a language.

    Attributes:
        code: langdetect's code of the language.
        counts: N-gram of one to three characters → how often it was seen.
        totals: How many n-grams of one, two and three characters were seen.
    """

    code: str
    counts: dict[str, int]
    totals: tuple[int, int, int]


def profiles(codes: frozenset[str]) -> Iterator[Profile]:
    """Yield the installed profiles of the languages `codes`, in the order of their codes."""
    for path in sorted(Path(PROFILES_DIRECTORY).iterdir()):
        if path.name in codes:
            profile = json.loads(path.read_text("utf-8"))
            yield Profile(profile["name"], profile["freq"], tuple(profile["n_words"]))


def most_likely(text: str) -> tuple[str, float] | None:
    """Return the code that langdetect has for the language of `text`, and its probability.

    Its profiles are loaded once for each process, under a lock, into a factory of our own: the
    functions of its module race at their first use. Each question is answered with the same seed,
    so the same text has the same answer in any process, thread and order.

    Returns:
        None where no language that it knows has any of these letters.
    """
    detector = _loaded().create()
    detector.n_trial = _TRIALS
    detector.append(text)
    try:
        best = detector.get_probabilities()
    except LangDetectException:  # "no features": its one way to say that it knows none
        return None
    return (best[0].lang, best[0].prob) if best else None


def _loaded() -> DetectorFactory:
    global _factory  # noqa: PLW0603 - loaded once, then never changed
    if _factory is None:
        with _lock:
            if _factory is None:
                factory = DetectorFactory()
                factory.set_seed(_SEED)
                # In a fixed order: sums of probabilities depend on it, and a directory has none.
                found = sorted(Path(PROFILES_DIRECTORY).iterdir())
                factory.load_json_profile([profile.read_text("utf-8") for profile in found])
                _factory = factory
    return _factory


def _forget_lock() -> None:
    """Give a forked process a lock that no thread of its parent holds."""
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_forget_lock)
