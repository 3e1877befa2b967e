"""DetectLanguage: which language an article is in."""

from .language import detect_language, tag_language
from .transform import DetectLanguage

__all__ = ["DetectLanguage", "detect_language", "tag_language"]
