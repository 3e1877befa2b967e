"""A paragraph that stands in a text twice, word for word, stands there once.

Pages show a paragraph again as a teaser, a pull quote, or because they were put together twice.
What repeats on purpose stays: the refrain of a song, whose lines are short, the rows of a table and
the items of a list.
"""

import re
from collections.abc import Iterable

from ..trail import Line, Trail

_RULE = "repeated_paragraphs"

# A line of a song has some 40 characters, hardly ever 80; a paragraph of one sentence has 100. A
# character of a script without spaces does the work of two or three.
_SHORTEST = 80
_SHORTEST_UNSPACED = 40
_FEWEST_WORDS = 8
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_ITEM = re.compile(r"[-*•·|>+]|\(?\d{1,3}[.)]")
_DIGITS = re.compile(r"\d")


def drop_repeated(lines: Iterable[Line], trail: Trail) -> list[Line]:
    """Return `lines` without the paragraphs that have stood there before.

    Args:
        lines: As `tidy_lines` leaves them.
        trail: Learns which were taken out.
    """
    lines = list(lines)
    if not trail.allows(_RULE):
        return lines
    if len({line.text for line in lines if line.text}) == sum(bool(line.text) for line in lines):
        return lines
    seen: set[str] = set()
    kept: list[Line] = []
    has_dropped = False  # just before
    for line in lines:
        if line.text in seen:
            trail.note(_RULE, line)
            has_dropped = True
        elif line.text or not has_dropped or (kept and kept[-1].text):
            if _is_paragraph(line.text):
                seen.add(line.text)
            kept.append(line)
            has_dropped = False
    while has_dropped and kept and not kept[-1].text:
        kept.pop()
    return kept


def _is_paragraph(text: str) -> bool:
    if len(text) < _SHORTEST_UNSPACED or _ITEM.match(text):
        return False
    if len(_DIGITS.findall(text)) * 4 > len(text):
        return False
    if len(_UNSPACED.findall(text)) * 2 > len(text):
        return True
    return len(text) >= _SHORTEST and text.count(" ") + 1 >= _FEWEST_WORDS
