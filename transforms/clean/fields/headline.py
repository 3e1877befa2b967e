"""Which line of a plain text is its headline."""

import re
from collections.abc import Sequence
from itertools import islice

from ..trail import Line
from ..words import word_list

# A headline has at most so many characters; of scripts without spaces, where one character does
# the work of two or three, half as many. Agencies stop at about 100, subtitles included.
_LONGEST = 160
_LONGEST_UNSPACED = 60
_MOST_WORDS = 25
_FEWEST_LETTERS = 4
# Without a blank line between, the next line must be a paragraph and not the continuation of a
# line that was broken to a width: longer by this factor.
_PARAGRAPH_FACTOR = 1.5
_SHORTEST_PARAGRAPH = 60
_SOON = 30  # lines within which a paragraph follows

_SENTENCE_ENDS = tuple(".。।．؟۔…!?！？\"”»“」』'’)）")
_NO_HEADLINE_ENDS = tuple(".。।．۔…:：;；,，、،-–—")
_LIST_MARK = re.compile(r"(?:[-*•·–—#>|]|\(?\d{1,3}[.)]|[a-zA-Z][.)])\s")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S")
_DATELINE = re.compile(r"[^\n]{1,60}\((?:[A-Z][A-Za-z]+|dpa|ddp|sda|apa|epd|kna|ots)\)\s*[-–—]")
_BYLINE = re.compile(
    rf"(?:{'|'.join(map(re.escape, word_list('labels.txt')['by']))})[\s:：]", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]")


def is_headline(lines: Sequence[Line]) -> bool:
    """Whether the first of `lines` is the headline of the others.

    It is short, is neither a sentence nor a list item, byline, dateline or address, and a
    paragraph follows: after a blank line, or right under it and much longer.
    """
    if len(lines) < 2 or not could_be_headline(lines[0].text):  # noqa: PLR2004
        return False
    headline = lines[0].text
    if not lines[1].text:
        return any(_is_paragraph(line.text, headline) for line in islice(lines, 2, _SOON))
    following = lines[1].text
    return _is_paragraph(following, headline) and len(following) > _PARAGRAPH_FACTOR * len(headline)


def could_be_headline(line: str) -> bool:
    """Whether `line`, taken alone, reads as a headline."""
    if len(line) > _LONGEST:
        return False
    letters = len(_LETTERS.findall(line))
    unspaced = sum(_is_unspaced(char) for char in line)
    is_unspaced = unspaced * 2 > letters
    longest = _LONGEST_UNSPACED if is_unspaced else _LONGEST
    if letters < _FEWEST_LETTERS or len(line) > longest:
        return False
    if not is_unspaced and not 1 < len(line.split()) <= _MOST_WORDS:
        return False
    return not (
        line.endswith(_NO_HEADLINE_ENDS)
        or line[0] in "([（【"
        or _LIST_MARK.match(line)
        or _ADDRESS.search(line)
        or _DATELINE.match(line)
        or _BYLINE.match(line)
        or line[0].islower()
    )


def _is_paragraph(line: str, headline: str) -> bool:
    if not line.endswith(_SENTENCE_ENDS) or line[0].islower():
        return False
    scale = 0.4 if any(map(_is_unspaced, line[:20])) else 1.0
    return len(line) > min(len(headline), _SHORTEST_PARAGRAPH * scale)


def _is_unspaced(char: str) -> bool:
    return "\u0e00" <= char <= "\u0fff" or "\u3040" <= char <= "\u9fff"
