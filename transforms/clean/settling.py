"""The lines of a text become those of its article: what stands beside it moved, the rest mended."""

from collections.abc import Callable, Collection

from ..model import Claims
from .fields.fields import Fields
from .fields.separation import separate
from .repairs.repairs import mend
from .trail import Line, Trail


def settle(
    lines: list[Line],
    claims: Claims,
    trail: Trail,
    article: Callable[[list[Line]], list[Line]] = list,
    *,
    code: Collection[int] = (),
    has_headline: bool = True,
) -> tuple[Fields, list[Line]]:
    """Return what stands beside the article, and the article's own lines, mended.

    What one rule does may show another more to do (a repeated paragraph hid the end of the text),
    so all are done until none does anything: the text that comes out, cleaned again, stays.

    Args:
        lines: As `tidy_lines` leaves them, with `article` done to them.
        claims: What is known of the article.
        trail: Learns what was done.
        article: What is done before to a text of this kind; by default nothing.
        code: Numbers of the lines that are code, and are not mended.
        has_headline: See `separate`.
    """
    fields, left = separate(lines, claims, trail, has_headline=has_headline)
    while (mended := mend(article(left), trail, code)) != left:
        known = claims.model_copy(
            update={
                "title": fields.title,
                "authors": claims.authors or fields.authors,
                "published_at": fields.published_at,
                "modified_at": fields.modified_at,
            }
        )
        more, left = separate(mended, known, trail, has_headline=has_headline)
        fields = fields.with_more(more)
    return fields, left
