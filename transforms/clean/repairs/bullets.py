"""List items: one mark for all, the hyphen, which is what Markdown and extracted pages have.

Numbers and letters stay, since they say more than that a line is an item. So do dashes, which open
the speeches of a dialogue in many languages.
"""

import re
from collections.abc import Iterable

from ..trail import Line, Trail

_RULE = "bullets"
MARK = "- "
"""How every item of a list without numbers begins."""

# Signs that nothing but a list has at the beginning of a line; the private ones are what the symbol
# fonts of word processors leave. Squares, circles and arrows are not here: headings have them.
_BULLET = re.compile(
    r"[•‣⁃∙◦▪▫\uf06c\uf06e\uf071\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc]\s*(?=[^\W_]|[\"'“„«‘(])"
)
# Signs that may open a footnote or belong to a word as well: items if several lines have one.
_SIGN = re.compile(r"([*·・‧])(?:\s+|(?<=[·・‧]))(?=[^\W_]|[\"'“„«‘(])")
_FEWEST = 2  # lines


def mark_items(lines: Iterable[Line], trail: Trail) -> list[Line]:
    """Return `lines`, those that are list items with `MARK` in the place of other bullets.

    Args:
        lines: As `tidy_lines` leaves them.
        trail: Learns which were changed.
    """
    lines = list(lines)
    if not trail.allows(_RULE):
        return lines
    signs: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if line.text[:1].isalnum() or line.text[:1] in {"", '"', "“"}:
            continue
        if bullet := _BULLET.match(line.text):
            lines[number] = _item(line, bullet.end(), trail)
        elif sign := _SIGN.match(line.text):
            signs.setdefault(sign[1], []).append(number)
    for numbers in signs.values():
        if len(numbers) >= _FEWEST:
            for number in numbers:
                sign = _SIGN.match(lines[number].text)
                lines[number] = _item(lines[number], sign.end() if sign else 0, trail)
    return lines


def _item(line: Line, end: int, trail: Trail) -> Line:
    item = Line(line.number, MARK + line.text[end:])
    trail.change(_RULE, line, item.text)
    return item
