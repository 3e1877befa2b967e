"""Characters: mends what was decoded wrongly and takes out what nobody can see.

Words, quotation marks and widths stay as the writer set them. `repair(repair(x)) == repair(x)`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ftfy import fix_encoding
from ftfy.badness import is_bad

from .entities import unescape

# Code pages in which UTF-8 is read by mistake, by their names in ftfy.
_CODE_PAGES = (
    "latin-1",
    *(f"sloppy-windows-125{n}" for n in range(5)),
    "iso-8859-2",
    "cp437",
    "macroman",
)


def _read_as(code_pages: tuple[str, ...], first: int, last: int) -> str:
    """Return what the bytes from `first` to `last` become there, to stand in a character class."""
    chars = bytes(range(first, last + 1))
    return re.escape(
        "".join(sorted({c for page in code_pages for c in chars.decode(page, "ignore")}))
    )


# Mojibake shows a lead byte of UTF-8 followed by a continuation byte, both read as letters or
# signs, or a control character that was punctuation. Where there is neither, and that is nearly
# everywhere, the costly question (0.3 µs a character) need not be asked.
_LEAD, _CONTINUATION = _read_as(_CODE_PAGES, 0xC2, 0xF4), _read_as(_CODE_PAGES, 0x80, 0xBF)
# It begins with all that it may begin with, so that the search is quick.
_SUSPECT = re.compile(f"[{_LEAD}\x80-\x9f](?:[{_CONTINUATION}]|(?<=[ÂÃ]) |(?<=[\x80-\x9f]))")
# Soft hyphen, zero-width space, word joiner, byte order mark, invisible operators, directional
# marks and embeddings, tags, interlinear marks.
_INVISIBLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e00ff"
)
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# A soft hyphen with a space behind it was the end of a line.
_SOFT_BREAK = re.compile(r"\u00ad[ \t\u00a0]+(?=[^\W\d_])")
# Joiners belong between two letters or signs of scripts that join (Arabic to Myanmar), between
# emoji, and nowhere else.
_JOINER = re.compile("[\u200c\u200d]+")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_PLAIN = re.compile(r"[\n -%'-~]*")  # no ampersand: it may begin an entity
# All that any of the rules looks for, but for mojibake.
_TROUBLE = re.compile(
    f"[&\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200c\u200d\ud800-\udfff{_INVISIBLE}]"
)


def repair(line: str, allows: Callable[[str], bool] | None = None) -> str:
    r"""Return `line` in NFC, mojibake undone, without characters that cannot be seen.

    Line ends become `\n`. The zero-width joiner and non-joiner stay where a script needs them.

    Args:
        line: Anything.
        allows: Whether a rule is switched on, by its name; by default each is.

    >>> repair("cafÃ© so\u00adlo &amp; t\u00e9")
    'café solo & té'
    >>> repair("“quoted” ｗｉｄｅ")
    '“quoted” ｗｉｄｅ'
    """
    if _PLAIN.fullmatch(line):
        return line
    rules = [mend for rule, mend in _RULES.items() if allows is None or allows(rule)]
    # One mending may uncover another (mojibake of a joiner); each makes the line shorter, or
    # brings it nearer to NFC, so this ends.
    while (mended := _repaired_once(line, rules)) != line:
        line = mended
    return line


def undo_mojibake(line: str) -> str:
    """Return `line` decoded as it should have been, if it shows that it was decoded wrongly."""
    if _SUSPECT.search(line) and is_bad(line):
        return fix_encoding(line)
    return line


def without_controls(line: str) -> str:
    """Return `line` without control characters; ends of lines are none."""
    return _CONTROL.sub("", line)


def _without_invisible(line: str) -> str:
    if "\u00ad" in line:
        line = _SOFT_BREAK.sub(_rejoined, line)
    line = _UNSEEN.sub("", line)
    if "\u200c" in line or "\u200d" in line:
        line = _JOINER.sub(_needed_joiner, line)
    return line


_RULES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "mojibake": undo_mojibake,
        "entities": unescape,
        "control_characters": without_controls,
        "invisible_characters": _without_invisible,
    }
)

VISIBLE_RULES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {rule: _RULES[rule] for rule in ("mojibake", "entities", "control_characters")}
)
"""The rules that change what a reader sees, and what each makes of a line."""


def _repaired_once(line: str, rules: list[Callable[[str], str]]) -> str:
    if _TROUBLE.search(line):
        line = _LONE_SURROGATE.sub("", _SURROGATE_PAIR.sub(_joined_pair, line))
        for mend in rules:
            line = mend(line)
        line = _LINE_ENDS.sub("\n", line)
    elif undo_mojibake in rules:
        line = undo_mojibake(line)
    return unicodedata.normalize("NFC", line)


def _rejoined(broken: re.Match[str]) -> str:
    following = broken.string[broken.end()]
    return "" if following.islower() else " "


def _joined_pair(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _needed_joiner(joiner: re.Match[str]) -> str:
    before = joiner.string[max(joiner.start() - 1, 0) : joiner.start()]
    after = joiner.string[joiner.end() : joiner.end() + 1]
    return joiner[0][0] if _joins(before) and _joins(after) else ""


def _joins(char: str) -> bool:
    """Whether a joiner may stand beside `char`."""
    # Arabic to Myanmar, Khmer, Mongolian, and the presentation forms; hearts, signs and emoji.
    return bool(char) and (
        "\u0600" <= char <= "\u109f"
        or "\u1780" <= char <= "\u18af"
        or "\u2190" <= char <= "\u2bff"
        or "\ua800" <= char <= "\uabff"
        or "\ufb50" <= char <= "\ufeff"
        or char >= "\U00010a00"
    )
