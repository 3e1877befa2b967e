"""Markdown: its marks resolved into plain lines, its front matter into claims.

CommonMark as articles use it: headings, emphasis, links, images, quotations, rules, fences.
Lists keep their marks, since these say what the lines are. Each line is read once.
"""

import re
from typing import NamedTuple

_MOST_FRONT_MATTER = 100  # lines
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ATX = re.compile(r" {0,3}(#{1,6})(?:\s+|$)")
_SETEXT = re.compile(r" {0,3}(=+|-+)\s*$")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")
_QUOTE = re.compile(r"^(?: {0,3}>)+ ?")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(
    r"\[([^\[\]]*)\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])"
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_LINK_TARGET = re.compile(r" {0,3}\[[^\[\]]+\]:\s+\S+")
_LITERAL = re.compile(r"(?<!`)(`{1,8})(?!`)([^`]+)\1(?!`)|\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=\S)([^*\n]*[^\s*])\1(?![\w*])|(?<![\w_])(_{1,3})(?=\S)([^_\n]*[^\s_])\3(?![\w_])"
)
_STRONG_INSIDE = re.compile(r"(\*\*)(?=\S)([^*\n]*[^\s*])\1")
_MARKS = re.compile(r"[*_`\[<\\\x00]")
_FIELD = re.compile(r"([A-Za-z_][\w-]{0,40})\s*:\s*(.*)")
_INDENT = ("    ", "\t")
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s|\s+\S")
_ITEM = re.compile(r"\s*-\s+(.*)")


class Markdown(NamedTuple):
    """A resolved text.

    Attributes:
        text: Plain lines.
        title: The first heading of the first level, with its marks off; it stays in the text.
        front_matter: Fields before the text, names in lower case; a list for each, as written.
        code: Numbers of the lines of `text` that are code, fenced or indented.
    """

    text: str
    title: str | None
    front_matter: dict[str, list[str]]
    code: frozenset[int] = frozenset()


def resolve(text: str) -> Markdown:
    r"""Return `text` with its Markdown resolved.

    >>> resolve("# Rain\n\nIt *rained* in [Riga](https://example.org).").text
    'Rain\n\nIt rained in Riga.'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    front_matter, start = _front_matter(lines)
    resolved: list[str] = []
    code: set[int] = set()
    title = ""
    fence = ""
    for line in lines[start:]:
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
            else:
                code.add(len(resolved))
                resolved.append(line)
            continue
        if mark or _LINK_TARGET.fullmatch(line.rstrip()):
            fence = mark[1] if mark else ""
            continue
        setext = _SETEXT.match(line)
        if setext or _RULE.match(line):
            if setext and setext[1][0] == "=" and resolved:
                title = title or resolved[-1].strip()
            resolved.append("")
            continue
        if line.startswith(_INDENT) and _may_be_code(resolved, code):
            code.add(len(resolved))
        level, plain = _heading(line)
        if level == 1:
            title = title or plain
        resolved.append(plain)
    return Markdown("\n".join(resolved), title or None, front_matter, frozenset(code))


def _may_be_code(lines: list[str], code: set[int]) -> bool:
    """Whether an indented line after `lines` is code: after a blank line or code, in no list."""
    above = len(lines) - 1
    if above in code:
        return True
    while above >= 0 and not lines[above].strip():
        above -= 1
    is_apart = above < len(lines) - 1
    return is_apart and (above < 0 or above in code or not _LIST_ITEM.match(lines[above]))


def _heading(line: str) -> tuple[int, str]:
    """Return the level of a heading, 0 for other lines, and the line without marks."""
    if heading := _ATX.match(line):
        return len(heading[1]), _without_marks(line[heading.end() :].strip().rstrip("#")).strip()
    return 0, _without_marks(_QUOTE.sub("", line, count=1))


def _without_marks(line: str) -> str:
    if not _MARKS.search(line):
        return line
    code: list[str] = []

    def keep(span: re.Match[str]) -> str:
        code.append(span[2] or span[3])
        return f"\x00{len(code) - 1}\x00"

    line = _LITERAL.sub(keep, line.replace("\x00", ""))
    line = _IMAGE.sub(r"\1", line)
    line = _LINK.sub(r"\1", line)
    line = _AUTOLINK.sub(r"\1", line)
    for _ in range(2):  # emphasis within emphasis
        line = _EMPHASIS.sub(lambda mark: mark[2] or mark[4], line)
    line = _STRONG_INSIDE.sub(r"\2", line)
    return re.sub(r"\x00(\d+)\x00", lambda span: code[int(span[1])], line)


def _front_matter(lines: list[str]) -> tuple[dict[str, list[str]], int]:
    """Return the fields before the text, and the number of the line at which that begins."""
    if not lines or lines[0].rstrip() != "---":
        return {}, 0
    fields: dict[str, list[str]] = {}
    name = ""
    for number, line in enumerate(lines[1:_MOST_FRONT_MATTER], start=1):
        if line.rstrip() in {"---", "..."}:
            return fields, number + 1
        if field := _FIELD.match(line):
            name = field[1].lower()
            fields[name] = _values(field[2].strip())
        elif name and (item := _ITEM.fullmatch(line)):
            fields[name].append(_unquoted(item[1]))
    return {}, 0


def _values(written: str) -> list[str]:
    if written.startswith("[") and written.endswith("]"):
        return [value for part in written[1:-1].split(",") if (value := _unquoted(part))]
    value = _unquoted(written)
    return [value] if value else []


def _unquoted(written: str) -> str:
    written = written.strip()
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        return written[1:-1]
    return written
