"""What stands for an article while its translations are looked for."""

from typing import NamedTuple

from ...model import Article
from ..shingles import tokens
from .evidence import encode
from .items import ADDRESS_WEIGHT, Item, Kind, address_key, find_items
from .terms import terms_of

_UNKNOWN = "und"
_SAME = {"nb": "no", "nn": "no", "fil": "tl", "iw": "he", "in": "id"}  # other subtags of a language


class TranslationFingerprint(NamedTuple):
    """What stands for an article while its translations are looked for.

    Attributes:
        terms: Hashes of 8 bytes each, at most 32: articles that share two of them are compared.
        evidence: What `translation_likeness` compares, at most 1,013 bytes.
    """

    terms: bytes
    evidence: bytes


def translation_fingerprint(article: Article) -> TranslationFingerprint:
    """Return what stands for an article while its translations are looked for.

    It is made of the text, of its language, and of the address that it names as its source, and is
    the same in every process and on every machine. An article whose language is not known has
    neither terms nor evidence.
    """
    tag = article.language.tag if article.language else _UNKNOWN
    language = tag.partition("-")[0]
    if language == _UNKNOWN:
        return TranslationFingerprint(b"", encode("", "", [], tokens("").hashes))
    text = article.text
    items = find_items(text, language)
    if article.source_url:
        key, end = address_key(article.source_url), len(text)
        if key and all(item.key != key for item in items):
            items.append(Item(Kind.ADDRESS, key, ADDRESS_WEIGHT, end, end))
    hashes = tokens(" ".join(item.key for item in items)).hashes
    return TranslationFingerprint(
        terms_of(items, hashes), encode(text, _SAME.get(language, language), items, hashes)
    )
