"""Lines that name the authors of an article, and nothing else."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..labels import any_of, phrases, with_plain_signs
from .agencies import is_agency
from .publication import Times, stated_times

_LONGEST = 200  # characters of such a line
_LONGEST_PARTS = 400  # of who reported, wrote and edited
_MOST_WORDS = 5  # of a name
_MOST_ROLE_WORDS = 8  # of what somebody is: "Chief political correspondent for the Harbor Herald"
_LONGEST_UNCASED = 40  # characters of a name in a script without capitals

_LONGEST_SIGN = 4  # characters with which an editor signs

_EDGES = " \t-–—•*_~,;"
_SEPARATOR = re.compile(r"\s*[|•·∙]\s*|\s+[-–—/]\s+")
_BY = re.compile(rf"(?:({any_of('by', 'author')})\s*[:=]\s*|({any_of('by')})\s+)", re.IGNORECASE)
# These words are of no other use, so one name after them is enough.
_PLAIN_BY = re.compile(r"(?:written by|story by|posted by|بقلم|автор)", re.IGNORECASE)
_PART = re.compile(rf"(?:({any_of('by part')})|(?:{any_of('by other part')}))\s", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*[,;&、،]\s*(?:and\s+|und\s+)?|\s+(?:and|und|et|y|e|en|og|och|i|и|та|ve|dan|và|with|mit|και)\s+"
)
_FROM = re.compile(
    r",?\s+(?i:in|for|from|at|aus|für|à|en|para|em|da|w)\s+(?=[^\W\d_a-zà-ÿ]).{2,60}"
)
# "Source: dpa", "mit dpa", at the end of a story that an agency wrote
_SOURCE = re.compile(rf"(?:(?:{any_of('source')})\s*:\s*|mit\s+|with\s+)", re.IGNORECASE)
_WITH = re.compile(r"(?:mit|with)\s+", re.IGNORECASE)  # all of that which needs no colon
_CONTACT = re.compile(
    r"\S+@\S+\.\S+|@\w{2,30}|https?://\S+|www\.\S+|twitter:?\s@\w{2,30}", re.IGNORECASE
)
_NAME_WORD = re.compile(r"(?:[^\W\d_]+(?:['.\-‐‑][^\W\d_]*)*)")
_PARTICLES = frozenset(
    [
        "al",
        "ben",
        "bin",
        "binti",
        "d",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "en",
        "het",
        "ibn",
        "la",
        "le",
        "los",
        "of",
        "af",
        "av",
        "san",
        "ten",
        "ter",
        "til",
        "van",
        "vom",
        "von",
        "y",
        "zu",
        "zum",
        "zur",
        "'t",
        "the",
    ]
)
_OUTLETS = phrases("outlet")
_ROLES = phrases("role")

_HAN = "[\u4e00-\u9fff]"
_CHINESE = re.compile(
    rf"(?:{_HAN}{{0,8}}(?:记者|記者|特派员|特派員|通讯员)\s*[:/]?|"
    rf"(?:作者|文|撰文|撰稿|採訪|采访|采写|編譯|编译|文字|取材・文|執筆)\s*[:/|=])\s*"
    rf"({_HAN}{{2,4}}(?:[、,\s]+{_HAN}{{2,4}}){{0,5}})(?:\s?/\s?\S{{2,20}})?"
)
_KOREAN = re.compile(
    r"(?:(?:글|취재|글·사진)\s*[=:]?\s*)?([가-힣]{2,4})\s?(?:[가-힣]{0,4}기자|특파원)(?:\s*[=(]?\s*\S+@\S+)?"
)


class Byline(NamedTuple):
    """What a byline says.

    Attributes:
        names: Of persons, as written.
        times: Of publication, where it says them too.
    """

    names: tuple[str, ...] = ()
    times: Times = Times()


def read_byline(line: str, authors: Iterable[str] = ()) -> Byline | None:
    """Return what `line` says if it only names authors, with what they are and when it was.

    Args:
        line: One line.
        authors: Names that are known: a line with nothing but them is a byline.

    >>> read_byline("By Ada Byron and Bo Ek, Staff Writers").names
    ('Ada Byron', 'Bo Ek')
    >>> read_byline("By noon the rain had stopped.") is None
    True
    """
    if len(line) > _LONGEST_PARTS:
        return None
    text = _unbracketed(with_plain_signs(line).strip(_EDGES))
    if parts := _parts(text):
        return parts
    if len(line) > _LONGEST or not text:
        return None
    if written := _CHINESE.fullmatch(text) or _KOREAN.fullmatch(text):
        return Byline(tuple(re.split(r"[、,\s]+", written[1])))
    known = frozenset(map(_letters, authors))
    names: list[str] = []
    times = Times()
    is_byline = False
    for piece in filter(None, (piece.strip(_EDGES) for piece in _SEPARATOR.split(text))):
        if (found := _named(piece, known)) is not None:
            names.extend(found)
            is_byline = True
        elif said := stated_times(piece):
            times = Times(times.published or said.published, times.modified or said.modified)
        elif not (_is_role(piece) or _CONTACT.fullmatch(piece)):
            return None
    return Byline(tuple(names), times) if is_byline else None


def _unbracketed(text: str) -> str:
    for pair in ("()", "[]"):
        if text.startswith(pair[0]) and text.endswith(pair[1]) and text.count(pair[0]) == 1:
            return text[1:-1].strip()
    return text


def _parts(text: str) -> Byline | None:
    """Return what `Reporting by Ada Byron; Editing by Bo Ek` says."""
    names: list[str] = []
    pieces = [piece.strip() for piece in text.rstrip(".").split(";") if piece.strip()]
    for piece in pieces:
        part = _PART.match(piece)
        people = _people(piece[part.end() :], least=2) if part else None
        if part is None or people is None:
            return None
        names.extend(people if part[1] else ())
    return Byline(tuple(names)) if pieces else None


def _named(piece: str, known: frozenset[str]) -> list[str] | None:
    """Return the persons that `piece` names as authors, or None if it does something else."""
    by = _BY.match(piece)
    if by:
        is_certain = by[1] is not None or _PLAIN_BY.match(by[0])
        people = _people(piece[by.end() :], least=1 if is_certain else 2)
        if people is not None:
            return people
    named = [part for part in _BETWEEN.split(piece) if part]
    if _is_agency((_SOURCE if ":" in piece else _WITH).sub("", piece)):
        return []
    if known and all(_letters(part) in known for part in named):
        return named
    if len(named) > 1 and (_is_agency(named[-1]) or _is_role(named[-1])):
        return _people(piece, least=2) or None
    return None


def _people(text: str, *, least: int) -> list[str] | None:
    """Return the persons that `text` lists, with agencies and roles passed over.

    Args:
        text: Names, and what those who have them are.
        least: Words that a name has at least.

    Returns:
        None if something else is in it, or nothing.
    """
    text = _CONTACT.sub("", text).strip(_EDGES + "()")
    if (place := _FROM.search(text)) and place.end() == len(text):
        text = text[: place.start()]
    names: list[str] = []
    parts = [part.strip(_EDGES) for part in _BETWEEN.split(text)]
    for part in filter(None, parts):
        if _is_agency(part) or _is_role(part):
            continue
        if names and not _OUTLETS.isdisjoint(part.casefold().split()):
            continue
        name = _without_agency(part)
        if not _is_name(name, least):
            return None
        names.append(name)
    return names if any(parts) else None


def _is_name(text: str, least: int) -> bool:
    words = text.split()
    if not least <= len(words) <= _MOST_WORDS or (text.isupper() and len(words) == 1 and least > 1):
        return False
    if any(_NAME_WORD.fullmatch(word) is None for word in words):
        return False
    if text.lower() == text.upper():  # a script without capitals
        return least == 1 and len(text) <= _LONGEST_UNCASED
    capital = sum(word[0].isupper() for word in words)
    return capital >= least and all(
        word[0].isupper() or word in _PARTICLES or word.startswith(("d'", "al-", "el-"))
        for word in words
    )


def _is_agency(text: str) -> bool:
    """Whether `text` is an agency, or several with the signs of those who worked on it: dpa/jk."""
    parts = [part.strip() for part in text.split("/")]
    return any(map(is_agency, parts)) and all(
        is_agency(part) or (part.isalpha() and len(part) <= _LONGEST_SIGN) for part in parts
    )


def _is_role(text: str) -> bool:
    """Whether `text` says what somebody is, such as `Staff Writer` or `Reuters correspondent`."""
    words = [word.strip(".,").casefold() for word in text.split()]
    if not words or len(words) > _MOST_ROLE_WORDS or text[-1] in ".!?":
        return False
    return _is_agency(text) or any(
        word in _ROLES or word.removesuffix("s") in _ROLES for word in words
    )


def _without_agency(part: str) -> str:
    """Return `JOHN SMITH` of `JOHN SMITH Associated Press`."""
    words = part.split()
    for count in (3, 2, 1):
        if len(words) - count > 1 and _is_agency(" ".join(words[-count:])):
            return " ".join(words[:-count])
    return part


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.casefold()))
