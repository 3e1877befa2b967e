"""How sure an answer is: from what the n-grams say to a probability, and when not to answer.

A logistic regression of "the answer is right" on how well a text fits the language that it is said
to be in, and how much better than the next. It was fitted by
`tests/quality/fit_language_calibration.py`, which prints the constants below, says on what, and
measures them on texts, and on languages, that it did not see. A language that no profile knows
shows by a bad fit: of its own kind, a text has nine tenths of what is expected; Zulu, read as
Swahili, has a half.
"""

import math

from .evidence import Evidence

TYPICAL_FIT: dict[str, float] = {
    "af": 0.88, "ca": 1.00, "cs": 0.79, "cy": 1.00, "da": 0.89, "de": 0.83, "en": 0.86,
    "es": 0.87, "et": 0.98, "fi": 0.90, "fr": 0.87, "hr": 0.86, "hu": 0.77, "id": 0.90,
    "it": 0.89, "lt": 0.94, "lv": 0.96, "nl": 0.82, "nb": 0.88, "pl": 0.78, "pt": 0.83,
    "ro": 1.00, "sk": 0.77, "sl": 0.96, "so": 0.89, "sq": 0.88, "sv": 0.86, "sw": 0.76,
    "tl": 0.94, "tr": 0.83, "vi": 1.04, "bg": 0.85, "mk": 0.89, "ru": 0.79, "uk": 0.72,
    "sr": 0.80, "ar": 0.76, "fa": 0.70, "ur": 0.79, "hi": 0.75, "mr": 0.76, "ne": 0.71,
}  # fmt: skip
"""Median fit of texts in each language. Profiles differ in how rare an n-gram they leave out. That
of Serbian, of which there were no texts, is near Russian's."""

COEFFICIENTS = (14.52, -6.589, -20.201, 7.98, 1.633, -0.065)
"""Of `features`, in their order."""

_FEWEST, _MOST = 3, 400  # trigrams; what is more tells no more
_BEST_FIT = 1.0  # in parts of the typical one
_FARTHEST = 40.0  # lead for each trigram

# What is said with 0.9 or more must be right 99.5 times in a hundred, and not only 95: so the
# probability is told with its odds divided by e.
_CAUTION = 1.0

# Below these probabilities nothing is said, by the number of trigrams. A word or two may be of any
# language. Of a sentence the likeliest is of use even when it is unsure, with its low confidence.
# A paragraph in a known language is never as unsure as one in an unknown language mostly is.
_LEAST = ((12, 0.5), (150, 0.05), (math.inf, 0.5))


def features(evidence: Evidence) -> tuple[float, ...]:
    """Return what the probability is reckoned from."""
    length = math.log(min(max(evidence.trigrams, _FEWEST), _MOST))
    fit = min(evidence.fit / TYPICAL_FIT[evidence.tag], _BEST_FIT)
    lead = math.log1p(min(evidence.lead / max(evidence.trigrams, 1), _FARTHEST))
    return (1.0, length, fit, fit * length, lead, lead * length)


def confidence(evidence: Evidence) -> float | None:
    """Return how sure it is that `evidence.tag` is the language, or None where it is not said.

    Returns:
        From 0 to 1; at 0.9 and above, at least 99.5 of a hundred such answers are right.
    """
    log_odds = sum(
        coefficient * feature
        for coefficient, feature in zip(COEFFICIENTS, features(evidence), strict=True)
    )
    least = next(chance for below, chance in _LEAST if evidence.trigrams < below)
    if log_odds < math.log(least / (1 - least)):
        return None
    return 1 / (1 + math.exp(_CAUTION - log_odds))
