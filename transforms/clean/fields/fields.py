"""What stands beside an article's text: headline, byline, dateline, credits, notes, sources."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .publication import Times


@dataclass
class Fields:
    """What was found beside the article.

    Attributes:
        title: Headline; where one is claimed, that one.
        credits: Captions and photo credits, in order.
        source_url: The address named as the source, as written.
        references: Entries of the list under the text, and further sources.
        byline: The line that names the authors; several with line ends between.
        dateline: Place, day and agency with which the text begins.
        notes: Notes of updates and corrections.
        authors: Names in the bylines.
        published_at: Time of publication; where none is claimed, from a line that says nothing
            else, or from the byline.
        modified_at: Time of the last change, in the same way.
    """

    title: str | None = None
    credits: tuple[str, ...] = ()
    source_url: str | None = None
    references: tuple[str, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    notes: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None

    def take_times(self, times: Times) -> None:
        """Fill the gaps with what `times` says."""
        self.published_at = self.published_at or times.published
        self.modified_at = self.modified_at or times.modified

    def with_more(self, more: "Fields") -> "Fields":
        """Return these fields with what was found later: lists go on, gaps are filled."""
        merged: dict[str, Any] = {}
        for name, own in vars(self).items():
            added = getattr(more, name)
            merged[name] = (*own, *added) if isinstance(own, tuple) else own or added
        return Fields(**merged)
