"""What stands beside an article is moved from its text to fields of their own.

What could be mistaken inside a text is looked for at its edges only, and moving ends when nothing
moves any more, so the text that is left keeps all that it has. The last line with words never
moves.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable

from ...model import Claims
from ..lines.boilerplate import drop_boilerplate
from ..trail import Line, Trail
from .edges import EdgedText
from .fields import Fields
from .moves import MOVES, move_inner_credits


def separate(
    lines: Iterable[Line], claims: Claims, trail: Trail, *, has_headline: bool = True
) -> tuple[Fields, list[Line]]:
    """Return what stands beside the article, and the article's own lines.

    Args:
        lines: As `tidy_lines` leaves them.
        claims: What is known. No headline is looked for besides that which is claimed, and where
            that stands at the top of the text it goes. A line at an edge with nothing but the
            names of known authors is a byline.
        trail: Learns what was moved or dropped, by which rule.
        has_headline: Whether a headline may stand in the text that is not known. An extractor
            would have told it: what looks like one on a page is a heading.
    """
    fields = Fields(claims.title, published_at=claims.published_at, modified_at=claims.modified_at)
    left = deque(drop_boilerplate(lines, trail))
    text = EdgedText(left, fields, trail, claims.authors, has_headline)
    moves = [move for rule, move in MOVES.items() if trail.allows(rule)]
    move_inner_credits(text)
    # Each move takes one thing from an edge and is done as often as it can be, so that the work is
    # in proportion to the text.
    while _exhaust(moves, text) and move_inner_credits(text):
        pass
    return fields, list(left)


def _exhaust(moves: Collection[Callable[[EdgedText], bool]], text: EdgedText) -> bool:
    """Move what moves until nothing does; return whether anything did."""
    count = -1
    moved = 0
    while count != moved:
        count = moved
        for move in moves:
            while move(text):
                moved += 1
    return moved > 0
