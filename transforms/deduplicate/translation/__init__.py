"""Translations: which articles in different languages are the same article."""

from .fingerprint import TranslationFingerprint, translation_fingerprint
from .likeness import TRANSLATED, translation_likeness
from .terms import MIN_SHARED_TERMS

__all__ = [
    "MIN_SHARED_TERMS",
    "TRANSLATED",
    "TranslationFingerprint",
    "translation_fingerprint",
    "translation_likeness",
]
