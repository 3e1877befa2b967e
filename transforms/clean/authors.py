"""Names of authors, without what bylines put around them."""

import re
from collections.abc import Iterable

from .tidy import tidy
from .words import word_list

_BY = re.compile(
    rf"(?:{'|'.join(map(re.escape, word_list('labels.txt')['by']))})(?:\s*[:：]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
# These also begin family names: what follows them must be a first name and a family name.
_ALSO_NAMES = frozenset({"von", "di", "af", "av"})
_E_MAIL = re.compile(r"[(<\[]?\s*[\w.+-]{1,64}@[\w.-]{1,255}\s*[)>\]]?")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_EDGES = ' \t,;:|/–—-·•()[]<>"“”'
_BETWEEN = re.compile(r",\s+(?:(?:and|und)\s+)?|\s+(?:&|and|und|et|e|y|og|och|en|i|и)\s+")
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
        for part in entry.split(";"):
            for name in _several(_name(part) or ""):
                names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _name(written: str) -> str | None:
    name = _ADDRESS.sub(" ", _E_MAIL.sub(" ", written))
    name = " ".join(tidy(name).split()).strip(_EDGES)
    if (by := _BY.match(name)) and not _begins_name(by[0], name[by.end() :]):
        name = name[by.end() :].strip(_EDGES)
    has_letters = any(char.isalpha() for char in name)
    return name if has_letters and len(name) <= _LONGEST else None


def _several(name: str) -> list[str]:
    """Return the names that are written as one, if each looks like a first and a family name."""
    parts = _BETWEEN.split(name)
    looks_right = all(
        len(words := part.split()) in _WORDS and words[0][0].isupper() and words[-1][0].isupper()
        for part in parts
    )
    return parts if looks_right else [name] if name else []


def _begins_name(word: str, rest: str) -> bool:
    return word.strip().casefold() in _ALSO_NAMES and len(rest.split()) < 2  # noqa: PLR2004
