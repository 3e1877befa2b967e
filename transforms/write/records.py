"""What a written record looks like: flat, documented, and the same in every format.

`ARTICLE`, `DUPLICATE` and `FAILURE` are the schemas of the three data sets. A column is added at
the end and never renamed, so that old and new files read as one data set.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from ..model import Article, Duplicate, Failure, IndexEntry

_STRING = pa.string()
_STRINGS = pa.list_(_STRING)
_TIME = pa.timestamp("us", tz="UTC")
_TRAIL = pa.list_(
    pa.struct([("rule", _STRING), ("line", pa.int64()), ("before", _STRING), ("after", _STRING)])
)
_SHARES = pa.list_(pa.struct([("tag", _STRING), ("share", pa.float64())]))
_TRANSLATIONS = pa.list_(
    pa.struct(
        [
            ("id", _STRING),
            ("language", _STRING),
            ("url", _STRING),
            ("similarity", pa.float64()),
            ("run_id", _STRING),
        ]
    )
)
_PASSAGES = pa.list_(pa.struct([("tag", _STRING), ("start", pa.int64()), ("end", pa.int64())]))


@dataclass(frozen=True)
class Column:
    """A column of a data set.

    Attributes:
        name: Its name.
        type: Its Arrow type.
        meaning: What it says, in a few words.
        value: Takes it from the article, duplicate or failure.
    """

    name: str
    type: pa.DataType
    meaning: str
    value: Callable[[Any], Any]


class Schema:
    """The columns of a data set, in order."""

    def __init__(self, *columns: Column) -> None:
        self.columns = columns

    def record(self, element: Any) -> dict[str, Any]:
        """Return the flat record of an article, duplicate or failure, times as `datetime`."""
        return {column.name: column.value(element) for column in self.columns}

    def arrow(self, without: frozenset[str] = frozenset()) -> pa.Schema:
        """Return the Arrow schema, without the columns that the path of the file tells."""
        return pa.schema([(c.name, c.type) for c in self.columns if c.name not in without])


def json_value(value: Any) -> Any:
    """Return `value` as JSON has it: times as RFC 3339 in UTC."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _trail(article: Article) -> list[Mapping[str, Any]] | None:
    return None if article.trail is None else [edit.model_dump() for edit in article.trail]


def _cluster_id(article: Article) -> str | None:
    if isinstance(article, Duplicate):
        return article.duplicate_of
    return article.cluster.id if article.cluster else None


def _translations(article: Article) -> list[Mapping[str, Any]]:
    return [each.model_dump() for each in article.translations]


def _languages(article: Article) -> list[Mapping[str, Any]]:
    return [each.model_dump() for each in article.language.languages] if article.language else []


def _passages(article: Article) -> list[Mapping[str, Any]]:
    return [each.model_dump() for each in article.language.passages] if article.language else []


_SOURCE = (
    Column("id", _STRING, "hash of where the document was read and of its bytes", lambda a: a.id),
    Column("uri", _STRING, "the file or topic it was read from", lambda a: a.source.uri),
    Column(
        "position",
        _STRING,
        "its place inside: byte offset, row or message id; null for a whole file",
        lambda a: a.source.position,
    ),
    Column("record_id", _STRING, "the id its container gives it", lambda a: a.source.record_id),
    Column(
        "media_type", _STRING, "what it was, such as `text/html`", lambda a: a.source.media_type
    ),
    Column("fetched_at", _TIME, "when it was fetched, if known", lambda a: a.source.fetched_at),
)

