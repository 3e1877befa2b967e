"""What can be counted and derived from an article alone."""

from typing import TypeVar

from ..model import Article, Facts, content_hash, site
from .excerpt import excerpt
from .words import WordCount

AnyArticle = TypeVar("AnyArticle", bound=Article)


def enrich_article(article: AnyArticle) -> AnyArticle:
    """Return the article, or duplicate, with its facts."""
    words = WordCount.of(article.text)
    return article.model_copy(
        update={
            "facts": Facts(
                site=site(article.canonical_url),
                word_count=words.total,
                reading_seconds=words.reading_seconds,
                excerpt=excerpt(article.text),
                content_hash=content_hash(article.text),
            )
        }
    )
