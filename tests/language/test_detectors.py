"""Other libraries, and anybody's own detector, stand behind the same interface."""

import pickle
from dataclasses import dataclass

import apache_beam as beam
import pytest
from apache_beam.testing.util import assert_that, equal_to

from transforms.language import (
    DETECTORS,
    DetectLanguage,
    LibraryDetector,
    ProfileDetector,
    detect_language,
    detector_named,
)
from transforms.model import Article, Language
from transforms.testing import article, batch_pipeline

GERMAN = "Der Gemeinderat der kleinen Hafenstadt hat seine Entscheidung auf das Frühjahr vertagt."
CHINESE = "港口小城的議會把決定延後到明年春天，討論持續了五個小時。"


def test_the_names_are_those_of_the_command():
    from typing import get_args

    from pipeline.config import LanguageDetector

    assert get_args(LanguageDetector) == DETECTORS
    assert detector_named("profiles") == ProfileDetector()
    assert detector_named("langdetect") == LibraryDetector("langdetect")


@pytest.mark.parametrize("name", ["langdetect", "py3langid", "lingua"])
def test_a_library_answers_as_our_detector_does(name):
    if name != "langdetect":
        pytest.importorskip(name, reason=f"the extra that installs {name} is not installed")
    detector = pickle.loads(pickle.dumps(detector_named(name)))  # noqa: S301
    told = detect_language(GERMAN, declared="de-AT", detector=detector)
    assert told.tag == "de"
    assert told.confidence > 0.9
    assert told.agrees_with_declared is True
    assert [each.tag for each in told.languages] == ["de"]
    assert detect_language("12 34", detector=detector) == Language(tag="und", confidence=0.0)
    assert detect_language(GERMAN, detector=detector) == detect_language(GERMAN, detector=detector)


def test_langdetect_alone_takes_traditional_chinese_for_korean():
    assert detect_language(CHINESE, detector=LibraryDetector("langdetect")).tag in {"ko", "zh-Hant"}
    assert detect_language(CHINESE).tag == "zh-Hant"


@dataclass(frozen=True)
class Longest:
    """A detector of somebody's own: what has long words is German."""

    letters: int

    def detect(self, text: str, hint: str | None = None) -> Language:
        is_german = max(map(len, text.split())) >= self.letters
        return Language(tag="de" if is_german else "und", confidence=1.0 if is_german else 0.0)


def test_anybodys_own_detector_will_do():
    with batch_pipeline() as pipeline:
        told = (
            pipeline
            | beam.Create([article(GERMAN)]).with_output_types(Article)
            | DetectLanguage(detector=Longest(12))
            | beam.Map(lambda each: each.language.tag)
        )
        assert_that(told, equal_to(["de"]))
