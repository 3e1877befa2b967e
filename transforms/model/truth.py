"""Truth values as records and pages write them."""

_TRUE = frozenset({"true", "yes", "1", "http://schema.org/true", "https://schema.org/true"})
_FALSE = frozenset({"false", "no", "0", "http://schema.org/false", "https://schema.org/false"})


def parse_truth(value: object) -> bool | None:
    """Return the truth value that `value` is or names, or None if it is none.

    >>> parse_truth("False"), parse_truth(1), parse_truth("perhaps")
    (False, True, None)
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str | int):
        word = str(value).strip().lower()
        return True if word in _TRUE else False if word in _FALSE else None
    return None
