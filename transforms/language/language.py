"""The language of an article's text, as a BCP 47 tag with a confidence, and its passages.

The language is told from a bounded part of the text, taken from five places: so the cost does not
grow with the length, and a caption or a quotation in another language does not decide. Passages
are looked for in all of it. What the page declares is compared, and decides only between
languages that are equally likely.
"""

from typing import TypeVar

from ..model import Article, Language
from .declared import agree
from .detectors import Detector
from .profile_detector import ProfileDetector

AnyArticle = TypeVar("AnyArticle", bound=Article)

_PROFILES = ProfileDetector()


def tag_language(article: AnyArticle, detector: Detector = _PROFILES) -> AnyArticle:
    """Return `article` with the language of its text."""
    declared = article.declared_language
    language = detect_language(article.text, declared=declared, detector=detector)
    return article.model_copy(update={"language": language})


def detect_language(
    text: str, *, declared: str | None = None, detector: Detector = _PROFILES
) -> Language:
    """Return the language of `text`; `und` with confidence 0 where there is none to tell.

    Args:
        text: Anything.
        declared: Language tag that the text's source gives.
        detector: What tells the language; by default `ProfileDetector()`.

    >>> detect_language("Guten Morgen allerseits").tag
    'de'
    >>> detect_language("+49 30 1234567, https://example.org/news").tag
    'und'
    """
    language = detector.detect(text, declared)
    return language.model_copy(update={"agrees_with_declared": agree(declared, language.tag)})
