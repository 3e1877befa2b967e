"""Partition paths in the form of Apache Hive: `language=de/date=2025-04-01`."""

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Literal, cast, get_args
from urllib.parse import quote

from ..model import Article

PartitionKey = Literal["language", "date", "site"]
PARTITION_KEYS: tuple[PartitionKey, ...] = get_args(PartitionKey)

HIVE_DEFAULT_PARTITION = "__HIVE_DEFAULT_PARTITION__"
"""Stands for an unknown value; every reader of Hive data sets takes it for null."""


def article_partition(article: Article, keys: Sequence[PartitionKey]) -> str:
    """Return the folder of an article, relative to its data set; empty for no keys.

    `date` is the day, in UTC, on which it was published.
    """
    return partition_path((key, _value(article, key)) for key in keys)


def check_partition_keys(keys: Iterable[str]) -> tuple[PartitionKey, ...]:
    """Return the keys as a tuple.

    Raises:
        ValueError: One is unknown, or named twice.
    """
    given = (keys,) if isinstance(keys, str) else tuple(keys)
    if set(given).difference(PARTITION_KEYS) or len(set(given)) < len(given):
        raise ValueError(
            f"partition_by takes each of {', '.join(PARTITION_KEYS)} at most once, "
            f"not {', '.join(given)}"
        )
    return cast("tuple[PartitionKey, ...]", given)


def partition_path(values: Iterable[tuple[str, str | None]]) -> str:
    """Return names and values as a path, values percent-encoded where a path needs it.

    >>> partition_path([("language", "zh-Hans"), ("date", None)])
    'language=zh-Hans/date=__HIVE_DEFAULT_PARTITION__'
    """
    return "/".join(
        f"{name}={quote(value, safe=' ') if value else HIVE_DEFAULT_PARTITION}"
        for name, value in values
    )


def _value(article: Article, key: PartitionKey) -> str | None:
    match key:
        case "language":
            return article.language.tag if article.language else None
        case "date":
            published = article.published_at
            return published.astimezone(UTC).date().isoformat() if published else None
        case "site":
            return article.facts.site if article.facts else None
