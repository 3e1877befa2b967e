"""Notes of the editors: what was corrected or updated, and when."""

import re

from ..labels import any_of, with_plain_signs

_LONGEST = 700  # characters of a note
_EDGES = " \t-–—•*_~([\"'"

# The label, perhaps with a day or a time, and a colon: "Update 14:05:", "Correction (3 May):". In
# brackets any sign may end it: "(Anm. d. Red.: …)".
_LABELLED = re.compile(
    rf"(?:{any_of('note')})\.?(?:\s*,)?(?:\s*\[[^\]]{{1,40}}\]|\s*\([^)]{{1,40}}\)|\s[^:]{{0,40}}?\d[^:]{{0,20}}?(?:[:.]\d\d(?:\s?[^\s:]{{1,5}})?)?)?\s*:",
    re.IGNORECASE,
)
_HEADED = re.compile(rf"(?:{any_of('note')})(?:\s[-–—]\s)", re.IGNORECASE)
_SENTENCE = re.compile(rf"(?:{any_of('note beginning')})", re.IGNORECASE)


def is_note(line: str) -> bool:
    """Whether `line` is a note of an update or a correction.

    >>> is_note("Correction: An earlier version of this article misspelt the name of the river.")
    True
    >>> is_note("Corrections officers went on strike on Friday.")
    False
    """
    if len(line) > _LONGEST:
        return False
    text = with_plain_signs(line).lstrip(_EDGES)
    labelled = _LABELLED.match(text)
    if labelled:
        return bool(text[labelled.end() :].strip(_EDGES))
    return bool(_HEADED.match(text) or _SENTENCE.match(text))
