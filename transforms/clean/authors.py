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
_LONGEST = 120  # characters of a name; anything longer is a biography


def author_names(written: Iterable[str]) -> tuple[str, ...]:
    """Return the names in `written`, in order, each once.

    >>> author_names(["By Ada Byron (ada@example.org); Émile Borel", "ada byron"])
    ('Ada Byron', 'Émile Borel')
    """
    names: dict[str, str] = {}
    for entry in written:
        for part in entry.split(";"):
            name = _name(part)
            if name:
                names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _name(written: str) -> str | None:
    name = _ADDRESS.sub(" ", _E_MAIL.sub(" ", written))
    name = " ".join(tidy(name).split()).strip(_EDGES)
    if (by := _BY.match(name)) and not _begins_name(by[0], name[by.end() :]):
        name = name[by.end() :].strip(_EDGES)
    has_letters = any(char.isalpha() for char in name)
    return name if has_letters and len(name) <= _LONGEST else None


def _begins_name(word: str, rest: str) -> bool:
    return word.strip().casefold() in _ALSO_NAMES and len(rest.split()) < 2  # noqa: PLR2004