ARTICLE = Schema(
    *_SOURCE,
    Column("url", _STRING, "where it was published", lambda a: a.url),
    Column(
        "canonical_url",
        _STRING,
        "one spelling of `url`, or of `source_url` where there is no `url`",
        lambda a: a.canonical_url,
    ),
    Column(
        "site",
        _STRING,
        "registrable domain of `canonical_url`",
        lambda a: a.facts and a.facts.site,
    ),
    Column("title", _STRING, "headline", lambda a: a.title),
    Column("authors", _STRINGS, "names, in order", lambda a: list(a.authors)),
    Column("published_at", _TIME, "when it was first published", lambda a: a.published_at),
    Column("modified_at", _TIME, "when it was last changed", lambda a: a.modified_at),
    Column(
        "text",
        _STRING,
        "the clean text, a paragraph a line, a blank line at most between",
        lambda a: a.text,
    ),
    Column(
        "language",
        _STRING,
        "BCP 47 tag; `und` where there is none to tell",
        lambda a: a.language and a.language.tag,
    ),
    Column(
        "language_confidence",
        pa.float64(),
        "from 0 to 1",
        lambda a: a.language and a.language.confidence,
    ),
    Column(
        "declared_language",
        _STRING,
        "the tag that the page or container claims",
        lambda a: a.declared_language,
    ),
    Column("site_name", _STRING, "the publisher's name for itself", lambda a: a.site_name),
    Column("description", _STRING, "the summary that came with it", lambda a: a.description),
    Column("image_url", _STRING, "lead image", lambda a: a.image_url),
    Column("tags", _STRINGS, "subjects and keywords that came with it", lambda a: list(a.tags)),
    Column(
        "source_url",
        _STRING,
        "the address that the text names as its source",
        lambda a: a.source_url,
    ),
    Column(
        "credits", _STRINGS, "captions and photo credits from the text", lambda a: list(a.credits)
    ),
    Column(
        "references",
        _STRINGS,
        "the list of references that stood under the text",
        lambda a: list(a.references),
    ),
    Column(
        "word_count",
        pa.int64(),
        "words; characters in scripts without spaces",
        lambda a: a.facts and a.facts.word_count,
    ),
    Column(
        "reading_seconds",
        pa.int64(),
        "time to read it",
        lambda a: a.facts and a.facts.reading_seconds,
    ),
    Column("excerpt", _STRING, "its beginning", lambda a: a.facts and a.facts.excerpt),
    Column(
        "content_hash",
        _STRING,
        "SHA-256 of its words alone",
        lambda a: a.facts and a.facts.content_hash,
    ),
    Column(
        "trail",
        _TRAIL,
        "lines that cleaning changed (`after` is null: took out), by which rule, with `--trail`",
        _trail,
    ),
    Column("byline", _STRING, "the line that named the authors", lambda a: a.byline),
    Column(
        "dateline",
        _STRING,
        "place, day and agency with which the text began",
        lambda a: a.dateline,
    ),
    Column("notes", _STRINGS, "notes of updates and corrections", lambda a: list(a.notes)),
    Column("license", _STRING, "address or words of its licence", lambda a: a.rights.license),
    Column(
        "robots",
        _STRINGS,
        "what robots are told not to do, such as `noindex`, `noai`",
        lambda a: list(a.rights.robots),
    ),
    Column(
        "tdm_reservation",
        pa.bool_(),
        "whether text and data mining is reserved",
        lambda a: a.rights.tdm_reservation,
    ),
    Column(
        "tdm_policy",
        _STRING,
        "address of the policy on text and data mining",
        lambda a: a.rights.tdm_policy,
    ),
    Column(
        "is_accessible_for_free",
        pa.bool_(),
        "false behind a paywall",
        lambda a: a.rights.is_accessible_for_free,
    ),
    Column(
        "languages",
        _SHARES,
        "all languages of the text, each with its share of the letters, the largest first",
        _languages,
    ),
    Column(
        "passages",
        _PASSAGES,
        "where each is spoken, if there are several: from the code point `start` to before `end`",
        _passages,
    ),
    Column(
        "language_agrees",
        pa.bool_(),
        "whether `language` is what `declared_language` says; null if either is missing",
        lambda a: a.language and a.language.agrees_with_declared,
    ),
    Column(
        "cluster_id",
        _STRING,
        "id of the article that stands for this story: its own; of a duplicate, `duplicate_of`",
        _cluster_id,
    ),
    Column(
        "cluster_size",
        pa.int64(),
        "documents of the run that tell this story, itself among them",
        lambda a: a.cluster and a.cluster.size,
    ),
    Column(
        "cluster_sites",
        pa.int64(),
        "sites that published them, where addresses are known",
        lambda a: a.cluster and a.cluster.sites,
    ),
    Column(
        "translations",
        _TRANSLATIONS,
        "the same article in other languages; `run_id` is null for one of the same run",
        _translations,
    ),
)

DUPLICATE = Schema(
    *ARTICLE.columns,
    Column(
        "duplicate_of",
        _STRING,
        "id of the article that is kept; its own where the document came twice",
        lambda d: d.duplicate_of,
    ),
    Column(
        "duplicate_kind",
        _STRING,
        "`url`: same canonical URL; `revision`: the same, with another text; `exact`: same words; "
        "`near`: mostly the same words; `contained`: one stands in the other; "
        "`translation`: the same in another language, if asked for",
        lambda d: str(d.duplicate_kind),
    ),
    Column(
        "similarity",
        pa.float64(),
        "share of both texts that both have, from 0 to 1",
        lambda d: d.similarity,
    ),
    Column(
        "containment",
        pa.float64(),
        "share of the shorter text that the longer one has, from 0 to 1",
        lambda d: d.containment,
    ),
    Column(
        "duplicate_of_url",
        _STRING,
        "canonical URL of the article that is kept",
        lambda d: d.duplicate_of_url,
    ),
    Column(
        "duplicate_of_published_at",
        _TIME,
        "when that one was first published",
        lambda d: d.duplicate_of_published_at,
    ),
    Column(
        "duplicate_of_run",
        _STRING,
        "the earlier run that kept it; null for the same run",
        lambda d: d.duplicate_of_run,
    ),
    Column(
        "revised_by",
        _STRING,
        "of a revision, id of the next version of its run; null if there is none",
        lambda d: d.revised_by,
    ),
)

