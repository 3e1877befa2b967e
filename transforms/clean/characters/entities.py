"""Characters written as in HTML where no HTML is left: `&amp;`, `&rsquo;`, `&#8217;`.

They come from texts that were escaped twice, or stored as HTML and read as text. A line that speaks
of HTML keeps them, and so do the signs of tags: what was `&lt;p&gt;` does not become a tag.
"""

import re
from html import unescape as html_unescape
from html.entities import html5

_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_OF_HTML = re.compile(r"&lt;|`|\bhtml|\bentit|\bxml", re.IGNORECASE)
_TAGS = frozenset("<>")
_REPLACEMENT = "\ufffd"


def unescape(line: str) -> str:
    """Return `line` with the characters that its entities stand for.

    >>> unescape("R&amp;amp;D &#8217;90 &unknown;")
    'R&D ’90 &unknown;'
    """
    if "&" not in line or ";" not in line or _OF_HTML.search(line):
        return line
    while (plain := _ENTITY.sub(_character, line)) != line:
        line = plain
    return line


def _character(entity: re.Match[str]) -> str:
    name = entity[1]
    char = html_unescape(entity[0]) if name[0] == "#" else html5.get(f"{name};", "")
    is_text = char and char not in _TAGS and char != _REPLACEMENT
    return char if is_text and (char.isprintable() or char.isspace()) else entity[0]
