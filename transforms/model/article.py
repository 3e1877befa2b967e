"""What leaves: an article, and what each stage found out about it."""

from .base import Model, UtcDatetime
from .document import Source
from .rights import Rights
from .story import Cluster, Translation


class Edit(Model):
    """One thing that cleaning did to a text, and why.

    Attributes:
        rule: Name of the rule.
        line: Number of the line in the text that came, from 0; of a page, in its text as it stands.
        before: The line, or what was taken out of it, as it stood; empty for what stands in no
            line that came.
        after: What became of it; None for what was taken out, or moved to a field.
    """

    rule: str
    line: int
    before: str
    after: str | None = None


class Passage(Model):
    """A stretch of a text in one language.

    Attributes:
        tag: BCP 47 tag of the language; `und` where none can be told.
        start: Where it begins in the text, in code points.
        end: Where it ends: the place after its last code point.
    """

    tag: str
    start: int
    end: int


class LanguageShare(Model):
    """How much of a text is in a language.

    Attributes:
        tag: BCP 47 tag.
        share: Part of the text's letters, from 0 to 1.
    """

    tag: str
    share: float


class Language(Model):
    """The language of a text.

    Attributes:
        tag: BCP 47 tag, of a text in several languages that of the most of it; `und` where there
            is no language to tell.
        confidence: How sure that is, from 0 to 1; 0 for `und`.
        languages: All languages of the text, that with the largest share first; none for `und`.
        passages: Of a text in several languages, the stretches in each, in their order, from its
            beginning to its end; none of a text in one.
        agrees_with_declared: Whether it is the language that the text's source declares; None
            where none is declared or told.
    """

    tag: str
    confidence: float
    languages: tuple[LanguageShare, ...] = ()
    passages: tuple[Passage, ...] = ()
    agrees_with_declared: bool | None = None


class Facts(Model):
    """What can be counted and derived from an article.

    Attributes:
        site: Registrable domain of the canonical URL, such as `example.co.uk`.
        word_count: Words; in scripts without spaces, characters (see `count_words`).
        reading_seconds: Time that an adult needs to read it.
        excerpt: Its beginning, at most 280 characters, ending at a sentence or a word.
        content_hash: SHA-256 of its words alone; see `content_hash`.
    """

    site: str | None
    word_count: int
    reading_seconds: int
    excerpt: str
    content_hash: str


class Article(Model):
    """An article: clean text with what is known of it.

    Attributes:
        id: The id of the document that it was made of.
        source: Where that document was read.
        url: Address at which it was published, as its container or the page itself says.
        canonical_url: Canonical form of `url`, or of `source_url` where there is no `url`.
        title: Headline.
        authors: Names, in order.
        published_at: When it was first published.
        modified_at: When it was last changed.
        site_name: The publisher's name for itself.
        description: Summary that came with it.
        image_url: Lead image.
        tags: Subjects and keywords that came with it.
        declared_language: Language tag that the page or container claims, unchecked.
        source_url: The address that the text itself names as its source.
        credits: Captions and photo credits that stood in the text.
        references: Entries of a list of references that stood under the text.
        byline: The line that named the authors, where one stood in the text.
        dateline: Place, day and agency with which the text began: `HANOI, Jan 28 (Reuters)`.
        notes: Notes of updates and corrections that stood in the text.
        rights: What the publisher says may be done with it.
        text: The text: one paragraph, heading or list item a line, a blank line at most between.
        trail: What cleaning did to the text, in the order of its lines, where that was asked for.
        language: Set by `DetectLanguage`.
        facts: Set by `Enrich`.
        cluster: The documents that it stands for; set by `Deduplicate`.
        translations: The same article in other languages, in order of their ids; set by
            `Deduplicate`.
    """

    id: str
    source: Source
    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: UtcDatetime | None = None
    modified_at: UtcDatetime | None = None
    site_name: str | None = None
    description: str | None = None
    image_url: str | None = None
    tags: tuple[str, ...] = ()
    declared_language: str | None = None
    source_url: str | None = None
    credits: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    notes: tuple[str, ...] = ()
    rights: Rights = Rights()
    text: str
    trail: tuple[Edit, ...] | None = None
    language: Language | None = None
    facts: Facts | None = None
    cluster: Cluster | None = None
    translations: tuple[Translation, ...] = ()