INDEX = Schema(
    Column("id", _STRING, "the article's id", lambda e: e.id),
    Column("url", _STRING, "its canonical URL", lambda e: e.url),
    Column("site", _STRING, "registrable domain of that", lambda e: e.site),
    Column("title", _STRING, "its headline", lambda e: e.title),
    Column("language", _STRING, "BCP 47 tag of its text", lambda e: e.language),
    Column("published_at", _TIME, "when it was first published", lambda e: e.published_at),
    Column("run_id", _STRING, "the run that kept it", lambda e: e.run_id),
    Column("size", pa.int64(), "characters in the words of its text", lambda e: e.size),
    Column("length", pa.int64(), "characters in its text", lambda e: e.length),
    Column("url_key", _STRING, "equal for the same address", lambda e: e.url_key),
    Column("content_key", _STRING, "equal for the same words", lambda e: e.content_key),
    Column("terms", pa.binary(), "by which texts like it are found", lambda e: e.terms),
    Column("sketch", pa.binary(), "by which texts like it are told", lambda e: e.sketch),
    Column(
        "as_of", _TIME, "latest moment at which it is known to have stood so", lambda e: e.as_of
    ),
    Column(
        "translation_terms",
        pa.binary(),
        "by which its translations are found",
        lambda e: e.translation_terms,
    ),
    Column("evidence", pa.binary(), "by which its translations are told", lambda e: e.evidence),
)

FAILURE = Schema(
    *_SOURCE,
    Column("url", _STRING, "where its container says it was published", lambda f: f.claims.url),
    Column("title", _STRING, "its title, by its container", lambda f: f.claims.title),
    Column("authors", _STRINGS, "its authors, by its container", lambda f: list(f.claims.authors)),
    Column("published_at", _TIME, "its date, by its container", lambda f: f.claims.published_at),
    Column("modified_at", _TIME, "its change, by its container", lambda f: f.claims.modified_at),
    Column("language", _STRING, "its language, by its container", lambda f: f.claims.language),
    Column("charset", _STRING, "its encoding, by its container", lambda f: f.claims.charset),
    Column("description", _STRING, "its summary, by its container", lambda f: f.claims.description),
    Column("image_url", _STRING, "its image, by its container", lambda f: f.claims.image_url),
    Column("tags", _STRINGS, "its subjects, by its container", lambda f: list(f.claims.tags)),
    Column("step", _STRING, "the stage that refused it", lambda f: str(f.step)),
    Column("reason", _STRING, "why, for a program", lambda f: str(f.reason)),
    Column("message", _STRING, "why, for a person", lambda f: f.message),
    Column(
        "content_base64",
        _STRING,
        "its bytes as they came, in base64; null where nothing could be read",
        lambda f: None if f.content is None else base64.b64encode(f.content).decode(),
    ),
    Column("license", _STRING, "its licence, by its container", lambda f: f.claims.license),
    Column(
        "robots",
        _STRINGS,
        "what robots are told, by its container",
        lambda f: list(f.claims.robots),
    ),
    Column(
        "tdm_reservation",
        pa.bool_(),
        "whether text and data mining is reserved, by its container",
        lambda f: f.claims.tdm_reservation,
    ),
    Column(
        "tdm_policy",
        _STRING,
        "address of the policy on it, by its container",
        lambda f: f.claims.tdm_policy,
    ),
    Column(
        "is_accessible_for_free",
        pa.bool_(),
        "false behind a paywall, by its container",
        lambda f: f.claims.is_accessible_for_free,
    ),
)


def article_properties(article: Article) -> dict[str, str]:
    """Return what the ledger counts articles by."""
    return {"language": article.language.tag if article.language else "und"}


def duplicate_properties(duplicate: Duplicate) -> dict[str, str]:
    """Return what the ledger counts duplicates by."""
    return {"kind": str(duplicate.duplicate_kind)}


def failure_properties(failure: Failure) -> dict[str, str]:
    """Return what the ledger counts failures by."""
    return {"step": str(failure.step), "reason": str(failure.reason)}


def index_properties(_: IndexEntry) -> Mapping[str, str]:
    """Return what the ledger counts an entry of the index by: nothing, it counts the articles."""
    return {}
