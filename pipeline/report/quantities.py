"""Numbers as a person reads them."""

_UNITS = ("bytes", "KB", "MB", "GB", "TB")


def several(count: int, noun: str) -> str:
    """Return a count of things.

    >>> several(1, "file"), several(1200, "file")
    ('1 file', '1,200 files')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def duration(seconds: float) -> str:
    """Return a span of time.

    >>> duration(4.25), duration(80), duration(7200)
    ('4.2 seconds', '1 min 20 s', '2 h 00 min')
    """
    if seconds < 60:  # noqa: PLR2004
        return f"{seconds:.1f} seconds"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"


def size(count: float) -> str:
    """Return a number of bytes.

    >>> size(12), size(33_861_597)
    ('12 bytes', '33.9 MB')
    """
    for unit in _UNITS:
        if count < 1000 or unit == _UNITS[-1]:  # noqa: PLR2004
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    raise AssertionError
