"""What stands beside an article's text: headline, byline, dateline, credits, notes, sources.

Each is moved from the text to a field of its own. What could be mistaken inside a text is looked for
at its edges only, and moving ends when nothing moves any more, so the text that is left keeps all
that it has. The last line with words never moves.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from ..model import Claims
from .authors import author_names
from .boilerplate import boilerplate_rule, drop_boilerplate
from .bylines import read_byline
from .credits import is_credit, is_inner_credit
from .datelines import split_dateline
from .end_marks import end_mark, is_end_line
from .headline import is_headline
from .notes import is_note
from .publication import Times, stated_times
from .sources import named_source, reference_lines, unmarked
from .trail import Line, Trail

# How far from its edges a text is looked at. Lines with words.
_TOP = 4
_BOTTOM = 2
_BOTTOM_OF_NOTES = 4  # a byline, a credit or a source may follow
_MOST_NOTES = 3  # a text with more of them is kept up to date in this way
_NEAR = 60  # lines at each edge among which they are counted
_LONGEST_ABOVE_DATELINE = 200  # characters of a headline or subtitle

_SENTENCE_ENDS = tuple(".。।．؟۔…!?！？\"”»“」』")


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


@dataclass
class _Text:
    """A text from which things move to fields."""

    lines: deque[Line]
    fields: Fields
    trail: Trail
    authors: tuple[str, ...]
    has_headline: bool

    def top(self) -> list[int]:
        """Return the positions of the first lines with words; none if that is all the text."""
        if len(self.lines) < 2:  # noqa: PLR2004 - no line is blank at an end
            return []
        first = islice(self.lines, 2 * _TOP)
        return [position for position, line in enumerate(first) if line.text][:_TOP]

    def bottom(self, most: int) -> list[int]:
        """Return the positions of the last lines with words, from the end: -1, -2, …."""
        if len(self.lines) < 2:  # noqa: PLR2004
            return []
        last = islice(reversed(self.lines), 2 * most)
        return [~position for position, line in enumerate(last) if line.text][:most]

    def count_notes(self) -> int:
        """Return how many notes stand in the parts near the edges."""
        near = islice(self.lines, _NEAR)
        far = islice(reversed(self.lines), min(_NEAR, max(len(self.lines) - _NEAR, 0)))
        return sum(is_note(line.text) for lines in (near, far) for line in lines)

    def take(self, position: int, rule: str) -> Line:
        """Take out the line at `position`, and the blank line that is now one too many."""
        line = self.lines[position]
        self.trail.note(rule, line)
        del self.lines[position]
        if position < 0:
            position += len(self.lines) + 1
        if not self.lines:
            return line
        if position == len(self.lines):
            if not self.lines[-1].text:
                self.lines.pop()
        elif not self.lines[position].text and (
            position == 0 or not self.lines[position - 1].text
        ):
            del self.lines[position]
        return line


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
    text = _Text(left, fields, trail, claims.authors, has_headline)
    moves = [move for rule, move in _MOVES.items() if trail.allows(rule)]
    _move_inner_credits(text)
    # Each move takes one thing from an edge and is done as often as it can be, so that the work is
    # in proportion to the text.
    while _exhaust(moves, text) and _move_inner_credits(text):
        pass
    return fields, list(left)


def _exhaust(moves: Collection[Callable[[_Text], bool]], text: _Text) -> bool:
    """Move what moves until nothing does; return whether anything did."""
    count = -1
    moved = 0
    while count != moved:
        count = moved
        for move in moves:
            while move(text):
                moved += 1
    return moved > 0


def _move_title(text: _Text) -> bool:
    lines, fields, trail = text.lines, text.fields, text.trail
    if len(lines) < 2:  # noqa: PLR2004 - a title and nothing else is all the text there is
        return False
    if fields.title is None:
        if not (text.has_headline and trail.allows("title") and is_headline(lines)):
            return False
        if stated_times(lines[0].text):
            return False
        fields.title = text.take(0, "title").text
        return True
    if not trail.allows("title_repeated") or not _same_words(lines[0].text, fields.title):
        return False
    text.take(0, "title_repeated")
    return True


def _same_words(line: str, title: str) -> bool:
    return line.casefold().split() == title.casefold().split()


def _move_byline(text: _Text) -> bool:
    for position in (*text.top(), *text.bottom(_BOTTOM)):
        byline = read_byline(text.lines[position].text, text.authors)
        if byline is None:
            continue
        line = text.take(position, "byline")
        fields = text.fields
        fields.byline = line.text if fields.byline is None else f"{fields.byline}\n{line.text}"
        fields.authors = author_names((*fields.authors, *byline.names))
        fields.take_times(byline.times)
        return True
    return False


def _move_publication_line(text: _Text) -> bool:
    """Move a line that says when the article was published, if that is known or learnt from it."""
    fields = text.fields
    for position in text.top():
        times = stated_times(text.lines[position].text)
        if times is None:
            continue
        if times.is_certain or fields.title is not None or _headline_follows(text, position):
            fields.take_times(times)
        if fields.published_at or fields.modified_at:
            text.take(position, "publication_line")
            return True
    return False


def _headline_follows(text: _Text, position: int) -> bool:
    following = list(islice(text.lines, position + 1, position + _NEAR))
    while following and not following[0].text:
        del following[0]
    return text.has_headline and is_headline(following)


def _move_dateline(text: _Text) -> bool:
    """Move the beginning of the first paragraph, which only headings may precede."""
    for position in text.top() or range(len(text.lines)):
        line = text.lines[position]
        if not (found := split_dateline(line.text)):
            if len(line.text) > _LONGEST_ABOVE_DATELINE or line.text.endswith(_SENTENCE_ENDS):
                return False
            continue
        dateline, rest = found
        if is_credit(rest) or is_note(rest) or boilerplate_rule(rest) or read_byline(rest):
            return False
        fields = text.fields
        fields.dateline = dateline if fields.dateline is None else f"{fields.dateline} {dateline}"
        text.lines[position] = Line(line.number, rest)
        text.trail.change("dateline", line, rest)
        return True
    return False


def _move_note(text: _Text) -> bool:
    for position in (*text.top(), *text.bottom(_BOTTOM_OF_NOTES)):
        if not is_note(text.lines[position].text):
            continue
        if text.count_notes() > _MOST_NOTES:
            return False
        text.fields.notes += (text.take(position, "note").text,)
        return True
    return False


def _move_credit(text: _Text) -> bool:
    """Move a caption with a credit from the top; under a headline is at the top as well."""
    lines = text.lines
    position = 0
    if len(lines) > 1 and not is_credit(lines[0].text) and is_headline(lines):
        position = 1 if lines[1].text else 2
    if position + 1 >= len(lines) or not is_credit(lines[position].text):
        return False
    text.fields.credits += (text.take(position, "credit").text,)
    return True


def _move_inner_credits(text: _Text) -> bool:
    """Move captions and credits that are such beyond doubt, wherever they stand."""
    if not text.trail.allows("credit"):
        return False
    found = [line for line in text.lines if is_inner_credit(line.text)]
    if not found or len(found) == sum(bool(line.text) for line in text.lines):
        return False
    numbers = {id(line) for line in found}
    kept: list[Line] = []
    for line in text.lines:
        if id(line) not in numbers and (line.text or (kept and kept[-1].text)):
            kept.append(line)
    while not kept[-1].text:
        kept.pop()
    text.lines.clear()
    text.lines.extend(kept)
    text.fields.credits += tuple(line.text for line in found)
    text.trail.note("credit", *found)
    return True


def _move_source(text: _Text) -> bool:
    for position in (-1, 0):
        if len(text.lines) > 1 and (address := named_source(text.lines[position].text)):
            line = text.take(position, "source")
            if text.fields.source_url is None:
                text.fields.source_url = address
            else:
                text.fields.references = (line.text, *text.fields.references)
            return True
    return False


def _move_references(text: _Text) -> bool:
    """Move a list of references with its heading from the end."""
    found = reference_lines(text.lines)
    if not found:
        return False
    for _ in found:
        text.lines.pop()
    while text.lines and not text.lines[-1].text:
        text.lines.pop()
    named = [line for line in found if line.text]
    cited = (unmarked(line.text) for line in named[1:])
    text.fields.references = (*cited, *text.fields.references)
    text.trail.note("references", *named)
    return True


def _move_end_mark(text: _Text) -> bool:
    lines = text.lines
    if not lines:
        return False
    last = lines[-1]
    if len(lines) > 1 and is_end_line(last.text):
        text.take(-1, "end_mark")
        return True
    mark = end_mark(last.text)
    if mark is None:
        return False
    text.trail.note("end_mark", Line(last.number, mark))
    lines[-1] = Line(last.number, last.text.removesuffix(mark) + mark[0])
    if rule := boilerplate_rule(lines[-1].text):
        text.take(-1, rule)
    return True


# In this order, until none moves anything any more. `_move_title` asks for its rules itself.
_MOVES: Mapping[str, Callable[[_Text], bool]] = {
    "end_mark": _move_end_mark,
    "source": _move_source,
    "references": _move_references,
    "": _move_title,
    "byline": _move_byline,
    "publication_line": _move_publication_line,
    "note": _move_note,
    "credit": _move_credit,
    "dateline": _move_dateline,
}
