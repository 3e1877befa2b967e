"""What is stored of a stream, so that its memory can be rebuilt."""

from ...model import IndexEntry, Model


class Record(Model):
    """An article that is remembered, as it is stored.

    Attributes:
        number: How many were kept before it.
        period: Period of event time with which it is forgotten; see `Periods`.
        entry: What it is known by.
    """

    number: int
    period: int
    entry: IndexEntry


class Progress(Model):
    """How far a memory has come. Those of two memories are equal if what they remember is.

    Attributes:
        kept: How many articles it has remembered.
        first: The first period that is not forgotten; None while none is.
        digest: Of all records, in the order in which they were stored.
    """

    kept: int = 0
    first: int | None = None
    digest: bytes = b""
