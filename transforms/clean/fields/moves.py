"""Moves from the edges of a text to its fields, each by the rule that it is named after.

A move takes one thing and says whether it did. It asks for nothing but the text as it stands, so
that a text from which nothing moves any more is left alone when it comes again.
"""

from collections.abc import Callable, Mapping
from itertools import islice

from ..lines.boilerplate import boilerplate_rule
from ..metadata.authors import author_names
from ..trail import Line
from .bylines import read_byline
from .credits import is_credit, is_inner_credit
from .datelines import split_dateline
from .edges import EdgedText
from .end_marks import end_mark, is_end_line
from .headline import is_headline
from .notes import is_note
from .publication import stated_times
from .sources import named_source, reference_lines, unmarked

_BOTTOM = 2  # lines with words
_BOTTOM_OF_NOTES = 4  # a byline, a credit or a source may follow
_MOST_NOTES = 3  # a text with more of them is kept up to date in this way
_SOON = 30  # lines within which a paragraph follows a headline
_LONGEST_ABOVE_DATELINE = 200  # characters of a headline or subtitle

_SENTENCE_ENDS = tuple('.。।．؟۔…!?！？"”»“」』')


def _move_title(text: EdgedText) -> bool:
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


def _move_byline(text: EdgedText) -> bool:
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


def _move_publication_line(text: EdgedText) -> bool:
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


def _headline_follows(text: EdgedText, position: int) -> bool:
    following = list(islice(text.lines, position + 1, position + _SOON))
    while following and not following[0].text:
        del following[0]
    return text.has_headline and is_headline(following)


def _move_dateline(text: EdgedText) -> bool:
    """Move the beginning of the first paragraph, which only headings may precede."""
    for position in text.top() or range(len(text.lines)):
        line = text.lines[position]
        if not (found := split_dateline(line.text)):
            if len(line.text) > _LONGEST_ABOVE_DATELINE or line.text.endswith(_SENTENCE_ENDS):
                return False
            continue
        dateline, rest = found
        if split_dateline(rest):  # two of them: no form that is known
            return False
        if is_credit(rest) or is_note(rest) or boilerplate_rule(rest) or read_byline(rest):
            return False
        fields = text.fields
        fields.dateline = dateline if fields.dateline is None else f"{fields.dateline} {dateline}"
        text.lines[position] = Line(line.number, rest)
        text.trail.change("dateline", line, rest)
        return True
    return False


def _move_note(text: EdgedText) -> bool:
    for position in (*text.top(), *text.bottom(_BOTTOM_OF_NOTES)):
        if not is_note(text.lines[position].text):
            continue
        if text.count_notes() > _MOST_NOTES:
            return False
        text.fields.notes += (text.take(position, "note").text,)
        return True
    return False


def _move_credit(text: EdgedText) -> bool:
    """Move a caption with a credit from the top; under a headline is at the top as well."""
    lines = text.lines
    position = 0
    if len(lines) > 1 and not is_credit(lines[0].text) and is_headline(lines):
        position = 1 if lines[1].text else 2
    if position + 1 >= len(lines) or not is_credit(lines[position].text):
        return False
    text.fields.credits += (text.take(position, "credit").text,)
    return True


def move_inner_credits(text: EdgedText) -> bool:
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


def _move_source(text: EdgedText) -> bool:
    for position in (-1, 0):
        if len(text.lines) > 1 and (address := named_source(text.lines[position].text)):
            line = text.take(position, "source")
            if text.fields.source_url is None:
                text.fields.source_url = address
            else:
                text.fields.references = (line.text, *text.fields.references)
            return True
    return False


def _move_references(text: EdgedText) -> bool:
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


def _move_end_mark(text: EdgedText) -> bool:
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
MOVES: Mapping[str, Callable[[EdgedText], bool]] = {
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
