"""News agencies and picture houses, by the names with which they sign."""

from ..words import word_list

_SHORT = 4  # characters of names that are words too if their case does not count: AP, APP, TT

_WORDS = frozenset(
    name for section in ("agency", "agency unspaced") for name in word_list("labels.txt")[section]
)
_LONG_WORDS = frozenset(name.casefold() for name in _WORDS if len(name) > _SHORT)
_PICTURES = frozenset(name.casefold() for name in word_list("labels.txt")["photo agency"])


def is_agency(name: str) -> bool:
    """Whether `name` is that of a news agency.

    >>> is_agency("REUTERS"), is_agency("dpa"), is_agency("app")
    (True, True, False)
    """
    return name in _WORDS or name.casefold() in _LONG_WORDS


def is_picture_house(name: str) -> bool:
    """Whether `name` is that of a house that sells pictures.

    >>> is_picture_house("Getty Images")
    True
    """
    return name.casefold() in _PICTURES
