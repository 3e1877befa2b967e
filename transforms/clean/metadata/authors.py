"""Names of authors, without what bylines put around them."""

import html
import re
from collections.abc import Callable, Iterable

from ..characters.tidy import tidy
from ..words import word_list

_BYLINE_WORDS = frozenset(word_list("labels.txt")["by"])
_BY = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(_BYLINE_WORDS)))})(?:\s*[:：]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
# These also begin family names: what follows them must be a first name and a family name.
_ALSO_NAMES = frozenset({"von", "di", "af", "av"})
_E_MAIL = re.compile(r"[(<\[]?\s*[\w.+-]{1,64}@[\w.-]{1,255}\s*[)>\]]?")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
# "Last updated January 7": a name ends in no day of a month.
_DATE = re.compile(
    r"\b(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\w*\.? \d{1,2}$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?:^|\s)[(]?@\w{2,30}[)]?")
_TITLES = word_list("labels.txt")["behind_name"]
# Degrees and posts stand behind a comma; professions in other scripts behind a space.
_BEHIND = re.compile(
    rf"(?:,\s*(?:{'|'.join(re.escape(each) for each in _TITLES if each.isascii())})"
    rf"|\s(?:{'|'.join(re.escape(each) for each in _TITLES if not each.isascii())}))\.?$",
    re.IGNORECASE,
)
_EDGES = ' \t,;:|/–—-·•()[]<>"“”'
_BETWEEN = re.compile(r",\s+(?:(?:and|und)\s+)?|\s+(?:&|and|und|et|e|y|og|och|en|i|и)\s+")
_DASH = re.compile(r"\s+[-–—|/]\s+|\s*\|\s*")
_WORDS = range(2, 5)  # in a name that stands among others
_LONGEST = 120  # characters of a name; anything longer is a biography


def author_names(written: Iterable[str]) -> tuple[str, ...]:
    """Return the names in `written`, in order, each once.

    >>> author_names(["By Ada Byron (ada@example.org); Émile Borel", "ada byron"])
    ('Ada Byron', 'Émile Borel')
    >>> author_names(["Ada Byron, Émile Borel and Alan Turing", "Byron, Ada"])
    ('Ada Byron', 'Émile Borel', 'Alan Turing', 'Byron, Ada')
    """
    names: dict[str, str] = {}
    for entry in written:
        for part in html.unescape(entry).split(";"):
            for name in _several(_name(part) or ""):
                names.setdefault(name.casefold(), name)
    return tuple(names.values())


def without_affiliation(names: Iterable[str], is_site: Callable[[str], bool]) -> tuple[str, ...]:
    """Return `names` without the site, the place or the post that stands beside a name.

    >>> without_affiliation(["Rob Lee, CNN", "The Desk - Bo Ek"], {"The Desk"}.__contains__)
    ('Rob Lee', 'Bo Ek')
    """
    found: dict[str, str] = {}
    for name in names:
        head, comma, _ = name.rpartition(",")
        several = _several(head) if comma else []
        if len(several) < 2 and not _looks_like_name(name.partition(",")[0]):  # noqa: PLR2004
            several = [name]
        for each in several or [name.partition(",")[0]]:
            parts = [part for part in _DASH.split(each) if part.strip() and not is_site(part)]
            each = parts[0] if len(parts) == 1 else each  # noqa: PLW2901
            found.setdefault(each.casefold(), each)
    return tuple(found.values())


def _name(written: str) -> str | None:
    name = _HANDLE.sub(" ", _ADDRESS.sub(" ", _E_MAIL.sub(" ", written)))
    name = " ".join(tidy(name).split()).strip(_EDGES)
    if (by := _BY.match(name)) and not _begins_name(by[0], name[by.end() :]):
        name = name[by.end() :].strip(_EDGES)
    name = _BEHIND.sub("", name).strip(_EDGES)
    if not any(map(str.isalpha, name)) or len(name) > _LONGEST or _DATE.search(name):
        return None
    return None if name.casefold() in _BYLINE_WORDS else name


def _several(name: str) -> list[str]:
    """Return the names that are written as one, if each looks like a first and a family name."""
    parts = _BETWEEN.split(name)
    return parts if all(map(_looks_like_name, parts)) else [name] if name else []


def _looks_like_name(part: str) -> bool:
    words = part.split()
    return len(words) in _WORDS and words[0][0].isupper() and words[-1][0].isupper()


def _begins_name(word: str, rest: str) -> bool:
    word = word.strip(" :：")
    return word[:1].isupper() and word.casefold() in _ALSO_NAMES and len(rest.split()) < 2  # noqa: PLR2004
