"""What the fields of a record are called: one table, and the user's own names before it."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "guid", "uuid"),
    "url": ("url", "link", "canonical_url", "permalink", "page_url", "article_url"),
    "title": ("title", "headline"),
    "authors": ("authors", "author", "byline", "creator"),
    "published_at": (
        "published_at",
        "published",
        "date_published",
        "published_date",
        "publish_date",
        "publication_date",
        "pub_date",
        "date_publish",
        "date",
    ),
    "modified_at": (
        "modified_at",
        "modified",
        "date_modified",
        "date_modify",
        "updated_at",
        "updated",
        "last_modified",
    ),
    "fetched_at": ("fetched_at", "fetched", "crawled_at", "date_download", "download_date"),
    "language": ("language", "lang", "in_language", "language_code", "declared_language"),
    "description": ("description", "summary", "excerpt", "abstract"),
    "image_url": ("image_url", "image", "top_image", "url_to_image", "thumbnail"),
    "tags": ("tags", "keywords", "categories"),
    "license": ("license", "licence", "license_url", "licence_url", "rights"),
    "robots": ("robots", "x_robots_tag", "robots_directives"),
    "tdm_reservation": ("tdm_reservation",),
    "tdm_policy": ("tdm_policy",),
    "is_accessible_for_free": ("is_accessible_for_free",),
    "text": ("text", "content_text", "maintext", "body_text", "article_text", "plain_text"),
    "html": ("html", "content_html", "raw_html", "html_content"),
    "content": ("content", "body", "article_body", "raw_content"),
    "html_base64": ("html_base64",),
}
"""Field → what it may be called, the likeliest first; case, `_` and `-` do not count."""

CONTENT_FIELDS = ("text", "html", "content", "html_base64")
"""Where an article is looked for, in this order: a text beside a page was taken out of that page,
and need not be so again."""


class FieldMap:
    """Finds our fields in a record.

    Args:
        fields: Our names → theirs, for records that call them otherwise than `FIELDS` knows; a
            dot goes into nested objects, as in `{"text": "article.body"}`.

    Raises:
        ValueError: A name is not one of ours.
    """

    def __init__(self, fields: Mapping[str, str] | None = None) -> None:
        self._named: dict[str, str] = {}
        for ours, theirs in (fields or {}).items():
            field = _OUR_NAME.get(_folded(ours))
            if field is None:
                raise ValueError(f"there is no field {ours!r}: choose from {', '.join(FIELDS)}")
            self._named[field[0]] = theirs
        named_content = [name for name in CONTENT_FIELDS if name in self._named]
        self.content_order = (
            *named_content,
            *(n for n in CONTENT_FIELDS if n not in named_content),
        )

    def columns(self, names: Iterable[str]) -> list[str]:
        """Return those of the `names` of a record's fields that may be ours."""
        theirs = {path for full in self._named.values() for path in (full, full.partition(".")[0])}
        return [name for name in names if name in theirs or _folded(name) in _OUR_NAME]

    def missing_content(self, record: Mapping[str, Any]) -> list[str]:
        """Return the names that were given for the article itself, and that `record` has not."""
        given = (self._named[name] for name in CONTENT_FIELDS if name in self._named)
        return [path for path in given if _at(record, path) is None]

    def find(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return our fields that `record` has and that are not empty."""
        found: dict[str, tuple[int, Any]] = {}
        for name, value in record.items():
            field, rank = _OUR_NAME.get(_folded(name), (None, 0))
            if field is None or field in self._named or value is None or value in ("", [], {}):
                continue
            if field not in found or rank < found[field][0]:
                found[field] = rank, value
        values = {field: value for field, (_, value) in found.items()}
        for field, path in self._named.items():
            if (value := _at(record, path)) is not None:
                values[field] = value
        return values


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


_OUR_NAME = {
    _folded(name): (field, rank)
    for field, names in FIELDS.items()
    for rank, name in enumerate(names)
}


def _at(record: Mapping[str, Any], path: str) -> Any:
    if path in record:
        return record[path]
    value: Any = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
