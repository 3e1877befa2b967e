"""The text of a piece of HTML as it stands: a line for each block, nothing judged."""

import re

from lxml.etree import _Element, iterwalk

# Elements that run on inside a line; all others begin and end one.
_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|rp|rt|"
    "ruby|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
_SKIPPED = re.compile(
    "audio|button|canvas|form|head|iframe|input|math|nav|noscript|object|script|select|style|svg|"
    "template|textarea|video"
)
_UNSEEN = re.compile(
    "audio|canvas|datalist|head|iframe|noscript|object|script|style|svg|template|video"
)


def block_text(tree: _Element) -> str:
    r"""Return the text under `tree`, one paragraph, heading or list item a line.

    Walks the tree without recursion, so its depth does not matter.

    >>> from lxml.html import fromstring
    >>> block_text(fromstring("<div><p>One <b>line</b>.</p><ul><li>Two</li></ul></div>"))
    'One line.\nTwo'
    """
    return _text(tree, _SKIPPED)


def shown_text(tree: _Element) -> str:
    """Return the text under `tree` that a reader is shown: menus, buttons and forms as well.

    What styles and scripts hide or add is not known here.
    """
    return _text(tree, _UNSEEN)


def _text(tree: _Element, without: re.Pattern[str]) -> str:
    lines: list[str] = []
    pieces: list[str] = []

    def end_line() -> None:
        if line := " ".join("".join(pieces).split()):
            lines.append(line)
        pieces.clear()

    skipped = 0
    for event, element in iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag and not _INLINE.fullmatch(tag) and not skipped:
            end_line()
        if event == "start":
            skipped += bool(without.fullmatch(tag))
            if not skipped:
                pieces.append(element.text or "")
            continue
        skipped -= event == "end" and bool(without.fullmatch(tag))
        if not skipped and element is not tree:
            pieces.append(element.tail or "")
    end_line()
    return "\n".join(lines)
