"""What cleaning does to a document, line by line, with the rule and the reason for each."""

from collections import Counter
from collections.abc import Collection, Mapping

from lxml.etree import LxmlError
from lxml.html import HTMLParser, document_fromstring

from ...model import Article, ArticleError, CleanError, Document, Model, Reason, Source, Step
from ..characters.encoding import decode
from ..document import article_of, content_of, is_page
from ..page.blocks import shown_text
from ..rules import check_rules
from ..trail import Trail
from .rows import Fate, Row, moved_to, rows_of


class Refusal(Model):
    """Why no article could be made of a document.

    Attributes:
        step: The stage that refused it.
        reason: Why, as a stable, machine-readable value.
        message: Why, for a person.
    """

    step: Step
    reason: Reason
    message: str

    @classmethod
    def of(cls, error: ArticleError) -> "Refusal":
        """Return the refusal that `error` is."""
        return cls(step=error.step, reason=error.reason, message=error.message)


class Explanation(Model):
    """What came of a document, and why.

    Attributes:
        id: The document's id.
        source: Where it was read.
        article: What was made of it; None if it was refused.
        refusal: Why it was; None if there is an article.
        rows: Each line that is not blank, of the text that came, in order; lines from elsewhere
            where they stand in the article. A page's text has one line for each block, menus and
            buttons among them; none where the bytes are no text.
    """

    id: str
    source: Source
    article: Article | None = None
    refusal: Refusal | None = None
    rows: tuple[Row, ...] = ()

    @property
    def fates(self) -> Mapping[Fate, int]:
        """How many lines have each fate, in the order of `Fate`, but for those that none has."""
        counts = Counter(row.fate for row in self.rows)
        return {fate: counts[fate] for fate in Fate if counts[fate]}

    @property
    def rules(self) -> Mapping[str, int]:
        """How many lines each rule touched, most first."""
        counts = Counter(rule for row in self.rows for rule in row.rules)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def moved(self) -> Mapping[str, tuple[str, ...]]:
        """The article's fields to which lines were moved, and what they hold."""
        found = [field for rule in self.rules if (field := moved_to(rule))]
        return {field: _values(getattr(self.article, field, None)) for field in sorted(found)}


def explain_document(document: Document, *, without: Collection[str] = ()) -> Explanation:
    """Return what `clean_document` makes of `document`, line by line, or why it refuses it.

    Args:
        document: HTML, Markdown or plain text, in any encoding.
        without: Names of rules to switch off; see `RULES`.

    Raises:
        ValueError: `without` names what is no rule.
    """
    trail = Trail(check_rules(without), is_full=True)
    explanation = Explanation(id=document.id, source=document.source)
    try:
        content = content_of(document, trail)
    except CleanError as error:
        if trail.came is None:
            trail.begin(_text_that_came(document))
        return explanation.model_copy(
            update={"refusal": Refusal.of(error), "rows": tuple(rows_of(trail, None))}
        )
    return explanation.model_copy(
        update={
            "article": article_of(document, content, trail.edits()),
            "rows": tuple(rows_of(trail, content.lines)),
        }
    )


def _text_that_came(document: Document) -> str:
    try:
        text = decode(document.content, charset=document.claims.charset, is_html=True)
    except CleanError:
        return ""
    if not is_page(document, text):
        return text
    try:
        page = document_fromstring(text.encode(), parser=HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError):  # not even libxml2 makes anything of it
        return text
    return shown_text(page)


def _values(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)
