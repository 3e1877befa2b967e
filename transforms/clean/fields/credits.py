"""Captions and credits of pictures."""

import re

from ..labels import any_of, phrases, with_plain_signs
from .agencies import is_agency, is_picture_house

# Longer lines are paragraphs, whatever they end with. Characters.
_LONGEST_CAPTION = 400
_LONGEST_CREDIT = 160
_LONGEST_NAME = 60  # of who took a picture, in a line inside a text
_MOST_WORDS = 8  # of the same
_MOST_NAME_WORDS = 4  # of a name beside that of an agency

_LABELS = phrases("credit")
_BY = re.compile(rf"(?:{any_of('credit by')})(?!\w)[\s:/]*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[/|,©]\s*|\s+via\s+|\s+[-–—]\s+", re.IGNORECASE)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright(?:\s+©|\s+\(c\)|\s*:|(?=\s+by\s)))\s*(?:by\s+)?(?=[^\W\d])",
    re.IGNORECASE,
)
# What stands between the last full stop of a caption and the colon; at most as long as a label is.
_LAST_WORDS = re.compile(r"[.!?\"”»|]\s+([^.!?\"”»|:]{2,25})$")
_CLOSING = frozenset(")]）】］")
_SENTENCE_ENDS = (".", "!", "?", "。", ":", ";", "…")


def is_credit(line: str) -> bool:
    """Whether `line` is a caption that ends with a credit in brackets, or a credit alone.

    >>> is_credit("Deepseek's logo. (Photo: REUTERS/TTXVN)")
    True
    >>> is_credit("Photo editors (and others) disagree.")
    False
    """
    if is_inner_credit(line):
        return True
    text = with_plain_signs(line[: _LONGEST_CREDIT + 1]).rstrip(" .")
    return len(text) <= _LONGEST_CREDIT and _is_labelled(text, _LONGEST_CREDIT)


def is_inner_credit(line: str) -> bool:
    """Whether `line` is a caption or a credit beyond doubt, inside a text as well as at its top."""
    return is_credit_alone(line) or _ends_with_credit(line) or _ends_with_label(line)


def is_credit_alone(line: str) -> bool:
    """Whether `line` is nothing but a credit, wherever it stands.

    >>> is_credit_alone("Ada Byron/Getty Images"), is_credit_alone("Photo: AP")
    (True, True)
    >>> is_credit_alone("Getty Images sued a competitor.")
    False
    """
    if len(line) > _LONGEST_CREDIT:
        return False
    text = with_plain_signs(line).strip(" -–—•*_[]")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if text.endswith(_SENTENCE_ENDS) or not text:
        return False
    if _is_labelled(text, _LONGEST_NAME):
        return _names_somebody(text.partition(":")[2].strip())
    if (by := _BY.match(text)) and _names_somebody(text[by.end() :]):
        return True
    if rights := _RIGHTS.match(text):
        return _names_somebody(text[rights.end() :])
    return _is_of_agency(text)


def _ends_with_credit(line: str) -> bool:
    if len(line) > _LONGEST_CAPTION or _CLOSING.isdisjoint(line[-2:]):
        return False
    text = with_plain_signs(line).rstrip(" .")
    opening = max(text.rfind("("), text.rfind("["))
    return (
        opening >= 0 and text.endswith((")", "]")) and _is_bracketed(text[opening + 1 : -1].strip())
    )


def _ends_with_label(line: str) -> bool:
    """Whether a label and a name follow the last sentence of a caption: `The river. Photo: AP`."""
    if len(line) > _LONGEST_CAPTION or (":" not in line and "：" not in line):
        return False
    caption, _, name = with_plain_signs(line).rpartition(":")
    found = _LAST_WORDS.search(caption)
    return (
        found is not None
        and found[1].casefold() in _LABELS
        and _names_somebody(name.strip())
        and len(name) <= _LONGEST_NAME
    )


def _is_bracketed(text: str) -> bool:
    return (
        _is_labelled(text, _LONGEST_CREDIT)
        or bool((by := _BY.match(text)) and text[by.end() :])
        or _is_of_agency(text)
        or bool(_RIGHTS.match(text) and _names_somebody(_RIGHTS.sub("", text, count=1)))
    )


def _is_labelled(text: str, longest: int) -> bool:
    """Whether `text` is a label, a colon, and at most so many characters."""
    label, colon, rest = text.partition(":")
    if label.strip().casefold().rstrip(".") not in _LABELS:
        return False
    return bool(colon and rest.strip()) and len(rest.strip()) <= longest


def _is_of_agency(text: str) -> bool:
    """Whether `text` is a house that sells pictures, or one with who took the picture.

    An agency that sells words as well must stand beside a name: `Reuters` alone may be a byline.
    """
    if len(text) > 2 * _LONGEST_NAME or ":" in text:
        return False
    parts = [part for each in _BETWEEN.split(text) if (part := each.strip(" ."))]
    sells_pictures = any(map(is_picture_house, parts))
    if len(parts) < 2:  # noqa: PLR2004
        return sells_pictures
    is_parted = any(sign in text for sign in ("/", "|", " via "))
    return (sells_pictures or (is_parted and any(map(is_agency, parts)))) and all(
        is_picture_house(part) or is_agency(part) or _is_short_name(part) for part in parts
    )


def _is_short_name(text: str) -> bool:
    return not text[0].islower() and _names_somebody(text) and len(text.split()) <= _MOST_NAME_WORDS


def _names_somebody(text: str) -> bool:
    """Whether `text` could be a name: a few words, most with a capital, and no sentence."""
    words = text.split()
    if not 0 < len(words) <= _MOST_WORDS or len(text) > _LONGEST_NAME:
        return False
    small = sum(word[0].islower() for word in words)
    is_name = small * 2 <= len(words) or len(words) == 1
    return is_name and not text.endswith(_SENTENCE_ENDS)
